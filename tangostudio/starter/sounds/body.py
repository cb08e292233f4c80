"""What people's bodies do: steps, hearts, hands. It does not know captions' wording."""

from __future__ import annotations

import numpy as np

from tangostudio.starter.sounds.draw import Draw, Sound
from tangostudio.starter.sounds.toolkit import (
    Signal,
    add,
    band,
    coloured,
    decay,
    frames_of,
    modal,
    osc,
    swell,
    tilt,
    white,
)


def footsteps(draw: Draw) -> Sound:
    """Heel and toe on a surface at an even pace."""
    surface = draw.choose(
        "surface", ("wood", "concrete", "gravel", "snow", "leaves", "metal", "mud")
    )
    interval = draw.value("interval_seconds", 0.27, 0.85, "speed", ("fast", "slow"))
    out = draw.silence()
    if draw.chance(0.2):
        times = draw.beats(interval, draw.count(interval, body_seconds=0.2))
    else:
        times = draw.beats_filling(interval)
    base = draw.spread(0.9, 1.12)
    toe = min(0.11, interval * 0.22)
    for index, time in enumerate(times):
        side = base * (1.03 if index % 2 else 0.97)
        add(out, draw.at(time), _step(draw, surface, side), draw.uniform(0.85, 1.0))
        add(out, draw.at(time + toe), _step(draw, surface, side * 1.3), draw.uniform(0.3, 0.45))
    return draw.event(out)


def _step(draw: Draw, surface: str, pitch: float) -> Signal:
    rng = draw.rng
    if surface in ("wood", "metal"):
        length = frames_of(0.35 if surface == "metal" else 0.2)
        tones = (
            np.array([95, 190, 410, 830] if surface == "wood" else [320, 760, 1430, 2600]) * pitch
        )
        ring = 1.0 if surface == "wood" else 3.0
        step = modal(length, tones, np.array([0.03, 0.02, 0.012, 0.008]) * ring, [1, 0.7, 0.5, 0.3])
        step += 0.25 * coloured(rng, length, band(400, 4000)) * decay(length, 0.004)
        return step
    if surface == "concrete":
        length = frames_of(0.12)
        step = coloured(rng, length, band(250, 3500), tilt(-1)) * decay(length, 0.009)
        return step + 0.5 * modal(length, [110 * pitch], [0.02], [1])
    if surface == "mud":
        length = frames_of(0.28)
        squelch = coloured(rng, length, band(120, 900), tilt(-2)) * swell(length, 1.5, 0.3)
        return squelch * (0.4 + np.abs(osc(np.full(length, 23.0 * pitch))))
    # loose ground: noise in short held steps of random loudness
    hold, length, low, high = {
        "gravel": (0.004, 0.2, 900, 7000),
        "snow": (0.009, 0.3, 500, 3500),
        "leaves": (0.006, 0.24, 2200, 9500),
    }[surface]
    frames = frames_of(length)
    steps = frames // frames_of(hold) + 1
    grain = np.repeat(rng.random(steps).astype(np.float32) ** 3, frames_of(hold))[:frames]
    step = coloured(rng, frames, band(low, high)) * grain * swell(frames, 1.2, 0.25)
    return step + 0.25 * modal(frames, [90 * pitch], [0.02], [1])


def heartbeat(draw: Draw) -> Sound:
    """Two soft low thumps per beat."""
    rate = draw.value("rate_hz", 0.8, 2.6, "speed", ("slow", "fast"))
    base = draw.uniform(45, 65)
    out = draw.silence()
    gap = min(0.3, 0.33 / rate)
    for time in draw.beats_filling(1 / rate, 0.03):
        add(out, draw.at(time), _thump(base), 1.0)
        add(out, draw.at(time + gap), _thump(base * 1.25), 0.6)
    return draw.event(out, places=False)


def _thump(base: float) -> Signal:
    length = frames_of(0.22)
    time = np.arange(length) / 44100
    return osc(base * (1 + 1.2 * np.exp(-time / 0.015))) * decay(length, 0.045, 0.004)


def applause(draw: Draw) -> Sound:
    """Many hands; each person claps at a pace of their own."""
    size = draw.size()
    people = int(6 + 90 * size**2)
    draw.facts["people"] = people
    layers = [draw.silence(), draw.silence()]
    for index in range(people):
        colour = draw.spread(700, 2200)
        length = frames_of(0.05)
        clap = coloured(draw.rng, length, band(colour * 0.7, colour * 1.8)) * decay(
            length, draw.spread(0.004, 0.012)
        )
        pace = draw.uniform(0.18, 0.32)
        number = int(draw.seconds / pace) + 3
        times = draw.uniform(-2 * pace, -pace) + np.cumsum(
            pace * (1 + 0.08 * draw.rng.standard_normal(number))
        )
        gain = draw.spread(0.3, 1.0)
        for time in times.tolist():
            add(layers[index % 2], int(time * 44100), clap, gain)
    hiss = np.float32(0.02 + 0.1 * size)
    mid = layers[0] + layers[1] + hiss * coloured(draw.rng, draw.frames, band(800, 5000))
    side = layers[0] - layers[1] + hiss * white(draw.rng, draw.frames)
    return draw.bed(np.stack([mid + 0.5 * side, mid - 0.5 * side], axis=1), 0.2 + 0.8 * size)


BEDS = {"applause": applause}
EVENTS = {"footsteps": footsteps, "heartbeat": heartbeat}
