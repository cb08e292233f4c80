"""The popover of all filters: every control shows a part of one query and changes it.

It knows what there is to choose from by asking, and nothing of what a query finds but the count
that it is told.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QDoubleSpinBox, QFrame, QGridLayout, QScrollArea, QWidget

from tangostudio.library import TakeQuery
from tangostudio.ui import filter_words, theme, widgets, words
from tangostudio.ui.chip_group import ChipGroup
from tangostudio.ui.colour_picker import ColourPicker
from tangostudio.ui.texts import tr

WIDTH, NAME_WIDTH, MOST_HEIGHT = 420, 74, 560
MOST_CHIPS = 12
LONGEST_SECONDS = 600.0


@dataclass(frozen=True)
class Choices:
    """What takes have, the most used first.

    Attributes:
        models: ids and names.
    """

    tags: Sequence[str] = ()
    categories: Sequence[str] = ()
    models: Sequence[tuple[str, str]] = ()


def read_choices(studio: Any) -> Choices:
    """What the takes of a studio's library have now."""
    takes = studio.library.takes
    names = {card.id: card.name for card in studio.catalogue.all()}
    models = [(model, names.get(model, model)) for model in takes.models()]
    return Choices(takes.tags(), takes.categories(), models)


class FilterMenu(QFrame):
    """A popup with one line per filter.

    Signals:
        changed(TakeQuery): the person wants another query.
    """

    changed = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setProperty("kind", "popup")
        self.setAccessibleName(tr("Filters"))
        self._query = TakeQuery()
        self._project = ""
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(10)
        self._grid.setColumnMinimumWidth(0, NAME_WIDTH)
        self._grid.setColumnStretch(1, 1)
        self._make_marks()
        self._make_sound()
        self._make_origin()
        self.found = widgets.label("", "small")
        clear = widgets.button(tr("Clear filters"), "quiet-link", self._clear)
        self._lay_out(widgets.row(self.found, None, clear))

    def show_query(self, query: TakeQuery, project: str) -> None:
        """Let every control say what the query says."""
        self._query, self._project = query, project
        marks = {"favourites": query.favourites, "hide_rejected": query.hide_rejected}
        self.stars.set_stars(query.min_stars)
        self.marks.set_chosen([name for name, on in marks.items() if on])
        self.colours.set_chosen(query.colours)
        self.checks.set_chosen([query.flagged])
        self.origin.set_chosen([query.origin])
        self.scope.set_chosen([query.project is None])
        self.days.set_chosen([query.days])
        for group, values in self._lists(query):
            group.set_chosen(values)
        for field, value in ((self.shortest, query.shortest), (self.longest, query.longest)):
            field.blockSignals(True)
            field.setValue(value or 0.0)
            field.blockSignals(False)

    def offer(self, choices: Choices) -> None:
        """What tags, categories and models there are to choose from."""
        query = self._query
        self._offer(self.tags, [(tag, tag) for tag in _with(choices.tags, query.tags)])
        categories = _with(choices.categories, query.categories)
        self._offer(self.categories, [(name, name) for name in categories])
        self._offer(self.models, list(choices.models[:MOST_CHIPS]))
        for group, values in self._lists(query):
            group.set_chosen(values)

    def set_found(self, count: int) -> None:
        """Say how many takes the query finds."""
        self.found.setText(words.takes(count))

    def show_below(self, anchor: QWidget) -> None:
        """Open it with its right upper corner at the control's lower edge."""
        content = self._scroll.widget()
        assert content is not None
        self._scroll.setFixedHeight(min(content.heightForWidth(WIDTH - 34), MOST_HEIGHT))
        self.adjustSize()
        corner = anchor.mapToGlobal(anchor.rect().bottomRight())
        self.move(corner - QPoint(self.width() - 1, -6))
        self.show()
        self.stars.setFocus()

    # --- controls ---------------------------------------------------------------------------------

    def _make_marks(self) -> None:
        self.stars = widgets.Stars()
        self.stars.chosen.connect(lambda least: self._change(min_stars=least))
        self._add(tr("Stars"), widgets.holder(widgets.row(
            self.stars, widgets.label(tr("or more"), "small"), None)))  # fmt: skip
        marks = (("favourites", tr("Favourites")), ("hide_rejected", tr("Hide rejected")))
        self.marks = ChipGroup(tr("Show"), marks, several=True)
        self.marks.changed.connect(
            lambda on: self._change(**{name: name in on for name, _text in marks})
        )
        self._add(tr("Marks"), self.marks)
        self.colours = ColourPicker(tr("Colours"), several=True)
        self.colours.changed.connect(lambda colours: self._change(colours=colours))
        self._add(tr("Colours"), self.colours)
        self.tags = self._group(tr("Tags"), "tags")

    def _make_sound(self) -> None:
        self.categories = self._group(tr("Category"), "categories")
        self.shortest = self._seconds(tr("Shortest length"), "shortest")
        self.longest = self._seconds(tr("Longest length"), "longest")
        dash = widgets.label(tr("to"), "small")
        line = widgets.row(self.shortest, dash, self.longest, None)
        self._add(tr("Length"), widgets.holder(line))
        checks = ((None, tr("Any")), (True, tr("With problems")), (False, tr("Without problems")))
        self.checks = ChipGroup(tr("Checks"), checks)
        self.checks.changed.connect(lambda chosen: self._change(flagged=chosen[0]))
        self._add(tr("Checks"), self.checks)

    def _make_origin(self) -> None:
        self.models = self._group(tr("Model"), "models")
        origins = (("", tr("Any")), ("made", tr("Made here")), ("imported", tr("Imported")))
        self.origin = ChipGroup(tr("Origin"), origins)
        self.origin.changed.connect(lambda chosen: self._change(origin=chosen[0]))
        self._add(tr("Origin"), self.origin)
        times = ((None, tr("Any time")), (0, tr("Today")), (7, tr("7 days")), (30, tr("30 days")))
        self.days = ChipGroup(tr("Created"), times)
        self.days.changed.connect(lambda chosen: self._change(days=chosen[0]))
        self._add(tr("Created"), self.days)
        scopes = ((False, tr("This project")), (True, tr("All projects")))
        self.scope = ChipGroup(tr("Look in"), scopes)
        self.scope.changed.connect(
            lambda chosen: self._change(project=None if chosen[0] else self._project)
        )
        self._add(tr("Look in"), self.scope)

    def _group(self, name: str, field: str) -> ChipGroup:
        group = ChipGroup(name, several=True)
        group.changed.connect(lambda chosen: self._change(**{field: chosen}))
        self._add(name, group)
        return group

    def _seconds(self, name: str, field: str) -> QDoubleSpinBox:
        box = QDoubleSpinBox()
        box.setProperty("kind", "number")
        box.setRange(0.0, LONGEST_SECONDS)
        box.setDecimals(1)
        box.setSingleStep(0.5)
        box.setSuffix(" s")
        box.setSpecialValueText(tr("any"))
        box.setFixedWidth(76)
        box.setAlignment(Qt.AlignmentFlag.AlignRight)
        box.setAccessibleName(name)
        box.setKeyboardTracking(False)
        box.valueChanged.connect(lambda value: self._change(**{field: value or None}))
        return box

    def _add(self, name: str, widget: QWidget) -> None:
        row = self._grid.rowCount()
        title = widgets.label(name, "quiet")
        title.setContentsMargins(0, 3, 0, 0)
        self._grid.addWidget(title, row, 0, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(widget, row, 1)
        self._titles = {**getattr(self, "_titles", {}), widget: title}

    def _offer(self, group: ChipGroup, choices: list[tuple[str, str]]) -> None:
        group.set_choices(choices)
        group.setVisible(bool(choices))
        self._titles[group].setVisible(bool(choices))

    def _lay_out(self, foot: Any) -> None:
        self._scroll = QScrollArea()
        self._scroll.setWidget(widgets.holder(self._grid, theme.MARGIN, 6, 8, 8))
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        below = widgets.holder(foot, theme.MARGIN, 8, 10, 10)
        column = widgets.column(self._scroll, widgets.hairline(), below, spacing=0)
        column.setContentsMargins(1, 6, 1, 0)
        self.setLayout(column)
        self.setFixedWidth(WIDTH)

    # --- the query --------------------------------------------------------------------------------

    def _lists(self, query: TakeQuery) -> tuple[tuple[ChipGroup, Sequence[str]], ...]:
        return (
            (self.tags, query.tags),
            (self.categories, query.categories),
            (self.models, query.models),
        )

    def _clear(self) -> None:
        text = self._query.text
        self._tell(replace(filter_words.unfiltered(self._query, self._project), text=text))

    def _change(self, **values: Any) -> None:
        self._tell(replace(self._query, **values))

    def _tell(self, query: TakeQuery) -> None:
        self.show_query(query, self._project)
        self.changed.emit(query)


def _with(offered: Sequence[str], chosen: Sequence[str]) -> list[str]:
    """The most used, and those that are chosen in any case."""
    most = list(offered[:MOST_CHIPS])
    return [*most, *(each for each in chosen if each not in most)]
