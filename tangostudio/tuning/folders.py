"""The folder of a tuning: one process at a time works in it. Knows nothing of what is trained."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

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
