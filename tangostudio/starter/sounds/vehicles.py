"""Things that drive, roll and fly, many of them past the listener. It does not know captions."""

from __future__ import annotations

import numpy as np

from tangostudio.starter.sounds.draw import Draw, Sound, panned, widened
from tangostudio.starter.sounds.machines import engine_tone
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
    osc,
    peaks,
    phase,
    seconds_axis,
    sine,
    tilt,
    wander,
)

SOUND_SPEED = 343.0


def _passing(
    draw: Draw, slow: float, fast: float, spoken: bool = True
) -> tuple[Signal, Signal, Signal]:
    """Gain, Doppler factor and pan place of something that moves past in a straight line."""
    trait = "speed" if spoken else ""
    speed = draw.value("speed_metres_per_second", slow, fast, trait, ("slow", "fast"))
    distance = speed * draw.seconds * draw.uniform(0.07, 0.12)
    along = speed * (seconds_axis(draw.frames) - np.float32(draw.seconds * draw.uniform(0.4, 0.6)))
    away = np.sqrt(np.square(along) + np.float32(distance**2))
    doppler = 1 / (1 + np.float32(speed / SOUND_SPEED) * along / away)
    place = 0.5 + (0.5 if draw.direction() else -0.5) * along / away
    gain = np.power(np.float32(distance) / away, np.float32(1.3))
    return gain, doppler, place.astype(np.float32)


def car_pass(draw: Draw) -> Sound:
    """A car that drives past: tyres, wind and a little engine, bent by its speed."""
    gain, doppler, place = _passing(draw, 9, 38)
    tyres = coloured(draw.rng, draw.frames, band(150, 1800), tilt(-1))
    near = coloured(draw.rng, draw.frames, band(900, 6500)) * gain
    motor = engine_tone(draw, np.asarray(draw.spread(55, 110) * doppler, np.float32), 0.4)
    motor /= np.float32(np.std(motor) + 1e-9)
    car = (tyres + 0.5 * near + 0.7 * motor) * gain
    return draw.bed(panned(car, place))


def jet(draw: Draw) -> Sound:
    """A jet plane overhead: roar, crackle and the whine of its turbines."""
    gain, doppler, place = _passing(draw, 60, 130)
    gain = np.sqrt(gain)
    roar = coloured(draw.rng, draw.frames, band(70, 900), tilt(-1.5))
    roar *= 0.6 + 0.8 * wander(draw.rng, draw.frames, 18.0)
    whine = np.zeros(draw.frames, np.float32)
    tone = draw.spread(1500, 3000)
    for ratio, part in ((1.0, 0.35), (1.03, 0.2), (1.98, 0.15)):
        whine += np.float32(part) * osc(tone * ratio * doppler)
    hiss = coloured(draw.rng, draw.frames, band(1500, 8000)) * gain
    return draw.bed(panned((roar + 0.9 * whine + 0.35 * hiss) * gain, 0.25 + 0.5 * place))


def helicopter(draw: Draw) -> Sound:
    """Blades that beat the air, and a turbine behind them; it hovers or flies past."""
    rate = draw.value("rate_hz", 8, 20, "speed", ("slow", "fast"))
    cycles = phase(np.full(draw.frames, rate, np.float32))
    chop = np.power(np.float32(0.5) + np.float32(0.5) * sine(cycles), 6)
    blade = coloured(draw.rng, draw.frames, band(45, 420), tilt(-1)) * chop
    slap = coloured(draw.rng, draw.frames, band(400, 2800)) * chop**2
    wash = coloured(draw.rng, draw.frames, band(150, 1800), tilt(-2)) * 0.12
    turbine = harmonics(phase(np.full(draw.frames, draw.spread(500, 900))), [0.5, 0.3, 0.1]) * 0.12
    rotor = blade + 0.35 * slap + wash + turbine
    if not draw.chance(0.4):
        return draw.bed(rotor, places=True)
    gain, _, place = _passing(draw, 25, 60, spoken=False)
    return draw.bed(rotor * np.sqrt(gain), pan=place)


def train(draw: Draw) -> Sound:
    """Wheels over rail joints in groups of four, above a rumble."""
    period = draw.value("period_seconds", 0.55, 1.7, "speed", ("fast", "slow"))
    rumble = coloured(draw.rng, draw.frames, band(40, 260), tilt(-2)) * 0.35
    rumble += coloured(draw.rng, draw.frames, band(300, 2500), tilt(-1)) * 0.05
    side = coloured(draw.rng, draw.frames, band(60, 600), tilt(-2)) * 0.2
    step = period * 0.11
    for time in draw.beats_filling(period, 0.01):
        for start, gain in ((0, 1), (1, 0.85), (3, 0.95), (4, 0.8)):
            clack = modal(
                frames_of(0.16),
                [140, 310, 720, 1450],
                [0.035, 0.03, 0.02, 0.012],
                [1, 0.7, 0.5, 0.35],
            )
            clack += 0.6 * coloured(draw.rng, len(clack), band(300, 4000)) * decay(len(clack), 0.01)
            add(rumble, draw.at(time + start * step), clack, gain)
    if not draw.chance(0.5):
        return draw.bed(widened(rumble, side, 0.5))
    gain, _, place = _passing(draw, 15, 40, spoken=False)
    return draw.bed(panned((rumble + side) * np.sqrt(gain), place))


def brakes(draw: Draw) -> Sound:
    """Tyres or brakes that squeal as something comes to a halt."""
    pitch = draw.value("pitch_hz", 650, 2600, "pitch", ("low", "high"))
    length = min(
        draw.value("length_seconds", 0.4, 2.5, "length", ("short", "long")), draw.seconds - 0.06
    )
    frames = frames_of(length)
    law = breakpoints(frames, [0, 0.1 * length, length], [0.95, 1.03, 0.8])
    law = law * (0.985 + 0.03 * wander(draw.rng, frames, 14.0))
    squeal = harmonics(phase(pitch * law), [1, 0.5, 0.35, 0.2, 0.1])
    second = osc(pitch * 1.51 * law) * wander(draw.rng, frames, 6.0)
    skid = coloured(draw.rng, frames, band(350, 3500), peaks([pitch], [pitch], [1], 0.3))
    noise = (squeal + 0.5 * second) * (0.5 + 0.5 * wander(draw.rng, frames, 9.0)) + 0.35 * skid
    noise *= breakpoints(frames, [0, 0.05, 0.75 * length, length], [0, 1, 0.8, 0])
    out = draw.silence()
    add(out, draw.at(draw.lead), noise)
    draw.onsets([draw.lead])
    return draw.event(out)


BEDS = {"helicopter": helicopter, "train": train, "car_pass": car_pass, "jet": jet}
EVENTS = {"brakes": brakes}
