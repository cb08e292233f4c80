"""What a few-step adapter changes of a card, and when."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tangostudio import paths
from tangostudio.cards import Catalogue, sampling
from tangostudio.cards.sampling import Sampling
from tangostudio.errors import BadRequest

CARD = Catalogue.load(paths.models_dir()).get("starter")
FEW = Sampling(steps=4)


def write(folder: Path, name: str, about: Any) -> tuple[str, float]:
    (folder / f"{name}.json").write_text(json.dumps({"about": about}))
    return name, 1.0


def test_a_card_is_driven_as_the_adapter_says_and_else_as_it_was():
    driven = sampling.driven(CARD, FEW)
    assert driven.samplers == ("pingpong",)
    assert driven.options["schedule"] == {"kind": "log-snr"}
    steps, guidance = driven.parameters["steps"], driven.parameters["guidance"]
    assert (steps.minimum, steps.maximum, steps.default, steps.integer) == (1, 8, 4, True)
    assert (guidance.minimum, guidance.maximum, guidance.default) == (1, 1, 1)
    assert driven.parameters["seconds"] == CARD.parameters["seconds"]
    counts = [driven.presets[name]["steps"] for name in ("draft", "balanced", "best")]
    assert counts == [2, 4, 8]
    assert "negative" not in driven.can
    assert driven.cannot["negative"]
    assert (driven.weights_hash, driven.licence) == (CARD.weights_hash, CARD.licence)
    assert sampling.driven(CARD, None) is CARD
    # The parts that were changed are copies.
    assert "schedule" not in CARD.options
    assert CARD.parameters["steps"].default == 16


def test_one_step_is_a_preset_too():
    driven = sampling.driven(CARD, Sampling(steps=1))
    assert driven.presets["draft"]["steps"] == 1
    assert driven.default("steps") == 1


def test_it_comes_back_from_plain_values():
    assert sampling.of({sampling.KEY: FEW.as_values()}) == FEW


@pytest.mark.parametrize(
    "about",
    [{}, {"sampling": None}, {"sampling": {"sampler": "pingpong"}},
     {"sampling": {**FEW.as_values(), "steps": "many"}}],
)  # fmt: skip
def test_facts_that_say_nothing_of_it_leave_the_model_as_it_is(about):
    assert sampling.of(about) is None


def test_the_stack_of_a_request_says_it_by_its_files(tmp_path):
    quick = write(tmp_path, "a" * 64, {"sampling": FEW.as_values()})
    plain = write(tmp_path, "b" * 64, {"rounds": 3})
    assert sampling.of_adapters(tmp_path, (plain, quick)) == FEW
    assert sampling.of_adapters(tmp_path, (plain,)) is None
    assert sampling.of_adapters(tmp_path, ((quick[0], 0.0), plain)) is None
    assert sampling.of_adapters(tmp_path, (("c" * 64, 0.5),)) is None  # its loading will tell


def test_one_that_is_written_later_is_seen(tmp_path):
    name = "a" * 64
    assert sampling.of_adapters(tmp_path, ((name, 1.0),)) is None
    write(tmp_path, name, {"sampling": FEW.as_values()})
    assert sampling.of_adapters(tmp_path, ((name, 1.0),)) == FEW


def test_a_damaged_file_says_nothing(tmp_path):
    (tmp_path / "bad.json").write_text("[1, 2")
    assert sampling.of_adapters(tmp_path, (("bad", 1.0),)) is None


def test_a_part_of_one_or_two_of_them_are_refused(tmp_path):
    one = write(tmp_path, "a" * 64, {"sampling": FEW.as_values()})
    two = write(tmp_path, "b" * 64, {"sampling": FEW.as_values()})
    with pytest.raises(BadRequest, match="80 %"):
        sampling.of_adapters(tmp_path, ((one[0], 0.8),))
    with pytest.raises(BadRequest, match="Two few-step adapters") as caught:
        sampling.of_adapters(tmp_path, (one, two))
    assert caught.value.hint
