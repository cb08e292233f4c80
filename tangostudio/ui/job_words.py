"""What the jobs bar and its list say of jobs: texts only, no widgets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tangostudio.ui import tune_words, words
from tangostudio.ui.texts import mark, tr, tr_marked

WORKER_WORDS = {
    "starting": mark("Starting the model's process"),
    "ready": mark("Ready"),
    "busy": mark("Getting the model ready"),
    "idle": mark("Ready · the model's memory is free"),
    "off": mark("Ready"),
}


@dataclass(frozen=True)
class BarState:
    """What the bar shows.

    Attributes:
        tone: "idle", "busy", "failed" or "waiting"; which buttons there are.
        text: the main line.
        detail: figures beside the progress line.
        hint: what to do about a failure.
        fraction: how much is done, 0 to 1; None without a progress line.
        job: the job that the buttons act on, or "".
        waiting: jobs in the queue behind it.
    """

    tone: str
    text: str
    detail: str = ""
    hint: str = ""
    fraction: float | None = None
    job: str = ""
    waiting: int = 0


def bar_state(
    jobs: Sequence[Any],
    paused: bool,
    worker: str,
    warming: str = "",
    part: Any = None,
    waiting: int | None = None,
) -> BarState:
    """What the bar says: what runs first, then what needs an answer, then what waits.

    Args:
        part: the take of the demonstration that is being made, if one is.
        waiting: how many jobs wait, where `jobs` holds the first of them only.
    """
    queued = [job for job in jobs if job.state == "queued"]
    if waiting is None:
        waiting = len(queued)
    running = next((job for job in jobs if job.state in ("running", "cancelling")), None)
    if running is not None and part is not None and running.id == part.job:
        return _demonstrating(running, part, waiting)
    if running is not None:
        return _running(running, waiting)
    for job in jobs:
        if job.state == "failed" and job.error is not None:
            return BarState(
                "failed", job.error.message, hint=job.error.hint, job=job.id, waiting=waiting
            )
        if job.state == "interrupted":
            left = words.takes(len(job.request.seeds) - job.done)
            text = tr(
                "Interrupted with {left} to make: {prompt}",
                left=left,
                prompt=words.shorten(job.request.prompt, 60),
            )
            return BarState("waiting", text, job=job.id, waiting=waiting)
    if queued and paused:
        return BarState("paused", tr("The queue is paused"), waiting=waiting)
    if queued:
        return BarState("busy", _starting(queued[0], worker), job=queued[0].id,
                        waiting=waiting - 1)  # fmt: skip
    return BarState("idle", warming or tr_marked(WORKER_WORDS.get(worker, mark("Ready"))))


def tuning_state(view: Any) -> BarState:
    """What the bar says while nothing but a tuning runs."""
    return BarState(
        "idle",
        tr("Tuning “{name}”", name=view.name),
        detail=tune_words.stage(view),
        fraction=view.share,
    )


def _running(job: Any, waiting: int) -> BarState:
    total = len(job.request.seeds)
    if job.state == "cancelling":
        return BarState("busy", tr("Stopping"), job=job.id, waiting=waiting)
    if job.progress is None:
        text = loading(job.what) if job.what else tr("Getting ready")
        return BarState("busy", text, fraction=job.done / total, job=job.id, waiting=waiting)
    progress = job.progress
    already = total - progress.takes  # takes of an earlier try of this job
    take = progress.take + already
    steps = max(progress.steps, 1)
    fraction = (take - 1 + progress.step / steps) / max(total, 1)
    detail = tr("step {step} of {steps}", step=progress.step, steps=progress.steps)
    if progress.seconds_left > 0:
        detail += f" · {words.time_left(progress.seconds_left)}"
    return BarState(
        "busy", tr("Take {take} of {total}", take=take, total=total), detail,
        fraction=min(max(fraction, 0.0), 1.0), job=job.id, waiting=waiting,
    )  # fmt: skip


def _demonstrating(job: Any, part: Any, waiting: int) -> BarState:
    progress = job.progress
    made = progress.step / max(progress.steps, 1) if progress is not None else float(job.done)
    said = tr("Preparing the demonstration: {number} of {total}",
              number=part.number, total=part.total)  # fmt: skip
    return BarState(
        "busy", said,
        fraction=min((part.number - 1 + made) / part.total, 1.0), job=job.id, waiting=waiting,
    )  # fmt: skip


def _starting(job: Any, worker: str) -> str:
    if worker in ("starting", "off"):
        return WORKER_WORDS["starting"]
    return tr("Next: {prompt}", prompt=words.shorten(job.request.prompt, 60))


def loading(what: str, where: str = "") -> str:
    """That something is being loaded, and onto which device for which reason."""
    return (
        tr("Loading {what} · {where}", what=what, where=where)
        if where
        else tr("Loading {what}", what=what)
    )


def job_line(job: Any) -> str:
    """A job in the list: how many takes of which prompt."""
    return f"{words.takes(len(job.request.seeds))} · {words.shorten(job.request.prompt, 80)}"


def job_state(job: Any) -> str:
    """The state of a job in the list."""
    if job.state == "failed" and job.error is not None:
        return tr("Failed: {message}", message=job.error.message)
    names = {
        "queued": "waiting",
        "running": "running",
        "cancelling": "stopping",
        "interrupted": tr("interrupted when the program ended"),
    }
    text = names.get(job.state, job.state)
    if job.state == "queued" and job.estimate is not None:
        text += f", {words.duration(job.estimate)}"
    return text


def report(job: Any) -> str:
    """A failed job as text to copy: what happened, and everything that was asked."""
    error = job.error
    lines = [f"{error.kind}: {error.message}", error.hint, ""] if error is not None else []
    request = job.request
    lines += [
        tr("prompt: {prompt}", prompt=request.prompt),
        tr("negative: {negative}", negative=request.negative),
        tr("model: {model}", model=request.model),
        tr(
            "seconds: {seconds}  steps: {steps}  guidance: {guidance}",
            seconds=f"{request.seconds:g}",
            steps=request.steps,
            guidance=f"{request.guidance:g}",
        ),
        tr("seeds: {seeds}", seeds=", ".join(map(str, request.seeds))),
    ]
    return "\n".join(lines)
