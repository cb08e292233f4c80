"""Sounds that takes start from: read, kept among the library's sounds, and chosen.

Reading and keeping touch no row, so that both may run on any thread:

    kept = making.read_start(path)                       or making.keep_sound(samples, rate, name)
    start = making.start_from_kept(kept, follow=0.0)

A sound gets its row when a take is asked for that starts from it. A kept sound that was never used
is an orphan, which the library removes at its next opening.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tangostudio.audio import files
from tangostudio.library import Take
from tangostudio.library.hashes import sound_file
from tangostudio.studio import heard

MOST_CHANNELS = 2


@dataclass(frozen=True)
class Kept:
    """A sound whose file lies in the library's audio folder, and no row names it yet.

    Attributes:
        note: one sentence on what was done to it; "" where it is as it was.
    """

    sha256: str
    name: str
    seconds: float
    note: str = ""


@dataclass(frozen=True)
class Start:
    """A sound to start from.

    Attributes:
        source: hash of the sound; `<source>.flac` lies in the library's audio folder.
        name: for people: of the file, the take or the recording.
        seconds: its length.
        strength: how much of it is made anew, over 0 to 1.
        follow: how closely takes follow its loudness, 0 to 1.
        parent: the take that it is, if it is one.
        note: one sentence on what was done to the sound, or "".
    """

    source: str
    name: str
    seconds: float
    strength: float = 0.6
    follow: float = 0.0
    parent: int | None = None
    note: str = ""

    @property
    def init(self) -> str:
        """The sound as a stored request names it."""
        return sound_file(self.source)


def keep(samples: NDArray[np.float32], sample_rate: int, name: str, audio_dir: Path) -> Kept:
    """Store a sound (frames, channels) among the library's.

    One of more than two channels is mixed to one: which of them are left and right is not known.

    Raises:
        AudioFileError: no frames, or values that are not numbers.
        StorageError: the folder cannot be written or is full.
    """
    note = ""
    if samples.ndim == 2 and samples.shape[1] > MOST_CHANNELS:
        note = f"The {samples.shape[1]} channels of {name} are mixed to one."
        samples = samples.mean(axis=1, keepdims=True, dtype=np.float32)
    stored = files.store(samples, sample_rate, audio_dir)
    return Kept(stored.sha256, name, stored.frames / stored.sample_rate, note)


def read(path: Path, audio_dir: Path, most_seconds: float) -> Kept:
    """Read a sound file and store it; of a longer one only the beginning, with a note.

    Raises:
        AudioFileError: it is missing, empty, damaged or no sound.
        StorageError: the folder cannot be written or is full.
    """
    sound = files.read(path, most_seconds)
    kept = keep(sound.samples, sound.sample_rate, path.name, audio_dir)
    if sound.seconds < most_seconds:
        return kept
    cut = f"Of {path.name} the first {most_seconds:g} seconds are used."
    return Kept(kept.sha256, kept.name, kept.seconds, f"{kept.note} {cut}".strip())


def of_edited(take: Take, audio_dir: Path) -> Start:
    """A start from a take with its edits, which are rendered and stored.

    Raises:
        AudioFileError: the take's sound is missing or damaged.
        BadRequest: edits that this version cannot read.
        StorageError: the folder cannot be written or is full.
    """
    sound, _timeline = heard.read(take.path, take.edits)
    kept = keep(sound.samples, sound.sample_rate, take.title, audio_dir)
    return Start(kept.sha256, kept.name, kept.seconds, parent=take.id, note=kept.note)
