"""Rows of the table as lists of small tasks, shared out to processes, with the time that is left.

A task takes a sound from a source and measures it; a row sums up what its tasks found. It knows
neither the rows nor the measures.
"""

from __future__ import annotations

import multiprocessing
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import torch

from tangostudio.starter.evaluation.bench import Audio, Bench, Settings, Source
from tangostudio.starter.evaluation.estimates import Estimate

Measure = Callable[[Bench, Audio], Any]


@dataclass(frozen=True)
class Plan:
    """How much is measured: takes per family, and everything else in quarters when it is quick."""

    per_family: int = 8
    quick: bool = False

    def some(self, number: int) -> int:
        """So many, or a quarter of them."""
        return max(1, number // 4) if self.quick else number


@dataclass(frozen=True)
class Task:
    """Measure one sound. `key` is what the row knows the result by; both can be pickled."""

    key: Any
    source: Source
    measure: Measure


@dataclass(frozen=True)
class Done:
    """What a task found."""

    key: Any
    found: Any


@dataclass(frozen=True)
class Line:
    """A line of the table.

    found: the model's number. real: the same measure on real clips. passed: None without a target.
    details: more numbers, for the file.
    """

    measure: str
    found: Estimate | None
    target: str = ""
    passed: bool | None = None
    real: Estimate | None = None
    note: str = ""
    digits: int = 2
    details: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Row:
    """A measure: what to do, and what to make of it.

    alone: the tasks are left out and `sum_up` is given the bench itself, with no other work beside
    it on the machine, as timing needs.
    """

    name: str
    tasks: Callable[[Plan], list[Task]]
    sum_up: Callable[[list[Done]], list[Line]]
    alone: Callable[[Bench], list[Line]] | None = None


@dataclass(frozen=True)
class Result:
    """The lines of a row and how long it took."""

    row: str
    lines: list[Line]
    seconds: float


# --- one process -------------------------------------------------------------------------------

_bench: list[Bench] = []


def _begin(settings: Settings) -> None:
    """Gives a process its bench and one thread."""
    torch.set_num_threads(1)
    _bench[:] = [Bench(settings)]


def _work(task: Task) -> Done:
    bench = _bench[0]
    return Done(task.key, task.measure(bench, task.source.sound(bench)))


@contextmanager
def workers(settings: Settings, processes: int) -> Iterator[Callable[[Task], Any] | None]:
    """Something that takes tasks and gives futures; None where all is done in this process."""
    if processes == 0:
        _begin(settings)
        yield None
        return
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(processes, context, _begin, (settings,)) as pool:
        try:
            yield lambda task: pool.submit(_work, task)
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise


# --- all of it ---------------------------------------------------------------------------------


class Clock:
    """Says on the standard error how much is done and how long the rest takes."""

    def __init__(self, total: float) -> None:
        self.total, self.done = total, 0.0
        self.began = time.monotonic()

    def worked(self, row: str, cost: float) -> None:
        """Counts a finished task."""
        self.done += cost
        spent = time.monotonic() - self.began
        left = spent * (self.total - self.done) / max(self.done, 1e-9)
        if sys.stderr.isatty():
            text = f"{row}: {100 * self.done / self.total:.0f} %, {left / 60:.1f} min left"
            print(f"\r\033[K{text}", end="", file=sys.stderr, flush=True)

    def finished(self, row: str, seconds: float) -> None:
        """Says that a row is complete."""
        spent = time.monotonic() - self.began
        left = spent * (self.total - self.done) / max(self.done, 1e-9)
        start = "\r\033[K" if sys.stderr.isatty() else ""
        text = f"{row}: {seconds:.0f} s; {left / 60:.1f} min left"
        print(f"{start}{text}", file=sys.stderr, flush=True)


def run(
    rows: Sequence[Row], plan: Plan, settings: Settings, processes: int = 2
) -> Iterator[Result]:
    """Measures row after row."""
    planned = [row.tasks(plan) for row in rows]
    clock = Clock(sum(task.source.cost for tasks in planned for task in tasks) + 1e-9)
    together = [pair for pair in zip(rows, planned, strict=True) if pair[0].alone is None]
    with workers(settings, processes if together else 0) as submit:
        for row, tasks in together:
            began = time.monotonic()
            found = _all(row.name, tasks, submit, clock)
            spent = time.monotonic() - began
            clock.finished(row.name, spent)
            yield Result(row.name, row.sum_up(found), spent)
    for row in rows:
        if row.alone is not None:
            began = time.monotonic()
            lines = row.alone(Bench(settings))
            clock.finished(row.name, time.monotonic() - began)
            yield Result(row.name, lines, time.monotonic() - began)


def _all(
    name: str, tasks: list[Task], submit: Callable[[Task], Any] | None, clock: Clock
) -> list[Done]:
    """The results in the tasks' order."""
    if submit is None:
        found = []
        for task in tasks:
            found.append(_work(task))
            clock.worked(name, task.source.cost)
        return found
    futures = {submit(task): task for task in tasks}
    for future in as_completed(futures):
        future.result()
        clock.worked(name, futures[future].source.cost)
    return [future.result() for future in futures]
