"""Checks on prompts that are never trained on: the same seeds before and after.

Knows nothing of how the policy was trained.
"""

import math
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from scipy import stats

from tangostudio.audio import files
from tangostudio.preference.intervals import wilson
from tangostudio.tuning import rewards
from tangostudio.tuning.batches import Prompt
from tangostudio.tuning.drafts import make
from tangostudio.tuning.events import Checked, Checking, Warned
from tangostudio.tuning.pairs import Recipe
from tangostudio.tuning.plan import Plan

_SEEDS = 30  # what a generator is for
LISTEN = 4
"""Prompts whose first takes are kept as files."""

LESS_DIVERSE = 0.9
MORE_FLAGS = 0.05
"""A rise of the reward is doubted from here on: diversity under so much of the base's, or so much
more of the sounds with faults."""


@dataclass
class _Found:
    values: dict[str, list[float]] = field(default_factory=dict)
    diversity: list[float] = field(default_factory=list)
    flagged: list[bool] = field(default_factory=list)
    sounds: list[str] = field(default_factory=list)
    prompts: list[str] = field(default_factory=list)


Make = Callable[[Any, Recipe, Sequence[int], str], tuple[Any, list[np.ndarray]]]
"""From a model, a recipe, seeds and the name of a sampler to latents and sounds."""


def check(
    model: Any,
    plan: Plan,
    held_out: Sequence[Prompt],
    judge: rewards.Judge,
    number: int,
    base: Checked | None,
    folder: Path,
    make: Make = make,
    rate: int = 0,
) -> Generator[Checking, None, Checked]:
    """Play the held-out prompts and compare with what the base did at the same seeds.

    Args:
        model: of the TangoFlux family; of another one where `make` makes its takes.
        rate: of the sounds; 0 for that of the model's codec.
    """
    found = _Found()
    for place, prompt in enumerate(held_out):
        rng = np.random.default_rng([plan.seed, _SEEDS, place])
        seeds = rng.integers(0, 1 << 31, plan.checks).tolist()
        recipe = Recipe(prompt.text, prompt.seconds, plan.steps, plan.guidance)
        _, sounds = make(model, recipe, seeds, plan.sampler)
        told = judge(prompt.text, sounds)
        for name, scores in told.scores.items():
            found.values.setdefault(name, []).extend(float(value) for value in scores)
        if told.embeddings is not None and len(sounds) > 1:
            found.diversity.append(rewards.diversity(told.embeddings))
        found.flagged += [bool(flags) for flags in told.flags]
        if place < LISTEN:
            stored = files.store(sounds[0], rate or model.codec.sample_rate, folder)
            found.sounds.append(str(stored.path))
            found.prompts.append(prompt.text)
        yield Checking(number, place + 1, len(held_out))
    return _summary(plan, number, found, base)


def _summary(plan: Plan, number: int, found: _Found, base: Checked | None) -> Checked:
    before = base.values if base else found.values
    return Checked(
        round=number,
        scores={name: float(np.mean(values)) for name, values in found.values.items()},
        gains={
            name: gain(before[name], values, plan.checks) for name, values in found.values.items()
        },
        reward=_reward_gain(plan, before, found.values),
        diversity=float(np.mean(found.diversity)) if found.diversity else math.nan,
        flagged=float(np.mean(found.flagged)) if found.flagged else 0.0,
        values=found.values,
        sounds=tuple(found.sounds),
        prompts=tuple(found.prompts),
        diversity_range=_interval(found.diversity),
        flagged_range=_share_interval(found.flagged),
    )


def gain(before: Sequence[float], after: Sequence[float], takes: int) -> tuple[float, float, float]:
    """Mean difference and its interval of 95 %, over prompts of `takes` values each.

    Takes of one prompt are not independent, so the prompts' means are what is counted.
    """
    changes = (np.asarray(after) - np.asarray(before)).reshape(-1, takes).mean(1)
    mean = float(changes.mean())
    if len(changes) < 2:
        return mean, -math.inf, math.inf
    half = _t95(len(changes) - 1) * float(changes.std(ddof=1)) / math.sqrt(len(changes))
    return mean, mean - half, mean + half


def _interval(values: Sequence[float]) -> tuple[float, float]:
    """Of the mean, 95 %."""
    if len(values) < 2:
        return -math.inf, math.inf
    half = _t95(len(values) - 1) * float(np.std(values, ddof=1)) / math.sqrt(len(values))
    return float(np.mean(values)) - half, float(np.mean(values)) + half


def _share_interval(flagged: Sequence[bool]) -> tuple[float, float]:
    found = wilson(sum(flagged), len(flagged))
    return found.low, found.high


def _t95(freedom: int) -> float:
    return float(stats.t.ppf(0.975, freedom))


def _reward_gain(
    plan: Plan, before: dict[str, list[float]], after: dict[str, list[float]]
) -> float:
    total = sum(plan.blend.values())
    gained = 0.0
    for name, weight in plan.blend.items():
        deviation = float(np.std(before[name])) or 1.0
        gained += weight / total * (np.mean(after[name]) - np.mean(before[name])) / deviation
    return float(gained)


def doubts(plan: Plan, base: Checked, now: Checked) -> list[Warned]:
    """What speaks against a gain of the reward: it may be the judge alone that is pleased."""
    if now.reward <= 0:
        return []
    found = []
    if now.diversity < LESS_DIVERSE * base.diversity:
        share = 1 - now.diversity / base.diversity
        found.append(f"The reward rises, but takes of one prompt differ {share:.0%} less.")
    if now.flagged > base.flagged + MORE_FLAGS:
        found.append(
            f"The reward rises, but {now.flagged:.0%} of the sounds have faults "
            f"({base.flagged:.0%} before)."
        )
    for name, (_, _, high) in now.gains.items():
        if name not in plan.blend and high < 0:
            found.append(f"The reward rises, but {name}, which does not count in it, falls.")
    return [Warned(now.round, sentence) for sentence in found]
