"""A checkpoint's folder: which model it is, whether it is whole, and whether it sounds."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import save_file

from tangostudio import paths
from tangostudio.cards import places
from tangostudio.jobs.run import run_job
from tangostudio.messages import (
    Converted,
    ConvertRequest,
    Failed,
    Finished,
    Loading,
    Verified,
    VerifyRequest,
)

from . import tiny_family as tiny

NAMES = ("config.json", tiny.MAIN, tiny.CODEC)


def write(folder: Path, seed: int = 0, width: int = 4) -> Path:
    """A checkpoint of the tiny family."""
    tiny.write_config(folder, width)
    main, codec = tiny.tensors(seed, width)
    save_file(main, folder / tiny.MAIN)
    save_file(codec, folder / tiny.CODEC)
    return folder


@pytest.fixture
def models(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Cards of "one", "two" (other weights), and "free", whose checksums nobody knows."""
    models = tmp_path / "models"
    tiny.use(monkeypatch, models)
    for name, seed in (("one", 0), ("two", 1)):
        source = write(tmp_path / "source" / name, seed)
        tiny.write_card(models, name, [tiny.facts(source / each) for each in NAMES])
    return models


@pytest.fixture
def folder(models: Path, tmp_path: Path) -> Path:
    """A folder that holds "one"."""
    return write(tmp_path / "somewhere" / "weights")


def run(folder: Path, model: str = "") -> list:
    return list(run_job("job", VerifyRequest(model, str(folder)), {}, lambda: False))


def verified(folder: Path, model: str = "") -> Verified:
    *_, told, last = run(folder, model)
    assert isinstance(last, Finished), last
    assert isinstance(told, Verified)
    return told


def failed(folder: Path, model: str = "") -> Failed:
    last = run(folder, model)[-1]
    assert isinstance(last, Failed)
    return last


def answers(told: Verified) -> dict[str, str]:
    return {file.name: file.answer for file in told.files}


def test_a_whole_checkpoint_is_known_counted_and_makes_a_sound(folder):
    told = verified(folder)
    assert (told.model, told.problems, told.tested) == ("one", (), True)
    assert answers(told) == dict.fromkeys(NAMES, "equal")
    assert [(key.name, key.found, key.wanted) for key in told.keys] == [
        (tiny.MAIN, 2, 2),
        (tiny.CODEC, 1, 1),
    ]
    assert told.licence == "CC0-1.0: Free for any use"
    assert told.commercial == "yes"
    assert told.peak == pytest.approx(abs(float(tiny.tensors()[1]["row"][0])), rel=0.01)
    assert all(len(file.sha256) == 64 for file in told.files)


def test_nothing_is_written_and_no_model_stays_loaded(folder):
    before = {path: path.stat().st_mtime_ns for path in folder.iterdir()}
    resident: dict = {}
    events = list(run_job("job", VerifyRequest("", str(folder)), resident, lambda: False))
    assert isinstance(events[-1], Finished)
    assert resident == {}
    assert {path: path.stat().st_mtime_ns for path in folder.iterdir()} == before


def test_checkpoints_of_one_layout_are_told_apart_by_their_checksums(models, tmp_path):
    assert verified(write(tmp_path / "a", seed=1)).model == "two"
    assert verified(write(tmp_path / "b", seed=0)).model == "one"


def test_a_checkpoint_that_may_be_either_has_to_be_named(models, tmp_path):
    other = write(tmp_path / "tuned", seed=7)
    told = failed(other)
    assert (told.kind, told.message.endswith("several models: one, two.")) == ("BadRequest", True)
    named = verified(other, "two")
    assert answers(named)[tiny.MAIN] == "differs"
    assert named.problems[0] == (
        f"{tiny.MAIN} is not the file that the card names: its checksum differs."
    )


def test_checksums_that_nobody_knows_are_told_and_the_tensors_decide(models, tmp_path):
    tiny.write_card(models, "free", [{"name": name} for name in NAMES])
    told = verified(write(tmp_path / "wide", seed=3, width=5))
    assert (told.model, told.problems, told.tested) == ("free", (), True)
    assert answers(told) == dict.fromkeys(NAMES, "unknown")
    save_file({"x": torch.zeros(2)}, tmp_path / "wide" / tiny.MAIN)
    (tmp_path / "wide" / tiny.CODEC).unlink()
    assert failed(tmp_path / "wide").kind == "WeightsError"


def test_a_model_of_other_sizes_is_known_by_its_tensors(models, tmp_path):
    wide = write(tmp_path / "wide", width=5)
    assert failed(wide).message.endswith("several models: one, two.")
    (models / "two.toml").unlink()
    told = verified(wide)
    assert (told.model, told.tested) == ("one", False)
    assert answers(told) == {**dict.fromkeys(NAMES, "differs")}
    assert [key.found == key.wanted for key in told.keys] == [True, True]


def test_a_folder_of_no_known_model_is_told_what_was_looked_for(models, tmp_path):
    other = tmp_path / "photos"
    other.mkdir()
    (other / "holiday.jpg").write_bytes(b"x")
    told = failed(other)
    assert told.message == f"{other} holds no model that is known here."
    assert (
        told.hint
        == "Looked for codec.safetensors, main.safetensors, by size, checksum and tensors."
    )
    assert failed(tmp_path / "nowhere").kind == "BadRequest"
    assert failed(other, "none").kind == "BadRequest"


def test_a_folder_that_the_program_keeps_for_a_model_is_that_models(models, tmp_path):
    kept = write(paths.weights_dir() / "two", seed=7)
    assert verified(kept).model == "two"


def test_a_model_that_makes_no_sounds_is_read_and_not_tried(models, folder):
    card = models / "one.toml"
    card.write_text(card.read_text().replace('samplers = ["euler"]', "samplers = []"))
    told = verified(folder, "one")
    assert (told.problems, told.tested, told.peak) == ((), False, 0.0)
    tiny.write_card(models, "free", [{"name": name} for name in NAMES])
    card = models / "free.toml"
    card.write_text(card.read_text().replace('samplers = ["euler"]', "samplers = []"))
    save_file({"row": torch.tensor([0, 1, float("nan"), 0])}, folder / tiny.CODEC)
    assert "no numbers, in row" in verified(folder, "free").problems[0]


def test_what_is_missing_is_told_and_the_rest_is_checked(folder):
    (folder / tiny.CODEC).unlink()
    told = verified(folder)
    assert (told.model, told.problems) == ("one", (f"{tiny.CODEC} is missing.",))
    assert answers(told) == {**dict.fromkeys(NAMES, "equal"), tiny.CODEC: "missing"}
    assert (told.tested, told.peak) == (False, 0.0)
    assert [key.name for key in told.keys] == [tiny.MAIN]


def test_a_file_that_was_cut_short_is_told(folder):
    path = folder / tiny.MAIN
    path.write_bytes(path.read_bytes()[:-8])
    told = verified(folder, "one")
    assert told.problems[0].startswith(f"{tiny.MAIN} has ")
    assert (answers(told)[tiny.MAIN], told.tested) == ("differs", False)
    assert (told.keys[0].found, told.keys[0].wanted) == (0, 2)


@pytest.mark.parametrize(
    ("wrong", "found", "told"),
    [
        ({"renamed": torch.zeros(4)}, 2, "hold unknown 1 tensors: renamed"),
        ({"out.weight": torch.zeros(5)}, 1, "wrong shape for 1 tensors: out.weight"),
        ({"out.weight": torch.tensor([0, 1, float("nan"), 0])}, 2, "in out.weight"),
    ],
    ids=["key", "shape", "nan"],
)
def test_wrong_tensors_are_counted_and_named(models, folder, wrong, found, told):
    tiny.write_card(models, "free", [{"name": name} for name in NAMES])
    save_file({**tiny.tensors()[0], **wrong}, folder / tiny.MAIN)
    checked = verified(folder, "free")
    assert checked.keys[0].found == found
    assert told in checked.problems[-1]
    assert not checked.tested


def test_a_pickle_in_place_of_safetensors_is_told_and_not_opened(models, folder):
    tiny.write_card(models, "free", [{"name": name} for name in NAMES])
    torch.save(tiny.tensors()[0], folder / tiny.MAIN)
    assert "is a pickle, not a safetensors file" in verified(folder, "free").problems[0]


def test_a_config_that_cannot_be_read_is_told(folder):
    (folder / "config.json").write_text("{")
    told = verified(folder)
    assert (told.model, told.keys, told.tested) == ("one", (), False)
    assert any("config.json cannot be read" in problem for problem in told.problems)


def test_a_sound_that_is_silent_or_no_sound_is_a_problem(models, folder, monkeypatch):
    for value, words in ((0.0, "is silent"), (np.nan, "no numbers")):
        sound = np.full((100, 1), value, np.float32)
        monkeypatch.setattr("tangostudio.engines.generate.try_out", lambda _, sound=sound: sound)
        told = verified(folder)
        assert not told.tested
        assert words in told.problems[0]


# --- pickles --------------------------------------------------------------------------------------


@pytest.fixture
def pickled(models: Path, tmp_path: Path) -> Path:
    """A folder whose main file is published as a pickle, not converted yet; the card is "bin"."""
    folder = write(tmp_path / "pickled")
    (folder / tiny.MAIN).unlink()
    torch.save(tiny.tensors()[0], folder / "main.bin")
    files = [tiny.facts(folder / name) for name in ("config.json", tiny.CODEC)]
    files.append(tiny.facts(folder / "main.bin", converts_to=tiny.MAIN))
    tiny.write_card(models, "bin", files)
    return folder


def test_a_pickle_is_compared_and_waits_to_be_converted(pickled):
    told = verified(pickled)
    assert told.model == "bin"
    assert answers(told)["main.bin"] == "equal"
    assert told.problems == ("main.bin is a pickle that has not been converted yet.",)
    assert not told.tested


def convert(folder: Path) -> tuple[places.Held, str]:
    *_, made, _ = run_job("job", ConvertRequest("bin", str(folder)), {}, lambda: False)
    assert isinstance(made, Converted)
    ((name, size, sha256, made_from),) = made.files
    return places.Held(name, size, sha256, made_from=made_from), name


def test_what_was_converted_is_compared_with_the_record(pickled):
    held, name = convert(pickled)
    assert answers(verified(pickled))[name] == "unknown"
    (pickled / places.RECORD).write_text(places.record_text({name: held}))
    told = verified(pickled)
    assert (answers(told)[name], told.problems, told.tested) == ("equal", (), True)
    (pickled / "main.bin").unlink()  # may be thrown away
    assert verified(pickled).problems == ()
    data = bytearray((pickled / name).read_bytes())
    data[-1] ^= 1
    (pickled / name).write_bytes(bytes(data))
    assert answers(verified(pickled, "bin"))[name] == "differs"


# --- the bundled model ----------------------------------------------------------------------------


def test_the_bundled_model_is_recognised_wherever_it_lies(tmp_path):
    shutil.copytree(paths.models_dir() / "starter", tmp_path / "copy")
    events = run(tmp_path / "copy")
    told = events[-2]
    assert isinstance(told, Verified)
    assert (told.model, told.problems, told.tested) == ("starter-few-steps", (), True)
    assert set(answers(told).values()) == {"equal"}
    assert sum(key.found for key in told.keys) == sum(key.wanted for key in told.keys) > 300
    assert [event.what for event in events if isinstance(event, Loading)] == [
        "the checksums", "Starter, few steps",
    ]  # fmt: skip


def test_a_damaged_bundled_model_is_told_without_its_card_being_named(tmp_path):
    shutil.copytree(paths.models_dir() / "starter", tmp_path / "copy")
    config = json.loads((tmp_path / "copy" / "config.json").read_text())
    (tmp_path / "copy" / "config.json").write_text(json.dumps({**config, "num_layers": 3}))
    told = verified(tmp_path / "copy")
    assert (told.model, told.tested) == ("starter-few-steps", False)
    assert answers(told)["config.json"] == "differs"
    assert any("config.json" in problem for problem in told.problems)
