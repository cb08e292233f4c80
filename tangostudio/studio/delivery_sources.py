"""Sound files that are delivered as they lie, without an import: each as the take it would be.

Such a take has a number below 0 and is in no library. Only the file's head is read.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from pathlib import Path

from tangostudio.audio import files
from tangostudio.cards import ucs
from tangostudio.library import NewTake, Take
from tangostudio.library.take import MAX_TITLE_LENGTH
from tangostudio.studio import foreign
from tangostudio.studio.imports import LICENCE


def takes_of(paths: Sequence[Path]) -> list[Take]:
    """Takes of sound files of any length. Raises AudioFileError."""
    return [_take(path.absolute(), -number) for number, path in enumerate(paths, 1)]


def _take(path: Path, number: int) -> Take:
    frames, sample_rate, channels = files.shape_of(path)
    category, rest = ucs.split_name(path.stem)
    new = NewTake(
        project="",
        prompt="",
        model="",
        seed=0,
        seconds=frames / sample_rate,
        sha256="",
        frames=frames,
        sample_rate=sample_rate,
        channels=channels,
        title=" ".join(rest.split())[:MAX_TITLE_LENGTH].strip() or path.name,
        category=category.cat_id if category else "",
        licence=LICENCE,
        commercial="limited",
    )
    values = dataclasses.asdict(foreign.with_rights(new, foreign.chunks_in(path)))
    return Take(
        **values, id=number, path=path, stars=0, rejected=False, favourite=False, tags=(),
        notes="", trashed=None,
    )  # fmt: skip
