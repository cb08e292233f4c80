"""Measuring from the command line; the measuring itself is stood in for."""

from __future__ import annotations

import dataclasses
import json
import shlex

import pytest

from tangostudio import cli
from tangostudio.cli import evaluate_prompts
from tangostudio.evaluation import report_files
from tangostudio.library import Library
from tangostudio.messages import Loading, Notice
from tangostudio.starter import corpus
from tangostudio.tuning import evaluate
from tangostudio.tuning.evaluate import Evaluated, Evaluation, Measured
from tests.cli import fakes
from tests.evaluation import made


@pytest.fixture
def asked(monkeypatch) -> list:
    """What was asked: the question, the folder, the taste and the reference's sounds."""
    seen = []

    def answer(question, out=None, taste=None, judge=None, references=None):
        seen.append((question, out, taste, references))
        yield Loading("evaluation", "Starter")
        yield Notice("evaluation", "A notice.")
        found = []
        for done, setting in enumerate(question.settings, 1):
            yield Evaluated(setting.name, "rain", done, len(question.settings), 61.0)
            found.append(made.found(setting, 0.1 * done))
            yield Measured(report(question, found, "Stopped."))
        yield Evaluation(report(question, found))

    monkeypatch.setattr(evaluate, "evaluate", answer)
    return seen


def report(question, found, stopped=""):
    better = made.Interval(0.1, 0.05, 0.2)
    first = found[0].setting.name
    rows = [
        made.Comparison(first, one.setting.name, "clap", better, 0.99, "It is better.")
        for one in found[1:]
    ]
    return made.pair(
        prompts=question.prompts, found=tuple(found), comparisons=tuple(rows), stopped=stopped
    )


@pytest.fixture
def prompts(tmp_path):
    def write(text: str):
        (tmp_path / "prompts.txt").write_text(text, encoding="utf-8")
        return tmp_path / "prompts.txt"

    return write


def names(question) -> list[str]:
    return [setting.name for setting in question.settings]


# --- the model, and the model with an adapter -----------------------------------------------------


def test_an_adapter_is_compared_with_the_model_as_it_is(run, folder, asked, prompts):
    with Library.open(folder, write=True) as library:
        sha256 = library.adapters.get(fakes.add_adapter(library, b"tensors")).sha256
    lines = "\ufeffrain | 1.5\n\n  дверь  \nrain | 1.5\n"
    code, events = run("evaluate", "--prompts", prompts(lines), "--adapter", "1:0.8")
    assert code == 0
    assert [event["event"] for event in events] == [
        "Loading", "Notice", "Evaluated", "Evaluated", "Evaluation",
    ]  # fmt: skip
    ((question, out, taste, references),) = asked
    assert question.prompts == (("rain", 1.5), ("дверь", 4.0))
    base, tuned = question.settings
    assert (base.name, base.model, base.adapters) == ("as it is", "starter", ())
    assert tuned == dataclasses.replace(base, name="adapter 1", adapters=((sha256, 0.8),))
    assert question.adapter_dir == str(folder / "adapters")
    assert (question.takes, out, taste, references) == (4, None, None, None)
    assert events[-1]["found"][1]["values"]["seconds"]["low"] is None
    assert events[-1]["format"] == report_files.FORMAT


def test_a_model_alone_is_measured_under_its_name(run, folder, asked, prompts):
    Library.open(folder, write=True).close()
    numbers = ("--steps", 3, "--guidance", 2, "--seed", 5, "--takes", 2)
    run("evaluate", "--model", "toy", *numbers, "--prompts", prompts("rain"))
    question = asked[0][0]
    (setting,) = question.settings
    assert (setting.name, setting.steps, setting.guidance) == ("Toy", 3, 2.0)
    assert question.seeds == (5, 6)


def test_a_known_taste_is_asked_too(run, folder, asked, prompts):
    fakes.fill(folder, prompts=6, each=4)
    fakes.vote_for_bright(folder)
    run("taste", "fit")
    run("evaluate", "--model", "toy", "--prompts", prompts("rain"))
    assert asked[0][2].known.enough


@pytest.mark.parametrize("named", [(), ("--prompts", "held-out")])
def test_without_a_file_the_prompts_are_those_that_are_held_out(asked, capsys, named):
    assert cli.main(["evaluate", "--seconds", "0.7", "--json", *named]) == 0
    question = asked[0][0]
    assert len(question.prompts) == 20
    assert {seconds for _, seconds in question.prompts} == {0.7}


def test_the_bank_has_other_prompts(asked, capsys):
    cli.main(["evaluate", "--prompts", "bank", "--json"])
    cli.main(["evaluate", "--json"])
    (bank, *_), (held_out, *_) = asked
    assert len(bank.prompts) > 20
    assert not set(bank.prompts) & set(held_out.prompts)


# --- settings -------------------------------------------------------------------------------------


def test_settings_tell_what_differs_and_have_the_rest_from_the_options(asked, capsys):
    texts = (
        "few steps: steps=4 guidance=1 precision=int8",
        "model=toy",
        "long: guidance=3 precision=auto",
    )
    given = [word for text in texts for word in ("--setting", text)]
    assert cli.main(["evaluate", *given, "--steps", "6", "--json"]) == 0
    few, toy, long = asked[0][0].settings
    assert (few.name, few.model, few.steps, few.guidance) == ("few steps", "starter", 4, 1.0)
    assert (few.sampler, few.precision) == ("euler", "int8")
    assert (toy.name, toy.model, toy.steps) == (
        f"toy, 6 steps, guidance {toy.guidance:g}",
        "toy",
        6,
    )
    assert (long.steps, long.guidance, long.precision) == (6, 3.0, "")


def test_a_setting_may_name_adapters_of_its_own(run, folder, asked):
    with Library.open(folder, write=True) as library:
        sha256 = library.adapters.get(fakes.add_adapter(library, b"tensors")).sha256
    run("evaluate", "--setting", "plain: steps=8", "--setting", "mine: adapter=1:0.5")
    plain, mine = asked[0][0].settings
    assert (plain.adapters, mine.adapters) == ((), ((sha256, 0.5),))


def test_a_few_step_adapter_brings_its_own_sampler(run, folder, asked):
    with Library.open(folder, write=True) as library:
        sha256 = library.adapters.get(fakes.add_adapter(library, b"tensors")).sha256
    about = {"sampler": "pingpong", "steps": 8, "guidance": 1.0, "schedule": "log-snr"}
    facts = folder / "adapters" / f"{sha256}.json"
    facts.write_text(json.dumps({**json.loads(facts.read_text()), "about": {"sampling": about}}))
    run("evaluate", "--adapter", "1:1", "--guidance", "3")
    base, tuned = asked[0][0].settings
    assert (base.sampler, base.guidance) == ("euler", 3.0)
    assert (tuned.sampler, tuned.guidance, tuned.steps) == ("pingpong", 1.0, 8)


def test_a_grid_is_all_combinations(asked, capsys):
    assert cli.main(["evaluate", "--grid", "guidance=1,3.5 steps=4,8,4", "--json"]) == 0
    assert names(asked[0][0]) == [
        "4 steps, guidance 1", "4 steps, guidance 3.5", "8 steps, guidance 1",
        "8 steps, guidance 3.5",
    ]  # fmt: skip


def test_what_is_compared_comes_first_and_nothing_else_is_told(asked, capsys):
    given = [word for name in "abc" for word in ("--setting", f"{name}: steps=4")]
    assert cli.main(["evaluate", *given, "--compare", "c", "a", "--json"]) == 0
    assert names(asked[0][0]) == ["c", "a", "b"]
    told = json.loads(capsys.readouterr().out.splitlines()[-1])["comparisons"]
    assert [(row["first"], row["second"]) for row in told] == [("c", "a")]


@pytest.mark.parametrize(
    "arguments",
    [
        ("--setting", ""), ("--setting", "a:", "--setting", "a: steps=4"),
        ("--setting", "a: steps"), ("--setting", "a: steps="), ("--setting", "a: colour=red"),
        ("--setting", "a: steps=4 steps=8"), ("--setting", "a: steps=many"),
        ("--setting", "a: steps=nan"), ("--setting", "a: steps=4.5"), ("--setting", "a: steps=0"),
        ("--setting", "a: sampler=magic"), ("--setting", "a: precision=int3"),
        ("--setting", "a: model=none"), ("--setting", "a: model=clap"),
        ("--setting", "a: steps=4 adapter=x"), ("--setting", "a: steps=4", "--adapter", "1"),
        ("--setting", "a: steps=4", "--grid", "steps=4"), ("--grid", ""), ("--grid", "steps"),
        ("--grid", "steps=,"), ("--grid", "model=toy"), ("--grid", "steps=4 steps=8"),
        ("--grid", "steps=4,x"), ("--grid", "steps=" + ",".join(map(str, range(1, 99)))),
        ("--compare", "nobody", "either"), ("--compare", "Starter"), ("--guidance", "99"),
        ("--prompts", "nowhere.txt"), ("--seconds", "99"), ("--model", "none"),
        ("--adapter", "x"),
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_refused(run, folder, asked, arguments):
    Library.open(folder, write=True).close()
    code, events = run("evaluate", *arguments)
    assert (code, events[-1]["event"], asked) == (2, "Failed", [])
    assert events[-1]["message"]
    assert "Traceback" not in events[-1]["message"]


def test_an_adapter_that_is_not_there_is_not_found(run, folder, asked):
    Library.open(folder, write=True).close()
    assert run("evaluate", "--adapter", "1")[0] == 1
    assert run("evaluate", "--setting", "a: adapter=1")[0] == 1
    assert asked == []


@pytest.mark.parametrize("text", ["rain | soon", " | 2", "rain | 99", "rain |", "x" * 5000])
def test_prompts_that_cannot_be_used_are_refused(run, folder, asked, prompts, text):
    Library.open(folder, write=True).close()
    code, events = run("evaluate", "--prompts", prompts(text))
    assert (code, events[-1]["event"], asked) == (2, "Failed", [])


def test_an_adapter_needs_a_library(asked, capsys):
    assert cli.main(["evaluate", "--adapter", "1", "--json"]) == 2
    assert asked == []


# --- the recipe's sounds --------------------------------------------------------------------------


def test_the_recipe_gives_a_reference_and_its_captions(asked, capsys, monkeypatch):
    monkeypatch.setattr(evaluate_prompts, "STARTER_PROMPTS", 8)
    assert cli.main(["evaluate", "--reference", "starter", "--json"]) == 0
    question, _, _, references = asked[0]
    first = corpus.example(corpus.HELD_OUT_SEEDS)
    assert question.reference == ""
    assert question.prompts[0] == (first.caption, first.seconds)
    assert question.groups[0] == len(first.families)
    assert len(question.prompts) == len(question.groups) == len(question.kinds)
    alone = {
        kind for kind, count in zip(question.kinds, question.groups, strict=True) if count == 1
    }
    both = {kind for kind, count in zip(question.kinds, question.groups, strict=True) if count > 1}
    assert "" not in alone
    assert both == {""}
    sound = next(iter(references))
    assert (sound.caption, sound.sample_rate) == (first.caption, 44_100)
    assert (sound.samples == first.audio).all()


def test_the_recipe_is_a_reference_for_other_prompts(asked, capsys, prompts):
    given = ["--prompts", str(prompts("rain")), "--reference", "starter"]
    cli.main(["evaluate", *given, "--json"])
    question, _, _, references = asked[0]
    assert [text for text, _ in question.prompts] == ["rain"]
    assert (question.groups, question.kinds) == ((), ())
    assert references is not None


def test_folders_are_handed_on(asked, capsys):
    cli.main(
        ["evaluate", "--reference", "R", "--embedder", "E", "--tagger", "T", "--openl3", "O",
         "--keep-sounds", "0", "--json"]
    )  # fmt: skip
    question, _, _, references = asked[0]
    told = (question.reference, question.embedder, question.tagger, question.openl3)
    assert told == ("R", "E", "T", "O")
    assert question.sounds_kept == 0
    assert references is None


# --- the report -----------------------------------------------------------------------------------


def test_the_report_is_written_with_the_command_that_makes_it_again(asked, capsys, tmp_path):
    given = ["--setting", "a b: steps=4", "--setting", "c: steps=8", "--compare", "c", "a b"]
    assert cli.main(["evaluate", *given, "--out", str(tmp_path / "report"), "--json"]) == 0
    last = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert last["event"] == "Written"
    assert last["path"] == str(tmp_path / "report" / "index.html")
    assert len(last["others"]) == 3
    told = report_files.read(tmp_path / "report")
    assert shlex.split(told.command) == [
        "tangostudio", "evaluate", "--setting", "a b: steps=4", "--setting", "c: steps=8",
        "--compare", "c", "a b", "--takes", "4", "--keep-sounds", "4",
    ]  # fmt: skip
    asked.clear()
    again = shlex.split(told.command)[1:]
    assert cli.main([*again, "--out", str(tmp_path / "report"), "--json"]) == 0
    assert names(asked[0][0]) == ["c", "a b"]


def test_a_page_that_is_no_report_is_left_alone(asked, capsys, tmp_path):
    (tmp_path / "index.html").write_text("mine", encoding="utf-8")
    assert cli.main(["evaluate", "--out", str(tmp_path), "--json"]) == 2
    assert (tmp_path / "index.html").read_text(encoding="utf-8") == "mine"
    assert asked == []


@pytest.mark.parametrize("whole", [0, 1])
def test_ctrl_c_reports_what_was_measured_whole(monkeypatch, capsys, tmp_path, whole):
    def answer(question, *_, **__):
        found = [made.found(setting, 0.1) for setting in question.settings[:whole]]
        if found:
            yield Measured(report(question, found, "It was stopped."))
        raise KeyboardInterrupt

    monkeypatch.setattr(evaluate, "evaluate", answer)
    given = ["--setting", "a: steps=4", "--setting", "b: steps=8"]
    assert cli.main(["evaluate", *given, "--out", str(tmp_path / "report"), "--json"]) == 130
    events = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    if not whole:
        assert [event["event"] for event in events] == ["Note"]
        assert not (tmp_path / "report").exists()
        return
    assert [event["event"] for event in events] == ["Evaluation", "Written"]
    told = report_files.read(tmp_path / "report")
    assert (told.stopped, [one.setting.name for one in told.found]) == ("It was stopped.", ["a"])


def test_text_is_for_people(asked, capsys, tmp_path):
    given = ["--setting", "first: steps=4", "--setting", "second: steps=8"]
    assert cli.main(["evaluate", *given, "--out", str(tmp_path / "report")]) == 0
    told = " ".join(capsys.readouterr().out.split())
    for text in (
        "A first (starter · 4 steps",
        "CLAP score ↑ 0.100 (0.080 to 0.130) *0.200 (0.180 to 0.230)",
        "Takes with a fault ↓ 12.5\N{NARROW NO-BREAK SPACE}% (3.0 to 40.0)",
        "second, compared with first: CLAP score: It is better.",
        "Report:",
    ):
        assert " ".join(text.split()) in told


def test_many_settings_are_a_row_each(asked, capsys):
    assert cli.main(["evaluate", "--grid", "guidance=1,2,3,4 steps=4,8"]) == 0
    lines = capsys.readouterr().out.splitlines()
    rows = [line for line in lines if line.startswith(("4 steps, guidance", "8 steps, guidance"))]
    assert sum("compared with" not in row for row in rows) == 8
    assert any(line == "4 more pairs are in the report." for line in lines)


def test_a_stopped_report_says_so_to_people(monkeypatch, capsys):
    def answer(question, *_, **__):
        yield Measured(report(question, [made.found(question.settings[0], 0.1)], "It was stopped."))
        raise KeyboardInterrupt

    monkeypatch.setattr(evaluate, "evaluate", answer)
    assert cli.main(["evaluate"]) == 130
    assert "It was stopped." in capsys.readouterr().out
