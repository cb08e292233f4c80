"""The codec's contract: shapes, seeds, batches, stereo. Weights are random: no sound is judged."""

import math

import pytest
import torch

from tangostudio.families.nets.spectral_codec import (
    PAN_DEAD_ZONE,
    Sound,
    SpectralCodec,
    ToneRidge,
    is_mono,
    latent_frames,
)
from tangostudio.families.nets.spectral_features import PAN_BANDS, Features, SpectralCodecConfig

SMALL = SpectralCodecConfig(
    width=32, encoder_blocks=(1, 1), decoder_blocks=(1, 1), tonal_blocks=1, noise_blocks=1
)


@pytest.fixture(scope="module")
def codec() -> SpectralCodec:
    torch.manual_seed(4)
    return SpectralCodec(SMALL).eval()


def seeded(seed: int) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


@pytest.mark.parametrize(("samples", "frames"), [(1, 2), (2048, 2), (4097, 4), (44100, 22)])
def test_latent_frames_are_even_and_enough(samples: int, frames: int) -> None:
    assert latent_frames(samples) == frames


@torch.inference_mode()
def test_shapes(codec: SpectralCodec) -> None:
    latents = codec.encode(torch.randn(2, 2, 10_000) * 0.1)
    assert latents.shape == (2, 6, SMALL.latent_channels)
    assert codec.decode(latents, seeded(1)).shape == (2, 2, 6 * 2048)


@torch.inference_mode()
def test_the_same_seed_is_the_same_sound_and_another_is_not(codec: SpectralCodec) -> None:
    latents = torch.randn(1, 6, SMALL.latent_channels, generator=seeded(0))
    first = codec.decode(latents, seeded(1))
    assert torch.equal(first, codec.decode(latents, seeded(1)))
    assert not torch.allclose(first, codec.decode(latents, seeded(2)), atol=1e-4)


@torch.inference_mode()
def test_an_item_alone_is_the_item_of_a_batch(codec: SpectralCodec) -> None:
    latents = torch.randn(3, 8, SMALL.latent_channels, generator=seeded(0))
    batch = codec.decode(latents, [seeded(k) for k in range(3)])
    for k in range(3):
        alone = codec.decode(latents[k : k + 1], seeded(k))
        assert torch.allclose(batch[k : k + 1], alone, atol=1e-5)


@torch.inference_mode()
def test_too_few_generators_are_refused(codec: SpectralCodec) -> None:
    with pytest.raises(ValueError, match="1 generators for 2 items"):
        codec.decode(torch.zeros(2, 2, SMALL.latent_channels), [seeded(1)])


@torch.inference_mode()
def test_the_latents_scale_is_undone_in_decode(codec: SpectralCodec) -> None:
    audio = torch.randn(1, 2, 8192, generator=seeded(5)) * 0.1
    plain = codec.encode(audio)
    before = codec.decode(plain, seeded(1))
    try:
        codec.latent_mean.fill_(0.3)
        codec.latent_std.fill_(0.5)
        scaled = codec.encode(audio)
        assert torch.allclose(scaled, (plain - 0.3) / 0.5, atol=1e-6)
        assert torch.allclose(codec.decode(scaled, seeded(1)), before, atol=1e-5)
    finally:
        codec.latent_mean.zero_()
        codec.latent_std.fill_(1.0)


@torch.inference_mode()
def test_tonal_part_renders_the_frequency_it_is_told(codec: SpectralCodec) -> None:
    frames, peak, offset = 96, 40, 0.3
    level = torch.zeros(1, frames, 1025)
    level[..., peak - 1 : peak + 2] = torch.tensor([0.1, 0.25, 0.15])
    sound = Sound(
        level, torch.full_like(level, offset), torch.zeros(1), torch.zeros(1), torch.zeros(1)
    )
    audio = codec.decoder.tonal_audio(sound)[0, 4096:-4096]
    spectrum = torch.fft.rfft(audio * torch.hann_window(len(audio))).abs()
    found = spectrum.argmax().item() * 44100 / len(audio)
    assert found == pytest.approx((peak + offset) * 44100 / 2048, abs=2)
    envelope = audio.reshape(-1, 512).square().mean(1).sqrt()
    assert envelope.max() / envelope.min() < 1.05


@torch.inference_mode()
def test_stereo_features_tell_pan_and_width() -> None:
    features = Features(SMALL)
    sound = torch.randn(1, 8192, generator=seeded(1)) * 0.1
    other = torch.randn(1, 8192, generator=seeded(2)) * 0.1
    pan, width = features.stereo(sound, 0.4 * sound).chunk(2, -1)
    assert pan.mean().item() == pytest.approx(0.4, abs=0.02)
    assert width.mean().item() < 0.05
    pan, width = features.stereo(sound, 0.7 * other).chunk(2, -1)
    assert abs(pan.mean().item()) < 0.15
    assert width.mean().item() == pytest.approx(0.7, abs=0.15)
    assert not features.stereo(torch.zeros(1, 4096), torch.zeros(1, 4096)).any()


@torch.inference_mode()
def test_pan_code_follows_a_sound_from_left_to_right() -> None:
    place = torch.linspace(-0.9, 0.9, 8 * 2048)
    sound = torch.randn(1, 8 * 2048, generator=seeded(1)) * 0.1
    pan = Features(SMALL).pan(sound, place * sound)
    wanted = place.reshape(8, 2048).mean(-1)[:, None].expand(8, PAN_BANDS)
    assert torch.allclose(pan[0], wanted, atol=0.08)
    assert not Features(SMALL).pan(torch.zeros(1, 4096), torch.zeros(1, 4096)).any()


@torch.inference_mode()
def test_pan_becomes_a_level_difference(codec: SpectralCodec) -> None:
    middle = torch.randn(1, 8192, generator=seeded(1)) * 0.1
    sound = Sound(
        torch.zeros(1),
        torch.zeros(1),
        torch.zeros(1),
        torch.full((1, 4, PAN_BANDS), 0.6),
        torch.zeros(1, 4, 8),
    )
    audio = codec.decoder.place(middle, torch.zeros_like(middle), sound)
    left, right = audio[0].square().mean(-1).sqrt()
    placed = (0.6 - PAN_DEAD_ZONE) / (1 - PAN_DEAD_ZONE)
    assert (left / right).item() == pytest.approx((1 + placed) / (1 - placed), rel=0.05)
    assert torch.allclose(audio.mean(1), middle, atol=1e-6)
    assert not is_mono(audio).any()


@torch.inference_mode()
def test_small_pans_are_mono(codec: SpectralCodec) -> None:
    middle = torch.randn(2, 4096, generator=seeded(1))
    pan = torch.tensor([0.05, 0.5])[:, None, None].expand(2, 2, PAN_BANDS)
    sound = Sound(torch.zeros(1), torch.zeros(1), torch.zeros(1), pan, torch.zeros(2, 2, 8))
    audio = codec.decoder.place(middle, torch.zeros_like(middle), sound)
    assert is_mono(audio).tolist() == [True, False]


def test_noise_part_has_the_level_it_is_told(codec: SpectralCodec) -> None:
    white = torch.randn(1, 40 * 2048 + 768, generator=seeded(1))
    level = torch.full((1, 40 * 8, 513), 0.2)
    audio = codec.decoder.noise_audio(level, torch.ones(1, 40 * 2048), white)
    assert audio.shape == (1, 40 * 2048)
    assert audio[:, 2048:-2048].std().item() == pytest.approx(0.2, rel=0.03)
    assert math.isfinite(audio.abs().max().item())


@pytest.mark.parametrize("frequency_hz", [110.0, 440.0, 1010.0, 3000.0, 8000.0])
@torch.inference_mode()
def test_untrained_ridge_and_offset_lie_at_the_tone(frequency_hz: float) -> None:
    t = torch.arange(16384, dtype=torch.float64) / 44100
    audio = (0.2 * torch.sin(2 * math.pi * frequency_hz * t)).float()[None]
    ridge, offset = ToneRidge(44100)(Features(SMALL).tone(audio), torch.ones(1, 8, 3))
    place = frequency_hz * 2048 / 44100
    peak = int(ridge[0, 4].argmax())
    assert abs(peak - place) < 1
    found = peak + 2 * math.tanh(offset[0, 4, peak].item())
    assert found == pytest.approx(place, abs=0.15)


@torch.inference_mode()
def test_tone_code_of_silence_is_zero_and_its_level_does_not_matter() -> None:
    features = Features(SMALL)
    assert not features.tone(torch.zeros(1, 8192)).any()
    t = torch.arange(8192, dtype=torch.float64) / 44100
    loud = (0.5 * torch.sin(2 * math.pi * 700 * t)).float()[None]
    assert torch.allclose(features.tone(loud), features.tone(loud * 0.1), atol=0.02)
