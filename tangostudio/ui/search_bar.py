"""The bar above the takes: search as you type, filters, order, trash.

It holds a query and tells when it changes; it knows nothing of what the query finds.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QPushButton, QWidget

from tangostudio.library import TakeQuery
from tangostudio.ui import icons, theme

DEBOUNCE_MS = 80
SORTS = {
    "newest": "Newest",
    "oldest": "Oldest",
    "stars": "Stars",
    "length": "Length",
    "loudness": "Loudness",
    "name": "Name",
    "taste": "Taste",
}
SORT_TIP = "Order of the takes"


class SearchBar(QWidget):
    """Text, star filter, order and trash as one query.

    Signals:
        query_changed(TakeQuery): the person wants to see other takes.
        left(): the text field was left with Return, to go on with the takes.
    """

    query_changed = Signal(object)
    left = Signal()

    def __init__(self, project: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("searchBar")
        self.setFixedHeight(theme.SEARCH)
        self.query = TakeQuery(project=project)
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(DEBOUNCE_MS)
        self._wait.timeout.connect(self._take_text)
        self.text = self._make_text()
        self.stars = self._make_stars()
        self.sort = self._make_sort()
        self.trash = self._make_trash()
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.MARGIN, 6, theme.MARGIN, 6)
        row.setSpacing(theme.GAP + 2)
        for widget in (self.text, self.stars, self.sort, self.trash):
            row.addWidget(widget, 1 if widget is self.text else 0)
        self._show()

    def set_project(self, project: str) -> None:
        """Look into another project; text and filters are let go."""
        if project != self.query.project:
            self._set_text("")
            self._change(
                project=project, text="", min_stars=0, favourites=False, hide_rejected=False,
                trashed=False,
            )  # fmt: skip

    def clear(self) -> None:
        """Let go of text and filters; the order stays."""
        self._set_text("")
        self._change(text="", min_stars=0, favourites=False, hide_rejected=False)

    def offer_taste(self, known: bool, sentence: str) -> None:
        """Let takes be ordered by taste, or say why they cannot be; then the newest come first."""
        action = next(each for each in self._sort_group.actions() if each.data() == "taste")
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

    @property
    def filtered(self) -> bool:
        """Whether text or filters may hide takes."""
        query = self.query
        return bool(query.text or query.min_stars or query.favourites or query.hide_rejected)

    # --- controls ---------------------------------------------------------------------------------

    def _make_text(self) -> QLineEdit:
        text = QLineEdit()
        text.setObjectName("searchText")
        text.setPlaceholderText("Search takes, tags, prompts…")
        text.setAccessibleName("Search takes")
        text.setClearButtonEnabled(True)
        text.setFixedHeight(32)
        text.textChanged.connect(lambda _text: self._wait.start())
        text.returnPressed.connect(self._enter)
        return text

    def _make_stars(self) -> QPushButton:
        menu = QMenu(self)
        group = QActionGroup(menu)
        for least in range(6):
            text = "Any stars" if least == 0 else "★" * least + ("" if least == 5 else " or more")
            self._choice(menu, text, least, lambda n: self._change(min_stars=n), group)
        menu.addSeparator()
        self._favourites = self._check(menu, "Only favourites", "favourites")
        self._hide_rejected = self._check(menu, "Hide rejected", "hide_rejected")
        self._star_group = group
        return self._chip(menu, "Filter by stars")

    def _make_sort(self) -> QPushButton:
        menu = QMenu(self)
        menu.setToolTipsVisible(True)
        self._sort_group = QActionGroup(menu)
        for sort, text in SORTS.items():
            self._choice(menu, text, sort, lambda s: self._change(sort=s), self._sort_group)
        return self._chip(menu, SORT_TIP)

    def _make_trash(self) -> QPushButton:
        button = QPushButton()
        button.setProperty("kind", "pill")
        button.setFixedWidth(40)
        button.setIcon(icons.icon("trash"))
        button.setCheckable(True)
        button.setAccessibleName("Show the trash")
        button.setToolTip("Show the trash")
        button.toggled.connect(lambda on: self._change(trashed=on))
        return button

    def _chip(self, menu: QMenu, name: str) -> QPushButton:
        button = QPushButton()
        button.setProperty("kind", "pill")
        button.setMenu(menu)
        button.setAccessibleName(name)
        button.setToolTip(name)
        return button

    def _choice(
        self,
        menu: QMenu,
        text: str,
        value: object,
        chosen: Callable[..., None],
        group: QActionGroup,
    ) -> None:
        action = QAction(text, menu)
        action.setCheckable(True)
        action.setData(value)
        action.triggered.connect(lambda: chosen(value))
        group.addAction(action)
        menu.addAction(action)

    def _check(self, menu: QMenu, text: str, field: str) -> QAction:
        action = QAction(text, menu)
        action.setCheckable(True)
        action.triggered.connect(lambda on: self._change(**{field: on}))
        menu.addAction(action)
        return action

    # --- state ------------------------------------------------------------------------------------

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
        query = replace(self.query, **values)  # type: ignore[arg-type]
        if query == self.query:
            return
        self.query = query
        self._show()
        self.query_changed.emit(query)

    def _show(self) -> None:
        """Let every control say what the query says."""
        query = self.query
        for action in self._star_group.actions():
            action.setChecked(action.data() == query.min_stars)
        for action in self._sort_group.actions():
            action.setChecked(action.data() == query.sort)
        self._favourites.setChecked(query.favourites)
        self._hide_rejected.setChecked(query.hide_rejected)
        self.trash.blockSignals(True)
        self.trash.setChecked(query.trashed)
        self.trash.blockSignals(False)
        self.stars.setText(_stars_text(query))
        self.sort.setText(f"{SORTS[query.sort]} ▾")


def _stars_text(query: TakeQuery) -> str:
    parts = []
    if query.min_stars:
        parts.append(f"★ {query.min_stars}" + ("+" if query.min_stars < 5 else ""))
    if query.favourites:
        parts.append("♥")
    if query.hide_rejected:
        parts.append("no ✕")
    return " · ".join(parts) or "★ Any"
