"""The one main button: what it will do, and below how long that takes. It knows no model."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from tangostudio.ui import widgets

HEIGHT = 58


class GenerateButton(QPushButton):
    """Two centred lines on the accent colour."""

    def __init__(self, call: Callable[[], object], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "primary")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setFixedHeight(HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._main = widgets.label("", "big", parent=self)
        self._under = widgets.label("", "under", parent=self)
        for part in (self._main, self._under):
            part.setAlignment(Qt.AlignmentFlag.AlignCenter)
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setLayout(widgets.column(None, self._main, self._under, None, spacing=1))
        self.clicked.connect(lambda: call())

    def sizeHint(self) -> QSize:
        """As wide as it may be, two lines high."""
        return QSize(200, HEIGHT)

    def set_text(self, text: str) -> None:
        """The first line."""
        self._main.setText(text)
        self.setAccessibleName(text)

    def set_under(self, text: str) -> None:
        """The second line."""
        self._under.setText(text)
        self.setAccessibleDescription(text)
