"""Prompts, own pairs, plans and outlines from what a library holds."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import Any

import pytest

from tangostudio import machine, paths
from tangostudio.cards.prompt_bank import FILE, PromptBank
from tangostudio.errors import BadRequest
from tangostudio.library import Library, Take
from tangostudio.studio import tune_requests
from tangostudio.studio.tune_requests import Prompts
from tangostudio.tuning.pairs import OwnPair, Recipe

from .house import BANK, CATALOGUE, STARTER, add_take, starter_take, vote_on


@pytest.fixture
def library(tmp_path: Path):
    with Library.open(tmp_path / "library", write=True) as opened:
        yield opened


def take(prompt: str, seed: int = 1, **changes: Any) -> Take:
    """A take as the library gives it, without a library."""
    values = dataclasses.asdict(starter_take(prompt, seed))
    for name in ("index", "parent"):
        values.pop(name, None)
    known = {item.name for item in dataclasses.fields(Take)}
    values = {name: value for name, value in values.items() if name in known}
    return Take(**{**values, "id": seed, "path": Path("a.flac"), **changes})


# --- prompts -----------------------------------------------------------------------------------


def test_a_model_that_knows_some_kinds_gets_prompts_of_these_cut_to_its_length() -> None:
    found = tune_requests.prompts_for(STARTER, BANK, ())
    assert found.bank == (("rain on a roof", 2.0), ("a door slams", 0.7))
    assert found.held_out == (("a dog barks", 1.0), ("A Bell Rings", 2.0))


def test_a_model_that_knows_all_gets_the_whole_bank() -> None:
    options = {name: value for name, value in STARTER.options.items() if name != "kinds"}
    card = dataclasses.replace(STARTER, options=options)
    found = tune_requests.prompts_for(card, BANK, ())
    assert [text for text, _ in found.bank] == [item.text for item in BANK.prompts]
    assert [text for text, _ in found.held_out] == [item.text for item in BANK.held_out]


def test_own_prompts_join_the_bank_but_none_that_checks(library: Library) -> None:
    for seed in (1, 2):
        add_take(library, "my own gate", seed, seconds=1.5)
    add_take(library, "a bell rings")  # a prompt that is held out, in other letters
    add_take(library, "a hum", negative="hiss")
    add_take(library, "rain on a roof", seconds=2.0)  # in the bank already
    found = tune_requests.prompts_for(STARTER, BANK, library.takes.find())
    assert found.bank == (("rain on a roof", 2.0), ("a door slams", 0.7), ("my own gate", 1.5))


def test_the_prompts_most_often_used_are_the_ones_that_join(library: Library) -> None:
    takes = [add_take(library, f"prompt {i}", seed) for i in range(3) for seed in range(i + 1)]
    most = tune_requests.MOST_HISTORY
    many = [*takes * most, *(take_of(takes[0], f"other {i}") for i in range(most + 5))]
    found = tune_requests.prompts_for(STARTER, BANK, many)
    mine = [text for text, _ in found.bank[2:]]
    assert mine[:3] == ["prompt 2", "prompt 1", "prompt 0"]
    assert len(mine) == most


def take_of(take: Take, prompt: str) -> Take:
    return dataclasses.replace(take, prompt=prompt)


def test_the_bank_that_ships_suits_the_bundled_model() -> None:
    bank = PromptBank.load(paths.resources_dir() / FILE)
    found = tune_requests.prompts_for(STARTER, bank, ())
    plan = tune_requests.plan_for(STARTER, taste=False)
    assert len(found.bank) >= plan.prompts
    assert len(found.held_out) >= 20  # the decided pairs of a blind test
    texts = [text.casefold() for text, _ in (*found.bank, *found.held_out)]
    assert len(set(texts)) == len(texts)
    assert all(0.5 <= seconds <= 2.0 for _, seconds in (*found.bank, *found.held_out))


# --- the plan ----------------------------------------------------------------------------------


def test_a_plan_is_what_suits_the_model_with_what_was_chosen_in_its_place() -> None:
    table = STARTER.options["tune"]
    plan = tune_requests.plan_for(STARTER, taste=False)
    for name, value in table.items():
        if name != "seconds":
            assert getattr(plan, name) == value, name
    assert (plan.guidance, plan.sampler) == (STARTER.default("guidance"), "euler")
    chosen = tune_requests.plan_for(
        STARTER, taste=False, rounds=1, rank=4, targets="attention", beta=50.0, steps=None
    )
    assert (chosen.rounds, chosen.beta, chosen.steps) == (1, 50.0, table["steps"])
    assert (chosen.adapter.rank, chosen.adapter.alpha) == (4, 4.0)
    assert chosen.adapter.targets == "attention"
    assert tune_requests.plan_for(STARTER, taste=False, rank=4, alpha=2.0).adapter.alpha == 2.0


def test_a_model_without_a_table_gets_a_beta_for_its_latents() -> None:
    card = dataclasses.replace(STARTER, options={})
    plan = tune_requests.plan_for(card, taste=False)
    net = tune_requests.network(card)
    values = round(4.0 * net.tokens_per_second) * net.channels
    assert plan.beta == pytest.approx(2000 * values / (645 * 64))
    assert (plan.steps, plan.rounds) == (16, 3)


@pytest.mark.parametrize(
    ("taste", "share", "blend"),
    [
        (False, None, {"match": 1.0}),
        (True, None, {"match": 0.5, "taste": 0.5}),
        (True, 1.0, {"match": 1.0}),
        (True, 0.0, {"taste": 1.0}),
        (True, 0.25, {"match": 0.25, "taste": 0.75}),
        (False, 1.0, {"match": 1.0}),
    ],
)
def test_what_the_reward_is(taste: bool, share: float | None, blend: dict[str, float]) -> None:
    assert tune_requests.plan_for(STARTER, taste=taste, match_share=share).blend == blend


@pytest.mark.parametrize(
    ("taste", "share", "words"),
    [
        (False, 0.5, "Not enough is known of your taste"),
        (False, 0.0, "Not enough is known of your taste"),
        (True, -0.1, "0 to 100 %"),
        (True, float("nan"), "0 to 100 %"),
    ],
)
def test_a_reward_that_cannot_be(taste: bool, share: float, words: str) -> None:
    with pytest.raises(BadRequest, match=words):
        tune_requests.plan_for(STARTER, taste=taste, match_share=share)


def test_models_that_cannot_be_tuned(tmp_path: Path) -> None:
    with pytest.raises(BadRequest, match="Toy cannot be tuned") as caught:
        tune_requests.network(CATALOGUE.get("toy"))
    assert caught.value.hint
    said = dataclasses.replace(STARTER, can=frozenset(), cannot={"tune": "It is too large."})
    with pytest.raises(BadRequest) as caught:
        tune_requests.network(said)
    assert caught.value.hint == "It is too large."
    for text in (None, "{", "{}", "[]", '{"num_layers": "x"}'):
        if text is not None:
            (tmp_path / "config.json").write_text(text)
        with pytest.raises(BadRequest, match="config of Starter cannot be read"):
            tune_requests.network(dataclasses.replace(STARTER, folder=tmp_path))


# --- own pairs ---------------------------------------------------------------------------------


def test_own_pairs_are_recipes_of_what_the_model_itself_made(library: Library) -> None:
    one = add_take(library, "a gate", 1, negative="hum", steps=12, guidance=3.0)
    two = add_take(library, "a gate", 2)
    votes = [vote_on(one, two, "b"), vote_on(one, two, "b"), vote_on(one, two, "a")]
    takes = {item.sha256: item for item in (one, two)}
    found = tune_requests.own_pairs(votes, takes, STARTER.weights_hash)
    (pair,) = found.pairs
    assert pair.rejected == Recipe("a gate", 2.0, 12, 3.0, 1, "hum")
    assert pair.chosen == Recipe("a gate", 2.0, 8, 4.0, 2, "")
    assert pair.weight == pytest.approx(1 / 3)
    assert tune_requests.left_out(found) == []
    other = tune_requests.own_pairs(votes, takes, "0" * 64)
    assert other.pairs == []
    assert tune_requests.left_out(other) == [
        "3 votes compared takes that another model, or an adapter, made."
    ]


def test_long_pairs_are_left_to_the_taste() -> None:
    pairs = [
        OwnPair(Recipe("a", seconds, 2, 2.0), Recipe("a", seconds, 2, 2.0))
        for seconds in (0.5, 4.0, 4.1, 10.0)
    ]
    kept = tune_requests.usable(pairs, STARTER, Prompts((), ()))
    assert [pair.chosen.seconds for pair in kept] == [0.5, 4.0]


def test_pairs_of_a_held_out_prompt_are_never_trained_on() -> None:
    pairs = [
        OwnPair(Recipe(text, 1.0, 2, 2.0), Recipe(text, 1.0, 2, 2.0)) for text in ("Rain", "bell")
    ]
    kept = tune_requests.usable(pairs, STARTER, Prompts((), (("rain", 2.0),)))
    assert [pair.chosen.prompt for pair in kept] == ["bell"]


# --- the outline -------------------------------------------------------------------------------


def test_longer_sounds_need_more_memory_and_more_work_more_time(tmp_path: Path) -> None:
    plan = tune_requests.plan_for(STARTER, taste=False, prompts=4)
    short = Prompts((("a", 1.0),) * 4, (("b", 1.0),))
    long = Prompts((("a", 1.0),) * 4, (("b", 8.0),))
    one, two = (
        tune_requests.outline(STARTER, plan, prompts, [], 0.5, tmp_path)
        for prompts in (short, long)
    )
    assert two.memory_bytes > one.memory_bytes
    assert two.seconds == one.seconds is not None
    # Three rounds of 4 prompts with 5 candidates, and 4 checks of one prompt with 4 takes.
    assert one.seconds is not None
    assert one.seconds > 0.5 * (3 * 4 * 5 + 4 * 4)
    own = [OwnPair(Recipe("a", 8.0, 2, 2.0), Recipe("a", 8.0, 2, 2.0))]
    three = tune_requests.outline(STARTER, plan, short, own, 0.5, tmp_path)
    assert three.memory_bytes == two.memory_bytes
    assert three.seconds is not None
    assert three.seconds > one.seconds
    assert tune_requests.outline(STARTER, plan, short, [], None, tmp_path).seconds is None


def test_a_full_fine_tune_shows_its_size(tmp_path: Path) -> None:
    plan = tune_requests.plan_for(STARTER, taste=False, full=True)
    prompts = Prompts((("a", 1.0),), (("b", 1.0),))
    outline = tune_requests.outline(STARTER, plan, prompts, [], None, tmp_path)
    assert outline.rank == 0
    assert outline.trained_bytes == 2 * tune_requests.network(STARTER).values()


def test_a_problem_has_numbers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "free_memory", lambda: 2**27)
    monkeypatch.setattr(machine, "free_disk", lambda folder: 2**40)
    plan = tune_requests.plan_for(STARTER, taste=False, full=True)
    prompts = Prompts((("a", 1.0),), (("b", 1.0),))
    outline = tune_requests.outline(STARTER, plan, prompts, [], None, tmp_path)
    needed = outline.least_memory_bytes / 2**30
    assert outline.problem == f"Too little memory: {needed:.1f} GB are needed, 0.1 are free."


def test_the_sizes_come_from_the_config_alone() -> None:
    assert STARTER.folder is not None
    config = json.loads((STARTER.folder / "config.json").read_text())
    net = tune_requests.network(STARTER)
    assert net.width == config["attention_head_dim"] * config["num_attention_heads"]
    assert (net.double, net.single) == (config["num_layers"], config["num_single_layers"])
