"""Log-mels of corpus clips on the disk, and batches of them roughened for training.

The tagger and the embedder learn from these. A shard that exists is not made again. Knows nothing
of what is learned from the clips.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

from tangostudio import errors
from tangostudio.families.nets import audio_embedder
from tangostudio.starter import corpus
from tangostudio.starter.sounds import BEDS

STEP = audio_embedder.MOST_NATS / 255
"""Nats between two stored values (0.4 dB)."""


@dataclass
class Clips:
    """Clips in one table of frames.

    Attributes:
        frames: uint8 (sum of lengths, bands); a value times STEP is nats above the floor.
        starts, lengths: where each clip's frames are.
        families: its family, or two of a composition.
        facts: as of `corpus.Example`.
    """

    frames: np.ndarray
    starts: np.ndarray
    lengths: np.ndarray
    families: list[tuple[str, ...]]
    facts: list[dict[str, Any]]

    def __len__(self) -> int:
        return len(self.lengths)

    def of(self, clip: int) -> np.ndarray:
        """Frames (T, bands) of a clip, uint8."""
        return self.frames[self.starts[clip] : self.starts[clip] + self.lengths[clip]]


def stored(audio: np.ndarray) -> np.ndarray:
    """A sound's log-mel frames (T, bands) as they are kept."""
    codes = (audio_embedder.log_mel(audio) / STEP).round().clamp(0, 255)
    return codes.to(torch.uint8).numpy()


def dump(
    folder: Path, make: corpus.Make, count: int, per_shard: int, workers: int = 0
) -> Iterator[dict[str, int]]:
    """Keep the log-mels of `count` examples; yields after each shard.

    With `workers` the examples are rendered in as many processes beside this one.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with corpus.rendering(workers) as render:
        for start in range(0, count, per_shard):
            path = folder / f"mels_{start:07d}.npz"
            end = min(start + per_shard, count)
            if not path.exists():
                _write_shard(path, render(make, range(start, end)))
            yield {"clips": end, "of": count}


def _write_shard(path: Path, examples: Iterable[corpus.Example]) -> None:
    mels, told = [], []
    for example in examples:
        mels.append(stored(example.audio))
        told.append({"families": example.families, "facts": example.facts})
    partial = path.with_suffix(".partial")
    with partial.open("wb") as file:
        np.savez(
            file,
            frames=np.concatenate(mels),
            lengths=np.array([len(mel) for mel in mels]),
            told=np.array(json.dumps(told, default=float)),
        )
    partial.replace(path)


def load(*folders: Path) -> Clips:
    """Every clip of some folders, in order.

    Raises:
        BuildError: a folder holds none.
    """
    shards = []
    for folder in folders:
        paths = sorted(folder.glob("mels_*.npz"))
        if not paths:
            raise errors.BuildError(f"There are no log-mels in {folder}.", "Render them first.")
        for path in paths:
            with np.load(path) as file:
                shards.append({name: file[name] for name in file.files})
    lengths = np.concatenate([shard["lengths"] for shard in shards])
    told = [item for shard in shards for item in json.loads(str(shard["told"]))]
    return Clips(
        frames=np.concatenate([shard["frames"] for shard in shards]),
        starts=np.cumsum(lengths) - lengths,
        lengths=lengths,
        families=[tuple(item["families"]) for item in told],
        facts=[item["facts"] for item in told],
    )


# --- batches ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Roughening:
    """How far a clip is changed when it is trained on; all draws are uniform up to these.

    Attributes:
        level_db: louder or softer.
        tilt_db: from the lowest to the highest band, and as much again in slow waves.
        jitter_nats: standard deviation of a normal error in every value.
        floor_share: how many get a noise floor, between 30 and 80 dB under their peak.
        smooth_share: how many are smeared over time and frequency.
        dull_share: how many lose their highest bands.
        crop_share, crop_frames: how many longer clips of one family are cut to this length.
        crop_events: whether what happens once may be cut too, not only what goes on.
        tail_share, tail_frames: how many events are followed by up to so much silence.
    """

    level_db: float = 12.0
    tilt_db: float = 5.0
    jitter_nats: float = 0.4
    floor_share: float = 0.35
    smooth_share: float = 0.5
    dull_share: float = 0.25
    crop_share: float = 0.4
    crop_frames: int = 259
    crop_events: bool = True
    tail_share: float = 0.3
    tail_frames: int = 120


NATS_PER_DB = float(np.log(10) / 20)


def rough(clips: Clips, clip: int, how: Roughening, rng: np.random.Generator) -> np.ndarray:
    """Frames (T, bands) in nats above the floor of a clip, changed at random."""
    mel = _spanned(clips.of(clip), clips.families[clip], how, rng).astype(np.float32) * np.float32(
        STEP
    )
    bands = mel.shape[1]
    if rng.random() < how.smooth_share:
        mel = _smeared(mel, rng)
    place = np.linspace(-0.5, 0.5, bands)
    change = rng.uniform(-how.tilt_db, how.tilt_db) * place
    waves, phase = rng.uniform(0.5, 2.5), rng.random()
    change = change + rng.uniform(0, how.tilt_db / 2) * np.cos(2 * np.pi * (waves * place + phase))
    change = change + rng.uniform(-how.level_db, how.level_db)
    if rng.random() < how.dull_share:
        cut = rng.uniform(0.7, 1.0) * bands
        change = change - np.clip((np.arange(bands) - cut) * rng.uniform(1, 6), 0, 60)
    mel = mel + (change * NATS_PER_DB).astype(np.float32)
    if rng.random() < how.floor_share:
        hiss = mel.max() - rng.uniform(30, 80) * NATS_PER_DB + 0.5 * place * rng.uniform(-2, 2)
        mel = np.logaddexp(mel, hiss.astype(np.float32))
    if how.jitter_nats:
        mel += rng.uniform(0, how.jitter_nats) * rng.standard_normal(mel.shape, np.float32)
    return np.clip(mel, 0, audio_embedder.MOST_NATS)


def _spanned(
    mel: np.ndarray, families: tuple[str, ...], how: Roughening, rng: np.random.Generator
) -> np.ndarray:
    """A part of a clip, or a clip and silence; of what happens once the start is kept."""
    steady = all(family in BEDS for family in families)
    may_crop = len(families) == 1 and (steady or how.crop_events)
    crop, tail = rng.random() < how.crop_share, rng.random() < how.tail_share
    if crop and may_crop and len(mel) > how.crop_frames:
        start = int(rng.integers(len(mel) - how.crop_frames)) if steady else 0
        return mel[start : start + how.crop_frames]
    if tail and not steady and len(mel) < how.crop_frames:
        silence = np.zeros((int(rng.integers(1, how.tail_frames)), mel.shape[1]), mel.dtype)
        return np.concatenate([mel, silence])
    return mel


def _smeared(mel: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Some of both neighbours in time and in frequency."""
    for axis in (0, 1):
        share = np.float32(rng.uniform(0, 0.3))
        before = np.concatenate([mel[:1], mel[:-1]]) if axis == 0 else _beside(mel, -1)
        after = np.concatenate([mel[1:], mel[-1:]]) if axis == 0 else _beside(mel, 1)
        mel = (1 - 2 * share) * mel + share * (before + after)
    return mel


def _beside(mel: np.ndarray, step: int) -> np.ndarray:
    edge = np.clip(np.arange(mel.shape[1]) + step, 0, mel.shape[1] - 1)
    return mel[:, edge]


def padded(mels: Sequence[np.ndarray]) -> tuple[Tensor, Tensor]:
    """Frames (B, T, bands) filled up with silence, and their own lengths (B,)."""
    lengths = [len(mel) for mel in mels]
    out = np.zeros((len(mels), max(lengths), mels[0].shape[1]), np.float32)
    for row, mel in zip(out, mels, strict=True):
        row[: len(mel)] = mel
    return torch.from_numpy(out), torch.tensor(lengths)


class Batches:
    """Batches by step number: the same number always gives the same batch.

    Every round visits each clip once. Clips of similar length stand in one batch.
    """

    def __init__(self, clips: Clips, seed: int, batch: int, pool: int, how: Roughening) -> None:
        self.clips, self.seed, self.batch, self.pool, self.how = clips, seed, batch, pool, how
        self._turn, self._order = -1, np.empty(0, np.int64)
        self._filled, self._ready = -1, list[list[tuple[int, np.ndarray]]]()

    def __call__(self, step: int) -> tuple[list[int], Tensor, Tensor]:
        """Clip numbers, frames (B, T, bands) and lengths (B,) of a step."""
        if step // self.pool != self._filled:
            self._filled = step // self.pool
            self._ready = self._fill(self._filled)
        items = self._ready[step % self.pool]
        frames, lengths = padded([mel for _, mel in items])
        return [clip for clip, _ in items], frames, lengths

    def _fill(self, number: int) -> list[list[tuple[int, np.ndarray]]]:
        rng = np.random.default_rng([self.seed, 2, number])
        count = self.batch * self.pool
        chosen = [self._at(number * count + i) for i in range(count)]
        items = [(clip, rough(self.clips, clip, self.how, rng)) for clip in chosen]
        items.sort(key=lambda item: len(item[1]))
        groups = [items[i : i + self.batch] for i in range(0, count, self.batch)]
        return [groups[i] for i in rng.permutation(len(groups))]

    def _at(self, position: int) -> int:
        turn, place = divmod(position, len(self.clips))
        if turn != self._turn:
            self._turn = turn
            self._order = np.random.default_rng([self.seed, 3, turn]).permutation(len(self.clips))
        return int(self._order[place])
