"""What the computer is and has to spare, from the system's own counters. No dependencies."""

from __future__ import annotations

import contextlib
import ctypes
import os
import platform
import shutil
import sys
from pathlib import Path

_MEMINFO = Path("/proc/meminfo")


def free_memory(meminfo: Path = _MEMINFO) -> int | None:
    """Bytes that programs may still take; None where the system does not say."""
    if sys.platform == "win32":
        return _windows("free")
    return _line(meminfo, "MemAvailable")


def total_memory(meminfo: Path = _MEMINFO) -> int | None:
    """Bytes of memory that the computer has; None where the system does not say."""
    if sys.platform == "win32":
        return _windows("total")
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (OSError, ValueError):
        return _line(meminfo, "MemTotal")


def peak_memory(status: Path = Path("/proc/self/status")) -> int | None:
    """Bytes that this process held at most, since `forget_peak`; None where nothing says so."""
    return _line(status, "VmHWM")


def forget_peak(clear_refs: Path = Path("/proc/self/clear_refs")) -> None:
    """Let `peak_memory` count from now on, where the system can."""
    with contextlib.suppress(OSError):
        clear_refs.write_text("5", encoding="ascii")


def cores() -> int:
    """Processor cores that this program may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def processor(cpuinfo: Path = Path("/proc/cpuinfo")) -> str:
    """The processor's name as its maker writes it; the architecture where nothing says."""
    try:
        for line in cpuinfo.read_text(encoding="utf-8", errors="replace").splitlines():
            name, _, rest = line.partition(":")
            if name.strip() == "model name":
                return rest.strip()
    except OSError:
        pass
    return platform.processor() or platform.machine()


def graphics(drivers: Path = Path("/proc/driver/nvidia/gpus")) -> str:
    """The graphics card that models could use; "" where none is known without asking a driver."""
    if sys.platform == "darwin" and platform.machine() == "arm64":
        return "Apple GPU"
    for file in sorted(drivers.glob("*/information")):
        try:
            lines = file.read_text(encoding="utf-8", errors="replace").splitlines()
        except OSError:
            continue
        for line in lines:
            name, _, rest = line.partition(":")
            if name.strip() == "Model":
                return rest.strip()
    return ""


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


def _line(meminfo: Path, wanted: str) -> int | None:
    try:
        lines = meminfo.read_text(encoding="ascii").splitlines()
    except OSError:
        return None
    for line in lines:
        name, _, rest = line.partition(":")
        if name == wanted:
            return int(rest.split()[0]) * 1024
    return None


def _windows(field: str) -> int | None:
    status = _MemoryStatus()
    status.length = ctypes.sizeof(status)
    kernel = getattr(ctypes, "windll").kernel32  # noqa: B009 - exists on Windows only
    return (
        int(getattr(status, field)) if kernel.GlobalMemoryStatusEx(ctypes.byref(status)) else None
    )
