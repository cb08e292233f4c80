"""What views show of a training on a corpus: its outline, and how far it is.

Pure: it knows no library, no runner and no screen. Work is counted in passes of the network over
one sound.
"""

from __future__ import annotations

import dataclasses
import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from tangostudio.errors import BadRequest
from tangostudio.messages import TuneRequest
from tangostudio.tuning.arc_plan import FewStepPlan
from tangostudio.tuning.events import Checked, Checking, Encoded, Trained, Warned
from tangostudio.tuning.methods import TrainPlan, plan_of

CHECK_BEFORE, CHECK_AFTER = "check before", "check after"
STAGES = ("encode", CHECK_BEFORE, "warm_up", "train", CHECK_AFTER)
"""In their order; both checks are shown as "check"."""

SHOWN = 240
"""Steps of a stage that are kept for a curve."""

CODEC = 2.0
"""Passes that a codec's work on one sound is worth."""

BACKWARD = 3.0
"""Passes that a pass with its gradients is worth."""

TURN = 12.0
"""The same of a turn of generator or discriminator, on average: 15 were measured on the bundled
model with clips of half a second, 9 are counted without the discriminator's head."""


@dataclass(frozen=True)
class TrainOutline:
    """A training on a corpus before it begins: what it will do and need.

    Attributes:
        seconds: how long it will take here, about; None while the model's speed is not known.
        memory_bytes, least_memory_bytes: beyond the loaded model; the least with smaller parts.
        free_memory, disk_bytes, free_disk: None where the system does not say.
        rank: 0 where every weight is trained; trained_bytes: size of what is learned.
        clips, held_out: to learn from, and kept to check with; corpus_seconds: of all of them.
        layers: which are changed, in a sentence; empty where that is not known before.
        problem: why it cannot start on this computer now; empty when it can.
    """

    seconds: float | None
    memory_bytes: int
    least_memory_bytes: int
    free_memory: int | None
    disk_bytes: int
    free_disk: int | None
    steps: int
    batch: int
    rank: int
    trained_bytes: int
    clips: int
    held_out: int
    corpus_seconds: float
    sentence: str
    layers: str = ""
    problem: str = ""


def work(plan: TrainPlan, clips: int, held_out: int) -> dict[str, float]:
    """Passes of each stage."""
    takes = held_out * plan.checks
    each = plan.checked_steps * (1 if plan.checked_guidance == 1 else 2)
    before = takes * (each + CODEC)
    warm_up, step, after = 0.0, BACKWARD * plan.batch, before
    if isinstance(plan, FewStepPlan):
        path = 2 * plan.path_steps / plan.refresh
        warm_up = plan.warm_up * plan.batch * (BACKWARD + path)
        step = TURN * plan.batch
        after = takes * (plan.few_steps + CODEC)
    amounts = (CODEC * clips, before, warm_up, step * plan.steps, after)
    return dict(zip(STAGES, amounts, strict=True))


@dataclass
class TrainCourse:
    """How far a training is, from its news in the order they came.

    Attributes:
        clips: of the corpus, as far as they were told.
        units: passes done.
    """

    rounds: ClassVar[int] = 1
    blend: ClassVar[Mapping[str, float]] = {}

    plan: TrainPlan
    held_out: int
    clips: int = 0
    round: int = 0
    stage: str = "encode"
    done: int = 0
    total: int = 0
    units: float = 0.0
    checked: list[Checked] = dataclasses.field(default_factory=list)
    steps: list[Trained] = dataclasses.field(default_factory=list)
    warnings: list[str] = dataclasses.field(default_factory=list)
    _thinned: Thinned = dataclasses.field(default_factory=lambda: Thinned())

    @classmethod
    def of(cls, request: TuneRequest, news: Iterable[Any] = ()) -> TrainCourse:
        """The course of a request with the news that came. Raises BadRequest."""
        try:
            values = json.loads(request.plan)
        except ValueError as error:
            raise BadRequest(f"This tuning cannot be read: {error}.") from error
        course = cls(plan_of(request.method, values), len(request.held_out))
        for item in news:
            course.take_in(item)
        return course

    def take_in(self, news: Any) -> None:
        """One more of its news."""
        match news:
            case Encoded():
                self.clips = news.total
                self._stand("encode", news.done, news.total)
                if not self.steps and not self.checked:
                    self.units = CODEC * news.done
            case Checking():
                self._reach(CHECK_AFTER if news.round else CHECK_BEFORE, news.done, news.total)
            case Checked():
                self.checked = [item for item in self.checked if item.round < news.round] + [news]
                self._reach(CHECK_AFTER if news.round else CHECK_BEFORE, 1, 1)
            case Trained():
                self._reach(news.stage, news.step, news.steps)
                self._keep(news)
            case Warned(sentence=sentence):
                if sentence not in self.warnings:
                    self.warnings.append(sentence)

    def told(self, news: Any) -> Any:
        """One of its news as it is stored: a step with the means since the one before."""
        return self.steps[-1] if isinstance(news, Trained) and self.steps else news

    @property
    def share(self) -> float:
        """Of all the work, 0 to 1."""
        return min(1.0, self.units / self.whole) if self.whole else 0.0

    @property
    def whole(self) -> float:
        """All the work, in passes."""
        return sum(self._work().values())

    def _work(self) -> dict[str, float]:
        return work(self.plan, self.clips, self.held_out)

    def _stand(self, stage: str, done: int, total: int) -> None:
        self.stage, self.done, self.total = stage, done, total

    def _reach(self, stage: str, done: int, total: int) -> None:
        """So much of a stage is done, and all of those before it."""
        self.round = int(stage == CHECK_AFTER)
        self._stand("check" if stage in (CHECK_BEFORE, CHECK_AFTER) else stage, done, total)
        amounts = self._work()
        before = STAGES[: STAGES.index(stage)]
        part = amounts[stage] * done / max(1, total)
        self.units = sum(amounts[name] for name in before) + part

    def _keep(self, news: Trained) -> None:
        if self.steps and _place(self.steps[-1]) >= _place(news):
            # It went on from a checkpoint before: what came after that is made again.
            self.steps = [item for item in self.steps if _place(item) < _place(news)]
            self._thinned = Thinned()
        if (kept := self._thinned.add(news)) is not None:
            self.steps.append(kept)


class Thinned:
    """Some of a stage's steps, each with the means of the losses since the one before."""

    def __init__(self, shown: int = SHOWN) -> None:
        self._shown = shown
        self._losses: dict[str, list[float]] = {}

    def add(self, news: Trained) -> Trained | None:
        """One more step; it, with the means, if it is one of those that are shown."""
        for name, value in news.losses.items():
            self._losses.setdefault(name, []).append(value)
        if not keeps(news, self._shown):
            return None
        means = {name: sum(each) / len(each) for name, each in self._losses.items()}
        self._losses.clear()
        return dataclasses.replace(news, losses=means)


def keeps(news: Trained, shown: int = SHOWN) -> bool:
    """Whether a step is one of those that a curve shows, and that are stored."""
    every = max(1, math.ceil(news.steps / shown))
    # An even number of them, since two networks may take turns.
    every += every > 1 and every % 2
    return news.step in (0, 1, news.steps) or news.step % every == 0


def _place(news: Trained) -> tuple[int, int]:
    return STAGES.index(news.stage), news.step
