"""Pairs for a blind test: the same prompts and seeds by a model as it is and as it was tuned.

Which side is shown where, and what is made of the answers, is not known here.
"""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Generator, Iterator, Sequence
from typing import Any

from tangostudio.engines import generate
from tangostudio.errors import BadRequest
from tangostudio.messages import (
    AudioReady,
    Event,
    GenerateRequest,
    Progress,
    TrialReady,
    TrialRequest,
    TrialSide,
)


def trial(job: str, request: TrialRequest, resident: dict[str, Any]) -> Iterator[Event]:
    """Render every prompt twice and announce each pair as soon as both its sides are there.

    Raises:
        BadRequest: there is nothing to test.
    """
    if not request.adapters or not request.prompts:
        raise BadRequest("A blind test needs an adapter and prompts.", "Tune a model first.")
    takes = [_take(request, place) for place in range(len(request.prompts))]
    clock = _Clock(job, 2 * len(takes))
    loaded = yield from generate.load(job, request.model, resident)
    base = yield from _sides(job, takes, loaded, clock)
    del loaded  # or both would be in memory at once
    loaded = yield from generate.load(
        job, request.model, resident, request.adapters, request.adapter_dir
    )
    for place, take in enumerate(takes):
        (tuned,) = yield from _sides(job, [_as_tuned(request, take)], loaded, clock)
        yield TrialReady(job, place, base[place], tuned)


def _take(request: TrialRequest, place: int) -> GenerateRequest:
    text, seconds, seed = request.prompts[place]
    return GenerateRequest(
        model=request.model,
        prompt=text,
        seconds=seconds,
        seeds=(seed,),
        steps=request.steps,
        guidance=request.guidance,
        sampler=request.sampler,
        out=request.out,
    )


def _as_tuned(request: TrialRequest, take: GenerateRequest) -> GenerateRequest:
    """The same take as the tuned side is driven."""
    return dataclasses.replace(
        take,
        steps=request.tuned_steps or request.steps,
        guidance=request.tuned_guidance or request.guidance,
        sampler=request.tuned_sampler or request.sampler,
    )


def _sides(
    job: str, takes: Sequence[GenerateRequest], loaded: generate.Loaded, clock: _Clock
) -> Generator[Progress, None, list[TrialSide]]:
    found = []
    for take in takes:
        for event in generate.takes(job, take, loaded):
            if isinstance(event, Progress):
                yield clock.step(event)
            else:
                found.append(_side_of(event))
        clock.done += 1
    return found


def _side_of(ready: AudioReady) -> TrialSide:
    return TrialSide(
        path=ready.path,
        sha256=ready.sha256,
        frames=ready.frames,
        sample_rate=ready.sample_rate,
        lufs=ready.lufs,
        peak_db=ready.peak_db,
    )


@dataclasses.dataclass
class _Clock:
    """Counts the takes of both sides and foretells the time that is left."""

    job: str
    takes: int
    done: int = 0
    began: float = dataclasses.field(default_factory=time.perf_counter)

    def step(self, event: Progress) -> Progress:
        """A take's own progress as part of the whole."""
        share = self.done + event.step / (event.steps + 1)
        left = (time.perf_counter() - self.began) * (self.takes - share) / share
        return Progress(self.job, self.done + 1, self.takes, event.step, event.steps, left)
