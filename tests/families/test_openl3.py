"""OpenL3 on random weights: front end by hand, frames, sides, and files that are not it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import save_file

from tangostudio.errors import WeightsError
from tangostudio.families import openl3
from tests.families import tiny_openl3


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    return tiny_openl3.write(tmp_path_factory.mktemp("openl3"))


@pytest.fixture(scope="module")
def net(folder) -> openl3.OpenL3:
    return openl3.build(folder)


def noise(frames: int, channels: int = 1) -> np.ndarray:
    return np.random.default_rng(0).normal(0, 0.1, (frames, channels)).astype(np.float32)


def test_a_row_has_both_sides(net):
    sound = noise(12_000, 2)
    sound[0] = 0.9  # the loudest of both sides
    rows = net.vectors(sound)
    assert rows.shape == (1, 1024)
    left = net.vectors(sound[:, :1])
    np.testing.assert_allclose(left[:, :512], left[:, 512:])
    np.testing.assert_allclose(left[:, :512], rows[:, :512], rtol=1e-3, atol=1e-5)
    assert np.abs(rows[:, :512] - rows[:, 512:]).max() > 1e-3


@pytest.mark.parametrize(("frames", "windows"), [(100, 1), (24_000, 1), (24_001, 2), (72_000, 3)])
def test_windows_are_centred_and_the_last_is_filled_up(frames, windows):
    waves = torch.ones(2, frames)
    found = openl3._frames(waves)
    assert found.shape == (2, windows, 48_000)
    assert found[0, 0, :24_000].sum() == 0
    assert found[0, 0, 24_000] == 1


def test_level_does_not_matter_and_silence_is_heard(net):
    quiet = net.vectors(noise(12_000) / 50)
    np.testing.assert_allclose(quiet, net.vectors(noise(12_000)), rtol=1e-3, atol=1e-4)
    assert np.isfinite(net.vectors(np.zeros((4800, 1), np.float32))).all()


def test_levels_are_decibels_of_mel_magnitudes_under_the_loudest(net):
    frame = torch.from_numpy(noise(48_000)[:, 0])[None]
    levels = net.levels(frame)
    assert levels.shape == (1, 1, 256, 199)
    assert levels.max() == 0
    assert levels.min() >= -80
    # Step 10 by hand: 982 zeros stand before the frame.
    begin = 10 * 242 - 982
    window = 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(2048) / 2048)
    power = np.abs(np.fft.rfft(frame[0, begin : begin + 2048].numpy() * window)) ** 2
    mel = np.sqrt(net._mel.numpy() @ power)
    shift = 10 * np.log10(mel) - levels[0, 0, :, 10].numpy()
    np.testing.assert_allclose(shift, shift[0], atol=1e-3)


def test_what_is_no_openl3_is_refused(tmp_path, folder):
    with pytest.raises(WeightsError, match="missing"):
        openl3.build(tmp_path)
    save_file({"a": torch.ones(2)}, tmp_path / openl3.WEIGHTS)
    with pytest.raises(WeightsError, match="lack"):
        openl3.build(tmp_path)
