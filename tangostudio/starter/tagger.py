"""A small classifier of the corpus' families, for measuring how often a sound is recognised.

It is trained on clips of its own seeds, at many lengths and roughened (level, spectral tilt, noise,
smearing), so that it judges what kind of sound it hears and not how cleanly it was rendered. It
belongs to the evaluation only; knows nothing of codecs or flows.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from tangostudio import errors, paths
from tangostudio.families import weights
from tangostudio.families.nets import int8
from tangostudio.families.nets.audio_embedder import AudioNet, NetConfig, log_mel
from tangostudio.starter import corpus, loops, mels
from tangostudio.starter.sounds import FAMILIES

SEEDS = 2**41
"""The tagger's clips count up from here: neither the models' nor the held-out ones."""

NAMES = tuple(sorted(FAMILIES))
FILE = "tagger.safetensors"
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


class Tagger(nn.Module):
    """A net with one score per family."""

    def __init__(self, families: Sequence[str]) -> None:
        super().__init__()
        self.families = tuple(families)
        self.net = AudioNet(NetConfig(len(self.families)))

    def forward(self, frames: Tensor, lengths: Tensor) -> Tensor:
        """Scores (B, F) of log-mel frames (B, T, bands) that are `lengths` (B,) long."""
        return self.net(frames, lengths)


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


def save(path: Path, families: Sequence[str], state: dict[str, Tensor]) -> None:
    """Write a tagger's weights as int8 rows, its families beside them."""
    int8.save(path, state, {"part": "tagger", "families": json.dumps(list(families))})


# --- use -------------------------------------------------------------------------------------


def load(path: Path) -> Tagger:
    """A tagger that `save` wrote.

    Raises:
        WeightsError: the file is missing, damaged, or no tagger.
    """
    state, told = int8.load(path), int8.load_metadata(path)
    if "families" not in told:
        raise errors.WeightsError(f"{path.name} is not a tagger.", weights.AGAIN)
    tagger = Tagger(json.loads(told["families"]))
    weights.check_keys({k: v.shape for k, v in tagger.state_dict().items()}, state, "the tagger")
    tagger.load_state_dict(state)
    return tagger.eval().requires_grad_(False)


def bundled() -> Tagger:
    """The tagger that comes with the starter."""
    return load(paths.models_dir() / "starter" / FILE)


@torch.inference_mode()
def scores(tagger: Tagger, sounds: Sequence[np.ndarray]) -> np.ndarray:
    """Probabilities (n, F) of each family for sounds (frames, channels) at 44.1 kHz."""
    rows = []
    for sound in sounds:
        mel = log_mel(sound)
        rows.append(tagger(mel.unsqueeze(0), torch.tensor([len(mel)])).softmax(-1)[0].numpy())
    return np.stack(rows) if rows else np.zeros((0, len(tagger.families)), np.float32)


def recognise(tagger: Tagger, sounds: Sequence[np.ndarray]) -> list[str]:
    """The family that each sound (frames, channels) is taken for."""
    return [tagger.families[int(row.argmax())] for row in scores(tagger, sounds)]
