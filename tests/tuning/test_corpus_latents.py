"""Latents of a corpus: made once, going on, read again; and batches of them by step number."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from tangostudio.corpora import corpus as corpora
from tangostudio.errors import AudioFileError, BadRequest, StorageError, TuneError
from tangostudio.tuning import corpus_latents, mixing
from tangostudio.tuning.clip_batches import Batches
from tangostudio.tuning.corpus_latents import Latents, windows
from tangostudio.tuning.events import Encoded
from tests.tuning import tiny_clips


@pytest.fixture
def found(tmp_path) -> corpora.Corpus:
    return tiny_clips.corpus(tmp_path / "c")


@pytest.fixture
def few_per_file(monkeypatch) -> None:
    monkeypatch.setattr(corpus_latents, "PER_FILE", 2)


def made(corpus: corpora.Corpus, folder: Path, **options) -> tuple[Latents, list]:
    latents = Latents(tiny_clips.trainee(), corpus, folder, **options)
    return latents, list(latents.make())


def times_of(folder: Path) -> dict[str, int]:
    return {str(p): p.stat().st_mtime_ns for p in folder.rglob("*.safetensors")}


# --- making -----------------------------------------------------------------------------------


def test_clips_are_what_the_encoder_says_of_them(found, tmp_path):
    latents, events = made(found, tmp_path / "l")
    assert events == [Encoded(6, 6)]
    trainee = tiny_clips.trainee()
    for place, clip in enumerate(latents.clips):
        sound = corpora.samples(found, clip.item)
        wanted = trainee.encode(sound, found.sample_rate, clip.seconds)
        assert len(wanted) == trainee.length(clip.seconds)
        torch.testing.assert_close(latents.latents(place), wanted, atol=2e-3, rtol=1e-3)
    assert [clip.caption for clip in latents.clips] == [item.caption for item in found.items]


@pytest.mark.usefixtures("few_per_file")
def test_what_was_made_is_not_made_again(found, tmp_path):
    folder = tmp_path / "l"
    first = Latents(tiny_clips.trainee(), found, folder)
    going = first.make()
    assert next(going) == Encoded(2, 6)
    del going  # stopped
    before = times_of(folder)
    assert len(before) == 1
    _, events = made(found, folder)
    assert events == [Encoded(2, 6), Encoded(4, 6), Encoded(6, 6)]
    after = times_of(folder)
    assert len(after) == 3
    assert before.items() <= after.items()
    made(found, folder)
    assert times_of(folder) == after


def test_other_captions_need_no_new_latents_other_sounds_do(found, tmp_path):
    folder = tmp_path / "l"
    made(found, folder)
    before = times_of(folder)
    renamed = corpora.with_caption(found, found.items[0].sha256, "a new name")
    assert renamed.mark != found.mark
    latents, _ = made(renamed, folder)
    assert times_of(folder) == before
    assert latents.clips[0].caption == "a new name"
    made(replace(found, items=found.items[1:]), folder)
    assert len(times_of(folder)) == 2


def test_other_weights_need_other_latents(found, tmp_path):
    folder = tmp_path / "l"
    made(found, folder)
    trainee = tiny_clips.trainee()
    trainee.card = replace(trainee.card, files=())
    assert trainee.card.weights_hash != tiny_clips.trainee().card.weights_hash
    list(Latents(trainee, found, folder).make())
    assert len(times_of(folder)) == 2


def test_a_long_sound_becomes_several_clips():
    assert windows(3, 10) == [(0, 3)]
    assert windows(10, 10) == [(0, 10)]
    assert windows(11, 10) == [(0, 10)]  # a short rest is left out
    assert windows(25, 10) == [(0, 10), (10, 10), (20, 5)]
    assert len(windows(3600, 10)) == 360


def test_a_part_of_a_long_sound_is_that_part(tmp_path):
    corpus = tiny_clips.corpus(tmp_path / "c", (14,), 0)
    latents, _ = made(corpus, tmp_path / "l")
    assert [(c.start, c.seconds) for c in latents.clips] == [(0, 10), (10, 4)]
    sound = corpora.samples(corpus, corpus.items[0])[10 * tiny_clips.RATE :]
    wanted = tiny_clips.trainee().encode(sound, tiny_clips.RATE, 4)
    torch.testing.assert_close(latents.latents(1), wanted, atol=2e-3, rtol=1e-3)


def test_a_clip_that_is_gone_stops_it(found, tmp_path):
    (found.folder / found.items[2].file).unlink()
    with pytest.raises(AudioFileError, match="missing"):
        made(found, tmp_path / "l")
    assert not times_of(tmp_path / "l")


def test_a_codec_that_gives_no_numbers_stops_it(found, tmp_path, monkeypatch):
    trainee = tiny_clips.trainee()
    monkeypatch.setattr(trainee, "encode", lambda *_given: torch.full((4, 6), torch.nan))
    with pytest.raises(TuneError, match=r"no numbers of 0\.wav"):
        list(Latents(trainee, found, tmp_path / "l").make())


def test_a_folder_that_cannot_be_written_is_told(found, tmp_path):
    (tmp_path / "l").write_text("a file")
    with pytest.raises(StorageError):
        made(found, tmp_path / "l")


def test_a_file_of_latents_that_is_gone_is_told(found, tmp_path):
    latents, _ = made(found, tmp_path / "l")
    for path in (tmp_path / "l").rglob("*.safetensors"):
        path.write_bytes(b"\0" * 20)
    with pytest.raises(TuneError, match="cannot be read"):
        latents.latents(0)


# --- mixed clips ------------------------------------------------------------------------------


def test_mixed_clips_are_added_beside_the_others(found, tmp_path):
    folder = tmp_path / "l"
    plain, _ = made(found, folder)
    before = times_of(folder)
    latents, events = made(found, folder, mix=0.6)
    assert before.items() <= times_of(folder).items()  # the others are not made again
    extra = latents.clips[len(plain) :]
    assert len(extra) == 3  # of five to learn from
    assert events[-1] == Encoded(9, 9)
    for place, clip in enumerate(extra, len(plain)):
        assert clip.second is not None
        assert not clip.held_out
        assert not clip.second.held_out
        assert clip.second != clip.item
        assert clip.caption == mixing.joined(clip.item.caption, clip.second.caption)
        both = [corpora.samples(found, item) for item in (clip.item, clip.second)]
        wanted = tiny_clips.trainee().encode(mixing.mixed(*both), tiny_clips.RATE, clip.seconds)
        torch.testing.assert_close(latents.latents(place), wanted, atol=2e-3, rtol=1e-3)
    assert Latents(tiny_clips.trainee(), found, folder, mix=0.6).clips == latents.clips
    assert Latents(tiny_clips.trainee(), found, folder, mix=0.6, seed=2).clips != latents.clips


def test_a_single_clip_is_not_mixed_with_itself(tmp_path):
    corpus = tiny_clips.corpus(tmp_path / "c", (1,), 0)
    assert len(made(corpus, tmp_path / "l", mix=1.0)[0]) == 1


# --- batches ----------------------------------------------------------------------------------


def batches(found, folder, **options) -> Batches:
    latents, _ = made(found, folder)
    return Batches(latents, tiny_clips.trainee(), options.pop("size", 3), 7, **options)


def same(first, second) -> bool:
    return (
        torch.equal(first.latents, second.latents)
        and first.captions == second.captions
        and first.seconds == second.seconds
        and first.rng.random() == second.rng.random()
    )


def test_a_step_has_the_same_batch_whatever_was_before(found, tmp_path):
    going = batches(found, tmp_path / "l")
    seen = [going(step) for step in range(20)]
    fresh = batches(found, tmp_path / "l")
    for step in (13, 2, 19, 8):
        assert same(fresh(step), seen[step])
    assert not torch.equal(seen[0].latents, seen[8].latents)


def test_what_is_held_out_is_never_trained_on(found, tmp_path):
    going = batches(found, tmp_path / "l", drop_caption=0.0)
    held_out = {item.caption for item in found.held_out}
    seen = {text for step in range(16) for text in going(step).captions}
    assert not seen & held_out
    assert seen == {item.caption for item in found.train}
    tested = going.tests(10)
    assert {text for batch in tested for text in batch.captions} == held_out
    assert sum(len(batch.seconds) for batch in tested) == 10


def test_all_clips_are_seen_equally_often(found, tmp_path):
    going = batches(found, tmp_path / "l", size=5, drop_caption=0.0)
    seen = [text for step in range(8) for text in going(step).captions]
    assert [seen.count(item.caption) for item in found.train] == [8] * 5


def test_about_one_caption_in_ten_is_dropped(found, tmp_path):
    going = batches(found, tmp_path / "l", size=20, drop_caption=0.1)
    dropped = sum(text is None for step in range(20) for text in going(step).captions)
    assert 20 <= dropped <= 60
    with_all = batches(found, tmp_path / "l", drop_caption=0.0)
    assert None not in with_all(0).captions


def test_short_sounds_may_be_followed_by_silence(found, tmp_path):
    going = batches(found, tmp_path / "l", silence=1.0, cut=0.0)
    batch = going(0)
    known = [item.seconds for item in found.train]
    assert all(seconds not in known for seconds in batch.seconds)
    trainee = tiny_clips.trainee()
    assert batch.latents.shape[1] == max(trainee.length(s) for s in batch.seconds)
    # The codec hears silence as zeros.
    for row, seconds in zip(batch.latents, batch.seconds, strict=True):
        assert float(row[-1].abs().max()) == 0 or trainee.length(seconds) == len(row)
    plain = batches(found, tmp_path / "l", silence=0.0)(0)
    assert all(seconds in known for seconds in plain.seconds)


def test_a_steady_sound_may_be_cut_anywhere(tmp_path):
    corpus = tiny_clips.of_sounds(tmp_path / "c", [tiny_clips.hum(8)])
    going = batches(corpus, tmp_path / "l", cut=1.0)
    lengths = {s for step in range(8) for s in going(step).seconds}
    assert len(lengths) > 5
    assert min(lengths) >= 0.5
    assert max(lengths) < 8
    assert going(0).latents.shape[1] == round(4 * max(going(0).seconds))
    whole = batches(corpus, tmp_path / "l", cut=0.0)
    assert set(whole(0).seconds) == {8.0}


def test_a_corpus_without_a_clip_to_learn_from_is_refused(tmp_path):
    corpus = tiny_clips.corpus(tmp_path / "c", (1, 1), 2)
    with pytest.raises(BadRequest, match="no clip to learn from"):
        batches(corpus, tmp_path / "l")


def test_many_clips_do_not_fill_the_memory(tmp_path, monkeypatch):
    """Only what a batch needs is read."""
    corpus = tiny_clips.corpus(tmp_path / "c", [1.0] * 9, 0)
    monkeypatch.setattr(corpus_latents, "PER_FILE", 2)
    going = batches(corpus, tmp_path / "l", size=2)
    read = []
    latents = going._latents
    monkeypatch.setattr(
        latents, "latents", lambda place: read.append(place) or Latents.latents(latents, place)
    )
    going(0)
    assert len(read) == 2
    assert isinstance(going(1).rng, np.random.Generator)
