"""The Tango family, on tiny random checkpoints in the published layout."""

from __future__ import annotations

import gzip
import json
import pickle
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from safetensors.torch import load_file, save_file
from torch.testing import assert_close
from transformers.audio_utils import mel_filter_bank, spectrogram, window_function

from tangostudio import paths
from tangostudio.cards import Catalogue, ModelCard
from tangostudio.engines import schedules
from tangostudio.engines.samplers import sampler
from tangostudio.errors import WeightsError
from tangostudio.families import adapters, tango2
from tangostudio.families.nets import audioldm_codec as codecs
from tangostudio.families.parts import Part
from tangostudio.families.placement import Placement
from tests.families import tiny_tango2
from tests.families.tiny_tango2 import CARD

KEYS = Path(__file__).parent / "keys" / "tango2.txt.gz"
SECONDS = 1.25  # of the 1.28 that 32 latents make


@pytest.fixture(scope="module")
def checkpoint(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder as it is after the pickles were turned into safetensors."""
    return tiny_tango2.write(tmp_path_factory.mktemp("tango2"))


@pytest.fixture
def folder(checkpoint: Path, tmp_path: Path) -> Path:
    """A copy that a test may harm."""
    for path in checkpoint.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    return tmp_path


@pytest.fixture(scope="module")
def model(checkpoint: Path) -> tango2.Model:
    return tango2.build(CARD, checkpoint, "cpu")


def sample(
    model: tango2.Model, seeds: list[int], steps: int = 3, guidance: float = 3.0, how: str = "ddpm"
) -> torch.Tensor:
    """Latents (takes, T, C F) as an engine makes them."""
    told = tango2.condition(model, "7 8", "9", SECONDS, guidance)
    shape = tango2.latent_shape(model, SECONDS)
    starts, generators = zip(*(tango2.start(model, shape, seed) for seed in seeds), strict=True)
    times = schedules.numbered(steps)

    def draw() -> torch.Tensor:
        return tango2.stack([tango2.noise(model, shape, each) for each in generators])

    def velocity(x: torch.Tensor, time: float) -> torch.Tensor:
        return tango2.velocity(model, x, time, told)

    *_, x = sampler(how).walk(velocity, tango2.stack(starts), times, draw)
    return x


def decode(model: tango2.Model, x: torch.Tensor, seconds: float = SECONDS) -> list[np.ndarray]:
    return tango2.decode(model, x, seconds, [torch.Generator() for _ in x])


# --- the published layout --------------------------------------------------------------------


def published() -> dict[str, dict[str, list[int]]]:
    """Names and shapes of the published files, "main" and "vae"."""
    found: dict[str, dict[str, list[int]]] = {"main": {}, "vae": {}}
    for line in gzip.decompress(KEYS.read_bytes()).decode().splitlines():
        file, name, *shape = line.split()
        found[file][name] = [int(size) for size in shape]
    return found


def test_the_full_size_nets_have_the_published_names_and_shapes(folder: Path):
    (folder / tango2.MAIN_CONFIG).write_text('{"snr_gamma": 5}')
    sizes = {"ch": 128, "ch_mult": [1, 2, 4], "num_res_blocks": 2, "z_channels": 8}
    (folder / tango2.VAE_CONFIG).write_text(json.dumps({"ddconfig": sizes, "scale_factor": 0.9}))
    tables = tango2.tables(CARD, folder)
    expected = published()
    tied = expected["main"].pop(tango2.TIED)
    assert tied == expected["main"][tango2.SHARED]
    for name, file in ((tango2.MAIN, "main"), (tango2.VAE, "vae")):
        assert {key: list(shape) for key, shape in tables[name].items()} == expected[file]


@pytest.mark.parametrize("identifier", ["tango2", "tango2-full", "tango"])
def test_a_card_names_the_files_that_are_read_and_says_what_the_sound_is(identifier: str):
    card = Catalogue.load(paths.models_dir()).get(identifier)
    used = {tango2.MAIN, tango2.VAE, tango2.MAIN_CONFIG, tango2.VAE_CONFIG, tango2.TOKENIZER}
    assert {item.used for item in card.files} == used
    assert (card.sample_rate, card.channels) == (codecs.SAMPLE_RATE, 1)
    assert "Mono at 16 kHz" in card.limits
    assert card.licence.commercial == "no"
    assert [sampler(name) for name in card.samplers]
    times = schedules.schedule(card.options["schedule"])(int(card.default("steps")), 1.0)
    assert times[:2] + times[-2:] == [991, 981, 1, -9]
    assert 0 < card.options["parts_bytes"] < card.memory_bytes


# --- the way of a take -----------------------------------------------------------------------


def test_a_take_is_made_from_a_prompt(model: tango2.Model):
    (sound,) = decode(model, sample(model, [1]))
    assert sound.shape == (20_000, 1)
    assert sound.dtype == np.float32
    assert np.isfinite(sound).all()
    assert 0 < np.abs(sound).max() <= 1
    assert sound[-1] == pytest.approx(0, abs=1e-6)


def test_a_shorter_take_is_the_beginning_of_a_longer_one(model: tango2.Model):
    x = sample(model, [1])
    (whole,), (part,) = decode(model, x), decode(model, x, 0.5)
    assert len(part) == 8000
    np.testing.assert_array_equal(part[:7680], whole[:7680])


@pytest.mark.parametrize("how", ["ddpm", "ddim"])
def test_takes_of_a_batch_equal_takes_alone(model: tango2.Model, how: str):
    together = sample(model, [1, 2, 3], how=how)
    alone = torch.cat([sample(model, [seed], how=how) for seed in (1, 2, 3)])
    scale = float(alone.abs().max())
    assert_close(together / scale, alone / scale, atol=1e-5, rtol=0)
    np.testing.assert_allclose(decode(model, alone)[2], decode(model, alone[2:])[0], atol=1e-5)


def test_a_seed_is_a_take_whatever_else_draws_numbers(model: tango2.Model):
    first = sample(model, [4])
    torch.manual_seed(99)
    torch.randn(7)
    assert torch.equal(sample(model, [4]), first)
    assert not torch.allclose(sample(model, [5]), first, atol=1e-2)


def test_noise_is_drawn_as_the_reference_s_grid_and_goes_on_with_one_generator(
    model: tango2.Model,
):
    shape = tango2.latent_shape(model, SECONDS)
    assert shape == tango2.latent_shape(model, 0.1) == (32, 128)
    first, generator = tango2.start(model, shape, 3)
    second = tango2.noise(model, shape, generator)
    expected = torch.randn(2, 8, 32, 16, generator=torch.Generator().manual_seed(3))
    assert_close(tango2.grid(model, torch.cat([first, second])), expected, atol=0, rtol=0)
    assert first[0, 5, 2 * 16 + 7] == expected[0, 2, 5, 7]


# --- guidance and words ----------------------------------------------------------------------


def test_guidance_extrapolates_and_one_is_one_forward(model: tango2.Model):
    x, _ = tango2.start(model, (32, 128), 5)
    shown = []
    hook = model.net.register_forward_pre_hook(lambda net, inputs: shown.append(len(inputs[0])))
    plain = tango2.velocity(model, x, 501, tango2.condition(model, "7", "", SECONDS, 1))
    other = tango2.velocity(model, x, 501, tango2.condition(model, "9", "", SECONDS, 1))
    guided = tango2.velocity(model, x, 501, tango2.condition(model, "7", "9", SECONDS, 3))
    hook.remove()
    assert shown == [1, 1, 2]
    scale = float(guided.abs().max())
    assert_close(guided / scale, (other + 3 * (plain - other)) / scale, atol=1e-5, rtol=0)


def test_pads_say_nothing(model: tango2.Model):
    x, _ = tango2.start(model, (32, 128), 5)
    short = tango2.condition(model, "7 8 9", "", SECONDS, 3)
    assert short.mask.tolist() == [[1, 0, 0, 0], [1, 1, 1, 1]]
    long = tango2.condition(model, "7 8 9", "11 12 13 14 15 16", SECONDS, 3)
    assert long.mask.sum(1).tolist() == [7, 4]
    alone = tango2.condition(model, "7 8 9", "", SECONDS, 1)
    for told in (short, long):
        side = tango2.Conditioning(told.states[1:], told.mask[1:], 1)
        expected = tango2.velocity(model, x, 501, alone)
        assert_close(tango2.velocity(model, x, 501, side), expected, atol=2e-5, rtol=1e-4)
    seen = tango2.Conditioning(long.states[1:], torch.ones_like(long.mask[1:]), 1)
    assert not torch.allclose(tango2.velocity(model, x, 501, seen), expected, atol=1e-3)


def test_a_prompt_is_read_once(model: tango2.Model):
    told = tango2.condition(model, "21 22", "23", SECONDS, 3)
    fresh = replace(model, text=Part(lambda: pytest.fail("it was read again"), Placement()))
    again = tango2.condition(fresh, "21 22", "23", SECONDS, 5)
    assert torch.equal(told.states, again.states)


# --- placements ------------------------------------------------------------------------------


@pytest.mark.parametrize("parts", ["offload", "drop"])
def test_parts_may_wait_elsewhere(model: tango2.Model, checkpoint: Path, parts: str):
    held = tango2.build(CARD, checkpoint, Placement(parts=parts))
    x = sample(held, [1])
    assert_close(x, sample(model, [1]), atol=1e-5, rtol=1e-5)
    np.testing.assert_allclose(decode(held, x)[0], decode(model, x)[0], atol=1e-6)


def test_half_precision_is_near_and_its_velocity_is_whole(model: tango2.Model, checkpoint: Path):
    held = tango2.build(CARD, checkpoint, Placement(precision="bfloat16"))
    assert held.net.dtype == torch.bfloat16
    x, _ = tango2.start(model, (32, 128), 5)
    told = tango2.condition(model, "7", "9", SECONDS, 3)
    expected = tango2.velocity(model, x, 501, told)
    found = tango2.velocity(held, x, 501, tango2.condition(held, "7", "9", SECONDS, 3))
    assert found.dtype == torch.float32
    assert 0 < float((found - expected).norm() / expected.norm()) < 0.1


def test_an_adapter_changes_the_net(model: tango2.Model, checkpoint: Path, tmp_path: Path):
    name = "unet.conv_out.weight"
    shape = [8, 8, 3, 3]
    facts = adapters.Facts("difference", CARD.id, CARD.weights_hash, 0, 0.0, {name: shape})
    change = torch.full(shape, 0.25, dtype=torch.float16)
    path = tmp_path / "change.safetensors"
    adapters.write(path, adapters.Adapter(facts, {name: change}))
    held = tango2.build(CARD, checkpoint, "cpu", [(path, 0.5)])
    state, before = held.net.state_dict(), model.net.state_dict()
    assert_close(state["conv_out.weight"], before["conv_out.weight"] + 0.125)
    assert torch.equal(state["conv_in.weight"], before["conv_in.weight"])


# --- from a sound ----------------------------------------------------------------------------


def test_log_mel_frames_are_those_of_the_usual_filters():
    wave = np.random.default_rng(3).normal(size=16_000).astype(np.float32) * 0.1
    expected = spectrogram(
        wave,
        window_function(1024, "hann"),
        frame_length=1024,
        hop_length=160,
        power=1.0,
        mel_filters=mel_filter_bank(513, 64, 0, 8000, 16_000, norm="slaney", mel_scale="slaney"),
        mel_floor=1e-5,
    )
    found = codecs.log_mel(torch.from_numpy(wave)[None])
    assert found.shape == (1, 1, 100, 64)
    np.testing.assert_allclose(found[0, 0].numpy(), np.log(expected.T[:100]), atol=2e-3)


def test_a_sound_becomes_latents_by_its_generator(model: tango2.Model):
    sound = np.random.default_rng(3).normal(size=(44_100, 2)).astype(np.float32) * 0.1
    seeds = (1, 1, 2)
    first, again, other = (
        tango2.encode(model, sound, 44_100, SECONDS, torch.Generator().manual_seed(seed))
        for seed in seeds
    )
    assert first.shape == (1, *tango2.latent_shape(model, SECONDS))
    assert torch.equal(first, again)
    assert not torch.equal(first, other)


def test_level_mean_and_what_is_beyond_the_seconds_change_nothing(model: tango2.Model):
    def latents(sound: np.ndarray) -> torch.Tensor:
        return tango2.encode(model, sound, 16_000, 0.5, torch.Generator().manual_seed(1))

    sound = np.random.default_rng(3).normal(size=(8000, 1)).astype(np.float32) * 0.1
    more = np.concatenate([0.25 * sound + 0.01, np.ones((16_000, 1), np.float32)])
    assert_close(latents(more), latents(sound), atol=1e-3, rtol=1e-3)
    assert not torch.allclose(latents(sound[::-1].copy()), latents(sound), atol=0.05)
    assert torch.isfinite(latents(np.zeros((100, 1), np.float32))).all()


# --- checkpoints that are not whole ----------------------------------------------------------


@contextmanager
def changed(path: Path) -> Iterator[dict[str, torch.Tensor]]:
    """The tensors of a file, written back when they were changed."""
    state = {name: value.clone() for name, value in load_file(path).items()}
    yield state
    save_file(state, path)


def rename(path: Path, name: str) -> None:
    with changed(path) as state:
        state[name + "s"] = state.pop(name)


def reshape(path: Path, name: str) -> None:
    with changed(path) as state:
        state[name] = torch.cat([state[name], state[name]])


def spoil(path: Path, name: str) -> None:
    with changed(path) as state:
        state[name].view(-1)[0] = float("nan")


def cut_short(path: Path, name: str) -> None:
    path.write_bytes(path.read_bytes()[:-100])


def make_pickle(path: Path, name: str) -> None:
    path.write_bytes(pickle.dumps({name: [1.0]}))


def lose(path: Path, name: str) -> None:
    path.unlink()


def use(folder: Path) -> None:
    """Load and use every part."""
    model = tango2.build(CARD, folder, "cpu")
    tango2.condition(model, "7", "", SECONDS, 1)
    decode(model, torch.zeros(1, 32, 128))


HARMS: list[tuple[Callable[[Path, str], None], str]] = [
    (rename, "{name}"),
    (reshape, "wrong shape for 1 tensors: {name}"),
    (spoil, "no numbers, in {name}"),
    (cut_short, "{file} cannot be read"),
    (make_pickle, "{file} is a pickle"),
    (lose, "{file}"),
]


@pytest.mark.parametrize(("harm", "words"), HARMS, ids=[harm.__name__ for harm, _ in HARMS])
@pytest.mark.parametrize(
    ("file", "name"),
    [
        (tango2.MAIN, "unet.conv_in.weight"),
        (tango2.MAIN, "text_encoder.encoder.final_layer_norm.weight"),
        (tango2.VAE, "decoder.up.1.block.0.nin_shortcut.weight"),
        (tango2.VAE, "vocoder.conv_pre.weight"),
    ],
)
def test_a_harmed_file_is_refused_and_named(
    folder: Path, file: str, name: str, harm: Callable[[Path, str], None], words: str
):
    harm(folder / file, name)
    with pytest.raises(WeightsError) as caught:
        use(folder)
    assert words.format(name=name, file=file) in caught.value.message
    assert caught.value.hint


def test_the_tied_table_may_be_there_once_or_twice_but_not_in_another_shape(folder: Path):
    tied = tango2.TIED
    with changed(folder / tango2.MAIN) as state:
        del state[tied]
    use(folder)
    with changed(folder / tango2.MAIN) as state:
        state[tied] = torch.zeros(3, 16)
    with pytest.raises(WeightsError, match="embed_tokens"):
        use(folder)


def test_more_tensors_than_the_nets_have_are_refused(folder: Path):
    for file in (tango2.MAIN, tango2.VAE):
        with changed(folder / file) as state:
            state["stft.mel_basis"] = torch.zeros(2)
        with pytest.raises(WeightsError, match=r"hold unknown 1 tensors: stft\.mel_basis"):
            use(folder)
        with changed(folder / file) as state:
            del state["stft.mel_basis"]
    use(folder)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({}, "ddconfig"),
        ({"ddconfig": {}, "scale_factor": 1}, "ch"),
        ({"ddconfig": 3}, "vae_config"),
    ],
)
def test_a_config_that_says_too_little_is_named(folder: Path, values: Any, words: str):
    (folder / tango2.VAE_CONFIG).write_text(json.dumps(values))
    with pytest.raises(WeightsError, match=words):
        use(folder)


def test_without_a_folder_there_is_no_model():
    with pytest.raises(WeightsError, match="Tango 2"):
        tango2.build(card_without_folder(), None, "cpu")


def card_without_folder() -> ModelCard:
    return replace(CARD, folder=None)
