"""What all dialogs share: title, margins, a row of buttons at the bottom. It knows no content."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QLayout, QPushButton, QVBoxLayout, QWidget

from tangostudio.ui import theme, widgets


class Dialog(QDialog):
    """A dialog with a body and a footer."""

    def __init__(self, title: str, width: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setMinimumWidth(width)
        self.body = widgets.column(spacing=theme.GAP)
        self.footer = widgets.row(spacing=theme.GAP)
        self._buttons = 0
        outer = QVBoxLayout(self)
        outer.setContentsMargins(24, 20, 24, 18)
        outer.setSpacing(18)
        outer.addLayout(self.body, 1)
        outer.addLayout(self.footer)
        self.footer.addStretch(1)

    def add_button(self, button: QPushButton) -> QPushButton:
        """Add a button at the right of the footer."""
        button.setMinimumWidth(96)
        self.footer.addWidget(button)
        return button

    def add_left(self, part: QWidget | QLayout) -> None:
        """Put something at the left of the footer."""
        if isinstance(part, QWidget):
            self.footer.insertWidget(0, part)
        else:
            self.footer.insertLayout(0, part)
