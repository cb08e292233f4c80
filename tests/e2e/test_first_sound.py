"""The whole loop in the real program: prompt, takes, sound, stars, search, export, votes, kills.

Real keys and clicks under Xvfb, sound from a null sink, and the command line beside the open window
as the witness.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import soundfile

from tangostudio.library import Library
from tests.e2e import null_sink as sound
from tests.e2e import program as windows
from tests.e2e.program import Program
from tests.e2e.stage import generate, rows, write_prompt

lacking = ", ".join(filter(None, (sound.missing(), windows.missing())))
pytestmark = [
    pytest.mark.e2e,
    pytest.mark.skipif(bool(lacking), reason=f"this machine lacks {lacking}"),
]

FIRST_CARD = (400, 130)


@pytest.fixture
def stage(tmp_path) -> Iterator[tuple[Program, sound.NullSink]]:
    """The program on an empty library in a folder with blanks and signs of another script."""
    folder = tmp_path / "音 library"
    folder.mkdir()
    with windows.display() as screen, sound.null_sink() as sink:
        program = Program(folder, screen, sink.env)
        try:
            yield program, sink
        finally:
            program.stop()


def test_from_a_prompt_to_an_exported_file(stage, tmp_path):
    program, sink = stage
    program.start()
    generate(program, "heavy wooden door slam")
    takes = program.takes()
    assert len(takes) == 4
    assert {take["prompt"] for take in takes} == {"heavy wooden door slam"}
    assert {take["model"] for take in takes} == {"starter"}
    assert len({take["sha256"] for take in takes}) == 4

    with sink.capture() as heard:
        program.click(*FIRST_CARD)
        assert heard.wait_for_sound(20.0) is not None
    assert np.abs(heard.samples()).max() > 0.01

    program.key("4")
    rated = program.until(
        lambda: [take for take in program.takes() if take["stars"] == 4], "a take with four stars"
    )
    assert len(rated) == 1

    program.key("ctrl+f")
    program.type("door")
    assert len(program.takes("doo")) == 4

    program.click(*FIRST_CARD)
    program.key("e")
    program.until(lambda: _has_dialog(program), "the export dialog")
    written = program.until(lambda: _confirm(program), "the exported file")
    info = soundfile.info(written[0])
    assert (info.samplerate, info.subtype, info.format) == (48000, "PCM_24", "WAV")
    assert info.duration == pytest.approx(4.0, abs=0.001)
    samples, _ = soundfile.read(written[0])
    assert np.abs(samples).max() > 0.01

    program.click(*FIRST_CARD)
    program.key("ctrl+c")
    program.until(lambda: list((program.library / "exports").rglob("*.wav")), "the copied file")
    assert program.stop() == 0
    assert len(program.takes()) == 4
    checked = program.command("library", "check", "--library", str(program.library))
    assert checked.returncode == 0, checked.stdout


def test_the_program_killed_while_it_makes_takes_loses_none(stage):
    program, _ = stage
    program.start()
    write_prompt(program, "small bell")
    program.key("ctrl+Return")
    seen = program.until(lambda: rows(program), "the first take")
    program.kill()
    after = {take["take"]: take["sha256"] for take in program.takes()}
    assert all(after[take.id] == take.sha256 for take in seen)
    program.start()
    program.until(lambda: program.takes() or None, "the takes after the restart")
    assert program.stop() == 0
    assert program.command("library", "check", "--library", str(program.library)).returncode == 0
    with Library.open(program.library, write=False) as library:
        states = {job.state for job in library.jobs.all()}
    assert "running" not in states


def test_a_blind_vote_is_kept(stage):
    program, sink = stage
    program.start()
    generate(program, "short laser zap")
    program.key("ctrl+2")
    with sink.capture() as heard:
        program.until(lambda: _listen_and_vote(program) or None, "a vote")
        assert heard.first_sound_at() is not None
    with contextlib.closing(sqlite3.connect(program.library / "library.db")) as database:
        answers = [row[0] for row in database.execute("SELECT answer FROM votes")]
    assert len(answers) == 1
    assert answers[0] in ("a", "b")


def test_a_second_window_on_one_library_says_so_and_reading_goes_on(stage):
    program, _ = stage
    program.start()
    generate(program, "rain")
    second = program.command(
        "generate", "x", "--model", "toy", "--library", str(program.library), "--json"
    )
    assert second.returncode == 1
    assert "LibraryInUse" in second.stdout
    exported = program.command(
        "export", "1", "--library", str(program.library), "--to", str(program.home / "out")
    )
    assert exported.returncode == 0
    assert len(list((program.home / "out").glob("*.wav"))) == 1


def _has_dialog(program: Program) -> bool:
    return "Export" in program.titles()


def _confirm(program: Program) -> list[Path]:
    """Press Return while the dialog is there: it has the focus a moment after it is seen."""
    if _has_dialog(program):
        program.key("Return")
        program.pause(0.5)
    return list(program.home.rglob("*.wav"))


def _listen_and_vote(program: Program) -> bool:
    """Hear both sides for long enough, say that the left one is better; whether it was taken."""
    for key in ("1", "2"):
        program.key(key)
        program.pause(3.0)
    program.key("Left")
    program.pause(0.5)
    with Library.open(program.library, write=False) as library:
        return library.votes.count() > 0
