"""How the tagger is trained, which tells the corpus' families apart (see `families.tagging`).

It learns from clips of its own seeds, at many lengths and roughened (level, spectral tilt, noise,
smearing), so that it judges what kind of sound it hears and not how cleanly it was rendered. It
belongs to the measuring only; knows nothing of codecs or flows.
"""

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path

import torch
from torch import nn

from tangostudio.families.tagging import FILE, Tagger, save
from tangostudio.starter import corpus, loops, mels
from tangostudio.starter.sounds import FAMILIES

SEEDS = 2**41
"""The tagger's clips count up from here: neither the models' nor the held-out ones."""

NAMES = tuple(sorted(FAMILIES))
CHECKPOINT = "tagger.pt"


@dataclass(frozen=True)
class Plan:
    """What one training does; two equal plans on equal clips give equal weights."""

    seed: int = 5
    per_family: int = 300
    steps: int = 2500
    batch: int = 64
    pool: int = 8
    learning_rate: float = 2e-3
    warm_up: int = 100
    flat: float = 0.3
    average: float = 0.999
    smoothing: float = 0.05
    save_every: int = 250
    rough: mels.Roughening = field(default_factory=mels.Roughening)


# --- clips -----------------------------------------------------------------------------------


def example(number: int) -> corpus.Example:
    """Clip of a number: the families in turn; of each, every third clip is 3 s long."""
    i, family = divmod(number, len(NAMES))
    return corpus.example(
        SEEDS + family * 10_000 + i,
        family=NAMES[family],
        seconds=3.0 if i % 3 == 2 else None,
        compose=False,
    )


def render(plan: Plan, folder: Path, workers: int = 0) -> Iterator[dict[str, int]]:
    """Keep the log-mels of the training clips in `folder`; yields after each shard."""
    count = plan.per_family * len(NAMES)
    yield from mels.dump(folder, example, count, per_shard=10 * len(NAMES), workers=workers)


# --- the training ----------------------------------------------------------------------------


def train(
    plan: Plan, clips: mels.Clips, folder: Path, device: str = "cpu"
) -> Iterator[dict[str, float]]:
    """Train in `folder`, going on from its checkpoint; yields a record at each checkpoint.

    Raises:
        BuildError: the checkpoint belongs to another plan, or the loss is no number.
    """
    folder.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(plan.seed)
    tagger = Tagger(sorted({families[0] for families in clips.families})).to(device)
    labels = [tagger.families.index(families[0]) for families in clips.families]
    run = loops.Run("tagger", tagger, asdict(plan) | {"families": tagger.families}, plan.average)
    run.resume(folder / CHECKPOINT)
    loss_of = nn.CrossEntropyLoss(label_smoothing=plan.smoothing)
    batches = mels.Batches(clips, plan.seed, plan.batch, plan.pool, plan.rough)
    tagger.train()
    while not run.done:
        chosen, frames, lengths = batches(run.step)
        wanted = torch.tensor([labels[clip] for clip in chosen], device=device)
        with torch.autocast(wanted.device.type, torch.bfloat16):
            found = tagger(frames.to(device), lengths.to(device))
        run.update(loss_of(found.float(), wanted))
        if run.step % plan.save_every == 0 or run.done:
            run.save(folder / CHECKPOINT)
            yield run.record(folder)


def export(folder: Path, ship: Path) -> None:
    """Write the trained tagger of `folder` as it ships.

    Raises:
        BuildError: it has not been trained.
    """
    path = folder / CHECKPOINT
    save(ship / FILE, loops.plan_of(path, "tagger")["families"], loops.averaged(path, "tagger"))
