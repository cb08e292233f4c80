"""One sound being drawn: its random parameters, what may be said of them, and the finish.

A family asks a `Draw` for its parameters, so that every number it uses stands in the facts and
every word about it follows from the number. It does not know the wording of captions.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tangostudio.starter.sounds.toolkit import (
    SAMPLE_RATE,
    Signal,
    band,
    faded,
    frames_of,
    lowpass,
    normalised,
    reverberate,
    shape,
    without_offset,
)

# name: decay range (RT60, seconds), share of the tail, damping in Hz
ROOMS: Mapping[str, tuple[float, float, float, float]] = {
    "room": (0.35, 0.7, 0.4, 6000.0),
    "hall": (1.4, 2.6, 0.45, 5000.0),
    "cave": (2.2, 4.0, 0.6, 3000.0),
    "tunnel": (1.2, 2.0, 0.7, 2200.0),
}


FAINTEST = 0.055
"""The lowest peak of anything that happens."""


@dataclass(frozen=True)
class Sound:
    """A rendered sound.

    audio: float32 (frames, 1) or (frames, 2), peak at most 1.
    facts: drawn parameters by name; `traits` holds the words that follow from them.
    """

    audio: NDArray[np.float32]
    facts: dict[str, object]


class Draw:
    """Draws parameters for one sound of given length and keeps them as facts.

    rng: the only source of chance. seconds, frames: the length to fill.
    lead: where the first event of an event kind stands, in seconds.
    """

    def __init__(self, rng: np.random.Generator, seconds: float) -> None:
        self.rng = rng
        self.seconds = seconds
        self.frames = frames_of(seconds)
        self.lead = float(rng.uniform(0.004, 0.03))
        self.facts: dict[str, object] = {}
        self.traits: dict[str, str] = {}

    def uniform(self, low: float, high: float) -> float:
        """A uniform number that nothing is said about."""
        return float(self.rng.uniform(low, high))

    def spread(self, low: float, high: float) -> float:
        """A log-uniform number that nothing is said about."""
        return float(low * (high / low) ** self.rng.random())

    def chance(self, share: float) -> bool:
        """True in the given share of cases."""
        return bool(self.rng.random() < share)

    def value(
        self, name: str, low: float, high: float, trait: str = "", words: Sequence[str] = ()
    ) -> float:
        """A log-uniform parameter; its outer thirds earn the first or last word of `words`."""
        place = float(self.rng.random())
        result = float(low * (high / low) ** place)
        self.facts[name] = result
        if trait and (place < 0.34 or place > 0.66):
            self.traits[trait] = words[0] if place < 0.34 else words[-1]
        return result

    def choose(self, trait: str, options: Sequence[str], spoken: bool = True) -> str:
        """One of several variants."""
        result = str(options[int(self.rng.integers(len(options)))])
        self.facts[trait] = result
        if spoken:
            self.traits[trait] = result
        return result

    def size(self) -> float:
        """Size between 0 (small) and 1 (large)."""
        place = float(self.rng.random())
        self.facts["size"] = place
        if place < 0.34 or place > 0.66:
            self.traits["size"] = "small" if place < 0.34 else "large"
        return place

    def count(self, interval_seconds: float, most: int = 5, body_seconds: float = 0.0) -> int:
        """How many events, as many as fit the length with the given interval."""
        room = (self.seconds - self.lead - body_seconds) / interval_seconds
        fit = int(np.clip(room + 1, 1, most))
        result = int(self.rng.integers(1, fit + 1))
        self.facts["count"] = result
        return result

    def beats(self, interval_seconds: float, number: int, jitter: float = 0.04) -> list[float]:
        """Times in seconds of regular events with a small human jitter, kept as onsets."""
        last = self.seconds - (0.06 if self.facts.get("count") else 0.02)
        steps = interval_seconds * (1 + jitter * np.clip(self.rng.standard_normal(number), -2, 2))
        times = self.lead + np.concatenate([[0.0], np.cumsum(steps[: number - 1])])
        kept = [float(time) for time in times if time < last] or [self.lead]
        if "count" in self.facts:
            self.facts["count"] = len(kept)
        return self.onsets(kept)

    def beats_filling(self, interval_seconds: float, jitter: float = 0.04) -> list[float]:
        """Regular events over the whole length."""
        return self.beats(interval_seconds, int(self.seconds / interval_seconds) + 2, jitter)

    def direction(self) -> bool:
        """Which way something moves; true from left to right."""
        return self.choose("direction", ("left to right", "right to left")) == "left to right"

    def onsets(self, times: list[float]) -> list[float]:
        """Keeps the times of the events, in seconds, as facts."""
        self.facts["onsets"] = times
        return times

    def silence(self) -> Signal:
        """As many zeros as the sound has frames."""
        return np.zeros(self.frames, np.float32)

    def at(self, seconds: float) -> int:
        """The frame at a time."""
        return round(seconds * SAMPLE_RATE)

    # ------------------------------------------------------------ finishing

    def _level(self) -> float:
        """Peak of the finished sound; the outer ranges are what is called quiet and loud."""
        place = self.rng.random()
        if place < 0.18:
            self.traits["level"] = "quiet"
            return self.spread(FAINTEST, 0.16)
        if place < 0.36:
            self.traits["level"] = "loud"
            return self.spread(0.8, 0.95)
        return self.spread(0.32, 0.6)

    def _level_of(self, weight: float) -> float:
        """Peak of something whose level follows from how heavy it is."""
        peak = min(0.95, 0.12 * (0.85 / 0.12) ** weight * self.spread(0.85, 1.18))
        if peak < 0.17 or peak > 0.72:
            self.traits["level"] = "quiet" if peak < 0.17 else "loud"
        return peak

    def _distance(self, signal: Signal, far_share: float = 0.12) -> tuple[Signal, float]:
        place = self.rng.random()
        if place < far_share:
            self.traits["distance"] = "distant"
            corner = self.spread(500, 1600)
            self.facts["distance_corner_hz"] = corner
            far = shape(signal, lowpass(corner))
            far = reverberate(self.rng, far, self.uniform(0.5, 1.2), 0.4, 2500)
            return far, self.spread(0.1, 0.25)
        if place < far_share * 5 / 3:
            self.traits["distance"] = "close"
            return signal, self.spread(0.75, 0.95)
        return signal, 0.0

    def _room(self, signal: Signal) -> Signal:
        if not self.chance(0.15):
            return signal
        name = self.choose("room", tuple(ROOMS))
        shortest, longest, wet, damping = ROOMS[name]
        tail = self.uniform(shortest, longest)
        self.facts["room_seconds"] = tail
        return reverberate(self.rng, signal, tail, wet * self.uniform(0.7, 1.2), damping)

    def event(
        self,
        signal: Signal,
        scale: float = 1.0,
        places: bool = True,
        weight: float | None = None,
        far_share: float = 0.12,
        pan: Signal | None = None,
    ) -> Sound:
        """Finishes something that happens and dies away: distance, room, level, end fade.

        scale: makes the peak smaller. weight: as of `bed`. far_share: how often it is far away.
        pan: where it stands from 0 (left) to 1 (right) at every frame, of a mono signal.
        """
        peak = 0.0 if weight is None else self._level_of(weight)
        if places:
            signal, peak = self._distance(signal, far_share)
            if not peak:
                signal = self._room(signal)
        peak = max(FAINTEST, (peak or self._level()) * scale)
        audio = _channels(signal, pan)
        return self._finish(normalised(audio), peak, 0.5, max(45.0, self.seconds * 40), 4)

    def bed(
        self,
        signal: Signal,
        weight: float | None = None,
        places: bool = False,
        pan: Signal | None = None,
    ) -> Sound:
        """Finishes something that goes on all the time; (frames,) or stereo (frames, 2).

        weight: from 0 to 1 how heavy it is by its own nature, which then sets the level.
        pan: as of `event`.
        """
        peak = 0.0
        if places and signal.ndim == 1:
            signal, peak = self._distance(signal)
        if not peak:
            peak = self._level() if weight is None else self._level_of(weight)
        return self._finish(normalised(_channels(signal, pan)), peak, 10.0, 12.0)

    def _finish(
        self, audio: Signal, peak: float, in_ms: float, out_ms: float, out_power: int = 2
    ) -> Sound:
        audio = faded(without_offset(audio), in_ms, out_ms, out_power)
        audio = np.asarray(normalised(audio, peak), np.float32)
        self.facts["level_db"] = float(20 * np.log10(peak))
        self.facts["traits"] = dict(self.traits)
        return Sound(audio, self.facts)


def _channels(signal: Signal, pan: Signal | None) -> Signal:
    """(frames, 1 or 2) of a signal that may be mono and may be panned."""
    if signal.ndim == 2:
        return signal
    return signal[:, None] if pan is None else panned(signal, pan)


def widened(mid: Signal, side: Signal, width: float = 0.5) -> Signal:
    """Stereo (frames, 2) from a middle and a side signal of like level."""
    part = np.float32(width) * side
    return np.stack([mid + part, mid - part], axis=1)


def panned(signal: Signal, place: Signal) -> Signal:
    """Constant-power pan; place runs from 0 (left) to 1 (right)."""
    angle = np.float32(np.pi / 2) * np.clip(place, 0, 1)
    return np.stack([signal * np.cos(angle), signal * np.sin(angle)], axis=1)


def roomy(rng: np.random.Generator, signal: Signal, seconds: float, wet: float) -> Signal:
    """The fixed reverberation that belongs to a sound itself."""
    return reverberate(rng, shape(signal, band(20, 16000)), seconds, wet, 4500)


def wide_room(
    rng: np.random.Generator, sides: tuple[Signal, Signal], seconds: float, wet: float
) -> Signal:
    """Stereo (frames, 2) whose two sides are answered by a room of their own."""
    return np.stack([roomy(rng, side, seconds, wet) for side in sides], axis=1)
