"""The pictures of actions and controls: line drawings tinted when they are used.

Drawings are SVG files with `currentColor` on a 24 by 24 grid. It knows nothing of where they go.
"""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from tangostudio import paths
from tangostudio.ui import theme

_DENSITIES = (1, 2, 3)


@cache
def _source(name: str) -> str:
    return (paths.resources_dir() / "icons" / f"{name}.svg").read_text(encoding="utf-8")


@cache
def renderer(name: str, colour: str) -> QSvgRenderer:
    """A drawing in one colour, ready to be painted at any size."""
    tinted = _source(name).replace("currentColor", colour)
    return QSvgRenderer(QByteArray(tinted.encode()))


def pixmap(name: str, colour: str = theme.SECOND, size: int = 16, density: float = 1.0) -> QPixmap:
    """A picture of `size` logical pixels."""
    side = round(size * density)
    made = QPixmap(QSize(side, side))
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    renderer(name, colour).render(painter, QRectF(0, 0, side, side))
    painter.end()
    made.setDevicePixelRatio(density)
    return made


@cache
def icon(name: str, colour: str = theme.SECOND, size: int = 16) -> QIcon:
    """An icon; faint where its control is disabled."""
    made = QIcon()
    for density in _DENSITIES:
        made.addPixmap(pixmap(name, colour, size, density), QIcon.Mode.Normal)
        made.addPixmap(pixmap(name, theme.FAINT, size, density), QIcon.Mode.Disabled)
    return made


@cache
def application_icon() -> QIcon:
    """The program's own sign, in the sizes that desktops ask for."""
    made = QIcon()
    for side in (16, 24, 32, 48, 64, 128, 256):
        made.addPixmap(pixmap("tangostudio", theme.ACCENT, side))
    return made
