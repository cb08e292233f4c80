"""Pickles become safetensors once; what is no plain table of the right tensors is refused."""

from __future__ import annotations

import hashlib
import os
from collections import OrderedDict
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file

from tangostudio import machine
from tangostudio.engines import convert
from tangostudio.families import clap
from tangostudio.jobs.run import run_job
from tangostudio.messages import Converted, ConvertRequest, Failed, Finished, Loading
from tests.families import tiny_clap

from . import tiny_family as tiny

TIED = "second." + tiny.TABLE


class Villain:
    """What makes a folder when a pickle that holds it is opened without care."""

    def __init__(self, trace: Path) -> None:
        self.trace = trace

    def __reduce__(self):
        return os.mkdir, (str(self.trace),)


@pytest.fixture
def models(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of cards; "pair" has two pickles, "single" one whose size nobody knows."""
    models = tmp_path / "models"
    tiny.use(monkeypatch, models)
    tiny.write_card(models, "plain", [{"name": "config.json"}])
    main = {"name": "main.bin", "converts_to": tiny.MAIN}
    tiny.write_card(models, "single", [{"name": "config.json"}, main])
    return models


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A model's folder with both pickles."""
    folder = tmp_path / "weights" / "tiny"
    tiny.write_config(folder)
    main, codec = tiny.tensors()
    torch.save(main, folder / "main.bin")
    torch.save(codec, folder / "codec.ckpt")
    return folder


@pytest.fixture
def pair(models: Path, folder: Path) -> Path:
    """The folder, with a card that knows its files by size and checksum."""
    files = [
        tiny.facts(folder / "config.json"),
        tiny.facts(folder / "main.bin", converts_to=tiny.MAIN),
        tiny.facts(folder / "codec.ckpt", converts_to=tiny.CODEC),
    ]
    tiny.write_card(models, "pair", files)
    return folder


def run(folder: Path, model: str = "single") -> list:
    return list(run_job("job", ConvertRequest(model, str(folder)), {}, lambda: False))


def refused(folder: Path, model: str = "single") -> str:
    """The sentence of a conversion that fails, and leaves nothing behind."""
    before = sorted(folder.iterdir())
    failed = run(folder, model)[-1]
    assert isinstance(failed, Failed)
    assert failed.kind == "WeightsError", failed
    assert sorted(folder.iterdir()) == before
    return failed.message


def state(**changes) -> dict:
    return {**tiny.tensors()[0], **changes}


def test_every_pickle_becomes_a_file_of_the_same_tensors(pair):
    pickles = {name: (pair / name).read_bytes() for name in ("main.bin", "codec.ckpt")}
    *_, told, last = events = run(pair, "pair")
    assert isinstance(last, Finished), last
    assert [event.what for event in events if isinstance(event, Loading)] == [*pickles]
    assert isinstance(told, Converted)
    for (name, size, sha256, made_from), wanted, source in zip(
        told.files, tiny.tensors(), pickles, strict=True
    ):
        data = (pair / name).read_bytes()
        assert (size, sha256) == (len(data), hashlib.sha256(data).hexdigest())
        assert made_from == hashlib.sha256(pickles[source]).hexdigest()
        made = load_file(pair / name)
        assert made.keys() == wanted.keys()
        assert all(torch.equal(made[key], wanted[key]) for key in wanted)
    assert {path.name for path in pair.iterdir()} == {"config.json", *pickles, *made_names(told)}


def made_names(told: Converted) -> list[str]:
    return [name for name, *_ in told.files]


def test_the_precision_of_the_tensors_stays(models, folder):
    half = {key: value.half() for key, value in state().items()}
    torch.save(half, folder / "main.bin")
    assert isinstance(run(folder)[-1], Finished)
    assert {value.dtype for value in load_file(folder / tiny.MAIN).values()} == {torch.float16}


@pytest.mark.parametrize("zipped", [True, False], ids=["zip", "older format"])
def test_a_lightning_checkpoint_is_unwrapped(models, folder, zipped):
    stored = {"epoch": 3, "state_dict": OrderedDict(state()), "optimizer_states": [{"lr": 1e-4}]}
    torch.save(stored, folder / "main.bin", _use_new_zipfile_serialization=zipped)
    assert isinstance(run(folder)[-1], Finished)
    assert load_file(folder / tiny.MAIN).keys() == state().keys()


def test_a_parameter_that_is_a_view_is_stored_as_plain_values(models, folder):
    wide = torch.nn.Parameter(tiny.tensors()[0][tiny.TABLE].T.contiguous())
    torch.save(state(**{tiny.TABLE: wide.T}), folder / "main.bin")
    assert isinstance(run(folder)[-1], Finished)
    assert torch.equal(load_file(folder / tiny.MAIN)[tiny.TABLE], state()[tiny.TABLE])


@pytest.mark.parametrize("shared", [True, False], ids=["tied", "copied"])
def test_a_tables_second_name_is_left_out(models, folder, shared):
    table = state()[tiny.TABLE]
    again = table if shared else table.clone()
    torch.save(state(**{tiny.TABLE: table, TIED: again}), folder / "main.bin")
    assert isinstance(run(folder)[-1], Finished)
    assert load_file(folder / tiny.MAIN).keys() == state().keys()


def test_places_and_counters_that_no_net_wants_are_left_out(models, folder):
    torch.save(state(position_ids=torch.arange(6)[None], seen=torch.tensor(7)), folder / "main.bin")
    assert isinstance(run(folder)[-1], Finished)
    assert load_file(folder / tiny.MAIN).keys() == state().keys()


def test_a_table_stays_twice_where_both_names_are_wanted(models, folder, monkeypatch):
    plain = tiny.tables

    def both(card, place):
        found = plain(card, place)
        found[tiny.MAIN][TIED] = found[tiny.MAIN][tiny.TABLE]
        return found

    monkeypatch.setattr(tiny, "tables", both)
    table = state()[tiny.TABLE]
    torch.save(state(**{tiny.TABLE: table, TIED: table}), folder / "main.bin")
    assert isinstance(run(folder)[-1], Finished)
    made = load_file(folder / tiny.MAIN)
    assert torch.equal(made[TIED], table)
    assert torch.equal(made[tiny.TABLE], table)


def test_a_second_table_with_other_values_is_no_second_name(models, folder):
    torch.save(state(**{TIED: state()[tiny.TABLE] + 1}), folder / "main.bin")
    assert TIED in refused(folder)


def test_code_in_a_pickle_is_named_and_never_run(models, folder, tmp_path):
    torch.save(state(villain=Villain(tmp_path / "trace")), folder / "main.bin")
    told = refused(folder)
    assert "main.bin holds program code (" in told
    assert "mkdir)" in told
    assert not (tmp_path / "trace").exists()


def test_a_pickled_module_is_refused(models, folder):
    torch.save(torch.nn.Linear(2, 2), folder / "main.bin")
    assert "holds program code (torch.nn.modules.linear.Linear)" in refused(folder)


def test_a_file_that_was_cut_short_is_refused(pair):
    path = pair / "codec.ckpt"
    path.write_bytes(path.read_bytes()[:-200])
    told = refused(pair, "pair")
    assert told.startswith("codec.ckpt has ")
    assert "was cut short" in told


@pytest.mark.parametrize("zipped", [True, False], ids=["zip", "older format"])
def test_a_cut_file_is_refused_where_its_size_is_not_known_too(models, folder, zipped):
    path = folder / "main.bin"
    torch.save(state(), path, _use_new_zipfile_serialization=zipped)
    path.write_bytes(path.read_bytes()[:-20])
    assert refused(folder).startswith("main.bin cannot be read: it is damaged, was cut short")


@pytest.mark.parametrize("data", [b"", b"\x00", b"hello world" * 99, b"PK\x03\x04" + bytes(99)])
def test_what_is_no_pickle_is_refused(models, folder, data):
    (folder / "main.bin").write_bytes(data)
    assert refused(folder).startswith("main.bin cannot be read")


def test_a_file_of_the_same_size_with_another_checksum_is_not_opened(pair, monkeypatch):
    path = pair / "main.bin"
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(bytes(data))
    monkeypatch.setattr(torch, "load", None)
    assert refused(pair, "pair") == "main.bin is not the file that the card names."


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"renamed.weight": torch.zeros(4)}, "hold unknown 1 tensors: renamed.weight"),
        ({"out.weight": torch.zeros(5)}, "wrong shape for 1 tensors: out.weight"),
        ({"out.weight": torch.tensor([0, 1, float("nan"), 0])}, "no numbers, in out.weight"),
        ({"out.weight": torch.tensor([0, 1, float("inf"), 0])}, "no numbers, in out.weight"),
        ({"epoch": 3}, "is not a table of tensors"),
        ({"state_dict": {"out.weight": torch.zeros(4)}}, "lack 1 tensors: embed.weight"),
        ({"out.weight": torch.zeros(4).to_sparse()}, "is not a table of tensors"),
    ],
    ids=["unknown", "shape", "nan", "infinite", "no tensor", "missing", "sparse"],
)
def test_wrong_tensors_are_named(models, folder, wrong, told):
    torch.save(state(**wrong), folder / "main.bin")
    assert told in refused(folder)


def test_the_first_file_does_not_stay_when_the_second_fails(pair, models):
    torch.save({"row": torch.zeros(3)}, pair / "codec.ckpt")
    files = [
        tiny.facts(pair / "main.bin", converts_to=tiny.MAIN),
        tiny.facts(pair / "codec.ckpt", converts_to=tiny.CODEC),
    ]
    tiny.write_card(models, "pair", files)
    assert "codec.ckpt have a wrong shape" in refused(pair, "pair")


def test_a_cancelled_conversion_leaves_nothing(pair):
    before = sorted(pair.iterdir())
    work = convert.convert("job", ConvertRequest("pair", str(pair)), {})
    next(work)
    next(work)  # the first file is written
    assert sorted(pair.iterdir()) != before
    work.close()  # type: ignore[attr-defined]
    assert sorted(pair.iterdir()) == before


def test_what_is_missing_is_named(models, folder):
    (folder / "main.bin").unlink()
    assert refused(folder) == "The file main.bin is missing."


def test_the_disk_is_looked_at_first(models, folder, monkeypatch):
    monkeypatch.setattr(machine, "free_disk", lambda _: 10)
    monkeypatch.setattr(torch, "load", None)
    failed = run(folder)[-1]
    assert (failed.kind, failed.message.endswith("0.0 GB are free.")) == ("StorageError", True)


def test_a_disk_that_is_full_while_it_is_written_to_keeps_the_pickle(models, folder, monkeypatch):
    def full(_tensors, path, metadata):
        Path(path).write_bytes(b"half")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(convert, "save_file", full)
    before = sorted(folder.iterdir())
    failed = run(folder)[-1]
    assert (failed.kind, "is full" in failed.message) == ("StorageError", True)
    assert sorted(folder.iterdir()) == before


def test_what_reads_back_differently_is_not_kept(models, folder, monkeypatch):
    plain = convert.save_file

    def forgetful(tensors, path, metadata):
        plain({key: value + 1 for key, value in tensors.items()}, path, metadata)

    monkeypatch.setattr(convert, "save_file", forgetful)
    before = sorted(folder.iterdir())
    failed = run(folder)[-1]
    assert "reads back differently" in failed.message
    assert sorted(folder.iterdir()) == before


def test_a_model_without_pickles_and_a_file_that_nothing_reads_are_told_apart(models, folder):
    assert run(folder, "plain")[-1].kind == "BadRequest"
    tiny.write_card(models, "odd", [{"name": "main.bin", "converts_to": "odd.safetensors"}])
    failed = run(folder, "odd")[-1]
    assert (failed.kind, "main.bin, which nothing reads" in failed.message) == ("CardError", True)


def test_the_pickle_may_lie_elsewhere(models, folder, tmp_path):
    elsewhere = tmp_path / "drive" / "renamed.bin"
    elsewhere.parent.mkdir()
    (folder / "main.bin").rename(elsewhere)
    size = elsewhere.stat().st_size
    held = convert.places.Held("main.bin", size, "ab", place=str(elsewhere))
    (folder / "files.json").write_text(convert.places.record_text({"main.bin": held}))
    assert isinstance(run(folder)[-1], Finished)
    assert (folder / tiny.MAIN).is_file()
    assert elsewhere.is_file()


# --- as published ---------------------------------------------------------------------------------


def test_a_pickle_of_clap_is_converted_with_or_without_its_tables_of_places(tmp_path):
    tiny_clap.write(tmp_path)
    state = load_file(tmp_path / clap.WEIGHTS)
    learned = {name: value for name, value in state.items() if value.is_floating_point()}
    assert len(state) - len(learned) > 4
    (pickle,) = (item.name for item in tiny_clap.CARD.files if item.converts_to)
    for stored in (state, learned):
        (tmp_path / clap.WEIGHTS).unlink()
        torch.save(stored, tmp_path / pickle)
        assert isinstance(run(tmp_path, "clap")[-1], Finished)
        assert load_file(tmp_path / clap.WEIGHTS).keys() == learned.keys()
        assert clap.build(tmp_path).text(["5 6 7"]).shape == (1, 16)
