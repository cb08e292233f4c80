"""Animals: voices by source and filter, birds and insects. It does not know captions' wording."""

from __future__ import annotations

import numpy as np

from tangostudio.starter.sounds.draw import Draw, Sound
from tangostudio.starter.sounds.toolkit import (
    Signal,
    add,
    band,
    coloured,
    frames_of,
    harmonics,
    normalised,
    osc,
    peaks,
    phase,
    saw_amplitudes,
    shape,
    swell,
    upsample,
)


def voice(
    draw: Draw,
    seconds: float,
    pitch_hz: list[float],
    formants_hz: list[float],
    to_formants_hz: list[float] | None = None,
    breath: float = 0.1,
    rough: float = 0.0,
) -> Signal:
    """A throat: harmonics of a gliding pitch through formants that may glide too."""
    frames = frames_of(seconds)
    pitch = upsample(np.asarray(pitch_hz), frames)
    if rough:
        pitch = pitch * (1 + rough * 0.3 * osc(np.full(frames, draw.uniform(45, 90))))
    cycles = phase(pitch)
    source = harmonics(cycles, saw_amplitudes(max(pitch_hz) * 1.1, 1.15))
    if rough:
        source *= 1 - rough * 0.5 * (1 + osc(pitch * 0.5))
    source += np.float32(breath) * coloured(draw.rng, frames, band(300, 6000))
    out = shape(source, _throat(formants_hz))
    if to_formants_hz:
        ramp = np.linspace(0, 1, frames, dtype=np.float32)
        out = out * (1 - ramp) + shape(source, _throat(to_formants_hz)) * ramp
    return normalised(out)


def _throat(formants_hz: list[float]):
    widths = [70 + 0.09 * centre for centre in formants_hz]
    gains = [1.0, 0.7, 0.4, 0.25][: len(formants_hz)]
    return peaks(formants_hz, widths, gains, 0.015)


def dog_bark(draw: Draw) -> Sound:
    """Short, rough barks with falling pitch."""
    size = draw.size()
    pitch = 900 * (1 / 4.2) ** size * draw.spread(0.9, 1.1)
    draw.facts["pitch_hz"] = pitch
    interval = draw.uniform(0.28, 0.6)
    number = draw.count(interval, body_seconds=0.25)
    length = 0.13 + 0.12 * size
    tract = 1.5 - 0.75 * size
    formants = [620 * tract, 1300 * tract, 2600 * tract]
    out = draw.silence()
    for time in draw.beats(interval, number, 0.06):
        contour = [pitch * 0.75, pitch * 1.15, pitch, pitch * 0.65]
        bark = voice(draw, length, contour, formants, breath=0.25, rough=0.35)
        bark *= swell(len(bark), 0.7, 0.25)
        add(out, draw.at(time), bark, draw.uniform(0.85, 1))
    return draw.event(out)


def bird(draw: Draw) -> Sound:
    """Song of whistled syllables; a phrase of a few that comes again."""
    base = draw.value("pitch_hz", 2000, 5200, "pitch", ("low", "high"))
    pace = draw.value("rate_hz", 3.5, 11, "speed", ("slow", "fast"))
    shapes = [
        (draw.spread(0.7, 1.5), draw.spread(0.7, 1.5), draw.spread(0.35, 0.8))
        for _ in range(int(draw.rng.integers(1, 5)))
    ]
    rest = draw.uniform(0.2, 0.8)
    out = draw.silence()
    time = draw.lead
    times = []
    while time < draw.seconds - 0.06:
        for start, end, share in shapes:
            frames = frames_of(share / pace)
            middle = base * draw.uniform(0.97, 1.03)
            contour = upsample(np.array([start, 1.0, end]) * middle, frames)
            vibrato = 1 + 0.02 * osc(np.full(frames, draw.uniform(20, 40)))
            add(
                out,
                draw.at(time),
                osc(contour * vibrato) * swell(frames, 0.7),
                draw.uniform(0.7, 1),
            )
            times.append(time)
            time += 1 / pace
        time += rest * draw.uniform(0.8, 1.3)
    draw.onsets([t for t in times if t < draw.seconds - 0.02])
    return draw.event(out)


def cricket(draw: Draw) -> Sound:
    """A steady high carrier in short trains of pulses."""
    carrier = draw.value("pitch_hz", 3200, 6200, "pitch", ("low", "high"))
    pace = draw.value("rate_hz", 1.5, 5.0, "speed", ("slow", "fast"))
    pulse = draw.uniform(28, 55)
    per = int(draw.rng.integers(3, 7))
    out = draw.silence()
    grain = frames_of(0.75 / pulse)
    chirp = osc(np.full(grain, carrier)) * swell(grain, 0.8)
    for time in draw.beats_filling(1 / pace, 0.02):
        for index in range(per):
            add(out, draw.at(time + index / pulse), chirp, 0.6 + 0.4 * index / per)
    out += 0.004 * coloured(draw.rng, draw.frames, band(1500, 7000))
    return draw.event(out)


BEDS = {}
EVENTS = {"dog_bark": dog_bark, "bird": bird, "cricket": cricket}
