"""Things at home and at work: creaks, zips, paper, keys, tools. It does not know captions."""

from __future__ import annotations

import numpy as np

from tangostudio.starter.sounds.draw import Draw, Sound
from tangostudio.starter.sounds.impacts import click
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
    scatter,
    seconds_axis,
    shape,
    swell,
    tilt,
    wander,
)


def _placed(draw: Draw, piece: Signal) -> Sound:
    out = draw.silence()
    add(out, draw.at(draw.lead), piece)
    draw.onsets([draw.lead])
    return draw.event(out)


def _length(draw: Draw, low: float, high: float, trait: str, words: tuple[str, str]) -> float:
    length = draw.value("length_seconds", low, high, trait, words)
    return min(length, draw.seconds - draw.lead - 0.03)


def door_creak(draw: Draw) -> Sound:
    """A hinge that sticks and slips: a wandering pulse train through fixed resonances."""
    rate = draw.value("pitch_hz", 45, 260, "pitch", ("low", "high"))
    length = _length(draw, 0.4, 3.0, "speed", ("fast", "slow"))
    frames = frames_of(length)
    turn = np.exp2(1.6 * (wander(draw.rng, frames, 3.0 / length + 1.5) - 0.5))
    grit = 1 + 0.12 * (wander(draw.rng, frames, 60.0) - 0.5)
    train = harmonics(phase(rate * turn * grit), saw_amplitudes(rate * 1.8, 0.25, 70))
    hinge = (rate / 110) ** 0.5
    centres = [hinge * draw.spread(low, 1.6 * low) for low in (480, 1200, 2500)]
    creak = shape(train, peaks(centres, [90, 160, 300], [1, 0.9, 0.5], 0.03))
    creak *= (0.35 + wander(draw.rng, frames, 7.0)) * swell(frames, 0.5, 0.45)
    return _placed(draw, creak)


def zipper(draw: Draw) -> Sound:
    """Teeth that pass one by one, faster and faster."""
    length = _length(draw, 0.25, 1.4, "speed", ("fast", "slow"))
    frames = frames_of(length)
    first = draw.uniform(50, 80) / length**0.4
    rate = first * breakpoints(
        frames, [0, 0.3 * length, length], [0.6, 1.2, draw.uniform(1.8, 3.0)]
    )
    teeth = np.power(np.float32(0.5) + np.float32(0.5) * osc(rate), 4)
    buzz = coloured(
        draw.rng, frames, band(1500, 9000), peaks([draw.spread(2500, 5000)], [1800], [1], 0.3)
    )
    zip_ = buzz * teeth * breakpoints(frames, [0, 0.03, length - 0.05, length], [0, 0.6, 1, 0])
    return _placed(draw, zip_)


def paper(draw: Draw) -> Sound:
    """Paper that is crumpled, torn or turned."""
    variant = draw.choose("variant", ("crumple", "tear", "page"))
    if variant == "crumple":
        length = min(draw.spread(0.6, 3.5), draw.seconds - draw.lead - 0.05)
        out = np.zeros(frames_of(length), np.float32)
        grains = [
            click(draw, draw.spread(0.0008, 0.006), draw.spread(900, 3000), 11000)
            for _ in range(16)
        ]
        times = draw.rng.random(int(90 * length)) ** 1.2 * (length - 0.05)
        heard = wander(draw.rng, len(out), 5.0)[(times * 44100).astype(int)] > 0.3
        heard[: max(8, len(times) // 4)] = True
        times = times[heard]
        gains = np.exp(1.1 * draw.rng.standard_normal(len(times)))
        scatter(out, (times * 44100).astype(np.int64), grains, gains, draw.rng)
        return _placed(draw, out)
    length = _length(draw, 0.3, 1.3, "speed", ("fast", "slow"))
    frames = frames_of(length)
    if variant == "tear":
        held = np.repeat(draw.rng.random(frames // 220 + 1).astype(np.float32) ** 2, 220)[:frames]
        noise = coloured(draw.rng, frames, band(1200, 10000)) * (0.15 + held)
        noise *= breakpoints(frames, [0, 0.02, 0.8 * length, length], [0, 0.7, 1, 0])
    else:
        noise = coloured(draw.rng, frames, band(700, 6000)) * swell(frames, 1.6, 0.6)
        noise *= 0.25 + wander(draw.rng, frames, 30.0)
        add(noise, int(frames * 0.85), click(draw, 0.006, 500, 4000), 0.5)
    return _placed(draw, noise)


def typing(draw: Draw) -> Sound:
    """Keys: a click down and a softer one up, at a human's uneven pace."""
    variant = draw.choose("variant", ("keyboard", "typewriter"))
    rate = draw.value("rate_hz", 3, 11, "speed", ("slow", "fast"))
    out = draw.silence()
    heavy = variant == "typewriter"
    for time in draw.beats_filling(1 / rate, 0.3):
        key = click(draw, 0.003 if heavy else 0.0018, 700 if heavy else 1600, 9000)
        tones = draw.uniform(0.85, 1.15) * np.array([420, 1700] if heavy else [900, 3200])
        body = modal(frames_of(0.08), tones, [0.012, 0.006], [1.2, 0.8])
        add(body, 0, key, 0.5)
        add(out, draw.at(time), body, draw.uniform(0.6, 1))
        add(out, draw.at(time + draw.uniform(0.05, 0.09)), key, 0.2)
    return draw.event(out)


def camera(draw: Draw) -> Sound:
    """A shutter: mirror up, mirror down, and at times the film's motor."""
    interval = draw.uniform(0.4, 0.6)
    number = draw.count(interval, most=4, body_seconds=0.3)
    wind_on = draw.chance(0.4)
    out = draw.silence()
    gap = draw.uniform(0.05, 0.11)
    for time in draw.beats(interval, number, 0.05):
        for start, gain in ((0.0, 1.0), (gap, 0.8)):
            snap = modal(
                frames_of(0.06),
                draw.rng.uniform(1500, 4500, 3),
                [0.005, 0.004, 0.003],
                [1, 0.8, 0.6],
            )
            add(snap, 0, click(draw, 0.003, 1200, 10000), 0.6)
            add(out, draw.at(time + start), snap, gain)
        if wind_on:
            frames = frames_of(0.2)
            whir = harmonics(phase(np.full(frames, 310.0)), saw_amplitudes(330, 0.8, 30)) * swell(
                frames, 0.4
            )
            add(out, draw.at(time + gap + 0.03), shape(whir, band(500, 5000)), 0.25)
    return draw.event(out)


def cork_pop(draw: Draw) -> Sound:
    """A stopper that leaves its bottle: a puff, the neck's ring, and maybe fizz."""
    pitch = draw.value("pitch_hz", 260, 950, "pitch", ("low", "high"))
    frames = min(draw.frames, frames_of(1.6))
    pop = modal(frames, [pitch, pitch * 2.4, pitch * 4.1], [0.022, 0.012, 0.008], [1, 0.4, 0.2])
    add(pop, 0, click(draw, 0.004, 200, 7000), 0.6)
    if draw.chance(0.5):
        draw.traits["variant"] = "fizz"
        fizz = coloured(draw.rng, frames, band(3500, 12000)) * decay(
            frames, min(0.4, draw.seconds / 5), 0.05
        )
        pop += 0.12 * fizz
    return _placed(draw, pop)


def boing(draw: Draw) -> Sound:
    """A spring that is let go: a tone whose wobble dies away."""
    pitch = draw.value("pitch_hz", 110, 520, "pitch", ("low", "high"))
    length = min(draw.spread(0.5, 1.6), draw.seconds - draw.lead - 0.03)
    frames = frames_of(length)
    time = seconds_axis(frames)
    wobble = osc(np.full(frames, draw.uniform(9, 18))) * np.exp(-time / np.float32(length * 0.4))
    tone = harmonics(phase(pitch * np.exp2(0.45 * wobble)), [1, 0.6, 0.5, 0.25, 0.15, 0.1])
    twang = tone * decay(frames, length / 5, 0.002)
    return _placed(draw, twang)


def drill(draw: Draw) -> Sound:
    """A power drill: the motor starts, buzzes under load and stops."""
    pitch = draw.value("pitch_hz", 90, 300, "pitch", ("low", "high"))
    length = draw.seconds
    start = min(0.3, length / 5)
    law = breakpoints(draw.frames, [0, start, length - start, length], [0.35, 1.0, 1.0, 0.3])
    law = law * (0.96 + 0.08 * wander(draw.rng, draw.frames, 4.0))
    motor = harmonics(phase(pitch * law), saw_amplitudes(pitch, 0.7, 60))
    gears = harmonics(phase(pitch * 8.3 * law), [1, 0.4, 0.2])
    load = coloured(draw.rng, draw.frames, band(900, 8000)) * (
        0.6 + 0.8 * wander(draw.rng, draw.frames, 25.0)
    )
    drilled = (
        shape(motor, peaks([700, 1900, 3600], [500, 800, 1200], [1, 0.8, 0.6], 0.1)) + 0.25 * gears
    )
    drilled = normalised(drilled) + 0.12 * load
    drilled *= breakpoints(draw.frames, [0, start, length - start, length], [0.15, 1, 1, 0])
    return draw.bed(drilled, places=True)


def vacuum(draw: Draw) -> Sound:
    """A vacuum cleaner: a steady whine inside a broad rush of air."""
    pitch = draw.value("pitch_hz", 260, 620, "pitch", ("low", "high"))
    length = draw.seconds
    spin = min(0.6, length / 5)
    law = breakpoints(draw.frames, [0, spin, length - spin, length], [0.6, 1, 1, 0.6])
    whine = harmonics(phase(pitch * law), [1, 0.7, 0.25, 0.35, 0.12, 0.2, 0.1])
    air = coloured(draw.rng, draw.frames, band(200, 4500), tilt(-0.8))
    moving = 0.85 + 0.3 * wander(draw.rng, draw.frames, 1.0)
    mix = (0.45 * whine + 0.8 * air * moving) * breakpoints(
        draw.frames, [0, spin, length - spin, length], [0.2, 1, 1, 0.1]
    )
    return draw.bed(mix, places=True)


def servo(draw: Draw) -> Sound:
    """A small motor that moves a limb: it whirs up, holds and stops."""
    pitch = draw.value("pitch_hz", 220, 900, "pitch", ("low", "high"))
    length = draw.spread(0.25, 0.7)
    number = draw.count(length + 0.2, most=4, body_seconds=min(length, draw.seconds * 0.7))
    out = draw.silence()
    for time in draw.beats(length + draw.uniform(0.1, 0.2), number, 0.06):
        frames = frames_of(min(length, draw.seconds - time))
        end = frames / 44100
        target = draw.uniform(0.85, 1.25)
        law = breakpoints(
            frames, [0, 0.25 * end, 0.75 * end, end], [0.5, target, target * 1.05, 0.6]
        )
        whir = harmonics(phase(pitch * law), saw_amplitudes(pitch * 1.4, 1.0, 24))
        whir += 0.4 * osc(pitch * 5.3 * law)
        whir *= breakpoints(frames, [0, 0.02, end - 0.04, end], [0, 1, 0.9, 0])
        add(out, draw.at(time), shape(whir, band(300, 7000)))
        add(out, draw.at(time + end - 0.03), click(draw, 0.003, 800, 6000), 0.4)
    return draw.event(out)


BEDS = {"drill": drill, "vacuum": vacuum}
EVENTS = {
    "door_creak": door_creak,
    "zipper": zipper,
    "paper": paper,
    "typing": typing,
    "camera": camera,
    "cork_pop": cork_pop,
    "boing": boing,
    "servo": servo,
}
