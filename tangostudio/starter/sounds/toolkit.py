"""Signal building blocks of the synthesiser: filters, oscillators, modes, grains, rooms.

Everything works on one-dimensional float32 arrays at 44.1 kHz and is vectorised over samples.
It does not know what any of the sounds are, nor what is said about them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy import fft
from scipy.signal import lfilter

SAMPLE_RATE = 44100
CONTROL_HOP = 32

Signal = NDArray[np.floating]
"""One-dimensional audio or a curve over time; float32 wherever it is long."""

Curve = Callable[[Signal], Signal]

_TAU = np.float32(2 * np.pi)


def frames_of(seconds: float) -> int:
    """Whole frames in a duration, at least one."""
    return max(1, round(seconds * SAMPLE_RATE))


@lru_cache(maxsize=32)
def _frequencies(size: int) -> Signal:
    bins = np.fft.rfftfreq(size, 1 / SAMPLE_RATE).astype(np.float32)
    bins[0] = bins[1] * 0.5 if len(bins) > 1 else 1.0
    bins.setflags(write=False)
    return bins


# ---------------------------------------------------------------- curves over frequency in Hz


def band(low_hz: float, high_hz: float, steep: int = 1) -> Curve:
    """Band-pass magnitude; each step of `steep` adds 12 dB per octave on both sides."""

    def curve(hz: Signal) -> Signal:
        below, above = np.square(low_hz / hz), np.square(hz / high_hz)
        for _ in range(steep - 1):
            below, above = np.square(below), np.square(above)
        return 1 / ((1 + below) * (1 + above))

    return curve


def lowpass(high_hz: float, steep: int = 1) -> Curve:
    """The upper side of `band` alone."""
    return band(1e-3, high_hz, steep)


def peaks(
    centres_hz: Sequence[float],
    widths_hz: Sequence[float],
    gains: Sequence[float],
    floor: float = 0.0,
) -> Curve:
    """Resonances (Lorentzian magnitude), as of formants or a body, over an even floor."""

    def curve(hz: Signal) -> Signal:
        total = np.full_like(hz, floor)
        for centre, width, gain in zip(centres_hz, widths_hz, gains, strict=True):
            total += gain / np.sqrt(1 + np.square((hz - centre) / (0.5 * width)))
        return total

    return curve


def tilt(db_per_octave: float, pivot_hz: float = 1000.0) -> Curve:
    """A slope over the whole spectrum."""

    def curve(hz: Signal) -> Signal:
        return np.power(hz / np.float32(pivot_hz), np.float32(db_per_octave / 6.0206))

    return curve


def shape(signal: Signal, *curves: Curve, tail: int = 2048) -> Signal:
    """Zero-phase filter of a whole signal by the product of magnitude curves."""
    size = fft.next_fast_len(len(signal) + tail, real=True)
    spectrum = np.asarray(fft.rfft(signal, size))
    hz = _frequencies(size)
    for curve in curves:
        spectrum *= curve(hz)
    return np.asarray(fft.irfft(spectrum, size)[: len(signal)], np.float32)


# ---------------------------------------------------------------- noise


def white(rng: np.random.Generator, frames: int) -> Signal:
    """Gaussian white noise with an rms of 1."""
    return rng.standard_normal(frames, dtype=np.float32)


def coloured(rng: np.random.Generator, frames: int, *curves: Curve) -> Signal:
    """Gaussian noise with the given spectrum, scaled to an rms of 1."""
    size = fft.next_fast_len(max(frames, 64), real=True)
    hz = _frequencies(size)
    parts = rng.standard_normal(2 * len(hz), dtype=np.float32)
    spectrum = parts.view(np.complex64)
    for curve in curves:
        spectrum *= curve(hz)
    out = np.asarray(fft.irfft(spectrum, size)[:frames], np.float32)
    return out / np.float32(np.sqrt(np.mean(np.square(out)) + 1e-20))


def pulses(rng: np.random.Generator, frames: int, rate_hz: float) -> NDArray[np.int64]:
    """Frame positions of a Poisson process, in order."""
    number = rng.poisson(max(rate_hz, 1e-6) * frames / SAMPLE_RATE)
    return np.sort(rng.integers(0, frames, number))


# ---------------------------------------------------------------- slow curves over time


def upsample(control: NDArray[np.floating], frames: int) -> Signal:
    """Linear interpolation of control points, spread evenly over the whole length."""
    steps = -(-frames // CONTROL_HOP)
    at = np.linspace(0, len(control) - 1, steps + 1)
    points = np.interp(at, np.arange(len(control)), control).astype(np.float32)
    ramp = np.arange(CONTROL_HOP, dtype=np.float32) / CONTROL_HOP
    rows = points[:-1, None] + (points[1:] - points[:-1])[:, None] * ramp
    return rows.reshape(-1)[:frames]


def breakpoints(frames: int, times: Sequence[float], values: Sequence[float]) -> Signal:
    """Piecewise linear curve through (seconds, value) points."""
    grid = np.arange(0, frames + CONTROL_HOP, CONTROL_HOP) / SAMPLE_RATE
    return upsample(np.interp(grid, times, values), frames)


def wander(rng: np.random.Generator, frames: int, rate_hz: float) -> Signal:
    """Smooth random walk between 0 and 1 with about `rate_hz` turns in a second."""
    number = max(2, int(frames / SAMPLE_RATE * rate_hz) + 2)
    points = rng.random(number + 1)
    steps = max(2, frames // CONTROL_HOP + 2)
    at = np.linspace(0, number - 1e-6, steps) * min(1.0, rate_hz * frames / SAMPLE_RATE / number)
    left = at.astype(np.int64)
    part = at - left
    part = part * part * (3 - 2 * part)
    return upsample(points[left] + (points[left + 1] - points[left]) * part, frames)


def seconds_axis(frames: int) -> Signal:
    """The time of every frame."""
    return np.arange(frames, dtype=np.float32) / np.float32(SAMPLE_RATE)


def decay(frames: int, tau: float, attack: float = 0.0) -> Signal:
    """Exponential fall with time constant `tau` seconds after a soft rise of `attack` seconds."""
    time = seconds_axis(frames)
    out = np.exp(-time / np.float32(tau))
    if attack > 0:
        rise = min(frames, max(2, frames_of(attack)))
        out[:rise] *= np.sin(np.linspace(0, np.pi / 2, rise, dtype=np.float32)) ** 2
    return out


def swell(frames: int, power: float = 1.0, peak_at: float = 0.5) -> Signal:
    """A hump from 0 over 1 to 0 with its top at the given share of the length."""
    place = np.linspace(0, 1, frames, dtype=np.float32)
    warped = np.power(place, np.float32(np.log(0.5) / np.log(peak_at)))
    return np.power(np.sin(np.float32(np.pi) * warped) + np.float32(1e-7), np.float32(power))


# ---------------------------------------------------------------- tones


def phase(frequency: NDArray[np.floating], start: float = 0.0) -> Signal:
    """Cycles in [0, 1) of an instantaneous frequency in Hz, integrated in double precision."""
    cycles = np.cumsum(frequency, dtype=np.float64)
    cycles /= SAMPLE_RATE
    cycles += start
    cycles -= np.floor(cycles)
    return cycles.astype(np.float32)


def sine(cycles: Signal) -> Signal:
    """A sine read at a phase in cycles."""
    return np.sin(_TAU * cycles)


def osc(frequency: NDArray[np.floating], start: float = 0.0) -> Signal:
    """A sine of changing frequency in Hz."""
    return sine(phase(frequency, start))


def steady(frequency_hz: float, frames: int, start: float = 0.0) -> Signal:
    """A sine of fixed frequency."""
    return ringing(frequency_hz, 1e9, frames, start)


def ringing(frequency_hz: float, tau: float, frames: int, start: float = 0.0) -> Signal:
    """A damped sine, built by doubling so that its phase stays exact over the whole length."""
    step = complex(-1 / (tau * SAMPLE_RATE), 2 * np.pi * frequency_hz / SAMPLE_RATE)
    out = np.empty(frames, np.complex64)
    out[0] = np.exp(2j * np.pi * start)
    done = 1
    while done < frames:
        more = min(done, frames - done)
        np.multiply(out[:more], np.complex64(np.exp(step * done)), out=out[done : done + more])
        done += more
    return np.ascontiguousarray(out.imag)


def harmonics(cycles: Signal, amplitudes: Sequence[float] | NDArray[np.floating]) -> Signal:
    """Sum of harmonics 1, 2, 3... with fixed amplitudes, read from one wave table."""
    size = 8192
    spectrum = np.zeros(size // 2 + 1, np.complex128)
    level = np.asarray(amplitudes, np.float64)
    spectrum[1 : len(level) + 1] = -0.5j * size * level
    table = np.asarray(fft.irfft(spectrum, size), np.float32)
    table = np.append(table, table[0])
    place = cycles * np.float32(size)
    left = place.astype(np.int32)
    left &= size - 1
    part = place - np.floor(place)
    low = table[left]
    return low + (table[left + 1] - low) * part


def saw_amplitudes(top_hz: float, slope: float = 1.0, limit: int = 80) -> NDArray[np.floating]:
    """Amplitudes 1/k**slope of as many harmonics as stay under 18 kHz at `top_hz`."""
    number = int(max(1, min(limit, 18000 / top_hz)))
    return 1 / np.arange(1, number + 1) ** slope


def modal(
    frames: int,
    frequencies_hz: Sequence[float] | NDArray[np.floating],
    taus: Sequence[float] | NDArray[np.floating],
    gains: Sequence[float] | NDArray[np.floating],
) -> Signal:
    """Sum of damped sines that start together (each cut at seven time constants)."""
    out = np.zeros(frames, np.float32)
    for frequency, tau, gain in zip(frequencies_hz, taus, gains, strict=True):
        if frequency < 19000:
            length = min(frames, frames_of(7 * tau))
            out[:length] += np.float32(gain) * ringing(frequency, tau, length)
    return out


# ---------------------------------------------------------------- putting together


def add(out: Signal, at: int, piece: Signal, gain: float = 1.0) -> None:
    """Mixes a piece into a longer signal in place; what sticks out is left away."""
    if at >= len(out) or at + len(piece) <= 0:
        return
    first = max(0, -at)
    last = min(len(piece), len(out) - at)
    out[at + first : at + last] += piece[first:last] * np.float32(gain)


def scatter(
    out: Signal,
    positions: NDArray[np.int64],
    grains: Sequence[Signal],
    gains: NDArray[np.floating],
    rng: np.random.Generator,
) -> None:
    """Mixes one randomly chosen grain at each position."""
    which = rng.integers(0, len(grains), len(positions))
    for at, index, gain in zip(positions.tolist(), which.tolist(), gains.tolist(), strict=True):
        piece = grains[index][: len(out) - at]
        out[at : at + len(piece)] += piece * np.float32(gain)


def loudnesses(rng: np.random.Generator, number: int, spread: float = 0.8) -> NDArray[np.floating]:
    """Log-normal gains of grains."""
    return np.exp(spread * rng.standard_normal(number))


def normalised(signal: Signal, peak: float = 1.0) -> Signal:
    """Scaled to a peak; silence stays silent."""
    top = float(np.max(np.abs(signal), initial=0.0))
    return signal * np.float32(peak / top) if top > 1e-12 else signal


def soft_clip(signal: Signal, drive: float) -> Signal:
    """Saturation by tanh that leaves full scale where it is."""
    return np.tanh(np.float32(drive) * signal) / np.float32(np.tanh(drive))


def reverberate(
    rng: np.random.Generator, signal: Signal, decay_seconds: float, wet: float, damping_hz: float
) -> Signal:
    """Adds an exponentially falling noise tail; `decay_seconds` is the RT60."""
    length = min(frames_of(decay_seconds * 1.1), len(signal) + SAMPLE_RATE)
    response = coloured(rng, length, band(120, damping_hz))
    response *= decay(length, decay_seconds / 6.91, attack=0.004)
    response /= np.float32(np.sqrt(np.sum(np.square(response))) + 1e-9)
    size = fft.next_fast_len(len(signal) + length, real=True)
    spectrum = np.asarray(fft.rfft(signal, size)) * np.asarray(fft.rfft(response, size))
    tail = fft.irfft(spectrum, size)[: len(signal)]
    return signal + np.float32(wet) * np.asarray(tail, np.float32)


def without_offset(audio: Signal) -> Signal:
    """(frames, channels) less what lies under about 10 Hz, by a one-pole high-pass."""
    blocked = lfilter([1.0, -1.0], [1.0, -0.9985], audio, axis=0)
    return np.asarray(blocked, np.float32)


def faded(audio: Signal, in_ms: float, out_ms: float, out_power: int = 2) -> Signal:
    """Fades by powers of a sine at both ends of (frames, channels), in place."""
    for milliseconds, ahead, power in ((in_ms, True, 2), (out_ms, False, out_power)):
        length = min(len(audio) // 2, frames_of(milliseconds / 1000))
        ramp = np.sin(np.linspace(0, np.pi / 2, length, dtype=np.float32)) ** power
        if ahead:
            audio[:length] *= ramp[:, None]
        else:
            audio[len(audio) - length :] *= ramp[::-1, None]
    return audio
