"""Files of known models in a folder or on a drive, whatever they are called there.

Names and sizes are compared first; only what could be a model's file is read for its checksum. A
file whose checksum agrees is that file under any name. Where the card knows no checksum, name and
place decide: the file must lie where its model's other files do, in a folder with the name of its
repository, or in the folder that was named.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Generator, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tangostudio.cards import ModelCard, WeightFile
from tangostudio.cards.places import Held
from tangostudio.hub import checks
from tangostudio.hub.checks import Sums
from tangostudio.hub.states import FoundModel, Scanned
from tangostudio.hub.tally import TELL_SECONDS
from tangostudio.hub.walk import files_below

_DIGITS = 16  # of a checksum, that a card knows at least
# Names that files of any model have.
_COMMON = ("config", "model", "pytorch_model", "diffusion_pytorch_model", "tokenizer", "merges",
           "tokenizer_config", "special_tokens_map", "added_tokens", "vocab", "spiece", "index",
           "scheduler_config", "model_index", "preprocessor_config", "vae", "unet")  # fmt: skip


@dataclass
class _Search:
    """One model's files and what may be them.

    Attributes:
        likely, named: places with the right size, or with the name but another size, by file.
        found, doubtful: what the checks said, by file.
        roots: folders in which files with the right checksum lie as they are published.
    """

    card: ModelCard
    likely: dict[str, list[Path]] = field(default_factory=lambda: defaultdict(list))
    named: dict[str, list[Path]] = field(default_factory=lambda: defaultdict(list))
    found: dict[str, Held] = field(default_factory=dict)
    doubtful: dict[str, str] = field(default_factory=dict)
    roots: set[Path] = field(default_factory=set)


class _Index:
    """Which models' files a file could be, by its size and its name."""

    def __init__(self, searches: list[_Search]) -> None:
        self._by_size: dict[int, list[tuple[_Search, WeightFile]]] = defaultdict(list)
        self._by_name: dict[str, list[tuple[_Search, WeightFile]]] = defaultdict(list)
        for search in searches:
            for item in search.card.files:
                if item.bytes:
                    self._by_size[item.bytes].append((search, item))
                for name in {*_names(item), item.sha256[:_DIGITS]} - {""}:
                    self._by_name[name].append((search, item))

    def note(self, path: Path, size: int) -> None:
        """Put a file with those that it could be."""
        for search, item in self._by_size.get(size, ()):
            search.likely[item.name].append(path)
        for name in {path.name, path.name[:_DIGITS]}:
            for search, item in self._by_name.get(name, ()):
                if not item.bytes:
                    search.likely[item.name].append(path)
                elif size != item.bytes:
                    search.named[item.name].append(path)


def scanning(
    folder: Path, cards: Iterable[ModelCard], sums: Sums
) -> Generator[Scanned, None, None]:
    """Look through a folder; the last value has what was found.

    Args:
        cards: the models to look for; those that come with the program are passed over.
    """
    searches = [_Search(card) for card in cards if card.files and not card.bundled]
    index, told, files = _Index(searches), time.monotonic(), 0
    for entry in files_below(folder):
        if entry is not None:
            files += 1
            index.note(*entry)
        if time.monotonic() - told >= TELL_SECONDS:
            told = time.monotonic()
            yield Scanned(files)
    for search in searches:
        for item in _surest_first(search.card):
            for _ in _decide(search, item, folder, sums):
                if time.monotonic() - told >= TELL_SECONDS:
                    told = time.monotonic()
                    yield Scanned(files, item.name)
    found = tuple(result for search in searches if (result := _result(search)) is not None)
    yield Scanned(files, found=found, over=True)


def _names(item: WeightFile) -> set[str]:
    return {Path(item.name).name, Path(item.source).name}


def _is_called(name: str, item: WeightFile) -> bool:
    """Whether a file has the published name, or the checksum as its name as caches have."""
    return name in _names(item) or bool(item.sha256 and name.startswith(item.sha256))


def _surest_first(card: ModelCard) -> list[WeightFile]:
    """Files with a checksum decide where the others may lie."""
    return sorted(card.files, key=lambda item: not item.sha256)


def _decide(search: _Search, item: WeightFile, folder: Path, sums: Sums) -> Iterator[int]:
    """Find the file among its candidates; bytes that were read meanwhile."""
    candidates = sorted(search.likely[item.name], key=lambda path: not _lies_right(path, item))
    for path in candidates:
        named = _is_called(path.name, item)
        belongs = named and _belongs(search, path, item, folder)
        if not item.sha256 and not belongs:
            continue
        row = yield from checks.examining(item, path, sums)
        if isinstance(row, Held):
            search.found[item.name] = row
            search.doubtful.pop(item.name, None)
            if item.sha256 and _lies_right(path, item):
                search.roots.add(_root(path, item))
            return
        if belongs:
            search.doubtful.setdefault(item.name, row)
    for path in search.named[item.name]:
        if _belongs(search, path, item, folder):
            fault = yield from checks.examining(item, path, sums)
            if isinstance(fault, str):
                search.doubtful.setdefault(item.name, fault)


def _belongs(search: _Search, path: Path, item: WeightFile, folder: Path) -> bool:
    """Whether a file of this name may be expected to be this model's."""
    if Path(item.source).stem not in _COMMON and Path(item.name).stem not in _COMMON:
        return True
    if not _lies_right(path, item):
        return False
    root = _root(path, item)
    repo = item.repo.rpartition("/")[2]
    inside = path.relative_to(folder).parts if path.is_relative_to(folder) else path.parts
    near = (folder.name, *inside, root.name)
    return (
        root in search.roots
        or root == folder
        or (
            bool(repo)
            and any(part in (repo, f"models--{item.repo.replace('/', '--')}") for part in near)
        )
    )


def _lies_right(path: Path, item: WeightFile) -> bool:
    """Whether the end of the path is the published one."""
    text = f"/{path.as_posix()}"
    return text.endswith((f"/{item.source}", f"/{item.name}"))


def _root(path: Path, item: WeightFile) -> Path:
    """The folder that the published path begins in."""
    text = f"/{path.as_posix()}"
    name = item.source if text.endswith(f"/{item.source}") else item.name
    return path.parents[len(Path(name).parts) - 1]


def _result(search: _Search) -> FoundModel | None:
    if not search.found and not search.doubtful:
        return None
    names = [item.name for item in search.card.files]
    return FoundModel(
        search.card.id,
        files=tuple((n, search.found[n].place) for n in names if n in search.found),
        missing=tuple(n for n in names if n not in search.found and n not in search.doubtful),
        doubtful=tuple((n, search.doubtful[n]) for n in names if n in search.doubtful),
        bytes=sum(row.bytes for row in search.found.values()),
    )
