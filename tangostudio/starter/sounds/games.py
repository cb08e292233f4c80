"""Old games' square waves and the noises of old media. It does not know the wording of captions."""

from __future__ import annotations

import numpy as np

from tangostudio.starter.sounds.draw import Draw, Sound, widened
from tangostudio.starter.sounds.toolkit import (
    Signal,
    add,
    band,
    breakpoints,
    coloured,
    decay,
    frames_of,
    harmonics,
    loudnesses,
    phase,
    pulses,
    scatter,
    wander,
)


def _square(pitch: Signal, top_hz: float) -> Signal:
    number = int(max(1, min(40, 18000 / top_hz)))
    return harmonics(phase(pitch), [1 / k if k % 2 else 0.0 for k in range(1, number + 1)])


def game_coin(draw: Draw) -> Sound:
    """A pick-up: one short square note and a higher one that fades."""
    pitch = draw.value("pitch_hz", 500, 1300, "pitch", ("low", "high"))
    step = draw.uniform(0.05, 0.09)
    interval = draw.uniform(0.3, 0.5)
    number = draw.count(interval, most=4, body_seconds=0.3)
    frames = frames_of(0.45)
    at = frames_of(step)
    law = np.full(frames, pitch * 1.335, np.float32)
    law[:at] = pitch
    note = _square(law, pitch * 1.4)
    note[at:] *= decay(frames - at, 0.11)
    out = draw.silence()
    for time in draw.beats(interval, number, 0.02):
        add(out, draw.at(time), note)
        add(out, draw.at(time + interval), -note[frames_of(interval) :])
    return draw.event(out, places=False)


def game_jump(draw: Draw) -> Sound:
    """A jump: a square wave that slides up."""
    pitch = draw.value("pitch_hz", 160, 520, "pitch", ("low", "high"))
    length = draw.value("length_seconds", 0.14, 0.4, "length", ("short", "long"))
    number = draw.count(length + 0.15, most=3, body_seconds=length)
    frames = frames_of(length)
    law = pitch * np.exp2(draw.uniform(1.0, 2.0) * np.linspace(0, 1, frames) ** 0.7)
    hop = _square(law, pitch * 4) * breakpoints(
        frames, [0, 0.003, 0.6 * length, length], [0, 1, 0.8, 0]
    )
    out = draw.silence()
    for time in draw.beats(length + draw.uniform(0.1, 0.2), number, 0.03):
        add(out, draw.at(time), hop)
    return draw.event(out, places=False)


def vinyl(draw: Draw) -> Sound:
    """A record's surface: faint hiss, a low rumble, pops and crackle."""
    rate = draw.value("crackles_hz", 6, 60, "density", ("light", "heavy"))
    layers = []
    for _ in range(2):
        layer = 0.02 * coloured(draw.rng, draw.frames, band(800, 9000))
        layer += 0.02 * coloured(draw.rng, draw.frames, band(25, 90))
        grains = []
        for _ in range(12):
            frames = frames_of(0.004)
            grains.append(
                coloured(draw.rng, frames, band(1200, 9000))
                * decay(frames, draw.spread(2e-4, 9e-4))
            )
        places = pulses(draw.rng, draw.frames, rate)
        scatter(layer, places, grains, 0.25 * loudnesses(draw.rng, len(places), 0.9), draw.rng)
        layers.append(layer)
    return draw.bed(widened(layers[0], layers[1], 0.6))


def static(draw: Draw) -> Sound:
    """A radio between stations: even hiss that flutters, and whistles that slide through it."""
    bright = draw.value("pitch_hz", 1800, 9000, "tone", ("soft", "harsh"))
    flutter = 0.75 + 0.5 * wander(draw.rng, draw.frames, 30.0) * wander(draw.rng, draw.frames, 1.5)
    mid = coloured(draw.rng, draw.frames, band(300, bright)) * flutter
    side = coloured(draw.rng, draw.frames, band(300, bright)) * flutter
    if draw.chance(0.5):
        draw.traits["variant"] = "tuning"
        sweep = 300 * np.exp2(3.2 * wander(draw.rng, draw.frames, 0.9))
        gate = np.clip(2 * wander(draw.rng, draw.frames, 1.2) - 0.6, 0, 1)
        mid += 1.2 * harmonics(phase(sweep), [1, 0.2]) * gate
    return draw.bed(widened(mid, side, 0.5))


BEDS = {"vinyl": vinyl, "static": static}
EVENTS = {"game_coin": game_coin, "game_jump": game_jump}
