"""One sound that plays in place: a small coloured waveform and a round button beside it.

It shows what it is told and knows neither files nor the player.
"""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget

from tangostudio.ui import take_card, theme, widgets
from tangostudio.ui.round_button import RoundButton
from tangostudio.ui.texts import tr

HEIGHT = 46
PAD = 6


class Strip(QWidget):
    """A waveform on the canvas, with the playhead over it while it sounds.

    Signals:
        pressed(float): it was clicked there, 0 at its beginning and 1 at its end.
    """

    pressed = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._blob = b""
        self._wave: QPixmap | None = None
        self.share: float | None = None
        self.note = ""
        self.wrong = False
        self.setMinimumWidth(80)
        self.setFixedHeight(HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Room for about a hundred and forty bars."""
        return QSize(350, HEIGHT)

    def show_wave(self, blob: bytes) -> None:
        """Another waveform, as a packed overview; b"" for none."""
        self._blob, self._wave, self.note = blob, None, ""
        self.setCursor(Qt.CursorShape.PointingHandCursor if blob else Qt.CursorShape.ArrowCursor)
        self.update()

    def show_note(self, note: str, *, wrong: bool = False) -> None:
        """A few words in place of a waveform."""
        self._blob, self._wave, self.note, self.wrong = b"", None, note, wrong
        self.unsetCursor()
        self.update()

    def show_share(self, share: float | None) -> None:
        """Where the playhead is, 0 to 1; None without one."""
        if share != self.share:
            self.share = share
            self.update()

    def resizeEvent(self, event: object) -> None:
        """Draw the waveform anew for another width."""
        self._wave = None

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Play from there."""
        inside = self.width() - 2 * PAD
        if self._blob and inside > 0:
            self.pressed.emit(min(max((event.position().x() - PAD) / inside, 0.0), 1.0))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Canvas, waveform, playhead."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.CANVAS))
        painter.drawRoundedRect(QRectF(self.rect()), theme.RADIUS_SMALL, theme.RADIUS_SMALL)
        if self.note:
            painter.setFont(theme.interface_font(12))
            painter.setPen(QColor(theme.WARN if self.wrong else theme.QUIET))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.note)
        elif self._blob:
            self._paint_wave(painter)

    def _paint_wave(self, painter: QPainter) -> None:
        inside = self.rect().adjusted(PAD, 4, -PAD, -4)
        if self._wave is None:
            ratio = self.devicePixelRatioF()
            self._wave = take_card.wave_pixmap(self._blob, inside.size(), ratio)
        painter.drawPixmap(inside.topLeft(), self._wave)
        if self.share is not None:
            x = inside.left() + self.share * inside.width()
            painter.setPen(QPen(QColor(theme.ACCENT), 1.5))
            painter.drawLine(QPointF(x, 3), QPointF(x, self.height() - 3))


class Disc(RoundButton):
    """The round button; a ring around it shows how far the sound is."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__("play", name, side=30, parent=parent)
        self.share: float | None = None

    def show_share(self, share: float | None) -> None:
        """How far the sound is, 0 to 1; None while it is silent."""
        if share != self.share:
            self.share = share
            self.set_picture("play" if share is None else "pause")
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The disc, then the ring."""
        super().paintEvent(event)
        if self.share is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(QColor(theme.ACCENT), 2)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        painter.setPen(pen)
        ring = QRectF(self.rect()).adjusted(1.5, 1.5, -1.5, -1.5)
        painter.drawArc(ring, 90 * 16, -round(self.share * 360 * 16))


class SoundCell(QWidget):
    """Waveform and button of one sound.

    Attributes:
        path: its file, "" while there is none.
        sound: what the player knows it by, or None.
        gain_db: how much louder it is heard, so that it is as loud as its neighbour.

    Signals:
        wanted(float): hear it from there (0 to 1), or stop it (below 0).
    """

    wanted = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.path = ""
        self.sound: int | None = None
        self.gain_db = 0.0
        self._name = ""
        self.strip = Strip()
        self.disc = Disc(tr("Play"))
        self.setLayout(widgets.row(self.strip, self.disc, spacing=10))
        self.strip.pressed.connect(self.wanted)
        self.disc.clicked.connect(lambda: self.wanted.emit(0.0 if self.silent else -1.0))

    @property
    def silent(self) -> bool:
        """Whether it does not sound now."""
        return self.strip.share is None

    def set_name(self, name: str) -> None:
        """What a screen reader calls it: "bell, large hall, before"."""
        self._name = name
        self._name_it()

    def show_waiting(self, note: str) -> None:
        """There is no sound yet, and when there will be."""
        self.path, self.sound = "", None
        self.strip.show_note(note)
        self.disc.setEnabled(False)
        self.show_share(None)

    def show_wave(self, blob: bytes) -> None:
        """The waveform of its sound."""
        self.strip.show_wave(blob)
        self.disc.setEnabled(True)

    def show_trouble(self, sentence: str) -> None:
        """The sound cannot be read."""
        self.strip.show_note(sentence, wrong=True)
        self.disc.setEnabled(False)

    def show_share(self, share: float | None) -> None:
        """How far its sound is, or that it is silent."""
        changed = (share is None) != self.silent
        self.strip.show_share(share)
        self.disc.show_share(share)
        if changed:
            self._name_it()

    def _name_it(self) -> None:
        spoken = tr("Play {name}") if self.silent else tr("Stop {name}")
        self.disc.setAccessibleName(spoken.format(name=self._name))
        self.disc.setToolTip(self.disc.accessibleName())
