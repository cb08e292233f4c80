"""`export`, `presets` and `restore`."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest
import soundfile

from tangostudio import cli, paths, settings
from tangostudio.audio import edits
from tangostudio.export import preset_files, provenance
from tangostudio.export.presets import Preset
from tangostudio.library import Library
from tests.cli.conftest import Run

PROMPT = "a heavy wooden door slams shut"


@pytest.fixture
def shelf(run: Run, folder: Path) -> Path:
    """A library of three takes, the last for research only."""
    run("generate", PROMPT, "--model", "toy", "--seconds", "0.5", "--seeds", "1-3")
    with Library.open(folder, write=True) as library:
        library.database.execute("UPDATE takes SET commercial = 'no' WHERE id = 3")
    settings.save(settings.Settings(creator_id="TS", source_id="DORY"), paths.settings_file())
    return folder


def test_takes_are_delivered_by_the_usual_preset(run: Run, shelf: Path, tmp_path: Path) -> None:
    code, events = run("export", 1, 2, "--to", tmp_path / "out")
    assert (code, [event["event"] for event in events]) == (0, ["Exported", "Exported"])
    assert [Path(event["path"]).name for event in events] == [
        "DOORWood_Heavy Slams Shut_TS_DORY_01.wav",
        "DOORWood_Heavy Slams Shut_TS_DORY_02.wav",
    ]
    assert (events[0]["sample_rate"], events[0]["bits"], events[0]["take"]) == (48000, 24, 1)
    assert len(events[0]["sha256"]) == 64


@pytest.mark.parametrize(
    ("options", "suffix", "rate", "subtype"),
    [
        (["--preset", "podcast"], ".wav", 44100, "PCM_16"),
        (["--preset", "Game one-shot", "--bits", "32"], ".wav", 48000, "FLOAT"),
        (["--format", "flac", "--rate", "96000", "--bits", "16"], ".flac", 96000, "PCM_16"),
        (["--format", "mp3", "--preset", "raw"], ".mp3", 48000, "MPEG_LAYER_III"),
        (["--format", "opus", "--preset", "podcast"], ".opus", 48000, "OPUS"),
        (["--rate", "0"], ".wav", 44100, "PCM_24"),
    ],
)
def test_the_format_can_be_said_instead_of_the_presets(
    run: Run, shelf: Path, tmp_path: Path, options: list[str], suffix: str, rate: int, subtype: str
) -> None:
    code, (event,) = run("export", 1, "--to", tmp_path / "out", *options)
    info = soundfile.info(event["path"])
    assert (code, Path(event["path"]).suffix) == (0, suffix)
    assert (info.samplerate, info.subtype) == (rate, subtype)


def test_names_and_folders_follow_templates(run: Run, shelf: Path, tmp_path: Path) -> None:
    more = ("--name-template", "{Title}-{Seed}", "--folder-template", "{CatShort}/{Category}")
    _, events = run("export", 1, 2, "--to", tmp_path / "out", *more)
    assert [Path(event["path"]).relative_to(tmp_path / "out").as_posix() for event in events] == [
        f"DOOR/Doors/{PROMPT}-1.wav",
        f"DOOR/Doors/{PROMPT}-2.wav",
    ]


def test_sound_files_go_the_same_way(run: Run, shelf: Path, tmp_path: Path) -> None:
    source = tmp_path / "RAINMetl_Roof.wav"
    soundfile.write(source, np.full((4410, 1), 0.25), 44100)
    code, events = run("export", 1, source, "--to", tmp_path / "out")
    assert code == 0
    assert Path(events[1]["path"]).name == "RAINMetl_Roof_TS_DORY.wav"
    assert events[1]["take"] is None
    code, events = run("export", tmp_path / "none.wav", "--to", tmp_path / "out")
    assert (code, events[-1]["kind"]) == (1, "AudioFileError")


def test_reports_are_written(run: Run, shelf: Path, tmp_path: Path) -> None:
    table, page = tmp_path / "report.csv", tmp_path / "report.html"
    code, events = run(
        "export", 1, 2, "--to", tmp_path / "out", "--report", table, "--report", page
    )
    assert (code, [event["event"] for event in events[2:]]) == (0, ["Report", "Report"])
    with open(table, encoding="utf-8-sig", newline="") as file:
        assert [row["Take"] for row in csv.DictReader(file)] == ["1", "2"]
    assert page.read_text(encoding="utf-8").count("<tr>") == 3


def test_a_report_of_no_known_kind_is_refused_before_anything(
    run: Run, shelf: Path, tmp_path: Path
) -> None:
    code, events = run("export", 1, "--to", tmp_path / "out", "--report", tmp_path / "x.pdf")
    assert (code, events[-1]["event"]) == (2, "Failed")
    assert not (tmp_path / "out").exists()


def test_a_licence_that_forbids_sale_needs_an_agreement(
    run: Run, shelf: Path, tmp_path: Path
) -> None:
    code, events = run("export", 1, 3, "--to", tmp_path / "out")
    assert code == 1
    assert [event["event"] for event in events] == ["Note", "Exported", "NotExported"]
    assert "--agree-licence" in events[0]["sentence"]
    assert (events[2]["take"], bool(events[2]["hint"])) == (3, True)
    code, events = run("export", 3, "--to", tmp_path / "out", "--agree-licence")
    assert (code, events[0]["event"]) == (0, "Exported")
    assert "agreement" in events[0]["licence"]


def test_the_prompt_is_left_out_when_asked(run: Run, shelf: Path, tmp_path: Path) -> None:
    more = ("--name-template", "x")
    for private in (False, True):
        extra = ("--no-prompt",) if private else ()
        _, (event,) = run("export", 1, "--to", tmp_path / "out", *more, *extra)
        said = provenance.read(Path(event["path"]))
        assert said is not None
        assert (said.prompt == "") is private


def test_a_dry_run_writes_nothing(run: Run, shelf: Path, tmp_path: Path) -> None:
    code, events = run("export", 1, 2, "--to", tmp_path / "out", "--dry-run", "--preset", "game")
    assert (code, [event["event"] for event in events]) == (0, ["PlannedFile"] * 2)
    assert events[1]["name"] == "Doors/DOORWood_Heavy Slams Shut_TS_DORY_02.wav"
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (["--preset", "nothing"], 1),
        (["--name-template", "{Nonsense}"], 2),
        (["--format", "flac", "--bits", "32"], 2),
        (["--format", "opus", "--rate", "96000"], 2),
    ],
)
def test_what_is_not_offered_is_said_with_a_hint(
    run: Run, shelf: Path, tmp_path: Path, options: list[str], code: int
) -> None:
    found, events = run("export", 1, "--to", tmp_path / "out", *options)
    assert (found, events[-1]["event"]) == (code, "Failed")
    assert events[-1]["hint"]
    assert not (tmp_path / "out").exists()


def test_people_read_it_too(
    run: Run, shelf: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    more = ["--to", str(tmp_path / "out"), "--library", str(shelf)]
    assert cli.main(["export", "1", "--dry-run", *more]) == 0
    assert cli.main(["export", "1", "3", *more]) == 1
    said = capsys.readouterr().out
    assert "take 1 -> DOORWood_Heavy Slams Shut_TS_DORY.wav" in said
    assert f"take 1 -> {tmp_path / 'out'}" in said
    assert "take 3 was not written: " in said


# --- presets --------------------------------------------------------------------------------------


def test_presets_are_listed_with_ones_own(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    preset_files.save(Preset("mine", "Mine"), paths.config_dir() / "presets")
    assert cli.main(["presets"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[1 if line.startswith("*") else 0] for line in lines] == [
        "game", "loop", "film", "podcast", "raw", "mine",
    ]  # fmt: skip
    assert lines[2].startswith("* film")
    assert lines[-1].endswith("(yours)")
    assert cli.main(["presets", "--json"]) == 0
    assert '"container": "wav"' in capsys.readouterr().out


# --- restore --------------------------------------------------------------------------------------


def test_a_delivered_file_is_made_again(run: Run, shelf: Path, tmp_path: Path) -> None:
    _, (event,) = run("export", 1, "--to", tmp_path / "out", "--preset", "raw")
    other = tmp_path / "another library"
    code, events = run("restore", event["path"], "--generate", library=other)
    assert code == 0
    assert (events[0]["event"], events[0]["licence"] != "") == ("Recipe", True)
    made = next(each for each in events if each["event"] == "TakeReady")
    _, (take,) = run("takes", library=other)
    first = run("takes", "--sort", "oldest")[1][0]
    assert (take["take"], take["prompt"], take["seed"]) == (made["take"], PROMPT, 1)
    assert take["sha256"] == first["sha256"]
    assert take["category"] == first["category"]


def test_people_read_what_a_file_was_made_from_and_how_it_was_edited(
    run: Run, shelf: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with Library.open(shelf, write=True) as library:
        library.takes.set_edits({1: edits.to_json([edits.Reverse()])})
    _, (event,) = run("export", 1, "--to", tmp_path / "out")
    assert cli.main(["restore", event["path"], "--library", str(shelf)]) == 0
    said = capsys.readouterr().out
    assert f"prompt      {PROMPT}" in said
    assert "edits       reverse" in said
    assert "licence     " in said


def test_a_recording_cannot_be_made_again(run: Run, shelf: Path, tmp_path: Path) -> None:
    source = tmp_path / "Roof.wav"
    soundfile.write(source, np.full((4410, 1), 0.25), 44100)
    run("import", source)
    _, (event,) = run("export", 4, "--to", tmp_path / "out")
    code, events = run("restore", event["path"], "--generate")
    assert (code, events[-1]["event"]) == (2, "Failed")
    assert len(run("takes")[1]) == 4
