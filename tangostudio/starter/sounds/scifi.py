"""Science fiction, magic and motion effects. It does not know the wording of captions."""

from __future__ import annotations

import numpy as np

from tangostudio.starter.sounds.chimes import PENTATONIC
from tangostudio.starter.sounds.draw import Draw, Sound, wide_room
from tangostudio.starter.sounds.toolkit import (
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
    phase,
    saw_amplitudes,
    seconds_axis,
    shape,
    sine,
    soft_clip,
    swell,
)


def laser(draw: Draw) -> Sound:
    """A falling chirp with frequency modulation."""
    top = draw.value("pitch_hz", 700, 5500, "pitch", ("low", "high"))
    length = min(
        draw.value("length_seconds", 0.1, 0.6, "length", ("short", "long")), draw.seconds * 0.8
    )
    number = draw.count(length + 0.12, most=4, body_seconds=length)
    frames = frames_of(length)
    time = seconds_axis(frames)
    sweep = top * (0.08 + 0.92 * np.exp(-time / np.float32(length * 0.3)))
    modulator = osc(sweep * draw.spread(0.5, 2.0)) * np.float32(draw.spread(0.3, 2.0) / (2 * np.pi))
    zap = sine(phase(sweep) + modulator) * decay(frames, length * 0.35, 0.002)
    out = draw.silence()
    for start in draw.beats(length + draw.uniform(0.05, 0.12), number, 0.03):
        add(out, draw.at(start), zap)
    return draw.event(out)


def whoosh(draw: Draw) -> Sound:
    """Air that rushes past: a noise band that swells and sweeps."""
    centre = draw.value("pitch_hz", 250, 3500, "pitch", ("low", "high"))
    length = draw.value("length_seconds", 0.15, 1.4, "speed", ("fast", "slow"))
    length = min(length, draw.seconds - draw.lead - 0.03)
    frames = frames_of(length)
    top = draw.uniform(0.4, 0.65)
    gust = np.zeros(frames, np.float32)
    for step in (-1.0, 0.0, 1.0):
        tone = centre * 2 ** (step * 0.7)
        hump = np.exp(
            -np.square(
                (np.linspace(0, 1, frames, dtype=np.float32) - np.float32(top + 0.12 * step)) / 0.2
            )
        )
        gust += coloured(draw.rng, frames, band(tone * 0.7, tone * 1.4)) * hump
    out = draw.silence()
    add(out, draw.at(draw.lead), gust * swell(frames, 1.3, top))
    draw.onsets([draw.lead])
    pan = None
    if draw.chance(0.4):
        end = draw.lead + length
        law = [0.05, 0.05, 0.95, 0.95] if draw.direction() else [0.95, 0.95, 0.05, 0.05]
        pan = breakpoints(draw.frames, [0, draw.lead, end, draw.seconds + 0.1], law)
    return draw.event(out, pan=pan)


def power(draw: Draw) -> Sound:
    """A machine that powers up or down: a tone that glides while its tremor changes pace."""
    rising = draw.choose("variant", ("up", "down")) == "up"
    low = draw.value("pitch_hz", 70, 260, "pitch", ("low", "high"))
    length = min(
        draw.value("length_seconds", 0.6, 3.5, "speed", ("fast", "slow")), draw.seconds - 0.06
    )
    frames = frames_of(length)
    climb = np.linspace(0, 1, frames, dtype=np.float32) ** 0.8
    climb = climb if rising else 1 - climb
    pitch = low * np.exp2(draw.uniform(2.2, 3.4) * climb)
    tone = harmonics(phase(pitch), [1, 0.5, 0.4, 0.25, 0.2, 0.12, 0.1])
    tone += harmonics(phase(pitch * 1.007), [0.8, 0.4, 0.3, 0.2])
    tone *= 0.7 + 0.3 * osc(6 + 16 * climb)
    edge = [0, 0.04, length - 0.12, length] if length > 0.3 else [0, 0.02, length - 0.05, length]
    tone *= breakpoints(frames, edge, [0, 1, 1, 0]) * (0.5 + 0.5 * climb)
    out = draw.silence()
    add(out, draw.at(draw.lead), tone)
    draw.onsets([draw.lead])
    return draw.event(out)


def magic(draw: Draw) -> Sound:
    """Sparkle: many small bells on a pentatonic scale that climb or fall."""
    rising = draw.choose("variant", ("rising", "falling")) == "rising"
    base = draw.value("pitch_hz", 700, 2200, "pitch", ("low", "high"))
    length = min(draw.spread(0.5, 2.5), draw.seconds * 0.7)
    number = int(length * draw.uniform(14, 28)) + 4
    tau = min(0.28, draw.seconds / 6)
    notes = {}
    left, right = draw.silence(), draw.silence()
    for index in range(number):
        share = index / number if rising else 1 - index / number
        step = int(np.clip(share * 10 + draw.rng.integers(-1, 2), 0, 12))
        if step not in notes:
            tone = base * 2 ** (step // 5 + PENTATONIC[step % 5] / 12)
            notes[step] = modal(frames_of(5 * tau), [tone, tone * 3.01], [tau, tau / 3], [1, 0.3])
        at = draw.lead + length * index / number + draw.uniform(0, 0.015)
        gain, place = draw.uniform(0.4, 1), draw.uniform(0.2, 0.8)
        add(left, draw.at(at), notes[step], gain * (1 - place))
        add(right, draw.at(at), notes[step], gain * place)
    draw.onsets([draw.lead])
    return draw.event(
        wide_room(draw.rng, (left, right), min(1.5, draw.seconds), 0.15), places=False
    )


def riser(draw: Draw) -> Sound:
    """Noise and a saw that climb and grow until they stop short."""
    low = draw.value("pitch_hz", 60, 240, "pitch", ("low", "high"))
    length = draw.seconds - 0.04
    frames = draw.frames
    climb = np.linspace(0, 1, frames, dtype=np.float32)
    tone = harmonics(phase(low * np.exp2(3.0 * climb)), saw_amplitudes(low * 8, 1.0, 12))
    air = np.zeros(frames, np.float32)
    for step in range(5):
        centre = 400 * 2.0**step
        share = np.exp(-np.square((climb - np.float32(step / 4)) / np.float32(0.22)))
        air += coloured(draw.rng, frames, band(centre * 0.6, centre * 1.6)) * share
    grown = (0.4 * tone + 0.5 * air) * (0.04 + 0.96 * climb**1.8)
    return draw.bed(grown * breakpoints(frames, [0, length - 0.03, length], [1, 1, 0]))


def braam(draw: Draw) -> Sound:
    """A trailer's brass hit: detuned low saws that open up and fade."""
    base = draw.value("pitch_hz", 42, 110, "pitch", ("low", "high"))
    length = min(
        draw.value("length_seconds", 0.9, 4.5, "length", ("short", "long")), draw.seconds - 0.04
    )
    frames = frames_of(length)
    dull, open_ = np.zeros(frames, np.float32), np.zeros(frames, np.float32)
    for ratio in (0.993, 1.0, 1.009, 1.5, 2.004):
        cycles = phase(np.full(frames, base * ratio), draw.rng.random())
        dull += harmonics(cycles, saw_amplitudes(base * 2, 2.0, 16))
        open_ += harmonics(cycles, saw_amplitudes(base * 2, 0.9, 60))
    sweep = breakpoints(frames, [0, 0.15 * length, 0.4 * length, length], [0.2, 1, 0.6, 0.0])
    blast = dull * (1 - sweep) + shape(open_, band(60, 3000)) * sweep
    blast *= breakpoints(frames, [0, 0.03, 0.5 * length, length], [0, 1, 0.7, 0])
    out = draw.silence()
    add(out, draw.at(draw.lead), soft_clip(normalised(blast), 1.8))
    draw.onsets([draw.lead])
    return draw.event(wide_room(draw.rng, (out, out), min(1.8, draw.seconds), 0.2), places=False)


def robot(draw: Draw) -> Sound:
    """Chatter of a small robot: quick modulated blips that jump and slide."""
    pitch = draw.value("pitch_hz", 380, 1700, "pitch", ("low", "high"))
    pace = draw.value("rate_hz", 4, 13, "speed", ("slow", "fast"))
    length = min(draw.seconds - 0.05, draw.spread(0.6, 4.0))
    out = draw.silence()
    times = []
    for time in draw.beats(1 / pace, int(length * pace) + 1, 0.12):
        frames = frames_of(0.8 / pace)
        tone = pitch * 2 ** draw.uniform(-0.8, 0.8)
        slide = np.linspace(tone, tone * 2 ** draw.uniform(-0.7, 0.7), frames)
        depth = np.float32(draw.uniform(0, 0.25))
        blip = sine(phase(slide) + depth * osc(slide * float(draw.rng.integers(1, 4))))
        add(out, draw.at(time), blip * swell(frames, 0.35, 0.4), draw.uniform(0.7, 1))
        times.append(time)
    draw.onsets(times)
    return draw.event(out)


BEDS = {"riser": riser}
EVENTS = {
    "laser": laser,
    "whoosh": whoosh,
    "power": power,
    "magic": magic,
    "braam": braam,
    "robot": robot,
}
