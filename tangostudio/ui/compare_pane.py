"""One side of a comparison: a plain canvas with a letter, whether it was heard, and a play button.

Nothing about it may tell the takes apart until the vote is given; then its name fades in.
"""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from tangostudio.ui import icons, theme
from tangostudio.ui.texts import tr

HEIGHT = 280
LEAST_WIDTH = 150
DISC_PX = 84
PAD = 15
HEAD_PX = 56


class ComparePane(QAbstractButton):
    """A click plays this side."""

    def __init__(self, letter: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.letter = letter
        self.heard = False
        self.active = False
        self.playing = False
        self.chosen = False
        self.share = 0.0
        self.trouble = ""
        self.name = ""
        self.wave: QPixmap | None = None
        self.reveal = 0.0
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setMinimumSize(LEAST_WIDTH, 200)
        self._name_it()

    def sizeHint(self) -> QSize:
        """As in a window of 1440 by 900."""
        return QSize(560, HEIGHT)

    def begin(self) -> None:
        """Forget the round before."""
        self.heard = self.active = self.playing = self.chosen = False
        self.share = self.reveal = 0.0
        self.trouble = self.name = ""
        self.wave = None
        self._name_it()
        self.update()

    def show_state(self, *, heard: bool, active: bool, playing: bool) -> None:
        """What is going on with this side."""
        if (heard, active, playing) != (self.heard, self.active, self.playing):
            self.heard, self.active, self.playing = heard, active, playing
            self._name_it()
            self.update()

    def show_share(self, share: float) -> None:
        """How far the playhead is, 0 to 1."""
        if share != self.share:
            self.share = share
            self.update(self._bar().adjusted(-2, -2, 2, 2).toAlignedRect())

    def show_trouble(self, sentence: str) -> None:
        """The sound cannot be played."""
        self.trouble = sentence
        self._name_it()
        self.update()

    def show_name(self, name: str, wave: QPixmap | None, chosen: bool) -> None:
        """What it was, once the vote is given; seen as far as `set_reveal` says."""
        self.name, self.wave, self.chosen = name, wave, chosen
        self._name_it()

    def set_reveal(self, opacity: float) -> None:
        """How far the name has faded in, 0 to 1."""
        self.reveal = opacity
        self.update()

    def _name_it(self) -> None:
        if self.name:
            text = tr("{letter} was {name}", letter=self.letter, name=self.name)
        elif self.trouble:
            text = tr("Sound {letter}: {trouble}", letter=self.letter, trouble=self.trouble)
        else:
            heard = tr("heard") if self.heard else tr("not heard yet")
            does = tr("playing") if self.playing else tr("play")
            text = tr("Sound {letter}, {heard}, {does}", letter=self.letter, heard=heard, does=does)
        self.setAccessibleName(text)

    # --- painting ---------------------------------------------------------------------------------

    def _canvas(self) -> QRectF:
        return QRectF(self.rect()).adjusted(PAD, HEAD_PX, -PAD, -PAD)

    def wave_rect(self) -> QRect:
        """Where the waveform stands once the names are shown."""
        return self._canvas().adjusted(16, 24, -16, -68).toRect()

    def _bar(self) -> QRectF:
        canvas = self._canvas()
        return QRectF(canvas.left() + 16, canvas.bottom() - 20, canvas.width() - 32, 4)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Frame, letter, canvas, disc, bar; the name over the canvas after the vote."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        # Once the names show, the border says which was chosen, not which played last.
        lit = self.chosen if self.name else self.active
        border = theme.ACCENT if lit else theme.SECOND if self.hasFocus() else theme.HAIRLINE
        painter.setPen(QPen(QColor(border), 1))
        painter.setBrush(QColor(theme.PANEL))
        painter.drawRoundedRect(box, theme.RADIUS, theme.RADIUS)
        if lit and self.hasFocus():
            painter.setPen(QPen(QColor(theme.SECOND), 1))
            painter.drawRoundedRect(box.adjusted(3, 3, -3, -3), 6, 6)
        self._paint_head(painter)
        canvas = self._canvas()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.CANVAS))
        painter.drawRoundedRect(canvas, theme.RADIUS, theme.RADIUS)
        if self.reveal > 0:
            self._paint_reveal(painter, canvas)
        elif self.trouble:
            painter.setFont(theme.interface_font())
            painter.setPen(QColor(theme.WARN))
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(canvas.adjusted(24, 16, -24, -16), flags, self.trouble)
        else:
            self._paint_disc(painter, canvas)
            self._paint_bar(painter)

    def _paint_head(self, painter: QPainter) -> None:
        head = QRectF(PAD, 0, self.width() - 2 * PAD, HEAD_PX)
        font = theme.interface_font(22)
        font.setWeight(QFont.Weight.Bold)
        painter.setFont(font)
        painter.setPen(QColor(theme.TEXT))
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(head, Qt.AlignmentFlag.AlignLeft | middle, self.letter)
        painter.setFont(theme.number_font(11))
        painter.setPen(QColor(theme.GOOD if self.heard else theme.QUIET))
        text = tr("✓ heard") if self.heard else tr("not heard yet")
        painter.drawText(head, Qt.AlignmentFlag.AlignRight | middle, text)

    def _paint_disc(self, painter: QPainter, canvas: QRectF) -> None:
        side = min(DISC_PX, canvas.height() - 56)
        disc = QRectF(0, 0, side, side)
        disc.moveCenter(canvas.center())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.SELECTED if self.underMouse() else theme.RAISED))
        painter.drawEllipse(disc)
        inner = QRectF(0, 0, side * 0.42, side * 0.42)
        inner.moveCenter(disc.center())
        icons.renderer("pause" if self.playing else "play", theme.TEXT).render(painter, inner)

    def _paint_bar(self, painter: QPainter) -> None:
        bar = self._bar()
        painter.setBrush(QColor(theme.HAIRLINE))
        painter.drawRoundedRect(bar, 2, 2)
        if self.share > 0:
            done = QRectF(bar.left(), bar.top(), max(4.0, bar.width() * self.share), bar.height())
            painter.setBrush(QColor(theme.ACCENT if self.active else theme.QUIET))
            painter.drawRoundedRect(done, 2, 2)

    def _paint_reveal(self, painter: QPainter, canvas: QRectF) -> None:
        painter.setOpacity(self.reveal)
        if self.wave is not None:
            painter.drawPixmap(self.wave_rect(), self.wave)
        title, _gap, rest = self.name.partition("  ")
        lines = (
            (title, theme.interface_font(theme.TITLE_PX, semibold=True), theme.TEXT, 58),
            (rest, theme.number_font(11), theme.QUIET, 34),
        )
        for text, font, colour, above in lines:
            painter.setFont(font)
            painter.setPen(QColor(colour))
            line = QRectF(canvas.left() + 10, canvas.bottom() - above, canvas.width() - 20, 24)
            short = painter.fontMetrics().elidedText(
                text, Qt.TextElideMode.ElideRight, round(line.width())
            )
            painter.drawText(line, Qt.AlignmentFlag.AlignCenter, short)
        painter.setOpacity(1.0)
