"""What a build found, put together: doubles dropped, sides given, captions kept, a corpus."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tangostudio.corpora import alike, corpus, fingerprints, split
from tangostudio.corpora.captions import Caption
from tangostudio.corpora.choices import Choices
from tangostudio.corpora.corpus import Corpus, Item, LeftOut
from tangostudio.corpora.journal import Piece, Record
from tangostudio.corpora.sources import Source
from tangostudio.messages import CorpusRequest

FloatArray = NDArray[np.float32]

FEW = 20
"""Clips; with fewer a model learns little but to repeat them."""


@dataclass(frozen=True)
class _Found:
    """A clip with what is known of it."""

    source: str
    caption: Caption
    record: Record
    piece: Piece


@dataclass
class Assembly:
    """The clips of a build.

    Attributes:
        left_out: recordings, and pieces of them, that are not taken.
        sources: names of the recordings that were looked into.
    """

    left_out: list[LeftOut] = field(default_factory=list)
    sources: list[str] = field(default_factory=list)
    _found: list[_Found] = field(default_factory=list)
    _groups: dict[str, str] = field(default_factory=dict)  # a recording to one of its group

    def add(self, source: Source, caption: Caption, record: Record) -> None:
        """One more recording."""
        self.sources.append(source.name)
        for reason, sentence, start in record.refused:
            where = f"At {start:.1f} s: " if start > 0 and record.pieces else ""
            self.left_out.append(LeftOut(source.name, reason, where + sentence))
        self._found += [_Found(source.name, caption, record, piece) for piece in record.pieces]

    def drop_doubles(
        self, choices: Choices, before: Corpus | None, wave: Callable[[str], FloatArray | None]
    ) -> Iterator[tuple[int, int]]:
        """Keep one of clips that are the same or nearly so; tells how many are done, of how many.

        One that was in the corpus before is kept, else the better coded, else the longest one.
        Recordings with a double get one side of the split.

        Args:
            wave: of a clip by its hash; see `alike.near_duplicates`.
        """
        were = {item.sha256 for item in before.items} if before else set()
        self._found.sort(key=lambda f: (f.piece.sha256 not in were, f.record.rank, f.source))
        first: dict[str, _Found] = {}
        for found in self._found:
            kept = first.setdefault(found.piece.sha256, found)
            if kept is not found:
                self._double(found, kept, "duplicate", "It is the same sound as")
        distinct = list(first.values())
        self._found = []
        prints = np.frombuffer(b"".join(found.piece.print for found in distinct), np.int8)
        repeats = alike.near_duplicates(
            prints.reshape(-1, fingerprints.SIZE), lambda place: wave(distinct[place].piece.sha256)
        )
        for place, other in repeats:
            found = distinct[place]
            if other is not None:
                self._join(found, distinct[other])
            if other is None or not choices.alike:
                self._found.append(found)
            else:
                self._double(found, distinct[other], "near_duplicate", "It is nearly the same as")
            yield place + 1, len(distinct)
        self._found.sort(key=lambda found: (found.source, found.piece.start))

    def corpus(self, request: CorpusRequest, choices: Choices, before: Corpus | None) -> Corpus:
        """The corpus of the clips that are left."""
        held = self._held_out(choices, before)
        edited = {
            (item.recording, item.start): item.caption
            for item in (before.items if before else ())
            if item.told_by == "person"
        }
        items = []
        for found in self._found:
            piece, recording = found.piece, found.record.sha256
            own = edited.get((recording, piece.start))
            items.append(
                Item(
                    file=corpus.file_of(piece.sha256),
                    sha256=piece.sha256,
                    seconds=piece.seconds,
                    caption=own or found.caption.text,
                    category=found.caption.category,
                    source=found.source,
                    held_out=recording in held,
                    loudness=piece.loudness,
                    start=piece.start,
                    gain_db=piece.gain_db,
                    told_by="person" if own else found.caption.told_by,
                    recording=recording,
                )
            )
        return Corpus(
            id=request.corpus,
            name=request.name,
            folder=Path(request.folder),
            made_at=datetime.now(UTC).isoformat(timespec="seconds"),
            sample_rate=choices.sample_rate,
            items=tuple(items),
            left_out=tuple(sorted(self.left_out, key=lambda left: left.source)),
            options=choices.as_values(),
            warnings=warnings(len(items), sum(item.held_out for item in items), choices),
        )

    def _held_out(self, choices: Choices, before: Corpus | None) -> set[str]:
        """Recordings that are held out; sides stay unless another share is wanted.

        What was trained on with one recording of a group stays with training.
        """
        known: dict[str, bool] = {}
        if before is not None and before.options.get("held_out") == choices.held_out:
            for item in before.items:
                group = self._group(item.recording)
                known[group] = known.get(group, True) and item.held_out
        recordings = [found.record.sha256 for found in self._found]
        chosen = split.held_out([self._group(one) for one in recordings], choices.held_out, known)
        return {one for one in recordings if self._group(one) in chosen}

    def _group(self, recording: str) -> str:
        """Names all recordings that a double leads to from one, in any order."""
        while (other := self._groups.get(recording, recording)) != recording:
            recording = other
        return recording

    def _join(self, found: _Found, kept: _Found) -> None:
        one, other = sorted((self._group(found.record.sha256), self._group(kept.record.sha256)))
        if one != other:
            self._groups[other] = one

    def _double(self, found: _Found, kept: _Found, reason: str, sentence: str) -> None:
        self._join(found, kept)
        other = kept.source if kept.source != found.source else "another piece of it"
        self.left_out.append(LeftOut(found.source, reason, f"{sentence} {other}."))


def warnings(clips: int, held_out: int, choices: Choices) -> tuple[str, ...]:
    """What a person should know before training on so many clips."""
    found = []
    if clips < FEW:
        found.append(
            f"Few clips ({clips}): a model learns to repeat them. {FEW} to 50 or more are better."
        )
    if not held_out and choices.held_out > 0:
        found.append(
            "No clip is held out, so that nothing can be checked after training: there are fewer "
            f"than {split.LEAST_CLIPS}, or all are pieces of one recording."
        )
    return tuple(found)
