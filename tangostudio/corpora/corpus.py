"""A corpus: clips with captions to train on, in a folder that can be copied and read anywhere.

    corpus.json             what there is, written last     audio/<ab>/<sha256>.flac    the clips
    request.json            what it is built from           journal.jsonl               what is done

A clip is stored as the library stores sounds. Where recordings come from and how they are cleaned
is not known here.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import math
from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tangostudio.audio import files, whole_files
from tangostudio.corpora import texts
from tangostudio.errors import AudioFileError, BadRequest, NotFound, StorageError

FORMAT = 1
FILE = "corpus.json"
AUDIO = "audio"


@dataclass(frozen=True)
class Item:
    """One clip.

    Attributes:
        file: below the corpus' folder, with "/".
        sha256: of its samples; see `files.sha256_of`.
        seconds: its length.
        caption: what it is to be called for.
        category: CatID of UCS, or "".
        source: the recording: below the folder that was read, or "take 12".
        held_out: whether it is kept from training, to check with.
        loudness: in LUFS, as it is stored: integrated, of short sounds the momentary maximum.
        start: where it begins in the recording, in seconds.
        gain_db: what was applied to the recording.
        told_by: where the caption was found; one of `captions.TOLD_BY`.
        recording: names the recording by its contents; the pieces of one share it.
    """

    file: str
    sha256: str
    seconds: float
    caption: str
    category: str
    source: str
    held_out: bool
    loudness: float = math.nan
    start: float = 0.0
    gain_db: float = 0.0
    told_by: str = ""
    recording: str = ""


@dataclass(frozen=True)
class LeftOut:
    """A recording, or a piece of one, that is not in the corpus.

    Attributes:
        reason: one of `REASONS`.
        sentence: why, for people.
    """

    source: str
    reason: str
    sentence: str


REASONS = {
    "silent": "silent",
    "corrupt": "damaged or no sound",
    "unreadable": "may not be read",
    "clipped": "clipped",
    "short": "too short",
    "too_long": "too long",
    "duplicate": "the same as another",
    "near_duplicate": "nearly the same as another",
    "no_caption": "without words",
    "changed": "changed while it was read",
}
"""Why recordings are left out, in a few words for each."""


@dataclass(frozen=True)
class Corpus:
    """What `corpus.json` says.

    Attributes:
        folder: where it lies.
        made_at: ISO 8601, UTC.
        options: the choices that it was built with.
        warnings: what a person should know before training on it, one sentence each.
    """

    id: str
    name: str
    folder: Path
    made_at: str
    sample_rate: int
    items: tuple[Item, ...]
    left_out: tuple[LeftOut, ...] = ()
    options: dict[str, Any] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()

    @cached_property
    def train(self) -> tuple[Item, ...]:
        """The clips to learn from."""
        return tuple(item for item in self.items if not item.held_out)

    @cached_property
    def held_out(self) -> tuple[Item, ...]:
        """The clips to check with."""
        return tuple(item for item in self.items if item.held_out)

    @property
    def seconds(self) -> float:
        """Length of all clips together."""
        return sum(item.seconds for item in self.items)

    @property
    def reasons(self) -> dict[str, int]:
        """How many were left out for each reason, in the order of `REASONS`."""
        counted = Counter(left.reason for left in self.left_out)
        return {reason: counted[reason] for reason in REASONS if counted[reason]}

    @cached_property
    def mark(self) -> str:
        """The same for the same clips with the same captions and sides, whatever their order."""
        said = sorted((item.sha256, item.caption, item.held_out) for item in self.items)
        return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()

    def about(self) -> dict[str, Any]:
        """Plain facts for what was learned from it."""
        return {
            "id": self.id,
            "name": self.name,
            "mark": self.mark,
            "clips": len(self.train),
            "seconds": round(sum(item.seconds for item in self.train), 1),
        }

    def item(self, sha256: str) -> Item:
        """A clip by its hash, or by the beginning of it that only one has.

        Raises:
            NotFound: no clip, or several.
        """
        found = [item for item in self.items if sha256 and item.sha256.startswith(sha256.lower())]
        if len(found) != 1:
            several = "several clips" if found else "no clip"
            raise NotFound(
                f"“{self.name}” has {several} with the hash {sha256!r}.",
                "Give the first digits that the list of its clips shows.",
            )
        return found[0]


def read(folder: Path) -> Corpus:
    """The corpus in a folder.

    Raises:
        StorageError: it cannot be read.
        BadRequest: the folder holds none, a damaged one, or one of a newer version.
    """
    path = Path(folder) / FILE
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise BadRequest(f"There is no corpus in {folder}.", "It may not be built yet.") from None
    except OSError as error:
        raise StorageError(
            f"{path} cannot be read: {error.strerror}.", "Check that you may read it."
        ) from error
    except ValueError as error:
        raise _damaged(path) from error
    try:
        return _corpus(json.loads(text), Path(folder))
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise _damaged(path) from error


def write(corpus: Corpus) -> None:
    """Put `corpus.json` into the corpus' folder, whole or not at all. Raises StorageError."""
    values = {"format": FORMAT, **dataclasses.asdict(corpus)}
    del values["folder"]
    for item in values["items"]:
        if math.isnan(item["loudness"]):
            item["loudness"] = None
    path = corpus.folder / FILE
    data = json.dumps(values, ensure_ascii=False, indent=1).encode("utf-8")
    whole_files.replace_whole(whole_files.write_part(path, data), path)


def samples(corpus: Corpus, item: Item) -> NDArray[np.float32]:
    """The sound of a clip, float32 (frames, 2) at the corpus' rate.

    Raises:
        AudioFileError: it is missing or damaged.
    """
    sound = files.read(corpus.folder / item.file)
    if sound.sample_rate != corpus.sample_rate:
        raise AudioFileError(f"{item.file} has a rate of {sound.sample_rate} Hz.")
    return sound.samples


def with_caption(corpus: Corpus, sha256: str, text: str) -> Corpus:
    """The corpus with another caption of a clip; it is not written.

    Raises:
        NotFound: see `Corpus.item`.
        BadRequest: the caption is empty.
    """
    wanted = corpus.item(sha256)
    caption = texts.clean(text)
    if not caption:
        raise BadRequest("A clip needs a caption.", "Write what it sounds like.")
    changed = dataclasses.replace(wanted, caption=caption, told_by="person")
    items = tuple(changed if item is wanted else item for item in corpus.items)
    return dataclasses.replace(corpus, items=items)


def file_of(sha256: str) -> str:
    """Where a clip lies below the folder: in one of 256 folders, since systems slow down at many
    thousands of files in one."""
    return f"{AUDIO}/{sha256[:2]}/{sha256}.flac"


def _corpus(values: dict[str, Any], folder: Path) -> Corpus:
    if values.pop("format") > FORMAT:
        raise BadRequest(
            f"The corpus in {folder} was built by a newer version of the program.",
            "Update the program.",
        )
    items = []
    for told in values.pop("items"):
        loudness = told.pop("loudness")
        items.append(Item(**told, loudness=math.nan if loudness is None else float(loudness)))
    left_out = tuple(LeftOut(**told) for told in values.pop("left_out"))
    warnings = tuple(values.pop("warnings", ()))
    return Corpus(**values, folder=folder, items=tuple(items), left_out=left_out, warnings=warnings)


def _damaged(path: Path) -> BadRequest:
    return BadRequest(f"{path} cannot be read as a corpus.", "Build it again.")
