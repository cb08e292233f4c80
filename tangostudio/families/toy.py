"""The toy family: seeded tones without weights and without torch, and cards that fail on purpose.

It walks the same path as a real model (condition, start, velocity, decode), so every button and
every error of the program can be exercised in milliseconds. A card's `options.fault` chooses the
fault: "fail", "memory", "crash" or "hang"; `options.step_seconds` makes steps take time.
"""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from tangostudio.cards import ModelCard
from tangostudio.errors import BadRequest, OutOfMemory, TangoStudioError
from tangostudio.families.placement import Placement

_LATENT_RATE = 20.0  # latents per second
_CHANNELS = 4
_FAULT_SIGMA = 0.5  # faults strike half-way, when a take is under way


@dataclass(frozen=True)
class _Model:
    sample_rate: int
    channels: int
    fault: str
    step_seconds: float


@dataclass(frozen=True)
class _Conditioning:
    target: np.ndarray  # (channels,)


def build(
    card: ModelCard,
    folder: Path | None,
    place: Placement | str,
    adapters: Sequence[tuple[Path, float]] = (),
) -> _Model:
    """A model of no weights; `folder` and `place` do not matter.

    Raises:
        BadRequest: there are no weights that an adapter could change.
    """
    if adapters:
        raise BadRequest(f"{card.name} cannot use adapters.", "Choose another model.")
    return _Model(
        sample_rate=card.sample_rate,
        channels=card.channels,
        fault=str(card.options.get("fault", "")),
        step_seconds=float(card.options.get("step_seconds", 0.0)),
    )


def tables(card: ModelCard, folder: Path) -> dict[str, dict[str, Any]]:
    """There are no weights."""
    return {}


def condition(
    model: _Model, prompt: str, negative: str, seconds: float, guidance: float
) -> _Conditioning:
    """A point in latent space that depends on the texts alone."""
    digest = hashlib.sha256(f"{prompt}\0{negative}".encode()).digest()
    return _Conditioning(np.frombuffer(digest[:_CHANNELS], np.uint8).astype(np.float32) / 255)


def latent_shape(model: _Model, seconds: float) -> tuple[int, int]:
    """Twenty latents a second, four channels."""
    return max(1, int(np.ceil(seconds * _LATENT_RATE))), _CHANNELS


def latent_rate(model: _Model) -> float:
    """Twenty."""
    return _LATENT_RATE


def start(
    model: _Model, shape: tuple[int, int], seed: int
) -> tuple[np.ndarray, np.random.Generator]:
    """Noise and generator of one take."""
    generator = np.random.default_rng(seed)
    return noise(model, shape, generator), generator


def noise(model: _Model, shape: tuple[int, int], generator: np.random.Generator) -> np.ndarray:
    """Fresh noise of one take."""
    return generator.standard_normal((1, *shape), dtype=np.float32)


def stack(parts: Sequence[np.ndarray]) -> np.ndarray:
    """Join takes along the first axis."""
    return np.concatenate(parts)


def velocity(model: _Model, x: np.ndarray, sigma: float, conditioning: _Conditioning) -> np.ndarray:
    """Straight towards the target; strikes with the card's fault half-way."""
    if model.step_seconds:
        time.sleep(model.step_seconds)
    if model.fault and sigma <= _FAULT_SIGMA:
        _strike(model.fault)
    return x - conditioning.target


def encode(
    model: _Model, sound: np.ndarray, sample_rate: int, seconds: float, generator: Any
) -> np.ndarray:
    """Pitch, decay and brightness of a sound as a chord of this family, in every latent alike."""
    heard = sound[: max(2, round(seconds * sample_rate))].mean(1)
    spectrum = np.abs(np.fft.rfft(heard, 2 * sample_rate))  # two bins a hertz
    peak = 220 + int(spectrum[220 : min(3520, len(spectrum))].argmax())
    brightness = spectrum[min(2 * peak, len(spectrum) - 1)] / max(spectrum[peak], 1e-9)
    first, second = (float((half**2).sum()) + 1e-9 for half in np.array_split(heard, 2))
    decay = np.log(first / second) * sample_rate / len(heard)
    means = [np.log2(peak / 220) / 4, (decay - 1) / 6, (brightness - 0.3) / 0.5, 0.0]
    shape = (1, *latent_shape(model, seconds))
    return np.broadcast_to(np.clip(means, 0, 1).astype(np.float32), shape)


def decode(
    model: _Model, x: np.ndarray, seconds: float, generators: Sequence[Any]
) -> list[np.ndarray]:
    """A decaying chord per take; pitch, brightness and decay are read from the latents."""
    frames = round(seconds * model.sample_rate)
    t = np.arange(frames, dtype=np.float32) / model.sample_rate
    return [
        _tone(latents.mean(0), t, model.channels, g)
        for latents, g in zip(x, generators, strict=True)
    ]


def _tone(
    means: np.ndarray, t: np.ndarray, channels: int, generator: np.random.Generator
) -> np.ndarray:
    pitch_hz = 110.0 * 2.0 ** (4.0 * np.clip(means[0], 0, 1))
    decay = 1.0 + 6.0 * np.clip(means[1], 0, 1)
    partials = np.arange(1, 6, dtype=np.float32)
    gains = (0.3 + 0.5 * np.clip(means[2], 0, 1)) ** partials
    chord = (gains[:, None] * np.sin(2 * np.pi * pitch_hz * partials[:, None] * t)).sum(0)
    hiss = generator.standard_normal(t.size, dtype=np.float32) * 0.02 * np.clip(means[3], 0, 1)
    fade = np.minimum(1.0, np.minimum(t, t[-1] - t + t[1] if t.size > 1 else t) / 0.01)
    mono = (0.5 * chord * np.exp(-decay * t) + hiss) * fade
    return np.repeat(mono[:, None], channels, axis=1).astype(np.float32)


def _strike(fault: str) -> None:
    match fault:
        case "fail":
            raise TangoStudioError("The toy model failed on purpose.", "Choose another model.")
        case "memory":
            raise OutOfMemory(
                "There is not enough memory for this take.",
                "Make it shorter, or close other programs.",
            )
        case "crash":
            os._exit(3)
        case "hang":
            time.sleep(3600)
