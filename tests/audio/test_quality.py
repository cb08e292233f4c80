from __future__ import annotations

import numpy as np
import pytest

from tangostudio.audio import edits
from tangostudio.audio.quality import FLAGS, examine, faults

RATE = 44_100
SINE = np.sin(2 * np.pi * 440 * np.arange(RATE) / RATE)[:, None] * np.ones((1, 2))


@pytest.mark.parametrize(
    ("sound", "found"),
    [
        (0.5 * SINE, ()),
        (SINE, ()),  # a peak that just touches full scale is no clipping
        (1e-4 * SINE, ("silent",)),
        (np.zeros((RATE, 1)), ("silent",)),
        (2.1 * SINE, ("too loud",)),
        (np.clip(2 * SINE, -1, 1), ("clipped",)),
        (np.clip(0.9 * SINE, -0.6, 0.6), ("clipped",)),
        (0.5 * SINE + 0.03, ("direct current",)),
        (np.clip(4 * SINE, -3, 3) + 0.05, ("too loud", "clipped", "direct current")),
    ],
)
def test_each_fault_is_named(sound, found):
    assert faults(sound.astype(np.float32), RATE) == found


def test_a_short_burst_is_not_silence():
    sound = np.zeros((RATE, 1), np.float32)
    sound[5000:5200] = np.random.default_rng(1).normal(0, 0.2, (200, 1))
    assert faults(sound, RATE) == ()


TIME = np.arange(2 * RATE) / RATE


def stereo(wave: np.ndarray) -> np.ndarray:
    """A wave (frames,) on the left, another to its right, both with a soft beginning and end."""
    fade = np.clip(np.minimum(TIME, TIME[::-1]) / 0.05, 0, 1)[: len(wave)]
    other = np.roll(wave, 1234)
    return np.stack((wave * fade, other * fade), axis=1).astype(np.float32)


def hiss(level: float = 0.1) -> np.ndarray:
    return np.random.default_rng(5).normal(0, level, len(TIME))


def hum(level: float = 0.3) -> np.ndarray:
    return level * np.sum([np.sin(2 * np.pi * 50 * k * TIME) / k for k in range(1, 7)], axis=0)


def rain() -> np.ndarray:
    """Drops at random moments: noise whose treble falls and whose level trembles."""
    random = np.random.default_rng(8)
    drops = np.zeros(len(TIME))
    drops[random.integers(0, len(TIME), 4000)] = random.normal(0, 0.3, 4000)
    return np.convolve(drops, np.exp(-np.arange(400) / 30) * hiss()[:400] * 10)[: len(TIME)]


ORDINARY = {
    "a decaying bell": 0.8 * np.exp(-3 * TIME) * np.sin(2 * np.pi * 900 * TIME),
    "rain": rain(),
    "a short beep": 0.5 * np.sin(2 * np.pi * 1000 * TIME) * (TIME < 0.2),
    "two tones in turn": 0.5 * np.sin(2 * np.pi * np.where((TIME * 4) % 1 < 0.5, 800, 1000) * TIME),
    "a rumble that touches full scale": np.sin(2 * np.pi * 30 * TIME) * (0.6 + 0.4 * TIME / 2),
    "a slow swell": hiss() * TIME / 2,
}


@pytest.mark.parametrize("name", ORDINARY)
def test_an_ordinary_take_has_no_flag(name):
    assert examine(stereo(ORDINARY[name]), RATE) == ()


def clipped() -> np.ndarray:
    return stereo(np.clip(3 * ORDINARY["a decaying bell"], -0.9, 0.9))


@pytest.mark.parametrize(
    ("sound", "found"),
    [
        (stereo(1e-4 * np.sin(TIME * 2000)), ("silence",)),
        (np.zeros((0, 2), np.float32), ("silence",)),
        (stereo(hiss()), ("failed render",)),
        (stereo(0.9 * (np.arange(len(TIME)) % 441 == 0)), ("failed render",)),
        (np.full((100, 2), np.nan, np.float32), ("failed render",)),
        (clipped(), ("clipping",)),
        (stereo(ORDINARY["a decaying bell"]) + np.float32(0.02), ("dc",)),
        (stereo(ORDINARY["a slow swell"])[: RATE + 77], ("hard cut",)),
        (stereo(hum()), ("hum",)),
        (stereo(hum() + hiss(0.003)), ("hum",)),
        (stereo(0.4 * np.sin(2 * np.pi * 440 * TIME)), ("hum",)),
        (np.repeat(stereo(ORDINARY["rain"])[:, :1], 2, axis=1), ("mono",)),
    ],
)
def test_each_flag_is_found_alone(sound, found):
    assert examine(sound, RATE) == found


def test_a_loop_may_end_where_it_likes():
    cut = stereo(ORDINARY["a slow swell"])[: RATE + 77]
    assert examine(cut, RATE, loops=True) == ()


def test_a_fade_of_five_milliseconds_is_no_cut():
    cut = stereo(ORDINARY["a slow swell"])[: RATE + 77]
    cut[-220:] *= np.linspace(1, 0, 220, dtype=np.float32)[:, None]
    assert examine(cut, RATE) == ()


def test_one_channel_is_no_mono_in_stereo_and_a_square_wave_no_clipping():
    square = np.sign(np.sin(2 * np.pi * 333 * TIME))[: RATE // 3, None].astype(np.float32) * 0.4
    assert examine(square, RATE) == ("hard cut",)


@pytest.mark.parametrize("frames", [1, 2, 7, 100, 5000])
@pytest.mark.parametrize("rate", [8000, 192_000])
def test_any_length_and_rate_can_be_examined(frames, rate):
    sound = np.random.default_rng(2).uniform(-1, 1, (frames, 8)).astype(np.float32)
    assert set(examine(sound, rate)) <= set(FLAGS)


def test_every_flag_is_explained_in_one_sentence():
    assert all(text.explanation.endswith(".") for text in FLAGS.values())
    assert all(". " not in text.explanation for text in FLAGS.values())
    for name in {text.mend for text in FLAGS.values()} - {"", "again"}:
        assert hasattr(edits, name)
