"""A job that runs or failed as a card among the takes: its values and its texts. No widgets."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt

from tangostudio.ui.take_card import JobCard
from tangostudio.ui.texts import tr
from tangostudio.ui.words import time_left


def job_card(job: Any) -> JobCard:
    """The card of a job as the studio shows it."""
    request = job.request
    title = getattr(request, "prompt", "").strip().replace("\n", " ")
    if job.state == "failed":
        sentence = job.error.message if job.error else tr("The job failed.")
        hint = job.error.hint if job.error else ""
        return JobCard(job.id, title, "", sentence, hint, None, failed=True)
    if job.state == "cancelling":
        return JobCard(job.id, title, "", tr("stopping…"), tr("finished takes stay"), None)
    seeds = tuple(getattr(request, "seeds", ()))
    progress = job.progress
    if progress is None or progress.take > len(seeds):
        seed = tr("seed {seed}", seed=seeds[job.done]) if job.done < len(seeds) else ""
        return JobCard(job.id, title, seed, job.what or tr("starting…"), _left(job.estimate), None)
    head = tr("step {step} of {steps}", step=progress.step, steps=progress.steps)
    if progress.takes > 1:
        take = tr("take {take} of {takes}", take=progress.take, takes=progress.takes)
        head = f"{take} · {head}"
    return JobCard(
        job.id,
        title,
        tr("seed {seed}", seed=seeds[progress.take - 1]),
        head,
        _left(progress.seconds_left),
        progress.step / max(1, progress.steps),
    )


def _left(seconds: float | None) -> str:
    return "" if seconds is None else time_left(seconds)


def job_text(card: JobCard, role: int) -> str | None:
    """A job in words, for an item role; None for roles that have none."""
    texts = (card.title, card.head, card.foot)
    if role == Qt.ItemDataRole.DisplayRole:
        return " · ".join(part for part in texts if part)
    if role == Qt.ItemDataRole.AccessibleTextRole:
        return ", ".join(part for part in texts if part)
    if role == Qt.ItemDataRole.ToolTipRole:
        return f"{card.head}\n{card.foot}".strip()
    return None
