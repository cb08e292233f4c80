"""Recordings for tests, made by rules: doors, rain, steps; and corpora built from them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import soundfile
from numpy.typing import NDArray
from scipy.signal import butter, sosfilt

from tangostudio.corpora import build, corpus
from tangostudio.corpora.choices import Choices
from tangostudio.corpora.corpus import Corpus
from tangostudio.messages import CorpusRequest, Event

RATE = 22050

FloatArray = NDArray[np.float32]


def door(kind: int, take: int = 0, seconds: float = 0.6, rate: int = RATE) -> FloatArray:
    """A slam: modes that fade and a burst of noise. Takes of one door differ as real ones do."""
    of_door, of_take = np.random.default_rng(kind), np.random.default_rng([kind, take])
    t = np.arange(int(seconds * rate)) / rate
    wave = np.zeros(len(t))
    for _ in range(5):
        pitch = of_door.uniform(80, 2500) * (1 + 0.003 * of_take.normal())
        phase = of_take.uniform(0, 2 * np.pi)
        wave += np.sin(2 * np.pi * pitch * t + phase) * np.exp(-of_door.uniform(6, 25) * t)
    wave += 2 * of_take.normal(size=len(t)) * np.exp(-of_door.uniform(15, 50) * t)
    return scaled(wave)


def rain(kind: int, take: int = 0, seconds: float = 1.5, rate: int = RATE) -> FloatArray:
    """Steady noise of a colour."""
    of_take = np.random.default_rng([kind, take, 1])
    top = np.random.default_rng(kind).uniform(1500, 6000)
    sos = butter(2, [200, top], "bandpass", fs=rate, output="sos")
    return scaled(sosfilt(sos, of_take.normal(size=int(seconds * rate))))


def scaled(wave: Any, peak: float = 0.5) -> FloatArray:
    wave = np.asarray(wave, np.float64)
    return (wave / np.abs(wave).max() * peak).astype(np.float32)[:, None]


def write(path: Path, samples: FloatArray, rate: int = RATE, **how: Any) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    soundfile.write(path, samples, rate, **how)
    return path


def doors(folder: Path, count: int) -> Path:
    """A folder of so many doors."""
    for number in range(count):
        write(folder / f"door {chr(97 + number)}.wav", door(number))
    return folder


def asked(source: Path, folder: Path, **options: Any) -> CorpusRequest:
    import json

    told = json.dumps(Choices.of(options).as_values())
    return CorpusRequest("corpus-1", str(folder), "Doors", str(source), options=told)


def events(source: Path, folder: Path, **options: Any) -> Iterator[Event]:
    return build.build("corpus-1", asked(source, folder, **options), {})


def built(source: Path, folder: Path, **options: Any) -> Corpus:
    """Build a corpus to its end and read it."""
    list(events(source, folder, **options))
    return corpus.read(folder)


def reasons(found: Corpus) -> dict[str, str]:
    """Why each recording is left out."""
    return {left.source: left.reason for left in found.left_out}


def captions(found: Corpus) -> dict[str, str]:
    return {item.source: item.caption for item in found.items}
