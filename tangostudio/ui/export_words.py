"""A delivery that is planned, in words. No widgets."""

from __future__ import annotations

from typing import Any

from tangostudio.ui import counts
from tangostudio.ui.texts import tr, tr_count


def summary(plan: Any) -> str:
    """A plan in one line: "5 files, 12.0 s · 2 are for research only"."""
    seconds = sum(file.seconds for file in plan.files)
    parts = [f"{counts.files(len(plan.files))}, {length(seconds)}"]
    if broken := sum(bool(file.problem) for file in plan.files):
        parts.append(tr_count("{count} cannot be written", "{count} cannot be written", broken))
    if restricted := len(plan.restricted):
        parts.append(
            tr_count(
                "{count} is for research only", "{count} are for research only", restricted
            )
        )  # fmt: skip
    return " · ".join(parts)


def note(file: Any) -> str:
    """What is to be known of one file; "" where there is nothing."""
    return " ".join(part for part in (file.problem, *file.notes) if part)


def length(seconds: float) -> str:
    """A length of sound: "12.0 s", "3 min 20 s"."""
    if seconds < 60:
        return tr("{seconds} s", seconds=f"{seconds:.1f}")
    whole = round(seconds)
    return tr("{minutes} min {seconds} s", minutes=whole // 60, seconds=whole % 60)
