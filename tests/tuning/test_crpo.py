"""The loop of rounds on a tiny flow: its stages, its references, and going on after a stop."""

import json
from dataclasses import asdict, replace
from pathlib import Path

import pytest
import torch

from tangostudio import machine
from tangostudio.engines.checkpoints import load_checkpoint
from tangostudio.errors import BadRequest, OutOfMemory, StorageError, TuneError
from tangostudio.families import adapters
from tangostudio.tuning import checks, crpo, drafts, lora
from tangostudio.tuning.batches import Prompt
from tangostudio.tuning.events import (
    Checked,
    Checking,
    Drafted,
    PairsChosen,
    Stepped,
    Tuned,
    Warned,
)
from tangostudio.tuning.fit import Fit
from tangostudio.tuning.pairs import OwnPair, Recipe
from tangostudio.tuning.plan import Plan
from tangostudio.tuning.sizes import Needs, Network, needs
from tests.tuning import tiny

BANK = [Prompt(text, 1.0) for text in ("rain", "soft rain", "loud bell", "door")]
HELD_OUT = [Prompt("dog", 1.0), Prompt("soft bell", 1.0)]
PLAN = Plan(
    rounds=2, prompts=3, candidates=3, blend={"high": 1.0}, epochs=2, batch=2, steps=2, checks=2,
    guidance=2.0, learning_rate=5e-3, warm_up=1, save_every=2, adapter=lora.Options(rank=2),
)  # fmt: skip
OWN = [OwnPair(Recipe("rain", 1.0, 2, 2.0, 5), Recipe("rain", 1.0, 2, 2.0, 6))]


def run(folder: Path, plan: Plan = PLAN, own=(), stop: int | None = None) -> list:
    events = []
    loop = crpo.tune(tiny.base(), BANK, HELD_OUT, tiny.judge, plan, folder, own)
    for event in loop:
        events.append(event)
        if len(events) == stop:
            break
    loop.close()
    return events


def of(events: list, kind: type) -> list:
    return [event for event in events if isinstance(event, kind)]


@pytest.fixture(scope="module")
def unbroken(tmp_path_factory) -> tuple[Path, list]:
    folder = tmp_path_factory.mktemp("unbroken")
    return folder, run(folder)


def tensors(folder: Path) -> dict[str, torch.Tensor]:
    return adapters.read(folder / "adapter.safetensors", tiny.card()).tensors


def test_the_loop_tells_its_stages_in_order(unbroken):
    folder, events = unbroken
    kinds = [type(event) for event in events if not isinstance(event, Warned | Checking)]
    each = [Drafted] * 3 + [PairsChosen] + [Stepped] * 4 + [Checked]
    assert kinds == [Checked, *each, *each, Tuned]
    assert events[-1].sha256 == adapters.read_facts(folder / "adapter.safetensors").sha256
    about = adapters.read_facts(folder / "adapter.safetensors").about
    assert (about["method"], about["rounds"]) == ("crpo", 2)
    assert of(events, PairsChosen)[0].blend == {"high": 1.0}
    assert of(events, PairsChosen)[0].accord == {"high": 1.0}


def test_the_margin_is_exactly_zero_at_the_first_step_of_every_round(unbroken):
    steps = of(unbroken[1], Stepped)
    first = [step for step in steps if step.step == 1]
    assert [step.round for step in first] == [1, 2]
    assert [step.margin for step in first] == [0, 0]
    assert [step.winner for step in first] == [step.reference_winner for step in first]
    assert all(step.margin != 0 for step in steps if step.step == 4)


def test_the_reference_is_the_base_and_then_the_last_round_s_policy(tmp_path, unbroken):
    loop = crpo.tune(tiny.base(), BANK, HELD_OUT, tiny.judge, PLAN, tmp_path)
    for event in loop:
        state = load_checkpoint(tmp_path / "checkpoint.pt")
        if isinstance(event, Stepped):
            assert state is not None
            assert (state["reference"] is None) == (event.round == 1)
        if isinstance(event, Checked) and event.round == 1:
            assert state is not None
            assert all(torch.equal(state["reference"][k], v) for k, v in state["policy"].items())
            break
    loop.close()


def test_the_base_is_checked_first_and_the_same_seeds_serve_all_checks(unbroken):
    events = unbroken[1]
    base, once, twice = of(events, Checked)
    assert base.gains["high"][0] == 0
    assert base.reward == 0
    change = sum(once.values["high"]) / 4 - sum(base.values["high"]) / 4
    assert once.gains["high"][0] == pytest.approx(change)
    assert once.gains["high"][1] < change < once.gains["high"][2]
    assert len(set(map(tuple, (base.values["high"], once.values["high"])))) == 2
    assert all(Path(sound).exists() for sound in (*base.sounds, *twice.sounds))
    assert 0 < base.diversity < 2


def test_candidates_go_and_pairs_stay(unbroken):
    folder, _ = unbroken
    for number in (1, 2):
        assert [p.name for p in (folder / f"round-{number}").iterdir()] == ["pairs.safetensors"]
    made = drafts.read_pairs(folder / "round-1" / "pairs.safetensors")
    means = [(p.winner[:, 0].mean(), p.loser[:, 0].mean()) for p in made]
    assert len(made) == 3
    assert all(winner > loser for winner, loser in means)


# A check of two prompts, three drafts, the choice, four steps, a check, three drafts ...
@pytest.mark.parametrize("stop", [2, 3, 5, 7, 10, 12, 15, 21])
def test_a_resumed_tuning_equals_an_unbroken_one(tmp_path, unbroken, stop):
    run(tmp_path, stop=stop)
    events = run(tmp_path)
    whole = tensors(unbroken[0])
    again = tensors(tmp_path)
    assert whole.keys() == again.keys()
    for name, value in whole.items():
        assert torch.equal(value, again[name]), name
    last = of(unbroken[1], Stepped)[-1]
    assert of(events, Stepped)[-1] == last
    assert replace(of(events, Checked)[-1], sounds=()) == replace(
        of(unbroken[1], Checked)[-1], sounds=()
    )


def test_a_finished_tuning_only_tells_its_result(unbroken):
    assert [type(event) for event in run(unbroken[0])] == [Tuned]


def test_other_plans_and_models_are_refused_but_another_split_is_not(tmp_path):
    run(tmp_path, stop=3)
    with pytest.raises(TuneError, match="another plan"):
        run(tmp_path, replace(PLAN, beta=100.0))
    other = tiny.base()
    other.card = tiny.card("b")
    with pytest.raises(TuneError, match="another model"):
        next(crpo.tune(other, BANK, HELD_OUT, tiny.judge, PLAN, tmp_path))
    assert run(tmp_path, replace(PLAN, micro_batch=1, save_every=1), stop=1)


def test_own_pairs_are_made_once_and_weigh_more(tmp_path):
    events = run(tmp_path, own=OWN, stop=8)
    assert of(events, PairsChosen)[0].own == 1
    state = load_checkpoint(tmp_path / "own.pt")
    assert state is not None
    ((text, seconds, winner, loser, weight),) = state["pairs"]
    assert (text, seconds, weight) == ("rain", 1.0, PLAN.own_weight)
    made, _ = drafts.make(tiny.base().model, OWN[0].chosen, [5])
    assert torch.allclose(winner, made[0], atol=1e-5)
    assert not torch.equal(winner, loser)


def test_offline_learns_from_the_first_round_s_pairs_alone(tmp_path):
    events = run(tmp_path, replace(PLAN, online=False))
    assert {event.round for event in of(events, Drafted)} == {1}
    assert {event.round for event in of(events, Stepped)} == {1, 2}
    assert not (tmp_path / "round-2").exists()


def test_a_full_fine_tune_is_kept_as_a_float16_difference(tmp_path):
    plan = replace(PLAN, rounds=1, learning_rate=1e-3, adapter=lora.Options(full=True))
    events = run(tmp_path, plan)
    assert of(events, Stepped)[0].margin == 0
    adapter = adapters.read(tmp_path / "adapter.safetensors", tiny.card())
    assert adapter.facts.kind == adapters.DIFFERENCE
    assert {value.dtype for value in adapter.tensors.values()} == {torch.float16}


def test_a_value_that_is_no_number_keeps_the_last_good_checkpoint(tmp_path, monkeypatch):
    run(tmp_path, stop=9)
    kept = (tmp_path / "checkpoint.pt").read_bytes()
    read = drafts.read_pairs

    def spoilt(path):
        made = read(path)
        made[0].winner.fill_(float("inf"))
        return made

    monkeypatch.setattr(drafts, "read_pairs", spoilt)
    with pytest.raises(TuneError, match="became"):
        run(tmp_path)
    assert (tmp_path / "checkpoint.pt").read_bytes() == kept


def test_a_full_disk_keeps_the_last_checkpoint(tmp_path, monkeypatch):
    run(tmp_path, stop=9)
    kept = (tmp_path / "checkpoint.pt").read_bytes()

    def full(state, file):
        file.write(b"half")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(torch, "save", full)
    with pytest.raises(StorageError, match="full"):
        run(tmp_path)
    assert (tmp_path / "checkpoint.pt").read_bytes() == kept
    assert not list(tmp_path.glob("*.part"))


def test_two_tunings_in_one_folder_are_one_too_many(tmp_path):
    loop = crpo.tune(tiny.base(), BANK, HELD_OUT, tiny.judge, PLAN, tmp_path)
    next(loop)
    with pytest.raises(TuneError, match=r"running in .* already"):
        run(tmp_path)
    loop.close()
    assert run(tmp_path, stop=1)


def test_judges_that_find_all_alike_leave_nothing_to_learn(tmp_path):
    def alike(prompt, sounds):
        told = tiny.judge(prompt, sounds)
        return replace(told, scores={"high": told.scores["high"] * 0})

    with pytest.raises(TuneError, match="find all candidates alike"):
        list(crpo.tune(tiny.base(), BANK, HELD_OUT, alike, PLAN, tmp_path))


@pytest.mark.parametrize(
    ("bank", "held_out", "words"),
    [
        ([], HELD_OUT, "needs prompts"),
        (BANK, [], "needs prompts"),
        (BANK, [Prompt("rain ", 2.0)], "both trained on and checked"),
    ],
)
def test_prompts_that_make_no_sense_are_refused(tmp_path, bank, held_out, words):
    with pytest.raises(BadRequest, match=words):
        next(crpo.tune(tiny.base(), bank, held_out, tiny.judge, PLAN, tmp_path))


@pytest.mark.parametrize(
    "values", [{"candidates": 1}, {"candidates": 16}, {"beta": 0}, {"loss": "x"}, {"what": 1},
               {"blend": {}}, {"adapter": {"rank": 0}}],
)  # fmt: skip
def test_plans_that_make_no_sense_are_refused(values):
    with pytest.raises(BadRequest):
        Plan.of(values)


def test_a_plan_survives_json():
    assert Plan.of(json.loads(json.dumps(PLAN.as_values()))) == PLAN


# --- doubts ----------------------------------------------------------------------------------


def checked(**values) -> Checked:
    return Checked(
        **{
            "round": 1, "scores": {}, "gains": {}, "reward": 0.5, "diversity": 1.0,
            "flagged": 0.0, **values,
        }
    )  # fmt: skip


@pytest.mark.parametrize(
    ("now", "words"),
    [
        (checked(diversity=0.8), "differ 20% less"),
        (checked(flagged=0.25), "25% of the sounds have faults"),
        (checked(gains={"other": (-2.0, -3.0, -1.0)}), "other, which does not count in it, falls"),
    ],
)
def test_a_gain_that_only_the_reward_sees_is_doubted(now, words):
    (found,) = checks.doubts(PLAN, checked(), now)
    assert words in found.sentence
    assert checks.doubts(PLAN, checked(), replace(now, reward=-0.1)) == []


def test_a_plain_gain_is_not_doubted():
    good = checked(gains={"other": (-2.0, -5.0, 1.0)}, diversity=0.95, flagged=0.04)
    assert checks.doubts(PLAN, checked(), good) == []


def test_the_interval_counts_prompts_not_takes():
    # Two prompts of two takes: changes of 1 and 3, however the takes scatter.
    mean, low, high = checks.gain([0, 0, 0, 0], [0, 2, 3, 3], 2)
    assert mean == 2
    assert (low, high) == pytest.approx((2 - 12.706, 2 + 12.706), abs=1e-3)


# --- memory and disk ---------------------------------------------------------------------------


def needed(micro_batch: int, seconds: float = 1.0) -> Needs:
    network = Network.of(asdict(tiny.CONFIG))
    return needs(replace(PLAN, micro_batch=micro_batch), network, seconds)


def test_parts_become_as_small_as_the_memory_asks_for(tmp_path, monkeypatch):
    plan = replace(PLAN, batch=8, micro_batch=8)
    network = Network.of(asdict(tiny.CONFIG))
    parts = {size: needs(replace(plan, micro_batch=size), network, 1.0) for size in (8, 4, 2, 1)}
    for free, size in (
        (parts[8].memory_bytes, 8),
        (parts[8].memory_bytes - 1, 4),
        (parts[2].memory_bytes, 2),
        (parts[1].memory_bytes - 1, 1),  # blocks are computed again where that is not enough
        (parts[1].least_memory_bytes, 1),
        (None, 8),
    ):
        monkeypatch.setattr(machine, "free_memory", lambda free=free: free)
        assert crpo.fitting(plan, tiny.base(), 1.0, tmp_path) == replace(plan, micro_batch=size)


def test_a_tuning_in_small_parts_comes_to_the_same(tmp_path, unbroken, monkeypatch):
    monkeypatch.setattr(machine, "free_memory", lambda: needed(1).memory_bytes)
    sizes = []

    class Watched(Fit):
        def __init__(self, policy, reference, pairs, plan, number):
            sizes.append(plan.micro_batch)
            super().__init__(policy, reference, pairs, plan, number)

    monkeypatch.setattr(crpo, "Fit", Watched)
    events = run(tmp_path)
    assert sizes == [1, 1]
    for one, other in zip(of(events, Stepped), of(unbroken[1], Stepped), strict=True):
        assert one.loss == pytest.approx(other.loss, rel=0.02)
    whole, parts = tensors(unbroken[0]), tensors(tmp_path)
    for name, value in whole.items():
        assert (value - parts[name]).norm() <= 0.05 * value.norm() + 1e-6, name
    # And a tuning that was begun with all the memory goes on with little.
    monkeypatch.undo()
    half = tmp_path / "half"
    run(half, stop=10)
    monkeypatch.setattr(machine, "free_memory", lambda: needed(1).memory_bytes)
    assert isinstance(run(half)[-1], Tuned)


def test_too_little_memory_or_disk_is_told_before_anything_is_made(tmp_path, monkeypatch):
    least = needed(1).least_memory_bytes
    monkeypatch.setattr(machine, "free_memory", lambda: least - 1)
    with pytest.raises(OutOfMemory, match="GB of memory") as caught:
        run(tmp_path)
    assert caught.value.hint
    monkeypatch.setattr(machine, "free_memory", lambda: least)
    usage = type("Usage", (), {"free": needed(1).disk_bytes})
    monkeypatch.setattr("shutil.disk_usage", lambda folder: usage)
    with pytest.raises(StorageError, match="is full"):
        run(tmp_path)
    assert not (tmp_path / "checkpoint.pt").exists()


def test_the_longest_sound_counts_whichever_list_it_is_in(tmp_path, monkeypatch):
    asked = []

    def fitting(plan, base, seconds, folder):
        asked.append(seconds)
        return plan

    monkeypatch.setattr(crpo, "fitting", fitting)
    long = Recipe("rain", 5.0, 2, 2.0, 5)
    for number, (bank, held_out, own) in enumerate(
        (
            ([Prompt("rain", 3.0)], HELD_OUT, ()),
            (BANK, [Prompt("dog", 4.0)], ()),
            (BANK, HELD_OUT, [OwnPair(long, long)]),
        )
    ):
        loop = crpo.tune(tiny.base(), bank, held_out, tiny.judge, PLAN, tmp_path / str(number), own)
        next(loop)
        loop.close()
    assert asked == [3.0, 4.0, 5.0]
