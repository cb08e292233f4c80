"""The folder of a tuning: one process at a time works in it, and only the same one goes on.

Knows nothing of what is trained.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tangostudio.audio import whole_files
from tangostudio.errors import LibraryInUse, TuneError
from tangostudio.library.lock import WriteLock


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Hold the folder, so that no other process tunes in it at the same time.

    Raises:
        TuneError: another one does.
        StorageError: the folder cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = WriteLock.acquire(folder)
    except OSError as error:
        raise whole_files.storage_error(folder, error) from error
    except LibraryInUse as error:
        raise TuneError(
            f"A tuning is running in {folder} already.", "Wait for it, or choose another folder."
        ) from error
    try:
        yield
    finally:
        lock.release()


def require_same(
    folder: Path, state: Mapping[str, Any], *, plan: bool, base: str, corpus: tuple[str, str]
) -> None:
    """Raise TuneError unless a checkpoint belongs to what goes on from it.

    Args:
        plan: whether its plan leads to the same result.
        base: hash of the weights; corpus: name and mark.
    """
    if not plan or state["base"] != base:
        raise TuneError(
            "The tuning in this folder belongs to another plan or another model.",
            f"Choose another folder, or remove {folder} to start anew.",
        )
    name, mark = corpus
    if state["corpus"] != mark:
        raise TuneError(
            f"The corpus “{name}” has changed since this tuning began.",
            "Start a new tuning on the corpus as it is now, or undo the changes to go on.",
        )
