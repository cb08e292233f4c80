"""Three small tiles: how far something is from being enough. They know nothing of votes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QFrame, QProgressBar, QWidget

from tangostudio.ui import theme, widgets
from tangostudio.ui.texts import tr
from tangostudio.ui.tune_columns import Columns

LEAST = 196


@dataclass(frozen=True)
class Tile:
    """A name, a figure, what it should be, and how near that is (1 and more: enough)."""

    name: str
    figure: str
    wanted: str
    share: float


class Tiles(QWidget):
    """Tiles side by side, equally wide."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._columns = Columns(LEAST)
        self.setLayout(widgets.column(self._columns))
        self._shown: list[Tile] = []

    def show_tiles(self, tiles: Sequence[Tile]) -> None:
        """Show these."""
        if list(tiles) == self._shown:
            return
        self._shown = list(tiles)
        self._columns.show_cards([_made(tile) for tile in tiles])


def _made(tile: Tile) -> QFrame:
    frame = QFrame()
    frame.setProperty("kind", "card")
    enough = tile.share >= 1
    sign = tr("✓ enough") if enough else tr("not yet")
    mark = widgets.label(sign, "good" if enough else "quiet")
    bar = QProgressBar()
    bar.setRange(0, 100)
    bar.setValue(round(100 * min(max(tile.share, 0.0), 1.0)))
    bar.setTextVisible(False)
    colour = theme.GOOD if enough else theme.QUIET
    bar.setStyleSheet(f"QProgressBar::chunk {{ background: {colour}; }}")
    bar.setAccessibleName(f"{tile.name}: {tile.figure}")
    box = widgets.column(
        widgets.row(widgets.label(tile.name, "small-title"), None, mark),
        widgets.label(tile.figure, "figure"),
        bar,
        widgets.label(tile.wanted, "small", wrap=True),
        None,
        spacing=6,
    )
    box.setContentsMargins(14, 10, 14, 10)
    frame.setLayout(box)
    frame.setAccessibleName(
        f"{tile.name}: {tile.figure}, {tr('enough') if enough else tr('not yet')}"
    )
    return frame
