"""A round button with a picture: raised, or bright for the one that matters most."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QWidget

from tangostudio.ui import icons, theme


class RoundButton(QAbstractButton):
    """Shows one drawing on a disc.

    A click does not take the keyboard focus away from where it is; Tab can.
    """

    def __init__(
        self,
        picture: str,
        name: str,
        *,
        side: int = 32,
        bright: bool = False,
        checkable: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._picture = picture
        self._side = side
        self._bright = bright
        self.setCheckable(checkable)
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setFixedSize(side + 4, side + 4)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def sizeHint(self) -> QSize:
        """The disc and room for its focus ring."""
        return QSize(self._side + 4, self._side + 4)

    def set_picture(self, picture: str) -> None:
        """Another drawing."""
        if picture != self._picture:
            self._picture = picture
            self.update()

    @property
    def picture(self) -> str:
        """The name of the drawing."""
        return self._picture

    def paintEvent(self, event: QPaintEvent) -> None:
        """Disc, ring, drawing."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        disc = QRectF(2, 2, self._side, self._side)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._ground()))
        painter.drawEllipse(disc)
        ring = theme.ACCENT if self.isChecked() else theme.SECOND if self.hasFocus() else ""
        if ring:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(ring), 1.5))
            painter.drawEllipse(disc.adjusted(-1, -1, 1, 1))
        size = round(self._side * 0.5)
        picture = QRectF(0, 0, size, size)
        picture.moveCenter(disc.center())
        icons.renderer(self._picture, self._ink()).render(painter, picture)

    def _ground(self) -> str:
        lit = self.underMouse() and self.isEnabled()
        if self._bright and self.isEnabled():
            return "#ffffff" if lit else theme.TEXT
        return theme.SELECTED if lit or self.isDown() else theme.RAISED

    def _ink(self) -> str:
        if not self.isEnabled():
            return theme.FAINT
        if self.isChecked():
            return theme.ACCENT
        return theme.GROUND if self._bright else theme.TEXT
