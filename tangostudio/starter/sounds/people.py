"""Voices and breath of people, alone and in crowds, without words. It does not know captions."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tangostudio.starter.sounds.animals import voice
from tangostudio.starter.sounds.draw import Draw, Sound, wide_room, widened
from tangostudio.starter.sounds.toolkit import (
    add,
    band,
    breakpoints,
    coloured,
    frames_of,
    harmonics,
    normalised,
    peaks,
    phase,
    saw_amplitudes,
    shape,
    steady,
    swell,
    tilt,
    wander,
)

VOWELS = {
    "ah": [730.0, 1090.0, 2440.0],
    "eh": [530.0, 1840.0, 2480.0],
    "ee": [270.0, 2290.0, 3010.0],
    "oh": [570.0, 840.0, 2410.0],
    "oo": [300.0, 870.0, 2240.0],
}
"""First three formants in Hz (Peterson and Barney, 1952)."""


def breathing(draw: Draw) -> Sound:
    """Breath drawn in, brighter, and let out, darker."""
    pace = draw.value("rate_hz", 0.28, 1.3, "speed", ("slow", "fast"))
    out = draw.silence()
    tract = draw.uniform(0.85, 1.2)
    for time in draw.beats_filling(1 / pace, 0.05):
        for start, share, centre, gain in ((0.0, 0.38, 1700, 0.8), (0.46, 0.46, 900, 1.0)):
            frames = frames_of(share / pace)
            curve = peaks([centre * tract, 2.4 * centre * tract], [500, 900], [1, 0.4], 0.03)
            breath = coloured(draw.rng, frames, curve, band(250, 7000)) * swell(frames, 1.3, 0.4)
            add(out, draw.at(time + start / pace), breath, gain)
    return draw.event(out, 0.8, places=False)


def snore(draw: Draw) -> Sound:
    """A rattling breath in and a soft one out."""
    rattle = draw.value("pitch_hz", 28, 75, "pitch", ("low", "high"))
    pace = draw.uniform(0.28, 0.5)
    out = draw.silence()
    for time in draw.beats_filling(1 / pace, 0.05):
        frames = frames_of(0.42 / pace)
        cycles = phase(rattle * (0.9 + 0.25 * wander(draw.rng, frames, 4.0)))
        source = harmonics(cycles, saw_amplitudes(rattle * 1.2, 0.6, 60))
        source += 0.35 * coloured(draw.rng, frames, band(150, 2500))
        throat = shape(source, peaks([320, 850, 1900], [140, 260, 500], [1, 0.7, 0.3], 0.02))
        add(out, draw.at(time), normalised(throat * swell(frames, 1.0, 0.55)))
        rest = frames_of(0.36 / pace)
        away = coloured(draw.rng, rest, band(300, 1500)) * swell(rest, 1.5, 0.4)
        add(out, draw.at(time + 0.5 / pace), away, 0.06)
    return draw.event(out, places=False)


def _sung(pitch_hz: float, formants_hz: list[float], slope: float) -> NDArray[np.floating]:
    """Amplitudes of the harmonics of a steady pitch behind a vowel's formants."""
    amplitudes = saw_amplitudes(pitch_hz * 1.3, slope, 40)
    hz = (pitch_hz * np.arange(1, len(amplitudes) + 1)).astype(np.float32)
    return amplitudes * peaks(formants_hz, [90, 120, 200], [1, 0.6, 0.3], 0.012)(hz)


def crowd(draw: Draw) -> Sound:
    """A murmur: many throats that say nothing."""
    size = draw.size()
    vowels = list(VOWELS.values())
    layers = []
    for _ in range(2):
        layer = 0.01 * np.float32(size) * coloured(draw.rng, draw.frames, band(250, 2500), tilt(-2))
        for _ in range(int(3 + 6 * size)):
            pitch = draw.spread(95, 230)
            contour = pitch * (0.85 + 0.3 * wander(draw.rng, draw.frames, 2.5))
            vowel = vowels[int(draw.rng.integers(len(vowels)))]
            source = harmonics(phase(contour), _sung(pitch, vowel, 1.2))
            gate = 2.2 * wander(draw.rng, draw.frames, draw.uniform(4, 7)) - 0.7
            layer += source * np.clip(gate, 0, 1) * np.float32(draw.spread(0.3, 1.0))
        layers.append(layer)
    return draw.bed(widened(layers[0], layers[1], 0.45), 0.3 + 0.7 * size)


def choir(draw: Draw) -> Sound:
    """Several singers hold one vowel, on one note or a chord."""
    vowel = VOWELS[draw.choose("vowel", ("ah", "oh", "oo"), spoken=False)]
    base = draw.value("pitch_hz", 110, 440, "pitch", ("low", "high"))
    chord = (1.0, 1.5, 2.0) if draw.chance(0.5) else (1.0, 1.25, 1.5)
    sides = [draw.silence(), draw.silence()]
    for index in range(7):
        pitch = base * chord[index % 3] * draw.uniform(0.995, 1.005)
        vibrato = steady(draw.uniform(4.5, 6), draw.frames, draw.rng.random()) * np.float32(0.006)
        cycles = phase(pitch * (1 + vibrato), draw.rng.random())
        voice_ = harmonics(cycles, _sung(pitch, vowel, 1.2)) * np.float32(draw.uniform(0.6, 1))
        place = 0.15 + 0.7 * index / 6
        add(sides[0], 0, voice_, 1 - place)
        add(sides[1], 0, voice_, place)
    rise = min(0.4, draw.seconds / 4)
    swelling = breakpoints(draw.frames, [0, rise, draw.seconds - rise, draw.seconds], [0, 1, 1, 0])
    tail = min(2.0, draw.seconds)
    return draw.bed(wide_room(draw.rng, (sides[0] * swelling, sides[1] * swelling), tail, 0.35))


def scream(draw: Draw) -> Sound:
    """A cry of fear: a high rough voice that rises and breaks off."""
    pitch = draw.value("pitch_hz", 480, 1300, "pitch", ("low", "high"))
    length = draw.value("length_seconds", 0.4, 2.5, "length", ("short", "long"))
    length = min(length, draw.seconds - draw.lead - 0.05)
    contour = [pitch * 0.7, pitch * 1.15, pitch * 1.1, pitch, pitch * 0.75]
    cry = voice(draw, length, contour, [950, 1500, 2900, 3900], breath=0.2, rough=0.25)
    out = draw.silence()
    add(out, draw.at(draw.lead), cry * swell(len(cry), 0.5, 0.35))
    draw.onsets([draw.lead])
    return draw.event(out)


def cough(draw: Draw) -> Sound:
    """Bursts of rough breath with a little voice in them."""
    pitch = draw.value("pitch_hz", 110, 330, "pitch", ("low", "high"))
    interval = draw.uniform(0.35, 0.55)
    number = draw.count(interval, most=4, body_seconds=0.3)
    tract = float((pitch / 180) ** 0.35)
    out = draw.silence()
    for time in draw.beats(interval, number, 0.06):
        formants = [650 * tract, 1350 * tract, 2600 * tract]
        throat = voice(
            draw, 0.26, [pitch * 1.2, pitch, pitch * 0.8], formants, breath=2.2, rough=0.6
        )
        frames = len(throat)
        throat *= breakpoints(frames, [0, 0.008, 0.06, 0.16, 0.26], [0, 1, 0.5, 0.25, 0])
        add(out, draw.at(time), throat, draw.uniform(0.75, 1))
    return draw.event(out)


BEDS = {"crowd": crowd, "choir": choir}
EVENTS = {"breathing": breathing, "snore": snore, "scream": scream, "cough": cough}
