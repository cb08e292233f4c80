"""What the keys of playing do beside play and stop: move, shuttle, change the hearing.

It binds actions to the audition and keeps their check marks; it shows nothing.
"""

from __future__ import annotations

import functools
from dataclasses import replace

from PySide6.QtCore import QObject

from tangostudio.audio.bus import CHANNELS, Channels
from tangostudio.ui.actions import Actions
from tangostudio.ui.audition import Audition
from tangostudio.ui.canvas import NUDGE
from tangostudio.ui.hearing import Hearing
from tangostudio.ui.time_axis import TimeAxis

OCTAVE = 12


class PlayVerbs(QObject):
    """Follows the hearing, so that menus and the keys of a keyboard say the same."""

    def __init__(
        self, axis: TimeAxis, actions: Actions, audition: Audition, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._axis = axis
        self._actions = actions
        self._audition = audition
        self._bind()
        audition.hearing_changed.connect(self._show)
        self._show()

    def _bind(self) -> None:
        bind, audition = self._actions.bind, self._audition
        bind("play.back", functools.partial(audition.shuttle, -1))
        bind("play.pause", audition.pause)
        bind("play.forward", functools.partial(audition.shuttle, 1))
        bind("play.nudge_left", functools.partial(self._nudge, -1))
        bind("play.nudge_right", functools.partial(self._nudge, 1))
        bind("play.to_start", lambda: self._seek(0.0))
        bind("play.to_end", lambda: self._seek(self._axis.seconds))
        for name, semitones in (("faster", 1), ("slower", -1),
                                ("octave_up", OCTAVE), ("octave_down", -OCTAVE)):  # fmt: skip
            bind(f"play.{name}", functools.partial(self._shift, semitones))
        bind("play.reverse", self._reverse)
        for channels in CHANNELS:
            bind(f"play.{channels}", functools.partial(self._hear_channels, channels))
        bind("play.as_is", lambda: audition.hear(Hearing()))

    def _nudge(self, way: int) -> None:
        begin = self._audition.position
        self._seek(begin + way * NUDGE * self._axis.span)

    def _seek(self, seconds: float) -> None:
        self._axis.seek_wanted.emit(min(max(seconds, 0.0), self._axis.seconds))

    def _shift(self, semitones: int) -> None:
        self._audition.hear(self._audition.hearing.shifted(semitones))

    def _reverse(self, on: bool) -> None:
        self._audition.hear(replace(self._audition.hearing, reverse=on))

    def _hear_channels(self, channels: Channels, _on: bool) -> None:
        self._audition.hear(replace(self._audition.hearing, channels=channels))

    def _show(self) -> None:
        hearing = self._audition.hearing
        self._actions["play.reverse"].setChecked(hearing.reverse)
        self._actions[f"play.{hearing.channels}"].setChecked(True)
