"""Two sounds in one, at levels that leave both to be heard, and their captions joined.

Ghosal et al., "Text-to-Audio Generation using Instruction-Tuned LLM and Latent Diffusion Model"
(Tango), 2023, after Tokozume et al., "Learning from Between-class Examples for Deep Sound
Recognition", 2018. Pure functions of arrays.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

SILENT_DB = -120.0


def pressure_db(sound: NDArray[np.float32]) -> float:
    """Level of a sound (frames, channels): its mean power in decibels, -120 at least."""
    power = float(np.mean(np.square(sound, dtype=np.float64))) if sound.size else 0.0
    return 10 * math.log10(power) if power > 10 ** (SILENT_DB / 10) else SILENT_DB


def share(first_db: float, second_db: float) -> float:
    """The first sound's share p of the amplitudes, 0 to 1: the louder one's is the smaller."""
    return 1 / (1 + 10 ** ((first_db - second_db) / 20))


def mixed(first: NDArray[np.float32], second: NDArray[np.float32]) -> NDArray[np.float32]:
    """(p x1 + (1 - p) x2) / sqrt(p^2 + (1 - p)^2) of two sounds (frames, channels).

    The shorter one is followed by silence; its level is that of the sound alone. The root keeps the
    power where the sounds have nothing to do with each other.
    """
    p = share(pressure_db(first), pressure_db(second))
    frames, channels = (max(first.shape[i], second.shape[i]) for i in range(2))
    total = p * _filled(first, frames, channels) + (1 - p) * _filled(second, frames, channels)
    return (total / math.hypot(p, 1 - p)).astype(np.float32)


def joined(first: str, second: str) -> str:
    """Both captions in one: "A dog barks" and "Rain on a roof." make "A dog barks and rain ..."."""
    first, second = first.strip().rstrip(".,;"), second.strip()
    if not first or not second:
        return first or second
    # A capital goes where it only begins a sentence: "UFO" and "TV" keep theirs.
    if len(second) == 1 or (second[:1].isupper() and not second[1:2].isupper()):
        second = second[:1].lower() + second[1:]
    return f"{first} and {second}"


def _filled(sound: NDArray[np.float32], frames: int, channels: int) -> NDArray[np.float64]:
    """In (frames, channels): silence behind it, one channel on all."""
    whole = np.zeros((frames, channels))
    whole[: len(sound)] = sound
    return whole
