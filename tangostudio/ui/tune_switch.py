"""A small switch: on or off, told by its place and its colour."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QWidget

from tangostudio.ui import theme

WIDTH, HEIGHT = 30, 18
RING = 2


class Switch(QAbstractButton):
    """On when it is checked; `name` is what it switches."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setCheckable(True)
        self.setAccessibleName(name)
        self.setToolTip(name)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setFixedSize(WIDTH + 2 * RING, HEIGHT + 2 * RING)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def sizeHint(self) -> QSize:
        """The switch and room for its focus ring."""
        return QSize(WIDTH + 2 * RING, HEIGHT + 2 * RING)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Groove, knob, ring."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        groove = QRectF(RING + 0.5, RING + 0.5, WIDTH - 1, HEIGHT - 1)
        on = self.isChecked()
        painter.setPen(QPen(QColor(theme.GOOD if on else theme.BORDER), 1))
        painter.setBrush(QColor(theme.GOOD_GROUND if on else theme.GROUND))
        painter.drawRoundedRect(groove, HEIGHT / 2, HEIGHT / 2)
        side = HEIGHT - 7
        knob = QRectF(0, 0, side, side)
        knob.moveCenter(groove.center())
        knob.moveLeft(groove.right() - side - 3 if on else groove.left() + 3)
        painter.setPen(Qt.PenStyle.NoPen)
        lit = theme.TEXT if self.underMouse() else theme.SECOND
        painter.setBrush(QColor(theme.GOOD if on else lit))
        painter.drawEllipse(knob)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(theme.SECOND), 1))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 10, 10)
