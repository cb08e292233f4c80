"""Things that strike, break, slam and blow up. It does not know the wording of captions."""

from __future__ import annotations

import numpy as np

from tangostudio.starter.sounds.draw import Draw, Sound, roomy
from tangostudio.starter.sounds.toolkit import (
    Signal,
    add,
    band,
    coloured,
    decay,
    frames_of,
    loudnesses,
    modal,
    normalised,
    ringing,
    scatter,
    soft_clip,
    tilt,
)


def click(draw: Draw, tau: float, low_hz: float, high_hz: float) -> Signal:
    """A short burst of band noise."""
    length = frames_of(tau * 7)
    return coloured(draw.rng, length, band(low_hz, high_hz)) * decay(length, tau)


def door_knock(draw: Draw) -> Sound:
    """Knuckles on a panel: a few short modes and a click, one to five times."""
    material = draw.choose("material", ("wood", "wood", "metal"))
    interval = draw.value("interval_seconds", 0.16, 0.45, "speed", ("fast", "slow"))
    base = draw.value("pitch_hz", 110, 260, "pitch", ("low", "high"))
    number = draw.count(interval, body_seconds=0.15)
    ratios = np.array([1, 2.2, 3.7, 5.1, 7.4]) * draw.rng.uniform(0.95, 1.05, 5)
    ring = 1.0 if material == "wood" else 5.0
    out = draw.silence()
    for time in draw.beats(interval, number):
        taus = np.array([0.035, 0.022, 0.015, 0.012, 0.008]) * ring
        gains = np.array([1, 0.6, 0.4, 0.3, 0.2]) * draw.rng.uniform(0.8, 1.2, 5)
        hit = modal(frames_of(0.25), base * ratios, taus, gains)
        add(hit, 0, click(draw, 0.0012, 600, 5000), 0.5)
        add(out, draw.at(time), hit, draw.uniform(0.85, 1.0))
    return draw.event(out)


def door_slam(draw: Draw) -> Sound:
    """A heavy thump, the latch, a rattle and the room's answer."""
    size = draw.size()
    out = draw.silence()
    base = 150 - 80 * size
    ratios = np.array([1, 1.7, 2.6, 4.1, 6.3]) * draw.rng.uniform(0.95, 1.05, 5)
    thump = modal(
        frames_of(0.8), base * ratios, [0.09, 0.06, 0.04, 0.03, 0.02], [1, 0.7, 0.5, 0.4, 0.2]
    )
    add(thump, 0, click(draw, 0.02, 100, 2500), 0.6)
    add(out, draw.at(draw.lead), thump)
    for _ in range(int(draw.rng.integers(1, 4))):
        latch = click(draw, draw.spread(0.002, 0.005), 900, 6000)
        add(out, draw.at(draw.lead + draw.uniform(0.01, 0.09)), latch, draw.uniform(0.15, 0.4))
    draw.onsets([draw.lead])
    out = roomy(draw.rng, out, draw.uniform(0.3, 0.9), 0.35)
    return draw.event(out, 0.7 + 0.3 * size)


def glass_break(draw: Draw) -> Sound:
    """A bright burst, then shards that ring and fall."""
    size = draw.size()
    out = draw.silence()
    add(out, draw.at(draw.lead), click(draw, draw.spread(0.015, 0.05), 1500, 12000), 0.9)
    number = int(20 + 70 * size)
    spread = min(0.12 + 0.35 * size, draw.seconds / 4)
    grains = []
    for _ in range(24):
        tones = draw.rng.uniform(2200 - 700 * size, 11000 - 3000 * size, 3)
        tau = draw.spread(0.008, 0.05)
        grains.append(
            modal(frames_of(tau * 6), tones, [tau, tau * 0.7, tau * 0.5], [0.5, 0.4, 0.3])
        )
    times = draw.lead + draw.rng.exponential(spread, number)
    gains = 0.6 * loudnesses(draw.rng, number, 0.6) * np.exp(-(times - draw.lead) / spread * 0.5)
    keep = times < draw.seconds - 0.05
    scatter(out, (times[keep] * 44100).astype(np.int64), grains, gains[keep], draw.rng)
    draw.onsets([draw.lead])
    return draw.event(out, 0.75 + 0.25 * size)


def glass_clink(draw: Draw) -> Sound:
    """Two glasses touch: few clear, slightly beating partials."""
    base = draw.value("pitch_hz", 1300, 4200, "pitch", ("low", "high"))
    interval = draw.uniform(0.25, 0.4)
    number = draw.count(interval, most=4, body_seconds=0.3)
    tau = min(draw.spread(0.12, 0.5), draw.seconds / 4)
    out = draw.silence()
    ratios = np.array([1, 1.004, 2.32, 4.25]) * draw.rng.uniform(0.99, 1.01, 4)
    for time in draw.beats(interval, number, 0.08):
        ring = modal(
            frames_of(tau * 7),
            base * ratios,
            tau * np.array([1, 0.9, 0.5, 0.25]),
            [1, 0.5, 0.5, 0.3],
        )
        add(ring, 0, click(draw, 0.0008, 3000, 14000), 0.4)
        add(out, draw.at(time), ring, draw.uniform(0.7, 1))
    return draw.event(out)


def metal_hit(draw: Draw) -> Sound:
    """A plate or pipe that is struck: many inharmonic partials, long or damped."""
    base = draw.value("pitch_hz", 160, 1100, "pitch", ("low", "high"))
    tau = draw.value("ring_seconds", 0.05, 1.4, "ring", ("damped", "ringing"))
    tau = min(tau, draw.seconds / 4)
    interval = draw.uniform(0.45, 0.7)
    number = draw.count(interval, most=3, body_seconds=0.4)
    ratios = np.array([1, 1.53, 2.23, 2.91, 3.64, 4.4, 5.7, 7.1, 8.9]) * draw.rng.uniform(
        0.96, 1.04, 9
    )
    gains = draw.rng.uniform(0.4, 1, 9) / ratios**0.4
    out = draw.silence()
    for time in draw.beats(interval, number, 0.05):
        ring = modal(frames_of(tau * 7), base * ratios, tau / ratios**0.6, gains)
        add(ring, 0, click(draw, 0.002, 1000, 10000), 0.8)
        add(out, draw.at(time), ring, draw.uniform(0.8, 1))
    return draw.event(out)


def wood_hit(draw: Draw) -> Sound:
    """A block or plank: few short modes, hollow with a strong lowest one."""
    base = draw.value("pitch_hz", 250, 1300, "pitch", ("low", "high"))
    hollow = draw.chance(0.5)
    draw.traits["body"] = "hollow" if hollow else "solid"
    interval = draw.uniform(0.25, 0.5)
    number = draw.count(interval, most=4, body_seconds=0.1)
    ratios = np.array([1, 2.57, 4.2, 6.1]) * draw.rng.uniform(0.96, 1.04, 4)
    taus = np.array([0.05 if hollow else 0.018, 0.014, 0.009, 0.006])
    out = draw.silence()
    for time in draw.beats(interval, number, 0.05):
        hit = modal(frames_of(0.35), base * ratios, taus, [1, 0.25 if hollow else 0.7, 0.3, 0.2])
        add(hit, 0, click(draw, 0.001, 800, 6000), 0.25)
        add(out, draw.at(time), hit, draw.uniform(0.85, 1))
    return draw.event(out)


def explosion(draw: Draw) -> Sound:
    """A boom, a crack, falling debris and a long tail."""
    size = draw.size()
    out = draw.silence()
    tau = min(0.2 + 0.7 * size, draw.seconds / 4)
    length = min(draw.frames, frames_of(tau * 7))
    boom = coloured(draw.rng, length, band(28, 320 - 240 * size), tilt(-2)) * decay(
        length, tau, 0.003
    )
    middle = coloured(draw.rng, length, band(120, 2400 - 1700 * size), tilt(-2)) * decay(
        length, tau * 0.5, 0.002
    )
    blast = boom + 0.7 * middle
    crack = min(length, frames_of(0.4))
    blast[:crack] += (
        coloured(draw.rng, crack, band(800, 9000 - 5000 * size)) * decay(crack, 0.05) * 0.6
    )
    add(out, draw.at(draw.lead), soft_clip(normalised(blast), 3.0))
    if draw.chance(0.5):
        draw.traits["variant"] = "debris"
        grains = [click(draw, draw.spread(0.003, 0.012), 300, 4000) for _ in range(12)]
        times = draw.lead + 0.2 + draw.rng.gamma(2.0, min(0.35, draw.seconds / 8), 60)
        keep = times < draw.seconds - 0.05
        gains = 0.09 * loudnesses(draw.rng, 60, 0.7)[keep]
        scatter(out, (times[keep] * 44100).astype(np.int64), grains, gains, draw.rng)
    draw.onsets([draw.lead])
    out = roomy(draw.rng, out, min(2.2, draw.seconds * 0.6), 0.35)
    return draw.event(out, 0.7 + 0.3 * size, far_share=0.35)


def gunshot(draw: Draw) -> Sound:
    """A shock of a millisecond, a short noise, a thump and echoes."""
    size = draw.size()
    interval = draw.uniform(0.25, 0.5)
    number = draw.count(interval, most=5, body_seconds=0.3)
    out = draw.silence()
    tau = 0.018 + 0.06 * size
    for time in draw.beats(interval, number, 0.06):
        shot = coloured(draw.rng, frames_of(0.6), band(180, 7000 - 3500 * size), tilt(-1)) * decay(
            frames_of(0.6), tau
        )
        thump = ringing(150 - 70 * size, 0.05 + 0.03 * size, frames_of(0.4))
        add(shot, 0, thump, 0.3 + 2.2 * size)
        add(shot, 0, click(draw, 0.0015, 500, 14000), 2.0)
        add(out, draw.at(time), soft_clip(normalised(shot), 3.0))
    outdoors = draw.chance(0.4)
    if outdoors:
        draw.traits["room"] = "outdoors"
        for echo in draw.rng.uniform(0.12, 0.5, 3):
            add(out, draw.at(echo), out[: draw.frames].copy(), 0.12)
    out = roomy(draw.rng, out, draw.uniform(0.5, 1.4), 0.3)
    return draw.event(out, 0.75 + 0.25 * size, places=not outdoors, far_share=0.2)


def rocks(draw: Draw) -> Sound:
    """Stones that tumble: dull knocks of all sizes, thinning out."""
    size = draw.size()
    length = min(draw.spread(0.6, 4.0), draw.seconds - 0.1)
    grains = []
    for _ in range(16):
        low = draw.spread(0.6, 1.6) * 700 * 0.3**size
        stone = modal(
            frames_of(0.12), [low, low * 2.3, low * 3.9], [0.012, 0.007, 0.004], [1, 0.6, 0.4]
        )
        stone += (
            0.7
            * coloured(draw.rng, len(stone), band(low, 5000 - 2500 * size))
            * decay(len(stone), 0.008)
        )
        grains.append(stone)
    number = int(12 + 28 * length)
    times = draw.lead + np.append(0.0, length * draw.rng.beta(1.0, 2.2, number))
    gains = loudnesses(draw.rng, number + 1, 0.6) * np.exp(-1.5 * (times - draw.lead) / length)
    out = draw.silence()
    scatter(out, (times * 44100).astype(np.int64), grains, gains, draw.rng)
    out += (
        0.25
        * coloured(draw.rng, draw.frames, band(40, 260 - 120 * size))
        * decay(draw.frames, length / 3, 0.02)
    )
    draw.onsets([draw.lead])
    return draw.event(out, 0.7 + 0.3 * size)


def coins(draw: Draw) -> Sound:
    """Coins that fall and settle: bright rings, closer and closer."""
    many = draw.chance(0.5)
    draw.traits["amount"] = "many" if many else "few"
    grains = []
    for _ in range(10):
        base, tau = draw.spread(3200, 6800), draw.spread(0.03, 0.12)
        coin = modal(
            frames_of(6 * tau),
            base * np.array([1, 1.47, 2.1]),
            tau * np.array([1, 0.7, 0.4]),
            [1, 0.6, 0.4],
        )
        add(coin, 0, click(draw, 0.0006, 4000, 15000), 0.4)
        grains.append(coin)
    span = min(draw.uniform(0.4, 1.4), draw.seconds / 2.5)
    number = int(draw.rng.integers(18, 45)) if many else int(draw.rng.integers(4, 9))
    share = np.sort(draw.rng.random(number)) if many else 1 - 0.68 ** np.arange(number)
    times = draw.lead + span * share
    gains = loudnesses(draw.rng, number, 0.5) * (1 - 0.6 * share)
    out = draw.silence()
    scatter(out, (times * 44100).astype(np.int64), grains, gains, draw.rng)
    draw.onsets([draw.lead])
    return draw.event(out)


BEDS = {}
EVENTS = {
    "door_knock": door_knock,
    "door_slam": door_slam,
    "glass_break": glass_break,
    "glass_clink": glass_clink,
    "metal_hit": metal_hit,
    "wood_hit": wood_hit,
    "explosion": explosion,
    "gunshot": gunshot,
    "rocks": rocks,
    "coins": coins,
}
