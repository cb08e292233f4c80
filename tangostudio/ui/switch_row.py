"""A line of text with a switch at its right: on or off, with the reason where it has no use."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QWidget

from tangostudio.ui import theme, widgets


class Switch(QAbstractButton):
    """A small switch; Space turns it, as any button."""

    WIDTH, HEIGHT = 28, 16

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setFixedSize(self.WIDTH + 4, self.HEIGHT + 4)
        self.setAccessibleName(name)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def sizeHint(self) -> QSize:
        """As large as it is drawn, its focus ring included."""
        return QSize(self.WIDTH + 4, self.HEIGHT + 4)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the track, the knob at its side, and the focus ring."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        track = QRectF(2, 2, self.WIDTH, self.HEIGHT)
        on, usable = self.isChecked(), self.isEnabled()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.ACCENT if on and usable else theme.BORDER))
        painter.drawRoundedRect(track, self.HEIGHT / 2, self.HEIGHT / 2)
        side = self.HEIGHT - 4
        left = track.right() - side - 2 if on else track.left() + 2
        painter.setBrush(QColor(theme.TEXT if usable else theme.FAINT))
        painter.drawEllipse(QRectF(left, track.top() + 2, side, side))
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QColor(theme.SECOND))
            painter.drawRoundedRect(track.adjusted(-1.5, -1.5, 1.5, 1.5), 9, 9)


class SwitchRow(QWidget):
    """A text and its switch.

    Signals:
        changed(bool): it was turned by the person.
    """

    changed = Signal(bool)

    def __init__(self, text: str, help: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._help = help
        self._text = widgets.label(text, "second", wrap=True)
        self.switch = Switch(text)
        self._why = widgets.label("", "small", wrap=True)
        self._why.hide()
        line = widgets.row(self._text, self.switch)
        line.setStretch(0, 1)
        self.setLayout(widgets.column(line, self._why, spacing=2))
        self.setToolTip(help)
        self.switch.setAccessibleDescription(help)
        self.switch.clicked.connect(self.changed)

    def is_on(self) -> bool:
        """Whether it is on and has any effect."""
        return self.switch.isChecked() and self.switch.isEnabled()

    def set_on(self, on: bool) -> None:
        """Turn it without a signal."""
        self.switch.setChecked(on)

    def set_available(self, reason: str) -> None:
        """Grey it out with a reason; "" makes it usable."""
        self.switch.setEnabled(not reason)
        self._text.setEnabled(not reason)
        self._why.setText(reason)
        self._why.setVisible(bool(reason))
        self.switch.setAccessibleDescription(reason or self._help)
