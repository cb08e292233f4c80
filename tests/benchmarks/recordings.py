"""Forty short recordings of a steel cable, as a person might bring them: WAVs with plain names.

They come from a string in a waveguide (Karplus and Strong, "Digital Synthesis of Plucked-String and
Drum Timbres", 1983) whose stiffness lets high frequencies run ahead, through a chain of all-passes
(Jaffe and Smith, "Extensions of the Karplus-Strong Plucked-String Algorithm", 1983). Nothing of the
bundled model's own synthesiser takes part, and it knows no kind of sound like it.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import soundfile
from numpy.typing import NDArray
from scipy import signal

RATE = 44_100
PER_KIND = 10
PLUCKED, STRUCK = "plucked", "struck"


@dataclass(frozen=True)
class Kind:
    """One way to make the cable sound.

    Attributes:
        pitch: Hz, lowest and highest.
        seconds: shortest and longest.
        passes: all-passes in the chain: how much the highs run ahead.
        excited: "plucked" by a finger or "struck" by metal.
        bend: how far the pitch falls in its course, in octaves.
    """

    name: str
    pitch: tuple[float, float]
    seconds: tuple[float, float]
    passes: int
    excited: str
    bend: float = 0.0


KINDS = (
    Kind("steel cable plucked low", (55, 110), (1.6, 2.4), 40, PLUCKED),
    Kind("steel cable plucked high", (220, 440), (0.8, 1.4), 20, PLUCKED),
    Kind("steel cable struck with a wrench", (70, 160), (1.2, 2.0), 160, STRUCK),
    Kind("steel cable twang bending down", (120, 240), (1.0, 1.8), 60, PLUCKED, 0.5),
)


def string(kind: Kind, rng: np.random.Generator) -> NDArray[np.float32]:
    """One recording, float32 (frames,), peak at -3 dB."""
    pitch = np.exp(rng.uniform(*np.log(kind.pitch)))
    frames = round(rng.uniform(*kind.seconds) * RATE)
    burst = rng.standard_normal(frames) * np.exp(-np.arange(frames) / (0.0015 * RATE))
    if kind.excited == PLUCKED:
        burst = signal.lfilter([0.3], [1, -0.7], burst)
    length = round(RATE / pitch)
    # Losses grow with frequency: two neighbours are averaged on each way round.
    around = np.zeros(length + 2)
    around[0], around[length], around[length + 1] = 1, -0.4975, -0.4975
    sound = signal.lfilter([1], around, burst)
    for _ in range(kind.passes):
        sound = signal.lfilter([-0.6, 1], [1, -0.6], sound)
    if kind.bend:
        course = 2 ** (-kind.bend * np.linspace(0, 1, frames))
        sound = np.interp(np.cumsum(course), np.arange(frames), sound)
    room = rng.standard_normal((frames, 2)) * np.exp(-np.arange(frames) / (0.12 * RATE))[:, None]
    wet = signal.fftconvolve(sound, room[:, 0])[:frames]
    sound = sound + 0.03 * wet * np.abs(sound).max() / np.abs(wet).max()
    sound[-RATE // 20 :] *= np.linspace(1, 0, RATE // 20)
    return (0.7 * sound / np.abs(sound).max()).astype(np.float32)


def write(folder: Path, per_kind: int = PER_KIND, seed: int = 5) -> list[Path]:
    """The files of all kinds; the same every time."""
    folder.mkdir(parents=True, exist_ok=True)
    rng = np.random.default_rng(seed)
    made = []
    for kind in KINDS:
        for number in range(1, per_kind + 1):
            path = folder / f"{kind.name} {number:02d}.wav"
            soundfile.write(path, string(kind, rng), RATE, subtype="PCM_24")
            made.append(path)
    return made
