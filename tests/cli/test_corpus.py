from __future__ import annotations

from pathlib import Path

import pytest

from tangostudio import cli
from tangostudio.corpora import build
from tests.corpora.recordings import door, doors, write


@pytest.fixture
def source(tmp_path: Path) -> Path:
    source = doors(tmp_path / "in", 6)
    write(source / "tick.wav", door(1)[:500])
    return source


def last(events: list[dict]) -> dict:
    return events[-1]


def test_a_corpus_is_built_shown_captioned_and_removed(run, source):
    code, events = run("corpus", "build", source, "--name", "Doors", "--held-out", 0.2)
    assert code == 0
    assert {event["event"] for event in events} == {"CorpusProgress", "Finished", "Corpus"}
    told = last(events)
    assert (told["name"], told["state"], told["clips"], told["held_out"]) == (
        "Doors", "ready", 6, 1,
    )  # fmt: skip
    assert told["reasons"] == {"short": 1}

    code, events = run("corpus", "list")
    assert (code, [event["corpus"] for event in events]) == (0, [told["corpus"]])

    code, events = run("corpus", "show", "doors")
    clips = [event for event in events if event["event"] == "Clip"]
    assert [clip["caption"] for clip in clips] == [f"door {c}" for c in "abcdef"]
    _, events = run("corpus", "show", told["corpus"], "--left-out")
    assert [event["reason"] for event in events[1:]] == ["short"]

    digits = clips[0]["sha256"][:10]
    code, events = run("corpus", "caption", "Doors", digits, "an oak door")
    assert (code, last(events)["caption"]) == (0, "an oak door")
    _, events = run("corpus", "show", "Doors", "--captions")
    assert events[1]["told_by"] == "person"

    code, events = run("corpus", "build", "--name", "Doors")
    assert (code, last(events)["clips"]) == (0, 6)
    _, events = run("corpus", "show", "Doors")
    assert events[1]["caption"] == "an oak door"

    code, events = run("corpus", "remove", "Doors")
    assert (code, last(events)["name"]) == (0, "Doors")
    assert run("corpus", "list") == (0, [])


def test_a_plan_writes_nothing(run, source, folder):
    code, events = run("corpus", "build", source, "--plan", "--trigger", "zork")
    assert code == 0
    assert not folder.exists()
    assert [event["event"] for event in events] == [*["PlannedClip"] * 6, "LeftOut", "CorpusPlan"]
    assert events[0]["caption"] == "zork, door a"
    assert (last(events)["clips"], last(events)["left_out"]) == (6, {"short": 1})
    run("corpus", "build", source, "--name", "Doors")
    code, events = run("corpus", "build", source, "--plan", "--seconds", 0.5)
    assert (code, last(events)["clips"]) == (0, 12)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["build"], "folder"),
        (["build", "{in}", "--project", "x"], "not both"),
        (["build", "{in}/nothing"], "no folder"),
        (["build", "{in}/nothing", "--plan"], "no folder"),
        (["build", "{in}/empty"], "no sound files"),
        (["build", "{in}/empty", "--plan"], "no sound files"),
        (["build", "{in}", "--seconds", "0"], "longest clip"),
        (["build", "{in}", "--caption", "{{x}}"], "field"),
    ],
)
def test_what_makes_no_sense_is_refused_and_leaves_nothing(run, source, arguments, words):
    (source / "empty").mkdir()
    given = [argument.format(**{"in": source}) for argument in arguments]
    code, events = run("corpus", *given)
    assert code == 2
    assert words in last(events)["message"]
    assert last(events)["event"] == "Failed"
    if "--plan" not in given and (source.parent / "library").exists():
        assert run("corpus", "list") == (0, [])


def test_names_that_nothing_has(run, source):
    run("corpus", "build", source, "--name", "Doors")
    for arguments in (["show", "x"], ["remove", "x"], ["build", "--name", "x"],
                      ["caption", "Doors", "ffff", "a door"],
                      ["build", "--project", "x", "--name", "y"]):  # fmt: skip
        code, events = run("corpus", *arguments)
        assert (code, last(events)["kind"]) == (1, "NotFound")


def test_a_name_is_not_given_to_other_recordings(run, source, tmp_path):
    run("corpus", "build", source, "--name", "Doors")
    code, events = run("corpus", "build", doors(tmp_path / "other", 3), "--name", "doors")
    assert (code, last(events)["kind"]) == (2, "BadRequest")
    code, events = run("corpus", "build", "--name", "Doors", "--seconds", 2)
    assert code == 2


def test_a_project_is_planned_and_built(run, folder):
    run("generate", "a bell", "--model", "toy", "--takes", "2", "--seconds", "0.5")
    code, events = run("corpus", "build", "--project", "First project", "--plan")
    assert (code, last(events)["clips"]) == (0, 2)
    code, events = run("corpus", "build", "--project", "First project")
    assert code == 0
    assert (last(events)["name"], last(events)["source"]) == ("First project", "")
    assert last(events)["clips"] + last(events)["left_out"] == 2


def test_an_interrupt_stops_a_build_that_can_go_on(run, source, folder, monkeypatch, capsys):
    cleaned = build._cleaned
    count = 0

    def interrupted(*given):
        nonlocal count
        count += 1
        if count == 3:
            raise KeyboardInterrupt
        return cleaned(*given)

    monkeypatch.setattr(build, "_cleaned", interrupted)
    code, events = run("corpus", "build", source, "--name", "Doors")
    assert code == 130
    assert last(events)["event"] == "CorpusStopped"
    assert "--name" in last(events)["resume"]
    _, events = run("corpus", "list")
    assert events[0]["state"] == "unfinished"
    code, events = run("corpus", "build", "--name", "Doors")
    assert (code, last(events)["clips"]) == (0, 6)
    assert count == 8  # the one that was interrupted is read again, those before are not


def test_texts_for_people(source, folder, capsys):
    library = ["--library", str(folder)]
    assert cli.main(["corpus", "build", str(source), "--plan", *library]) == 0
    said = capsys.readouterr().out
    assert "door a.wav  0.6 s: door a" in said
    assert "Left out: 1 too short." in said
    assert cli.main(["corpus", "build", str(source), "--name", "Doors", *library]) == 0
    assert "Doors: 6 clips, 4 s; 1 held out; 1 left out (1 too short)." in capsys.readouterr().out
    assert cli.main(["corpus", "show", "Doors", "--captions", *library]) == 0
    assert "from its name: door a.wav" in capsys.readouterr().out
    assert cli.main(["corpus", "show", "Doors", "--left-out", *library]) == 0
    assert "tick.wav: too short." in capsys.readouterr().out
    assert cli.main(["corpus", "show", "x", *library]) == 1
    assert "no corpus" in capsys.readouterr().err
