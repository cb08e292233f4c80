"""Pairs and tastes that go out of a library and come into one, whole or not at all."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile

from tangostudio.audio import files
from tangostudio.errors import AudioFileError, BadRequest, StorageError
from tangostudio.export import taste_archive
from tangostudio.export.taste_archive import AdapterParts, TasteContents, stand_in
from tangostudio.library import Library, TakeQuery
from tangostudio.studio import sharing
from tangostudio.studio.studio import Studio
from tests.studio import house

RATE = 16_000
EMBEDDER = "impressions-1"


@pytest.fixture
def studio(tmp_path: Path) -> Iterator[Studio]:
    made = house.open_house(tmp_path / "library", session_only=True)
    yield made
    made.close()


def noise(seed: int, peak: float = 0.5) -> np.ndarray:
    sound = np.random.default_rng(seed).uniform(-1, 1, (3200, 1)).astype(np.float32)
    return sound / np.abs(sound).max() * np.float32(peak)


class Pairs:
    """A file of pairs in TangoFlux's layout with its sounds."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.path = folder / "train.json"
        self.rows: list[dict[str, Any]] = []

    def sound(self, name: str, seed: int, peak: float = 0.5) -> str:
        soundfile.write(self.folder / name, noise(seed, peak), RATE, subtype="FLOAT")
        return name

    def add(self, chosen: str, reject: str, prompt: str = "rain", seconds: float = 0.2) -> None:
        self.rows.append(
            {"captions": prompt, "duration": seconds, "chosen": chosen, "reject": reject}
        )
        self.path.write_text(json.dumps(self.rows))


@pytest.fixture
def pairs(tmp_path: Path) -> Pairs:
    folder = tmp_path / "pairs"
    folder.mkdir()
    made = Pairs(folder)
    for number in range(3):
        made.sound(f"{number}.wav", number)
    return made


def nothing_came(studio: Studio) -> bool:
    library = studio.library
    rows = (library.takes.everything(), library.votes.all(), library.adapters.all())
    folders = (library.audio_dir, library.adapters_dir)
    return not any(rows) and not any(any(folder.iterdir()) for folder in folders)


# --- pairs ----------------------------------------------------------------------------------------


def test_sounds_become_takes_and_pairs_become_votes(studio, pairs):
    pairs.add("0.wav", "1.wav")
    pairs.add("1.wav", "2.wav")
    found = sharing.import_pairs(studio, pairs.path)
    assert (found.takes, found.votes, found.known, found.alike) == (3, 2, 0, 0)
    takes = {take.id: take for take in studio.find(TakeQuery(project="Imported pairs"))}
    assert len(takes) == 3
    for take in takes.values():
        assert (take.model, take.prompt, take.seconds, take.commercial) == (
            "imported", "rain", 0.2, "no",
        )  # fmt: skip
        assert np.isfinite(take.lufs)
        assert studio.overview(take)
        files.verify(take.path, take.sha256)
    hashes = [files.sha256_of(files.read(pairs.folder / f"{n}.wav").samples, RATE) for n in (0, 1)]
    vote = studio.library.votes.all()[0]
    better, worse = (takes[i].sha256 for i in (vote.take_a, vote.take_b))
    if vote.answer == "b":
        better, worse = worse, better
    assert [better, worse] == hashes


def test_the_same_sound_twice_is_one_take(studio, pairs):
    pairs.sound("copy.wav", 0)
    pairs.add("0.wav", "1.wav")
    pairs.add("copy.wav", "2.wav")
    pairs.add("0.wav", "copy.wav")
    found = sharing.import_pairs(studio, pairs.path)
    assert (found.takes, found.votes, found.alike) == (3, 2, 1)
    assert len(list(studio.library.audio_dir.iterdir())) == 3


def test_a_sound_that_is_only_compared_with_itself_leaves_no_file(studio, pairs):
    pairs.sound("one.wav", 7)
    pairs.sound("two.wav", 7)
    pairs.add("one.wav", "two.wav")
    pairs.add("0.wav", "1.wav")
    assert sharing.import_pairs(studio, pairs.path).takes == 2
    assert studio.library.orphans() == []


def test_a_take_that_is_here_is_used_again(studio, pairs):
    stored = files.store(noise(0), RATE, studio.library.audio_dir)
    have = house.add_take(studio.library, "soft rain", sha256=stored.sha256)
    pairs.add("0.wav", "1.wav")
    assert sharing.import_pairs(studio, pairs.path).takes == 1
    vote = studio.library.votes.all()[0]
    assert have.id in (vote.take_a, vote.take_b)
    assert (studio.take(have.id).model, vote.prompt) == ("starter", "rain")


def test_a_peak_over_full_scale_is_brought_down(studio, pairs):
    pairs.sound("loud.wav", 9, peak=2.0)
    pairs.add("loud.wav", "0.wav")
    sharing.import_pairs(studio, pairs.path)
    gains = sorted(take.gain_db for take in studio.find(TakeQuery()))
    assert gains == [pytest.approx(-6.02, abs=0.01), 0.0]


@pytest.mark.parametrize(
    "row",
    [
        {"captions": "rain", "duration": 0.2, "chosen": "0.wav"},
        {"captions": " ", "duration": 0.2, "chosen": "0.wav", "reject": "1.wav"},
        {"captions": "\n\x00", "duration": 0.2, "chosen": "0.wav", "reject": "1.wav"},
        {"captions": "x" * 10_001, "duration": 0.2, "chosen": "0.wav", "reject": "1.wav"},
        {"captions": "rain", "duration": 0, "chosen": "0.wav", "reject": "1.wav"},
        {"captions": "rain", "duration": 601, "chosen": "0.wav", "reject": "1.wav"},
        {"captions": "rain", "duration": 0.2, "chosen": "0.wav", "reject": "gone.wav"},
        {"captions": "rain", "duration": 0.2, "chosen": "0.wav", "reject": "train.json"},
    ],
)
def test_a_broken_row_is_refused_before_anything_is_stored(studio, pairs, row):
    pairs.add("0.wav", "1.wav")
    pairs.rows.append(row)
    pairs.path.write_text(json.dumps(pairs.rows))
    with pytest.raises((BadRequest, AudioFileError)) as caught:
        sharing.import_pairs(studio, pairs.path)
    assert caught.value.hint
    assert nothing_came(studio)


@pytest.mark.parametrize("text", ["", "{}", "[]", "3"])
def test_a_file_without_pairs_is_refused(studio, pairs, text):
    pairs.path.write_text(text)
    with pytest.raises(BadRequest):
        sharing.import_pairs(studio, pairs.path)
    assert nothing_came(studio)


def test_an_import_that_fails_at_its_last_row_leaves_nothing(studio, pairs, monkeypatch):
    pairs.add("0.wav", "1.wav")
    pairs.add("1.wav", "2.wav")
    add, left = studio.library.votes.add, [1]

    def full(vote):
        if not left:
            raise StorageError("The disk is full.")
        left.pop()
        return add(vote)

    monkeypatch.setattr(studio.library.votes, "add", full)
    with pytest.raises(StorageError):
        sharing.import_pairs(studio, pairs.path)
    assert nothing_came(studio)
    assert "Imported pairs" not in {project.name for project in studio.projects()}


def test_pairs_go_out_in_a_known_layout_only(studio, tmp_path):
    with pytest.raises(BadRequest):
        sharing.write_pairs(studio.library, tmp_path / "out", "zip")


# --- a taste --------------------------------------------------------------------------------------


def safetensors(mark: bytes = b"\0" * 8) -> bytes:
    head = json.dumps({"x": {"dtype": "F32", "shape": [2], "data_offsets": [0, 8]}}).encode()
    return struct.pack("<Q", len(head)) + head + mark


def adapter(mark: bytes = b"\0" * 8, **changes: Any) -> AdapterParts:
    data = safetensors(mark)
    facts = {
        "sha256": hashlib.sha256(data).hexdigest(), "name": "Helle  Türen", "model": "starter",
        "model_hash": house.STARTER.weights_hash, "method": "crpo", "licence": "CC-BY-NC-4.0",
        "commercial": "no", "votes": 48, "strength": 0.8, "about": {"rounds": 3}, **changes,
    }  # fmt: skip
    told = {name: facts[name] for name in ("sha256", "model", "model_hash")}
    return AdapterParts(facts, data, json.dumps(told).encode())


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """A taste of another library: four votes, one of them a repeat, and one adapter."""
    with Library.open(tmp_path / "elsewhere", write=True) as library:
        house.add_take(library, "an own take", seed=9)  # so that ids differ from those here
        takes = [house.add_take(library, seed=seed) for seed in (1, 2, 3)]
        first = library.votes.add(house.vote_on(takes[0], takes[1]))
        library.votes.add(house.vote_on(takes[1], takes[2], "tie"))
        again = house.vote_on(takes[0], takes[1], "b", pair="again", repeat_of=first)
        library.votes.add(again)
        vectors = {take.sha256: np.full(4, take.seed, np.float32) for take in takes}
        contents = TasteContents(
            tuple(library.votes.all()), {EMBEDDER: vectors}, None, (adapter(),)
        )
    path = tmp_path / "mine.tangotaste"
    taste_archive.write(path, contents)
    return path


def test_votes_find_the_takes_of_this_library_by_their_sound(studio, archive):
    here = house.add_take(
        studio.library, "kept here", seed=1, sha256=house.starter_take(seed=1).sha256
    )
    found = sharing.import_taste(studio, archive)
    assert (found.votes, found.known, found.here, found.embeddings) == (3, 0, 0, 3)
    votes = studio.library.votes.all()
    other = house.starter_take(seed=2).sha256
    assert (votes[0].take_a, votes[0].take_b) == (here.id, stand_in(other))
    assert [vote.repeat_of for vote in votes] == [None, None, votes[0].id]
    assert [vote.answer for vote in votes] == ["a", "tie", "b"]
    assert studio.tasting.taste is not None  # learned anew from what came in
    assert studio.tasting.taste.known.votes == 0  # the pair was answered both ways
    assert set(studio.library.embeddings.get(EMBEDDER)) == {
        house.starter_take(seed=seed).sha256 for seed in (1, 2, 3)
    }


def test_votes_that_are_there_are_not_added_again_even_if_they_were_taken_back(studio, archive):
    sharing.import_taste(studio, archive)
    studio.library.votes.withdraw(1)
    found = sharing.import_taste(studio, archive)
    assert (found.votes, found.known, found.embeddings, found.adapters) == (0, 3, 0, ())
    assert len(studio.library.votes.all()) == 2


def test_own_vectors_are_kept(studio, archive):
    take = house.add_take(studio.library, seed=1)
    mine = np.full(4, 0.5, np.float32)
    studio.library.embeddings.add(EMBEDDER, {take.sha256: mine})
    assert sharing.import_taste(studio, archive).embeddings == 2
    assert np.array_equal(studio.library.embeddings.get(EMBEDDER)[take.sha256], mine)


def test_an_adapter_comes_with_its_files_and_is_not_in_use(studio, archive):
    (number,) = sharing.import_taste(studio, archive).adapters
    item = studio.tunes.adapter(number)
    assert (item.name, item.strength, item.active, item.state) == ("Helle Türen", 0.8, False, "new")
    assert (item.licence, item.commercial, item.about) == ("CC-BY-NC-4.0", "no", {"rounds": 3})
    path = studio.library.adapters_dir / f"{item.sha256}.safetensors"
    assert path.read_bytes() == safetensors()
    assert path.with_suffix(".json").is_file()


def test_a_licence_is_never_looser_than_the_models(studio, tmp_path, monkeypatch):
    base = dataclasses.replace(
        house.STARTER,
        licence=dataclasses.replace(house.STARTER.licence, name="NC", commercial="no"),
    )
    monkeypatch.setattr(studio, "card", lambda model: base)
    item = adapter(licence="CC0", commercial="yes")
    taste_archive.write(tmp_path / "a.tangotaste", TasteContents(adapters=(item,)))
    (number,) = sharing.import_taste(studio, tmp_path / "a.tangotaste").adapters
    made = studio.tunes.adapter(number)
    assert (made.licence, made.commercial) == ("NC", "no")


def test_an_import_of_a_taste_that_fails_leaves_nothing(studio, archive, monkeypatch):
    def full(new):
        raise StorageError("The disk is full.")

    monkeypatch.setattr(studio.library.adapters, "add", full)
    with pytest.raises(StorageError):
        sharing.import_taste(studio, archive)
    assert nothing_came(studio)
    assert studio.library.embeddings.embedders() == {}


def test_vectors_of_another_length_are_refused_with_all_the_rest(studio, archive):
    take = house.add_take(studio.library, "an own take")
    studio.library.embeddings.add(EMBEDDER, {take.sha256: np.ones(5, np.float32)})
    with pytest.raises(BadRequest):
        sharing.import_taste(studio, archive)
    assert studio.library.votes.all() == []
    assert list(studio.library.adapters_dir.iterdir()) == []


def test_a_taste_goes_round(studio, archive, tmp_path):
    sharing.import_taste(studio, archive)
    written = sharing.export_taste(studio, tmp_path / "again.tangotaste")
    assert (written.votes, written.embeddings, written.adapters) == (3, 3, 1)
    first, again = (taste_archive.read(path) for path in (archive, written.path))
    assert [v.created for v in first.votes] == [v.created for v in again.votes]
    assert first.adapters[0].tensors == again.adapters[0].tensors
    with pytest.raises(BadRequest):  # nothing is overwritten
        sharing.export_taste(studio, written.path)


def test_adapters_stay_here_when_they_are_rejected_or_not_wanted(studio, archive, tmp_path):
    (number,) = sharing.import_taste(studio, archive).adapters
    bare = sharing.export_taste(studio, tmp_path / "bare.tangotaste", adapters=False)
    studio.tunes.reject(number)
    rejected = sharing.export_taste(studio, tmp_path / "rejected.tangotaste")
    assert (bare.adapters, rejected.adapters) == (0, 0)


def test_an_altered_adapter_does_not_go_out(studio, archive, tmp_path):
    (number,) = sharing.import_taste(studio, archive).adapters
    sha256 = studio.tunes.adapter(number).sha256
    (studio.library.adapters_dir / f"{sha256}.safetensors").write_bytes(safetensors(b"\1" * 8))
    with pytest.raises(BadRequest) as caught:
        sharing.export_taste(studio, tmp_path / "bad.tangotaste")
    assert "altered" in caught.value.message
    assert not (tmp_path / "bad.tangotaste").exists()
