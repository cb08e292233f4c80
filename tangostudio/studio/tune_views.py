"""What views show of a tuning: values made from its request and its news, and how far it is.

Pure: it knows no library, no runner and no screen.
"""

from __future__ import annotations

import dataclasses
import json
import math
import typing
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from tangostudio.errors import BadRequest
from tangostudio.messages import Failed, TuneRequest
from tangostudio.preference.intervals import Share
from tangostudio.studio import train_views
from tangostudio.tuning import events
from tangostudio.tuning.events import (
    Checked,
    Checking,
    Drafted,
    Encoded,
    PairsChosen,
    Stepped,
    Trained,
    Warned,
)
from tangostudio.tuning.methods import TrainPlan
from tangostudio.tuning.plan import Plan

LEAST_PAIRS, LEAST_PROMPTS, LEAST_CONSISTENCY, LEAST_REPEATS = 40, 8, 0.7, 5

PAIR_IN_TAKES = 0.28
"""A pair's training step in takes of the same length: measured on the bundled model."""

SHOWN_STEPS = 60
"""Steps of a round that are kept for a curve."""

_NEWS: dict[str, Any] = {cls.__name__: cls for cls in typing.get_args(events.Event)}


@dataclass(frozen=True)
class Readiness:
    """Whether there are votes enough for a tuning to follow them.

    Attributes:
        pairs: decided pairs that the model itself made; prompts: how many prompts they are of.
        consistency: of repeated votes.
        missing: what is wanting, a sentence each.
    """

    pairs: int
    prompts: int
    consistency: Share
    missing: tuple[str, ...]

    @property
    def ready(self) -> bool:
        """Nothing is wanting."""
        return not self.missing


def readiness(pairs: int, prompts: int, consistency: Share, left_out: Iterable[str]) -> Readiness:
    """What there is against what is asked for: 40 decided pairs, 8 prompts, 70 % consistency.

    Args:
        left_out: sentences on votes that cannot be used.
    """
    missing = []
    if pairs < LEAST_PAIRS:
        missing.append(f"{pairs} of {LEAST_PAIRS} decided pairs of this model's own takes.")
    if prompts < LEAST_PROMPTS:
        missing.append(f"Votes on {prompts} of {LEAST_PROMPTS} different prompts.")
    steady = consistency.share >= LEAST_CONSISTENCY
    if consistency.cases >= LEAST_REPEATS and not steady:
        missing.append(
            f"Repeated pairs were answered alike {consistency.share:.0%} of the time; "
            f"at {LEAST_CONSISTENCY:.0%} there is something to learn."
        )
    if missing:
        missing += left_out
    return Readiness(pairs, prompts, consistency, tuple(missing))


@dataclass(frozen=True)
class Outline:
    """A tuning before it begins: what it will do and need.

    Attributes:
        seconds: how long it will take here, about; None while the model's speed is not known.
        memory_bytes, least_memory_bytes: beyond the loaded model; the least with smaller parts.
        free_memory, disk_bytes, free_disk: None where the system does not say.
        trained_bytes: size of what is learned.
        own_pairs: pairs of votes that are learned from directly.
        blend: share of each judge in the reward.
        problem: why it cannot start on this computer now; empty when it can.
    """

    seconds: float | None
    memory_bytes: int
    least_memory_bytes: int
    free_memory: int | None
    disk_bytes: int
    free_disk: int | None
    rounds: int
    prompts: int
    candidates: int
    rank: int
    trained_bytes: int
    own_pairs: int
    blend: Mapping[str, float]
    sentence: str
    problem: str = ""


@dataclass(frozen=True)
class TuneView:
    """A tuning as it is shown.

    Attributes:
        state: "running", "paused", "interrupted", "failed", "done" or "cancelled".
        votes: that it learns from.
        round, stage, done, total: where it is; stage is "draft", "fit" or "check", of one on a
            corpus "encode", "check", "warm_up" or "train".
        share: of all its work, 0 to 1.
        seconds_left: None while it cannot be told.
        checked: the checks so far, the base's first.
        steps: some of the training's steps, for a curve.
        warnings: what speaks against what was learned.
        adapter: number of the adapter that came of it.
        saved_seconds_ago: since the last checkpoint; None before the first.
        plan: of the method's own class.
        corpus: id of the corpus that it learns from; empty for votes.
    """

    id: str
    name: str
    model: str
    method: str
    state: str
    votes: int
    round: int
    rounds: int
    stage: str
    done: int
    total: int
    share: float
    seconds_left: float | None
    checked: tuple[Checked, ...]
    steps: tuple[Stepped | Trained, ...]
    warnings: tuple[str, ...]
    error: Failed | None
    adapter: int | None
    saved_seconds_ago: float | None
    plan: Plan | TrainPlan
    blend: Mapping[str, float]
    corpus: str = ""


@dataclass
class Course:
    """How far a tuning is, from its news in the order they came.

    Attributes:
        units: work done, in takes.
    """

    plan: Plan
    held_out: int
    own: int
    round: int = 0
    stage: str = "check"
    done: int = 0
    total: int = 0
    units: float = 0.0
    checked: list[Checked] = dataclasses.field(default_factory=list)
    steps: list[Stepped] = dataclasses.field(default_factory=list)
    warnings: list[str] = dataclasses.field(default_factory=list)

    @classmethod
    def of(cls, request: TuneRequest, news: Iterable[Mapping[str, Any]] = ()) -> Course:
        """The course of a request with the news that were stored. Raises BadRequest."""
        try:
            values = json.loads(request.plan)
            own = len(json.loads(request.own))
        except ValueError as error:
            raise BadRequest(f"This tuning cannot be read: {error}.") from error
        course = cls(Plan.of(values), len(request.held_out), own)
        for values in news:
            if (item := from_values(values)) is not None:
                course.take_in(item)
        return course

    def take_in(self, news: Any) -> None:
        """One more of its news."""
        match news:
            case Drafted():
                self._stand(news.round, "draft", news.done, news.total)
                self.units = self._before(news.round) + news.done * self.plan.candidates
            case PairsChosen():
                self._stand(news.round, "fit", 0, 0)
                self.units = self._before(news.round) + self._drafts_of(news.round)
            case Stepped():
                self._stand(news.round, "fit", news.step, news.steps)
                fit = self._fit_units * news.step / max(1, news.steps)
                self.units = self._before(news.round) + self._drafts_of(news.round) + fit
                at = (news.round, news.step)
                if self.steps and (self.steps[-1].round, self.steps[-1].step) >= at:
                    # It went on from a checkpoint before: what came after that is made again.
                    self.steps = [item for item in self.steps if (item.round, item.step) < at]
                if keeps(news):
                    self.steps.append(news)
            case Checking():
                self._stand(news.round, "check", news.done, news.total)
                done = news.done * self.plan.checks
                whole = self.held_out * self.plan.checks
                self.units = max(0.0, self._before(news.round + 1) - whole) + done
            case Checked():
                self.checked = [item for item in self.checked if item.round < news.round] + [news]
                self._stand(news.round + 1, "draft", 0, 0)
                self.units = self._before(news.round + 1)
            case Warned(sentence=sentence):
                if sentence not in self.warnings:
                    self.warnings.append(sentence)

    def told(self, news: Any) -> Any:
        """One of its news as it is stored."""
        return news

    @property
    def rounds(self) -> int:
        """How often it learns."""
        return self.plan.rounds

    @property
    def blend(self) -> Mapping[str, float]:
        """Share of each judge in the reward."""
        total = sum(self.plan.blend.values())
        return {name: weight / total for name, weight in self.plan.blend.items()}

    @property
    def share(self) -> float:
        """Of all the work, 0 to 1."""
        whole = self._before(self.plan.rounds + 1)
        return min(1.0, self.units / whole) if whole else 0.0

    @property
    def whole(self) -> float:
        """All the work, in takes."""
        return self._before(self.plan.rounds + 1)

    def _stand(self, number: int, stage: str, done: int, total: int) -> None:
        self.round, self.stage = min(number, self.plan.rounds), stage
        self.done, self.total = done, total

    def _before(self, number: int) -> float:
        """Work before a round begins; the base's check comes first of all."""
        if number == 0:
            return 0.0
        check = self.held_out * self.plan.checks
        drafts = (number - 1) if self.plan.online else min(1, number - 1)
        return check * number + self._draft_units * drafts + self._fit_units * (number - 1)

    def _drafts_of(self, number: int) -> float:
        """Work of a round's candidates; when offline the first round's serve all."""
        return self._draft_units if self.plan.online or number == 1 else 0.0

    @property
    def _draft_units(self) -> float:
        return float(self.plan.prompts * self.plan.candidates)

    @property
    def _fit_units(self) -> float:
        pairs = self.plan.prompts + self.own
        return PAIR_IN_TAKES * pairs * self.plan.epochs * 16 / self.plan.steps


def keeps(step: Stepped) -> bool:
    """Whether a step is one of those that a curve shows, and that are stored."""
    every = max(1, math.ceil(step.steps / SHOWN_STEPS))
    return step.step == 1 or step.step == step.steps or step.step % every == 0


def stored(news: Any) -> bool:
    """Whether one of its news outlives the program; the others say only how far it is."""
    match news:
        case Stepped():
            return keeps(news)
        case Trained():
            return train_views.keeps(news)
        case Encoded():
            return news.done == news.total
    return not isinstance(news, Drafted | Checking)


def to_values(news: Any) -> dict[str, Any]:
    """One of a tuning's news as plain values, with its name."""
    return {"news": type(news).__name__, **dataclasses.asdict(news)}


def from_values(values: Mapping[str, Any]) -> Any | None:
    """The news that `to_values` wrote; None for what this version does not know."""
    cls = _NEWS.get(str(values.get("news")))
    if cls is None:
        return None
    known = {item.name for item in dataclasses.fields(cls)}
    try:
        return cls(**{name: _tuples(v) for name, v in values.items() if name in known})
    except TypeError:
        return None


def _tuples(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(_tuples(item) for item in value)
    if isinstance(value, dict):
        return {name: _tuples(item) for name, item in value.items()}
    return value
