"""The first start in an empty home without a network, and the second one.

Real keys under Xvfb; what came of them is read from the library, from what is played, and from
what a screen reader is told.
"""

from __future__ import annotations

import pytest

from tangostudio.library import Take
from tests.e2e import listening, stage
from tests.e2e.conftest import House
from tests.e2e.null_sink import NullSink
from tests.e2e.program import Program

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.skipif(bool(stage.LACKING), reason=f"this machine lacks {stage.LACKING}"),
]

DEMONSTRATION, DEMONSTRATED = "Demonstration", 12
NOWHERE = "http://127.0.0.1:9"
PROMPT, DRAFT = "heavy door slam", "glass bottle rolling over stones"


@pytest.fixture
def program(house: House, monkeypatch: pytest.MonkeyPatch):
    """The program in an empty home, with proxies that lead nowhere."""
    monkeypatch.delenv("HF_HUB_OFFLINE")
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        for spelled in (name, name.lower()):
            monkeypatch.setenv(spelled, NOWHERE)
    program = house.program(names_library=False)
    try:
        yield program
    finally:
        program.stop()


def test_a_first_start_makes_and_plays_sounds_and_the_next_one_goes_on(house, program):
    program.start()
    with house.reader() as reader:
        program.until(lambda: reader.hears("This computer: "), "the line of the hardware")
        assert "no GPU" in reader.hears("This computer: ")
        assert reader.hears("Offline, on this computer")
    assert asked(program) == []

    first, *_ = hear_the_first_while_others_are_made(program, house.sink)
    takes = program.until(lambda: all_of(program, 4), "four takes")
    assert {(take.prompt, take.model) for take in takes} == {(PROMPT, "starter")}
    assert len({take.sha256 for take in takes}) == 4

    chosen = walk_and_judge(program, house.sink, takes, first)
    program.until(lambda: len(demonstrated(program)) == DEMONSTRATED, "the demonstration project")
    look_at_models(house, program)

    stage.write_prompt(program, DRAFT)
    assert program.stop() == 0
    program.start()
    program.key("ctrl+Return")
    takes = program.until(lambda: all_of(program, 8), "four more takes")
    assert [take.prompt for take in takes] == [PROMPT] * 4 + [DRAFT] * 4
    assert len({take.project for take in takes}) == 1
    program.key("5")  # the keyboard is with the takes: this is for the one that was left
    program.until(lambda: stage.row(program, chosen).stars == 5, "five stars for the chosen take")
    assert sorted(take.stars for take in asked(program)) == [0] * 7 + [5]

    assert program.stop() == 0
    made = demonstrated(program)
    assert len({(take.prompt, take.seed) for take in made}) == len(made) == DEMONSTRATED
    assert stage.whole(program) == ""


def asked(program: Program) -> list[Take]:
    """The takes that were asked for, the oldest first."""
    return [take for take in stage.rows(program) if take.project != DEMONSTRATION]


def demonstrated(program: Program) -> list[Take]:
    """The takes that the program makes by itself."""
    return stage.rows(program, project=DEMONSTRATION)


def all_of(program: Program, count: int) -> list[Take] | None:
    """The takes that were asked for, once there are so many."""
    takes = asked(program)
    return takes if len(takes) == count else None


def hear_the_first_while_others_are_made(program: Program, sink: NullSink) -> list[Take]:
    """Generate with what stands there, and play what is there first; what was there then."""
    with sink.capture() as heard:
        program.key("ctrl+Return")
        program.until(lambda: asked(program), "the first take")
        program.key("space")
        program.until(heard.first_sound_at, "the first sound")
        there = asked(program)
        assert len(there) < 4
        heard.wait_for_silence()
        assert identity(heard.samples(), sink, there) == there[0].id
    return there


def walk_and_judge(program: Program, sink: NullSink, takes: list[Take], first: Take) -> int:
    """From the first take to the newer ones by arrows, with stars and a reject; the last chosen."""
    assert first.id == takes[0].id
    for key, judgement, place in (("Up", "4", 1), ("Up", "x", 2), ("Down", "3", 1)):
        with sink.capture() as heard:
            program.key(key)
            program.until(heard.first_sound_at, f"a sound after {key}")
            heard.wait_for_silence()
        assert identity(heard.samples(), sink, takes) == takes[place].id
        program.key(judgement)
    program.until(lambda: stage.row(program, takes[1].id).stars == 3, "three stars")
    judged = asked(program)
    assert [take.stars for take in judged] == [0, 3, 0, 0]
    assert [take.rejected for take in judged] == [False, False, True, False]
    return takes[1].id


def identity(heard: listening.FloatArray, sink: NullSink, takes: list[Take]) -> int:
    """Which of the takes was heard."""
    found = listening.name(heard, sink.sample_rate, takes)
    assert found.alike > listening.ALIKE
    return found.take


def look_at_models(house: House, program: Program) -> None:
    """Models mode is an offer: the hardware, what there is, and what the starter costs here."""
    program.key("ctrl+4")
    with house.reader() as reader:
        line = program.until(lambda: reader.hears(" memory free"), "the line of the hardware")
        assert "core" in line
        assert "disk free" in line
        texts = reader.texts()
    assert {"I already have the files…", "Shopping list…", "✓ In use"} <= set(texts)
    assert any(text.startswith("per take: ") and text.endswith("here.") for text in texts), texts
    program.key("ctrl+1")
