"""Measuring settings against each other: the same prompts at the same seeds, judged by one panel.

A generator of events. Prompts are what is counted: takes of one prompt are not independent. Sounds
are let go once they are judged, but for a few that a page may play. Who asks, and where prompts
come from, is not known here.
"""

from __future__ import annotations

import time
from collections.abc import Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

import tangostudio
from tangostudio import machine
from tangostudio.errors import BadRequest, StorageError, TangoStudioError
from tangostudio.evaluation import event_texts, metrics
from tangostudio.evaluation.results import Comparison, Report, Setting, Sound
from tangostudio.messages import Event, Loading, Notice
from tangostudio.preference.taste import Taste
from tangostudio.tuning import (
    evaluate_notes,
    evaluate_panel,
    evaluate_question,
    evaluate_references,
    evaluate_sounds,
    evaluate_takes,
    evaluate_tally,
)
from tangostudio.tuning.evaluate_panel import Asked, Heard, Panel
from tangostudio.tuning.evaluate_question import CORPUS, Question
from tangostudio.tuning.evaluate_question import FIRST_SEED as FIRST_SEED
from tangostudio.tuning.evaluate_references import Known, Reference
from tangostudio.tuning.evaluate_tally import Summary, Tally

_JOB = "evaluation"
_FAILURES = (TangoStudioError, RuntimeError, ValueError, ArithmeticError, MemoryError)
"""What a prompt may fail by without ending the evaluation."""


# --- what is told -----------------------------------------------------------------------------


@dataclass(frozen=True)
class Evaluated:
    """One more prompt was heard, `done` of `total` over all settings.

    Attributes:
        problem: why there is nothing of it, or "".
    """

    setting: str
    prompt: str
    done: int
    total: int
    seconds_left: float = 0.0
    problem: str = ""


@dataclass(frozen=True)
class Measured:
    """A setting is complete; the report so far, which says that it was stopped."""

    report: Report


@dataclass(frozen=True)
class Evaluation:
    """The whole result."""

    report: Report


# --- the evaluation -------------------------------------------------------------------------------


def evaluate(
    question: Question,
    out: Path | None = None,
    taste: Taste | None = None,
    judge: Panel | None = None,
    references: Iterable[Reference] | None = None,
) -> Iterator[Event | Evaluated | Measured | Evaluation]:
    """Make the takes and measure them; the last event is the `Evaluation`.

    Args:
        out: folder of the report; sounds are kept in `sounds` below it. None keeps none.
        taste: scores the takes too, heard as it was learned.
        judge: the bundled ears and tagger by default, and what is installed.
        references: real sounds, where the question's reference is `CORPUS`.

    Raises:
        BadRequest, NotFound, WeightsError: nothing to evaluate, or a model, a judge or the
            reference cannot be used.
        StorageError: a sound cannot be kept.
        TangoStudioError: not one take could be made.
    """
    evaluate_question.check(question)
    source = _source(question, references)
    panel = judge
    if panel is None:
        yield Loading(_JOB, "the judges")
        panel = evaluate_panel.panel(question.embedder, question.tagger, question.openl3, taste)
    known = None
    if source is not None:
        texts = [text for text, _ in question.prompts]
        known = yield from evaluate_references.hear(
            _JOB, source.sounds(), panel, texts, source.count
        )
        known.notes += source.notes
    run = _Run(question, panel, known, out)
    for place in _by_model(question.settings):
        yield from run.measure(place)
        yield Measured(run.report(stopped="It was stopped before all settings were measured."))
    if not any(tally.measured for tally in run.tallies.values()):
        raise run.first_error or BadRequest("Nothing could be measured.")
    yield Evaluation(run.report())


def _by_model(settings: Sequence[Setting]) -> list[int]:
    """Places of settings, those that share a loaded model one after another."""
    held = [(setting.model, setting.adapters, setting.precision) for setting in settings]
    return sorted(range(len(settings)), key=lambda place: held.index(held[place]))


class _Run:
    """One evaluation under way.

    Attributes:
        tallies: by the setting's place in the question.
        first_error: that a prompt failed by, or None.
    """

    def __init__(
        self, question: Question, panel: Panel, known: Known | None, out: Path | None
    ) -> None:
        self._question, self._panel, self._known = question, panel, known
        self._sticks = evaluate_tally.yardsticks(known.rows) if known else {}
        self._kept = evaluate_sounds.Kept(out, question.sounds_kept, len(question.prompts))
        self._events = question.groups or tuple(
            len(event_texts.events(text).texts) for text, _ in question.prompts
        )
        self._asked = [self._ask(place) for place in range(len(question.prompts))]
        self._clock = _Clock(question)
        self._resident: dict[str, Any] = {}
        self._summaries: dict[int, Summary] = {}
        self._compared: dict[int, list[Comparison]] = {}
        self.tallies: dict[int, Tally] = {}
        self.first_error: Exception | None = None

    def _ask(self, place: int) -> Asked:
        text = self._question.prompts[place][0]
        kind = self._question.kinds[place] if self._question.kinds else ""
        tagged = self._known.tagged if self._known else {}
        return Asked(text, kind, tagged.get(evaluate_references.words_of(text)))

    def measure(self, place: int) -> Generator[Event | Evaluated, None, None]:
        """Make and judge all takes of a setting."""
        question, setting = self._question, self._question.settings[place]
        tally = self.tallies[place] = Tally(setting, self._events, question.takes)
        loading = evaluate_takes.load(_JOB, setting, question.adapter_dir, self._resident)
        yield from _noting(loading, tally)
        for number, prompt in enumerate(question.prompts):
            problem = ""
            try:
                yield from self._hear(place, number, tally)
            except StorageError:
                raise
            except _FAILURES as error:
                self.first_error = self.first_error or error
                problem = getattr(error, "message", "") or str(error) or type(error).__name__
                tally.fail(problem)
            self._clock.count(setting)
            yield self._clock.tell(setting, prompt[0], problem)
        self._summaries[place] = tally.summary(self._sticks)
        first = min(self._summaries)
        self._compared[place] = (
            evaluate_tally.beside(self._summaries[first], self._summaries[place])
            if place != first
            else []
        )

    def _hear(self, place: int, number: int, tally: Tally) -> Generator[Event, None, None]:
        question, setting = self._question, self._question.settings[place]
        making = evaluate_takes.make(
            _JOB,
            setting,
            question.prompts[number],
            question.seeds,
            question.adapter_dir,
            self._resident,
        )
        made = yield from _noting(making, tally)
        heard: Heard = self._panel.listen(self._asked[number], made.sounds, made.sample_rate)
        tally.take_in(heard, made.seconds, made.memory)
        if self._kept.wants(number):
            for take, sound in enumerate(made.sounds[: evaluate_sounds.MOST_TAKES]):
                values = {name: float(each[take]) for name, each in heard.scores.items()}
                about = Sound(
                    "", setting.name, question.prompts[number][0], question.seeds[take], values
                )
                self._kept.keep((place, number, take), sound, made.sample_rate, about)

    def report(self, stopped: str = "") -> Report:
        """What was found so far."""
        question = self._question
        summaries = [self._summaries[place] for place in sorted(self._summaries)]
        names = {name for summary in summaries for name in summary.found.values}
        compared = [found for place in sorted(self._compared) for found in self._compared[place]]
        tallies = [self.tallies[place] for place in sorted(self._summaries)]
        return Report(
            title=_title(question.settings),
            made_at=datetime.now(UTC).isoformat(timespec="seconds"),
            version=tangostudio.__version__,
            machine=_machine(),
            seeds=question.seeds,
            prompts=question.prompts,
            metrics=tuple(metrics.metric(name) for name in metrics.in_order(names)),
            found=tuple(summary.found for summary in summaries),
            comparisons=tuple(compared),
            sounds=self._kept.sounds,
            grid=_is_grid(question.settings),
            notes=tuple(evaluate_notes.notes(tallies, question.prompts, self._known, compared)),
            stopped=stopped,
        )


def _source(
    question: Question, references: Iterable[Reference] | None
) -> evaluate_references.Source | None:
    if references is not None:
        given = references
        return evaluate_references.Source(0, lambda: iter(given))
    if question.reference == CORPUS:
        raise BadRequest("Nobody gave the sounds of the corpus.", "Give a folder of sounds.")
    return evaluate_references.of_folder(question.reference) if question.reference else None


_Result = TypeVar("_Result")


def _noting(
    events: Generator[Event, None, _Result], tally: Tally
) -> Generator[Event, None, _Result]:
    """The same events; what a person should know of the setting is noted."""
    while True:
        try:
            event = next(events)
        except StopIteration as ended:
            return ended.value
        if isinstance(event, Notice) and event.text not in tally.notices:
            tally.notices.append(event.text)
        yield event


# --- small ones -------------------------------------------------------------------------------


class _Clock:
    """Counts prompts and foretells the time that is left; steps are what takes time."""

    def __init__(self, question: Question) -> None:
        count = len(question.prompts)
        self._total = count * len(question.settings)
        self._work = sum(count * _cost(setting) for setting in question.settings)
        self._done, self._worked, self._began = 0, 0.0, time.perf_counter()

    def count(self, setting: Setting) -> None:
        """One more prompt."""
        self._done, self._worked = self._done + 1, self._worked + _cost(setting)

    def tell(self, setting: Setting, prompt: str, problem: str) -> Evaluated:
        """What is said of it."""
        spent = time.perf_counter() - self._began
        left = spent * (self._work - self._worked) / self._worked
        return Evaluated(setting.name, prompt, self._done, self._total, left, problem)


def _cost(setting: Setting) -> float:
    """Of a take, in forwards of the net; decoding and listening are worth some."""
    return 8.0 + setting.steps * (1 if setting.guidance == 1 else 2)


def _is_grid(settings: Sequence[Setting]) -> bool:
    """Whether they are all combinations of some steps and guidances, and nothing else differs."""
    alike = {replace(setting, name="", steps=0, guidance=0.0) for setting in settings}
    cells = {(setting.steps, setting.guidance) for setting in settings}
    steps, guidances = ({cell[side] for cell in cells} for side in (0, 1))
    full = len(cells) == len(settings) == len(steps) * len(guidances)
    return len(settings) > 2 and len(alike) == 1 and full


def _title(settings: Sequence[Setting]) -> str:
    if len(settings) > 3:
        return f"Evaluation of {len(settings)} settings"
    names = [setting.name for setting in settings]
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))


def _machine() -> str:
    cores = machine.cores()
    told = [machine.processor(), "1 core" if cores == 1 else f"{cores} cores", machine.graphics()]
    return ", ".join(part for part in told if part)
