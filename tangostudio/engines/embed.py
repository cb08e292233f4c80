"""Vectors of sounds and texts, by one of the embedders that there are.

A generator of events like every engine. At most one embedder is resident. What vectors are compared
for is not known here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from tangostudio import paths
from tangostudio.audio import files, impressions
from tangostudio.audio.resample import resample
from tangostudio.cards import embedders
from tangostudio.engines.device import choose_device, leave_a_core
from tangostudio.errors import AudioFileError, BadRequest
from tangostudio.messages import Embedded, EmbedRequest, Event

if TYPE_CHECKING:
    from tangostudio.families.embedding import Embedder

AT_ONCE = 8
"""Sounds between two events, so that a job can be stopped."""

_EMBEDDER = "embedder"  # the resident embedder's key
_NET_RATE = 44_100


@dataclass(frozen=True)
class Ear:
    """An embedder.

    Attributes:
        name: of its vectors.
        hear: from a sound (frames, channels) and its rate to a vector (d,).
        read: from texts to vectors (n, d) that can be compared with those of sounds; None where it
            knows no words.
    """

    name: str
    hear: Callable[[np.ndarray, int], np.ndarray]
    read: Callable[[Sequence[str]], np.ndarray] | None = None


def ear(name: str) -> Ear:
    """Load an embedder by its full name.

    Raises:
        BadRequest: there is none of this name.
        WeightsError: its weights are damaged.
    """
    choice = embedders.choice_of(name)
    if choice == embedders.IMPRESSIONS:
        return Ear(name, impressions.impression)
    leave_a_core()
    if choice == embedders.CLAP:
        return of_clap(name, paths.weights_dir() / embedders.CLAP)
    from tangostudio.families import embedding  # torch, which impressions do without

    return of_net(embedding.build(paths.models_dir() / embedders.STARTER, choose_device()))


def of_net(net: Embedder) -> Ear:
    """The ear that an embedder like the bundled one is."""

    def hear(sound: np.ndarray, sample_rate: int) -> np.ndarray:
        return net.audio([resample(sound, sample_rate, _NET_RATE)])[0]

    return Ear(net.name, hear, net.text)


def of_clap(name: str, folder: Path) -> Ear:
    """The ear that weights of CLAP in a folder are.

    Raises:
        WeightsError: they are missing, damaged or of another model.
    """
    from tangostudio.families import clap

    net = clap.build(folder, choose_device(), name)

    def hear(sound: np.ndarray, sample_rate: int) -> np.ndarray:
        return net.long_audio(resample(sound, sample_rate, clap.SAMPLE_RATE))

    return Ear(name, hear, net.text)


def embed(job: str, request: EmbedRequest, resident: dict[str, Any]) -> Iterator[Event]:
    """Vectors of the request's sounds, a few at a time, and of its texts with the first ones.

    A sound whose file is missing or damaged is named as gone; the others go on.

    Raises:
        BadRequest: texts for an embedder that knows no words.
    """
    held: Ear | None = resident.get(_EMBEDDER)
    if held is None or held.name != request.embedder:
        held = resident[_EMBEDDER] = ear(request.embedder)
    texts: tuple[bytes, ...] = ()
    if request.texts:
        if held.read is None:
            raise BadRequest(
                f"The embedder {held.name} knows no words.", "Choose the starter's embedder."
            )
        texts = tuple(_packed(row) for row in held.read(request.texts))
    for first in range(0, max(1, len(request.sounds)), AT_ONCE):
        vectors, gone = [], []
        for sha256, path in request.sounds[first : first + AT_ONCE]:
            try:
                sound = files.read(Path(path))
            except AudioFileError:
                gone.append(sha256)
                continue
            vectors.append((sha256, _packed(held.hear(sound.samples, sound.sample_rate))))
        yield Embedded(job, held.name, tuple(vectors), texts if first == 0 else (), tuple(gone))


def _packed(vector: np.ndarray) -> bytes:
    return np.asarray(vector, "<f4").tobytes()
