"""Tango 2's strategies on a tiny flow: what is made, what is kept, and going on after a stop."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from tangostudio.errors import BadRequest, TuneError
from tangostudio.tuning import drafts, latent_files, lora, pairs, rewards, strategies
from tangostudio.tuning.batches import Prompt
from tangostudio.tuning.events import Drafted, Stepped
from tangostudio.tuning.fit import Fit
from tangostudio.tuning.pairs import Limits, Recipe
from tangostudio.tuning.plan import Plan
from tangostudio.tuning.strategies import Selected
from tests.tuning import tiny

PLAN = Plan(candidates=5, steps=2, guidance=2.0, batch=4, epochs=1, adapter=lora.Options(rank=2))
ALL = Limits(-1e9, -1e9, 0.0, 1e9)
PROMPTS = [
    Prompt(text, 1.0)
    for text in ("soft rain", "a dog, then a bell", "unheard", "loud bell", "a door")
]
ORDERED = "a dog, then a bell"


def judge(prompt: str, sounds: Sequence[np.ndarray]) -> rewards.Judged:
    """Likes a high mean of the first channel."""
    told = tiny.judge(prompt, sounds)
    return rewards.Judged({"match": told.scores["high"], "other": told.scores["other"]})


def run(
    folder: Path, prompts=PROMPTS, kinds=strategies.KINDS, limits: Limits | None = ALL, **options
) -> tuple[list[Drafted], Selected]:
    model, judge_ = tiny.base().model, options.pop("judge", judge)
    *made, last = strategies.strategy_pairs(
        model, options.pop("plan", PLAN), prompts, judge_, folder, kinds, limits, **options
    )
    assert isinstance(last, Selected)
    return [event for event in made if isinstance(event, Drafted)], last


def rows(selected: Selected) -> list[list]:
    return latent_files.read_told(Path(selected.path))["pairs"]


@pytest.fixture(scope="module")
def whole(tmp_path_factory) -> tuple[list[Drafted], Selected]:
    return run(tmp_path_factory.mktemp("whole"))


# --- what is made ----------------------------------------------------------------------------


def test_a_prompt_gets_inferences_and_its_wrong_versions():
    made = strategies.rows_of(PLAN, Prompt(ORDERED, 1.0), 1, strategies.KINDS, (7, 9), wrong=3)
    assert [(row.kind, row.steps) for row in made] == [
        ("true", 2), ("true", 7), ("true", 9), ("true", 7), ("true", 9),
        *[("prompts", 2)] * 3, *[("order", 2)] * 3,
    ]  # fmt: skip
    assert {row.text for row in made[:5]} == {ORDERED}
    assert ORDERED not in {row.text for row in made[5:]}
    assert made[8].text == "A bell, then a dog"
    assert len({row.seed for row in made}) == len(made)
    assert made == strategies.rows_of(PLAN, Prompt(ORDERED, 1.0), 1, strategies.KINDS, (7, 9), 3)


def test_a_prompt_without_a_wrong_version_is_made_for_inferences_alone():
    plain = Prompt("unheard", 1.0)
    assert strategies.rows_of(PLAN, plain, 0, ("prompts", "order")) == []
    assert len(strategies.rows_of(PLAN, plain, 0, ("inferences",))) == 5


def test_every_prompt_is_told_and_the_candidates_are_dropped(whole):
    made, selected = whole
    assert [(e.prompt, e.done, e.total) for e in made] == [
        (prompt.text, i, 5) for i, prompt in enumerate(PROMPTS, 1)
    ]
    assert [path.name for path in Path(selected.path).parent.iterdir()] == ["pairs.safetensors"]


# --- what is kept ----------------------------------------------------------------------------


def test_the_best_inference_wins_against_the_others_and_true_against_wrong(whole):
    _, selected = whole
    assert selected.made["inferences"] == selected.kept["inferences"] == 5 * 4
    assert selected.made["order"] == 4
    assert 0 < selected.kept["prompts"] < selected.made["prompts"]
    assert (selected.limits, selected.assumed) == (ALL, False)
    told = rows(selected)
    assert len(told) == sum(selected.kept.values())
    assert all(row[2] > 0 for row in told)
    assert selected.margin == pytest.approx(np.mean([row[2] for row in told]))
    best = [row[3] for row in told if row[0] == "soft rain" and row[5] == "inferences"]
    assert len(best) == 4
    assert len(set(best)) == 1


def test_the_latents_are_those_of_the_texts_and_seeds_that_are_told(whole):
    _, selected = whole
    made = drafts.read_pairs(Path(selected.path))
    told = rows(selected)
    chosen = next(i for i, row in enumerate(told) if row[5] != "inferences")
    text, seconds, margin, *seeds, _, wrong = told[chosen]
    assert wrong != text
    pair, scores = made[chosen], []
    assert pair.prompt == Prompt(text, seconds)
    for of, seed, latents in zip((text, wrong), seeds, (pair.winner, pair.loser), strict=True):
        again, sounds = drafts.make(tiny.base().model, Recipe(of, seconds, 2, 2.0), [seed])
        assert torch.allclose(again[0], latents, atol=1e-5)
        scores.append(judge(text, sounds).scores["match"][0])
    assert margin == pytest.approx(scores[0] - scores[1], abs=1e-5)


def test_every_score_is_against_the_true_prompt(tmp_path):
    asked = []

    def listening(prompt: str, sounds: Sequence[np.ndarray]) -> rewards.Judged:
        asked.append((prompt, len(sounds)))
        return judge(prompt, sounds)

    run(tmp_path, PROMPTS[:2], ("prompts",), judge=listening)
    assert [prompt for prompt, _ in asked] == ["soft rain", ORDERED]
    assert all(count == 1 + 5 for _, count in asked)


def test_limits_leave_pairs_out(tmp_path, whole):
    told = rows(whole[1])
    gap = float(np.median([row[2] for row in told]))
    _, selected = run(tmp_path, limits=Limits(-1e9, -1e9, gap, 1e9))
    kept = [row for row in told if row[2] >= gap]
    assert rows(selected) == kept
    assert 0 < len(kept) < len(told)


def test_another_scorer_s_limits_come_from_its_own_distribution(tmp_path, whole):
    _, carried = run(tmp_path, limits=None)
    assert carried.assumed
    assert carried.made == whole[1].made
    scores = []
    for place, prompt in enumerate(PROMPTS):
        for row in strategies.rows_of(PLAN, prompt, place, strategies.KINDS):
            if row.kind == "true":
                recipe = Recipe(row.text, 1.0, 2, 2.0)
                _, sounds = drafts.make(tiny.base().model, recipe, [row.seed])
                scores.append(judge(prompt.text, sounds).scores["match"][0])
    wanted = pairs.at_quantiles(pairs.ASSUMED_QUANTILES, scores)
    assert carried.limits.winner == pytest.approx(wanted.winner, abs=1e-4)
    assert carried.limits.largest_gap == pytest.approx(wanted.largest_gap, abs=1e-4)
    limits = carried.limits
    assert all(limits.least_gap <= row[2] <= limits.largest_gap for row in rows(carried))


def test_the_assumed_quantiles_are_the_paper_s_limits_in_the_assumed_distribution():
    found = pairs.ASSUMED_QUANTILES
    assert found.winner == pytest.approx(0.338, abs=1e-3)
    assert found.loser == pytest.approx(0.202, abs=1e-3)
    assert found.least_gap == pytest.approx(0.232, abs=1e-3)
    assert found.largest_gap == pytest.approx(0.961, abs=1e-3)


@pytest.mark.parametrize("count", [400, 3000])
@pytest.mark.parametrize(("scale", "shift"), [(1.0, 0.0), (20.0, -7.0)])
def test_scores_distributed_as_assumed_get_the_paper_s_limits_back(count, scale, shift):
    """At whatever scale a scorer has."""
    even = (np.arange(count) + 0.5) / count
    scores = [scale * pairs.CLAP_SCORES.inv_cdf(float(q)) + shift for q in even]
    found = pairs.at_quantiles(pairs.ASSUMED_QUANTILES, scores)
    paper = pairs.LAION_BEST_AUDIOSET
    assert (found.winner - shift) / scale == pytest.approx(paper.winner, abs=0.004)
    assert (found.loser - shift) / scale == pytest.approx(paper.loser, abs=0.004)
    assert found.least_gap / scale == pytest.approx(paper.least_gap, abs=0.004)
    assert found.largest_gap / scale == pytest.approx(paper.largest_gap, abs=0.008)


@pytest.mark.parametrize("loss", ["dpo", "crpo"])
def test_the_pairs_can_be_learned_from(whole, loss):
    made = drafts.read_pairs(Path(whole[1].path))[:8]
    plan = replace(PLAN, loss=loss)
    steps = list(Fit(lora.Policy(tiny.base(), plan.adapter, 1), None, made, plan, 1).run())
    assert [type(step) for step in steps] == [Stepped] * 2
    first = steps[0]
    assert isinstance(first, Stepped)
    assert first.margin == 0


# --- going on --------------------------------------------------------------------------------


def test_what_lies_in_the_folder_is_kept(tmp_path, whole):
    loop = strategies.strategy_pairs(
        tiny.base().model, PLAN, PROMPTS, judge, tmp_path, limits=ALL
    )  # fmt: skip
    next(loop)
    next(loop)
    loop.close()  # pyright: ignore[reportAttributeAccessIssue]
    made = sorted((tmp_path / "candidates").iterdir())
    assert len(made) == 2
    before = [path.stat().st_mtime_ns for path in made]
    again = strategies.strategy_pairs(tiny.base().model, PLAN, PROMPTS, judge, tmp_path, limits=ALL)
    for _ in PROMPTS:
        next(again)
    assert [path.stat().st_mtime_ns for path in made] == before
    selected = next(again)
    assert isinstance(selected, Selected)
    assert rows(selected) == rows(whole[1])
    one, other = (drafts.read_pairs(Path(s.path)) for s in (selected, whole[1]))
    assert all(torch.equal(a.winner, b.winner) for a, b in zip(one, other, strict=True))


def test_finished_pairs_are_told_again_and_only_to_who_asked_for_them(whole):
    folder = Path(whole[1].path).parent
    assert run(folder) == ([], whole[1])
    others: list[dict[str, Any]] = [
        {"limits": None},
        {"prompts": PROMPTS[1:]},
        {"kinds": ("inferences",)},
        {"plan": replace(PLAN, seed=2)},
    ]
    for changed in others:
        with pytest.raises(TuneError, match="other prompts, another plan or other limits"):
            run(folder, **changed)


def test_candidates_of_other_prompts_are_refused(tmp_path):
    next(strategies.strategy_pairs(tiny.base().model, PLAN, PROMPTS, judge, tmp_path, limits=ALL))
    with pytest.raises(TuneError, match="sounds of other prompts"):
        run(tmp_path, [Prompt("dog", 1.0)])


# --- what cannot be --------------------------------------------------------------------------


def test_nothing_within_the_limits_is_told_and_wider_ones_can_be_tried(tmp_path):
    with pytest.raises(TuneError, match="None of the 8 pairs") as caught:
        run(tmp_path, PROMPTS[:2], ("inferences",), Limits(1e9, 0, 0, 1))
    assert "wider limits" in caught.value.hint
    made = list((tmp_path / "candidates").iterdir())
    before = [path.stat().st_mtime_ns for path in made]
    loop = strategies.strategy_pairs(
        tiny.base().model, PLAN, PROMPTS[:2], judge, tmp_path, ("inferences",), ALL
    )
    next(loop)
    next(loop)
    assert [path.stat().st_mtime_ns for path in made] == before
    assert isinstance(next(loop), Selected)


@pytest.mark.parametrize("kinds", [("order",), ("prompts", "order")])
def test_prompts_without_a_wrong_version_are_told(tmp_path, kinds):
    with pytest.raises(BadRequest, match="None of the 2 prompts has a close but wrong") as caught:
        run(tmp_path, [Prompt("unheard", 1.0), Prompt("hum", 1.0)], kinds)
    assert "two events" in caught.value.hint
    assert not list(tmp_path.iterdir())


def test_too_few_sounds_for_quantiles_are_told_before_any_is_made(tmp_path):
    with pytest.raises(BadRequest, match="15 sounds of true prompts are too few"):
        run(tmp_path, PROMPTS[:3], limits=None)
    assert not list(tmp_path.iterdir())
    with pytest.raises(BadRequest, match="3 sounds are too few"):
        pairs.at_quantiles(pairs.ASSUMED_QUANTILES, [0.1, 0.2, 0.3])


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"prompts": []}, "no prompts"),
        ({"kinds": ()}, "no strategies at all"),
        ({"kinds": ("inferences", "votes")}, "no strategies inferences, votes"),
        ({"step_counts": (5, 0)}, "Steps may be 1 to 200"),
        ({"wrong": 0}, "room for a wrong prompt"),
    ],
)
def test_options_that_make_no_sense_are_refused(tmp_path, options, words):
    with pytest.raises(BadRequest, match=words):
        run(tmp_path, **options)


def test_a_judge_without_match_and_values_that_are_no_numbers_are_told(tmp_path):
    with pytest.raises(BadRequest, match="Nothing judges match"):
        run(tmp_path, judge=tiny.judge)

    def broken(model, recipe, seeds, sampler):
        made, sounds = drafts.make(model, recipe, seeds, sampler)
        return made * float("nan"), sounds

    with pytest.raises(TuneError, match="no numbers for “soft rain”"):
        run(tmp_path, make=broken)
