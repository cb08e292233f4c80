"""The starter's few-step version: ARC post-training of its flow on the corpus.

Novack et al., "Fast Text-to-Audio Generation with Adversarial Post-Training", 2025. It is trained
as any model is (`tuning.arc_job`), on clips whose captions are worded anew each time, and ships as
low-rank matrices beside the flow's weights. Knows nothing of how latents are made.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tangostudio.cards import ModelCard
from tangostudio.families import embedding
from tangostudio.starter import flow
from tangostudio.starter.latents import Clips
from tangostudio.tuning import arc_job, rewards, trainees
from tangostudio.tuning.adapter_options import AdapterOptions
from tangostudio.tuning.arc_plan import FewStepPlan
from tangostudio.tuning.arc_source import Told
from tangostudio.tuning.batches import Prompt
from tangostudio.tuning.events import Encoded, Event

RANK = 16

PLAN = FewStepPlan(
    warm_up=300, batch=12, steps=1600, checks=1, few_steps=2, save_every=50, stored_rank=RANK,
    adapter=AdapterOptions(full=True),
)  # fmt: skip


class ClipsSource:
    """The corpus' clips as the flow was trained on them, every caption told."""

    def __init__(self, clips: Clips, label: str, plan: FewStepPlan) -> None:
        self.name = "the corpus"
        self.mark = hashlib.sha256(f"{label} {len(clips)}".encode()).hexdigest()
        self.clips, self.longest = len(clips), float(clips.seconds.max())
        self._seconds = float(clips.seconds.sum())
        told = flow.Plan(seed=plan.seed, batch=plan.batch, drop_caption=0.0, drop_words=0.0)
        self._batches = flow.Batches(clips, told)

    def make(self) -> Iterator[Encoded]:
        """Nothing: they are there."""
        yield from ()

    def batch(self, step: int) -> Told:
        """See `flow.Batches`."""
        batch, _ = self._batches(step)
        return batch.latents, batch.texts, batch.seconds.tolist()

    def about(self) -> dict[str, Any]:
        """How many, and how long in all."""
        return {"name": self.name, "clips": self.clips, "seconds": round(self._seconds, 1)}


def train(
    card: ModelCard,
    clips: Clips,
    label: str,
    held_out: list[Prompt],
    plan: FewStepPlan,
    folder: Path,
) -> Iterator[Event]:
    """Train the flow of a card, or go on; the adapter lies in the folder in the end.

    Args:
        label: of the encoder that the clips' latents are by.
        held_out: prompts to check with, by the embedder that nothing is trained to please.
    """
    weights = card.verify_files()
    trainee = trainees.build(card, weights, "cpu", plan.adapter, plan.seed)
    judge = rewards.judge_with(embedding.build(weights, "cpu", embedding.SECOND))
    return arc_job.tune(trainee, ClipsSource(clips, label, plan), held_out, judge, plan, folder)
