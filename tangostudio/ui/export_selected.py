"""What can be said of the selected files of a delivery at once: FXName, category, keywords.

It knows a few values of files and tells what was typed; what becomes of it is not its own.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import reduce
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from tangostudio.export.naming import FX_NAME_LENGTH
from tangostudio.ui import counts, recipe, widgets
from tangostudio.ui.category_chips import CategoryChips, Suggestions
from tangostudio.ui.category_edit import CategoryEdit
from tangostudio.ui.export_fields import Line
from tangostudio.ui.tags_edit import TagsEdit
from tangostudio.ui.texts import tr, tr_count

FX_WIDTH, LEAST_FX, CATEGORY_WIDTH = 264, 140, 132


class SelectedForm(QWidget):
    """Fields of the selected files, or of all where none is selected.

    Signals:
        fx_named(str): a common FXName was typed; "" goes back to what the title gives.
        categorised(str): a CatID was typed or chosen.
        keywords_changed(tuple, tuple): keywords to add and to take away.
    """

    fx_named = Signal(str)
    categorised = Signal(str)
    keywords_changed = Signal(tuple, tuple)

    def __init__(
        self, suggest: Callable[[Sequence[Any]], Sequence[tuple[str, str]]],
        known_keywords: Callable[[], list[str]], parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        """`suggest` gives CatIDs and their words for files, the likeliest first."""
        super().__init__(parent)
        self._suggest = suggest
        self._shown: list[Any] = []
        self._suggested_for: list[int] = []
        self._suggested: Suggestions = ()
        self._common: tuple[str, ...] = ()
        self._fx_name = ""
        self.head = widgets.section(tr("All files"))
        self.fx_name = Line(tr("FXName"), longest=100)
        self.fx_name.setToolTip(tr("Short name of the sound, best of at most 25 characters."))
        self.fx_name.setMinimumWidth(LEAST_FX)
        self.fx_name.setMaximumWidth(FX_WIDTH)
        self.length = widgets.label("", "number-quiet")
        self.length.setFixedWidth(44)  # what follows stays where it is
        self.category = CategoryEdit()
        self.category.setFixedWidth(CATEGORY_WIDTH)
        self.chips = CategoryChips(self.category)
        self.chips.setContentsMargins(0, 0, 0, 0)
        self.keywords = TagsEdit()
        self.keywords.setAccessibleName(tr("Keywords"))
        self.keywords.setToolTip(tr("Keywords are the takes' tags."))
        self.keywords.offer(known_keywords)
        self._lay_out()
        self.fx_name.textEdited.connect(self._count)
        self.fx_name.editingFinished.connect(self._named)
        self.category.changed.connect(self.categorised)
        self.chips.changed.connect(lambda chosen: self.categorised.emit(chosen[0]))
        self.keywords.changed.connect(self._keywords)

    def show_files(
        self, files: Sequence[Any], tags: Sequence[tuple[str, ...]], *, all_of_them: bool
    ) -> None:
        """Show what files have in common.

        Args:
            tags: of their takes.
            all_of_them: whether they are shown because none is selected.
        """
        self._shown = list(files)
        count = len(files)
        self.head.setText(
            tr_count("{count} FILE", "ALL {count} FILES", count) if all_of_them
            else tr_count("{count} SELECTED", "{count} SELECTED", count)
        )  # fmt: skip
        self.setEnabled(bool(files))
        fx_name = recipe.shared([file.fx_name for file in files]) if files else ""
        self._fx_name = fx_name or ""
        if not self.fx_name.hasFocus():
            self.fx_name.set_value(self._fx_name)
            self.fx_name.setPlaceholderText(tr("several") if fx_name is None else tr("title"))
            self._count(self._fx_name)
        category = recipe.shared([file.cat_id for file in files]) if files else ""
        if not self.category.hasFocus():
            self.category.set_category(category or "", several=category is None)
        self._offer(category or "")
        self._common = _common(tags)
        self.keywords.set_tags(self._common)

    def said(self) -> str:
        """What the form is about, for a screen reader."""
        return tr("Fields of {files}", files=counts.files(len(self._shown)))

    def _lay_out(self) -> None:
        rows = QGridLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setHorizontalSpacing(10)
        rows.setVerticalSpacing(8)
        rows.addWidget(self.head, 0, 0, 1, 2)
        tags = widgets.label(tr("Keywords"), "second")
        first = widgets.row(self.fx_name, self.length, tags, self.keywords, spacing=8)
        first.setStretchFactor(self.fx_name, 1)
        second = widgets.row(self.category, self.chips, spacing=8)
        for at, name, line, flow in (
            (1, tr("FXName"), first, self.keywords),
            (2, tr("Category"), second, self.chips),
        ):
            line.setStretchFactor(flow, 1)
            line.setAlignment(flow, Qt.AlignmentFlag.AlignVCenter)
            rows.addWidget(widgets.label(name, "second"), at, 0)
            rows.addLayout(line, at, 1)
        rows.setColumnStretch(1, 1)

    def _offer(self, category: str) -> None:
        takes = [file.take for file in self._shown]
        if takes != self._suggested_for:
            self._suggested_for = takes
            self._suggested = list(self._suggest(self._shown)) if takes else []
        self.chips.offer(self._suggested, category)

    def _count(self, text: str) -> None:
        self.length.setText(f"{len(text)}/{FX_NAME_LENGTH}" if text else "")
        widgets.set_property(self.length, "tone", "warn" if len(text) > FX_NAME_LENGTH else "")

    def _named(self) -> None:
        text = " ".join(self.fx_name.text().split())
        if text != self._fx_name:
            self._fx_name = text
            self.fx_named.emit(text)

    def _keywords(self, tags: tuple[str, ...]) -> None:
        """Keywords that all have: what is new goes to all, what is gone is taken from all."""
        added = tuple(tag for tag in tags if tag not in self._common)
        removed = tuple(tag for tag in self._common if tag not in tags)
        self._common = tags
        self.keywords_changed.emit(added, removed)


def _common(tags: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    shared = reduce(set.intersection, (set(each) for each in tags)) if tags else set()
    return tuple(tag for tag in tags[0] if tag in shared) if tags else ()
