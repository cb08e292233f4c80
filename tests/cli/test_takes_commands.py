"""`takes` with its filters, `lineage`, `restore` and `import`."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import soundfile

from tangostudio import cli
from tangostudio.library import Library
from tests.cli.conftest import Run
from tests.studio.house import add_take


@pytest.fixture
def shelf(folder: Path) -> Path:
    """A library of five takes, each with something of its own."""
    with Library.open(folder, write=True) as library:
        library.projects.create("Castle")
        add_take(library, seed=1, flags=("clipping",), category="DOORSlam", frames=44100)
        add_take(library, seed=2, flags=(), project="Castle", frames=9 * 44100)
        add_take(library, seed=3, model="toy", parent=1, relation="variation", flags=())
        add_take(library, seed=4, model="", prompt="", title="Gate", flags=())
        add_take(library, seed=5, created="2020-01-01T00:00:00.000Z")
        takes = library.takes
        takes.rate({1: 4, 2: 5})
        takes.reject({3: True})
        takes.favourite({2: True})
        takes.set_tags({2: ("metal", "big"), 4: ("metal",)})
        takes.colour({4: "red"})
        takes.trash([5])
    return folder


@pytest.mark.parametrize(
    ("arguments", "found"),
    [
        ([], [1, 2, 3, 4]),
        (["--stars", "5"], [2]),
        (["--stars", "4"], [1, 2]),
        (["--favourites"], [2]),
        (["--hide-rejected"], [1, 2, 4]),
        (["--trash"], [5]),
        (["--project", "Castle"], [2]),
        (["--colour", "red"], [4]),
        (["--tag", "metal"], [2, 4]),
        (["--tag", "metal", "--tag", "big"], [2]),
        (["--model", "toy"], [3]),
        (["--model", "toy", "--model", "starter"], [1, 2, 3]),
        (["--category", "DOORSlam"], [1]),
        (["--flagged"], [1]),
        (["--clean"], [2, 3, 4]),
        (["--origin", "imported"], [4]),
        (["--origin", "made"], [1, 2, 3]),
        (["--shortest", "5"], [2]),
        (["--longest", "1"], [1]),
        (["--family", "3"], [1, 3]),
        (["--since", "2021-01-01"], [1, 2, 3, 4]),
        (["--search", "gate"], [4]),
        (["--limit", "2"], [1, 2]),
    ],
)
def test_filters(run: Run, shelf: Path, arguments: list[str], found: list[int]) -> None:
    code, takes = run("takes", "--sort", "oldest", *arguments)
    assert code == 0
    assert [take["take"] for take in takes if take["event"] == "Take"] == found


def test_a_take_tells_its_marks_and_where_it_came_from(run: Run, shelf: Path) -> None:
    _, takes = run("takes", "--sort", "oldest")
    assert [take["flags"] for take in takes] == [["clipping"], [], [], []]
    assert (takes[2]["parent"], takes[2]["relation"]) == (1, "variation")
    assert (takes[3]["tags"], takes[3]["colour"], takes[0]["category"]) == (
        ["metal"],
        "red",
        "DOORSlam",
    )


def test_takes_that_were_not_listened_to_cannot_be_alike_and_that_is_said(
    run: Run, shelf: Path
) -> None:
    code, events = run("takes", "--like", "1")
    assert (code, events[0]["event"]) == (0, "Note")
    assert run("takes", "--like", "1", "--sort", "name")[0] == 2
    code, events = run("takes", "--like", "99")
    assert (code, events[-1]["kind"]) == (1, "NotFound")


def test_a_project_that_is_not_there_is_an_error(run: Run, shelf: Path) -> None:
    code, events = run("takes", "--project", "Nowhere")
    assert (code, events[-1]["kind"]) == (1, "NotFound")


@pytest.mark.parametrize("wrong", [["--stars", "6"], ["--colour", "pink"], ["--limit", "0"]])
def test_filters_that_make_no_sense_are_wrong_usage(wrong: list[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        cli.main(["takes", *wrong])
    assert caught.value.code == 2


def test_the_family_of_a_take(run: Run, shelf: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, nodes = run("lineage", 3)
    assert code == 0
    told = [(node["take"], node["parent"], node["depth"], node["asked"]) for node in nodes]
    assert told == [(1, None, 0, False), (3, 1, 1, True)]
    assert nodes[1]["relation"] == "variation"
    cli.main(["lineage", "3", "--library", str(shelf)])
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("  take 1")
    assert lines[1].startswith("▸   take 3")
    code, events = run("lineage", 99)
    assert (code, events[-1]["kind"]) == (1, "NotFound")


# --- files ----------------------------------------------------------------------------------------


def test_an_exported_file_tells_what_it_was_made_from(run: Run, tmp_path: Path) -> None:
    more = ("--model", "toy", "--seconds", "0.5", "--seeds", "7", "--steps", "5")
    run("generate", "a bell", *more, "--out", tmp_path / "out")
    (file,) = (tmp_path / "out").glob("*.wav")
    code, (recipe,) = run("restore", file)
    assert (code, recipe["event"]) == (0, "Recipe")
    assert (recipe["model"], recipe["prompt"], recipe["seed"]) == ("toy", "a bell", 7)
    assert (recipe["values"]["steps"], recipe["values"]["seconds"]) == (5, 0.5)
    assert recipe["take"] == 1


def test_a_recipe_is_read_by_people(
    run: Run, folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    more = ("--model", "toy", "--seconds", "0.5", "--seeds", "7")
    run("generate", "a bell", *more, "--out", tmp_path / "out")
    (file,) = (tmp_path / "out").glob("*.wav")
    assert cli.main(["restore", str(file), "--library", str(folder)]) == 0
    told = capsys.readouterr().out
    assert "prompt      a bell\n" in told
    assert "seed        7\n" in told
    assert "take        1 of this library" in told


def test_a_file_of_another_program_tells_nothing(run: Run, shelf: Path, tmp_path: Path) -> None:
    soundfile.write(tmp_path / "x.wav", np.zeros(100), 44100)
    code, events = run("restore", tmp_path / "x.wav")
    assert (code, events[-1]["kind"]) == (1, "NotFound")
    assert run("restore", tmp_path / "none.wav")[0] == 1


@pytest.fixture
def recordings(tmp_path: Path) -> Path:
    folder = tmp_path / "recordings"
    folder.mkdir()
    rng = np.random.default_rng(1)
    for name in ("Gate", "Creak"):
        soundfile.write(folder / f"{name}.wav", rng.normal(0, 0.1, (4410, 1)), 44100)
    (folder / "broken.wav").write_bytes(b"RIFF")
    (folder / "notes.txt").write_text("not a sound")
    return folder


def test_recordings_become_takes(run: Run, recordings: Path) -> None:
    code, events = run("import", recordings)
    assert code == 0
    assert [event["event"] for event in events] == ["Refused", "Imported"]
    assert (events[1]["takes"], events[1]["refused"], events[1]["others"]) == (2, 1, 1)
    _, takes = run("takes", "--origin", "imported", "--sort", "name")
    assert [take["title"] for take in takes] == ["Creak", "Gate"]
    again = run("import", recordings)[1][-1]
    assert (again["takes"], again["duplicates"]) == (0, 2)


def test_a_dry_run_imports_nothing(run: Run, recordings: Path) -> None:
    code, events = run("import", recordings, "--dry-run")
    assert code == 0
    assert [event["event"] for event in events] == ["Recording", "Recording", "Refused"]
    assert run("takes")[1] == []


def test_nothing_that_can_be_imported_is_a_failure(run: Run, recordings: Path) -> None:
    code, events = run("import", recordings / "broken.wav", recordings / "none.wav")
    assert code == 1
    assert [event["event"] for event in events] == ["Refused", "Refused", "Imported"]


def test_a_project_to_import_into_must_be_there(run: Run, shelf: Path, recordings: Path) -> None:
    assert run("import", recordings, "--project", "Castle")[0] == 0
    assert len(run("takes", "--project", "Castle")[1]) == 3
    assert run("import", recordings, "--project", "Nowhere")[0] == 1


def test_a_date_that_is_none_is_refused(run: Run):
    code, events = run("takes", "--since", "garbage")
    assert code == 2
    assert "'garbage' is no date" in events[-1]["message"]
