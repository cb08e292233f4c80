"""Telephones, chimes, whistles, gongs and drums. It does not know captions' wording."""

from __future__ import annotations

import numpy as np

from tangostudio.starter.sounds.draw import Draw, Sound, roomy
from tangostudio.starter.sounds.impacts import click
from tangostudio.starter.sounds.toolkit import (
    add,
    band,
    breakpoints,
    coloured,
    decay,
    frames_of,
    harmonics,
    modal,
    osc,
    phase,
    pulses,
    seconds_axis,
    steady,
)

PENTATONIC = (0, 2, 4, 7, 9)


def phone(draw: Draw) -> Sound:
    """A telephone: an old one's hammered bells, or a new one's warble."""
    variant = draw.choose("variant", ("old", "digital"))
    pitch = draw.value("pitch_hz", 700, 1900, "pitch", ("low", "high"))
    length = min(draw.uniform(0.7, 1.1), draw.seconds * 0.8)
    frames = frames_of(length)
    gate = breakpoints(frames, [0, 0.008, length - 0.03, length], [0, 1, 1, 0])
    if variant == "old":
        ring = np.zeros(frames + frames_of(0.25), np.float32)
        bells = [
            modal(
                frames_of(0.3),
                pitch * ratio * np.array([1, 2.7, 4.9]),
                [0.06, 0.04, 0.02],
                [1, 0.5, 0.3],
            )
            for ratio in (1.0, 1.17)
        ]
        for index in range(int(length * 22)):
            add(ring, draw.at(index / 22), bells[index % 2])
    else:
        warble = np.sign(osc(np.full(frames, draw.uniform(11, 20))))
        ring = harmonics(phase(pitch * (1 + 0.11 * warble)), [1, 0.2, 0.25, 0.1]) * gate
    interval = length + draw.uniform(0.35, 0.9)
    out = draw.silence()
    for time in draw.beats(interval, draw.count(interval, most=4, body_seconds=length), 0.01):
        add(out, draw.at(time), ring)
    return draw.event(out)


def doorbell(draw: Draw) -> Sound:
    """Ding dong: two soft bars, the second one lower."""
    pitch = draw.value("pitch_hz", 420, 900, "pitch", ("low", "high"))
    gap = draw.uniform(0.35, 0.65)
    tau = min(draw.spread(0.3, 0.7), draw.seconds / 5)
    out = draw.silence()
    for time, ratio in ((0.0, 1.0), (min(gap, draw.seconds * 0.4), 0.794)):
        tones = pitch * ratio * np.array([1, 2.0, 3.01, 5.4])
        bar = modal(
            frames_of(7 * tau), tones, tau * np.array([1, 0.6, 0.4, 0.15]), [1, 0.3, 0.2, 0.1]
        )
        add(bar, 0, click(draw, 0.001, 1500, 7000), 0.06)
        add(out, draw.at(draw.lead + time), bar)
    draw.onsets([draw.lead, draw.lead + min(gap, draw.seconds * 0.4)])
    return draw.event(out)


def wind_chime(draw: Draw) -> Sound:
    """Tubes that touch at random, tuned to a pentatonic scale."""
    base = draw.value("pitch_hz", 550, 1700, "pitch", ("low", "high"))
    rate = draw.value("rate_hz", 1.5, 8, "activity", ("calm", "busy"))
    tau = min(draw.uniform(0.4, 0.9), draw.seconds / 3)
    tubes = []
    for step in (*PENTATONIC, 12):
        tone = base * 2 ** (step / 12)
        tubes.append(
            modal(
                frames_of(5 * tau),
                [tone, tone * 2.76, tone * 5.4],
                [tau, tau / 2, tau / 5],
                [1, 0.35, 0.15],
            )
        )
    layers = [draw.silence(), draw.silence()]
    places = np.append(pulses(draw.rng, draw.frames, rate), int(draw.lead * 44100))
    for at in places.tolist():
        tube, gain, pan = (
            tubes[int(draw.rng.integers(len(tubes)))],
            draw.spread(0.3, 1),
            draw.rng.random(),
        )
        add(layers[0], at, tube, gain * (1 - 0.6 * pan))
        add(layers[1], at, tube, gain * (0.4 + 0.6 * pan))
    return draw.bed(np.stack(layers, axis=1))


def whistle(draw: Draw) -> Sound:
    """A referee's pea whistle: a shrill tone with a flutter."""
    pitch = draw.value("pitch_hz", 1900, 3900, "pitch", ("low", "high"))
    length = min(
        draw.value("length_seconds", 0.15, 1.2, "length", ("short", "long")), draw.seconds * 0.8
    )
    number = draw.count(length + 0.2, most=4, body_seconds=length)
    flutter = draw.uniform(25, 45)
    out = draw.silence()
    for time in draw.beats(length + draw.uniform(0.1, 0.2), number, 0.04):
        frames = frames_of(length)
        pea = osc(np.full(frames, flutter))
        tone = osc(pitch * (1 + 0.025 * pea)) * (0.7 + 0.3 * pea)
        tone += 0.4 * osc(pitch * 1.13 * (1 + 0.025 * pea)) + 0.05 * coloured(
            draw.rng, frames, band(1500, 9000)
        )
        add(
            out,
            draw.at(time),
            tone * breakpoints(frames, [0, 0.02, length - 0.04, length], [0, 1, 1, 0]),
        )
    return draw.event(out)


def gong(draw: Draw) -> Sound:
    """A big gong: a low strike, then high modes that bloom and shimmer."""
    base = draw.value("pitch_hz", 65, 190, "pitch", ("low", "high"))
    tau = min(draw.uniform(1.0, 3.0), draw.seconds / 3)
    frames = min(draw.frames, frames_of(6 * tau))
    low = modal(
        frames,
        base * np.array([1, 1.48, 2.09, 2.8]),
        tau * np.array([1, 0.8, 0.6, 0.5]),
        [1, 0.7, 0.5, 0.4],
    )
    ratios = draw.rng.uniform(3.3, 22, 22)
    high = modal(
        frames, base * ratios, tau * 0.45 * (6 / ratios) ** 0.3, draw.rng.uniform(0.3, 1, 22) * 0.25
    )
    high *= 1 - np.exp(-seconds_axis(frames) / np.float32(min(0.25, tau / 4)))
    out = draw.silence()
    add(out, draw.at(draw.lead), low + high)
    draw.onsets([draw.lead])
    return draw.event(out)


def sonar(draw: Draw) -> Sound:
    """A ping: a pure tone that rings away in a wide water."""
    pitch = draw.value("pitch_hz", 650, 2000, "pitch", ("low", "high"))
    tau = min(draw.uniform(0.25, 0.6), draw.seconds / 4)
    interval = draw.uniform(1.1, 2.2)
    frames = frames_of(6 * tau)
    ping = steady(pitch, frames) * decay(frames, tau, 0.006)
    out = draw.silence()
    for time in draw.beats(interval, draw.count(interval, most=4, body_seconds=0.4), 0.01):
        add(out, draw.at(time), ping)
    return draw.event(roomy(draw.rng, out, min(2.5, draw.seconds), 0.12), places=False)


def jingle(draw: Draw) -> Sound:
    """A short tune for a success (rising, major) or a failure (falling, minor)."""
    good = draw.choose("variant", ("success", "failure")) == "success"
    base = draw.value("pitch_hz", 260, 800, "pitch", ("low", "high"))
    pace = draw.value("rate_hz", 4, 11, "speed", ("slow", "fast"))
    pace = max(pace, 4.5 / draw.seconds)
    steps = (0, 4, 7, 12) if good else (7, 3, 1, 0)
    out = draw.silence()
    times = []
    for index, step in enumerate(steps):
        tone = base * 2 ** (step / 12)
        tau = 0.12 if index < 3 else min(0.4, draw.seconds / 6)
        frames = frames_of(6 * tau)
        note = (osc(np.full(frames, tone) * 1.0) + 0.3 * osc(np.full(frames, tone * 2.0))) * decay(
            frames, tau, 0.004
        )
        times.append(draw.lead + index / pace)
        add(out, draw.at(times[-1]), note)
    draw.onsets([t for t in times if t < draw.seconds - 0.02])
    return draw.event(out)


def kick_drum(draw: Draw) -> Sound:
    """A sine that drops in pitch, and the beater's click."""
    base = draw.value("pitch_hz", 42, 90, "pitch", ("low", "high"))
    interval = draw.uniform(0.3, 0.6)
    tau = draw.spread(0.07, 0.2)
    frames = frames_of(min(0.9, 6 * tau))
    drop = base * (1 + 3.5 * np.exp(-seconds_axis(frames) / np.float32(0.02)))
    kick = osc(drop) * decay(frames, tau, 0.001)
    add(kick, 0, click(draw, 0.002, 800, 5000), 0.12)
    out = draw.silence()
    for time in draw.beats(interval, draw.count(interval, body_seconds=0.2), 0.01):
        add(out, draw.at(time), kick)
    return draw.event(out)


def snare_drum(draw: Draw) -> Sound:
    """Two tones of the head and the rattle of the wires."""
    base = draw.value("pitch_hz", 150, 290, "pitch", ("low", "high"))
    interval = draw.uniform(0.22, 0.5)
    tau = draw.spread(0.05, 0.12)
    frames = frames_of(min(0.6, 7 * tau))
    snare = modal(frames, [base, base * 1.83], [tau * 0.7, tau * 0.4], [0.8, 0.5])
    snare += 0.35 * coloured(draw.rng, frames, band(1200, 10000)) * decay(frames, tau)
    out = draw.silence()
    for time in draw.beats(interval, draw.count(interval, body_seconds=0.2), 0.01):
        add(out, draw.at(time), snare, draw.uniform(0.9, 1))
    return draw.event(out)


def cymbal(draw: Draw) -> Sound:
    """A crash of dense high partials, or a closed hi-hat."""
    closed = draw.choose("variant", ("crash", "hi-hat")) == "hi-hat"
    tau = draw.spread(0.025, 0.06) if closed else min(draw.spread(0.4, 1.2), draw.seconds / 4)
    interval = draw.uniform(0.18, 0.4) if closed else draw.uniform(0.8, 1.2)
    frames = frames_of(6 * tau)
    edge = coloured(draw.rng, frames, band(5500 if closed else 3000, 15000))
    for _ in range(10):
        edge += 0.5 * steady(draw.uniform(3000, 12000), frames, draw.rng.random())
    edge *= decay(frames, tau, 0.001)
    out = draw.silence()
    for time in draw.beats(interval, draw.count(interval, body_seconds=0.2), 0.015):
        add(out, draw.at(time), edge, draw.uniform(0.85, 1))
    return draw.event(out)


BEDS = {"wind_chime": wind_chime}
EVENTS = {
    "phone": phone,
    "doorbell": doorbell,
    "whistle": whistle,
    "gong": gong,
    "sonar": sonar,
    "jingle": jingle,
    "kick_drum": kick_drum,
    "snare_drum": snare_drum,
    "cymbal": cymbal,
}
