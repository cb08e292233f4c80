"""Cards side by side, in as many columns as there is room for, whatever they show."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QGridLayout, QWidget

from tangostudio.ui import widgets

GAP = 16
MOST_PX = 16_777_215


class Columns(QWidget):
    """A grid whose columns are at least so wide; where they are not, it takes fewer.

    `shares` says how columns share the room while all stand side by side.
    """

    def __init__(
        self, least: int, shares: Sequence[int] = (), parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._least = least
        self._shares = tuple(shares)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(GAP)
        self._cards: list[QWidget] = []
        self.columns = 0

    def show_cards(self, cards: Sequence[QWidget]) -> None:
        """Show other cards; those before are deleted."""
        widgets.clear_layout(self._grid)
        self._cards = list(cards)
        self.columns = 0
        self._arrange()

    def minimumSizeHint(self) -> QSize:
        """One column must fit."""
        return QSize(self._least, super().minimumSizeHint().height())

    def resizeEvent(self, event: object) -> None:
        """Another width may have room for another number of columns."""
        self._arrange()

    def _arrange(self) -> None:
        count = len(self._cards)
        fit = max(1, min((self.width() + GAP) // (self._least + GAP), count or 1))
        if count == 4 and fit == 3:
            fit = 2  # two rows of two rather than three and one
        if fit == self.columns:
            return
        self.columns = fit
        rows = -(-count // fit)
        tallest = max((card.maximumHeight() for card in self._cards), default=MOST_PX)
        self.setMaximumHeight(min(MOST_PX, rows * tallest + max(rows - 1, 0) * GAP))
        for card in self._cards:
            self._grid.removeWidget(card)
        for number, card in enumerate(self._cards):
            self._grid.addWidget(card, number // fit, number % fit)
        shares = self._shares if fit == len(self._shares) else (1,) * fit
        for column in range(max(count, 1)):
            self._grid.setColumnStretch(column, shares[column] if column < fit else 0)
