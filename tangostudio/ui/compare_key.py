"""A large key under the canvases: what it says, and below it the key of the keyboard."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QPushButton,
    QSizePolicy,
    QStyle,
    QStyleOptionButton,
    QStylePainter,
    QWidget,
)

from tangostudio.ui import theme

LEAST_WIDTH, HEIGHT = 150, 64
SIGN_PX = 11
_PAD = 14


class LargeKey(QPushButton):
    """A push button of two lines; a click leaves the keyboard focus where it is."""

    def __init__(self, text: str, sign: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.text_line, self.sign = text, sign
        self.setAccessibleName(text)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(HEIGHT)
        self.setStyleSheet("min-height: 50px;")  # or the sheet's own, lower one lets it be squeezed

    def sizeHint(self) -> QSize:
        """Room for the longer line."""
        metrics = QFontMetrics(theme.interface_font(theme.BODY_PX, semibold=True))
        width = metrics.horizontalAdvance(self.text_line) + 2 * _PAD
        return QSize(max(LEAST_WIDTH, width), HEIGHT)

    def minimumSizeHint(self) -> QSize:
        """It does not shrink."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The button's own frame, then both lines."""
        painter = QStylePainter(self)
        option = QStyleOptionButton()
        self.initStyleOption(option)
        option.text = ""  # type: ignore[attr-defined]
        painter.drawControl(QStyle.ControlElement.CE_PushButton, option)
        middle, height = self.rect().center().y(), 20
        self._line(painter, self.text_line, middle - height + 3, theme.TEXT, semibold=True)
        self._line(painter, self.sign, middle + 3, theme.QUIET, semibold=False)

    def _line(self, painter: QPainter, text: str, top: int, colour: str, *, semibold: bool) -> None:
        font = theme.interface_font(theme.BODY_PX if semibold else SIGN_PX, semibold=semibold)
        painter.setFont(font)
        painter.setPen(QColor(colour if self.isEnabled() else theme.FAINT))
        painter.drawText(QRect(0, top, self.width(), 20), Qt.AlignmentFlag.AlignCenter, text)
