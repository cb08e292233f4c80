"""The six colour marks as dots to choose from. It knows nothing of what is marked."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QWidget

from tangostudio.library.take import COLOURS
from tangostudio.ui import icons, take_words, theme, widgets

SIDE, DOT = 22, 14


class ColourDot(QAbstractButton):
    """One colour; a tick says that it is chosen, so that colour is not all that says it."""

    def __init__(self, colour: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.colour = colour
        self.setCheckable(True)
        self.setFixedSize(SIDE, SIDE)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setToolTip(take_words.colour_name(colour))
        self.setAccessibleName(take_words.colour_name(colour))

    def paintEvent(self, event: QPaintEvent) -> None:
        """The dot, its tick, and a ring for pointer and focus."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = QRectF(self.rect()).center()
        ringed = self.hasFocus() or self.underMouse()
        if ringed or self.isChecked():
            painter.setPen(QPen(QColor(theme.SECOND if ringed else theme.BORDER), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(middle, SIDE / 2 - 1.5, SIDE / 2 - 1.5)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.MARKS[self.colour]))
        painter.drawEllipse(middle, DOT / 2, DOT / 2)
        if self.isChecked():
            box = QRectF(0, 0, 11, 11)
            box.moveCenter(middle)
            icons.renderer("check", theme.GROUND).render(painter, box)


class ColourPicker(QWidget):
    """A row of dots.

    Signals:
        changed(tuple): the colours that are chosen, after the person chose otherwise.
    """

    changed = Signal(tuple)

    def __init__(
        self, name: str, *, several: bool = False, parent: QWidget | None = None
    ) -> None:  # fmt: skip
        """Without `several` one colour or none is chosen; a click on the chosen one lets it go."""
        super().__init__(parent)
        self.setAccessibleName(name)
        self._several = several
        self.dots = {colour: ColourDot(colour) for colour in COLOURS}
        for dot in self.dots.values():
            dot.clicked.connect(lambda on, dot=dot: self._clicked(dot, on))
        self.setLayout(widgets.row(*self.dots.values(), None, spacing=2))

    def chosen(self) -> tuple[str, ...]:
        """The colours that are chosen."""
        return tuple(colour for colour, dot in self.dots.items() if dot.isChecked())

    def set_chosen(self, colours: Sequence[str]) -> None:
        """Show which are chosen, without a signal."""
        for colour, dot in self.dots.items():
            dot.setChecked(colour in colours)

    def _clicked(self, clicked: ColourDot, on: bool) -> None:
        if not self._several:
            self.set_chosen((clicked.colour,) if on else ())
        self.changed.emit(self.chosen())
