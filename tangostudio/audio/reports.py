"""What a sound device's callback tells another process, block by block, without ever waiting.

A ring in shared memory: one process writes a report per block, the other reads whenever it likes.
There is no lock. A report that is read while it is written shows itself by its checksum and counts
as not there yet. Knows nothing of processes or devices.
"""

from __future__ import annotations

import struct
import threading
import zlib
from dataclasses import dataclass, field

from tangostudio.audio.bus import Levels
from tangostudio.audio.voice import Span, Stamp

_PLACES = 256  # more than a second of blocks
_NOBODY = 0  # the serial of no voice

# Number of the report; stamp: serial, position, first, start, end, loop, wrapped, heard at, rate;
# finished, underruns; levels: frames, peaks, powers, clipped.
_LAYOUT = struct.Struct("=Q qddqq??dd qq q2d2d2q")
_CHECK = struct.Struct("=I")
_SIZE = _LAYOUT.size + _CHECK.size

RING_BYTES = _PLACES * _SIZE


@dataclass(frozen=True)
class Report:
    """A block as it was rendered.

    Attributes:
        stamp: what is heard, without its loop's seam; None when nothing plays.
        finished: serial of the last voice that reached its end by itself.
        underruns: times that the device ran dry so far.
        frames: frames of the block in which anything sounded.
        levels: what they put out.
    """

    stamp: Stamp | None = None
    finished: int = 0
    underruns: int = 0
    frames: int = 0
    levels: Levels = field(default_factory=Levels)


class ReportWriter:
    """Writes reports into a ring of `RING_BYTES`; in the callback."""

    def __init__(self, ring: memoryview) -> None:
        self._ring = ring
        self._number = 0

    def write(self, report: Report) -> None:
        """Add a report, in the place of the oldest one."""
        self._number += 1
        data = _packed(self._number, report)
        at = _place(self._number)
        self._ring[at : at + _SIZE] = data + _CHECK.pack(zlib.crc32(data))


class ReportReader:
    """Reads them; from any thread."""

    def __init__(self, ring: memoryview) -> None:
        self._ring: memoryview | None = ring
        self._number = 0
        self._latest = Report()
        self._lock = threading.Lock()
        self._sum = _Sum()

    @property
    def latest(self) -> Report:
        """The last block; an empty report before the first."""
        with self._lock:
            self._catch_up()
            return self._latest

    def take_levels(self) -> Levels:
        """What was put out since the last call, but no more than about a second of it."""
        with self._lock:
            self._catch_up()
            levels, self._sum = self._sum.levels(), _Sum()
            return levels

    def close(self) -> None:
        """Let the ring go; what was read last stays."""
        with self._lock:
            self._ring = None

    def _catch_up(self) -> None:
        if self._ring is None:
            return
        for _place_left in range(_PLACES):
            at = _place(self._number + 1)
            found = _unpacked(bytes(self._ring[at : at + _SIZE]))
            if found is None or found[0] <= self._number:
                return
            self._number, self._latest = found
            self._sum.add(self._latest)


class _Sum:
    """The levels of several blocks."""

    def __init__(self) -> None:
        self._frames = 0
        self._peaks = self._energy = (0.0, 0.0)
        self._clipped = (0, 0)

    def add(self, report: Report) -> None:
        frames, levels = report.frames, report.levels
        left, right = levels.peaks
        self._peaks = (max(self._peaks[0], left), max(self._peaks[1], right))
        left, right = levels.powers
        self._energy = (self._energy[0] + frames * left, self._energy[1] + frames * right)
        self._clipped = (
            self._clipped[0] + levels.clipped[0],
            self._clipped[1] + levels.clipped[1],
        )
        self._frames += frames

    def levels(self) -> Levels:
        frames = max(1, self._frames)
        powers = (self._energy[0] / frames, self._energy[1] / frames)
        return Levels(self._peaks, powers, self._clipped)


def _place(number: int) -> int:
    return number % _PLACES * _SIZE


def _packed(number: int, report: Report) -> bytes:
    stamp, levels = report.stamp, report.levels
    if stamp is None:
        voice = (_NOBODY, 0.0, 0.0, 0, 0, False, False, 0.0, 1.0)
    else:
        span = stamp.span
        voice = (stamp.serial, stamp.position, stamp.first, span.start, span.end, span.loop,
                 stamp.wrapped, stamp.heard_at, stamp.rate)  # fmt: skip
    return _LAYOUT.pack(number, *voice, report.finished, report.underruns, report.frames,
                        *levels.peaks, *levels.powers, *levels.clipped)  # fmt: skip


def _unpacked(data: bytes) -> tuple[int, Report] | None:
    """Number and report; None when it is being written, or was never."""
    packed, check = data[: _LAYOUT.size], data[_LAYOUT.size :]
    if zlib.crc32(packed) != _CHECK.unpack(check)[0]:
        return None
    (number, serial, position, first, start, end, loop, wrapped, heard_at, rate, finished,
     underruns, frames, *levels) = _LAYOUT.unpack(packed)  # fmt: skip
    stamp = None
    if serial != _NOBODY:
        span = Span(start, end, loop)
        stamp = Stamp(serial, position, first, span, wrapped, heard_at, rate)
    peaks, powers, clipped = levels[0:2], levels[2:4], levels[4:6]
    put_out = Levels((peaks[0], peaks[1]), (powers[0], powers[1]), (clipped[0], clipped[1]))
    return number, Report(stamp, finished, underruns, frames, put_out)
