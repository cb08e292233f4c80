"""The command line: its contract, its exit codes, its errors."""

from __future__ import annotations

import importlib
import json
import subprocess
import sys
from pathlib import Path

import pytest
import soundfile

from tangostudio import cli
from tangostudio.library import Library

FIELDS = {"take", "path", "sha256", "seed", "seconds", "sample_rate", "channels"}


@pytest.fixture
def run(tmp_path, capsys):
    """Runs a command on a library of its own: exit code and events."""

    def command(*arguments, library=tmp_path / "library"):
        place = [] if arguments[0] in ("models",) else ["--library", str(library)]
        code = cli.main([*arguments, *place, "--json"])
        lines = capsys.readouterr().out.splitlines()
        return code, [json.loads(line) for line in lines]

    return command


def generate(run, *more, prompt="a bell"):
    return run("generate", prompt, "--model", "toy", "--seconds", "0.5", *more)


def test_generate_announces_each_take_and_finishes(run):
    code, events = generate(run, "--seeds", "1-3")
    assert code == 0
    ready = [event for event in events if event["event"] == "TakeReady"]
    assert [event["seed"] for event in ready] == [1, 2, 3]
    assert all(event.keys() >= FIELDS for event in ready)
    assert all(Path(event["path"]).name == f"{event['sha256']}.flac" for event in ready)
    assert events[-1]["event"] == "Finished"
    assert not any(event["event"] == "AudioReady" for event in events)


def test_the_same_seed_gives_the_same_sound(run):
    hashes = [generate(run, "--seeds", "7")[1][-2]["sha256"] for _ in range(2)]
    assert hashes[0] == hashes[1]


def test_out_writes_each_take_as_wav_too(run, tmp_path):
    generate(run, "--seeds", "1,5", "--out", str(tmp_path / "out"))
    written = sorted((tmp_path / "out").glob("*.wav"))
    assert len(written) == 2
    assert {(soundfile.info(f).samplerate, soundfile.info(f).subtype) for f in written} == {
        (48000, "PCM_24")
    }


def test_takes_lists_and_searches(run):
    generate(run, "--seeds", "1", prompt="heavy door")
    generate(run, "--seeds", "2", prompt="small bird")
    _, listed = run("takes")
    assert [take["event"] for take in listed] == ["Take", "Take"]
    assert all(take.keys() >= FIELDS | {"prompt", "model", "stars"} for take in listed)
    _, found = run("takes", "--search", "bir")
    assert [take["prompt"] for take in found] == ["small bird"]


def test_export_writes_rate_and_bits(run, tmp_path):
    generate(run, "--seeds", "1")
    code, (exported,) = run("export", "1", "--to", str(tmp_path / "x"), "--rate", "96000")
    assert (code, exported["event"], exported["take"]) == (0, "Exported", 1)
    assert soundfile.info(exported["path"]).samplerate == 96000


def test_a_project_is_made_and_the_windows_project_stays(run):
    generate(run, "--seeds", "1")
    generate(run, "--seeds", "2", "--project", "Castle")
    generate(run, "--seeds", "3")
    projects = [take["project"] for take in run("takes")[1]]
    assert projects == ["First project", "Castle", "First project"]


def test_models_lists_what_is_offered_and_not_the_toys(run):
    code, models = run("models")
    assert code == 0
    assert "starter" in {model["id"] for model in models}
    assert not any(model["id"].startswith("toy") for model in models)


def test_check_is_ok_and_finds_a_damaged_sound(run):
    generate(run, "--seeds", "1")
    assert run("library", "check") == (0, [{"event": "Check", "ok": True, "problems": []}])
    path = Path(run("takes")[1][0]["path"])
    path.write_bytes(path.read_bytes()[:2000])
    code, (checked,) = run("library", "check")
    assert code == 1
    assert checked["ok"] is False
    assert len(checked["problems"]) == 1


def test_a_failed_job_ends_with_failed_and_exit_code_1(run):
    code, events = run("generate", "x", "--model", "toy-fail")
    assert code == 1
    assert events[-1]["event"] == "Failed"
    assert events[-1].keys() >= {"kind", "message", "hint"}


@pytest.mark.parametrize(
    "arguments",
    [
        ["generate", ""],
        ["generate", "x" * 5000],
        ["generate", "x", "--seconds", "1000"],
        ["generate", "x", "--seconds", "nan"],
        ["generate", "x", "--steps", "0"],
        ["generate", "x", "--guidance", "99"],
        ["generate", "x", "--seeds", "4-1"],
        ["generate", "x", "--seeds", "99999999999"],
    ],
)
def test_wrong_values_are_wrong_usage_with_a_hint(run, arguments):
    code, events = run(*arguments, "--model", "toy")
    assert code == 2
    assert events[-1]["event"] == "Failed"
    assert events[-1]["hint"]


@pytest.mark.parametrize("arguments", [["bogus"], ["lineage"], ["export", "1"], ["export", "x"]])
def test_wrong_commands_are_wrong_usage(arguments, capsys):
    with pytest.raises(SystemExit) as caught:
        cli.main(arguments)
    assert caught.value.code == 2
    assert "usage" in capsys.readouterr().err


def test_an_unknown_model_is_wrong_usage(run):
    assert run("generate", "x", "--model", "nothing")[0] == 2


def test_an_unknown_take_is_an_error(run, tmp_path):
    generate(run, "--seeds", "1")
    code, events = run("export", "99", "--to", str(tmp_path))
    assert (code, events[-1]["kind"]) == (1, "NotFound")


def test_beside_an_open_window_reading_works_and_writing_says_so(run, tmp_path):
    generate(run, "--seeds", "1")
    with Library.open(tmp_path / "library", write=True):
        assert len(run("takes")[1]) == 1
        assert run("export", "1", "--to", str(tmp_path / "out"))[0] == 0
        assert run("library", "check")[0] == 0
        code, events = generate(run, "--seeds", "2")
    assert (code, events[-1]["kind"]) == (1, "LibraryInUse")
    assert "window" in events[-1]["message"] + events[-1]["hint"]
    assert len(run("takes")[1]) == 1


def test_no_library_yet_lists_nothing(capsys):
    assert cli.main(["takes", "--json"]) == 0
    assert capsys.readouterr().out == ""


def test_a_library_that_is_a_file_is_an_error(run, tmp_path):
    (tmp_path / "file").write_text("in the way")
    code, events = run("generate", "x", "--model", "toy", library=tmp_path / "file")
    assert (code, events[-1]["kind"]) == (1, "StorageError")
    assert (tmp_path / "file").read_text() == "in the way"


@pytest.mark.parametrize("name", ["with blanks", 'it\'s "quoted"', "音声ライブラリ", "🔊 sounds"])
def test_folders_of_any_name(run, tmp_path, name):
    if sys.platform == "win32" and '"' in name:
        pytest.skip("Windows forbids the sign")
    library = tmp_path / name / "library"
    code, _ = run(
        "generate", "дверь 扉", "--model", "toy", "--seeds", "1",
        "--out", str(tmp_path / name / "out"), library=library,
    )  # fmt: skip
    assert code == 0
    assert len(list((tmp_path / name / "out").glob("*.wav"))) == 1
    assert run("library", "check", library=library)[0] == 0


def test_an_interrupt_cancels_and_exits_130(tmp_path):
    command = [sys.executable, "-m", "tangostudio", "generate", "x", "--model", "toy-slow"]
    command += ["--steps", "50", "--takes", "8", "--library", str(tmp_path), "--json"]
    program = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert program.stdout is not None
    with program.stdout as lines:
        for line in lines:
            if json.loads(line)["event"] == "Progress":
                program.send_signal(2)
                break
        last = [json.loads(line) for line in lines][-1]
    assert program.wait() == 130
    assert last["event"] == "Cancelled"


def test_text_output_is_for_people(tmp_path, capsys):
    assert (
        cli.main(
            ["generate", "a bell", "--model", "toy", "--seeds", "3", "--library", str(tmp_path)]
        )
        == 0
    )
    assert "seed 3" in capsys.readouterr().out
    assert cli.main(["generate", "", "--model", "toy", "--library", str(tmp_path)]) == 2
    assert "The prompt is empty." in capsys.readouterr().err


def test_starter_hands_its_arguments_on(monkeypatch):
    seen = []
    module = importlib.import_module("tangostudio.starter.build")
    monkeypatch.setattr(module, "main", lambda rest: seen.append(rest) or 0)
    assert cli.main(["starter", "build", "--stage", "flow", "--resume"]) == 0
    assert seen == [["--stage", "flow", "--resume"]]


def test_the_command_line_waits_for_torch_only_where_it_is_needed():
    probe = (
        "import sys, tangostudio.cli.commands as c; c.parser(); sys.exit('torch' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", probe], check=False).returncode == 0
