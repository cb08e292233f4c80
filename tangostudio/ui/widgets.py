"""Small building blocks: labels, buttons, stars, chips and folds with the window's look.

They know nothing of takes or jobs. What a label or button looks like is its property `kind`; the
style sheet says the rest.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QEvent, QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from tangostudio.ui import icons, theme
from tangostudio.ui.texts import mark, tr, tr_marked

LICENCE_WORDS = {
    "yes": mark("Free for any use"),
    "limited": mark("Limited use"),
    "no": mark("Research only"),
}


def restyle(widget: QWidget) -> None:
    """Let the style sheet look again after a property changed."""
    widget.style().unpolish(widget)
    widget.style().polish(widget)


def set_property(widget: QWidget, name: str, value: object) -> None:
    """Set a property that the style sheet reads."""
    if widget.property(name) != value:
        widget.setProperty(name, value)
        restyle(widget)


def label(text: str = "", kind: str = "", *, wrap: bool = False, parent: QWidget | None = None):
    """A label of a kind; never reads its text as mark-up."""
    made = QLabel(text, parent)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(wrap)
    if kind:
        made.setProperty("kind", kind)
    return made


def section(text: str) -> QLabel:
    """A section's label in small capitals."""
    made = label(text.upper(), "section")
    font = made.font()
    font.setLetterSpacing(font.SpacingType.AbsoluteSpacing, 0.5)
    made.setFont(font)
    made.setAccessibleName(text)
    return made


def hairline() -> QFrame:
    """A line one pixel high."""
    made = QFrame()
    made.setProperty("kind", "hairline")
    made.setFixedHeight(1)
    return made


def button(
    text: str,
    kind: str = "",
    call: Callable[[], object] | None = None,
    *,
    tip: str = "",
    icon: str = "",
    name: str = "",
) -> QPushButton:
    """A button that the Tab key reaches and that a click leaves the focus where it was."""
    made = QPushButton(text)
    if kind:
        made.setProperty("kind", kind)
    if icon:
        made.setIcon(icons.icon(icon))
        made.setIconSize(QSize(16, 16))
    made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    made.setAutoDefault(False)
    made.setToolTip(tip)
    made.setAccessibleName(name or text or tip.split("\n")[0])
    if call is not None:
        made.clicked.connect(lambda: call())
    return made


def icon_button(
    icon: str, name: str, call: Callable[[], object] | None = None, *, boxed: bool = False
) -> QPushButton:
    """A square button with a picture; `name` is its tool tip and its spoken name."""
    made = button("", "boxed" if boxed else "icon", call, tip=name, icon=icon, name=name)
    made.setFixedSize(26, 26)
    return made


def licence_chip(commercial: str, text: str = "") -> QLabel:
    """The licence in one plain chip: colour and words."""
    made = label(text or tr_marked(LICENCE_WORDS.get(commercial, mark("Unknown licence"))))
    made.setProperty("licence", commercial)
    made.setWordWrap(True)
    return made


def clear_layout(layout: QLayout) -> None:
    """Remove and delete everything in a layout."""
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()
        elif (inner := item.layout()) is not None:
            clear_layout(inner)


def row(*parts: QWidget | int | None, spacing: int = theme.GAP) -> QHBoxLayout:
    """Controls side by side; a number is a fixed gap, None takes what is left."""
    made = QHBoxLayout()
    made.setContentsMargins(0, 0, 0, 0)
    made.setSpacing(spacing)
    _fill(made, parts)
    return made


def column(*parts: QWidget | QLayout | int | None, spacing: int = theme.GAP) -> QVBoxLayout:
    """Controls below each other; a number is a fixed gap, None takes what is left."""
    made = QVBoxLayout()
    made.setContentsMargins(0, 0, 0, 0)
    made.setSpacing(spacing)
    _fill(made, parts)
    return made


def holder(
    layout: QLayout, left: int = 0, top: int = 0, right: int = 0, bottom: int = 0
) -> QWidget:
    """A plain widget around a layout, with margins."""
    made = QWidget()
    layout.setContentsMargins(left, top, right, bottom)
    made.setLayout(layout)
    return made


def _fill(layout: QHBoxLayout | QVBoxLayout, parts: Iterable[object]) -> None:
    for part in parts:
        if part is None:
            layout.addStretch(1)
        elif isinstance(part, int):
            layout.addSpacing(part)
        elif isinstance(part, QLayout):
            layout.addLayout(part)
        elif isinstance(part, QWidget):
            layout.addWidget(part)


class ElidedLabel(QLabel):
    """A one-line label that ends in an ellipsis where the room ends; the tool tip has it all."""

    def __init__(self, text: str = "", kind: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._full = ""
        if kind:
            self.setProperty("kind", kind)
        self.setText(text)

    def setText(self, text: str) -> None:
        """Show another text; line breaks become spaces."""
        self._full = " ".join(text.split())
        self.setToolTip("")
        super().setText(self._full)
        self.setAccessibleName(self._full)
        self.updateGeometry()

    def fullText(self) -> str:
        """The text, not shortened."""
        return self._full

    def sizeHint(self) -> QSize:
        """As wide as the whole text."""
        width = self.fontMetrics().horizontalAdvance(self._full) + 2
        return QSize(width, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """It may shrink to almost nothing."""
        return QSize(24, super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw what fits."""
        painter = QPainter(self)
        fits = self.fontMetrics().elidedText(
            self._full, Qt.TextElideMode.ElideRight, self.contentsRect().width()
        )
        if (tip := "" if fits == self._full else self._full) != self.toolTip():
            self.setToolTip(tip)
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(self.contentsRect(), int(self.alignment()), fits)


class Stars(QWidget):
    """Five stars that can be clicked or set with the arrow keys.

    Signals:
        chosen(int): the person set a number of stars.
    """

    chosen = Signal(int)
    SIDE, GAP = 18, 2

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._stars = 0
        self._hover = 0
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setFixedSize(5 * self.SIDE + 4 * self.GAP, self.SIDE + 4)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.set_stars(0)

    def stars(self) -> int:
        """The stars that are shown."""
        return self._stars

    def set_stars(self, stars: int) -> None:
        """Show a number of stars, without a signal."""
        self._stars = stars
        self.setAccessibleName(tr("{stars} of 5 stars", stars=stars))
        self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Preview the stars under the pointer."""
        self._hover = self._at(event.position().x())
        self.update()

    def leaveEvent(self, event: object) -> None:
        """Forget the preview."""
        self._hover = 0
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Set the stars; a click on the last one takes it away."""
        at = self._at(event.position().x())
        self._choose(at - 1 if at == self._stars else at)

    def event(self, event: QEvent) -> bool:
        """Left and right are its own, not shortcuts."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right)
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and right change the stars by one."""
        change = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if change is None:
            super().keyPressEvent(event)
        else:
            self._choose(min(max(self._stars + change, 0), 5))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the five stars and the focus ring."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        shown = self._hover or self._stars
        for index in range(5):
            colour = theme.STARS if index < shown else theme.BORDER
            at = QRect(index * (self.SIDE + self.GAP), 2, self.SIDE, self.SIDE)
            icons.renderer("star", colour).render(painter, at)
        if self.hasFocus():
            painter.setPen(QColor(theme.SECOND))
            painter.drawRoundedRect(self.rect().adjusted(0, 0, -1, -1), 4, 4)

    def _at(self, x: float) -> int:
        return min(max(int(x // (self.SIDE + self.GAP)) + 1, 1), 5)

    def _choose(self, stars: int) -> None:
        self._hover = 0
        self.set_stars(stars)
        self.chosen.emit(stars)


class Fold(QWidget):
    """A line with a chevron that opens and closes what is below it.

    Signals:
        toggled(bool): it was opened or closed.
    """

    toggled = Signal(bool)

    def __init__(self, text: str, body: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.body = body
        self.head = button(text, "fold", self._toggle)
        self.head.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self._why = label("", "small", wrap=True)
        self._why.hide()
        self.setLayout(column(hairline(), self.head, self._why, body, spacing=0))
        self.set_open(False)

    def is_open(self) -> bool:
        """Whether the body is shown."""
        return not self.body.isHidden()

    def set_open(self, opened: bool) -> None:
        """Show or hide the body."""
        self.body.setVisible(opened)
        self.head.setAccessibleDescription(tr("open") if opened else tr("closed"))
        self.update()

    def set_available(self, available: bool, reason: str = "") -> None:
        """Grey it out and say why, where what is inside would have no effect."""
        self.head.setEnabled(available)
        self.body.setEnabled(available)
        self._why.setText(reason)
        self._why.setVisible(not available and bool(reason))
        self.head.setToolTip("" if available else reason)
        if not available:
            self.set_open(False)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the chevron at the right of the line."""
        super().paintEvent(event)
        name = "chevron_down" if self.is_open() else "chevron_right"
        colour = theme.QUIET if self.head.isEnabled() else theme.FAINT
        painter = QPainter(self)
        at = QPointF(self.width() - 14, self.head.geometry().center().y() - 6)
        icons.renderer(name, colour).render(painter, QRect(at.toPoint(), QSize(13, 13)))

    def _toggle(self) -> None:
        self.set_open(not self.is_open())
        self.toggled.emit(self.is_open())
