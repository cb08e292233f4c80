"""A quick look at what a corpus would be built of: names, captions and heads of files, no sounds.

Silence, clipping and doubles are found only when sounds are read. However many files there are, a
few of them are held.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tangostudio.audio import files
from tangostudio.corpora import assembly, build, cleaning, split, words
from tangostudio.corpora.choices import Choices
from tangostudio.corpora.corpus import REASONS, LeftOut
from tangostudio.corpora.sources import Source
from tangostudio.errors import AudioFileError, TangoStudioError
from tangostudio.messages import CorpusRequest

SHOWN = 100
"""Examples of each kind that a look holds."""

_BYTES = 2 * 3  # of a frame: two channels of 24 bits, hardly compressed at worst


@dataclass(frozen=True)
class Planned:
    """A recording that would be taken.

    Attributes:
        seconds: of the whole recording. clips: it would be cut into, at least.
        told_by: where the caption was found; see `captions.TOLD_BY`.
    """

    source: str
    seconds: float
    clips: int
    caption: str
    told_by: str
    category: str


@dataclass(frozen=True)
class Look:
    """What would be built.

    Attributes:
        files: recordings that were found.
        clips, seconds, held_out: about so many, so long, so many held out.
        bytes: of the disk, at most.
        left_out: how many for each reason of `corpus.REASONS`.
        examples, refused: the first ones.
        told_by: how many captions were found where.
        problem: why nothing can be built; "" when it can.
        cancelled: whether the look was stopped before its end.
    """

    files: int = 0
    clips: int = 0
    seconds: float = 0.0
    held_out: int = 0
    bytes: int = 0
    left_out: dict[str, int] = field(default_factory=dict)
    examples: tuple[Planned, ...] = ()
    refused: tuple[LeftOut, ...] = ()
    told_by: dict[str, int] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()
    problem: str = ""
    hint: str = ""
    cancelled: bool = False

    @property
    def sentence(self) -> str:
        """All of it, for people."""
        if self.problem:
            return self.problem
        left = sum(self.left_out.values())
        found = f"{self.clips} clips of {told_length(self.seconds)}, {self.held_out} held out"
        return f"{found}; {left} of {self.files} files left out." if left else f"{found}."


def rows(request: CorpusRequest) -> Iterator[Planned | LeftOut]:
    """What would become of each recording, one after the other.

    Raises:
        BadRequest, StorageError: see `build.build`.
    """
    choices = Choices.from_json(request.options)
    shared = words.Shared()
    for source in build.found(request):
        shared.add(source.path.stem)
    captioner = build.captioner_of(request, choices, shared)
    for source in build.found(request):
        caption = captioner.of(source)
        try:
            seconds = _seconds(source)
        except AudioFileError as error:
            yield LeftOut(source.name, "corrupt", error.message)
            continue
        except OSError as error:
            reason = error.strerror or type(error).__name__
            yield LeftOut(source.name, "unreadable", f"It cannot be read: {reason}.")
            continue
        if seconds < cleaning.SHORTEST:
            yield LeftOut(source.name, "short", f"It lasts {seconds:.2f} s.")
        elif seconds > choices.seconds and not choices.cut:
            yield LeftOut(source.name, "too_long", f"It lasts {seconds:.1f} s.")
        elif not caption.text:
            yield LeftOut(source.name, "no_caption", build.NO_CAPTION)
        else:
            clips = max(1, math.ceil(seconds / choices.seconds))
            yield Planned(
                source.name, seconds, clips, caption.text, caption.told_by, caption.category
            )


def look(
    request: CorpusRequest,
    cancelled: Callable[[], bool] = lambda: False,
    show: Callable[[Planned | LeftOut], None] | None = None,
) -> Look:
    """What would be built; on any thread.

    Args:
        cancelled: asked for each recording.
        show: told each recording as it is looked at.

    Raises:
        BadRequest: the choices make no sense.
    """
    choices = Choices.from_json(request.options)
    counted: dict[str, int] = {}
    told_by: dict[str, int] = {}
    examples: list[Planned] = []
    refused: list[LeftOut] = []
    count, clips, seconds, stopped = 0, 0, 0.0, False
    try:
        for row in rows(request):
            if stopped := cancelled():
                break
            count += 1
            if show is not None:
                show(row)
            if isinstance(row, LeftOut):
                counted[row.reason] = counted.get(row.reason, 0) + 1
                refused += [row] if len(refused) < SHOWN else []
                continue
            told_by[row.told_by] = told_by.get(row.told_by, 0) + 1
            examples += [row] if len(examples) < SHOWN else []
            clips, seconds = clips + row.clips, seconds + row.seconds
        error = _problem(request, count, clips, counted)
    except TangoStudioError as caught:
        error = caught
    held_out = split.wanted(clips, choices.held_out)
    return Look(
        files=count,
        clips=clips,
        seconds=seconds,
        held_out=held_out,
        bytes=int(seconds * choices.sample_rate * _BYTES),
        left_out={reason: counted[reason] for reason in REASONS if reason in counted},
        examples=tuple(examples),
        refused=tuple(refused),
        told_by=told_by,
        warnings=assembly.warnings(clips, held_out, choices) if clips else (),
        problem=error.message if error and not stopped else "",
        hint=error.hint if error and not stopped else "",
        cancelled=stopped,
    )


def told_length(seconds: float) -> str:
    """A length of time in words."""
    if seconds < 90:
        return f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 90 else f"{minutes / 60:.1f} h"


def _problem(
    request: CorpusRequest, count: int, clips: int, left_out: dict[str, int]
) -> TangoStudioError | None:
    if not count:
        return build.nothing_found(request)
    return None if clips else build.nothing_left(left_out)


def _seconds(source: Source) -> float:
    """Raises AudioFileError, OSError."""
    if source.size == 0:
        raise AudioFileError("The file is empty.")
    with open(source.path, "rb"):  # the reason why it cannot be read, where that is the system's
        pass
    with files.opened(Path(source.path)) as file:
        return file.frames / file.samplerate
