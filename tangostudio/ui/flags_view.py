"""What the checks found in a take: a line per flag, with its reason and the way to mend it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from tangostudio.audio.quality import FLAGS
from tangostudio.ui import icons, take_words, theme, widgets
from tangostudio.ui.facts import NAME_WIDTH
from tangostudio.ui.texts import tr, tr_count

AGAIN = "again"  # what a flag names that only another take mends


class FlagsView(QWidget):
    """How many flags there are, then a line for each.

    Signals:
        mend_wanted(str): the person wants the edit that mends this flag.
        again_wanted(): only another take mends it, and the person wants one.
    """

    mend_wanted = Signal(str)
    again_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines = widgets.column(spacing=2)
        self.setLayout(self._lines)
        self._shown: tuple[tuple[str, ...] | None, bool] | None = None

    def show_flags(self, flags: Sequence[str] | None, can_make_again: bool = True) -> None:
        """Show what was found; None means that nobody has looked yet.

        Args:
            can_make_again: whether another take can be made of it.
        """
        shown = (None if flags is None else tuple(flags), can_make_again)
        if shown == self._shown:
            return
        self._shown = shown
        widgets.clear_layout(self._lines)
        self._lines.addWidget(self._head(flags))
        for flag in flags or ():
            self._lines.addWidget(self._line(flag, can_make_again))
        self.updateGeometry()

    def _head(self, flags: Sequence[str] | None) -> QWidget:
        title = widgets.label(tr("Checks"), "quiet")
        title.setFixedWidth(NAME_WIDTH)
        if flags is None:
            found = widgets.label(tr("not checked yet"), "quiet")
        elif not flags:
            found = widgets.label(tr("no problems"), "good")
        else:
            count = tr_count("{count} problem", "{count} problems", len(flags))
            found = widgets.label(count, "warn")
        return widgets.holder(widgets.row(title, found, None))

    def _line(self, flag: str, can_make_again: bool) -> QWidget:
        title, why = take_words.flag_title(flag), take_words.flag_explanation(flag)
        sign = widgets.label()
        sign.setPixmap(icons.pixmap("warning", theme.WARN, 13, self.devicePixelRatioF()))
        text = widgets.label(title, "warn", wrap=True)
        parts: list[QWidget | None] = [sign, text]
        mend = FLAGS[flag].mend if flag in FLAGS else ""
        if mend == AGAIN and can_make_again:
            tip = tr("Make another take of it.")
            parts.append(widgets.button(tr("again…"), "link", self.again_wanted.emit, tip=tip))
        elif mend and mend != AGAIN:
            tip = tr("Add the edit that mends this; the sound itself stays as it is.")
            parts.append(
                widgets.button(tr("mend"), "link", partial(self.mend_wanted.emit, flag), tip=tip,
                               name=tr("Mend: {flag}", flag=title))
            )  # fmt: skip
        row = widgets.row(*parts, spacing=5)
        row.setStretch(1, 1)
        line = widgets.holder(row)
        line.setToolTip(why)
        line.setAccessibleName(title)
        line.setAccessibleDescription(why)
        return line
