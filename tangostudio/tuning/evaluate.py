"""How well a model does on prompts: match, diversity, faults, taste and time, with intervals.

A generator of events. With adapters the model is heard twice, with and without them, at the same
seeds, and the difference is told. Prompts are what is counted: takes of one prompt are not
independent. Nothing is kept; who asks, and where prompts come from, is not known here.
"""

import tempfile
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from tangostudio.audio import files, quality
from tangostudio.cards import embedders
from tangostudio.engines import embed, generate
from tangostudio.errors import BadRequest
from tangostudio.messages import AudioReady, GenerateRequest, Loading, Progress
from tangostudio.preference.intervals import wilson
from tangostudio.preference.taste import Taste
from tangostudio.tuning import checks, judges, rewards

FIRST_SEED = 70_000_001
"""Of every prompt; take k has the k-th seed after it, whatever the prompt."""

MOST_TAKES = 64
_JOB = "evaluation"


# --- what is asked and told -----------------------------------------------------------------------


@dataclass(frozen=True)
class Question:
    """What is evaluated, and how.

    Attributes:
        prompts: texts and seconds.
        takes: of each prompt.
        adapters, adapter_dir: as in `GenerateRequest`.
    """

    model: str
    prompts: tuple[tuple[str, float], ...]
    takes: int
    steps: int
    guidance: float
    sampler: str
    adapters: tuple[tuple[str, float], ...] = ()
    adapter_dir: str = ""


@dataclass(frozen=True)
class Evaluated:
    """One more prompt was heard (`done` of `total`, both sides counted)."""

    prompt: str
    tuned: bool
    done: int
    total: int


@dataclass(frozen=True)
class Measure:
    """A mean with its interval of 95 %; infinite where one prompt alone tells nothing of it."""

    mean: float
    low: float
    high: float


@dataclass(frozen=True)
class Side:
    """What was measured of a model.

    Attributes:
        match: cosine of text and sound.
        diversity: see `rewards.diversity`; None with one take of each prompt.
        faults: share of takes with any fault.
        taste: None where none is known.
        seconds_per_take: that making one needed here.
    """

    match: Measure
    diversity: Measure | None
    faults: Measure
    taste: Measure | None
    seconds_per_take: float


@dataclass(frozen=True)
class Evaluation:
    """The result.

    Attributes:
        prompts, takes: how many, and of each.
        base: the model as it is; tuned: with the adapters, None without any.
        difference: tuned less base, prompt by prompt, by the names of `Side`.
    """

    model: str
    adapters: tuple[tuple[str, float], ...]
    prompts: int
    takes: int
    base: Side
    tuned: Side | None = None
    difference: dict[str, Measure] = field(default_factory=dict)


# --- the evaluation -------------------------------------------------------------------------------


def evaluate(
    question: Question,
    taste: Taste | None = None,
    judge: Callable[[int], rewards.Judge] | None = None,
) -> Iterator[Loading | Progress | Evaluated | Evaluation]:
    """Make the takes and measure them; the last event is the `Evaluation`.

    Args:
        taste: scores the takes too, heard as it was learned.
        judge: made of the model's sample rate; the starter's embedder by default.

    Raises:
        BadRequest, WeightsError, OutOfMemory: nothing to evaluate, or the model cannot be used.
    """
    _require_sense(question)
    resident: dict[str, Any] = {}
    tuned = bool(question.adapters)
    total = len(question.prompts) * (2 if tuned else 1)
    heard: list[_Heard] = []
    listens: rewards.Judge | None = None
    for adapters in ((), question.adapters) if tuned else ((),):
        loaded = yield from _load(question, adapters, resident)
        if listens is None:
            listens = (judge or (lambda rate: judge_of(rate, taste)))(loaded.card.sample_rate)
        side = _Heard()
        for prompt in question.prompts:
            sounds, spent = yield from _make(question, prompt, loaded)
            side.take_in(listens(prompt[0], sounds), spent)
            done = len(question.prompts) * len(heard) + side.count
            yield Evaluated(prompt[0], bool(adapters), done, total)
        heard.append(side)
        del loaded  # or both sides would be in memory at once
    yield Evaluation(
        question.model,
        question.adapters,
        len(question.prompts),
        question.takes,
        heard[0].summary(),
        heard[1].summary() if tuned else None,
        _difference(*heard) if tuned else {},
    )


def judge_of(sample_rate: int, taste: Taste | None = None) -> rewards.Judge:
    """Match and diversity by the starter's ear, faults, and the taste where one is given."""
    ear = embed.ear(embedders.name_of(embedders.STARTER))
    return rewards.judge_with(
        judges.Listener(ear, sample_rate),
        judges.by_taste(taste, sample_rate) if taste is not None else None,
        lambda sound: quality.faults(sound, sample_rate),
    )


def _require_sense(question: Question) -> None:
    if not question.prompts:
        raise BadRequest("There is no prompt to evaluate with.", "Give a file with one per line.")
    if not 1 <= question.takes <= MOST_TAKES:
        raise BadRequest(
            f"{question.takes} takes of each prompt cannot be evaluated.",
            f"Choose 1 to {MOST_TAKES}.",
        )


def _load(
    question: Question, adapters: tuple[tuple[str, float], ...], resident: dict[str, Any]
) -> Generator[Loading, None, generate.Loaded]:
    loaded = yield from generate.load(  # pyright: ignore[reportReturnType]
        _JOB, question.model, resident, adapters, question.adapter_dir
    )
    return loaded


def _make(
    question: Question, prompt: tuple[str, float], loaded: generate.Loaded
) -> Generator[Progress, None, tuple[list[np.ndarray], list[float]]]:
    """Takes of one prompt as the model gave them, and the seconds that each needed."""
    sounds, spent = [], []
    with tempfile.TemporaryDirectory() as folder:
        request = GenerateRequest(
            model=question.model,
            prompt=prompt[0],
            seconds=prompt[1],
            seeds=tuple(range(FIRST_SEED, FIRST_SEED + question.takes)),
            steps=question.steps,
            guidance=question.guidance,
            sampler=question.sampler,
            out=folder,
        )
        for event in generate.takes(_JOB, request, loaded):
            if isinstance(event, AudioReady):
                stored = files.read(Path(event.path)).samples
                sounds.append((stored * 10 ** (-event.gain_db / 20)).astype(np.float32))
                spent.append(event.render_seconds)
            else:
                yield event
    return sounds, spent


@dataclass
class _Heard:
    """What was heard of one side: a row of takes, or one number, for each prompt."""

    scores: dict[str, list[np.ndarray]] = field(default_factory=dict)
    diversity: list[float] = field(default_factory=list)
    flagged: list[np.ndarray] = field(default_factory=list)
    spent: list[float] = field(default_factory=list)

    @property
    def count(self) -> int:
        """Prompts."""
        return len(self.flagged)

    def take_in(self, told: rewards.Judged, spent: Sequence[float]) -> None:
        """One more prompt."""
        for name, values in told.scores.items():
            self.scores.setdefault(name, []).append(np.asarray(values, np.float64))
        if told.embeddings is not None and len(told.embeddings) > 1:
            self.diversity.append(rewards.diversity(told.embeddings))
        self.flagged.append(np.array([bool(flags) for flags in told.flags], np.float64))
        self.spent += spent

    def values(self) -> dict[str, list[float]]:
        """A number for each prompt, by the names of `Side`."""
        means = {name: [float(row.mean()) for row in rows] for name, rows in self.scores.items()}
        found = {**means, "faults": [float(row.mean()) for row in self.flagged]}
        return {**found, "diversity": self.diversity} if self.diversity else found

    def summary(self) -> Side:
        """Means and intervals."""
        values = self.values()
        flags = np.concatenate(self.flagged)
        faults = wilson(float(flags.sum()), len(flags))
        return Side(
            match=_measure(values[rewards.MATCH]),
            diversity=_measure(self.diversity) if self.diversity else None,
            faults=Measure(faults.share, faults.low, faults.high),
            taste=_measure(values[rewards.TASTE]) if rewards.TASTE in values else None,
            seconds_per_take=float(np.mean(self.spent)),
        )


def _measure(values: Sequence[float]) -> Measure:
    """Mean over prompts with Student's interval of 95 %."""
    return Measure(*checks.gain(np.zeros(len(values)).tolist(), values, 1))


def _difference(base: _Heard, tuned: _Heard) -> dict[str, Measure]:
    before, after = base.values(), tuned.values()
    return {name: Measure(*checks.gain(before[name], after[name], 1)) for name in after}
