"""A start sound at a model's rate, with its channels, as long as its window."""

from __future__ import annotations

import numpy as np
import torch

from tangostudio.families import hearing


def tone(frames: int, channels: int, rate: int = 8000) -> np.ndarray:
    line = np.sin(2 * np.pi * 440 * np.arange(frames) / rate).astype(np.float32)
    return np.stack([line * (1 + channel) for channel in range(channels)], axis=1)


def test_a_short_sound_is_followed_by_silence_and_a_long_one_cut():
    sound = tone(9000, 2)
    short, long = (hearing.window(part, 8000, 8000, 500) for part in (sound[:300], sound))
    assert short.shape == long.shape == (1, 2, 500)
    assert torch.equal(short[0, :, :300], torch.from_numpy(sound[:300].T))
    assert not short[0, :, 300:].any()
    assert torch.equal(long[0], torch.from_numpy(sound[:500].T))


def test_one_channel_is_heard_on_all_and_of_many_the_first_ones():
    mono, many = tone(500, 1), tone(500, 3)
    assert torch.equal(
        hearing.window(mono, 8000, 8000, 500)[0], torch.from_numpy(mono.T.repeat(2, 0))
    )
    assert torch.equal(hearing.window(many, 8000, 8000, 500)[0], torch.from_numpy(many[:, :2].T))
    assert torch.equal(hearing.window(many, 8000, 8000, 500, 1)[0], torch.from_numpy(many[:, :1].T))


def test_another_rate_is_resampled_and_a_window_ends_as_if_the_rest_were_heard():
    sound = tone(48_000, 1, 16_000)
    found = hearing.window(sound, 16_000, 8000, 4000, 1)[0, 0].numpy()
    np.testing.assert_allclose(found[500:], tone(4000, 1)[500:, 0], atol=1e-4)
    again = hearing.window(sound[:40_000], 16_000, 8000, 4000, 1)[0, 0].numpy()
    np.testing.assert_allclose(found, again, atol=1e-6)


def test_an_empty_sound_is_silence():
    assert not hearing.window(np.zeros((0, 2), np.float32), 48_000, 44_100, 100).any()


def test_a_mark_tells_sounds_apart():
    sound = tone(100, 2)
    marks = {
        hearing.mark(sound, 8000), hearing.mark(sound.copy(), 8000), hearing.mark(sound, 16_000),
        hearing.mark(sound.reshape(200, 1), 8000), hearing.mark(sound * 2, 8000),
    }  # fmt: skip
    assert len(marks) == 4
