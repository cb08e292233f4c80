"""The bar above the takes: search as you type, filters, lists, order, grid or list, trash.

It holds a query and tells when it changes; it knows nothing of what the query finds.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QAction, QActionGroup, QIcon, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QPushButton, QVBoxLayout, QWidget

from tangostudio.library import TakeQuery
from tangostudio.ui import filter_words, icons, theme, widgets
from tangostudio.ui.filter_chips import FilterChips
from tangostudio.ui.filter_menu import FilterMenu, read_choices
from tangostudio.ui.smart_lists import SmartListsMenu
from tangostudio.ui.texts import mark, tr, tr_marked

DEBOUNCE_MS = 80
BRIEF_WIDTH = 560  # narrower than this, pictures stand for the words of the buttons
SORTS = {
    "newest": mark("Newest"),
    "oldest": mark("Oldest"),
    "stars": mark("Stars"),
    "length": mark("Length"),
    "loudness": mark("Loudness"),
    "name": mark("Name"),
    "taste": mark("Taste"),
    "likeness": mark("Likeness"),
}
VIEWS = {"grid": mark("Show as cards"), "list": mark("Show as a list")}


class SearchBar(QWidget):
    """Text, filters, order and trash as one query.

    Signals:
        query_changed(TakeQuery): the person wants to see other takes.
        left(): the text field was left with Return, to go on with the takes.
        view_wanted(str): "grid" or "list".
        failed(TangoStudioError): a list could not be kept or changed.
    """

    query_changed = Signal(object)
    left = Signal()
    view_wanted = Signal(str)
    failed = Signal(object)

    def __init__(self, studio: Any, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("searchBar")
        self._studio = studio
        self._project: str = studio.project
        self.query = TakeQuery(project=self._project)
        self._count = 0
        self._brief = False
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(DEBOUNCE_MS)
        self._wait.timeout.connect(self._take_text)
        self.text = self._make_text()
        self.filter = self._pill(tr("Filter the takes"), self.open_filters)
        self.filter.setIcon(icons.icon("filter"))
        self._filters: FilterMenu | None = None
        self.lists = SmartListsMenu(studio, self._pill(tr("Smart lists")), lambda: self.query)
        self.lists.opened.connect(self._open_list)
        self.lists.failed.connect(self.failed)
        self.sort = self._make_sort()
        self.views = {name: self._make_view(name) for name in VIEWS}
        self.trash = self._make_trash()
        self.chips = FilterChips(self._model_name)
        self.chips.changed.connect(self.set_query)
        self._lay_out()
        self._show()

    def set_project(self, project: str) -> None:
        """Look into another project; text and filters are let go."""
        if project == self._project:
            return
        self._project = project
        self.lists.leave()
        self._set_text("")
        plain = filter_words.unfiltered(self.query, project)
        self.set_query(replace(plain, trashed=False))

    def clear(self) -> None:
        """Let go of text and filters; the order stays."""
        self.lists.leave()
        self._set_text("")
        self.set_query(filter_words.unfiltered(self.query, self._project))

    def set_query(self, query: TakeQuery) -> None:
        """Show another query, and tell of it."""
        if query == self.query:
            return
        self.query = query
        if query.text != self.text.text().strip():
            self._set_text(query.text)
        self._show()
        self.query_changed.emit(query)

    def like(self, take_id: int) -> None:
        """Order the takes by how much they are like one of them."""
        self.set_query(replace(self.query, sort="likeness", like=take_id, trashed=False))

    def offer_taste(self, known: bool, sentence: str) -> None:
        """Let takes be ordered by taste, or say why they cannot be; then the newest come first."""
        action = self._sort_action("taste")
        action.setEnabled(known)
        action.setToolTip(sentence)
        action.setStatusTip(sentence)
        if not known and self.query.sort == "taste":
            self._change(sort="newest")

    def leave_trash(self) -> None:
        """Go back from the trash to the takes."""
        self._change(trashed=False)

    def focus(self) -> None:
        """Put the cursor into the text field, its text selected."""
        self.text.setFocus()
        self.text.selectAll()

    def open_filters(self) -> None:
        """Open the popover of filters."""
        if self._filters is None:
            self._filters = FilterMenu(self)
            self._filters.changed.connect(self.set_query)
        self._filters.show_query(self.query, self._project)
        self._filters.offer(read_choices(self._studio))
        self._filters.set_found(self._count)
        self._filters.show_below(self.filter)

    @property
    def filters(self) -> FilterMenu | None:
        """The popover, once it was opened."""
        return self._filters

    def set_found(self, count: int) -> None:
        """How many takes the query finds."""
        self._count = count
        if self._filters is not None:
            self._filters.set_found(count)

    def show_view(self, name: str) -> None:
        """Mark the view that is in use."""
        for other, button in self.views.items():
            button.setChecked(other == name)

    @property
    def filtered(self) -> bool:
        """Whether text or filters may hide takes."""
        return filter_words.is_filtered(self.query)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the text room in a narrow window."""
        super().resizeEvent(event)
        brief = self.width() < BRIEF_WIDTH
        if brief != self._brief:
            self._brief = brief
            self._show()

    # --- controls ---------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        views = QWidget()
        views.setLayout(widgets.row(*self.views.values(), spacing=0))
        row = QHBoxLayout()
        row.setContentsMargins(theme.MARGIN, 6, theme.MARGIN, 6)
        row.setSpacing(theme.GAP)
        lists = self.lists.button
        for widget in (self.text, self.filter, lists, self.sort, views, self.trash):
            row.addWidget(widget, 1 if widget is self.text else 0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row)
        column.addWidget(self.chips)

    def _make_text(self) -> QLineEdit:
        text = QLineEdit()
        text.setObjectName("searchText")
        text.setPlaceholderText(tr("Search takes, tags, prompts…"))
        text.setAccessibleName(tr("Search takes"))
        text.setClearButtonEnabled(True)
        text.setFixedHeight(32)
        text.textChanged.connect(lambda _text: self._wait.start())
        text.returnPressed.connect(self._enter)
        return text

    def _make_sort(self) -> QPushButton:
        button = self._pill(tr("Order of the takes"))
        menu = QMenu(button)
        menu.setToolTipsVisible(True)
        self._sort_group = QActionGroup(menu)
        for sort, text in SORTS.items():
            action = QAction(tr_marked(text), menu)
            action.setCheckable(True)
            action.setData(sort)
            action.triggered.connect(lambda _on, sort=sort: self.set_sort(sort))
            self._sort_group.addAction(action)
            menu.addAction(action)
        button.setMenu(menu)
        return button

    def set_sort(self, sort: str) -> None:
        """Put the takes into another order."""
        like = self.query.like if sort == "likeness" else None
        self._change(sort=sort, like=like)

    def _make_view(self, name: str) -> QPushButton:
        button = self._pill(tr_marked(VIEWS[name]), lambda: self.view_wanted.emit(name))
        button.setProperty("segment", "left" if name == "grid" else "right")
        button.setFixedWidth(36)
        button.setIcon(icons.icon(name))
        button.setCheckable(True)
        return button

    def _make_trash(self) -> QPushButton:
        button = self._pill(tr("Show the trash"))
        button.setFixedWidth(40)
        button.setIcon(icons.icon("trash"))
        button.setCheckable(True)
        button.toggled.connect(lambda on: self._change(trashed=on))
        return button

    def _pill(self, name: str, call: Callable[[], object] | None = None) -> QPushButton:
        return widgets.button("", "pill", call, tip=name, name=name)

    def _sort_action(self, sort: str) -> QAction:
        return next(each for each in self._sort_group.actions() if each.data() == sort)

    # --- state ------------------------------------------------------------------------------------

    def _model_name(self, model: str) -> str:
        names = {card.id: card.name for card in self._studio.catalogue.all()}
        return names.get(model, model)

    def _open_list(self, query: TakeQuery) -> None:
        """A list of another project opens that project first."""
        if query.project not in (None, self._project):
            self._project = query.project or ""
            self._studio.open_project(query.project)
        self.set_query(query)

    def _set_text(self, text: str) -> None:
        self.text.setText(text)
        self._wait.stop()

    def _take_text(self) -> None:
        self._change(text=self.text.text().strip())

    def _enter(self) -> None:
        self._wait.stop()
        self._take_text()
        self.left.emit()

    def _change(self, **values: object) -> None:
        self.set_query(replace(self.query, **values))  # type: ignore[arg-type]

    def _show(self) -> None:
        """Let every control say what the query says."""
        query = self.query
        for action in self._sort_group.actions():
            action.setChecked(action.data() == query.sort)
        likeness = self._sort_action("likeness")
        likeness.setEnabled(query.like is not None)
        likeness.setToolTip("" if query.like else tr("Choose “More like this” on a take."))
        self.trash.blockSignals(True)
        self.trash.setChecked(query.trashed)
        self.trash.blockSignals(False)
        order = tr_marked(SORTS.get(query.sort, query.sort))
        self.sort.setText("" if self._brief else f"{order} ▾")
        self.sort.setIcon(icons.icon("sort") if self._brief else QIcon())
        self.sort.setToolTip(tr("Order of the takes: {order}", order=order))
        self.chips.show_query(query, self._project)
        count = len(self.chips.texts())
        words = tr("Filter") if not count else tr("Filter · {count}", count=count)
        self.filter.setText((str(count) if count else "") if self._brief else words)
        self.lists.refresh()
        if self._filters is not None and self._filters.isVisible():
            self._filters.show_query(query, self._project)
