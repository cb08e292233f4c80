from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import pytest
import tomli_w

from tangostudio.cards import Parameter
from tangostudio.cards.card import load_card
from tangostudio.errors import BadRequest, CardError, WeightsError

WEIGHTS = b"0123456789"


def document(**changes: Any) -> dict[str, Any]:
    """A whole card; a change to None takes the entry out."""
    values: dict[str, Any] = {
        "format": 1,
        "id": "door-model",
        "name": "Door model",
        "family": "toy",
        "version": "2",
        "summary": "Makes doors.",
        "samplers": ["euler", "heun"],
        "can": ["negative"],
        "cannot": {"loop": "It was not trained on loops."},
        "licence": {"name": "Apache-2.0", "commercial": "yes", "summary": "Free for any use"},
        "audio": {"sample_rate": 44100, "channels": 2},
        "parameters": {
            "seconds": {"label": "Seconds", "minimum": 0.5, "maximum": 10.0, "default": 4.0},
            "steps": {
                "label": "Steps",
                "minimum": 1,
                "maximum": 50,
                "default": 8,
                "integer": True,
            },
        },
        "weights": {
            "folder": "door",
            "files": [
                {
                    "name": "flow.safetensors",
                    "bytes": len(WEIGHTS),
                    "sha256": hashlib.sha256(WEIGHTS).hexdigest(),
                }
            ],
        },
        "options": {"latent_rate": 10.77, "fault": ""},
        **changes,
    }
    return {key: value for key, value in values.items() if value is not None}


def write(folder: Path, values: dict[str, Any], name: str = "door.toml") -> Path:
    path = folder / name
    path.write_text(tomli_w.dumps(values), encoding="utf-8")
    return path


def weights(**changes: Any) -> dict[str, Any]:
    """The weights table with one value of its file changed."""
    table = document()["weights"]
    table["files"][0].update(changes)
    return table


def seconds(**changes: Any) -> dict[str, Any]:
    """The table of one parameter with some values changed."""
    return {**document()["parameters"]["seconds"], **changes}


def test_a_card_is_read_whole(tmp_path):
    read = load_card(write(tmp_path, document()))
    assert (read.id, read.name, read.family, read.version) == (
        "door-model",
        "Door model",
        "toy",
        "2",
    )
    assert read.samplers == ("euler", "heun")
    assert read.can == {"negative"}
    assert read.cannot["loop"] == "It was not trained on loops."
    assert (read.sample_rate, read.channels) == (44100, 2)
    assert list(read.parameters) == ["seconds", "steps"]
    assert read.default("seconds") == 4.0
    assert read.parameters["steps"].integer
    assert read.options["latent_rate"] == 10.77
    assert read.folder == tmp_path / "door"
    assert not read.hidden


def test_a_card_without_weights_has_no_hash_and_no_folder(tmp_path):
    read = load_card(write(tmp_path, document(weights=None)))
    assert read.weights_hash == ""
    assert read.folder is None
    with pytest.raises(WeightsError, match="not on this computer"):
        read.verify_files()


def test_the_hash_of_the_weights_depends_on_every_file(tmp_path):
    first = load_card(write(tmp_path, document()))
    second = load_card(write(tmp_path, document(weights=weights(sha256="0" * 64))))
    assert len(first.weights_hash) == 64
    assert first.weights_hash != second.weights_hash


@pytest.mark.parametrize(
    "missing",
    ["id", "name", "family", "summary", "licence", "audio", "parameters", "samplers", "format"],
)
def test_a_card_that_lacks_something_says_what_file_it_is(tmp_path, missing):
    path = write(tmp_path, document(**{missing: None}))
    with pytest.raises(CardError, match=r"door\.toml"):
        load_card(path)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"id": "Door Model"}, "may hold only"),
        ({"id": "../door"}, "may hold only"),
        ({"id": "x" * 65}, "may hold only"),
        ({"id": 3}, "not complete"),
        ({"format": 2}, "reads format 1"),
        ({"licence": {"name": "x", "commercial": "perhaps", "summary": "y"}}, "commercial"),
        ({"licence": {"name": "x"}}, "not complete"),
        ({"licence": {"name": "x", "commercial": "yes", "summary": "y", "z": 1}}, "not complete"),
        ({"audio": {"sample_rate": "fast", "channels": 2}}, "not complete"),
        ({"parameters": {"seconds": {"label": "Seconds"}}}, "not complete"),
        ({"parameters": [1, 2]}, "not complete"),
        ({"parameters": {"seconds": seconds(default=11)}}, "outside its range"),
        ({"parameters": {"seconds": seconds(minimum="low")}}, "not complete"),
        ({"weights": {"folder": "../elsewhere"}}, "leaves the folder"),
        ({"weights": {"folder": "/etc"}}, "leaves the folder"),
        ({"weights": weights(name="../flow")}, "leaves the checkpoint"),
        ({"weights": weights(name="/etc/passwd")}, "leaves the checkpoint"),
        ({"weights": weights(repo="a/b/../../c")}, "is of no repository"),
        ({"weights": weights(bytes="12")}, "has no size"),
        ({"weights": weights(bytes=-1)}, "has no size"),
        ({"weights": weights(sha256="abc")}, "no SHA-256"),
    ],
)
def test_a_value_that_makes_no_sense_is_refused(tmp_path, changes, reason):
    path = write(tmp_path, document(**changes))
    with pytest.raises(CardError) as caught:
        load_card(path)
    assert reason in caught.value.message + caught.value.hint


@pytest.mark.parametrize("data", [b"id = = 3", b"\xff\xfe\x00", b""])
def test_a_file_that_is_no_card_is_one_sentence(tmp_path, data):
    path = tmp_path / "noise.toml"
    path.write_bytes(data)
    with pytest.raises(CardError, match=r"noise\.toml"):
        load_card(path)


def test_a_missing_file_is_one_sentence(tmp_path):
    with pytest.raises(CardError, match=r"gone\.toml"):
        load_card(tmp_path / "gone.toml")


class TestVerifyFiles:
    @pytest.fixture
    def door(self, tmp_path):
        (tmp_path / "door").mkdir()
        (tmp_path / "door" / "flow.safetensors").write_bytes(WEIGHTS)
        return load_card(write(tmp_path, document()))

    def test_whole_weights_give_their_folder(self, door):
        assert door.verify_files() == door.folder

    def test_a_missing_file_is_named(self, door):
        (door.folder / "flow.safetensors").unlink()
        with pytest.raises(WeightsError, match=r"lacks its file flow\.safetensors"):
            door.verify_files()

    def test_a_file_cut_short_is_named_with_both_sizes(self, door):
        (door.folder / "flow.safetensors").write_bytes(WEIGHTS[:4])
        with pytest.raises(WeightsError, match="4 bytes instead of 10"):
            door.verify_files()


class TestParameter:
    SECONDS = Parameter("seconds", "Seconds", 0.5, 10.0, 4.0, unit="s")
    STEPS = Parameter("steps", "Steps", 1, 50, 8, integer=True)

    @pytest.mark.parametrize("value", [0.5, 10.0, 4, 3.3])
    def test_the_range_includes_its_ends(self, value):
        assert self.SECONDS.check(value) == value

    @pytest.mark.parametrize("value", [0.49, 10.01, -1, float("inf"), -float("inf"), float("nan")])
    def test_outside_the_range_names_the_range(self, value):
        with pytest.raises(BadRequest) as caught:
            self.SECONDS.check(value)
        assert "from 0.5 to 10 s" in caught.value.hint

    @pytest.mark.parametrize("value", ["4", None, True, [4]])
    def test_only_numbers_are_numbers(self, value):
        with pytest.raises(BadRequest, match="must be a number"):
            self.SECONDS.check(value)

    def test_a_whole_number_comes_back_whole(self):
        assert type(self.STEPS.check(8.0)) is int
        with pytest.raises(BadRequest, match="whole number"):
            self.STEPS.check(8.5)


def presets(**changes: dict[str, float]) -> dict[str, dict[str, float]]:
    return {"draft": {"steps": 4}, "balanced": {"steps": 8}, "best": {"steps": 16}, **changes}


def test_presets_are_values_of_parameters_from_the_quickest(tmp_path: Path) -> None:
    shuffled = dict(reversed(presets().items()))
    card = load_card(write(tmp_path, document(presets=shuffled)))
    assert card.presets == presets()
    assert list(card.presets) == ["draft", "balanced", "best"]
    assert load_card(write(tmp_path, document())).presets == {}


@pytest.mark.parametrize(
    "wrong",
    [
        presets(draft={"steps": 0}),
        presets(best={"steps": 4.5}),
        presets(best={"volume": 3}),
        presets(quick={"steps": 3}),
        {"draft": {"steps": 4}},
    ],
)
def test_presets_that_do_not_fit_break_the_card(tmp_path: Path, wrong: Any) -> None:
    with pytest.raises(CardError, match="not complete"):
        load_card(write(tmp_path, document(presets=wrong)))
