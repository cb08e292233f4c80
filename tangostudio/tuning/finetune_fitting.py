"""How small the parts of a fine-tuning must be, so that memory and disk suffice."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from tangostudio.audio import whole_files
from tangostudio.errors import OutOfMemory
from tangostudio.tuning import train_sizes
from tangostudio.tuning.corpus_latents import Latents
from tangostudio.tuning.crpo import free_memory
from tangostudio.tuning.finetune_plan import FineTunePlan
from tangostudio.tuning.sizes import Needs
from tangostudio.tuning.trainees import Trainee


def fitting(plan: FineTunePlan, trainee: Trainee, latents: Latents, folder: Path) -> FineTunePlan:
    """The plan with parts as small as the free memory asks for; the result is the same.

    Raises:
        OutOfMemory: not even the smallest parts fit.
        StorageError: the disk has no room for this tuning.
    """
    longest = max(clip.seconds for clip in latents.clips)
    body, clips = body_of(trainee, longest), len(latents.clips)

    def needed(micro_batch: int) -> Needs:
        return train_sizes.fine_tuning(body, plan.adapter, micro_batch, longest, clips)

    whole_files.require_space(folder, needed(1).disk_bytes)
    free = free_memory(trainee.device)
    if free is None:
        return plan
    if needed(1).least_memory_bytes > free:
        raise OutOfMemory(
            f"This tuning needs {needed(1).least_memory_bytes / 2**30:.1f} GB of memory; "
            f"{free / 2**30:.1f} GB are free.",
            "Close other programs, choose a lower rank, or tune a smaller model.",
        )
    micro_batch = min(plan.micro_batch, plan.batch)
    while needed(micro_batch).memory_bytes > free and micro_batch > 1:
        micro_batch //= 2
    return replace(plan, micro_batch=micro_batch)


def body_of(trainee: Trainee, seconds: float) -> train_sizes.Body:
    """The sizes of a trainee, whose longest clip has so many seconds."""
    trained = sum(p.numel() for p in trainee.trained.values())
    length = trainee.length(seconds)
    return train_sizes.Body(
        width=trainee.width,
        blocks=trainee.blocks,
        channels=trainee.channels,
        values=trained,
        each=trained // trainee.options.rank,
        rate=trainee.latent_rate,
        fixed=length,  # of the longest: an upper bound for all of them
    )
