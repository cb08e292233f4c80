"""Sounds joined so that nothing changes outside the joins: levels met, cross-fades that fit.

Sounds are float32 (frames, channels). Knows nothing of models.
"""

from __future__ import annotations

import numpy as np

from tangostudio.engines.regions import FADE_SECONDS, Pass, Span

_BESIDE_SECONDS = 0.5  # that levels are compared over on either side of a span
_MOST_GAIN = 100.0  # 40 dB: some models bring every sound to one level
_SILENCE = 1e-3  # -60 dB


def stitch(whole: np.ndarray, made: np.ndarray, walk: Pass, sample_rate: int) -> np.ndarray:
    """A copy of a sound with what is wanted of a pass, which made another for a window of it.

    Outside the spans and 20 ms before and after them the samples are those of `whole`. The new
    ones meet its level, and stay within full scale where it does.
    """
    offset, end = walk.window
    made = channelled(made[: end - offset], whole.shape[1])
    made = np.pad(made, ((0, end - offset - len(made)), (0, 0)))
    fade = round(FADE_SECONDS * sample_rate)
    ceiling = np.float32(max(1.0, np.abs(whole).max()))
    joined = whole.copy()
    for first, last in walk.wanted:
        before, after = min(fade, first - offset), min(fade, end - last)
        new = made[first - before - offset : last + after - offset].copy()
        new *= _gain(whole[offset:end], made, walk, (first - offset, last - offset), sample_rate)
        new /= max(1.0, np.abs(new).max() / ceiling)
        if before > 0:
            new[:before] = crossfade(joined[first - before : first], new[:before])
        if after > 0:
            new[-after:] = crossfade(new[-after:], joined[last : last + after])
        joined[first - before : last + after] = np.clip(new, -ceiling, ceiling)
    return joined


def crossfade(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """From one sound to another, of constant power for however alike they are.

    Equal gains for equal sounds, equal powers for strangers (Fink, Holters, Zoelzer,
    "Signal-Matched Power-Complementary Cross-Fading and Dry-Wet Mixing", DAFx 2016).
    """
    power = float((one.astype(np.float64) ** 2).sum() * (other.astype(np.float64) ** 2).sum())
    product = float((one.astype(np.float64) * other).sum())
    alike = min(1.0, max(0.0, product / np.sqrt(power))) if power > 0 else 1.0
    place = (np.arange(len(one), dtype=np.float64)[:, None] + 0.5) / max(1, len(one))
    rise = (1 - np.cos(np.pi * place)) / 2
    fall = 1 - rise
    norm = np.sqrt(rise**2 + fall**2 + 2 * alike * rise * fall)
    return ((fall * one + rise * other) / norm).astype(np.float32)


def channelled(sound: np.ndarray, channels: int) -> np.ndarray:
    """With one channel (the mean) or two (both alike where there was one)."""
    if sound.shape[1] == channels:
        return sound
    mean = sound.mean(1, keepdims=True, dtype=np.float32)
    return np.repeat(mean, channels, axis=1)


def _gain(known: np.ndarray, made: np.ndarray, walk: Pass, span: Span, sample_rate: int) -> float:
    """What brings what a pass made to the level that is known, by what both have beside a span.

    Where that is silent, by all that is kept. Both sounds and the span begin where the window does.
    """
    kept = np.ones(len(known), bool)
    for first, last in walk.gaps:
        kept[first - walk.window[0] : last - walk.window[0]] = False
    reach = round(_BESIDE_SECONDS * sample_rate)
    beside = kept.copy()
    beside[: max(0, span[0] - reach)] = False
    beside[span[1] + reach :] = False
    for chosen in (beside, kept):
        wanted, found = _rms(known[chosen]), _rms(made[chosen])
        if min(wanted, found) > _SILENCE:
            return min(_MOST_GAIN, max(1 / _MOST_GAIN, wanted / found))
    return 1.0


def _rms(sound: np.ndarray) -> float:
    return float(np.sqrt((sound.astype(np.float64) ** 2).mean())) if sound.size else 0.0
