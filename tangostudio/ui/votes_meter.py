"""How many votes there are, as a number and a slim bar."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QProgressBar, QVBoxLayout, QWidget

from tangostudio.ui import theme

MANY_VOTES = 80
WIDTH = 640


class VotesMeter(QWidget):
    """Fills up to the number of votes that describe a taste well."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.text = QLabel()
        self.text.setProperty("kind", "second")
        self.bar = QProgressBar()
        self.bar.setRange(0, MANY_VOTES)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName("Votes given")
        self.bar.setToolTip(f"About {MANY_VOTES} votes describe a taste well.")
        self.bar.setStyleSheet(f"QProgressBar::chunk {{ background: {theme.GOOD}; }}")
        self.setMaximumWidth(WIDTH)
        self.setMinimumWidth(WIDTH // 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.text)
        column.addWidget(self.bar)

    def show_count(self, count: int) -> None:
        """Say how many votes stand."""
        self.text.setText("1 vote" if count == 1 else f"{count} votes")
        self.bar.setValue(min(count, MANY_VOTES))
