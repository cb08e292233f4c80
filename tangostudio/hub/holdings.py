"""What there is of a model on this disk: its folder, its record, parts of files, what is left over.

The record (`cards.places`) names files that are whole and were checked. A download grows as
`NAME.TAG.incomplete`, where the tag tells which version of the file it is; a file that proved wrong
is set aside as `NAME.wrong`. Whoever changes any of it is `alone` with the model meanwhile.
"""

from __future__ import annotations

import contextlib
import glob
import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

from tangostudio.audio import whole_files
from tangostudio.cards import ModelCard, WeightFile, places
from tangostudio.cards.places import Held
from tangostudio.hub import problems, states
from tangostudio.hub.states import ModelState

INCOMPLETE = ".incomplete"
WRONG = ".wrong"
LOCK = ".lock"
_TAG_DIGITS = 12


def folder_of(card: ModelCard) -> Path:
    """The model's own folder, whether it is there or not."""
    assert card.folder is not None, f"{card.id} has no weights"
    return card.folder


@contextlib.contextmanager
def alone(card: ModelCard) -> Iterator[None]:
    """No other program, and nothing else in this one, changes the model's files meanwhile.

    Raises:
        HubError: somebody does, or the folder of models cannot be written or locked.
    """
    from filelock import FileLock, Timeout  # not while a window opens: it is slow to import

    folder = folder_of(card)
    # Beside the folder: a lock must outlive what it guards, and stays when it is given back.
    lock = FileLock(folder.with_name(folder.name + LOCK), timeout=0, thread_local=False)
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        lock.acquire()
    except Timeout:
        raise problems.error(problems.busy(card.name)) from None
    except (OSError, NotImplementedError) as error:
        reason = (error.strerror if isinstance(error, OSError) else "") or type(error).__name__
        raise problems.error(problems.storage(card.name, str(folder.parent), reason)) from error
    try:
        yield
    finally:
        lock.release()


def held(card: ModelCard) -> dict[str, Held]:
    """The rows of the record whose file is there in the recorded size, by name."""
    folder = folder_of(card)
    rows = places.read_record(folder)
    return {
        name: row for name, row in rows.items() if _size(places.locate(folder, name)) == row.bytes
    }


def missing(card: ModelCard) -> list[WeightFile]:
    """Files that are still to be got; a pickle that waits to be converted is there."""
    rows = held(card)
    return [item for item in card.files if item.used not in rows and item.name not in rows]


def keep(card: ModelCard, *rows: Held) -> None:
    """Write rows into the record. Raises StorageError."""
    _rewrite(card, {row.name: row for row in rows}, ())


def let_go(card: ModelCard, *names: str) -> None:
    """Take rows out of the record; no file is touched. Raises StorageError."""
    _rewrite(card, {}, names)


def _rewrite(card: ModelCard, new: dict[str, Held], gone: tuple[str, ...]) -> None:
    folder = folder_of(card)
    rows = {**places.read_record(folder), **new}
    text = places.record_text({name: row for name, row in rows.items() if name not in gone})
    target = folder / places.RECORD
    whole_files.replace_whole(whole_files.write_part(target, text.encode()), target)


# --- parts ----------------------------------------------------------------------------------------


def part_of(folder: Path, name: str, tag: str) -> Path:
    """Where a download of this version of a file grows."""
    short = hashlib.sha256(tag.encode()).hexdigest()[:_TAG_DIGITS]
    return folder / f"{name}.{short}{INCOMPLETE}"


def parts(folder: Path, name: str) -> list[Path]:
    """Downloads of a file that were begun, whatever version they are of."""
    whole = folder / name
    tag = "[0-9a-f]" * _TAG_DIGITS
    return list(whole.parent.glob(f"{glob.escape(whole.name)}.{tag}{INCOMPLETE}"))


def begun(folder: Path, name: str) -> int:
    """Bytes of a file that have arrived."""
    return sum(_size(path) for path in parts(folder, name))


def wrong_of(folder: Path, name: str) -> Path:
    """Where a file is set aside that proved wrong."""
    return folder / f"{name}{WRONG}"


def set_aside(folder: Path, name: str) -> None:
    """Make room for the right file. Raises StorageError."""
    try:
        os.replace(folder / name, wrong_of(folder, name))
    except OSError as error:
        raise whole_files.storage_error(folder, error) from error


# --- the state ------------------------------------------------------------------------------------


def state(card: ModelCard) -> ModelState:
    """The model's files as they lie on the disk."""
    if card.bundled or not card.files:
        return ModelState(card.id, states.BUNDLED)
    rows, folder = held(card), folder_of(card)
    total = done = growing = 0
    for item in card.files:
        row = rows.get(item.name) or rows.get(item.used)
        part = begun(folder, item.name) if row is None else 0
        size = item.bytes or (row.bytes if row is not None else part)
        total += size
        done += size if row is not None else min(part, size)
        growing += part
    missing = tuple(item.used for item in card.files if item.used not in rows)
    if not missing:
        kind = states.READY
    elif growing:
        kind = states.PAUSED
    else:
        kind = states.INCOMPLETE if rows else states.ABSENT
    return ModelState(card.id, kind, total, done, missing=missing, frees_bytes=own_bytes(card))


def needed(card: ModelCard) -> int:
    """Bytes that are still to be written, as far as the card knows, conversions included."""
    rows, folder = held(card), folder_of(card)
    count = 0
    for item in card.files:
        if item.used in rows:
            continue
        if item.name not in rows:
            count += max(0, item.bytes - begun(folder, item.name))
        if item.converts_to:
            count += item.bytes
    return count


# --- removing -------------------------------------------------------------------------------------


def own_bytes(card: ModelCard) -> int:
    """What removing the model would free."""
    return sum(_own_size(path) for path in _own(card))


def remove(card: ModelCard) -> int:
    """Delete what is the program's own of a model; bytes that were freed.

    Files that lie elsewhere stay there; so does what somebody else put into the folder.

    Raises:
        HubError: another program works on them.
        StorageError: a file cannot be deleted.
    """
    folder = folder_of(card)
    if not folder.is_dir():
        return 0
    with alone(card):
        freed = sum(map(delete, list(_own(card))))
        folders = [path for path in folder.rglob("*") if path.is_dir()]
        for path in (*sorted(folders, reverse=True), folder):
            with contextlib.suppress(OSError):  # it is not empty, or a link
                path.rmdir()
    return freed


def delete(path: Path) -> int:
    """Delete a file; bytes that were freed. Raises StorageError."""
    size = _own_size(path)
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise whole_files.storage_error(path.parent, error) from error
    return size


def _own(card: ModelCard) -> Iterator[Path]:
    """Files of the model's folder that this program made; the record last."""
    folder = folder_of(card)
    for item in card.files:
        names = (item.name, item.used, item.name + WRONG, item.used + whole_files.PART)
        for path in (*parts(folder, item.name), *(folder / name for name in dict.fromkeys(names))):
            # Not in a folder of somebody else's that is linked to.
            if path.parent.resolve().is_relative_to(folder.resolve()):
                yield path
    yield from folder.glob(f"{places.RECORD}.*{whole_files.PART}")  # of a program that was killed
    yield folder / places.RECORD


def _own_size(path: Path) -> int:
    return 0 if path.is_symlink() else _size(path)


def _size(path: Path) -> int:
    try:
        return path.stat().st_size if path.is_file() else 0
    except OSError:
        return 0
