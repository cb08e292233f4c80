"""Tone drills: plain tonal signals that teach the codec pitch, beside the corpus of real effects.

Sines, pairs of tones, harmonic stacks, glides, vibrato and decaying partials, with random levels
and envelopes. Knows nothing of captions or training.
"""

import numpy as np

SAMPLE_RATE = 44100


def drill(rng: np.random.Generator, frames: int) -> np.ndarray:
    """One mono drill, float32 (frames,), peak at most 0.9."""
    makers = (_steady, _pair, _melody, _melody, _stack, _stack, _low_stack, _partials, _glide)
    signal = makers[rng.integers(len(makers))](rng, frames)
    signal = signal * _envelope(rng, frames)
    peak = np.abs(signal).max() + 1e-9
    level = 10 ** (rng.uniform(-34, -1) / 20)
    signal = signal * (level / peak)
    if rng.random() < 0.3:
        signal = signal + rng.standard_normal(frames) * level * 10 ** (rng.uniform(-60, -20) / 20)
    return signal.astype(np.float32)


def _log_uniform(rng: np.random.Generator, low: float, high: float, size: int | None = None):
    return np.exp(rng.uniform(np.log(low), np.log(high), size))


def _phases(frequency_hz: np.ndarray) -> np.ndarray:
    return 2 * np.pi * np.cumsum(frequency_hz) / SAMPLE_RATE


def _steady(rng: np.random.Generator, frames: int) -> np.ndarray:
    """One to four unrelated sines of 50 Hz to 12 kHz."""
    t = np.arange(frames) / SAMPLE_RATE
    total = np.zeros(frames)
    for f in _log_uniform(rng, 50, 12000, int(rng.integers(1, 5))):
        total += rng.uniform(0.2, 1) * np.sin(2 * np.pi * (f * t + rng.random()))
    return total


def _pair(rng: np.random.Generator, frames: int) -> np.ndarray:
    """Two sines that lie 60 to 1000 Hz apart, hard to tell from one that beats."""
    t = np.arange(frames) / SAMPLE_RATE
    low, apart = _log_uniform(rng, 60, 6000), _log_uniform(rng, 60, 1000)
    total = np.sin(2 * np.pi * (low * t + rng.random()))
    return total + rng.uniform(0.3, 1) * np.sin(2 * np.pi * ((low + apart) * t + rng.random()))


def _melody(rng: np.random.Generator, frames: int) -> np.ndarray:
    """Short notes of one to three unrelated sines, one after the other."""
    total = np.zeros(frames)
    start = 0
    while start < frames:
        length = int(rng.uniform(0.06, 0.35) * SAMPLE_RATE)
        note = _steady(rng, length) * np.sin(np.pi * np.arange(length) / length) ** 0.3
        total[start : start + length] = note[: frames - start]
        start += length
    return total


def _stack(rng: np.random.Generator, frames: int) -> np.ndarray:
    """Harmonics of one moving fundamental with a random spectral slope."""
    f0 = np.full(frames, _log_uniform(rng, 60, 2000))
    t = np.arange(frames) / SAMPLE_RATE
    if rng.random() < 0.5:
        depth, rate = rng.uniform(0.002, 0.06), rng.uniform(0.3, 9)
        f0 *= 1 + depth * np.sin(2 * np.pi * (rate * t + rng.random()))
    if rng.random() < 0.3:
        f0 *= np.exp(np.linspace(0, rng.uniform(-0.7, 0.7), frames))
    phase, slope = _phases(f0), rng.uniform(0.2, 1.8)
    odd_only = rng.random() < 0.25
    total = np.zeros(frames)
    for n in range(1, min(24, int(15000 / f0.max())) + 1):
        if odd_only and n % 2 == 0:
            continue
        gain = n**-slope * rng.uniform(0.4, 1)
        total += gain * np.sin(n * phase + rng.uniform(0, 2 * np.pi))
    return total


def _low_stack(rng: np.random.Generator, frames: int) -> np.ndarray:
    """Many harmonics of a steady low fundamental, close together for the codec."""
    t = np.arange(frames) / SAMPLE_RATE
    f0, slope = _log_uniform(rng, 80, 350), rng.uniform(0.2, 1.2)
    numbers = np.arange(1, int(rng.integers(6, 21)))[:, None]
    waves = np.sin(2 * np.pi * (numbers * f0 * t + rng.random(numbers.shape)))
    return (numbers**-slope * rng.uniform(0.5, 1, numbers.shape) * waves).sum(0)


def _partials(rng: np.random.Generator, frames: int) -> np.ndarray:
    """Inharmonic partials, each with its own decay, struck once or twice."""
    t = np.arange(frames) / SAMPLE_RATE
    total = np.zeros(frames)
    f0, longest = _log_uniform(rng, 100, 1500), _log_uniform(rng, 0.1, 2.5)
    for start in rng.uniform(0, 0.6, int(rng.integers(1, 3))) * t[-1]:
        after = np.maximum(t - start, 0) * (t >= start)
        for ratio in np.cumprod(1 + rng.uniform(0.1, 0.9, int(rng.integers(3, 9)))) / 1.4:
            if f0 * ratio > 14000:
                break
            decay = np.exp(-after * ratio**0.5 / longest) * (t >= start)
            total += rng.uniform(0.2, 1) * decay * np.sin(2 * np.pi * f0 * ratio * after)
    return total


def _glide(rng: np.random.Generator, frames: int) -> np.ndarray:
    """A sine that wanders between random pitches."""
    points = int(rng.integers(2, 6))
    pitch = np.log(_log_uniform(rng, 150, 6000)) + rng.normal(0, 0.5, points)
    curve = np.interp(np.arange(frames), np.linspace(0, frames, points), pitch)
    return np.sin(_phases(np.exp(np.minimum(curve, np.log(14000)))))


def _envelope(rng: np.random.Generator, frames: int) -> np.ndarray:
    """Level over time: flat, gated or swelling, always with 2 ms fades against clicks."""
    t = np.arange(frames) / SAMPLE_RATE
    kind = rng.integers(4)
    if kind == 0:
        curve = np.ones(frames)
    elif kind == 1:
        rate = rng.uniform(1, 10)
        curve = ((rate * t + rng.random()) % 1 < rng.uniform(0.3, 0.8)).astype(float)
    elif kind == 2:
        curve = np.exp(-np.maximum(t - rng.uniform(0, 0.4), 0) / _log_uniform(rng, 0.1, 2))
    else:
        points = int(rng.integers(3, 9))
        curve = np.interp(np.arange(frames), np.linspace(0, frames, points), rng.random(points))
    fade = np.hanning(177)
    return np.convolve(curve, fade / fade.sum(), "same")
