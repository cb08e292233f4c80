"""Listening to the seam of a loop alone: the last second, and the first one after it."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer

from tangostudio.ui.audition import Audition

SEAM_SECONDS = 1.0


class SeamListening(QObject):
    """Plays over the end of the current take and stops; the loop switch is then as it was."""

    def __init__(self, audition: Audition, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._audition = audition
        self._take: int | None = None
        self._looped = False
        self._end = QTimer(self, singleShot=True)
        self._end.timeout.connect(self._over)
        audition.state_changed.connect(self._follow)

    def listen(self) -> None:
        """Play the seam of the take that is current."""
        sound = self._audition.sound(self._audition.current)
        if sound is None:
            return
        self._over()
        each_side = min(SEAM_SECONDS, sound.seconds / 2)
        self._looped = self._audition.loop
        self._audition.loop = True
        self._audition.play(seconds=sound.seconds - each_side)
        self._take = self._audition.current
        self._end.start(round(2000 * each_side))

    @property
    def listening(self) -> bool:
        """Whether the seam is being played."""
        return self._take is not None

    def _follow(self) -> None:
        """Somebody stopped it, or another take is current."""
        if self._take is not None and (
            self._audition.current != self._take or not self._audition.playing
        ):
            self._restore()

    def _over(self) -> None:
        if self._take is not None:
            self._restore()
            self._audition.stop()

    def _restore(self) -> None:
        self._take = None
        self._end.stop()
        self._audition.loop = self._looped
