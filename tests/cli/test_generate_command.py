"""`generate` in all its ways: prompts, sounds, takes, sheets."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import soundfile

from tangostudio import cli
from tangostudio.library import Library
from tangostudio.studio import recipes
from tests.cli.conftest import Run

TOY = ("--model", "toy")


@pytest.fixture
def sound(tmp_path: Path) -> Path:
    path = tmp_path / "knock.wav"
    samples = np.random.default_rng(0).normal(0, 0.1, (22050, 1))
    soundfile.write(path, samples, 44100)
    return path


def takes(run: Run, *more: object) -> list[dict]:
    return run("takes", "--sort", "oldest", *more)[1]


def first(run: Run) -> int:
    """Make a take of half a second; its number."""
    events = run("generate", "a bell", *TOY, "--seconds", "0.5", "--seeds", "7")[1]
    return next(event["take"] for event in events if event["event"] == "TakeReady")


def request_of(folder: Path, take: int):
    with Library.open(folder, write=False) as library:
        return recipes.request_of(library.takes.get(take))


def test_wildcards_make_a_job_of_each_prompt(run):
    code, events = run("generate", "{wood|metal} door", *TOY, "--takes", "3", "--seconds", "0.5")
    assert code == 0
    assert [event["event"] for event in events].count("Finished") == 2
    assert [take["prompt"] for take in takes(run)] == ["wood door", "wood door", "metal door"]


@pytest.mark.parametrize(("quality", "steps"), [("draft", 4), ("balanced", 8), ("best", 16)])
def test_a_quality_is_the_models_own_steps(run, folder, quality, steps):
    assert run("generate", "x", *TOY, "--quality", quality, "--seconds", "0.5")[0] == 0
    assert request_of(folder, 1).steps == steps


def test_what_is_said_besides_a_quality_counts_more(run, folder):
    run("generate", "x", *TOY, "--quality", "best", "--steps", "3", "--seconds", "0.5")
    assert request_of(folder, 1).steps == 3


def test_a_file_is_a_start(run, folder, sound):
    code, _ = run("generate", "x", *TOY, "--init", sound, "--strength", "0.4", "--follow", "0.5")
    assert code == 0
    (take,) = takes(run)
    request = request_of(folder, take["take"])
    assert (request.strength, request.follow, request.seconds) == (0.4, 0.5, 0.5)
    assert take["relation"] == "from sound"


def test_a_take_is_a_start(run, folder):
    take = first(run)
    assert run("generate", "y", *TOY, "--take", take, "--strength", "0.3")[0] == 0
    again = takes(run)[-1]
    assert (again["parent"], again["relation"], again["prompt"]) == (take, "from sound", "y")


@pytest.mark.parametrize(
    ("way", "seconds", "relation"),
    [(["--redo", "0.1-0.2", "--redo", "0.3-0.4"], 0.5, "redo"), (["--extend", "1"], 1.5, "extend"),
     (["--loop"], 0.5, "loop")],
)  # fmt: skip
def test_a_take_is_reworked_with_its_own_prompt(run, folder, way, seconds, relation):
    take = first(run)
    code, events = run("generate", "--take", take, *way, "--seeds", "3,4")
    assert (code, events[-1]["event"]) == (0, "Finished")
    made = takes(run)[1:]
    assert [(each["seed"], each["seconds"]) for each in made] == [(3, seconds), (4, seconds)]
    assert {(each["relation"], each["parent"], each["prompt"]) for each in made} == {
        (relation, take, "a bell")
    }


@pytest.mark.parametrize(
    ("way", "seconds"),
    [(["--redo", "0.1-0.2"], 0.5), (["--extend", "1"], 1.5), (["--loop"], 0.5)],
)
def test_a_file_is_reworked_with_a_prompt(run, way, seconds, sound):
    assert run("generate", "a knock", *TOY, "--init", sound, *way)[0] == 0
    (take,) = takes(run)
    assert (take["seconds"], take["parent"], take["relation"]) == (seconds, None, "from sound")


def test_a_loop_is_made_of_a_prompt_alone(run, folder):
    assert run("generate", "a hum", *TOY, "--loop", "--seconds", "1")[0] == 0
    assert request_of(folder, 1).loop


def test_variations_are_near_their_take(run, folder):
    take = first(run)
    assert run("generate", "--vary", take, "--takes", "2", "--distance", "0.35")[0] == 0
    made = takes(run)[1:]
    assert [each["relation"] for each in made] == ["variation", "variation"]
    request = request_of(folder, made[0]["take"])
    assert (request.near, request.distance) == (((7, 1.0),), 0.35)
    run("generate", "--vary", take)
    assert len(takes(run)) == 7
    assert request_of(folder, 7).distance == 0.2


def test_again_changes_what_is_said(run, folder):
    take = first(run)
    assert run("generate", "a gong", "--again", take, "--steps", "3")[0] == 0
    again = takes(run)[-1]
    assert (again["prompt"], again["seed"], again["relation"]) == ("a gong", 7, "again")
    assert request_of(folder, again["take"]).steps == 3


def test_out_writes_takes_of_every_kind(run, tmp_path):
    take = first(run)
    run("generate", "--vary", take, "--takes", "2", "--out", tmp_path / "out")
    assert len(list((tmp_path / "out").glob("*.wav"))) == 2


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["--takes", "2"],
        ["a", "--seeds", "1", "--takes", "1"],
        ["a", "--takes", "17"],
        ["a", "--strength", "0.5"],
        ["a", "--follow", "0"],
        ["a", "--distance", "0.5"],
        ["a", "--dry-run"],
        ["a", "--redo", "1-2"],
        ["a", "--extend", "1"],
        ["a", "--extend", "1", "--redo", "1-2", "--take", "1"],
        ["a", "--init", "x.wav", "--take", "1"],
        ["--init", "x.wav"],
        ["--init", "x.wav", "--loop"],
        ["--vary", "1", "--again", "1"],
        ["--vary", "1", "--loop"],
        ["a", "--vary", "1"],
        ["--vary", "1", "--steps", "3"],
        ["--vary", "0", "--no-adapters"],
        ["--again", "1", "--redo", "1-2"],
        ["--take", "1", "--loop", "--seconds", "3"],
        ["--take", "1", "--loop", "--strength", "0.5"],
        ["--take", "1", "--redo", "later"],
        ["--take", "1", "--redo", "3-4"],
        ["--take", "1", "--extend", "0"],
        ["a", "--sheet", "x.csv"],
        ["--sheet", "x.csv", "--seeds", "1"],
        ["--sheet", "x.csv", "--loop"],
        ["--sheet", "missing.csv"],
        ["{a", "--model", "toy"],
    ],
)
def test_what_does_not_go_together_is_one_sentence_and_wrong_usage(run, arguments):
    first(run)
    code, events = run("generate", *arguments)
    assert (code, [event["event"] for event in events]) == (2, ["Failed"])
    assert events[0]["message"].endswith(".")
    assert events[0]["hint"]
    assert len(takes(run)) == 1


@pytest.mark.parametrize("way", [["--vary", "99"], ["--again", "99"], ["--take", "99", "--loop"]])
def test_a_take_that_is_not_there_is_an_error(run, way):
    first(run)
    code, events = run("generate", *way)
    assert (code, events[-1]["kind"]) == (1, "NotFound")


def test_a_sound_that_cannot_be_read_is_an_error(run, tmp_path):
    bad = tmp_path / "bad.wav"
    bad.write_bytes(b"no sound")
    code, events = run("generate", "x", *TOY, "--init", bad)
    assert (code, events[-1]["kind"]) == (1, "AudioFileError")


def test_a_model_that_cannot_says_why(run):
    first(run)
    code, events = run("generate", "--take", "1", "--loop", "--model", "clap")
    assert code == 2
    assert events[-1]["hint"]


# --- sheets ---------------------------------------------------------------------------------------


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    path = tmp_path / "sheet.csv"
    path.write_text(
        "prompt,seconds,takes,name,category,mood\n"
        "{a|b} door,0.5,2,Door,DOORSlam,grim\n"
        "too long,99,1,,,\n"
        "rain,,,,,\n"
    )
    return path


def test_a_dry_run_says_what_would_be_made_and_makes_nothing(run, sheet):
    code, events = run("generate", "--sheet", sheet, *TOY, "--seconds", "1", "--dry-run")
    assert code == 0
    kinds = [event["event"] for event in events]
    assert kinds == ["Planned", "Planned", "Planned", "Note", "SheetProblem", "Sheet"]
    assert [event["prompt"] for event in events[:3]] == ["a door", "b door", "rain"]
    assert "mood" in events[3]["sentence"]
    assert events[4]["line"] == 3
    assert events[5] == {"event": "Sheet", "rows": 2, "takes": 3, "seconds": None, "problems": 1}
    assert takes(run) == []


def test_a_sheet_is_made_and_its_bad_rows_are_named(run, sheet):
    code, events = run("generate", "--sheet", sheet, *TOY, "--seconds", "1", "--project", "Castle")
    assert code == 0
    assert [event["line"] for event in events if event["event"] == "SheetProblem"] == [3]
    made = takes(run, "--project", "Castle")
    assert [(each["title"], each["category"]) for each in made] == [
        ("Door", "DOORSlam"),
        ("Door", "DOORSlam"),
        ("rain", ""),
    ]


def test_a_dry_run_works_beside_an_open_window(run, sheet, folder):
    first(run)
    with Library.open(folder, write=True):
        assert run("generate", "--sheet", sheet, *TOY, "--dry-run")[0] == 0
        assert run("generate", "--sheet", sheet, *TOY)[0] == 1


def test_people_read_lines(folder, sheet, capsys):
    more = [*TOY, "--library", str(folder)]
    assert cli.main(["generate", "--sheet", str(sheet), "--dry-run", *more]) == 0
    told = capsys.readouterr().out.splitlines()
    assert told[0].split() == ["1", "take", "0.5", "s", "a", "door", "Door", "DOORSlam"]
    assert told[-1] == "2 rows, 3 takes. 1 row cannot be used."
    assert any(line.startswith("Line 3: ") for line in told)
