"""What a corpus is asked to be built from, as a request that is kept in its folder."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from tangostudio.audio import whole_files
from tangostudio.cards import Catalogue
from tangostudio.corpora import sources, words
from tangostudio.corpora.choices import Choices
from tangostudio.errors import BadRequest, NotFound, TangoStudioError
from tangostudio.export import naming
from tangostudio.library import Library, Take, TakeQuery
from tangostudio.messages import CorpusRequest, request_from_json, request_to_json

FILE = "request.json"

PROJECT = "project:"

Source = Path | str | Sequence[int]
"""A folder of recordings, "project:" with a project's name, or the ids of takes."""

LONGEST = 30.0
"""Seconds of a clip, unless the model makes shorter sounds or another length is asked for."""


def made(
    source: Source,
    options: Mapping[str, Any],
    library: Library | None,
    *,
    folder: Path = Path(),
    name: str = "",
) -> CorpusRequest:
    """A request.

    Args:
        options: see `Choices`.
        library: whose takes are meant, and whose folders are not.
        folder: of the corpus; its name is the corpus' id.

    Raises:
        BadRequest: an option makes no sense, there are no takes, or the folder is the library's.
        NotFound: no such project.
    """
    options_text = json.dumps(Choices.of(options).as_values())
    request = CorpusRequest(folder.name, str(folder), name, options=options_text)
    if isinstance(source, str) and source.startswith(PROJECT):
        source = takes_of(library, source.removeprefix(PROJECT))
    if isinstance(source, Path | str):
        recordings = Path(source).expanduser().absolute()
        if library is not None:
            _require_outside(recordings, library)
        return dataclasses.replace(request, source=str(recordings))
    takes = library.takes.get_many(list(source)) if library is not None else []
    if not takes:
        raise BadRequest("There are no takes to build a corpus from.", "Choose some.")
    return dataclasses.replace(request, takes=tuple(_take(take) for take in takes))


def longest(catalogue: Catalogue, model: str) -> float:
    """Seconds of clips for a model: what it can make."""
    try:
        return min(LONGEST, float(catalogue.get(model).parameters["seconds"].maximum))
    except (TangoStudioError, KeyError):
        return LONGEST


def takes_of(library: Library | None, project: str) -> list[int]:
    """The takes of a project. Raises NotFound."""
    if library is None:
        raise NotFound("There is no library yet, and so no project.", "Name a folder instead.")
    library.projects.id_of(project)
    return library.takes.find_ids(TakeQuery(project=project, sort="oldest"))


def stored(folder: Path) -> CorpusRequest | None:
    """What the corpus in a folder is built from; None where that cannot be read."""
    try:
        text = (folder / FILE).read_bytes().decode("utf-8", "surrogatepass")
        request = request_from_json(text)
    except (OSError, ValueError):
        return None
    if not isinstance(request, CorpusRequest):
        return None
    return dataclasses.replace(request, corpus=folder.name, folder=str(folder))


def keep(request: CorpusRequest) -> None:
    """Put a request into its corpus' folder. Raises StorageError."""
    path = Path(request.folder) / FILE
    text = request_to_json(dataclasses.replace(request, folder=""))
    data = text.encode("utf-8", "surrogatepass")  # a folder's name may be no text
    whole_files.replace_whole(whole_files.write_part(path, data), path)


def _require_outside(folder: Path, library: Library) -> None:
    if folder.resolve().is_relative_to(library.folder.resolve()):
        raise BadRequest(
            f"{sources.shown(folder)} belongs to the library.",
            "Build from a project instead, or from a folder outside.",
        )


def _take(take: Take) -> tuple[str, str, str, str, str]:
    """A take as a request tells it; a recording is called what its name says."""
    caption = take.prompt
    if not caption:
        named = naming.parse(f"{take.category}_{take.title}") if take.category else None
        caption = words.of_name(named.fx_name if named and named.cat_id else take.title)
        caption = words.joined(caption, words.of_category(take.category))
    return f"take {take.id}", str(take.path), caption, take.category, take.edits
