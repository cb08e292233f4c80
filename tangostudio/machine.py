"""What the computer has to spare, from the system's own counters. No dependencies."""

from __future__ import annotations

import ctypes
import shutil
import sys
from pathlib import Path


def free_memory(meminfo: Path = Path("/proc/meminfo")) -> int | None:
    """Bytes that programs may still take; None where the system does not say."""
    if sys.platform == "win32":
        return _windows()
    try:
        lines = meminfo.read_text(encoding="ascii").splitlines()
    except OSError:
        return None
    for line in lines:
        name, _, rest = line.partition(":")
        if name == "MemAvailable":
            return int(rest.split()[0]) * 1024
    return None


def free_disk(folder: Path) -> int | None:
    """Bytes that may still be written where a folder is or will be; None where none can tell."""
    for place in (folder, *folder.parents):
        if place.exists():
            try:
                return shutil.disk_usage(place).free
            except OSError:
                return None
    return None


class _MemoryStatus(ctypes.Structure):
    _fields_ = (
        ("length", ctypes.c_ulong),
        ("load", ctypes.c_ulong),
        *((name, ctypes.c_ulonglong) for name in ("total", "free", "a", "b", "c", "d", "e")),
    )


def _windows() -> int | None:
    status = _MemoryStatus()
    status.length = ctypes.sizeof(status)
    kernel = getattr(ctypes, "windll").kernel32  # noqa: B009 - exists on Windows only
    return int(status.free) if kernel.GlobalMemoryStatusEx(ctypes.byref(status)) else None
