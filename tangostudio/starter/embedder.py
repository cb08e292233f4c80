"""Training of the starter's embedder: words and sounds that belong together come close.

Symmetric InfoNCE with a learned temperature (Radford et al., "Learning Transferable Visual Models
From Natural Language Supervision", 2021) over clips of the corpus, compositions included, with a
fresh wording of a clip's facts every time it is seen. The text encoder is frozen, as it ships; when
it changes, `refit` alone fits the small text head anew on vectors of the trained net for sounds.

Knows nothing of latents, codecs or flows.
"""

import hashlib
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from tangostudio.families import embedding
from tangostudio.families.embedding import Embedder, Pair, TextEncoder
from tangostudio.families.nets.audio_embedder import NetConfig
from tangostudio.starter import corpus, loops, mels

SEEDS = 2**42
"""The embedder's clips count up from here: neither the flow's nor the held-out ones."""

NAME = "embedder"
CHECKPOINT, REFITTED = "embedder.pt", "head.pt"
GREATEST_SCALE = math.log(100)


@dataclass(frozen=True)
class Plan:
    """What one training does; two equal plans on equal clips give equal weights.

    Attributes:
        batch: clips that are told apart at once; they are encoded `chunk` at a time, by length.
        drop_words: share of clips of whose caption some words are left out.
        text_noise: standard deviation of an error of the mean states, relative to their own.
        first_clip: number of the first clip; plans that are to share no clip begin far apart.
    """

    seed: int = 21
    first_clip: int = 0
    clips: int = 16_000
    steps: int = 1200
    batch: int = 224
    chunk: int = 56
    learning_rate: float = 1e-3
    warm_up: int = 100
    flat: float = 0.3
    average: float = 0.999
    drop_words: float = 0.15
    text_noise: float = 0.15
    save_every: int = 100
    rough: mels.Roughening = field(
        default_factory=lambda: mels.Roughening(
            level_db=2.0,
            tilt_db=3.0,
            jitter_nats=0.0,
            smooth_share=0.25,
            floor_share=0.2,
            crop_share=0.6,
            crop_events=False,
            tail_share=0.15,
        )
    )
    audio: NetConfig = embedding.AUDIO
    head: int = embedding.HEAD_WIDTH


@dataclass(frozen=True)
class HeadPlan:
    """How the head for texts is fitted once the net for sounds is trained.

    Attributes:
        wordings: captions that are made of each clip.
        text_noise: greatest error of the mean states, relative to their own deviation. Far more
            than in the training: words that no caption holds then land near what they are like.
    """

    seed: int = 22
    steps: int = 1500
    batch: int = 512
    wordings: int = 4
    learning_rate: float = 1e-3
    warm_up: int = 50
    flat: float = 0.1
    text_noise: float = 1.0
    save_every: int = 250


# --- clips -----------------------------------------------------------------------------------


def example(number: int) -> corpus.Example:
    """Training clip of a number."""
    return corpus.example(SEEDS + number)


def _example_from(first: int, number: int) -> corpus.Example:
    return example(first + number)


def render(plan: Plan, folder: Path, workers: int = 0) -> Iterator[dict[str, int]]:
    """Keep the log-mels of the training clips in `folder`; yields after each shard."""
    numbered = partial(_example_from, plan.first_clip)
    yield from mels.dump(folder, numbered, plan.clips, per_shard=1000, workers=workers)


def wording(
    families: Sequence[str], facts: dict[str, Any], rng: np.random.Generator, drop: float = 0.0
) -> str:
    """A caption that is true of a clip; a share `drop` of them lacks some words."""
    text = corpus.worded(families, facts, rng)
    if rng.random() >= drop:
        return text
    words = text.split()
    kept = [word for word in words if rng.random() > 0.2]
    return " ".join(kept or words)


# --- batches ---------------------------------------------------------------------------------


@dataclass
class Batch:
    """Clips in groups of similar length, and the mean states (B, W) of a text for each."""

    groups: list[tuple[Tensor, Tensor]]
    pooled: Tensor


class Batches:
    """Batches by step number: the same number always gives the same batch."""

    def __init__(self, plan: Plan, clips: mels.Clips, text: TextEncoder) -> None:
        self.plan, self.clips, self.text = plan, clips, text
        self.whole = mels.Batches(clips, plan.seed, plan.batch, 1, plan.rough)

    def __call__(self, step: int) -> Batch:
        """The batch of a step."""
        chosen, frames, lengths = self.whole(step)
        rng = np.random.default_rng([self.plan.seed, 4, step])
        pooled = self.texts(chosen, rng)
        groups = []
        for first in range(0, len(chosen), self.plan.chunk):
            own = lengths[first : first + self.plan.chunk]
            part = frames[first : first + self.plan.chunk, : int(own.max())]
            groups.append((part.to(self.text.device), own.to(self.text.device)))
        return Batch(groups, pooled)

    def texts(self, chosen: Sequence[int], rng: np.random.Generator) -> Tensor:
        """Mean states (B, W) of a fresh wording of each clip, a little disturbed."""
        plan, clips = self.plan, self.clips
        said = [wording(clips.families[i], clips.facts[i], rng, plan.drop_words) for i in chosen]
        with torch.autocast(torch.device(self.text.device).type, torch.bfloat16):
            pooled = self.text.pooled(said)
        return disturbed(pooled, plan.text_noise, 0.0, rng)


def disturbed(pooled: Tensor, most: float, power: float, rng: np.random.Generator) -> Tensor:
    """Rows (B, W) with a normal error each, at a level of `most` times a uniform draw ** power."""
    noise = torch.from_numpy(rng.standard_normal(tuple(pooled.shape), np.float32)).to(pooled)
    level = torch.from_numpy(rng.random((len(pooled), 1), np.float32) ** power).to(pooled)
    return pooled + most * level * pooled.std() * noise


def contrast(sounds: Tensor, texts: Tensor, log_scale: Tensor) -> Tensor:
    """Symmetric InfoNCE of unit rows (B, D) that belong together pairwise."""
    products = log_scale.clamp(max=GREATEST_SCALE).exp() * sounds @ texts.T
    target = torch.arange(len(sounds), device=sounds.device)
    return 0.5 * (
        functional.cross_entropy(products, target) + functional.cross_entropy(products.T, target)
    )


# --- the training ----------------------------------------------------------------------------


def train(
    plan: Plan,
    clips: mels.Clips,
    text: TextEncoder,
    folder: Path,
    start: Mapping[str, Tensor] | None = None,
) -> Iterator[dict[str, float]]:
    """Train in `folder`, going on from its checkpoint; yields a record at each checkpoint.

    It runs where the text encoder is. `start` are weights to begin with.

    Raises:
        BuildError: the checkpoint belongs to another plan, or the loss is no number.
    """
    folder.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(plan.seed)
    pair = Pair(text.width, plan.audio, plan.head).train().to(text.device)
    if start is not None:
        pair.load_state_dict(dict(start))
    run = loops.Run(NAME, pair, asdict(plan), plan.average)
    run.resume(folder / CHECKPOINT)
    batches = Batches(plan, clips, text)
    while not run.done:
        batch = batches(run.step)
        with torch.autocast(torch.device(text.device).type, torch.bfloat16):
            sounds = torch.cat([pair.sounds(*group) for group in batch.groups])
            texts = pair.texts(batch.pooled)
        run.update(contrast(sounds, texts, pair.log_scale))
        if run.step % plan.save_every == 0 or run.done:
            run.save(folder / CHECKPOINT)
            yield run.record(folder, scale=round(pair.log_scale.exp().item(), 2))


@torch.inference_mode()
def listen(pair: Pair, clips: mels.Clips) -> Tensor:
    """Unit rows (clips, D) of the clips as they are, one by one."""
    rows, device = [], pair.log_scale.device
    for clip in range(len(clips)):
        frames = torch.from_numpy(clips.of(clip)).to(device).unsqueeze(0) * mels.STEP
        rows.append(pair.sounds(frames, torch.tensor([frames.shape[1]], device=device)))
    return torch.cat(rows).clone()


def refit(
    plan: Plan, head: HeadPlan, clips: mels.Clips, text: TextEncoder, folder: Path
) -> Iterator[dict[str, float]]:
    """Fit the head for texts anew, on vectors of the trained net for sounds, which stays as it is.

    It always starts from nothing (it takes a few minutes, most of them for the vectors); the result
    stands in `folder` beside the training's checkpoint, which is not touched.

    Raises:
        BuildError: nothing has been trained yet, or the loss is no number.
    """
    trained = loops.averaged(folder / CHECKPOINT, NAME)
    torch.manual_seed(head.seed)
    pair = Pair(text.width, plan.audio, plan.head)
    kept = {name: value for name, value in trained.items() if not name.startswith("head.")}
    pair.load_state_dict(kept, strict=False)
    heard = listen(pair.eval().to(text.device), clips)
    pair.audio.requires_grad_(False)
    said = _many_wordings(head, plan, clips, text)
    run = loops.Run(f"{NAME}'s head", pair, asdict(head), plan.average)
    while not run.done:
        rng = np.random.default_rng([head.seed, 5, run.step])
        chosen = rng.choice(len(clips), min(head.batch, len(clips)), replace=False)
        pooled = said[rng.integers(len(said), size=len(chosen)), chosen].float()
        pooled = disturbed(pooled, head.text_noise, 2.0, rng)
        sounds = heard[torch.from_numpy(chosen).to(heard.device)]
        run.update(contrast(sounds, pair.texts(pooled), pair.log_scale))
        if run.step % head.save_every == 0 or run.done:
            yield run.record(folder, refit=1.0)
    run.save(folder / REFITTED)


def _many_wordings(head: HeadPlan, plan: Plan, clips: mels.Clips, text: TextEncoder) -> Tensor:
    """Mean states (wordings, clips, W) of several wordings of each clip."""
    rows = []
    for number in range(head.wordings):
        rng = np.random.default_rng([head.seed, 6, number])
        told = zip(clips.families, clips.facts, strict=True)
        texts = [wording(families, facts, rng, plan.drop_words) for families, facts in told]
        with torch.autocast(torch.device(text.device).type, torch.bfloat16):
            rows.append(text.pooled(texts).half())
    return torch.stack(rows)


def export(folder: Path, ship: Path, file: str = embedding.FILE) -> None:
    """Write the embedder as it ships, beside the text encoder that it belongs to.

    The newer of the trained pair and the one with a refitted head is taken.

    Raises:
        BuildError: it has not been trained.
    """
    first, second = folder / CHECKPOINT, folder / REFITTED
    newer = second.exists() and second.stat().st_mtime > first.stat().st_mtime
    state = loops.averaged(second if newer else first, NAME)
    digest = hashlib.sha256((ship / embedding.TEXT).read_bytes()).hexdigest()
    embedding.save(ship / file, state, digest)


# --- measures --------------------------------------------------------------------------------


def ranks(texts: np.ndarray, sounds: np.ndarray) -> np.ndarray:
    """For each text (row) how many sounds are nearer to it than the one it belongs to."""
    products = texts @ sounds.T
    own = np.diagonal(products)[:, None]
    return (products > own).sum(1)


def recall(embedder: Embedder, examples: Sequence[corpus.Example]) -> dict[str, float]:
    """Text to audio: share of captions whose own clip is the nearest, or among the nearest 10."""
    texts = embedder.text([example.caption for example in examples])
    found = ranks(texts, embedder.audio([example.audio for example in examples]))
    return {"recall@1": float((found < 1).mean()), "recall@10": float((found < 10).mean())}
