from __future__ import annotations

import dataclasses
import json
import math

import pytest

from tangostudio.corpora import corpus
from tangostudio.corpora.corpus import Corpus, Item, LeftOut
from tangostudio.errors import AudioFileError, BadRequest, NotFound, StorageError
from tests.corpora.recordings import built, doors


def item(number: int, **values) -> Item:
    sha256 = f"{number:064x}"
    given = {"file": corpus.file_of(sha256), "sha256": sha256, "seconds": 1.5, "caption": "門 🚪",
             "category": "DOORWood", "source": "a/b.wav", "held_out": number == 2}  # fmt: skip
    return Item(**{**given, **values})


@pytest.fixture
def made(tmp_path) -> Corpus:
    items = (item(1, loudness=-23.0), item(2), item(3))
    left_out = (LeftOut("c.wav", "silent", "No."), LeftOut("d.wav", "corrupt", "No."))
    return Corpus(
        "corpus-1", "Türen", tmp_path, "2026-01-02T03:04:05+00:00", 44100, items, left_out,
        {"seconds": 10.0}, ("Few.",),
    )  # fmt: skip


def test_a_corpus_is_read_as_it_was_written(made):
    corpus.write(made)
    found = corpus.read(made.folder)
    assert math.isnan(found.items[1].loudness)
    assert repr(found) == repr(made)
    json.loads((made.folder / corpus.FILE).read_text(), parse_constant=pytest.fail)


def test_what_a_corpus_holds(made):
    assert [each.sha256[-1] for each in made.train] == ["1", "3"]
    assert [each.sha256[-1] for each in made.held_out] == ["2"]
    assert made.seconds == 4.5
    assert made.reasons == {"silent": 1, "corrupt": 1}


def test_the_mark_is_of_clips_captions_and_sides_alone(made):
    def other(**values):
        return dataclasses.replace(made, items=(dataclasses.replace(made.items[0], **values),
                                                *made.items[1:])).mark  # fmt: skip

    assert dataclasses.replace(made, name="x", made_at="", items=made.items[::-1]).mark == made.mark
    assert other(source="x", loudness=0.0) == made.mark
    assert len({made.mark, other(caption="x"), other(held_out=True), other(sha256="0" * 64)}) == 4
    assert dataclasses.replace(made, items=made.items[1:]).mark != made.mark


def test_a_clip_is_found_by_the_beginning_of_its_hash(made):
    assert made.item("0" * 63 + "2") is made.items[1]
    for digits in ("", "00", "ff"):
        with pytest.raises(NotFound):
            made.item(digits)


def test_a_caption_is_changed_and_never_emptied(made):
    changed = corpus.with_caption(made, made.items[1].sha256, " an\nold  door ")
    assert (changed.items[1].caption, changed.items[1].told_by) == ("an old door", "person")
    assert changed.items[0] is made.items[0]
    assert changed.mark != made.mark
    with pytest.raises(BadRequest):
        corpus.with_caption(made, made.items[1].sha256, " \n")


@pytest.mark.parametrize(
    "text",
    ["", "[]", "null", '"x"', "{}", '{"format": 1}', '{"format": 1, "items": [{}]}', "\udcff"],
)
def test_what_is_no_corpus_is_refused(tmp_path, text):
    (tmp_path / corpus.FILE).write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(BadRequest):
        corpus.read(tmp_path)


def test_a_corpus_of_a_newer_version_is_refused(made):
    corpus.write(made)
    path = made.folder / corpus.FILE
    path.write_text(path.read_text().replace('"format": 1', '"format": 2'))
    with pytest.raises(BadRequest, match="newer"):
        corpus.read(made.folder)


def test_a_folder_without_a_corpus(tmp_path):
    with pytest.raises(BadRequest, match="no corpus"):
        corpus.read(tmp_path)
    (tmp_path / corpus.FILE).mkdir()
    with pytest.raises(StorageError):
        corpus.read(tmp_path)


def test_a_clip_that_is_gone_or_damaged(tmp_path):
    found = built(doors(tmp_path / "in", 1), tmp_path / "out")
    path = found.folder / found.items[0].file
    path.write_bytes(path.read_bytes()[:2000])
    with pytest.raises(AudioFileError):
        corpus.samples(found, found.items[0])
    path.unlink()
    with pytest.raises(AudioFileError):
        corpus.samples(found, found.items[0])
