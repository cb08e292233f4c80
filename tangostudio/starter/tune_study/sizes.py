"""How much the study does, and the prompts that it does it on.

A kind of sound is asked for in several wordings; one wording of each is held out. So the check asks
whether what was learned holds for words that were never trained on.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from tangostudio.starter.evaluation import prompts as wordings
from tangostudio.starter.sounds import FAMILIES
from tangostudio.tuning.batches import Prompt
from tangostudio.tuning.plan import Options, Plan

_TRIES = 60


KINDS = (
    *("alarm", "brakes", "camera", "cough", "dog_bark", "door_creak", "doorbell", "footsteps"),
    *("frog", "horn", "jet", "robot", "servo", "sheep", "small_bell", "wind_chime"),
)
"""The kinds of sound whose takes of one prompt differ most in their match, measured once on other
seeds: where all takes are alike there is nothing to choose between."""


@dataclass(frozen=True)
class Sizes:
    """The study's sizes; with the defaults it takes under an hour and a half on two cores.

    Attributes:
        runs: of each arm, each with seeds and an order of prompts of its own.
        rounds: of the arms that are compared over rounds; designer_rounds: of one tune.
        wordings: of each kind of sound in the bank; held_out: of each that only check.
        votes: that a simulated designer gives before the tune.
        voted_takes: of each prompt that is voted on.
        designers: what they like (see `starter.likings`); the first is run `runs` times, the
            others once.
        best_of: numbers of candidates among which the best by the reward is taken.
        kinds: of sound in the arms over rounds; designer_kinds: in the designers' tunes.
    """

    runs: int = 3
    rounds: int = 5
    designer_rounds: int = 1
    wordings: int = 14
    held_out: int = 3
    prompts: int = 160
    designer_wordings: int = 4
    designer_prompts: int = 352
    candidates: int = 5
    epochs: int = 4
    batch: int = 16
    learning_rate: float = 1e-3
    time_mean: float = 1.0
    beta: float = 100.0
    rank: int = 8
    seconds: float = 1.5
    steps: int = 10
    checks: int = 4
    votes: int = 100
    voted_takes: int = 4
    designers: tuple[str, ...] = ("bright", "short", "tonal")
    best_of: tuple[int, ...] = (1, 5, 10, 15)
    kinds: tuple[str, ...] = KINDS
    designer_kinds: tuple[str, ...] = field(default_factory=lambda: tuple(sorted(FAMILIES)))

    def plan(self, run: int, **changes: Any) -> Plan:
        """The plan of one arm."""
        values: dict[str, Any] = {
            "seed": 1000 + run,
            "rounds": self.rounds,
            "prompts": self.prompts,
            "candidates": self.candidates,
            "epochs": self.epochs,
            "batch": self.batch,
            "micro_batch": 16,
            "learning_rate": self.learning_rate,
            "time_mean": self.time_mean,
            "beta": self.beta,
            "steps": self.steps,
            "checks": self.checks,
            "adapter": Options(rank=self.rank, alpha=float(self.rank)),
        }
        return Plan(**{**values, **changes})


@dataclass(frozen=True)
class Asked:
    """The prompts of a study.

    Attributes:
        bank: to learn from; held_out: of the same kinds, in words that the bank has not.
        kinds: what each text asks for.
    """

    bank: tuple[Prompt, ...]
    held_out: tuple[Prompt, ...]
    kinds: Mapping[str, str]


def asked(kinds: Sequence[str], wordings: int, held_out: int, seconds: float) -> Asked:
    """Wordings of every kind, always the same ones."""
    rng = np.random.default_rng(7)
    known: dict[str, str] = {}
    checking = [_fresh(kind, known, rng) for _ in range(held_out) for kind in kinds]
    bank = [_fresh(kind, known, rng) for _ in range(wordings) for kind in kinds]
    return Asked(
        tuple(Prompt(text, seconds) for text in bank),
        tuple(Prompt(text, seconds) for text in checking),
        known,
    )


def _fresh(family: str, kinds: dict[str, str], rng: np.random.Generator) -> str:
    """A wording of the kind that nobody has yet; one in a frame where its words run out."""
    for attempt in range(_TRIES):
        text = wordings.plain(family, rng)
        if attempt > _TRIES // 2:
            text = wordings.framed(text, attempt)
        if text not in kinds:
            kinds[text] = family
            return text
    raise AssertionError(f"the words for {family} ran out")
