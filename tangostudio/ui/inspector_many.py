"""Several takes in the right panel: what they have in common, and changes to all of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import reduce
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QWidget

from tangostudio.errors import TangoStudioError
from tangostudio.ui import recipe, take_menus, theme, widgets
from tangostudio.ui.category_chips import CategoryChips
from tangostudio.ui.category_edit import CategoryEdit
from tangostudio.ui.colour_picker import ColourPicker
from tangostudio.ui.facts import Facts
from tangostudio.ui.tags_edit import TagsEdit
from tangostudio.ui.texts import mark, tr, tr_count

MOST_READ = 2_000  # of more takes only the number is said
MOST_HEARD = 8  # takes that the suggestions of a category are made for
_NAMES = (
    mark("Length"),
    mark("Prompts"),
    mark("Models"),
    mark("Stars"),
    mark("Loudness"),
    mark("Loudest peak"),
    mark("Checks"),
)
_NUMBERS = ("Length", "Stars", "Loudness", "Loudest peak")


class InspectorMany(QWidget):
    """A summary and the marks that can be given to all.

    Signals:
        failed(TangoStudioError): the studio said no.
    """

    failed = Signal(object)

    def __init__(self, studio: Any, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._studio = studio
        self._ids: list[int] = []
        self._tags: tuple[str, ...] = ()
        self.count = widgets.section(tr("Takes"))
        self.common = Facts()
        for name in _NAMES:
            self.common.add(name, number=name in _NUMBERS)
        self.licence = widgets.licence_chip("yes")
        hint = widgets.label(
            tr("Reject, export and trash work on all of them, too. One undo takes a change back."),
            "small", wrap=True,
        )  # fmt: skip
        column = widgets.column(
            self.count, self.common, 4, self.licence, 6, widgets.section(tr("Change all")),
            self._make_marks(), 4, hint, None,
        )  # fmt: skip
        column.setContentsMargins(*[theme.MARGIN] * 4)
        self.setLayout(column)

    def show_takes(self, ids: Sequence[int], takes: Sequence[Any]) -> None:
        """Show takes; of a very large selection `takes` are the first only."""
        self._ids = list(ids)
        count = len(self._ids)
        self.count.setText(tr_count("{count} TAKE", "{count} TAKES", count))
        whole = count == len(takes)
        self.common.show_values(recipe.summary(takes) if whole else {})
        strictest = recipe.strictest(takes)
        self.licence.setVisible(whole)
        self.licence.setText(recipe.licence(strictest))
        widgets.set_property(self.licence, "licence", strictest.commercial)
        self._show_marks(takes)

    def _show_marks(self, takes: Sequence[Any]) -> None:
        self.stars.set_stars(recipe.shared([take.stars for take in takes]) or 0)
        self.colours.set_chosen([recipe.shared([take.colour for take in takes]) or ""])
        category = recipe.shared([take.category for take in takes])
        if not self.category.hasFocus():
            self.category.set_category(category or "", several=category is None)
        ids = [take.id for take in takes[:MOST_HEARD]]
        self.suggested.offer(self._studio.categories.suggest(ids), category or "")
        common = reduce(set.intersection, (set(take.tags) for take in takes))
        self._tags = tuple(tag for tag in takes[0].tags if tag in common)
        self.tags.set_tags(self._tags)

    def _make_marks(self) -> QWidget:
        studio = self._studio
        self.stars = widgets.Stars()
        self.stars.chosen.connect(lambda stars: self._tell(studio.rate, stars))
        self.colours = ColourPicker(tr("Colour"))
        self.colours.changed.connect(
            lambda chosen: self._tell(studio.colour, chosen[0] if chosen else "")
        )
        self.category = CategoryEdit()
        self.category.changed.connect(lambda name: self._tell(studio.categorise, name))
        self.suggested = CategoryChips(self.category)
        self.suggested.changed.connect(lambda chosen: self._tell(studio.categorise, chosen[0]))
        self.tags = TagsEdit()
        self.tags.offer(lambda: studio.library.takes.tags())
        self.tags.changed.connect(self._change_tags)
        self.project = widgets.button(tr("Move to…"), "", tip=tr("Put them into another project"))
        menu = QMenu(self.project)
        menu.aboutToShow.connect(lambda: self._fill_projects(menu))
        self.project.setMenu(menu)
        marks = Facts()
        for name, widget in (
            (mark("Stars"), self.stars),
            (mark("Colour"), self.colours),
            (mark("Category"), self.category),
            (mark("Tags"), self.tags),
            (mark("Project"), self.project),
        ):
            marks.add_widget(name, widget)
            if widget is self.category:
                marks.add_wide(self.suggested)
        return marks

    def _fill_projects(self, menu: QMenu) -> None:
        menu.clear()
        take_menus.fill_projects(
            menu, self._studio, lambda name: self._tell(self._studio.move_to_project, name)
        )

    def _change_tags(self, tags: tuple[str, ...]) -> None:
        """Tags that all have: what is new is added to all, what is gone is taken from all."""
        added = [tag for tag in tags if tag not in self._tags]
        removed = [tag for tag in self._tags if tag not in tags]
        if added:
            self._tell(self._studio.add_tags, added)
        if removed:
            self._tell(self._studio.remove_tags, removed)

    def _tell(self, verb: Callable[[list[int], Any], object], value: Any) -> None:
        try:
            verb(self._ids, value)
        except TangoStudioError as error:
            self.failed.emit(error)
