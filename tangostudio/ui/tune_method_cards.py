"""The choice between ways to tune a model: cards side by side, one of them chosen.

It shows what it is told of each and knows nothing of how any of them works.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QButtonGroup, QRadioButton, QSizePolicy, QWidget

from tangostudio.ui import theme, widgets
from tangostudio.ui.texts import tr, tr_marked
from tangostudio.ui.tune_columns import Columns
from tangostudio.ui.tune_method import Way

LEAST = 196
DOT, RING = 7, 14
ARROWS = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down)


class MethodCard(QRadioButton):
    """One way: its name, what comes out, what it needs, how long it takes.

    It is a radio button to the keyboard and to screen readers, and painted as a card.
    """

    def __init__(self, way: Way, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.way = way
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.name = widgets.label(tr_marked(way.name), "small-title", wrap=True)
        self.makes = widgets.label(tr_marked(way.makes), "second", wrap=True)
        self.needs = widgets.label("", "small", wrap=True)
        box = widgets.column(self.name, self.makes, None, self.needs, spacing=4)
        box.setContentsMargins(38, 12, 14, 12)
        self._box = box
        self.setLayout(box)
        for part in (self.name, self.makes, self.needs):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.show_needs("", "")

    def show_needs(self, time: str, reason: str) -> None:
        """Say how long it takes, as far as known, or why this model cannot do it."""
        if reason:
            text = tr("Not with this model")
        else:
            text = " · ".join(part for part in (tr_marked(self.way.needs), time) if part)
        self.needs.setText(text)
        self.setAccessibleName(f"{self.name.text()}. {self.makes.text()} {text}.")
        self.setAccessibleDescription(reason)
        self.setToolTip(reason)

    def event(self, event: QEvent) -> bool:
        """The arrow keys are its own, not shortcuts."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() in ARROWS
        ):
            event.accept()
            return True
        return super().event(event)

    def hasHeightForWidth(self) -> bool:
        """Narrower texts are higher."""
        return True

    def heightForWidth(self, width: int) -> int:
        """As high as its texts are at this width."""
        return self._box.heightForWidth(width)

    def sizeHint(self) -> QSize:
        """That of its texts."""
        return self._box.sizeHint()

    def minimumSizeHint(self) -> QSize:
        """That of its texts."""
        return self._box.minimumSize()

    def hitButton(self, pos: QPoint) -> bool:
        """All of the card can be clicked."""
        return self.rect().contains(pos)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The card, its ring at the left, the dot of the chosen one."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chosen = self.isChecked()
        lit = self.underMouse() or self.property("tone") == "good"
        edge = theme.ACCENT if chosen else theme.BORDER if lit else theme.HAIRLINE
        painter.setPen(QPen(QColor(edge), 1))
        painter.setBrush(QColor(theme.RAISED if chosen else theme.PANEL))
        card = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(card, theme.RADIUS, theme.RADIUS)
        centre_y = self.name.geometry().top() + self.name.fontMetrics().height() / 2
        ring = QRectF(14, centre_y - RING / 2, RING, RING)
        painter.setPen(QPen(QColor(theme.ACCENT if chosen else theme.BORDER), 1.5))
        painter.setBrush(QColor(theme.GROUND))
        painter.drawEllipse(ring)
        if chosen:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.ACCENT))
            inset = (RING - DOT) / 2
            painter.drawEllipse(ring.adjusted(inset, inset, -inset, -inset))
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(theme.SECOND), 1))
            painter.drawRoundedRect(card.adjusted(2.5, 2.5, -2.5, -2.5), 6, 6)


class MethodCards(QWidget):
    """All ways, one of them chosen; arrow keys go from one to the next.

    Signals:
        chosen(str): the method that the person chose.
    """

    chosen = Signal(str)

    def __init__(self, ways: Sequence[Way], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("What it shall learn"))
        self.cards = {way.method: MethodCard(way) for way in ways}
        self._group = QButtonGroup(self)
        for card in self.cards.values():
            self._group.addButton(card)
        columns = Columns(LEAST)
        columns.show_cards(list(self.cards.values()))
        self.setLayout(widgets.column(columns))
        self.set_method(ways[0].method)
        for method, card in self.cards.items():
            card.toggled.connect(lambda on, method=method: on and self.chosen.emit(method))

    def method(self) -> str:
        """The method that is chosen."""
        return next(method for method, card in self.cards.items() if card.isChecked())

    def set_method(self, method: str) -> None:
        """Choose one, without a signal."""
        self.blockSignals(True)
        self.cards[method].setChecked(True)
        self.blockSignals(False)
