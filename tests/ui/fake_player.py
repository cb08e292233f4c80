"""A player without a sound device: time passes when a test says so."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace

from tangostudio.audio.bus import Levels
from tangostudio.audio.files import Sound


class FakePlayer:
    """The surface of `audio.player.Player`; what was asked of it is kept in `calls`."""

    def __init__(self, problem: str = "") -> None:
        self.calls: list[tuple] = []
        self.problem = problem
        self.playing = False
        self.position = 0.0
        self.region: tuple[float, float] | None = None
        self.loop = False
        self.gain_db = 0.0
        self.key: object = None
        self.sound: Sound | None = None
        self.rate = 1.0
        self.reverse = False
        self.channels = "stereo"
        self.sample_rate = 44100
        self.peaks = (0.5, 0.25)
        self.on_finished: list[Callable[[], None]] = []

    def devices(self) -> list[SimpleNamespace]:
        return [SimpleNamespace(name="Headphones"), SimpleNamespace(name="Speakers")]

    def open(self, device: str = "") -> None:
        self.calls.append(("open", device))

    def close(self) -> None:
        self.calls.append(("close",))

    def prepare(self, sound: Sound, key: object = None) -> Sound:
        self.calls.append(("prepare", key))
        return sound

    def load(self, sound: Sound, key: object = None) -> None:
        self.playing, self.sound, self.key, self.position = False, sound, key, 0.0
        self.region = None
        self.calls.append(("load", key))

    def play(self, frame: float | None = None) -> None:
        self.calls.append(("play", self.key, frame))
        if self.problem:
            return
        self.position = self.position if frame is None else frame
        self.playing = True

    def pause(self) -> None:
        self.playing = False

    def crossfade_to(self, sound: Sound, key: object, gain_db: float) -> None:
        self.calls.append(("crossfade", key, gain_db))
        self.sound, self.key, self.gain_db = sound, key, gain_db

    def levels(self) -> Levels:
        return Levels(self.peaks, (self.peaks[0] ** 2 / 2, self.peaks[1] ** 2 / 2))

    def advance(self, seconds: float) -> None:
        """Let time pass; at its end the sound stops and says so."""
        assert self.sound is not None
        self.position += seconds * self.sound.sample_rate
        if self.position >= self.sound.frames:
            self.playing = False
            for told in self.on_finished:
                told()

    def said(self, what: str) -> list[tuple]:
        """The calls of one kind."""
        return [call for call in self.calls if call[0] == what]
