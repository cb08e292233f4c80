"""A corpus of short sounds, and a tiny flow whose codec hears them without taking time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch

from tangostudio.audio import files
from tangostudio.corpora import corpus as corpora
from tangostudio.corpora.corpus import Corpus, Item
from tangostudio.tuning.adapter_options import AdapterOptions
from tangostudio.tuning.trainee_tangoflux import TangoFluxTrainee
from tests.tuning import tiny

RATE = 8000
CAPTIONS = ("rain", "a soft bell", "a loud door", "a dog", "soft rain", "a loud bell")


class Codec:
    """A token is what a quarter of a second is like."""

    sample_rate = RATE
    hop = RATE // 4
    tokens_per_second = 4.0

    def decode(self, x: torch.Tensor, frames: int, generators: Sequence[torch.Generator]):
        """Each token's first two channels, held."""
        return [
            item[:, :2].repeat_interleave(self.hop, 0)[:frames].clamp(-1, 1).contiguous().numpy()
            for item in x
        ]

    def encode(self, sound: torch.Tensor):
        """Means, levels and slopes of both channels."""
        parts = sound.unfold(1, self.hop, self.hop)
        told = [parts.mean(2), parts.abs().mean(2), parts.diff(dim=2).abs().mean(2)]
        tokens = torch.cat(told).T[None] * 4
        return tokens, torch.zeros_like(tokens)


def sound(seconds: float, seed: int) -> np.ndarray:
    """Falling noise with a pitch of its own."""
    rng = np.random.default_rng(seed)
    t = np.arange(round(seconds * RATE)) / RATE
    left = np.sin(2 * np.pi * rng.uniform(100, 900) * t) + 0.3 * rng.standard_normal(len(t))
    made = np.stack([left, 0.5 * left], 1) * np.exp(-t)[:, None]
    return (0.2 * made).astype(np.float32)


def hum(seconds: float) -> np.ndarray:
    """A sound that never changes."""
    t = np.arange(round(seconds * RATE)) / RATE
    made = 0.2 * np.sin(2 * np.pi * 250 * t).astype(np.float32)
    return np.stack([made, made], 1)


def corpus(folder: Path, lengths: Sequence[float] = (1, 1.5, 2, 1, 3, 1.25), held_out=1) -> Corpus:
    """Clips of these seconds, the last ones held out."""
    sounds = [sound(seconds, seed) for seed, seconds in enumerate(lengths)]
    return of_sounds(folder, sounds, held_out)


def of_sounds(folder: Path, sounds: Sequence[np.ndarray], held_out: int = 0) -> Corpus:
    """A corpus of sounds."""
    items = []
    for place, made in enumerate(sounds):
        stored = files.store(made, RATE, folder / "new")
        name = corpora.file_of(stored.sha256)
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        stored.path.rename(folder / name)
        items.append(
            Item(
                name, stored.sha256, len(made) / RATE, CAPTIONS[place % len(CAPTIONS)], "",
                f"{place}.wav", place >= len(sounds) - held_out,
            )
        )  # fmt: skip
    corpora.write(Corpus("c", "Found sounds", folder, "2026-01-01T00:00:00Z", RATE, tuple(items)))
    return corpora.read(folder)


def trainee(options: AdapterOptions | None = None, seed: int = 1) -> TangoFluxTrainee:
    """A tiny flow in training."""
    base = tiny.base()
    base = replace(base, model=replace(base.model, codec=Codec()))
    return TangoFluxTrainee(base, options or AdapterOptions(rank=2, alpha=2.0), seed)
