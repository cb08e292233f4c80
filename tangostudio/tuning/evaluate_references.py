"""Real sounds that takes are measured against: of a folder, a corpus, or whoever gives them.

They are heard once and let go; their embeddings are kept. What is measured by them is not known
here.
"""

from __future__ import annotations

import math
import re
import time
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from tangostudio.audio import files
from tangostudio.corpora import corpus
from tangostudio.errors import AudioFileError, BadRequest
from tangostudio.messages import Loading, Progress
from tangostudio.tuning.evaluate_panel import Panel

MOST = 2000
"""Sounds of a folder that are heard; of more, every so manyth."""

LEAST = 2
MOST_SECONDS = 30.0
SUFFIXES = frozenset((".wav", ".flac", ".ogg", ".opus", ".mp3", ".aif", ".aiff", ".w64", ".rf64"))

_EVERY = 8  # sounds between two events
_NUMBER = re.compile(r"[\W_]+(?:take\W*)?\d+$", re.IGNORECASE)
_NOT_WORDS = re.compile(r"[\W_]+")


@dataclass(frozen=True, eq=False)
class Reference:
    """A real sound, float32 (frames, channels), and what it is called for, or ""."""

    samples: np.ndarray
    sample_rate: int
    caption: str = ""


@dataclass(eq=False)
class Known:
    """What is kept of the real sounds.

    Attributes:
        rows: embeddings (n, D) by the sign of an ear (see `evaluate_panel.Panel.embed`).
        tagged: the tagger's probabilities (m, C) by the caption's words (see `words_of`).
        notes: what was left out, and why.
    """

    rows: dict[str, np.ndarray] = field(default_factory=dict)
    tagged: dict[str, np.ndarray] = field(default_factory=dict)
    count: int = 0
    notes: list[str] = field(default_factory=list)


def words_of(text: str) -> str:
    """A caption's words alone, by which prompts and file names are told to be the same."""
    return _NOT_WORDS.sub(" ", text.casefold()).strip()


def hear(
    job: str,
    sounds: Iterable[Reference | str],
    panel: Panel,
    prompts: Sequence[str],
    expected: int = 0,
) -> Generator[Loading | Progress, None, Known]:
    """Listen to reference sounds.

    Args:
        sounds: each one, or a sentence of one that cannot be used.
        prompts: the tagger hears the sounds that are called for one of these.
        expected: how many there will be, for the time that is left.

    Raises:
        BadRequest: there are fewer than two.
    """
    yield Loading(job, "the reference sounds")
    known, began = Known(), time.perf_counter()
    asked = {words_of(text) for text in prompts}
    rows: dict[str, list[np.ndarray]] = {sign: [] for sign in panel.ears}
    tagged: dict[str, list[np.ndarray]] = {}
    spoilt: list[str] = []
    for number, sound in enumerate(sounds, 1):
        if isinstance(sound, str):
            spoilt.append(sound)
            continue
        vectors = {s: panel.embed(s, [sound.samples], sound.sample_rate) for s in rows}
        if not all(np.isfinite(vector).all() for vector in vectors.values()):
            spoilt.append("A reference sound has an embedding that is no number.")
            continue
        for sign, vector in vectors.items():
            rows[sign].append(vector)
        called = words_of(sound.caption)
        if panel.tagger is not None and called in asked:
            told = panel.tagger.tag(sound.samples, sound.sample_rate)
            tagged.setdefault(called, []).append(told)
        known.count += 1
        if number % _EVERY == 0:
            left = (time.perf_counter() - began) / number * max(0, expected - number)
            yield Progress(job, number, max(expected, number), 1, 1, left)
    if spoilt:
        few = (
            "A reference sound was" if len(spoilt) == 1 else f"{len(spoilt)} reference sounds were"
        )
        known.notes.append(f"{few} left out: {spoilt[0]}")
    if known.count < LEAST:
        raise BadRequest(
            f"There are {known.count or 'no'} reference sounds that can be heard, of which at "
            f"least {LEAST} are needed." + (f" {spoilt[0]}" if spoilt else ""),
            "Give a folder with some hundred sound files of the kind that is asked for.",
        )
    known.rows = {sign: np.concatenate(each) for sign, each in rows.items()}
    known.tagged = {called: np.stack(each) for called, each in tagged.items()}
    return known


# --- where they come from ----------------------------------------------------------------------


@dataclass(frozen=True)
class Source:
    """Sounds to come: how many, and one after another."""

    count: int
    sounds: Callable[[], Iterator[Reference | str]]
    notes: tuple[str, ...] = ()


def of_folder(name: str) -> Source:
    """The sound files of a folder and of those in it, called as they are named; or a corpus' clips.

    Raises:
        BadRequest: it is no folder, or holds no sound file.
    """
    folder = Path(name)
    if not folder.is_dir():
        raise BadRequest(
            f"The reference {name} is no folder.", "Give a folder that holds sound files."
        )
    if (folder / corpus.FILE).is_file():
        found = [(folder / item.file, item.caption) for item in corpus.read(folder).items]
    else:
        paths = (path for path in folder.rglob("*") if path.suffix.lower() in SUFFIXES)
        found = [(path, _NUMBER.sub("", path.stem)) for path in sorted(paths)]
    if not found:
        raise BadRequest(
            f"The folder {name} holds no sound files.", "Give a folder that holds sound files."
        )
    every = math.ceil(len(found) / MOST)
    kept = found[::every]
    notes = ()
    if every > 1:
        notes = (f"Of {len(found):,} reference sounds {len(kept):,} were heard.",)
    return Source(len(kept), lambda: (_read(path, called) for path, called in kept), notes)


def _read(path: Path, caption: str) -> Reference | str:
    try:
        sound = files.read(path, MOST_SECONDS)
    except AudioFileError as error:
        return error.message
    return Reference(sound.samples, sound.sample_rate, caption)
