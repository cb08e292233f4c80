"""Water close by: drips, bubbles, splashes, pouring, steam. It does not know captions."""

from __future__ import annotations

import numpy as np

from tangostudio.starter.sounds.draw import Draw, Sound, roomy
from tangostudio.starter.sounds.nature import bubble
from tangostudio.starter.sounds.toolkit import (
    add,
    band,
    breakpoints,
    coloured,
    decay,
    frames_of,
    loudnesses,
    peaks,
    pulses,
    scatter,
    tilt,
    wander,
)


def drip(draw: Draw) -> Sound:
    """Single drops, each a small cavity that rings upwards."""
    pitch = draw.value("pitch_hz", 500, 2400, "pitch", ("low", "high"))
    rate = draw.value("rate_hz", 0.8, 5.0, "speed", ("slow", "fast"))
    out = draw.silence()
    if draw.chance(0.35):
        times = draw.beats(1 / rate, draw.count(1 / rate, body_seconds=0.1), 0.06)
    else:
        times = draw.beats_filling(1 / rate, 0.06)
    for time in times:
        drop = bubble(
            pitch * draw.uniform(0.9, 1.1), draw.uniform(0.012, 0.022), draw.uniform(4, 12)
        )
        add(out, draw.at(time), drop, draw.uniform(0.8, 1))
    return draw.event(roomy(draw.rng, out, draw.uniform(0.3, 1.0), 0.12))


def bubbles(draw: Draw) -> Sound:
    """Gas that rises through a liquid: bubbles of one size or another, slow or boiling."""
    size = draw.size()
    rate = draw.value("rate_hz", 5, 45, "speed", ("slow", "fast"))
    middle = 1100 * 0.25**size
    grains = [
        bubble(middle * draw.spread(0.6, 1.7), draw.spread(0.02, 0.045), draw.spread(3, 12))
        for _ in range(16)
    ]
    out = draw.silence()
    places = np.append(pulses(draw.rng, draw.frames, rate), int(draw.lead * 44100))
    scatter(out, places, grains, loudnesses(draw.rng, len(places), 0.5), draw.rng)
    return draw.event(out)


def splash(draw: Draw) -> Sound:
    """Something falls into water: a thud, spray and the bubbles after it."""
    size = draw.size()
    out = draw.silence()
    length = min(draw.frames, frames_of(0.5 + 0.9 * size))
    end = length / 44100
    spray = coloured(draw.rng, length, band(350 - 200 * size, 6500), tilt(-1.5))
    spray *= decay(length, end / 6, attack=0.02 + 0.03 * size)
    thud = coloured(draw.rng, length, band(60, 260 - 120 * size)) * decay(length, 0.06, 0.004)
    add(out, draw.at(draw.lead), spray + np.float32(0.3 + 0.7 * size) * thud)
    middle = 1500 - 800 * size
    grains = [bubble(middle * draw.spread(0.5, 2), draw.spread(0.008, 0.03), 5) for _ in range(12)]
    number = int(15 + 50 * size)
    times = draw.lead + 0.1 + draw.rng.gamma(1.6, min(0.12 + 0.15 * size, draw.seconds / 8), number)
    times = times[times < draw.seconds - 0.05]
    gains = 0.35 * loudnesses(draw.rng, len(times), 0.6)
    scatter(out, (times * 44100).astype(np.int64), grains, gains, draw.rng)
    draw.onsets([draw.lead])
    return draw.event(out, 0.7 + 0.3 * size)


def pour(draw: Draw) -> Sound:
    """A vessel that fills: the resonance of the air above the water climbs."""
    size = draw.size()
    length = min(draw.seconds - draw.lead - 0.05, draw.spread(1.2, 9))
    frames = frames_of(length)
    base = 900 * 0.35**size
    out = draw.silence()
    flow = np.zeros(frames, np.float32)
    for step in range(6):
        centre = base * 4 ** (step / 5)
        place = length * step / 5
        fade = breakpoints(frames, [place - length / 5, place, place + length / 5], [0, 1, 0])
        flow += (
            coloured(
                draw.rng, frames, peaks([centre, centre * 2.7], [centre / 9, centre / 5], [1, 0.4])
            )
            * fade
        )
    flow += 0.15 * coloured(draw.rng, frames, band(700, 6000), tilt(-1.5))
    flow *= 0.8 + 0.4 * wander(draw.rng, frames, 8.0)
    grains = [bubble(base * draw.spread(1.2, 5), draw.spread(0.006, 0.02), 4) for _ in range(14)]
    places = pulses(draw.rng, frames, 60)
    scatter(flow, places, grains, 0.8 * loudnesses(draw.rng, len(places), 0.6), draw.rng)
    flow *= breakpoints(frames, [0, 0.06, length - min(0.15, length / 3), length], [0, 1, 1, 0])
    add(out, draw.at(draw.lead), flow)
    return draw.event(out)


def steam(draw: Draw) -> Sound:
    """Gas let out under pressure: a hiss that bursts out and dies away."""
    centre = draw.value("pitch_hz", 2200, 7500, "pitch", ("low", "high"))
    length = draw.value("length_seconds", 0.3, 4.0, "length", ("short", "long"))
    length = min(length, draw.seconds - draw.lead - 0.03)
    frames = frames_of(length)
    hiss = coloured(
        draw.rng, frames, band(centre * 0.6, centre * 2.2), peaks([centre], [centre], [1], 0.5)
    )
    hiss *= breakpoints(frames, [0, 0.02, 0.55 * length, length], [0, 1, 0.7, 0.0])
    out = draw.silence()
    add(out, draw.at(draw.lead), hiss * (0.9 + 0.2 * wander(draw.rng, frames, 20.0)))
    draw.onsets([draw.lead])
    return draw.event(out)


BEDS = {}
EVENTS = {"drip": drip, "bubbles": bubbles, "splash": splash, "pour": pour, "steam": steam}
