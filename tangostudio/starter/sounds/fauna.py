"""More animals, on the voice of `animals`. It does not know the wording of captions."""

from __future__ import annotations

import numpy as np

from tangostudio.starter.sounds.animals import voice
from tangostudio.starter.sounds.draw import Draw, Sound, panned
from tangostudio.starter.sounds.toolkit import (
    Signal,
    add,
    band,
    breakpoints,
    coloured,
    decay,
    frames_of,
    harmonics,
    modal,
    normalised,
    osc,
    peaks,
    phase,
    saw_amplitudes,
    shape,
    swell,
    upsample,
    wander,
)


def _calls(draw: Draw, call, length: float, gap: float, most: int = 4) -> Sound:
    """One to `most` calls in a row."""
    number = draw.count(length + gap, most=most, body_seconds=length)
    out = draw.silence()
    for time in draw.beats(length + gap, number, 0.05):
        piece = call()
        room = draw.frames - draw.at(time)
        add(out, draw.at(time), piece[:room], draw.uniform(0.85, 1))
    return draw.event(out)


def cat(draw: Draw) -> Sound:
    """Meow: a pitch that rises and falls while the mouth opens and closes."""
    size = draw.size()
    pitch = 900 - 450 * size
    draw.facts["pitch_hz"] = pitch
    length = min(draw.spread(0.4, 0.9), draw.seconds * 0.8)

    def call() -> Signal:
        contour = [pitch * 0.8, pitch * 1.2, pitch * 1.15, pitch * 0.95, pitch * 0.75]
        open_mouth, closed = [950.0, 1900.0, 3200.0], [480.0, 1100.0, 2700.0]
        cry = voice(draw, length, contour, open_mouth, closed, breath=0.05)
        return cry * swell(len(cry), 0.8, 0.4)

    return _calls(draw, call, length, draw.uniform(0.2, 0.5), 3)


def cow(draw: Draw) -> Sound:
    """Moo: long and low, opening slowly."""
    pitch = draw.value("pitch_hz", 85, 190, "pitch", ("low", "high"))
    length = min(draw.spread(0.9, 2.2), draw.seconds * 0.85)

    def call() -> Signal:
        contour = [pitch * 0.85, pitch, pitch * 1.12, pitch * 1.1, pitch * 0.8]
        cry = voice(draw, length, contour, [280, 750, 2200], [520, 980, 2300], 0.08, 0.08)
        return cry * swell(len(cry), 0.6, 0.5)

    return _calls(draw, call, length, draw.uniform(0.4, 0.8), 2)


def sheep(draw: Draw) -> Sound:
    """Baa: a nasal voice with a fast tremor."""
    size = draw.size()
    pitch = 420 - 220 * size
    draw.facts["pitch_hz"] = pitch
    length = min(draw.spread(0.5, 1.2), draw.seconds * 0.8)
    tremor = draw.uniform(7, 11)

    def call() -> Signal:
        cry = voice(
            draw,
            length,
            [pitch, pitch * 1.05, pitch, pitch * 0.9],
            [750, 1750, 2900],
            breath=0.1,
            rough=0.1,
        )
        cry *= 0.6 + 0.4 * osc(np.full(len(cry), tremor))
        return cry * swell(len(cry), 0.5, 0.35)

    return _calls(draw, call, length, draw.uniform(0.3, 0.6), 3)


def duck(draw: Draw) -> Sound:
    """Quacks: short, nasal and rough."""
    pitch = draw.value("pitch_hz", 170, 340, "pitch", ("low", "high"))

    def call() -> Signal:
        cry = voice(
            draw,
            0.16,
            [pitch * 1.1, pitch, pitch * 0.8],
            [1250, 2200, 3300],
            breath=0.15,
            rough=0.7,
        )
        return cry * swell(len(cry), 0.6, 0.3)

    return _calls(draw, call, 0.16, draw.uniform(0.08, 0.25), 5)


def owl(draw: Draw) -> Sound:
    """Hoots: soft pure tones, a short one and a long one."""
    pitch = draw.value("pitch_hz", 280, 560, "pitch", ("low", "high"))
    out = draw.silence()
    times = []
    for time in draw.beats_filling(draw.uniform(1.6, 2.6), 0.08):
        for start, length in ((0.0, 0.22), (0.38, 0.6)):
            frames = frames_of(length)
            tone = osc(pitch * upsample(np.array([0.94, 1.02, 1.0, 0.93]), frames))
            tone += 0.04 * coloured(draw.rng, frames, band(pitch * 0.9, pitch * 1.3))
            add(out, draw.at(time + start), tone * swell(frames, 0.9, 0.35))
            times.append(time + start)
    draw.onsets([t for t in times if t < draw.seconds - 0.05])
    return draw.event(out)


def frog(draw: Draw) -> Sound:
    """Croaks: a train of pulses through two resonances."""
    size = draw.size()
    centre = 1300 * 0.35**size
    rate = draw.uniform(35, 80)
    length = draw.spread(0.2, 0.5)

    def call() -> Signal:
        frames = frames_of(length)
        cycles = phase(rate * upsample(np.array([0.8, 1.0, 1.15]), frames))
        train = harmonics(cycles, np.ones(60))
        croak = shape(
            train, peaks([centre, centre * 2.6], [centre / 5, centre / 4], [1, 0.4], 0.005)
        )
        return normalised(croak * swell(frames, 0.7, 0.55))

    return _calls(draw, call, length, draw.uniform(0.15, 0.5), 5)


def crow(draw: Draw) -> Sound:
    """Caws: harsh, noisy and falling."""
    pitch = draw.value("pitch_hz", 380, 700, "pitch", ("low", "high"))
    length = draw.spread(0.25, 0.45)
    tract = (pitch / 520) ** 0.6

    def call() -> Signal:
        cry = voice(
            draw,
            length,
            [pitch, pitch * 1.1, pitch, pitch * 0.8],
            [1350 * tract, 1800 * tract, 3000 * tract],
            breath=0.9,
            rough=0.8,
        )
        return cry * swell(len(cry), 0.5, 0.3)

    return _calls(draw, call, length, draw.uniform(0.15, 0.4), 5)


def wolf(draw: Draw) -> Sound:
    """A howl: a clear tone that leaps up, holds and sinks."""
    pitch = draw.value("pitch_hz", 320, 720, "pitch", ("low", "high"))
    length = min(draw.seconds * 0.9, draw.spread(1.5, 5.0))
    frames = frames_of(length)
    law = [pitch * 0.6, pitch * 0.98, pitch * 1.02, pitch, pitch * 0.97, pitch * 0.7]
    contour = breakpoints(
        frames, [0, 0.12 * length, 0.3 * length, 0.6 * length, 0.8 * length, length], law
    )
    contour = contour * (1 + 0.012 * osc(np.full(frames, draw.uniform(4, 6))))
    cry = harmonics(phase(contour), [1, 0.35, 0.2, 0.08, 0.04])
    cry += 0.02 * coloured(draw.rng, frames, band(400, 3000))
    out = draw.silence()
    add(out, draw.at(draw.lead), cry * swell(frames, 0.6, 0.4))
    draw.onsets([draw.lead])
    return draw.event(out)


def bee(draw: Draw) -> Sound:
    """A buzz that wanders around the head: bee, fly or, higher, mosquito."""
    variant = draw.choose("variant", ("bee", "fly", "mosquito"))
    low, high = {"bee": (150, 220), "fly": (200, 290), "mosquito": (430, 680)}[variant]
    pitch = draw.value("pitch_hz", low, high, "pitch", ("low", "high"))
    contour = pitch * (0.9 + 0.2 * wander(draw.rng, draw.frames, 2.5))
    buzz = harmonics(phase(contour), saw_amplitudes(pitch * 1.1, 0.9, 40))
    buzz = shape(buzz, band(pitch * 1.2, 3500))
    buzz += 0.03 * coloured(draw.rng, draw.frames, band(500, 5000))
    buzz *= 0.3 + 0.7 * wander(draw.rng, draw.frames, 1.2)
    place = 0.1 + 0.8 * wander(draw.rng, draw.frames, 0.6)
    if draw.chance(0.3):
        ends = (0.05, 0.95) if draw.direction() else (0.95, 0.05)
        place = np.linspace(*ends, draw.frames, dtype=np.float32)
    return draw.bed(panned(buzz, place))


def hooves(draw: Draw) -> Sound:
    """A horse that walks, trots or gallops on hard ground."""
    gait = draw.choose("variant", ("walking", "trotting", "galloping"))
    period = {"walking": 1.0, "trotting": 0.62, "galloping": 0.46}[gait] * draw.uniform(0.9, 1.1)
    marks = {"walking": (0, 0.25, 0.5, 0.75), "trotting": (0, 0.5), "galloping": (0, 0.22, 0.44)}[
        gait
    ]
    draw.facts["rate_hz"] = len(marks) / period
    base = draw.uniform(550, 900)
    out = draw.silence()
    times = []
    for time in draw.beats_filling(period, 0.02):
        for index, mark in enumerate(marks):
            tones = base * (1 + 0.07 * (index % 3)) * np.array([0.3, 1, 1.9, 3.3])
            hoof = modal(frames_of(0.12), tones, [0.02, 0.014, 0.008, 0.005], [0.5, 1, 0.5, 0.25])
            hoof += 0.4 * coloured(draw.rng, len(hoof), band(600, 5000)) * decay(len(hoof), 0.003)
            add(out, draw.at(time + mark * period), hoof, draw.uniform(0.8, 1))
            times.append(time + mark * period)
    draw.onsets([t for t in times if t < draw.seconds - 0.05])
    return draw.event(out)


BEDS = {"bee": bee}
EVENTS = {
    "cat": cat,
    "cow": cow,
    "sheep": sheep,
    "duck": duck,
    "owl": owl,
    "frog": frog,
    "crow": crow,
    "wolf": wolf,
    "hooves": hooves,
}
