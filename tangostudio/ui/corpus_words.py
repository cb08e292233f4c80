"""What the window says of collections of recordings: texts only, no widgets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tangostudio.ui import counts
from tangostudio.ui.texts import mark, tr, tr_count, tr_marked

BUILDING, UNFINISHED, DAMAGED, READY = "building", "unfinished", "damaged", "ready"
STATES = {
    BUILDING: mark("being read"),
    UNFINISHED: mark("not finished"),
    DAMAGED: mark("damaged"),
}
REASONS = {
    "silent": mark("silent"),
    "corrupt": mark("damaged or no sound"),
    "unreadable": mark("may not be read"),
    "clipped": mark("clipped"),
    "short": mark("too short"),
    "duplicate": mark("the same as another"),
    "near_duplicate": mark("nearly the same as another"),
    "no_caption": mark("nothing says what it is"),
    "changed": mark("changed while it was read"),
    "too_long": mark("too long"),
}
SOURCES = {
    "text file": mark("a text file beside it"),
    "table": mark("a table in the folder"),
    "metadata": mark("the file's metadata"),
    "name": mark("the file's name"),
    "folder": mark("the folder's name"),
    "take": mark("the take"),
    "template": mark("the form of all captions"),
    "person": mark("typed here"),
}


def titled(view: Any) -> str:
    """A corpus in a list of choices: its name, and its state where it cannot be used yet."""
    state = tr_marked(STATES.get(view.state, ""))
    return tr("{name} ({state})", name=view.name, state=state) if state else view.name


def clips(count: int) -> str:
    """A number of clips."""
    return tr_count("{count} clip", "{count} clips", count)


def length(seconds: float) -> str:
    """A length of sound: "4.2 s", "3 min 20 s", "1 h 5 min"."""
    if seconds < 60:
        return tr("{seconds} s", seconds=f"{seconds:.1f}")
    whole = round(seconds)
    if whole < 3600:
        return tr("{minutes} min {seconds} s", minutes=whole // 60, seconds=whole % 60)
    return tr("{hours} h {minutes} min", hours=whole // 3600, minutes=whole % 3600 // 60)


def facts(view: Any) -> str:
    """What a corpus holds, in one line."""
    parts = [clips(view.clips), length(view.seconds)]
    if view.held_out:
        parts.append(tr("{count} kept aside", count=f"{view.held_out:,}"))
    if view.left_out:
        parts.append(tr("{count} left out", count=f"{view.left_out:,}"))
    return " · ".join(parts)


def progress(view: Any) -> str:
    """How far a build is: "12 of 40 files · door_03.wav"."""
    if not view.total:
        return tr("Looking for sounds…")
    done = tr_count("{done} of {count} file", "{done} of {count} files", view.total,
                    done=f"{view.done:,}")  # fmt: skip
    return f"{done} · {isolated(view.current)}" if view.current else done


def stopped(view: Any) -> str:
    """Why a corpus is not finished, in one sentence."""
    if view.error is not None:
        return view.error.message
    if view.total:
        return tr("It was stopped after {done} of {total} files; nothing is lost.",
                  done=f"{view.done:,}", total=f"{view.total:,}")  # fmt: skip
    return tr("It was stopped; nothing is lost.")


def reason(name: str) -> str:
    """Why something was left out, in a word or two."""
    return tr_marked(REASONS.get(name, name.replace("_", " ")))


def told_by(name: str) -> str:
    """Where a caption is from."""
    return tr_marked(SOURCES.get(name, name))


def sources(found: Mapping[str, int]) -> str:
    """Where captions are from, the most frequent first: "the file's name (31) · ..."."""
    ordered = sorted(found.items(), key=lambda item: -item[1])
    return " · ".join(f"{told_by(name)} ({count:,})" for name, count in ordered if count)


def left_out(found: Mapping[str, int]) -> str:
    """What will be left out and why: "2 silent · 1 too short"."""
    return " · ".join(f"{count:,} {reason(name)}" for name, count in found.items() if count)


def example(planned: Any) -> str:
    """One clip that would be made: where it is from and what it would be called."""
    return f"{isolated(planned.source)}  →  {isolated(planned.caption)}"


def refusal(left: Any) -> str:
    """One file that is left out, and why."""
    return f"✕ {isolated(left.source)}: {reason(left.reason)}"


def isolated(text: str) -> str:
    """A text that keeps its own direction among others: names may be of any script."""
    return f"\u2068{text}\u2069"


def removal(view: Any, learning: Sequence[str]) -> str:
    """What is asked before a corpus is removed."""
    text = tr("The recordings in your folder stay; what was read of them is deleted.")
    if learning:
        text += " " + tr("{names} cannot go on without it.", names=", ".join(learning))
    return text


def files(count: int) -> str:
    """A number of files."""
    return counts.files(count)
