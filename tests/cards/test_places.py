"""Where a checkpoint's files lie, and what a card makes of the record."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from pathlib import Path

import pytest

from tangostudio import paths
from tangostudio.cards import Catalogue, WeightFile, places
from tangostudio.cards.card import load_card
from tangostudio.cards.places import Held
from tangostudio.errors import CardError, WeightsError

CARD = Catalogue.load(paths.models_dir()).get("toy")


def held(name: str, data: bytes, **more: str) -> Held:
    return Held(name, len(data), hashlib.sha256(data).hexdigest(), **more)


def record(folder: Path, *rows: Held) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    text = places.record_text({row.name: row for row in rows})
    (folder / places.RECORD).write_text(text, encoding="utf-8")


def test_a_record_is_read_as_it_was_written(tmp_path):
    rows = [held("model.safetensors", b"weights", place=str(tmp_path / "é")), held("a/b.json", b"")]
    record(tmp_path, *rows)
    assert places.read_record(tmp_path) == {row.name: row for row in rows}


@pytest.mark.parametrize(
    "text",
    [
        "", "[]", "{", '{"format": 9, "files": []}', '{"format": 1, "files": [{"name": 1}]}',
        *(
            json.dumps({"format": 1, "files": [{"name": "a", "bytes": 1, "sha256": "", **damage}]})
            for damage in ({"name": 1}, {"bytes": "1"}, {"sha256": None}, {"place": 3})
        ),
    ],
)  # fmt: skip
def test_a_damaged_record_is_no_record(tmp_path, text):
    (tmp_path / places.RECORD).write_text(text)
    assert places.read_record(tmp_path) == {}


@pytest.mark.parametrize(
    "name",
    ["", ".", "/a", "../a", "a/../../b", "..\\a", "C:a", "C:/a", "\\\\server\\a", "a:stream"],
)
def test_a_name_that_leaves_the_folder_on_some_system_is_none(name):
    assert not places.is_inside(name)
    assert places.is_inside("vae/model-00001-of-2.safetensors")


def test_a_name_that_leaves_the_folder_is_left_out(tmp_path):
    record(tmp_path, held("../secret", b"x"), held("model.safetensors", b"y"))
    assert list(places.read_record(tmp_path)) == ["model.safetensors"]


def test_a_file_lies_in_the_folder_or_where_the_record_says(tmp_path):
    elsewhere = tmp_path / "cache" / "blob"
    record(tmp_path, held("model.safetensors", b"weights", place=str(elsewhere)))
    assert places.locate(tmp_path, "model.safetensors") == elsewhere
    (tmp_path / "model.safetensors").write_bytes(b"weights")
    assert places.locate(tmp_path, "model.safetensors") == tmp_path / "model.safetensors"
    assert places.locate(tmp_path, "other.json") == tmp_path / "other.json"


# --- cards ---------------------------------------------------------------------------------------


def fetched(folder: Path, *files: WeightFile):
    return replace(CARD, id="far", name="Far", files=files, folder=folder)


def test_a_model_that_was_never_fetched_says_where_to_get_it(tmp_path):
    card = fetched(tmp_path / "far", WeightFile("model.safetensors", repo="a/b"))
    with pytest.raises(WeightsError, match="not on this computer") as caught:
        card.verify_files()
    assert "Models mode" in caught.value.hint


def test_a_file_that_shrank_since_it_was_accepted_is_named(tmp_path):
    card = fetched(tmp_path, WeightFile("model.safetensors", repo="a/b"))
    record(tmp_path, held("model.safetensors", b"weights"))
    (tmp_path / "model.safetensors").write_bytes(b"weights")
    assert card.verify_files() == tmp_path
    (tmp_path / "model.safetensors").write_bytes(b"weig")
    with pytest.raises(WeightsError, match=r"model.safetensors of Far has 4 bytes instead of 7"):
        card.verify_files()


def test_of_a_pickle_only_what_was_made_of_it_is_needed(tmp_path):
    pickle = WeightFile("model.bin", 99, repo="a/b", converts_to="model.safetensors")
    card = fetched(tmp_path, pickle)
    (tmp_path / "model.bin").write_bytes(b"x" * 99)
    with pytest.raises(WeightsError, match=r"lacks its file model\.safetensors"):
        card.verify_files()
    (tmp_path / "model.safetensors").write_bytes(b"made")
    record(tmp_path, held("model.safetensors", b"made", made_from="f" * 64))
    assert card.verify_files() == tmp_path


def test_the_weights_hash_takes_the_found_hash_where_the_card_knows_none(tmp_path):
    known = WeightFile("config.json", 2, "a" * 64, repo="a/b")
    unknown = WeightFile("model.safetensors", repo="a/b")
    card = fetched(tmp_path, known, unknown)
    before = card.weights_hash
    record(tmp_path, held("model.safetensors", b"weights"))
    assert card.weights_hash != before
    lines = f"{'a' * 64}  config.json\n{hashlib.sha256(b'weights').hexdigest()}  model.safetensors"
    assert card.weights_hash == hashlib.sha256(lines.encode()).hexdigest()


def test_the_catalogue_gives_every_fetched_model_its_own_folder(tmp_path):
    catalogue = Catalogue.load(paths.models_dir(), tmp_path)
    for card in catalogue.all():
        if card.files and not card.bundled:
            assert card.folder == tmp_path / card.id
    assert catalogue.get("starter").folder == paths.models_dir() / "starter"
    assert catalogue.get("toy").folder is None


def test_the_environment_moves_the_weights(monkeypatch, tmp_path, home):
    assert paths.weights_dir().is_relative_to(home)
    monkeypatch.setenv(paths.WEIGHTS, str(tmp_path))
    assert paths.weights_dir() == tmp_path


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        ({"name": "a.bin", "bytes": 1, "sha256": "a" * 64, "path": "../b"}, "leaves"),
        ({"name": "a.bin", "converts_to": "/b", "repo": "a/b"}, "leaves"),
        ({"name": "a.bin", "sha256": "abc", "repo": "a/b"}, "no SHA-256"),
        ({"name": "a.bin", "bytes": 1, "sha256": "a" * 16}, "comes with the program"),
        ({"name": "a.bin"}, "comes with the program"),
    ],
)
def test_a_file_entry_that_makes_no_sense_breaks_its_card(tmp_path, entry, words):
    text = (paths.models_dir() / "toy.toml").read_text(encoding="utf-8")
    rows = "\n".join(f"{key} = {json.dumps(value)}" for key, value in entry.items())
    (tmp_path / "bad.toml").write_text(f"{text}\n[[weights.files]]\n{rows}\n", encoding="utf-8")
    with pytest.raises(CardError, match=words):
        load_card(tmp_path / "bad.toml")


def test_a_size_is_exact_only_when_every_file_s_is_known():
    known = WeightFile("a.safetensors", 5, repo="a/b")
    card = replace(CARD, files=(known,), about_bytes=99)
    assert card.size == (5, True)
    assert replace(card, files=(known, WeightFile("b", repo="a/b"))).size == (99, False)


def test_cards_come_in_their_own_order():
    ids = [card.id for card in Catalogue.load(paths.models_dir())]
    assert ids[:3] == ["starter", "starter-few-steps", "stable-audio-3-small-sfx"]
    orders = [card.order for card in Catalogue.load(paths.models_dir()).all()]
    assert orders == sorted(orders)
