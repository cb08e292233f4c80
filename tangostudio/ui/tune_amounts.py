"""What a tuning needs, as words: weights, memory, disk, and how long ago something was."""

from __future__ import annotations

from typing import Any

from tangostudio.ui import counts, words
from tangostudio.ui.texts import tr


def sizes(outline: Any) -> dict[str, str]:
    """Weights, memory and disk of an outline."""
    return {
        "Weights": f"{rank(outline.rank)}, {words.size(outline.trained_bytes)}",
        "Memory": of_free(outline.memory_bytes, outline.free_memory),
        "Disk": of_free(outline.disk_bytes, outline.free_disk),
    }


def rank(number: int) -> str:
    """What is trained: an adapter of a rank, or with 0 all weights."""
    return tr("LoRA rank {rank}", rank=number) if number else tr("all of them")


def of_free(need: int, free: int | None) -> str:
    """What is needed of what is free: "1.1 of 9.2 GB free"."""
    if free is None:
        return words.size(need)
    needs, has = words.size(need), words.size(free)
    if needs.split()[1] == has.split()[1]:
        needs = needs.split()[0]
    return tr("{needs} of {has} free", needs=needs, has=has)


def ago(seconds: float) -> str:
    """How long since something: "2 minutes ago"."""
    if seconds < 10:
        return tr("just now")
    if seconds < 90:
        return tr("{seconds} seconds ago", seconds=round(seconds))
    if seconds < 90 * 60:
        return tr("{time} ago", time=counts.minutes(round(seconds / 60)))
    if seconds < 36 * 3600:
        return tr("{time} ago", time=counts.hours(round(seconds / 3600)))
    return tr("{time} ago", time=counts.days(round(seconds / 86400)))
