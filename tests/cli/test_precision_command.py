"""Measuring precisions from the command line; the measuring itself is stood in for."""

from __future__ import annotations

import json
import math

import pytest

from tangostudio import cli, paths
from tangostudio.engines import precision_trial
from tangostudio.engines.precision_trial import Measured, Measurement
from tangostudio.evaluation.results import Interval
from tangostudio.messages import Notice
from tangostudio.studio import precision_records

NONE = Interval(0.0, count=2)


def measured(precision: str, **changes) -> Measured:
    values = {
        "seconds": 2.0,
        "speed": Interval(1.0, 1.0, 1.0, 2),
        "net_bytes": 40_000_000,
        "peak_bytes": 0,
        "velocity": (),
        "spectral_db": NONE,
        "match": Interval(0.4, 0.3, 0.5, 2),
        "match_change": NONE,
    }
    return Measured(precision, **{**values, **changes})


SMALL = measured(
    "int8",
    speed=Interval(1.25, 1.2, 1.3, 2),
    net_bytes=10_000_000,
    velocity=((1.0, 0.02),),
    spectral_db=Interval(0.5, math.nan, math.nan, 2),
    match_change=Interval(-0.002, -0.01, 0.006, 2),
)


@pytest.fixture
def asked(monkeypatch, tmp_path) -> list:
    monkeypatch.setattr(paths, "config_dir", lambda: tmp_path / "config")
    seen = []

    def answer(question):
        seen.append(question)
        yield Notice("precision", "bfloat16 is left out.")
        yield Measurement("starter", 2, 1, 0.5, 7.0, (measured("float32"), SMALL))

    monkeypatch.setattr(precision_trial, "measure", answer)
    return seen


@pytest.fixture
def run(capsys):
    """Runs a command with --json: exit code and events."""

    def command(*arguments):
        code = cli.main([*map(str, arguments), "--json"])
        return code, [json.loads(line) for line in capsys.readouterr().out.splitlines()]

    return command


def test_a_measurement_is_told_and_remembered(run, asked):
    code, events = run("models", "precision", "starter", "--prompts", 2, "--steps", 4)
    assert code == 0
    assert [event["event"] for event in events] == ["Notice", "Precisions"]
    assert events[1]["found"][1]["spectral_db"]["low"] is None
    (question,) = asked
    assert (question.model, question.steps, len(question.prompts)) == ("starter", 4, 2)
    assert question.precisions == ("bfloat16", "int8")
    (record,) = precision_records.load()
    assert (record.model, record.precision) == ("starter", "int8")
    assert (record.speed, record.smaller, record.differs_db) == (1.25, 4.0, 0.5)


def test_people_read_a_table(asked, capsys):
    code = cli.main(["models", "precision", "starter"])
    lines = capsys.readouterr().out.splitlines()
    assert code == 0
    assert lines[1].split()[:3] == ["precision", "a", "take"]
    assert "1.25 (1.20 to 1.30)" in lines[3]
    assert "0.50 dB" in lines[3]
    assert "0.400 (-0.002, -0.010 to +0.006)" in lines[3]
    assert lines[4] == "int8: the velocity differs by 2.0% at 1.00 of the way (1 is noise)."
    assert "Two seeds of one prompt differ by 7.0 dB" in lines[5]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [(["clap"], "listens"), (["nobody"], "nobody"), (["starter", "--steps", "999"], "999")],
)
def test_what_cannot_be_measured_is_refused(run, asked, arguments, words):
    code, events = run("models", "precision", *arguments)
    assert code != 0
    assert words in events[-1]["message"]
    assert not asked
