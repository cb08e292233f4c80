"""Numbers as words of the interface: times, sizes, levels, dates. No widgets."""

from __future__ import annotations

from datetime import datetime

from tangostudio.ui import counts
from tangostudio.ui.texts import tr


def duration(seconds: float) -> str:
    """A length of work: "less than a second", "about 40 seconds", "about 3 minutes"."""
    if seconds < 0.75:
        return tr("less than a second")
    if seconds < 90:
        return tr("about {time}", time=counts.seconds(round(seconds)))
    if seconds < 90 * 60:
        return tr("about {time}", time=counts.minutes(round(seconds / 60)))
    return tr("about {hours} hours", hours=f"{seconds / 3600:.1f}")


def time_left(seconds: float) -> str:
    """What is left of a job: "3 s left", "2 min left"."""
    if seconds < 90:
        return tr("{seconds} s left", seconds=max(1, round(seconds)))
    return tr("{minutes} min left", minutes=round(seconds / 60))


def takes(count: int) -> str:
    """A number of takes: "1 take", "4 takes"."""
    return counts.takes(count)


def size(count: float) -> str:
    """A number of bytes: "820 KB", "1.2 GB"."""
    for unit in ("bytes", "KB", "MB", "GB"):
        if count < 1000 or unit == "GB":
            break
        count /= 1000
    if unit == "bytes":
        return tr("{count} bytes", count=f"{count:.0f}")
    return f"{count:.0f} {unit}" if count >= 100 or unit == "KB" else f"{count:.1f} {unit}"


def level(db: float, unit: str) -> str:
    """A level with a proper minus: "-21.3 LUFS"; silence is said in words."""
    if db != db or db <= -70:
        return "silence"
    return f"{db:.1f} {unit}"


def date(created: str) -> str:
    """A stored moment (ISO 8601, UTC) in local time: "3 Mar 2026, 11:24"."""
    try:
        moment = datetime.fromisoformat(created).astimezone()
    except ValueError:
        return created
    return f"{moment.day} {moment:%b %Y, %H:%M}"


def shorten(text: str, limit: int) -> str:
    """One line of at most so many characters."""
    line = " ".join(text.split())
    return line if len(line) <= limit else line[: limit - 1].rstrip(" ,.;") + "…"
