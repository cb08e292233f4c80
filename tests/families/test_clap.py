"""CLAP as an embedder and scorer, on a tiny random checkpoint in the published layout."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import load_file, save_file
from transformers.models.clap.feature_extraction_clap import ClapFeatureExtractor

from tangostudio.errors import WeightsError
from tangostudio.families import clap
from tests.families import tiny_clap
from tests.families.tiny_clap import CARD

RATE = clap.SAMPLE_RATE


@pytest.fixture(scope="module")
def checkpoint(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("clap")
    tiny_clap.write(folder)
    return folder


@pytest.fixture
def folder(checkpoint: Path, tmp_path: Path) -> Path:
    """A copy that a test may harm."""
    for path in checkpoint.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    return tmp_path


@pytest.fixture(scope="module")
def net(checkpoint: Path) -> clap.Clap:
    return clap.build(checkpoint)


def sound(seconds: float, seed: int = 1, channels: int = 1) -> np.ndarray:
    """Noise that gets duller and louder, so that no two moments are alike."""
    rng = np.random.default_rng(seed)
    frames = round(seconds * RATE)
    time = np.arange(frames)[:, None] / RATE
    white = rng.normal(size=(frames, channels)) * 0.05 * (1 + np.sin(2.3 * time + seed) ** 2)
    tone = np.sin(2 * np.pi * (200 + 90 * time) * time)
    return (white + 0.3 * tone).astype(np.float32)


# --- vectors ---------------------------------------------------------------------------------


def test_vectors_are_unit_rows_and_always_the_same(net: clap.Clap):
    sounds, texts = [sound(0.5), sound(3, 2)], ["5 6", "7", ""]
    audio, text = net.audio(sounds), net.text(texts)
    assert (audio.shape, text.shape) == ((2, 16), (3, 16))
    assert net.dimension == 16
    assert audio.dtype == text.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(np.concatenate([audio, text]), axis=1), 1, atol=1e-5)
    np.random.seed(5)
    torch.manual_seed(5)
    np.testing.assert_array_equal(net.audio(sounds), audio)
    assert net.audio([]).shape == net.text([]).shape == (0, 16)


def test_a_vector_does_not_depend_on_its_neighbours(net: clap.Clap):
    together = net.audio([sound(1), sound(12, 2), sound(2, 3)])
    for row, alone in zip(together, (sound(1), sound(12, 2), sound(2, 3)), strict=True):
        np.testing.assert_array_equal(net.audio([alone])[0], row)
    texts = ["5", "6 7 8 9 10", "11"]
    rows = np.concatenate([net.text([text]) for text in texts])
    np.testing.assert_array_equal(net.text(texts), rows)


def test_the_first_ten_seconds_are_heard_and_not_a_sample_more(net: clap.Clap):
    whole = sound(12)
    expected = net.audio([whole[: 10 * RATE]])
    np.testing.assert_array_equal(net.audio([whole]), expected)
    other = whole.copy()
    other[10 * RATE - 2000 : 10 * RATE] = 0
    assert not np.allclose(net.audio([other]), expected, atol=1e-4)


def test_a_short_sound_is_repeated_whole_and_then_silence_fills(net: clap.Clap):
    short = sound(3.3)
    filled = np.concatenate([short, short, short, np.zeros((round(0.1 * RATE), 1), np.float32)])
    assert len(filled) == 10 * RATE
    np.testing.assert_allclose(net.audio([short]), net.audio([filled]), atol=1e-6)


def test_channels_are_mixed(net: clap.Clap):
    two = sound(1, channels=2)
    mixed = two.mean(1, keepdims=True)
    np.testing.assert_allclose(net.audio([two]), net.audio([mixed]), atol=1e-5)


def test_silence_and_nothing_at_all_have_vectors(net: clap.Clap):
    silence, nothing = net.audio([np.zeros((RATE, 2), np.float32), np.zeros((0, 1), np.float32)])
    np.testing.assert_array_equal(silence, nothing)
    assert np.isfinite(silence).all()


def test_a_long_sound_is_the_mean_of_its_windows(net: clap.Clap):
    long = sound(18)
    starts = (0, 5, 8)  # the last window ends with the sound
    rows = net.audio([long[first * RATE : (first + 10) * RATE] for first in starts])
    mean = rows.mean(0)
    found = net.long_audio(long)
    np.testing.assert_allclose(found, mean / np.linalg.norm(mean), atol=1e-6)
    assert np.linalg.norm(found) == pytest.approx(1, abs=1e-5)
    short = sound(2)
    np.testing.assert_allclose(net.long_audio(short), net.audio([short])[0], atol=1e-6)
    exact = sound(20)
    rows = net.audio([exact[first * RATE : (first + 10) * RATE] for first in (0, 5, 10)])
    np.testing.assert_allclose(
        net.long_audio(exact), rows.mean(0) / np.linalg.norm(rows.mean(0)), atol=1e-6
    )


def test_a_score_is_the_cosine(net: clap.Clap):
    heard = sound(1)
    score = net.score("5 6", heard)
    assert score == pytest.approx(float(net.text(["5 6"])[0] @ net.audio([heard])[0]))
    assert -1 <= score <= 1
    assert score != net.score("7", heard)


def test_long_texts_are_cut_to_what_was_trained(net: clap.Clap):
    words = [str(4 + i % 80) for i in range(90)]
    kept = net.text([" ".join(words[:75])])  # and the two tokens around them
    np.testing.assert_array_equal(net.text([" ".join(words)]), kept)
    assert not np.array_equal(net.text([" ".join(words[:74])]), kept)


# --- files -----------------------------------------------------------------------------------


def test_features_begin_at_fifty_hertz_even_without_the_extractor_s_file(
    net: clap.Clap, folder: Path
):
    (folder / clap.EXTRACTOR_CONFIG).unlink()
    wave = sound(10)
    found = clap.build(folder).features(wave)
    np.testing.assert_array_equal(found, net.features(wave))
    extractor = ClapFeatureExtractor(frequency_min=50)
    told = extractor(wave[:, 0], truncation="rand_trunc", sampling_rate=RATE)
    np.testing.assert_allclose(found[0], told["input_features"][0], atol=1e-3)


def test_tables_of_places_may_be_missing_and_are_never_believed(net: clap.Clap, folder: Path):
    path = folder / clap.WEIGHTS
    state = load_file(path)  # here these tables hold zeros
    heard, texts = sound(1), ["5 6 7"]
    learned = {name: value for name, value in state.items() if value.is_floating_point()}
    assert len(state) - len(learned) > 4
    save_file(learned, path)
    again = clap.build(folder)
    np.testing.assert_allclose(again.audio([heard]), net.audio([heard]), atol=1e-6)
    np.testing.assert_allclose(again.text(texts), net.text(texts), atol=1e-6)
    encoder = again.net.audio_model.audio_encoder
    table = encoder.layers[0].blocks[0].attention.self.relative_position_index
    assert table.unique().numel() == 15 * 15


def rename(path: Path, name: str) -> None:
    state = load_file(path)
    state[name + "s"] = state.pop(name)
    save_file(state, path)


def reshape(path: Path, name: str) -> None:
    state = load_file(path)
    state[name] = torch.cat([state[name], state[name]])
    save_file(state, path)


def spoil(path: Path, name: str) -> None:
    state = load_file(path)
    state[name] = state[name] * float("nan")
    save_file(state, path)


def cut_short(path: Path, name: str) -> None:
    path.write_bytes(path.read_bytes()[:-100])


def make_pickle(path: Path, name: str) -> None:
    path.write_bytes(b"PK\x03\x04" + b"0" * 100)


@pytest.mark.parametrize(
    ("harm", "words"),
    [
        (rename, "{name}"),
        (reshape, "wrong shape for 1 tensors: {name}"),
        (spoil, "no numbers, in {name}"),
        (cut_short, "{file} cannot be read"),
        (make_pickle, "{file} is a pickle"),
        (lambda path, name: path.unlink(), "{file} is missing"),
    ],
)
@pytest.mark.parametrize(
    "name",
    [
        "text_projection.linear1.weight",
        "audio_model.audio_encoder.patch_embed.proj.weight",
    ],
)
def test_a_harmed_file_is_refused_and_named(
    folder: Path, name: str, harm: Callable[[Path, str], None], words: str
):
    harm(folder / clap.WEIGHTS, name)
    with pytest.raises(WeightsError) as caught:
        clap.build(folder)
    assert words.format(name=name, file=clap.WEIGHTS) in caught.value.message
    assert caught.value.hint


def test_a_table_of_places_of_another_size_is_refused(folder: Path):
    reshape(folder / clap.WEIGHTS, "text_model.embeddings.position_ids")
    with pytest.raises(WeightsError, match=r"wrong shape .*position_ids"):
        clap.build(folder)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"audio_config": {"enable_fusion": True}}, "several crops"),
        ({"text_config": {"vocab_size": "many"}}, "no config of this model"),
    ],
)
def test_another_kind_of_config_is_refused(folder: Path, changes: dict, words: str):
    (folder / clap.CONFIG).write_text(json.dumps(tiny_clap.CONFIG | changes))
    with pytest.raises(WeightsError, match=words):
        clap.build(folder)


def test_the_card_names_the_files_that_are_read_and_makes_no_sounds():
    assert {item.used for item in CARD.files} == {
        clap.WEIGHTS,
        clap.CONFIG,
        clap.EXTRACTOR_CONFIG,
        clap.TOKENIZER,
    }
    assert CARD.hidden
    assert CARD.samplers == ()
    assert CARD.sample_rate == RATE
    assert CARD.licence.commercial == "yes"


def test_the_full_size_net_has_as_many_values_as_the_published_one(folder: Path):
    (folder / clap.CONFIG).write_text('{"model_type": "clap"}')
    (table,) = clap.tables(CARD, folder).values()
    values = sum(shape.numel() for shape in table.values())
    assert 4 * values == pytest.approx(615e6, rel=2e-3)  # bytes of the published file
    assert table["audio_projection.linear2.weight"] == (512, 512)
