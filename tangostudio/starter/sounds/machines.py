"""Engines and motors. It does not know the wording of captions."""

from __future__ import annotations

import numpy as np

from tangostudio.starter.sounds.draw import Draw, Sound
from tangostudio.starter.sounds.toolkit import (
    Signal,
    band,
    breakpoints,
    coloured,
    harmonics,
    peaks,
    phase,
    shape,
    sine,
    soft_clip,
    wander,
)


def engine_tone(draw: Draw, rate: Signal, bright: float) -> Signal:
    """Harmonics and pulsed noise at a firing rate in Hz, through the body's resonances."""
    cycles = phase(rate)
    slope = 1.3 - 0.5 * bright
    amplitudes = draw.rng.uniform(0.5, 1, 40) / np.arange(1, 41) ** slope
    tone = harmonics(cycles, amplitudes)
    beat = np.square(np.square(sine(cycles * np.float32(0.5))))
    tone += 0.5 * coloured(draw.rng, len(rate), band(80, 1500 + 2500 * bright)) * beat
    centres = [draw.spread(70, 140), draw.spread(220, 450), draw.spread(800, 1800)]
    return shape(tone, peaks(centres, [60, 160, 700], [1, 0.8, 0.5 + bright], 0.1))


def engine(draw: Draw) -> Sound:
    """A combustion engine that idles, revs or speeds up."""
    size = draw.size()
    mode = draw.choose("variant", ("idling", "revving", "accelerating"))
    base = 75 * 0.38**size * draw.spread(0.9, 1.1)
    draw.facts["pitch_hz"] = base
    length = draw.seconds
    if mode == "idling":
        rate = base * (1 + 0.04 * (wander(draw.rng, draw.frames, 3.0) - 0.5))
    elif mode == "accelerating":
        rate = base * breakpoints(draw.frames, [0, length], [1.0, draw.uniform(2.2, 4.0)])
    else:
        tops = max(1, int(length / draw.uniform(0.9, 1.8)))
        times, values = [0.0], [1.0]
        for index in range(tops):
            start = length * index / tops
            span = length / tops
            times += [start + 0.35 * span, start + 0.95 * span]
            values += [draw.uniform(2.2, 3.5), draw.uniform(1.0, 1.2)]
        rate = base * breakpoints(draw.frames, times, values)
    tone = engine_tone(draw, np.asarray(rate, np.float32), 1 - size)
    tone *= np.float32(0.4) + np.float32(0.6 / base / 3) * np.asarray(rate, np.float32)
    return draw.bed(soft_clip(tone / np.float32(np.std(tone) * 3), 1.5), places=True)


BEDS = {"engine": engine}
EVENTS = {}
