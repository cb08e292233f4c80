"""Tuning, adapters and the blind test from the command line; the work itself is stood in for."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
import soundfile

from tangostudio import cli
from tangostudio.library import Library
from tangostudio.messages import GenerateRequest, TrialRequest, TuneRequest
from tests.cli import fakes
from tests.engines import starter_adapter
from tests.studio import house

SMALL = ("--rounds", 1, "--prompts", 2)


@pytest.fixture(autouse=True)
def library(folder: Path, faked) -> Path:
    """An empty library, and jobs that take no time."""
    Library.open(folder, write=True).close()
    return folder


@pytest.fixture
def adapters(folder: Path) -> Path:
    """Three adapters, one of which is another model's."""
    with Library.open(folder, write=True) as library:
        for number, model in enumerate(("starter", "starter", "other"), 1):
            fakes.add_adapter(library, b"tensors %d" % number, name=f"Mine {number}", model=model)
    return folder


def names(events: list[dict]) -> list[str]:
    return list(dict.fromkeys(event["event"] for event in events))


# --- tuning ---------------------------------------------------------------------------------------


def test_a_tuning_says_its_plan_its_news_and_its_adapter(run, faked):
    code, events = run("tune", "crpo", *SMALL, "--name", "Bright", "--candidates", 3, "--seed", 5)
    assert code == 0
    assert names(events) == [
        "Outline", "Loading", "Checking", "Checked", "Drafted", "PairsChosen", "Stepped", "Tuned",
        "Adapter", "Finished",
    ]  # fmt: skip
    outline = events[0]
    assert (outline["rounds"], outline["prompts"], outline["candidates"]) == (1, 2, 3)
    assert outline["blend"] == {"match": 1.0}
    (request,) = faked
    assert isinstance(request, TuneRequest)
    plan = json.loads(request.plan)
    assert (plan["seed"], plan["candidates"], request.method) == (5, 3, "crpo")
    assert (events[-2]["name"], events[-2]["adapter"], events[-2]["active"]) == ("Bright", 1, False)
    assert run("tune", "list")[1][0]["state"] == "done"


def test_steps_are_thinned(run):
    _, events = run("tune", "crpo", "--rounds", 1, "--prompts", 220, "--epochs", 40)
    steps = [event["step"] for event in events if event["event"] == "Stepped"]
    last = next(event["steps"] for event in events if event["event"] == "Stepped")
    assert last > 100
    assert len(steps) < 70
    assert (steps[0], steps[-1]) == (1, last)


def test_dpo_takes_the_strategies_of_tango_2(run, faked):
    assert run("tune", "dpo", *SMALL)[0] == 0
    plan = json.loads(faked[0].plan)
    assert (faked[0].method, plan["online"]) == ("dpo", False)
    assert plan["strategies"] == ["inferences", "prompts", "order"]


def test_a_failed_tuning_ends_with_failed(run):
    code, events = run("tune", "crpo", *SMALL, "--seed", 13)
    assert (code, events[-1]["event"], events[-1]["kind"]) == (1, "Failed", "TuneError")
    (tuning,) = run("tune", "list")[1]
    assert (tuning["state"], tuning["error"]["hint"]) == ("failed", "Use more candidates.")


def test_an_interrupt_pauses_a_tuning_and_says_how_it_goes_on(run):
    code, events = run("tune", "crpo", *SMALL, "--seed", 2)
    assert (code, events[-1]["event"]) == (130, "Paused")
    assert "tune crpo --resume" in events[-1]["resume"]
    tuning = events[-1]["tuning"]
    assert run("tune", "list")[1][0]["state"] == "paused"
    code, events = run("tune", "crpo", "--resume")
    assert (code, events[0]["tuning"], events[-1]["event"]) == (0, tuning, "Finished")
    code, events = run("tune", "crpo", "--resume", tuning)
    assert (code, "it is done" in events[-1]["message"]) == (2, True)


def test_nothing_waits_to_go_on(run):
    assert run("tune", "dpo", "--resume")[0] == 2
    assert run("tune", "dpo", "--resume", "tune-none")[0] == 1
    assert run("tune", "crpo", "--resume", "--rank", 4)[0] == 2


@pytest.mark.parametrize(
    "arguments",
    [
        ("--rounds", 0),
        ("--candidates", 1),
        ("--rank", 9999),
        ("--match-share", 2),
        ("--match-share", 0.5),  # nothing is known of the taste
        ("--model", "toy"),
        ("--model", "none"),
    ],
)
def test_a_plan_that_makes_no_sense_is_refused_before_anything_runs(run, faked, arguments):
    code, events = run("tune", "crpo", *arguments)
    assert (code, events[-1]["event"]) == (2, "Failed")
    assert faked == []
    assert run("tune", "list")[1][0]["event"] == "Note"


def test_options_come_from_a_file_and_those_that_are_typed_count_more(run, faked, tmp_path):
    config = tmp_path / "plan.toml"
    config.write_text("rounds = 2\nchecks = 1\nlearning_rate = 1e-4\n[adapter]\nrank = 2\n")
    code, events = run("tune", "crpo", "--config", config, *SMALL)
    assert (code, events[0]["rounds"], events[0]["rank"]) == (0, 1, 2)
    plan = json.loads(faked[0].plan)
    assert (plan["checks"], plan["adapter"]["rank"], plan["adapter"]["alpha"]) == (1, 2, 2.0)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("plan.toml", "rounds = "),
        ("plan.json", "[1]"),
        ("plan.toml", "turns = 3"),
        ("plan.toml", "blend = {match = 1.0}"),
        ("plan.toml", 'rounds = "three"'),
        ("plan.toml", 'strategies = "order"'),
        ("plan.toml", "adapter = 3"),
    ],
)
def test_a_file_of_options_that_is_wrong_is_refused(run, faked, tmp_path, name, text):
    (tmp_path / name).write_text(text)
    code, events = run("tune", "crpo", "--config", tmp_path / name)
    assert (code, events[-1]["event"]) == (2, "Failed")
    assert faked == []


def test_a_file_of_options_that_is_not_there_is_refused(run, tmp_path):
    assert run("tune", "crpo", "--config", tmp_path / "none.toml")[0] == 2


def test_without_room_nothing_is_begun(run, faked, monkeypatch):
    monkeypatch.setattr("tangostudio.machine.free_memory", lambda: 1000)
    code, events = run("tune", "crpo", *SMALL)
    assert (code, events[-1]["kind"]) == (1, "TuneError")
    assert "memory" in events[-1]["message"]
    assert faked == []


def test_text_is_for_people(folder, capsys):
    place = ["--library", str(folder)]
    assert cli.main(["tune", "crpo", "--rounds", "1", "--prompts", "2", *place]) == 0
    told = capsys.readouterr().out
    for text in ("Starter makes", "Reward: match 100%", "told apart", "adapter 1"):
        assert text in told
    assert cli.main(["tune", "crpo", "--seed", "13", "--prompts", "2", *place]) == 1
    assert "all candidates alike" in capsys.readouterr().err
    assert cli.main(["tune", "list", *place]) == 0
    assert "failed" in capsys.readouterr().out


def test_the_study_gets_its_own_arguments(monkeypatch):
    seen = []
    study = SimpleNamespace(main=lambda rest: seen.append(rest) or 0)
    monkeypatch.setitem(sys.modules, "tangostudio.starter.tune_study", study)
    assert cli.main(["tune", "study", "--quick", "--processes", "1"]) == 0
    assert seen == [["--quick", "--processes", "1"]]


# --- on a corpus ----------------------------------------------------------------------------------


@pytest.fixture
def hums(folder: Path, library) -> Path:
    """A corpus in the library; its folder."""
    with Library.open(folder, write=True) as opened:
        return house.write_corpus(opened).folder


@pytest.mark.parametrize(
    ("method", "more", "stages"),
    [("lora", ("--rank", 4, "--mix", 0.5), ["train"]),
     ("arc", ("--warm-up", 4, "--few-steps", 4), ["warm_up", "train"])],
)  # fmt: skip
def test_a_training_says_its_plan_its_losses_and_its_adapter(
    run, faked, hums, method, more, stages
):
    code, events = run(
        "tune", method, "--corpus", "Hums", "--steps", 6, "--batch", 2, "--name", "Hum", *more
    )
    assert code == 0
    assert names(events) == [
        "TrainOutline", "Loading", "Encoded", "Checking", "Checked", "Trained", "Tuned", "Adapter",
        "Finished",
    ]  # fmt: skip
    assert (events[0]["steps"], events[0]["batch"], events[0]["clips"]) == (6, 2, 3)
    steps = [event for event in events if event["event"] == "Trained"]
    assert list(dict.fromkeys(event["stage"] for event in steps)) == stages
    assert all(event["losses"] for event in steps)
    (request,) = faked
    assert (request.method, request.corpus) == (method, str(hums))
    assert (events[-2]["name"], events[-2]["method"]) == ("Hum", method)
    listed = run("tune", "list")[1]
    assert (listed[0]["method"], listed[0]["corpus"], listed[0]["state"]) == (
        method, "hums", "done",
    )  # fmt: skip


def test_options_of_a_training(run, faked, hums, tmp_path):
    config = tmp_path / "plan.toml"
    config.write_text("learning_rate = 2e-4\nsteps = 9\n[adapter]\nrank = 2\n")
    run("tune", "lora", "--corpus", "hums", "--config", config, "--steps", 5, "--include", "0",
        "--include", "1", "--exclude", "ff", "--seed", 7)  # fmt: skip
    plan = json.loads(faked[0].plan)
    assert (plan["steps"], plan["learning_rate"], plan["seed"]) == (5, 2e-4, 7)
    adapter = plan["adapter"]
    assert (adapter["rank"], adapter["include"], adapter["exclude"]) == (2, ["0", "1"], ["ff"])
    run("tune", "arc", "--corpus", "hums", "--warm-up", 0, "--full")
    plan = json.loads(faked[1].plan)
    assert (plan["warm_up"], plan["adapter"]["full"]) == (0, True)


def test_steps_of_a_long_training_are_thinned(run, hums):
    _, events = run("tune", "arc", "--corpus", "hums", "--steps", 3000)
    steps = [e["step"] for e in events if e["event"] == "Trained" and e["stage"] == "train"]
    assert 30 < len(steps) < 70
    assert (steps[0], steps[-1]) == (1, 3000)


@pytest.mark.parametrize("method", ["lora", "arc"])
def test_an_interrupted_training_says_how_it_goes_on(run, hums, method):
    code, events = run("tune", method, "--corpus", "hums", "--seed", 2)
    assert (code, events[-1]["event"]) == (130, "Paused")
    assert f"tune {method} --resume" in events[-1]["resume"]
    assert run("tune", method, "--resume", "--steps", 4)[0] == 2
    assert run("tune", method, "--resume", "--corpus", "hums")[0] == 2
    code, events = run("tune", method, "--resume")
    assert (code, events[0]["corpus"], events[-1]["event"]) == (0, "hums", "Finished")


@pytest.mark.parametrize(
    ("arguments", "code"),
    [((), 2), (("--corpus", "bells"), 1), (("--corpus", "hums", "--steps", 0), 2),
     (("--corpus", "hums", "--rank", 999), 2), (("--corpus", "hums", "--model", "toy"), 2),
     (("--corpus", "hums", "--model", "stable-audio-open-small"), 2)],
)  # fmt: skip
def test_a_training_that_makes_no_sense_is_refused(run, faked, hums, arguments, code):
    for method in ("lora", "arc"):
        found, events = run("tune", method, *arguments)
        assert (found, events[-1]["event"]) == (code, "Failed")
    assert faked == []


def test_a_folder_becomes_a_corpus_once(run, faked, tmp_path):
    sounds = tmp_path / "My hums"
    sounds.mkdir()
    for place in range(6):
        tone = fakes.noise(place, 0.8, bright=place / 6)
        soundfile.write(sounds / f"hum number {place}.wav", tone, fakes.RATE)
    code, events = run("tune", "lora", "--corpus", sounds, "--steps", 2)
    assert code == 0
    assert names(events)[:2] == ["CorpusProgress", "TrainOutline"]
    code, events = run("tune", "lora", "--corpus", sounds, "--steps", 2)
    assert (code, names(events)[0]) == (0, "TrainOutline")
    assert faked[0].corpus == faked[1].corpus
    assert len(run("corpus", "list")[1]) == 1


def test_a_folder_without_sounds_is_refused(run, faked, tmp_path):
    (tmp_path / "empty").mkdir()
    code, events = run("tune", "lora", "--corpus", tmp_path / "empty")
    assert (code, events[-1]["event"]) == (1, "Failed")
    assert faked == []


def test_a_training_without_room_is_not_begun(run, faked, hums, monkeypatch):
    monkeypatch.setattr("tangostudio.machine.free_memory", lambda: 1000)
    code, events = run("tune", "arc", "--corpus", "hums")
    assert (code, events[-1]["kind"]) == (1, "TuneError")
    assert "batch" in events[-1]["hint"]
    assert faked == []


def test_a_training_is_told_to_people(folder, hums, capsys):
    place = ["--library", str(folder)]
    assert cli.main(["tune", "arc", "--corpus", "hums", "--steps", "4", *place]) == 0
    told = capsys.readouterr().out
    for text in ("becomes a model of 8 steps", "held out", "warm-up  step", "generator", "adapter"):
        assert text in told


# --- adapters -------------------------------------------------------------------------------------


def test_adapters_are_taken_put_aside_and_switched_off(run, adapters):
    (first,) = run("tune", "accept", 1)[1]
    assert (first["state"], first["active"]) == ("accepted", True)
    changed = {item["adapter"]: item["active"] for item in run("tune", "accept", 2)[1]}
    assert changed == {1: False, 2: True}
    assert run("tune", "strength", 2, 0.8)[1][0]["strength"] == 0.8
    assert [item["adapter"] for item in run("tune", "rollback")[1]] == [2]
    assert run("tune", "reject", 1)[1][0]["state"] == "rejected"
    listed = run("tune", "list")[1]
    assert [item["event"] for item in listed] == ["Adapter"] * 3
    assert not any(item["active"] for item in listed)


def test_an_adapter_is_added_from_a_file_and_not_in_use(run, tmp_path):
    sha256, _ = starter_adapter.write(tmp_path / "from", 1)
    path = tmp_path / "from" / f"{sha256}.safetensors"
    code, (added,) = run("tune", "import", path, "--name", "Mine")
    assert (code, added["name"], added["model"], added["active"]) == (0, "Mine", "starter", False)
    code, events = run("tune", "import", tmp_path / "gone.safetensors")
    assert code == 1
    assert "gone.safetensors cannot be read" in events[-1]["message"]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("accept", 9), 1), (("reject", 9), 1), (("strength", 9, 1), 1), (("trial", 9), 1),
        (("strength", 1, 2), 2), (("strength", 1, "nan"), 2),
    ],
)  # fmt: skip
def test_an_unknown_adapter_or_strength_is_refused(run, adapters, arguments, code):
    found, events = run("tune", *arguments)
    assert (found, events[-1]["event"]) == (code, "Failed")


def test_takes_are_made_with_the_adapters_that_are_named(run, adapters, faked):
    run("tune", "accept", 2)
    run("tune", "strength", 2, 0.5)
    for more in ([], ["--no-adapters"], ["--adapter", "1:1.2", "--adapter", 2]):
        assert run("generate", "rain", "--seeds", "1", *more)[0] == 0
    with Library.open(adapters, write=False) as library:
        one, two = (library.adapters.get(number).sha256 for number in (1, 2))
    assert all(isinstance(request, GenerateRequest) for request in faked)
    used = [request.adapters for request in faked]
    assert used == [((two, 0.5),), (), ((one, 1.2), (two, 0.5))]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("--adapter", "9"), 1),
        (("--adapter", "one"), 2),
        (("--adapter", "1:"), 2),
        (("--adapter", "1:2"), 2),
        (("--adapter", "1:nan"), 2),
        (("--adapter", "3"), 2),  # another model's
        (("--adapter", "1", "--model", "toy"), 2),
    ],
)
def test_an_adapter_that_cannot_be_used_is_refused(run, adapters, faked, arguments, code):
    found, events = run("generate", "rain", "--seeds", "1", *arguments)
    assert (found, events[-1]["event"]) == (code, "Failed")
    assert events[-1]["hint"]
    assert faked == []


def test_with_and_without_adapters_is_wrong_usage(run, adapters):
    with pytest.raises(SystemExit) as caught:
        run("generate", "rain", "--adapter", 1, "--no-adapters")
    assert caught.value.code == 2


# --- the blind test -------------------------------------------------------------------------------


def test_the_blind_test_is_rendered_once_and_hides_its_sides(run, adapters):
    code, events = run("tune", "trial", 1)
    assert (code, names(events)) == (0, ["Progress", "Trial", "TrialPair", "Note"])
    trial, pair = events[-3], events[-2]
    assert (trial["state"], trial["rendered"], trial["wins"]) == ("open", 28, None)
    assert "20 decided pairs" in trial["rule"]
    assert pair["left"].keys() == pair["right"].keys() == {"path", "gain_db"}
    again = run("tune", "trial", 1)[1]
    assert names(again) == ["Trial", "TrialPair", "Note"]
    assert again[1] == pair  # the sides stay until it is answered


def test_answers_come_from_a_file_and_end_the_test(run, adapters, tmp_path):
    answers = tmp_path / "answers.json"
    answers.write_text(json.dumps(["left", "tie"]))
    _, events = run("tune", "trial", 1, "--answers", answers)
    first = events[-2]
    assert events[-3]["answered"] == 2
    answers.write_text(json.dumps(["right"] * 30))
    _, (trial,) = run("tune", "trial", 1, "--answers", answers)
    assert (trial["state"], trial["wins"] + trial["losses"]) == ("done", 20)
    assert trial["word"] != "open"
    with Library.open(adapters, write=False) as library:
        given = library.trials.all(1)
    assert len(given) == 21
    right = {"base": given[2].sha256_tuned, "tuned": given[2].sha256_base}[given[2].shown_left]
    assert Path(first["right"]["path"]).stem == right


@pytest.mark.parametrize("text", ["", "{}", '["middle"]', '["left", 1]', "[[]]"])
def test_answers_that_are_none_are_refused_before_anything_is_rendered(
    run, adapters, faked, tmp_path, text
):
    (tmp_path / "answers.json").write_text(text)
    code, events = run("tune", "trial", 1, "--answers", tmp_path / "answers.json")
    assert (code, events[-1]["event"]) == (2, "Failed")
    assert not any(isinstance(request, TrialRequest) for request in faked)


def test_beside_an_open_window_lists_are_read_and_nothing_is_changed(run, adapters):
    with Library.open(adapters, write=True):
        assert len(run("tune", "list")[1]) == 3
        for command in (["crpo"], ["accept", 1], ["rollback"], ["trial", 1]):
            code, events = run("tune", *command)
            assert (code, events[-1]["kind"]) == (1, "LibraryInUse"), command
