"""The window's empty frame: header, three columns, footer. Painted first, filled afterwards.

It knows places and sizes, nothing of what goes there.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from tangostudio.ui import theme

LEAST_SIDE, MOST_SIDE = 240, 460


def place(name: str) -> QFrame:
    """An empty frame with a name for the style sheet and a layout without margins."""
    frame = QFrame()
    frame.setObjectName(name)
    layout = QVBoxLayout(frame)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(0)
    return frame


def fill(frame: QFrame, widget: QWidget) -> None:
    """Put a widget into a place."""
    layout = frame.layout()
    assert layout is not None
    layout.addWidget(widget)


class Shell(QWidget):
    """Header on top, one of several pages, footer below.

    The page "create" has the columns `left`, `centre` and `right`; `centre` is divided into
    `takes` and `editor`.
    """

    def __init__(self, header: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("shell")
        self.left, self.right = place("left_panel"), place("right_panel")
        self.takes, self.editor = place("centre"), place("centre")
        self.footer = place("jobs_bar")
        self.footer.setFixedHeight(theme.FOOTER)
        self.centre = _splitter(Qt.Orientation.Vertical, self.takes, self.editor)
        self.columns = _splitter(Qt.Orientation.Horizontal, self.left, self.centre, self.right)
        self.pages = QStackedWidget()
        self._pages: dict[str, QWidget] = {}
        self.add_page("create", self.columns)
        self._divide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(header)
        layout.addWidget(self.pages, 1)
        layout.addWidget(self.footer)

    def put_above_takes(self, widget: QWidget) -> None:
        """Put something above the takes and what they are searched with."""
        layout = self.takes.layout()
        assert isinstance(layout, QVBoxLayout)
        layout.insertWidget(0, widget)

    def add_page(self, name: str, widget: QWidget) -> None:
        """Add a page, or replace the one of this name."""
        if (old := self._pages.pop(name, None)) is not None:
            self.pages.removeWidget(old)
            old.deleteLater()
        self._pages[name] = widget
        self.pages.addWidget(widget)

    def has_page(self, name: str) -> bool:
        """Whether there is a page of this name."""
        return name in self._pages

    def show_page(self, name: str) -> None:
        """Show a page."""
        self.pages.setCurrentWidget(self._pages[name])

    def page(self) -> str:
        """The name of the page that is shown."""
        current = self.pages.currentWidget()
        return next(name for name, widget in self._pages.items() if widget is current)

    def _divide(self) -> None:
        for side in (self.left, self.right):
            side.setMinimumWidth(LEAST_SIDE)
            side.setMaximumWidth(MOST_SIDE)
        self.columns.setStretchFactor(1, 1)
        self.columns.setSizes([theme.LEFT, 892, theme.RIGHT])
        self.centre.setStretchFactor(0, 0)
        self.centre.setStretchFactor(1, 1)
        self.centre.setSizes([340, 478])
        self.centre.setChildrenCollapsible(False)
        self.takes.setMinimumHeight(theme.SEARCH + 130)
        self.editor.setMinimumHeight(220)


def _splitter(orientation: Qt.Orientation, *parts: QWidget) -> QSplitter:
    splitter = QSplitter(orientation)
    splitter.setHandleWidth(1)
    splitter.setChildrenCollapsible(True)
    for index, part in enumerate(parts):
        splitter.addWidget(part)
        splitter.setCollapsible(index, False)
    return splitter
