"""Votes become folders that other training reads; what cannot be one is counted, not lost."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile

from tangostudio.audio import files, whole_files
from tangostudio.errors import BadRequest, StorageError
from tangostudio.export import pairs
from tangostudio.export.pairs import Gathered, LeftOut, PairSound, gather
from tangostudio.library.votes import Vote
from tangostudio.tuning.pairs import read_pairs
from tests.audio.signals import noise, sine

RAIN, DOOR = "rain on a tin roof", "扉がきしむ: “CON”?"


@dataclass(frozen=True)
class Shelf:
    """Some stored sounds by hash, as a library would have them."""

    folder: Path
    sounds: dict[str, PairSound]

    def add(self, samples: np.ndarray, rate: int = 44100, **changes: str) -> str:
        stored = files.store(samples, rate, self.folder)
        facts = {"model": "starter", "model_hash": "11" * 32} | {
            "licence": "Apache-2.0",
            "commercial": "yes",
        }
        self.sounds[stored.sha256] = PairSound(stored.path, **(facts | changes))
        return stored.sha256

    def gather(self, *votes: Vote) -> Gathered:
        return gather(votes, self.sounds.get)


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path / "library", {})


def vote(a: str, b: str, answer: str = "a", prompt: str = RAIN, seconds: float = 2.0) -> Vote:
    return Vote(
        pair="p", prompt=prompt, seconds=seconds, take_a=1, take_b=2, sha256_a=a, sha256_b=b,
        left="a", answer=answer,
    )  # fmt: skip


def rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line]


# --- which pairs -----------------------------------------------------------------------------


def test_the_majority_decides_whichever_way_round_it_was_shown(shelf: Shelf):
    one, two = shelf.add(noise(500, seed=1)), shelf.add(noise(500, seed=2))
    found = shelf.gather(vote(one, two, "a"), vote(two, one, "b"), vote(one, two, "b"))
    (pair,) = found.pairs
    assert (pair.chosen, pair.rejected, pair.votes) == (one, two, 3)
    assert pair.agreement == pytest.approx(2 / 3)
    assert found.left_out.total == 0
    assert found.left_out.sentence == ""


def test_what_says_nothing_is_left_out_and_counted(shelf: Shelf):
    one, two, three = (shelf.add(noise(500, seed=seed)) for seed in range(3))
    shelf.sounds[three].path.unlink()
    found = shelf.gather(
        vote(one, two, "tie"),
        vote(one, two, "both_bad"),
        vote(one, two, "both_bad"),
        vote(one, two, "a", prompt=DOOR),
        vote(one, two, "b", prompt=DOOR),
        vote(one, three, "a"),
        vote(one, "ab" * 32, "b"),
        vote(one, one, "a"),
        vote(one, two, "a", prompt=" "),
    )
    assert found.pairs == ()
    assert found.left_out == LeftOut(
        tie=1, both_bad=2, contradictory=2, gone=2, alike=1, unprompted=1
    )
    assert found.left_out.sentence == (
        "Left out: 9 votes (tie 1, both bad 2, answered both ways 2, sound gone 2, "
        "both sounds the same 1, no prompt 1)."
    )


def test_one_pair_of_sounds_under_two_prompts_is_two_pairs(shelf: Shelf):
    one, two = shelf.add(noise(500, seed=1)), shelf.add(noise(500, seed=2))
    found = shelf.gather(vote(one, two, "a"), vote(one, two, "b", prompt=DOOR))
    assert [(pair.prompt, pair.chosen) for pair in found.pairs] == [(RAIN, one), (DOOR, two)]


@pytest.mark.parametrize(
    ("terms", "expected"),
    [
        ([("Apache-2.0", "yes"), ("CC-BY-NC-4.0", "no")], ("CC-BY-NC-4.0", "no")),
        ([("Community", "limited"), ("MIT", "yes")], ("Community", "limited")),
        ([("MIT", "yes"), ("Apache-2.0", "yes")], ("Apache-2.0 and MIT", "yes")),
        ([("MIT", "yes"), ("", "")], ("unknown", "no")),
    ],
)
def test_the_licence_that_allows_least_holds(
    terms: Sequence[tuple[str, str]], expected: tuple[str, str]
):
    sounds = [PairSound(Path("x"), "m", "h", *term) for term in terms]
    assert pairs.strictest(sounds) == expected


# --- TangoFlux's layout ----------------------------------------------------------------------


def test_tangoflux_layout_is_read_by_what_reads_that_layout(shelf: Shelf, tmp_path: Path):
    one, two = shelf.add(sine(440, 0.5, 48000), 48000), shelf.add(sine(220, 0.5, channels=1))
    three = shelf.add(noise(4410), licence="CC-BY-NC-4.0", commercial="no")
    found = shelf.gather(vote(one, two, "a"), vote(two, three, "b", prompt=DOOR, seconds=0.5))
    done = pairs.write_tangoflux(tmp_path / "out", found)
    assert (done.path, done.pairs, done.sounds) == (tmp_path / "out" / "train.json", 2, 3)
    assert done.licence == "CC-BY-NC-4.0"
    stored = json.loads(done.path.read_text(encoding="utf-8"))
    assert [set(row) for row in stored] == [{"captions", "duration", "chosen", "reject"}] * 2
    assert [row["captions"] for row in stored] == [RAIN, DOOR]
    first, second = read_pairs(done.path)
    assert (first.prompt, first.seconds, second.seconds) == (RAIN, 2.0, 0.5)
    for pair in (first, second):
        for path in (pair.chosen, pair.rejected):
            info = soundfile.info(path)
            assert (info.samplerate, info.format, info.subtype) == (44100, "WAV", "PCM_24")
    assert soundfile.info(first.chosen).frames == 22050
    assert soundfile.info(first.rejected).channels == 1
    assert first.rejected == second.rejected
    about = json.loads((tmp_path / "out" / "about.json").read_text(encoding="utf-8"))
    assert [row["licence"] for row in about["rows"]] == ["Apache-2.0", "CC-BY-NC-4.0"]
    assert about["commercial"] == "no"


def test_a_sound_of_that_rate_is_written_to_the_bit(shelf: Shelf, tmp_path: Path):
    one, two = shelf.add(noise(500, seed=1)), shelf.add(noise(500, seed=2))
    done = pairs.write_tangoflux(tmp_path / "out", shelf.gather(vote(one, two, "b")))
    (pair,) = read_pairs(done.path)
    hashes = [
        files.sha256_of(sound.samples, sound.sample_rate)
        for sound in (files.read(pair.chosen), files.read(pair.rejected))
    ]
    assert hashes == [two, one]


def test_names_say_the_prompt_and_every_system_takes_them(shelf: Shelf, tmp_path: Path):
    one, two = shelf.add(noise(500, seed=1)), shelf.add(noise(500, seed=2))
    done = pairs.write_tangoflux(tmp_path / "out", shelf.gather(vote(one, two, prompt=DOOR)))
    (row,) = json.loads(done.path.read_text(encoding="utf-8"))
    assert row["chosen"] == f"audio/扉がきしむ-con-{one[:12]}.wav"
    long = shelf.gather(vote(one, two, prompt="é" * 500), vote(one, two, prompt="../..\\?"))
    placed = pairs.write_dataset(tmp_path / "long", long)
    for name in (path.name for path in placed.path.parent.glob("audio/*")):
        assert len(name) < 64
        assert not set(name) & set('<>:"/\\|?* ')


# --- the data set ----------------------------------------------------------------------------


def test_the_data_set_has_a_row_of_two_sounds_for_each_pair(shelf: Shelf, tmp_path: Path):
    one, two = shelf.add(noise(500, seed=1)), shelf.add(noise(500, seed=2), model="other")
    done = pairs.write_dataset(tmp_path / "out", shelf.gather(vote(one, two, "b", prompt=DOOR)))
    assert done.path == tmp_path / "out" / "data" / "train" / "metadata.jsonl"
    (row,) = rows(done.path)
    chosen, rejected = row.pop("chosen_file_name"), row.pop("rejected_file_name")
    assert row == {
        "prompt": DOOR,
        "seconds": 2.0,
        "model": "other | starter",
        "model_hash": "11" * 32,
        "licence": "Apache-2.0",
        "agreement": 1.0,
    }
    for name, sha256 in ((chosen, two), (rejected, one)):
        files.verify(done.path.parent / name, sha256)


def test_its_card_says_licence_and_where_the_rows_are(shelf: Shelf, tmp_path: Path):
    one, two = shelf.add(noise(500, seed=1)), shelf.add(noise(500, seed=2))
    pairs.write_dataset(tmp_path / "free", shelf.gather(vote(one, two)))
    card = (tmp_path / "free" / "README.md").read_text(encoding="utf-8")
    assert card.startswith("---\nlicense: apache-2.0\n")
    for line in ("- text-to-audio", "  - split: train", "    path: data/train/**", "1 pair of"):
        assert line in card
    strange = shelf.add(noise(500, seed=3), licence='A "licence": of | ours', commercial="limited")
    pairs.write_dataset(tmp_path / "other", shelf.gather(vote(one, two), vote(one, strange)))
    card = (tmp_path / "other" / "README.md").read_text(encoding="utf-8")
    assert 'license: other\nlicense_name: "A \\"licence\\": of | ours"\n' in card
    assert '| A "licence": of \\| ours | limited | 1 |' in card
    assert "| Apache-2.0 | yes | 1 |" in card


@pytest.mark.parametrize("write", [pairs.write_tangoflux, pairs.write_dataset])
def test_a_pair_with_a_damaged_sound_is_left_out_and_leaves_no_file(
    write: Any, shelf: Shelf, tmp_path: Path
):
    one, two, three, four = (shelf.add(noise(500, seed=seed)) for seed in range(4))
    shelf.sounds[three].path.write_bytes(b"no sound")
    shelf.sounds[four].path.write_bytes(shelf.sounds[one].path.read_bytes())
    five = shelf.add(noise(500, seed=5))
    found = shelf.gather(vote(one, two), vote(five, three), vote(five, four), vote(four, five, "b"))
    done = write(tmp_path / "out", found)
    assert (done.pairs, done.sounds, done.left_out) == (1, 2, LeftOut(damaged=3))
    assert len([path for path in (tmp_path / "out").rglob("audio/*") if path.is_file()]) == 2


# --- folders ---------------------------------------------------------------------------------


@pytest.fixture
def some(shelf: Shelf) -> Gathered:
    one, two = shelf.add(noise(500, seed=1)), shelf.add(noise(500, seed=2))
    return shelf.gather(vote(one, two))


def test_a_folder_with_something_in_it_is_refused(some: Gathered, tmp_path: Path):
    out = tmp_path / "out"
    out.mkdir()
    (out / "mine.txt").write_text("mine")
    with pytest.raises(BadRequest) as caught:
        pairs.write_tangoflux(out, some)
    assert caught.value.message == f"{out} is not empty, and nothing is overwritten."
    assert caught.value.hint == "Choose an empty folder or a new name."
    assert [path.name for path in out.iterdir()] == ["mine.txt"]


def test_over_an_earlier_export_a_new_name_is_proposed(some: Gathered, tmp_path: Path):
    out = tmp_path / "my pairs"
    out.mkdir()  # an empty one is taken
    pairs.write_dataset(out, some)
    before = (out / "README.md").read_bytes()
    with pytest.raises(BadRequest) as caught:
        pairs.write_tangoflux(out, some)
    assert str(tmp_path / "my pairs 2") in caught.value.hint
    assert (out / "README.md").read_bytes() == before


def test_a_file_of_that_name_is_refused(some: Gathered, tmp_path: Path):
    (tmp_path / "out").write_text("mine")
    with pytest.raises(BadRequest, match="is a file"):
        pairs.write_dataset(tmp_path / "out", some)


def test_nothing_half_is_left_when_the_disk_fails(
    some: Gathered, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    write_part = whole_files.write_part

    def failing(target: Path, data: bytes) -> Path:
        if target.name == "train.json":
            raise StorageError("The disk is full.")
        return write_part(target, data)

    monkeypatch.setattr(whole_files, "write_part", failing)
    with pytest.raises(StorageError):
        pairs.write_tangoflux(tmp_path / "new" / "out", some)
    assert list((tmp_path / "new").iterdir()) == []


def test_no_pair_is_no_folder_and_says_why(some: Gathered, tmp_path: Path):
    empty = replace(some, pairs=(), left_out=LeftOut(tie=2))
    with pytest.raises(BadRequest) as caught:
        pairs.write_dataset(tmp_path / "out", empty)
    assert caught.value.hint == "Left out: 2 votes (tie 2)."
    assert not (tmp_path / "out").exists()
