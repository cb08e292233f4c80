"""Models from the command line; files and network are stood in for, but for the last test."""

from __future__ import annotations

import dataclasses
import io
import json
import shutil
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
import torch
from safetensors.torch import save_file

from tangostudio import cli, paths
from tangostudio.cli import model_shop, model_texts
from tangostudio.errors import StorageError
from tangostudio.hub import states
from tangostudio.hub.states import FoundModel, ModelState, Problem, TokenState
from tangostudio.jobs.runners import InlineRunner
from tangostudio.library import Library
from tangostudio.studio.changes import Changes
from tangostudio.studio.models import Models
from tests.cli.shop import GB, FakeModels, write_cards
from tests.engines import tiny_family as tiny
from tests.hub import conftest
from tests.hub.loopback import Hub

hub = conftest.hub
IDS = ["tide", "waves", "shell"]


@pytest.fixture
def models(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FakeModels:
    """The models that every command of a test works on."""
    write_cards(tmp_path / "models")
    monkeypatch.setattr(paths, "models_dir", lambda: tmp_path / "models")
    made = FakeModels(model_shop.load_catalogue(model_shop.settings.Settings()))
    monkeypatch.setattr(model_shop, "open_models", lambda _catalogue: made)
    return made


@pytest.fixture
def run(models: FakeModels, capsys: pytest.CaptureFixture[str]):
    """Runs `models ...` with --json: exit code and events."""

    def command(*arguments: object) -> tuple[int, list[dict]]:
        capsys.readouterr()
        code = cli.main(["models", *map(str, arguments), "--json"])
        return code, [json.loads(line) for line in capsys.readouterr().out.splitlines()]

    return command


@pytest.fixture
def text(models: FakeModels, capsys: pytest.CaptureFixture[str]):
    """Runs `models ...` for people: exit code, output and error output."""

    def command(*arguments: object) -> tuple[int, str, str]:
        capsys.readouterr()
        code = cli.main(["models", *map(str, arguments)])
        told = capsys.readouterr()
        return code, told.out, told.err

    return command


def at_a_terminal(monkeypatch: pytest.MonkeyPatch, answer: str = "") -> None:
    """A person sits there and types this."""
    keyboard = SimpleNamespace(isatty=lambda: True, readline=lambda: answer)
    monkeypatch.setattr(sys, "stdin", keyboard)


# --- what there is --------------------------------------------------------------------------------


def test_the_list_names_every_model_its_state_and_its_licence(run, models):
    models.put("waves", states.READY)
    code, events = run()
    assert code == 0
    assert [event["event"] for event in events] == ["Model"] * 3 + ["BrokenModel"]
    assert [event["id"] for event in events[:3]] == IDS
    tide, waves, shell = events[:3]
    assert (tide["state"], tide["gated"], tide["commercial"]) == ("absent", True, "limited")
    assert (waves["state"], waves["gated"], waves["commercial"]) == ("ready", False, "no")
    assert (waves["bytes"], waves["memory_bytes"]) == (2 * GB, 3 * GB)
    assert (waves["seconds_per_take"], shell["seconds_per_take"]) == (None, None)
    assert waves["parameters"]["seconds"] == {"minimum": 0.5, "maximum": 30.0, "default": 5.0}


def test_times_are_the_librarys_and_are_called_estimated_until_a_take_was_made(run, tmp_path):
    folder = tmp_path / "library"
    with Library.open(folder, write=True) as library:
        library.meta.set("seconds_per_work", {"waves": 0.01})
    _, events = run("show", "waves", "--library", folder)
    assert (events[0]["seconds_per_take"], events[0]["estimated"]) == (1.1, False)
    assert (events[0]["take_seconds"], len(events)) == (5.0, 1)


def test_a_line_of_the_list_says_what_a_person_needs(text, models):
    models.put("waves", states.PAUSED)
    code, told, _ = text()
    assert code == 0
    tide, waves, shell, broken = told.splitlines()
    assert " ".join(waves.split()) == (
        "waves begun ~2.0 GB commercial: no, memory 3.0 GB, Sea License"
    )
    assert "commercial: limited, gated, " in tide
    assert shell.startswith("shell")
    assert "wreck" in broken


def test_show_tells_everything(run, text, models):
    models.put("tide", states.INCOMPLETE, missing=("model.safetensors",))
    _, (event,) = run("show", "tide")
    assert event["page"] == "https://hub.test/tide"
    assert [(item["name"], item["missing"]) for item in event["files"]] == [
        ("model.bin", True),
        ("config.json", False),
    ]
    assert Path(event["folder"]).name == "tide"
    _, told, _ = text("show", "tide")
    for part in (
        "Tide (tide)", "No birds.", "44.1 kHz stereo, up to 30 s", "files missing",
        "Sea License: For whoever asks", "https://licences.test/sea", "Powered by Neptune",
        "licence accepted on https://hub.test/tide", "2.0 GB  model.bin  missing",
    ):  # fmt: skip
        assert part in told
    assert "Account" not in text("show", "waves")[1]


@pytest.mark.parametrize(
    ("seconds", "told"),
    [(1.234, "1.2 s"), (9.7, "10 s"), (75, "75 s"), (600, "10 min"), (9000, "2.5 h")],
)
def test_times_are_said_in_few_letters(seconds, told):
    assert model_texts.long(seconds) == told


def test_an_unknown_model_is_wrong_usage(run, models):
    for command in ("show", "get", "remove", "convert", "list-missing"):
        code, events = run(command, "none")
        assert (code, events[-1]["event"], events[-1]["kind"]) == (2, "Failed", "BadRequest")
    assert not [call for call in models.calls if call != ("close",)]


# --- getting --------------------------------------------------------------------------------------


def under_way(**values: object) -> ModelState:
    told = {"total_bytes": 2 * GB, "done_bytes": GB // 2, "file": "model.bin", **values}
    return ModelState("waves", states.FETCHING, **told)  # type: ignore[arg-type]


DONE = ModelState("waves", states.READY, 2 * GB, 2 * GB)


def test_get_tells_how_far_it_is_and_where_the_files_are(run, models):
    models.steps = [under_way(bytes_per_second=50e6), DONE]
    code, events = run("get", "waves")
    assert code == 0
    assert [event["event"] for event in events] == ["ModelState", "ModelState", "Fetched"]
    told = {
        "model": "waves", "state": "fetching", "file": "model.bin", "done_bytes": GB // 2,
        "total_bytes": 2 * GB, "bytes_per_second": 50e6, "seconds_left": 30.0, "problem": None,
    }  # fmt: skip
    assert told.items() <= events[0].items()
    assert (events[-1]["state"], Path(events[-1]["folder"]).name) == ("ready", "waves")
    assert models.calls == [("fetch", "waves"), ("closed", "fetch"), ("close",)]


def test_progress_is_a_line_on_the_error_output_of_a_terminal(text, models, monkeypatch):
    lost = Problem(states.NO_NETWORK, "The connection was lost.")
    models.steps = [under_way(bytes_per_second=50e6), under_way(problem=lost), DONE]
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    code, told, progress = text("get", "waves")
    assert code == 0
    assert "waves: downloading model.bin, 500 MB of 2.0 GB, 50 MB/s, 30 s left" in progress
    assert "waves: waiting. The connection was lost." in progress
    assert told.startswith("waves: ready, 2.0 GB in ")
    assert told.count("\n") == 1


def test_what_is_there_is_not_fetched_again(run, models):
    models.put("waves", states.READY)
    code, (event,) = run("get", "waves")
    assert (code, event["event"], models.calls) == (0, "Fetched", [("close",)])


def test_ctrl_c_pauses_and_says_how_it_goes_on(run, text, models):
    models.steps = [under_way(), KeyboardInterrupt()]
    code, events = run("get", "waves", "tide")
    assert code == 130
    assert events[-1] == {
        "event": "Paused", "model": "waves", "resume": "tangostudio models get waves",
    }  # fmt: skip
    assert models.calls == [("fetch", "waves"), ("closed", "fetch"), ("close",)]
    assert text("get", "waves")[:2] == (130, "Paused. Go on with: tangostudio models get waves\n")


@pytest.mark.parametrize(
    ("kind", "hint"),
    [
        (states.NO_TOKEN, "tangostudio models token set"),
        (states.NOT_ACCEPTED, "https://huggingface.co/sea/tide"),
        (states.BAD_TOKEN, "https://huggingface.co/settings/tokens"),
        (states.NO_NETWORK, "tangostudio models list-missing tide"),
        (states.NO_SPACE, "Free some space"),
        (states.WRONG_FILE, "tangostudio models get tide"),
        (states.RATE_LIMITED, "Wait a while"),
        (states.SERVER, "Wait a while"),
        (states.NOT_THERE, "tangostudio models find"),
        (states.CONVERSION, "tangostudio models convert tide"),
        (states.STORAGE, "can be written"),
        ("of a later version", "Press it."),
    ],
)
def test_a_problem_is_told_with_what_to_do_at_a_command_line(run, models, kind, hint):
    problem = Problem(kind, "It did not work.", "Press it.")
    models.steps = [under_way(), ModelState("tide", states.FAILED, problem=problem)]
    code, events = run("get", "tide", "waves")
    last = events[-1]
    assert (code, last["event"], last["kind"]) == (1, "Failed", "HubError")
    assert (last["problem"], last["message"]) == (kind, "It did not work.")
    assert hint in last["hint"]
    assert ("fetch", "waves") not in models.calls


def test_the_shopping_list_is_printed_or_written(run, text, tmp_path):
    out = tmp_path / "list.txt"
    code, (event,) = run("list-missing", "waves", "tide", "--out", out)
    assert code == 0
    assert out.read_text() == event["text"] == "Everything of waves and tide\n"
    assert [(item["model"], item["name"]) for item in event["files"]] == [
        ("waves", "model.bin"), ("waves", "config.json"),
        ("tide", "model.bin"), ("tide", "config.json"),
    ]  # fmt: skip
    first = event["files"][0]
    assert first["address"] == "https://huggingface.co/sea/waves/resolve/main/model.bin"
    assert (first["bytes"], first["sha256"]) == (2 * GB, "00112233445566778899")
    assert text("list-missing", "waves")[1] == "Everything of waves\n"
    assert text("list-missing", "waves", "--out", out)[1] == f"The list -> {out}\n"


# --- files that are there already -----------------------------------------------------------------

WHOLE = FoundModel("waves", (("model.bin", "/d/m.bin"), ("config.json", "/d/c.json")), bytes=2 * GB)
PART = FoundModel(
    "tide", (("config.json", "/d/t.json"),), ("x.json",), (("model.bin", "It is short."),), 500
)


def test_find_tells_what_lies_there_and_changes_nothing(run, text, models, tmp_path):
    models.found = (WHOLE, PART)
    code, events = run("find", tmp_path)
    assert (code, [event["event"] for event in events]) == (0, ["Found", "Found"])
    assert events[0]["files"][0] == {"name": "model.bin", "path": "/d/m.bin"}
    assert events[1]["missing"] == ["x.json"]
    assert events[1]["doubtful"] == [{"name": "model.bin", "reason": "It is short."}]
    assert models.calls == [("look", tmp_path), ("close",)]
    told = text("find", tmp_path)[1]
    for part in ("waves: every file found, 2.0 GB", "model.bin  /d/m.bin", "tide: 1 files found",
                 "model.bin  doubtful: It is short.", "x.json  missing"):  # fmt: skip
        assert part in told


@pytest.mark.parametrize(("how", "copy"), [("--use", False), ("--copy", True)])
def test_what_was_found_is_used_or_copied(run, models, tmp_path, how, copy):
    models.found = (WHOLE, PART)
    checking = ModelState("waves", states.CHECKING, file="model.bin")
    models.steps = [checking, checking, DONE]
    code, events = run("find", tmp_path, how)
    assert code == 0
    assert [call for call in models.calls if call[0] == "adopt"] == [("adopt", "waves", copy)]
    told = [(event["event"], event.get("state")) for event in events[2:]]
    assert told == [("ModelState", "checking"), ("ModelState", "ready"), ("Adopted", "ready")]


def test_a_part_of_a_model_is_used_where_the_model_is_named(run, models, tmp_path):
    models.found = (WHOLE, PART)
    models.put("tide", states.INCOMPLETE, missing=("x.json",))
    code, events = run("find", tmp_path, "--use", "--model", "tide")
    assert (code, [event["event"] for event in events]) == (0, ["Found", "Adopted"])
    assert (events[1]["model"], events[1]["missing"]) == ("tide", ["x.json"])
    assert ("adopt", "tide", False) in models.calls
    models.found = (PART,)
    code, events = run("find", tmp_path, "--use")
    assert (code, events[-1]["message"]) == (2, "Of no model every file was found.")
    code, events = run("find", tmp_path, "--use", "--model", "waves")
    assert (code, events[-1]["message"]) == (1, f"No files of waves lie in {tmp_path}.")
    assert run("find", tmp_path, "--model", "none")[0] == 2


def test_files_that_fit_several_models_are_used_for_the_one_that_is_named(run, models, tmp_path):
    models.found = (WHOLE, dataclasses.replace(WHOLE, model="shell"))
    code, events = run("find", tmp_path, "--use")
    assert (code, events[-1]["kind"]) == (2, "BadRequest")
    assert events[-1]["message"].endswith("several models: waves, shell.")
    assert not [call for call in models.calls if call[0] == "adopt"]
    models.steps = [DONE]
    assert run("find", tmp_path, "--use", "--model", "waves")[0] == 0


def test_files_that_cannot_be_used_are_told(run, models, tmp_path):
    models.found = (WHOLE,)
    problem = Problem(states.WRONG_FILE, "model.bin differs.")
    models.steps = [ModelState("waves", states.FAILED, problem=problem)]
    code, events = run("find", tmp_path, "--use")
    assert (code, events[-1]["message"], events[-1]["problem"]) == (
        1, "model.bin differs.", "wrong-file",
    )  # fmt: skip


def test_nothing_found_and_no_folder_are_told(run, tmp_path):
    code, events = run("find", tmp_path)
    assert (code, events[-1]["kind"]) == (1, "NotFound")
    assert run("find", tmp_path / "none")[0] == 2
    with pytest.raises(SystemExit) as caught:
        run("find", tmp_path, "--use", "--copy")
    assert caught.value.code == 2


# --- removing -------------------------------------------------------------------------------------


def test_remove_says_what_is_free_again(run, text, models):
    models.put("waves", states.READY, frees_bytes=2 * GB)
    assert run("remove", "waves", "--yes") == (
        0, [{"event": "Removed", "model": "waves", "bytes": 2 * GB}],
    )  # fmt: skip
    assert text("remove", "waves", "--yes")[1] == "waves is removed; 2.0 GB are free again.\n"


@pytest.mark.parametrize(
    ("answer", "removed"), [("y\n", True), ("YES\n", True), ("n\n", False), ("", False)]
)
def test_remove_asks_a_person(text, models, monkeypatch, answer, removed):
    models.put("waves", states.READY, frees_bytes=2 * GB)
    at_a_terminal(monkeypatch, answer)
    code, _, question = text("remove", "waves")
    assert code == 0
    assert question == (
        "Remove Waves? This frees 2.0 GB; takes that were made with it stay. [y/N] "
    )
    assert (("remove", "waves") in models.calls) is removed


def test_remove_does_not_ask_a_program(run, models, monkeypatch):
    models.put("waves", states.READY)
    monkeypatch.setattr(sys, "stdin", io.StringIO("y\n"))
    code, events = run("remove", "waves")
    assert (code, events[-1]["hint"]) == (2, "Add --yes to remove it unasked.")
    assert ("remove", "waves") not in models.calls


def test_what_is_not_there_or_comes_with_the_program_is_not_removed(run, models):
    assert run("remove", "waves", "--yes")[0] == 2
    models.put("waves", states.BUNDLED)
    assert run("remove", "waves", "--yes")[0] == 2
    assert ("remove", "waves") not in models.calls


# --- converting and checking ----------------------------------------------------------------------


def test_convert_waits_and_names_what_was_made(run, models):
    models.steps = [ModelState("waves", states.CONVERTING, file="model.bin"), DONE]
    code, events = run("convert", "waves")
    assert (code, events[0]["state"], events[0]["file"]) == (0, "converting", "model.bin")
    assert (events[-1]["event"], events[-1]["files"]) == ("Converted", ["model.safetensors"])
    assert models.calls[0] == ("convert", "waves")


def test_what_is_converted_already_is_not_converted_again(run, models):
    models.put("waves", states.READY)
    code, (event,) = run("convert", "waves")
    assert (code, event["event"], models.calls) == (0, "Converted", [("close",)])


def test_a_conversion_that_fails_is_told(run, models):
    problem = Problem(states.CONVERSION, "model.bin holds program code.")
    models.steps = [ModelState("waves", states.FAILED, problem=problem)]
    code, events = run("convert", "waves")
    assert (code, events[-1]["message"]) == (1, "model.bin holds program code.")


@pytest.fixture
def starter(tmp_path: Path) -> Path:
    """A copy of the bundled model's folder."""
    return Path(shutil.copytree(paths.models_dir() / "starter", tmp_path / "copy"))


def command(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, list[dict]]:
    """Like `run`, with the program's own cards."""
    capsys.readouterr()
    code = cli.main(["models", *map(str, arguments), "--json"])
    return code, [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_verify_prints_counts_checksums_licence_and_a_test(starter, capsys):
    code, events = command(capsys, "verify", starter)
    assert code == 0
    assert [event["event"] for event in events] == ["Loading", "Loading", "Verified", "Finished"]
    told = events[2]
    assert (told["model"], told["tested"], told["problems"]) == ("starter-few-steps", True, [])
    assert {item["answer"] for item in told["files"]} == {"equal"}
    assert all(item["found"] == item["wanted"] > 0 for item in told["keys"])
    assert told["licence"].startswith("Apache-2.0")
    assert cli.main(["models", "verify", str(starter), "--model", "starter"]) == 0
    printed = capsys.readouterr().out
    for part in (
        "starter: Apache-2.0: Free for any use, commercial use included (commercial: yes)",
        "checksum equal", "flow.safetensors", told["files"][0]["sha256"], " of ", "tensors",
        "One step of a short take makes a sound, peak -",
    ):  # fmt: skip
        assert part in printed


def test_verify_ends_with_failed_where_something_is_wrong(starter, capsys):
    (starter / "codec.safetensors").unlink()
    code, events = command(capsys, "verify", starter)
    assert (code, events[-1]["event"], events[-1]["kind"]) == (1, "Failed", "WeightsError")
    assert events[-1]["message"] == "The checkpoint has one problem."
    assert events[-2]["problems"] == ["codec.safetensors is missing."]
    assert cli.main(["models", "verify", str(starter)]) == 1
    assert "  codec.safetensors is missing.\n" in capsys.readouterr().out


def test_verify_tells_a_folder_of_no_model(tmp_path, capsys):
    code, events = command(capsys, "verify", tmp_path)
    assert (code, events[-1]["event"]) == (1, "Failed")
    assert "flow.safetensors" in events[-1]["hint"]
    assert command(capsys, "verify", tmp_path / "none")[0] == 2


# --- the access token -----------------------------------------------------------------------------


def test_a_token_is_read_from_a_pipe_and_kept(run, models, monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.StringIO(" hf_secret \n"))
    code, events = run("token", "set")
    assert (code, models.calls[0]) == (0, ("set", "hf_secret", True))
    assert events == [{"event": "Token", "source": "key store", "can_keep": True, "account": ""}]


def test_a_token_is_typed_in_unseen(text, models, monkeypatch):
    at_a_terminal(monkeypatch)
    monkeypatch.setattr("getpass.getpass", lambda prompt: "hf_secret")
    code, told, errors = text("token", "set")
    assert (code, models.calls[0]) == (0, ("set", "hf_secret", True))
    assert told == "An access token is in use, kept in the system's key store.\n"
    assert "hf_secret" not in told + errors


def test_a_token_is_never_an_argument(run, models):
    with pytest.raises(SystemExit) as caught:
        run("token", "set", "hf_secret")
    assert caught.value.code == 2
    assert models.calls == []


def test_no_token_and_no_key_store_are_told(run, models, monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.StringIO("\n"))
    code, events = run("token", "set")
    assert (code, events[-1]["hint"]) == (2, "Make one: https://huggingface.co/settings/tokens")
    models.refusal = StorageError("There is no key store.", "Use it for this session.")
    monkeypatch.setattr(sys, "stdin", io.StringIO("hf_secret\n"))
    code, events = run("token", "set")
    assert (code, events[-1]["message"]) == (1, "There is no key store.")
    assert events[-1]["hint"] == "Set the environment variable HF_TOKEN instead."
    assert "hf_secret" not in json.dumps(events)


def test_a_token_is_tested_with_a_gated_model(run, text, models):
    models.tested_account = "ada"
    code, events = run("token", "test")
    assert (code, models.calls[0]) == (0, ("test", "tide", ""))
    assert events == [{"event": "TokenTested", "model": "tide", "account": "ada"}]
    assert text("token", "test", "waves")[1] == "The token opens waves.\n"
    models.tested = Problem(states.BAD_TOKEN, "The hub does not know it.")
    code, events = run("token", "test")
    assert (code, events[-1]["problem"]) == (1, "bad-token")


@pytest.mark.parametrize(
    ("state", "told"),
    [
        (TokenState("", True), "No access token is in use.\n"),
        (TokenState("", False), "No access token is in use. This system has no key store"),
        (TokenState("session", True), "An access token is in use, of this session.\n"),
        (
            TokenState("environment", True, "ada"),
            "An access token of ada is in use, from the environment.\n",
        ),
        (TokenState("file", True), "is in use, kept by another program of this computer.\n"),
    ],
)
def test_where_the_token_comes_from_is_told(text, models, state, told):
    models.token = state
    assert told in text("token", "show")[1]


def test_a_token_is_forgotten(run, models):
    code, events = run("token", "forget")
    assert (code, models.calls[0], events[0]["source"]) == (0, ("forget",), "")


# --- everything together --------------------------------------------------------------------------


@pytest.fixture
def sea(hub: Hub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Hub:
    """A hub with one gated model, part of which is a pickle, and its card."""
    monkeypatch.setattr(
        model_shop,
        "open_models",
        lambda found: Models(found, Changes(), make_converter=InlineRunner),
    )
    tiny.use(monkeypatch, tmp_path / "cards")
    source = tmp_path / "published"
    tiny.write_config(source)
    main, codec = tiny.tensors()
    torch.save(main, source / "main.bin")
    save_file(codec, source / tiny.CODEC)
    files = [
        tiny.facts(source / "config.json"),
        tiny.facts(source / "main.bin", converts_to=tiny.MAIN),
        tiny.facts(source / tiny.CODEC),
    ]
    tiny.write_card(tmp_path / "cards", "sea", files)
    card = tmp_path / "cards" / "sea.toml"
    card.write_text(card.read_text().replace("[weights]", "[weights]\ngated = true"))
    hub.files.update({("a/b", path.name): path.read_bytes() for path in source.iterdir()})
    hub.gated.add("a/b")
    hub.members["hf_good"] = "ada"
    return hub


def test_a_model_is_fetched_converted_checked_carried_and_removed(
    sea, capsys, monkeypatch, tmp_path
):
    def models(*arguments: object) -> tuple[int, dict]:
        code, events = command(capsys, *arguments)
        return code, events[-1]

    assert models("get", "sea")[1]["problem"] == states.NO_TOKEN
    monkeypatch.setenv("HF_TOKEN", "hf_good")
    assert models("get", "sea")[1]["problem"] == states.NOT_ACCEPTED
    sea.accepted.add(("hf_good", "a/b"))
    assert models("token", "test")[1] == {
        "event": "TokenTested", "model": "sea", "account": "ada",
    }  # fmt: skip
    code, fetched = models("get", "sea")
    assert (code, fetched["event"], fetched["state"]) == (0, "Fetched", "ready")
    folder = Path(fetched["folder"])
    assert {path.name for path in folder.iterdir()} >= {"config.json", tiny.MAIN, tiny.CODEC}
    assert models()[1]["state"] == "ready"
    code, events = command(capsys, "verify", folder)
    assert (code, events[-2]["event"], events[-2]["tested"]) == (0, "Verified", True)
    assert {item["answer"] for item in events[-2]["files"]} == {"equal"}

    # Another computer, to which the published files are carried.
    monkeypatch.setenv(paths.WEIGHTS, str(tmp_path / "other"))
    monkeypatch.setenv("HF_ENDPOINT", "http://127.0.0.1:9")
    code, event = models("list-missing", "sea")
    assert [item["name"] for item in event["files"]] == ["config.json", "main.bin", tiny.CODEC]
    code, event = models("find", tmp_path / "published", "--use")
    assert (code, event["event"], event["state"]) == (0, "Adopted", "ready")
    assert models("verify", tmp_path / "other" / "sea")[0] == 0
    code, event = models("remove", "sea", "--yes")
    assert (code, event["event"]) == (0, "Removed")
    assert event["bytes"] > 0
    assert (tmp_path / "published" / "main.bin").is_file()
    assert models()[1]["state"] == "absent"
    assert (folder / tiny.MAIN).is_file()
