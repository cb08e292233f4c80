"""The bundled codec on tones and noise whose answer physics gives, with generous bounds."""

import json

import numpy as np
import pytest
import torch

from tangostudio import paths
from tangostudio.families.nets import int8
from tangostudio.families.nets.spectral_codec import SpectralCodec, is_mono
from tangostudio.families.nets.spectral_features import SpectralCodecConfig

SAMPLES = 40 * 2048


@pytest.fixture(scope="module")
def codec() -> SpectralCodec:
    path = paths.models_dir() / "starter" / "codec.safetensors"
    config = json.loads(int8.load_metadata(path)["config"])
    codec = SpectralCodec(SpectralCodecConfig(**config)).eval()
    codec.load_state_dict(int8.load(path))
    return codec


def again(codec: SpectralCodec, audio: np.ndarray, seed: int = 0) -> torch.Tensor:
    both = torch.from_numpy(np.stack([audio, audio]).astype(np.float32))[None]
    with torch.inference_mode():
        return codec.decode(codec.encode(both), torch.Generator().manual_seed(seed))


@pytest.mark.parametrize("frequency_hz", [100.0, 440.0, 1000.0, 4000.0, 8000.0])
def test_a_sine_stays_a_steady_sine(codec: SpectralCodec, frequency_hz: float) -> None:
    tone = 0.2 * np.sin(2 * np.pi * frequency_hz * np.arange(SAMPLES) / 44100)
    heard = again(codec, tone)[0, 0, 8192:-8192].numpy()
    power = np.abs(np.fft.rfft(heard * np.hanning(len(heard)))) ** 2
    octaves = np.abs(np.log2(np.fft.rfftfreq(len(heard), 1 / 44100)[1:] / frequency_hz))
    assert power[1:][octaves < 1 / 6].sum() > 0.9 * power.sum()
    level = heard[: len(heard) // 1024 * 1024].reshape(-1, 1024).std(1)
    assert (20 * np.log10(level)).std() < 1.5
    assert abs(20 * np.log10(heard.std() / tone.std())) < 9


def test_noise_keeps_its_level_and_differs_by_seed(codec: SpectralCodec) -> None:
    noise = np.random.default_rng(1).standard_normal(SAMPLES) * 0.1
    first, second = again(codec, noise, 1), again(codec, noise, 2)
    assert abs(20 * np.log10(first[0, 0].std().item() / 0.1)) < 3
    apart = (first - second).std() / first.std()
    assert apart.item() == pytest.approx(2**0.5, abs=0.3)


def test_silence_is_silent_and_mono_is_mono(codec: SpectralCodec) -> None:
    silence = again(codec, np.zeros(SAMPLES))
    assert silence.abs().max() < 1e-3
    assert is_mono(silence).all()
    assert is_mono(again(codec, np.random.default_rng(1).standard_normal(SAMPLES) * 0.1)).all()


def test_an_item_alone_is_the_item_of_a_batch(codec: SpectralCodec) -> None:
    latents = torch.randn(3, 20, codec.config.latent_channels, generator=torch.Generator())
    seeds = [torch.Generator().manual_seed(k) for k in range(3)]
    with torch.inference_mode():
        batch = codec.decode(latents, seeds)
        alone = codec.decode(latents[1:2], torch.Generator().manual_seed(1))
    assert torch.allclose(batch[1:2], alone, atol=1e-5)
