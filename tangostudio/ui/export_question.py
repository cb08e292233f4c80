"""The question before takes are delivered that their licence does not allow for that."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from tangostudio.ui import icons, theme, widgets, words
from tangostudio.ui.dialog import Dialog
from tangostudio.ui.texts import tr, tr_count

MOST_NAMED = 6
WIDTH = 520


class LicenceQuestion(Dialog):
    """Asked once per delivery.

    Signals:
        answered(bool): True exports them all the same, False leaves these takes out; closing the
            question is no answer.
    """

    answered = Signal(bool)

    def __init__(
        self, files: Sequence[Any], of: int, preset: str, parent: QWidget | None = None
    ) -> None:
        """`files` are the restricted ones of a plan of `of` files."""
        super().__init__(tr("Licences"), WIDTH, parent)
        count = len(files)
        head = tr_count(
            "{count} of {total} takes may not be used commercially",
            "{count} of {total} takes may not be used commercially",
            count, total=of,
        )  # fmt: skip
        sign = widgets.label()
        sign.setPixmap(icons.pixmap("warning", theme.WARN, 20, 2))
        self.head = widgets.label(head, "title", wrap=True)
        line = widgets.row(sign, self.head, spacing=10)
        line.setStretch(1, 1)
        self.body.addLayout(line)
        self.why = widgets.label(
            tr(
                "{preset} is a preset for files that are sold. These takes were made by models "
                "whose licence is for research only. If you export them, the licence is written "
                "into the files and into the report.",
                preset=preset,
            ),
            "second", wrap=True,
        )  # fmt: skip
        self.body.addWidget(self.why)
        for file in files[:MOST_NAMED]:
            title = widgets.ElidedLabel(file.title)
            licence = widgets.label(words.shorten(file.licence, 40), "warn")
            row = widgets.row(title, licence, spacing=12)
            row.setStretch(0, 1)
            self.body.addLayout(row)
        if count > MOST_NAMED:
            self.body.addWidget(
                widgets.label(tr("and {count} more", count=count - MOST_NAMED), "quiet")
            )
        self.add_button(widgets.button(tr("Cancel"), "", self.reject))
        self.anyway = self.add_button(
            widgets.button(tr("Export anyway"), "", lambda: self._answer(True))
        )
        self.leave_out = self.add_button(
            widgets.button(tr("Leave these out"), "primary", lambda: self._answer(False))
        )
        self.leave_out.setEnabled(count < of)
        (self.leave_out if count < of else self.anyway).setFocus(Qt.FocusReason.OtherFocusReason)

    def _answer(self, agreed: bool) -> None:
        self.accept()
        self.answered.emit(agreed)
