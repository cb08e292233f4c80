"""Zip files from outside, looked at from end to end before anything of them is unpacked.

Only what the program itself writes is taken: plain files of safe names, stored or deflated, of
bounded sizes, without a comment and without the 64-bit extension. What members mean is not known
here.
"""

from __future__ import annotations

import io
import re
import stat
import struct
import zipfile
from collections.abc import Callable
from typing import BinaryIO

_END = struct.Struct("<4s4H2IH")
_LOCATOR_BYTES = 20
_MOST_MEMBERS = 1000
_MOST_DIRECTORY_BYTES = 1 << 20
_SMALL_BYTES = 1 << 20
_MOST_PACKED = 200  # times; numbers and votes are packed ten times at best
_PLAIN = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,150}(/[A-Za-z0-9][A-Za-z0-9._-]{0,150})?")


def check_end(file: BinaryIO) -> None:
    """Look at the last bytes of a zip, where it says how large its list of members is.

    That list is read as a whole when a zip is opened, before any member can be looked at.

    Raises:
        ValueError: no whole zip, or a list that no archive of this program has.
        OSError: it cannot be read.
    """
    size = file.seek(0, io.SEEK_END)
    file.seek(max(0, size - _END.size - _LOCATOR_BYTES))
    tail = file.read()
    file.seek(0)
    if len(tail) < _END.size:
        raise ValueError("it is too short")
    end = _END.unpack(tail[-_END.size :])
    if end[0] != b"PK\x05\x06" or end[7]:
        raise ValueError("its end is missing")
    if tail[: -_END.size].startswith(b"PK\x06\x07"):
        raise ValueError("it is of a kind for far larger files")
    if end[4] > _MOST_MEMBERS or end[5] > _MOST_DIRECTORY_BYTES:
        raise ValueError("it lists too many files")


def members(
    archive: zipfile.ZipFile, most_of: Callable[[str], int], most: int
) -> dict[str, zipfile.ZipInfo]:
    """The members by name, each checked by what the archive says of it.

    Args:
        most_of: the largest size in bytes that a member of that name may have.
        most: the largest size of all together.

    Raises:
        ValueError: a name that could leave a folder, a link, a size over its bound, or anything
            else that this program does not write.
    """
    found: dict[str, zipfile.ZipInfo] = {}
    folded: set[str] = set()
    for item in archive.infolist():
        # What zipfile shows is cut at a NUL and has its slashes turned; the original tells.
        name = item.orig_filename
        kind = stat.S_IFMT(item.external_attr >> 16)
        if name != item.filename or not _NAME.fullmatch(name) or ".." in name:
            raise ValueError("it holds a file of an unsafe name")
        if name.casefold() in folded:
            raise ValueError(f"it holds {name} twice")
        if kind not in (0, stat.S_IFREG) or item.flag_bits & 1 or item.compress_type not in _PLAIN:
            raise ValueError(f"{name} is not a plain file")
        if item.file_size > most_of(name) or _is_bomb(item):
            raise ValueError(f"{name} is far too large")
        folded.add(name.casefold())
        found[name] = item
    if sum(item.file_size for item in found.values()) > most:
        raise ValueError("it is far too large")
    return found


def _is_bomb(item: zipfile.ZipInfo) -> bool:
    return item.file_size > max(_SMALL_BYTES, _MOST_PACKED * item.compress_size)


def content(archive: zipfile.ZipFile, item: zipfile.ZipInfo) -> bytes:
    """A member's bytes, exactly as many as it says.

    Raises:
        ValueError: there are more or fewer.
        zipfile.BadZipFile, zlib.error, EOFError: it is damaged.
    """
    with archive.open(item) as file:
        data = file.read(item.file_size + 1)
    if len(data) != item.file_size:
        raise ValueError(f"{item.filename} has another size than it says")
    return data
