"""Fine-tuning a tiny flow on a tiny corpus: what happens, going on, and what goes wrong."""

from __future__ import annotations

import json
import math
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
import torch

from tangostudio.corpora import corpus as corpora
from tangostudio.corpora.corpus import Corpus
from tangostudio.engines.checkpoints import load_checkpoint
from tangostudio.errors import OutOfMemory, StorageError, TuneError
from tangostudio.families import adapters
from tangostudio.tuning import finetune, finetune_fitting
from tangostudio.tuning.adapter_options import AdapterOptions
from tangostudio.tuning.batches import Prompt
from tangostudio.tuning.events import (
    Checked,
    Checking,
    Encoded,
    LessMemory,
    Trained,
    Tuned,
    Warned,
)
from tangostudio.tuning.finetune_plan import FineTunePlan
from tangostudio.tuning.trainee_tangoflux import TangoFluxTrainee
from tests.tuning import tiny, tiny_clips

PROMPTS = [Prompt("dog", 1.0), Prompt("soft bell", 1.0)]
PLAN = FineTunePlan(
    steps=6, batch=3, micro_batch=3, learning_rate=3e-3, warm_up=1, held_out_every=2, save_every=2,
    checks=1, checked_steps=2, checked_guidance=2.0, blend={"high": 1.0},
    adapter=AdapterOptions(rank=2, alpha=2.0, exclude=("proj_mlp",)),
)  # fmt: skip
QUIET = replace(PLAN, held_out_every=0)


@pytest.fixture(scope="module")
def corpus(tmp_path_factory) -> Corpus:
    return tiny_clips.corpus(tmp_path_factory.mktemp("corpus"))


def run(folder: Path, corpus: Corpus, plan: FineTunePlan = PLAN, stop: int = 0, prompts=()) -> list:
    """The events of one run, as far as one of the step `stop`."""
    events = []
    trainee = tiny_clips.trainee(plan.adapter)
    loop = finetune.tune(trainee, corpus, prompts, tiny.judge, plan, folder)
    for event in loop:
        events.append(event)
        if stop and isinstance(event, Trained) and event.step == stop:
            break
    loop.close()
    return events


def of(events: list, kind: type) -> list:
    return [event for event in events if isinstance(event, kind)]


def result(folder: Path) -> bytes:
    return (folder / "adapter.safetensors").read_bytes()


def sentences(events: list) -> str:
    return " ".join(event.sentence for event in of(events, Warned))


@pytest.fixture(scope="module")
def unbroken(tmp_path_factory, corpus) -> tuple[Path, list]:
    folder = tmp_path_factory.mktemp("unbroken")
    return folder, run(folder, corpus, prompts=PROMPTS)


# --- what happens -----------------------------------------------------------------------------


def test_the_stages_come_in_their_order(unbroken):
    _, events = unbroken
    order = [type(event).__name__ for event in events if not isinstance(event, Warned)]
    wanted = ["Encoded", *["Checking"] * 2, "Checked", *["Trained"] * 7]
    assert order == [*wanted, *["Checking"] * 2, "Checked", "Tuned"]
    assert of(events, Encoded)[-1] == Encoded(6, 6)
    assert {event.round for event in of(events, Checking)} == {0, 1}
    trained = of(events, Trained)
    assert [event.step for event in trained] == list(range(7))
    assert [event.step for event in trained if "held_out" in event.losses] == [0, 2, 4, 6]
    assert all("loss" in event.losses for event in trained[1:])
    assert {event.steps for event in trained} == {6}


def test_what_is_held_out_becomes_better_known(corpus, tmp_path):
    plan = replace(
        PLAN, steps=40, learning_rate=2e-2, held_out_every=20, save_every=40, silence=0.0
    )
    told = [event.losses for event in of(run(tmp_path, corpus, plan), Trained)]
    measured = [losses["held_out"] for losses in told if "held_out" in losses]
    assert min(measured[1:]) < 0.98 * measured[0]


def test_the_adapter_says_what_it_was_made_of(unbroken, corpus):
    folder, events = unbroken
    (tuned,) = of(events, Tuned)
    read = adapters.read(Path(tuned.path), tiny.card())
    assert read.facts.sha256 == tuned.sha256
    about = read.facts.about
    assert about["method"] == "lora"
    assert about["corpus"]["name"] == "Found sounds"
    assert about["corpus"]["mark"] == corpus.mark
    assert about["corpus"]["clips"] == 5
    assert about["layers"] == len({name.split(".lora_")[0] for name in read.tensors})
    assert not any("proj_mlp" in name for name in read.tensors)
    assert about["filters"] == {"proj_mlp": 1}
    assert json.loads((folder / "adapter.json").read_text())["about"] == about


def test_prompts_are_played_before_and_after_at_the_same_seeds(unbroken):
    base, after = of(unbroken[1], Checked)
    assert (base.round, after.round) == (0, 1)
    assert base.prompts == after.prompts == ("dog", "soft bell")
    assert base.gains["high"][0] == 0
    assert after.values["high"] != base.values["high"]
    assert all(Path(sound).exists() for sound in (*base.sounds, *after.sounds))


def test_without_prompts_nothing_is_played(corpus, tmp_path):
    events = run(tmp_path, corpus, replace(QUIET, steps=1))
    assert not of(events, Checked)
    assert of(events, Tuned)


def test_all_weights_can_be_trained(corpus, tmp_path):
    plan = replace(PLAN, steps=2, adapter=AdapterOptions(full=True))
    (tuned,) = of(run(tmp_path, corpus, plan), Tuned)
    assert adapters.read(Path(tuned.path), tiny.card()).facts.kind == adapters.DIFFERENCE


# --- going on ---------------------------------------------------------------------------------


@pytest.mark.parametrize("stop", [1, 3, 4, 6])
def test_a_training_that_was_stopped_ends_as_one_that_was_not(corpus, unbroken, tmp_path, stop):
    run(tmp_path, corpus, stop=stop, prompts=PROMPTS)
    assert not (tmp_path / "adapter.safetensors").exists()
    events = run(tmp_path, corpus, prompts=PROMPTS)
    steps = [event.step for event in of(events, Trained)]
    assert steps == list(range({1: 0, 3: 3, 4: 5, 6: 7}[stop], 7))
    assert result(tmp_path) == result(unbroken[0])
    assert (tmp_path / "adapter.json").read_bytes() == (unbroken[0] / "adapter.json").read_bytes()


def test_one_that_is_done_says_so_again(unbroken, corpus, tmp_path):
    shutil.copytree(unbroken[0], tmp_path / "again")
    events = run(tmp_path / "again", corpus, prompts=PROMPTS)
    assert not of(events, Trained)
    assert not of(events, Checked)
    assert of(events, Tuned)[0].sha256 == of(unbroken[1], Tuned)[0].sha256


def test_how_the_work_is_split_does_not_matter(corpus, tmp_path):
    results = []
    for micro_batch in (3, 1):
        folder = tmp_path / str(micro_batch)
        run(folder, corpus, replace(QUIET, steps=3, micro_batch=micro_batch))
        results.append(adapters.read(folder / "adapter.safetensors", tiny.card()).tensors)
    for name, value in results[0].items():
        torch.testing.assert_close(value, results[1][name], atol=2e-4, rtol=1e-3)


def test_a_corpus_that_changed_stops_it_with_a_sentence(corpus, tmp_path):
    run(tmp_path, corpus, QUIET, stop=3)
    changed = corpora.with_caption(corpus, corpus.items[0].sha256, "a storm")
    with pytest.raises(TuneError, match="“Found sounds” has changed since") as caught:
        run(tmp_path, changed, QUIET)
    assert "new tuning" in caught.value.hint
    assert of(run(tmp_path, corpus, QUIET), Tuned)  # as it was it goes on


@pytest.mark.parametrize(
    "changes", [{"learning_rate": 1e-4}, {"seed": 2}, {"mix": 0.5}, {"steps": 7}]
)
def test_another_plan_does_not_go_on_in_the_folder(corpus, tmp_path, changes):
    run(tmp_path, corpus, QUIET, stop=2)
    with pytest.raises(TuneError, match="another plan"):
        run(tmp_path, corpus, replace(QUIET, **changes))


def test_other_weights_do_not_go_on_in_the_folder(corpus, tmp_path):
    run(tmp_path, corpus, QUIET, stop=3)
    trainee = tiny_clips.trainee(PLAN.adapter)
    trainee.card = tiny.card("b")
    with pytest.raises(TuneError, match="another model"):
        list(finetune.tune(trainee, corpus, [], tiny.judge, QUIET, tmp_path))


def test_two_do_not_work_in_one_folder(corpus, tmp_path):
    trainees = [tiny_clips.trainee(PLAN.adapter) for _ in range(2)]
    first, second = (
        finetune.tune(trainee, corpus, [], tiny.judge, QUIET, tmp_path) for trainee in trainees
    )
    next(first)
    with pytest.raises(TuneError, match="running"):
        next(second)
    first.close()


# --- few clips, and too long ------------------------------------------------------------------


def test_three_clips_are_enough_with_a_warning(tmp_path):
    corpus = tiny_clips.corpus(tmp_path / "c", (1, 0.5, 1), 0)
    events = run(tmp_path / "t", corpus, replace(PLAN, steps=2, batch=8))
    told = sentences(events)
    assert "3 clips to learn from" in told
    assert "No clip of the corpus is held out" in told
    assert of(events, Tuned)
    assert all("held_out" not in event.losses for event in of(events, Trained))


def learned(monkeypatch, losses: list[float]) -> list[dict[str, torch.Tensor]]:
    """Have held-out losses be these, and keep what was learned at each."""
    kept: list[dict[str, torch.Tensor]] = []

    def loss(self: finetune.Run) -> float:
        kept.append(self.trainee.freeze())
        return losses[len(kept) - 1]

    monkeypatch.setattr(finetune.Run, "held_out_loss", loss)
    return kept


def test_a_loss_that_rises_is_told_once_and_the_best_state_is_kept(corpus, tmp_path, monkeypatch):
    kept = learned(monkeypatch, [1.0, 0.5, 0.6, 0.7, 0.8])
    events = run(tmp_path, corpus, replace(PLAN, steps=8))
    told = [event.sentence for event in of(events, Warned)]
    assert sum("rises since step 2" in sentence for sentence in told) == 1
    assert any("The state of step 2, which was the best, is kept." in text for text in told)
    read = adapters.read(tmp_path / "adapter.safetensors", tiny.card())
    for name, value in kept[1].items():
        assert torch.equal(read.tensors[name.replace(".default.", ".")], value)
    assert read.facts.about["steps"] == 2
    assert read.facts.about["held_out"] == {"before": 1.0, "after": 0.5}


def test_the_best_state_is_kept_over_a_stop(corpus, tmp_path, monkeypatch):
    kept = learned(monkeypatch, [1.0, 0.5, 0.6, 0.7])
    run(tmp_path, corpus, stop=5)
    state = load_checkpoint(tmp_path / "checkpoint.pt")
    assert state is not None
    assert state["watch"]["best"][0] == 2
    run(tmp_path, corpus)
    read = adapters.read(tmp_path / "adapter.safetensors", tiny.card())
    for name, value in kept[1].items():
        assert torch.equal(read.tensors[name.replace(".default.", ".")], value)


def test_a_loss_that_never_falls_is_told(corpus, tmp_path, monkeypatch):
    learned(monkeypatch, [1.0, 1.2, 1.1, 1.3])
    assert "no better known than before" in sentences(run(tmp_path, corpus))


# --- what goes wrong --------------------------------------------------------------------------


def poisoned(monkeypatch, at: int, value: float = math.nan) -> None:
    """Have the error of one step be no number."""
    real, count = TangoFluxTrainee.errors, [0]

    def errors(self, *given):
        count[0] += 1
        return real(self, *given) * (value if count[0] == at else 1.0)

    monkeypatch.setattr(TangoFluxTrainee, "errors", errors)


def test_a_loss_that_is_no_number_stops_it_and_the_last_good_state_is_kept(
    corpus, tmp_path, monkeypatch
):
    run(tmp_path / "whole", corpus, QUIET)
    with monkeypatch.context() as patch:
        poisoned(patch, 4)
        with pytest.raises(TuneError, match="became nan at step 3") as caught:
            run(tmp_path / "t", corpus, QUIET)
    assert "lower learning rate" in caught.value.hint
    state = load_checkpoint(tmp_path / "t" / "checkpoint.pt")
    assert state is not None
    assert state["step"] == 2
    assert all(bool(value.isfinite().all()) for value in state["trained"].values())
    assert not (tmp_path / "t" / "adapter.safetensors").exists()
    run(tmp_path / "t", corpus, QUIET)  # the state is good: it goes on as if nothing had been
    assert result(tmp_path / "t") == result(tmp_path / "whole")


def test_weights_that_become_no_numbers_stop_it(corpus, tmp_path, monkeypatch):
    def spoil(self, *_given, **_more):
        for group in self.param_groups:
            for parameter in group["params"]:
                parameter.data.fill_(math.nan)

    monkeypatch.setattr(torch.optim.AdamW, "step", spoil)
    with pytest.raises(TuneError, match="weights became no numbers at step 0"):
        run(tmp_path, corpus, QUIET)
    assert not (tmp_path / "checkpoint.pt").exists()


def test_a_held_out_loss_that_is_no_number_stops_it(corpus, tmp_path, monkeypatch):
    poisoned(monkeypatch, 1)
    with pytest.raises(TuneError, match="held out became nan at step 0"):
        run(tmp_path, corpus)


def test_memory_that_runs_out_makes_it_take_less(corpus, tmp_path, monkeypatch):
    run(tmp_path / "whole", corpus, replace(QUIET, steps=3))
    real = TangoFluxTrainee.errors

    def errors(self, x0, *given):
        if len(x0) > 1:
            raise MemoryError
        return real(self, x0, *given)

    monkeypatch.setattr(TangoFluxTrainee, "errors", errors)
    events = run(tmp_path / "t", corpus, replace(QUIET, steps=3))
    assert of(events, LessMemory) == [LessMemory(1, False)]
    whole, less = (
        adapters.read(tmp_path / name / "adapter.safetensors", tiny.card()).tensors
        for name in ("whole", "t")
    )
    for name, value in whole.items():
        torch.testing.assert_close(value, less[name], atol=2e-4, rtol=1e-3)


def test_memory_that_is_never_enough_ends_it(corpus, tmp_path, monkeypatch):
    def errors(self, *_given):
        raise MemoryError

    monkeypatch.setattr(TangoFluxTrainee, "errors", errors)
    with pytest.raises(OutOfMemory):
        run(tmp_path, corpus, QUIET)


@pytest.mark.parametrize(("free", "micro_batch"), [(1 << 40, 3), (500_000, 1), (1000, 0)])
def test_parts_are_as_small_as_the_free_memory_asks_for(
    corpus, tmp_path, monkeypatch, free, micro_batch
):
    monkeypatch.setattr(finetune_fitting, "free_memory", lambda _device: free)
    trainee = tiny_clips.trainee(PLAN.adapter)
    if not micro_batch:
        with pytest.raises(OutOfMemory, match="needs"):
            finetune.Run(trainee, corpus, PLAN, tmp_path)
        return
    assert finetune.Run(trainee, corpus, PLAN, tmp_path).plan.micro_batch == micro_batch


def test_a_disk_without_room_is_told_before_it_begins(corpus, tmp_path, monkeypatch):
    usage = shutil.disk_usage(tmp_path)._replace(free=10)
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: usage)
    with pytest.raises(StorageError):
        run(tmp_path, corpus)
