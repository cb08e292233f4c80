"""Files that other programs fetched already: the hub client's own cache, looked at without network.

Its layout: `models--OWNER--NAME/snapshots/COMMIT/PATH`, links to `blobs/TAG`, and `refs/REVISION`
with the commit of a branch. What is found there may be of another version: whoever uses it checks
it.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tangostudio.cards import WeightFile
from tangostudio.hub import addresses


def candidates(item: WeightFile) -> Iterator[Path]:
    """Places of the cache where the file may lie, the wanted revision first."""
    if not item.repo:
        return
    repo = addresses.cache_folder() / f"models--{item.repo.replace('/', '--')}"
    wanted = _commit(repo, item.revision)
    snapshots = repo / "snapshots"
    others = [path for path in _folders(snapshots) if path.name != wanted]
    for snapshot in (snapshots / wanted, *others):
        path = snapshot / item.source
        if path.is_file():
            yield path


def tag_of(path: Path) -> str:
    """The hub's tag of a file of the cache: the name of what it links to; "" where it is none."""
    blob = path.resolve()
    return blob.name if blob.parent.name == "blobs" else ""


def _commit(repo: Path, revision: str) -> str:
    try:
        return (repo / "refs" / revision).read_text(encoding="ascii").strip() or revision
    except (OSError, ValueError):
        return revision


def _folders(folder: Path) -> list[Path]:
    try:
        return sorted(path for path in folder.iterdir() if path.is_dir())
    except OSError:
        return []
