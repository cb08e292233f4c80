"""A take as a value, what is needed to make one, and a query for takes. No database."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from tangostudio.errors import BadRequest

Sort = Literal["newest", "oldest", "stars", "length", "loudness", "name", "taste", "likeness"]

COLOURS = ("red", "orange", "yellow", "green", "blue", "purple")
RELATIONS = ("variation", "again", "from sound", "redo", "extend", "loop", "edit")
"""How a take came from its parent."""

TITLE_LENGTH = 40
MAX_TAGS = 64
MAX_TAG_LENGTH = 60
MAX_TITLE_LENGTH = 200

_SPACES = re.compile(r"[\s\x00-\x1f\x7f]+")


@dataclass(frozen=True, slots=True)
class Take:
    """One finished sound and everything that it was made from.

    Attributes:
        id: never given to another take, not even after this one is deleted.
        created: ISO 8601, UTC.
        model, model_name, model_hash: card id, shown name, hash of the weights.
        licence, commercial: of the model; commercial is "yes", "limited" or "no".
        request: the request as JSON with this seed alone, so that the take can be made again.
        seconds: as asked; `frames / sample_rate` is what was made.
        sha256, path: content hash of the audio, and the file (it may be missing).
        gain_db: applied once so that the peak fits full scale.
        lufs, peak_db: loudness and true peak of the stored audio; minus infinity for silence.
        stars: 0 (none) to 5.
        index: which of the job's seeds, from 0.
        parent: the take that this one was made from.
        trashed: when it was put in the trash, or None.
        adapters: hash and strength of each adapter that the model had, in the order applied.
        relation: how it came from `parent` (see `RELATIONS`), or "".
        source: hash of the sound that it was started from, or ""; a file of the audio folder.
        edits: JSON list of the edits that it is heard and exported with (see audio.edits).
        colour: one of `COLOURS`, or "".
        category: of the sound, such as a UCS CatID, or "".
        momentary_lufs, range_lu: the loudest 400 ms, and the loudness range; None where unknown.
        flags: what is wrong with the sound (see audio.quality); None while nobody looked.
    """

    id: int
    project: str
    created: str
    title: str
    prompt: str
    negative: str
    model: str
    model_name: str
    model_hash: str
    licence: str
    commercial: str
    app_version: str
    seed: int
    seconds: float
    steps: int
    guidance: float
    sampler: str
    request: str
    sha256: str
    path: Path
    frames: int
    sample_rate: int
    channels: int
    gain_db: float
    lufs: float
    peak_db: float
    stars: int
    rejected: bool
    favourite: bool
    tags: tuple[str, ...]
    notes: str
    job: str
    index: int
    parent: int | None
    trashed: str | None
    render_seconds: float
    adapters: tuple[tuple[str, float], ...] = ()
    relation: str = ""
    source: str = ""
    edits: str = "[]"
    colour: str = ""
    category: str = ""
    momentary_lufs: float | None = None
    range_lu: float | None = None
    flags: tuple[str, ...] | None = None

    @property
    def imported(self) -> bool:
        """Whether it is a recording from outside and no model made it."""
        return not self.model

    @property
    def edited(self) -> bool:
        """Whether it is heard otherwise than it was made."""
        return self.edits != "[]"

    @property
    def missing(self) -> bool:
        """Whether the audio file is gone; asks the disk every time."""
        return not self.path.is_file()


@dataclass(frozen=True, slots=True, kw_only=True)
class NewTake:
    """What a take is added from; the fields mean what they mean in `Take`.

    An empty title is made from the prompt, an empty `created` is now.
    """

    project: str
    prompt: str
    model: str
    seed: int
    seconds: float
    sha256: str
    frames: int
    sample_rate: int
    channels: int
    negative: str = ""
    model_name: str = ""
    model_hash: str = ""
    licence: str = ""
    commercial: str = "no"
    app_version: str = ""
    steps: int = 0
    guidance: float = 0.0
    sampler: str = ""
    request: str = "{}"
    gain_db: float = 0.0
    lufs: float = float("-inf")
    peak_db: float = float("-inf")
    job: str = ""
    index: int = 0
    parent: int | None = None
    render_seconds: float = 0.0
    adapters: tuple[tuple[str, float], ...] = ()
    title: str = ""
    created: str = ""
    relation: str = ""
    source: str = ""
    edits: str = "[]"
    colour: str = ""
    category: str = ""
    momentary_lufs: float | None = None
    range_lu: float | None = None
    flags: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class TakeQuery:
    """Which takes, in which order.

    Attributes:
        project: a project's name; None means all.
        text: words that must all occur in title, prompt, tags, notes, model name or category.
        trashed: the trash instead of what is not in it.
        sort: "length" and "loudness" put the longest and loudest first, "name" goes from A to Z;
            "taste" and "likeness" are the studio's to order, here they are "newest".
        limit: at most so many; None means all.
        colours, tags, models, categories: any of the colours, models and categories, all of the
            tags; empty means whatever.
        shortest, longest: bounds of the length in seconds.
        flagged: True finds only takes with flags, False only those without.
        origin: "made" or "imported"; "" means both.
        days: created today (0), or today or in so many days before, where this computer is.
        like: the take that the others are compared with where `sort` is "likeness".
        family: only this take, what it came from and all that came from it.
    """

    project: str | None = None
    text: str = ""
    min_stars: int = 0
    hide_rejected: bool = False
    favourites: bool = False
    trashed: bool = False
    sort: Sort | str = "newest"
    limit: int | None = None
    colours: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    models: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    shortest: float | None = None
    longest: float | None = None
    flagged: bool | None = None
    origin: str = ""
    days: int | None = None
    like: int | None = None
    family: int | None = None


def default_title(prompt: str) -> str:
    """The prompt on one line, cut at a word after at most 40 characters."""
    line = _SPACES.sub(" ", prompt).strip()
    if len(line) <= TITLE_LENGTH:
        return line or "Untitled"
    head = line[: TITLE_LENGTH + 1]
    cut = head.rfind(" ")
    # A script without spaces, or one endless word, is cut where it is.
    head = line[:cut] if cut >= TITLE_LENGTH // 2 else _whole_signs(line[:TITLE_LENGTH], line)
    return head.rstrip(" ,;:.-") + "…"


def clean_title(title: str) -> str:
    """A typed title on one line.

    Raises:
        BadRequest: empty or longer than 200 characters.
    """
    line = _SPACES.sub(" ", title).strip()
    if not line or len(line) > MAX_TITLE_LENGTH:
        raise BadRequest(
            "A take's name needs 1 to 200 characters.", "Type a shorter name, or any name at all."
        )
    return line


def clean_tags(tags: Iterable[str]) -> tuple[str, ...]:
    """Tags on one line each, without empty ones and without one that differs only in case.

    Raises:
        BadRequest: more than 64 tags or one longer than 60 characters.
    """
    found: dict[str, str] = {}
    for tag in tags:
        line = _SPACES.sub(" ", tag).strip()
        if line:
            found.setdefault(line.casefold(), line)
    if len(found) > MAX_TAGS or any(len(tag) > MAX_TAG_LENGTH for tag in found.values()):
        raise BadRequest(
            "A take can have 64 tags of 60 characters each.", "Use fewer or shorter tags."
        )
    return tuple(found.values())


def clean_category(name: str) -> str:
    """A category on one line; may be empty.

    Raises:
        BadRequest: longer than 60 characters.
    """
    line = _SPACES.sub(" ", name).strip()
    if len(line) > MAX_TAG_LENGTH:
        raise BadRequest("A category can have 60 characters.", "Type a shorter one.")
    return line


def _whole_signs(head: str, line: str) -> str:
    """Drop the last sign of `head` if the cut went through it (joiners, marks, skin tones)."""
    while head and _continues(line[len(head)], head[-1]):
        head = head[:-1]
    return head


def _continues(following: str, last: str) -> bool:
    return (
        unicodedata.category(following) in ("Mn", "Mc", "Me")
        or following == "\u200d"
        or last == "\u200d"
        or "\U0001f3fb" <= following <= "\U0001f3ff"
    )
