"""The AudioSet tagger on a tiny random net: windows, level, and files that are not it."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from safetensors.torch import save_file

from tangostudio.errors import WeightsError
from tangostudio.families import audioset
from tests.families import tiny_audioset


@pytest.fixture(scope="module")
def tagger(tmp_path_factory) -> audioset.Tagger:
    return audioset.build(tiny_audioset.write(tmp_path_factory.mktemp("ast")))


def noise(seconds: float, channels: int = 1) -> np.ndarray:
    shape = (round(seconds * audioset.RATE), channels)
    return np.random.default_rng(0).normal(0, 0.1, shape).astype(np.float32)


def test_probabilities_of_all_classes(tagger):
    assert tagger.labels == ("Rain", "Dog", "Bell")
    found = tagger.probabilities(noise(1.0))
    assert found.shape == (3,)
    assert found.sum() == pytest.approx(1, abs=1e-5)
    # Level and channels that are alike do not matter.
    again = tagger.probabilities(np.repeat(noise(1.0) / 9, 2, axis=1))
    np.testing.assert_allclose(again, found, atol=1e-4)
    assert np.isfinite(tagger.probabilities(np.zeros((1600, 1), np.float32))).all()


@pytest.mark.parametrize(
    ("seconds", "starts"), [(0.5, [0]), (4, [0]), (10, [0]), (12, [0, 5]), (21, [0, 5, 10, 15])]
)
def test_windows_of_ten_seconds_every_five(seconds, starts):
    wave = np.arange(round(seconds * audioset.RATE), dtype=float) + 1
    found = audioset._windows(wave)
    assert [(window[0] - 1) / audioset.RATE for window in found] == starts
    assert {len(window) for window in found} == {audioset.WINDOW}


def test_long_sounds_are_the_mean_of_their_windows(tagger):
    long = noise(15)
    scores = [
        np.log(tagger.probabilities(part / np.abs(long).max()))
        for part in (long[: audioset.WINDOW], long[audioset.HOP :])
    ]
    # Each part by itself is brought to its own peak, which differs little in noise.
    mean = np.exp(np.mean(scores, axis=0))
    np.testing.assert_allclose(tagger.probabilities(long), mean / mean.sum(), atol=0.02)


def test_what_is_no_tagger_is_refused(tmp_path):
    with pytest.raises(WeightsError, match="missing"):
        audioset.build(tmp_path)
    tiny_audioset.write(tmp_path)
    (tmp_path / audioset.CONFIG).write_text('{"model_type": "clap"}')
    with pytest.raises(WeightsError, match="no Audio Spectrogram Transformer"):
        audioset.build(tmp_path)
    tiny_audioset.write(tmp_path)
    save_file({"a": torch.ones(2)}, tmp_path / audioset.WEIGHTS)
    with pytest.raises(WeightsError, match="lack"):
        audioset.build(tmp_path)
