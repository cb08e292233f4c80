"""Bells, sirens, alarms, horns and clocks. It does not know the wording of captions."""

from __future__ import annotations

import numpy as np

from tangostudio.starter.sounds.draw import Draw, Sound
from tangostudio.starter.sounds.impacts import click
from tangostudio.starter.sounds.toolkit import (
    add,
    band,
    breakpoints,
    coloured,
    frames_of,
    harmonics,
    modal,
    phase,
    saw_amplitudes,
    shape,
    steady,
    upsample,
)

CHURCH_RATIOS = np.array([0.5, 1, 1.19, 1.5, 2, 2.51, 2.66, 3.01, 4.1, 5.2])


def church_bell(draw: Draw) -> Sound:
    """A big bell: hum, prime, tierce, quint and nominal, ringing long."""
    base = draw.value("pitch_hz", 180, 700, "pitch", ("low", "high"))
    tau = min(draw.spread(0.9, 2.6), draw.seconds / 3)
    interval = draw.uniform(0.9, 1.6)
    number = draw.count(interval, body_seconds=0.7)
    gains = np.array([0.5, 0.7, 0.8, 0.35, 1.0, 0.5, 0.4, 0.5, 0.3, 0.2]) * draw.rng.uniform(
        0.7, 1.2, 10
    )
    out = draw.silence()
    ring = modal(
        frames_of(min(7 * tau, draw.seconds)), base * CHURCH_RATIOS, tau / CHURCH_RATIOS**0.7, gains
    )
    add(ring, 0, click(draw, 0.003, 800, 7000), 0.3)
    for time in draw.beats(interval, number, 0.02):
        add(out, draw.at(time), ring, draw.uniform(0.85, 1))
    return draw.event(out)


def small_bell(draw: Draw) -> Sound:
    """A hand bell, a bicycle bell or a reception bell: bright, few partials."""
    variant = draw.choose("variant", ("hand", "bicycle", "desk"))
    base = draw.value("pitch_hz", 900, 3200, "pitch", ("low", "high"))
    tau = min(draw.spread(0.25, 1.0), draw.seconds / 4)
    interval = {
        "hand": draw.uniform(0.18, 0.4),
        "bicycle": draw.uniform(0.09, 0.14),
        "desk": draw.uniform(0.4, 0.8),
    }[variant]
    number = draw.count(interval, body_seconds=0.3)
    ratios = np.array([1, 2.76, 5.4, 1.003])
    ring = modal(
        frames_of(min(7 * tau, draw.seconds)),
        base * ratios,
        tau * np.array([1, 0.5, 0.25, 0.9]),
        [1, 0.5, 0.25, 0.4],
    )
    add(ring, 0, click(draw, 0.0008, 2500, 12000), 0.3)
    out = draw.silence()
    for time in draw.beats(interval, number, 0.05):
        add(out, draw.at(time), ring, draw.uniform(0.8, 1))
    return draw.event(out)


def siren(draw: Draw) -> Sound:
    """A wail, a yelp or a two-tone horn with clean harmonics."""
    law = draw.choose("variant", ("wail", "yelp", "two-tone"))
    base = draw.value("pitch_hz", 450, 900, "pitch", ("low", "high"))
    fast = {"wail": (0.12, 0.35), "yelp": (2.2, 4.5), "two-tone": (0.6, 1.4)}[law]
    rate = draw.value("rate_hz", fast[0], fast[1], "speed", ("slow", "fast"))
    grid = np.arange(0, draw.frames + 32, 32) / 44100 * rate + (
        0 if law == "wail" else draw.rng.random()
    )
    if law == "two-tone":
        swing = np.clip(np.sin(2 * np.pi * grid) * 12, -1, 1) * 0.5 + 0.5
        contour = base * (1.333**swing)
    else:
        swing = 0.5 - 0.5 * np.cos(2 * np.pi * grid)
        contour = base * (2.0**swing)
    tone = harmonics(phase(upsample(contour, draw.frames)), [1, 0.45, 0.3, 0.16, 0.1])
    return draw.bed(shape(tone, band(300, 5000)), places=True)


def alarm(draw: Draw) -> Sound:
    """Gated beeps."""
    tone = draw.value("pitch_hz", 600, 3200, "pitch", ("low", "high"))
    rate = draw.value("rate_hz", 1.2, 7.0, "speed", ("slow", "fast"))
    length = frames_of(min(0.55 / rate, 0.35))
    beep = harmonics(phase(np.full(length, tone)), [1, 0, 0.3, 0, 0.12])
    gate = breakpoints(length, [0, 0.004, length / 44100 - 0.006, length / 44100], [0, 1, 1, 0])
    out = draw.silence()
    if draw.chance(0.3):
        times = draw.beats(1 / rate, draw.count(1 / rate, body_seconds=0.5 / rate), 0.0)
    else:
        times = draw.beats_filling(1 / rate, 0.0)
    for time in times:
        add(out, draw.at(time), beep * gate)
    return draw.event(out)


def horn(draw: Draw) -> Sound:
    """A car's, a truck's or a ship's horn: two or three detuned reeds."""
    variant = draw.choose("variant", ("car", "ship", "truck"))
    low, high = {"car": (350, 520), "ship": (70, 140), "truck": (170, 290)}[variant]
    base = draw.value("pitch_hz", low, high, "pitch", ("low", "high"))
    longest = min(draw.seconds * 0.85, 5.0 if variant == "ship" else 2.5)
    number = draw.count(0.6, most=1 if variant == "ship" else 4, body_seconds=0.1)
    length = draw.spread(0.25, 0.4) if number > 1 else max(0.25, draw.uniform(0.3, 1.0) * longest)
    frames = frames_of(min(length, draw.seconds - draw.lead))
    tone = np.zeros(frames, np.float32)
    for ratio in (1.0, draw.uniform(1.19, 1.27), 1.006):
        tone += harmonics(phase(np.full(frames, base * ratio)), saw_amplitudes(base * 1.3, 0.9, 40))
    end = frames / 44100
    tone *= breakpoints(frames, [0, 0.03, end - 0.06, end], [0, 1, 1, 0])
    tone = shape(tone, band(base * 0.8, 2800 if variant == "car" else 1600))
    out = draw.silence()
    for time in draw.beats(length + draw.uniform(0.15, 0.25), number, 0.03):
        add(out, draw.at(time), tone)
    return draw.event(out)


def clock_tick(draw: Draw) -> Sound:
    """A mechanism that ticks and tocks evenly."""
    size = draw.size()
    rate = draw.value("rate_hz", 1.0, 5.0, "speed", ("slow", "fast"))
    base = 3600 * 0.25**size * draw.spread(0.9, 1.1)
    out = draw.silence()
    ticks = []
    for pitch in (base, base * draw.uniform(0.75, 0.9)):
        tick = modal(
            frames_of(0.12),
            pitch * np.array([1, 1.9, 3.1]),
            np.array([8, 4, 2]) * 1e-3 * (1 + size),
            [1, 0.6, 0.4],
        )
        add(tick, 0, click(draw, 0.0006, 2000, 12000), 0.4)
        ticks.append(tick)
    for index, time in enumerate(draw.beats_filling(1 / rate, 0.02)):
        add(out, draw.at(time), ticks[index % 2], draw.uniform(0.92, 1))
    return draw.event(out)


def hum(draw: Draw) -> Sound:
    """Mains or machine hum: steady low harmonics."""
    base = draw.value("pitch_hz", 48, 240, "pitch", ("low", "high"))
    out = draw.silence()
    for index in range(1, int(draw.rng.integers(6, 14))):
        sway = 0.8 + 0.2 * np.sin(
            2 * np.pi * draw.uniform(0.1, 0.7) * np.arange(0, draw.seconds + 0.01, 0.01)
        )
        gain = draw.spread(0.3, 1.0) / index
        out += steady(base * index, draw.frames, draw.rng.random()) * upsample(
            sway * gain, draw.frames
        )
    out += 0.03 * coloured(draw.rng, draw.frames, band(200, 4000))
    return draw.bed(out)


BEDS = {"siren": siren, "hum": hum}
EVENTS = {
    "church_bell": church_bell,
    "small_bell": small_bell,
    "alarm": alarm,
    "horn": horn,
    "clock_tick": clock_tick,
}
