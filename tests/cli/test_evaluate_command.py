"""Measuring a model from the command line; the measuring itself is stood in for."""

from __future__ import annotations

import json

import pytest

from tangostudio import cli
from tangostudio.library import Library
from tangostudio.tuning import evaluate
from tangostudio.tuning.evaluate import Evaluated, Evaluation, Measure, Side
from tests.cli import fakes

SIDE = Side(Measure(0.3, 0.2, 0.4), None, Measure(0.0, 0.0, 0.1), None, 0.5)
ALONE = Measure(0.1, -float("inf"), float("inf"))


@pytest.fixture
def asked(monkeypatch) -> list:
    """What was asked and with which taste."""
    seen = []

    def answer(question, taste=None):
        seen.append((question, taste))
        yield Evaluated("rain", False, 1, 1)
        tuned = SIDE if question.adapters else None
        difference = {"match": ALONE} if question.adapters else {}
        yield Evaluation(question.model, question.adapters, 1, 4, SIDE, tuned, difference)

    monkeypatch.setattr(evaluate, "evaluate", answer)
    return seen


@pytest.fixture
def prompts(tmp_path):
    def write(text: str):
        (tmp_path / "prompts.txt").write_text(text, encoding="utf-8")
        return tmp_path / "prompts.txt"

    return write


def test_the_last_line_is_the_evaluation(run, folder, asked, prompts):
    with Library.open(folder, write=True) as library:
        number = fakes.add_adapter(library, b"tensors")
        sha256 = library.adapters.get(number).sha256
    lines = "rain | 1.5\n\n  дверь  \nrain | 1.5\n"
    code, events = run("evaluate", "--prompts", prompts(lines), "--adapter", "1:0.8")
    assert code == 0
    assert [event["event"] for event in events] == ["Evaluated", "Evaluation"]
    assert events[-1]["tuned"]["match"] == {"mean": 0.3, "low": 0.2, "high": 0.4}
    assert events[-1]["difference"]["match"] == {"mean": 0.1, "low": None, "high": None}
    ((question, taste),) = asked
    assert question.prompts == (("rain", 1.5), ("дверь", 4.0))
    assert (question.model, question.takes, question.adapters) == ("starter", 4, ((sha256, 0.8),))
    assert question.adapter_dir == str(folder / "adapters")
    assert taste is None


def test_a_known_taste_is_asked_too(run, folder, asked, prompts):
    fakes.fill(folder, prompts=6, each=4)
    fakes.vote_for_bright(folder)
    run("taste", "fit")
    run("evaluate", "--model", "toy", "--prompts", prompts("rain"))
    assert asked[0][1].known.enough


def test_without_a_file_the_prompts_are_those_that_are_held_out(asked, capsys):
    assert cli.main(["evaluate", "--seconds", "0.7", "--takes", "2", "--json"]) == 0
    ((question, _),) = asked
    assert len(question.prompts) == 20
    assert {seconds for _, seconds in question.prompts} == {0.7}
    assert json.loads(capsys.readouterr().out.splitlines()[-1])["event"] == "Evaluation"


@pytest.mark.parametrize("text", ["rain | soon", " | 2", "rain | 99", "rain |", "x" * 5000])
def test_prompts_that_cannot_be_used_are_refused(run, folder, asked, prompts, text):
    Library.open(folder, write=True).close()
    code, events = run("evaluate", "--prompts", prompts(text))
    assert (code, events[-1]["event"]) == (2, "Failed")
    assert asked == []


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("--prompts", "nowhere.txt"), 2), (("--seconds", "99"), 2), (("--model", "none"), 2),
        (("--adapter", "1"), 1), (("--adapter", "x"), 2),
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_refused(run, folder, asked, arguments, code):
    Library.open(folder, write=True).close()
    found, events = run("evaluate", *arguments)
    assert (found, events[-1]["event"], asked) == (code, "Failed", [])


def test_an_adapter_needs_a_library(asked, capsys):
    assert cli.main(["evaluate", "--adapter", "1", "--json"]) == 2
    assert asked == []


def test_text_is_for_people(folder, asked, prompts, capsys):
    with Library.open(folder, write=True) as library:
        fakes.add_adapter(library, b"tensors")
    place = ["--prompts", str(prompts("rain")), "--library", str(folder)]
    assert cli.main(["evaluate", "--adapter", "1", *place]) == 0
    told = capsys.readouterr().out
    for text in ("starter: 1 prompts", "as it is:", "+0.300  (+0.200 to +0.400)", "difference:"):
        assert text in told
