"""Latents of a corpus' clips, made once and kept in files; read from there a clip at a time.

    folder/<key>/00000.safetensors ...    latents of 64 clips each, float16

A key stands for the sounds and for the weights that encode them: other captions need no new
latents, other sounds or another model do. Work that was stopped goes on at the first file that is
missing. Clips that are longer than the model's window become several. Knows nothing of batches.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

import numpy as np
import torch
from safetensors import SafetensorError, safe_open
from torch import Tensor

from tangostudio.audio import steadiness, whole_files
from tangostudio.corpora import corpus as corpora
from tangostudio.corpora.corpus import Corpus, Item
from tangostudio.errors import BadRequest, TuneError
from tangostudio.tuning import latent_files, mixing
from tangostudio.tuning.events import Encoded
from tangostudio.tuning.trainees import Trainee

FORMAT = 1
FOLDER = "latents"
"""In a corpus: what its clips are to models."""

PER_FILE = 64
LEAST_REST = 0.25
"""Of a window: what is left of a long sound behind its last whole window is a clip from here on."""

_MIXES = 50  # what a generator is for
_SILENT_SECONDS = 4.0


@dataclass(frozen=True)
class Clip:
    """A sound to learn from: a part of an item, or two items mixed.

    Attributes:
        start, seconds: of the part.
        second: the item that is mixed in, from its beginning on.
    """

    item: Item
    start: float
    seconds: float
    second: Item | None = None

    @property
    def caption(self) -> str:
        """What it is to be called for."""
        if self.second is None:
            return self.item.caption
        return mixing.joined(self.item.caption, self.second.caption)

    @property
    def held_out(self) -> bool:
        """Whether it is never trained on."""
        return self.item.held_out

    @property
    def mark(self) -> list[object]:
        """What its latents depend on besides the encoder."""
        second = self.second.sha256 if self.second else ""
        return [self.item.sha256, round(self.start, 4), round(self.seconds, 4), second]


def clips_of(corpus: Corpus, longest: float) -> list[Clip]:
    """Every item, cut into windows where it is longer than `longest` seconds."""
    return [
        Clip(item, start, seconds)
        for item in corpus.items
        for start, seconds in windows(item.seconds, longest)
    ]


def windows(seconds: float, longest: float) -> list[tuple[float, float]]:
    """Starts and lengths of the parts that a sound is learned in; a short rest is left out."""
    if seconds <= longest:
        return [(0.0, seconds)]
    whole = int(seconds / longest)
    rest = seconds - whole * longest
    parts = [(i * longest, longest) for i in range(whole)]
    return [*parts, (whole * longest, rest)] if rest >= LEAST_REST * longest else parts


def mixes_of(clips: Sequence[Clip], share: float, longest: float, seed: int) -> list[Clip]:
    """As many mixed clips as a share of those to learn from, the same for the same seed."""
    known = [clip for clip in clips if not clip.held_out and clip.start == 0]
    if len(known) < 2:
        return []
    made = []
    for place in range(round(share * len(known))):
        rng = np.random.default_rng([seed, _MIXES, place])
        first, second = (known[i] for i in rng.choice(len(known), 2, replace=False))
        seconds = min(longest, max(first.seconds, second.seconds))
        made.append(Clip(first.item, 0.0, seconds, second.item))
    return made


class Latents:
    """The latents of a corpus for one model.

    Attributes:
        clips: all of them, those that are held out too.
    """

    def __init__(
        self, trainee: Trainee, corpus: Corpus, folder: Path, mix: float = 0.0, seed: int = 1
    ) -> None:
        """Say where latents are.

        Args:
            folder: that the keys' folders lie in.
            mix: mixed clips for each clip to learn from.
        """
        if not 0 <= mix <= 10:
            raise BadRequest(f"A corpus cannot be mixed {mix} times.", "Choose a value up to 10.")
        self._trainee, self._corpus = trainee, corpus
        plain = clips_of(corpus, trainee.longest)
        mixes = mixes_of(plain, mix, trainee.longest, seed)
        self.clips = (*plain, *mixes)
        # Mixed clips have a key of their own: the others are made once whatever is mixed.
        self._sets = [self._set(folder, clips) for clips in (plain, mixes) if clips]

    def _set(self, folder: Path, clips: Sequence[Clip]) -> _Set:
        trainee = self._trainee
        encoder = [trainee.card.family, trainee.card.weights_hash, trainee.longest]
        told = json.dumps([FORMAT, encoder, [clip.mark for clip in clips]])
        return _Set(folder / hashlib.sha256(told.encode()).hexdigest()[:32], tuple(clips))

    def make(self) -> Iterator[Encoded]:
        """Encode what has no latents yet; an event after each file.

        Raises:
            AudioFileError, StorageError: a clip cannot be read, the folder cannot be written.
            TuneError: the encoder gives what is no number.
        """
        done, total = 0, len(self.clips)
        for each in self._sets:
            missing = [n for n in range(each.files) if not each.path(n).exists()]
            if missing:
                _make_folder(each.folder)
                whole_files.require_space(each.folder, self._bytes(each, missing))
            for number in range(each.files):
                chosen = each.of_file(number)
                if number in missing:
                    self._write(each.path(number), chosen)
                done += len(chosen)
                yield Encoded(done, total)

    def _bytes(self, each: _Set, missing: Sequence[int]) -> int:
        """What the missing files will take."""
        lengths = sum(
            self._trainee.length(clip.seconds) for n in missing for clip in each.of_file(n)
        )
        return 2 * lengths * self.silence.shape[-1] + (1 << 20)

    def _write(self, path: Path, clips: Sequence[Clip]) -> None:
        tensors: dict[str, Tensor] = {}
        steady = []
        for place, clip in enumerate(clips):
            sound = self._sound(clip)
            latents = self._trainee.encode(sound, self._corpus.sample_rate, clip.seconds)
            if not bool(torch.isfinite(latents).all()):
                raise TuneError(
                    f"The model's codec makes values that are no numbers of {clip.item.source}.",
                    "Take this recording out of the corpus.",
                )
            tensors[str(place)] = latents.half().contiguous()
            steady.append(bool(steadiness.steadiness(sound, self._corpus.sample_rate)))
        latent_files.write(path, tensors, {"steady": steady})

    def _sound(self, clip: Clip) -> np.ndarray:
        rate = self._corpus.sample_rate
        first, frames = round(clip.start * rate), max(1, round(clip.seconds * rate))
        sound = corpora.samples(self._corpus, clip.item)[first : first + frames]
        if clip.second is None:
            return sound
        return mixing.mixed(sound, corpora.samples(self._corpus, clip.second)[:frames])

    # --- reading -----------------------------------------------------------------------------

    def __len__(self) -> int:
        return len(self.clips)

    def latents(self, place: int) -> Tensor:
        """Latents (L, C) of a clip, float32.

        Raises:
            TuneError: its file is gone or damaged.
        """
        each, place = self._at(place)
        path = each.path(place // PER_FILE)
        try:
            with safe_open(path, "pt") as file:
                return file.get_tensor(str(place % PER_FILE)).float()
        except (OSError, SafetensorError) as error:
            raise TuneError(
                f"The latents in {path} cannot be read.", f"Remove {path.parent} and go on."
            ) from error

    def steady(self, place: int) -> bool:
        """Whether a clip is the same from beginning to end, so that it may be cut anywhere."""
        each, place = self._at(place)
        return each.steady(place // PER_FILE)[place % PER_FILE]

    def _at(self, place: int) -> tuple[_Set, int]:
        first = self._sets[0]
        count = len(first.clips)
        return (first, place) if place < count else (self._sets[1], place - count)

    @cached_property
    def silence(self) -> Tensor:
        """The latent (C,) of silence."""
        rate = self._corpus.sample_rate
        seconds = min(_SILENT_SECONDS, self._trainee.longest)
        silent = np.zeros((round(seconds * rate), 2), np.float32)
        found = self._trainee.encode(silent, rate, seconds)
        return found[len(found) // 2]


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise whole_files.storage_error(folder, error) from error


class _Set:
    """Clips whose latents lie in one folder."""

    def __init__(self, folder: Path, clips: tuple[Clip, ...]) -> None:
        self.folder, self.clips = folder, clips
        self.files = -(-len(clips) // PER_FILE)
        self.steady = lru_cache(maxsize=None)(self._steady)

    def path(self, number: int) -> Path:
        """One of its files."""
        return self.folder / f"{number:05}.safetensors"

    def of_file(self, number: int) -> tuple[Clip, ...]:
        """The clips of a file."""
        return self.clips[number * PER_FILE : (number + 1) * PER_FILE]

    def _steady(self, number: int) -> list[bool]:
        return latent_files.read_told(self.path(number))["steady"]
