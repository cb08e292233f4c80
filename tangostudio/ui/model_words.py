"""What Models mode says of models, their files and what went wrong: texts only, no widgets."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from tangostudio.hub import states
from tangostudio.hub.states import ModelState, Problem
from tangostudio.ui import words

HERE = (states.READY, states.BUNDLED)
UNDER_WAY = (states.QUEUED, states.FETCHING, states.CHECKING, states.CONVERTING)
ABILITIES = {
    "negative": "avoid words",
    "init": "start from a sound",
    "inpaint": "redo a stretch",
    "continue": "go on with a sound",
    "adapters": "adapters",
    "tune": "tuning",
}
CANNOT = {
    "negative": "Avoid words",
    "init": "Start from a sound",
    "inpaint": "Redo a stretch",
    "continue": "Go on with a sound",
    "adapters": "Use adapters",
    "tune": "Tune",
}
NUMBERS = ("seconds", "steps", "guidance")  # of a card, that a time can be foretold from
AWAY = {
    states.QUEUED: "waits for its download",
    states.FETCHING: "is being downloaded",
    states.CHECKING: "is being checked",
    states.CONVERTING: "is being converted",
    states.PAUSED: "download paused",
    states.INCOMPLETE: "not whole",
}
INTRODUCTION = (
    "Everything here runs on this computer. A licence belongs to the sounds too: every take keeps "
    "the one of its model."
)


@dataclass(frozen=True)
class Status:
    """A model's state in a few words; `tone` is "good", "warn", "bad" or ""."""

    text: str
    tone: str = ""


@dataclass(frozen=True)
class Way:
    """What a button does: `verb` is a name of the page's table of verbs, "" for nothing."""

    verb: str
    text: str
    tip: str = ""


@dataclass(frozen=True)
class Figure:
    """A number with what it is; `tone` is "warn" where it may not do."""

    value: str
    label: str
    tip: str = ""
    tone: str = ""


def told_of(change: Any) -> str:
    """The model whose files a change is about; "" where it may be about any."""
    news = getattr(change.event, "news", None)
    return news.model if isinstance(news, ModelState) else ""


# --- states ---------------------------------------------------------------------------------------


def status(state: ModelState, in_use: bool = False) -> Status:
    """The state beside a row's button."""
    if state.state in HERE and in_use:
        return Status("✓ In use", "good")
    missing = len(state.missing)
    return {
        states.BUNDLED: Status("✓ Comes with it", "good"),
        states.READY: Status("✓ Ready", "good"),
        states.ABSENT: Status("Not on this computer"),
        states.INCOMPLETE: Status(f"{count(missing, 'file')} missing", "warn"),
        states.QUEUED: Status("Waiting"),
        states.FETCHING: Status("Downloading"),
        states.PAUSED: Status("Paused"),
        states.CHECKING: Status("Checking"),
        states.CONVERTING: Status("Converting"),
        states.FAILED: Status("⚠ Stopped", "bad"),
    }[state.state]


def main(card: Any, state: ModelState) -> Way:
    """What the row's one button does."""
    problem = state.problem
    if card.hidden and state.state in HERE:
        return Way("remove", "Remove…", removal_tip(card, state))  # nobody makes takes with it
    if state.state == states.FAILED and problem is not None:
        return way_out(problem)
    return {
        states.BUNDLED: Way("use", "Use", f"Make takes with {card.name}"),
        states.READY: Way("use", "Use", f"Make takes with {card.name}"),
        states.ABSENT: Way("get", "Get…" if card.gated else "Get", _getting(card, state)),
        states.INCOMPLETE: Way("get", "Get the rest", "Download the files that are missing"),
        states.QUEUED: Way("pause", "Pause", "Take it out of the queue"),
        states.FETCHING: Way("pause", "Pause", "Stop for now; what is there stays"),
        states.PAUSED: Way("get", "Go on", "Go on with the download where it stopped"),
        states.CHECKING: Way("pause", "Pause", "Stop for now; what was checked stays checked"),
        states.CONVERTING: Way("pause", "Pause", "Stop for now; the conversion begins anew later"),
        states.FAILED: Way("get", "Try again", "Try again"),
    }[state.state]


def _getting(card: Any, state: ModelState) -> str:
    size = f" ({words.size(state.total_bytes)})" if state.total_bytes else ""
    account = "; it needs an account that accepted its licence" if card.gated else ""
    return f"Download {card.name}{size}{account}"


def removal_tip(card: Any, state: ModelState) -> str:
    """The tool tip of the button that removes a model."""
    own = 2 * state.frees_bytes > state.done_bytes  # else most of it lies in other folders
    frees = f", frees {words.size(state.frees_bytes)}" if own else ""
    return f"Remove {card.name}{frees}"


_WAYS = {
    states.NO_TOKEN: Way("log_in", "Log in…", "Accept the licence and give an access token"),
    states.NOT_ACCEPTED: Way("licence", "Open licence page", "Accept the licence in the browser"),
    states.BAD_TOKEN: Way("log_in", "New token…", "Give another access token"),
    states.NO_NETWORK: Way("retry", "Try again", "Try again; what is there stays"),
    states.NO_SPACE: Way("space", "Free space…", "See which models can be removed"),
    states.WRONG_FILE: Way("retry", "Get it again", "Download the file that differs again"),
    states.RATE_LIMITED: Way("retry", "Try again", "Try again; what is there stays"),
    states.NOT_THERE: Way("files", "Use my files…", "Look for its files in a folder or drive"),
    states.SERVER: Way("retry", "Try again", "Try again; what is there stays"),
    states.STORAGE: Way("place", "Another folder…", "Keep models in another folder"),
    states.CONVERSION: Way("convert", "Convert again", "Turn the files into safetensors again"),
}


def way_out(problem: Problem) -> Way:
    """The button that helps with a problem."""
    return _WAYS.get(problem.kind, _WAYS[states.SERVER])


def other_ways(problem: Problem) -> tuple[Way, ...]:
    """Quieter ways out, beside the row's button."""
    again = Way("retry", "Try again", "Try again; what is there stays")
    files = Way("files", "I already have the files…", "Look for them in a folder or drive")
    if problem.kind == states.NO_NETWORK:
        return (files,)
    return () if way_out(problem).verb in ("retry", "convert") else (again,)


# --- progress -------------------------------------------------------------------------------------


def part_of(done: int, total: int) -> str:
    """Bytes of bytes, the unit once where it is the same: "1.2 of 3.5 GB"."""
    if not total:
        return words.size(done)
    (value, unit), whole = words.size(done).split(), words.size(total)
    return f"{value if unit == whole.split()[1] else f'{value} {unit}'} of {whole}"


def percent(state: ModelState) -> int:
    """Whole percent that are done, 0 while the size is not known."""
    return min(100, int(100 * state.done_bytes / state.total_bytes)) if state.total_bytes else 0


def progress(state: ModelState) -> str:
    """The numbers under a row's bar; "" where there is no bar."""
    amount = part_of(state.done_bytes, state.total_bytes)
    if state.state == states.FETCHING:
        speed = f"{words.size(state.bytes_per_second)}/s" if state.bytes_per_second else ""
        left = state.seconds_left
        return _join(amount, speed, words.time_left(left) if left is not None else "")
    if state.state == states.QUEUED:
        return amount if state.done_bytes else ""
    if state.state in (states.PAUSED, states.CHECKING):
        return amount
    return ""


def doing(state: ModelState) -> str:
    """What happens right now, in words, beside the numbers."""
    file = state.file
    return {
        states.QUEUED: "Starts when the download before it is done",
        states.FETCHING: file or "Asking for the first file",
        states.PAUSED: "What is there stays; it goes on from here",
        states.CHECKING: f"Checking {file}" if file else "Checking the files",
        states.CONVERTING: f"Turning {file or 'its files'} into safetensors, once",
    }.get(state.state, "")


def traffic(cards: Iterable[Any], known: Mapping[str, ModelState]) -> str:
    """What comes over the network right now: "Getting Small effects, 34 %"; "" for nothing."""
    for card in cards:
        state = known.get(card.id)
        if state is not None and state.state == states.FETCHING:
            return f"Getting {words.shorten(card.name, 24)}, {percent(state)} %"
    return ""


# --- what a card says -----------------------------------------------------------------------------


def good_at(card: Any) -> str:
    """What the model is good at, in one line."""
    return f"Good at {card.good_at.rstrip('.')}." if card.good_at else card.summary


def nature(card: Any) -> str:
    """Sound and abilities in one line: "44.1 kHz stereo · up to 12 s · avoid words · tuning".

    "" of a model that makes no sounds.
    """
    if card.hidden:
        return ""
    channels = "stereo" if card.channels == 2 else "mono"
    length = card.parameters.get("seconds")
    return _join(
        f"{card.sample_rate / 1000:g} kHz {channels}",
        f"up to {length.maximum:g} s" if length is not None else "",
        *(text for name, text in ABILITIES.items() if name in card.can),
    )


def figures(card: Any, state: ModelState, expected: Any, free: int | None) -> dict[str, Figure]:
    """The three numbers of a row, by name.

    Args:
        expected: seconds and whether they were measured (`studio.estimates.Expected`), or None.
        free: bytes of memory that are free, or None.
    """
    return {
        "size": _size(*states.whole_size(card, state), state.state in HERE),
        "memory": _memory(card, free),
        "time": Figure("", "") if card.hidden else _time(card, expected),
    }


def _size(size: int, exact: bool, here: bool) -> Figure:
    label = "on disk" if here else "to get"
    if not size:
        return Figure("–", label, "Its size is known once the download begins.")
    if not exact:
        tip = "Roughly; the exact size is known once the download begins."
        return Figure(f"≈ {words.size(size)}", label, tip)
    return Figure(words.size(size), label, "All of its files together.")


def _memory(card: Any, free: int | None) -> Figure:
    if not card.memory_bytes:
        return Figure("–", "memory", "Nobody measured how much memory it needs.")
    needs = words.size(card.memory_bytes)
    if free is not None and card.memory_bytes > free:
        tip = (
            f"It works best with {needs}; {words.size(free)} are free now. With less it keeps "
            "parts on the disk and is slower."
        )
        return Figure(f"⚠ {needs}", "memory", tip, "warn")
    return Figure(needs, "memory", "What it needs while it works.")


def _time(card: Any, expected: Any) -> Figure:
    if expected is None:
        return Figure("–", "per take", "How long a take needs is known after the first one.")
    seconds, steps = card.default("seconds"), card.default("steps")
    about = f"A take of {seconds:g} s with {count(int(steps), 'step')} on this computer"
    if expected.measured:
        return Figure(short_time(expected.seconds), "per take", f"{about}, as measured here.")
    tip = f"{about}: an estimate until its first take."
    return Figure(f"≈ {short_time(expected.seconds)}", "per take, estimate", tip)


def short_time(seconds: float) -> str:
    """A length of work in few letters: "0.5 s", "40 s", "12 min", "1.5 h"."""
    if seconds < 10:
        return f"{seconds:.1f} s"
    if seconds < 90:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 90 * 60 else f"{seconds / 3600:.1f} h"


def machine(cores: int | None, memory: int | None, disk: int | None) -> str:
    """What this computer has to spare: "8 cores · 12 GB memory free · 210 GB disk free"."""
    return _join(
        count(cores, "core") if cores else "",
        f"{words.size(memory)} memory free" if memory is not None else "",
        f"{words.size(disk)} disk free" if disk is not None else "",
    )


def details(card: Any, state: ModelState) -> dict[str, str]:
    """Everything else, by its name, for the part of a row that unfolds."""
    licence = card.licence
    greyed = [
        f"{CANNOT.get(name, name)}: {reason}"
        for name, reason in card.cannot.items()
        if name not in card.can
    ]
    return {
        "About": card.summary,
        "Limits": card.limits,
        "Licence": f"{licence.name}: {licence.summary}",
        "Notice": card.notice,
        "Cannot": "\n".join(greyed),
        "Files": files(card, state.missing),
        "Folder": str(card.folder) if card.folder and state.state != states.ABSENT else "",
    }


def files(card: Any, missing: Collection[str]) -> str:
    """The files of a model, one a line, with their sizes."""
    lines = []
    for item in card.files:
        size = f"  {words.size(item.bytes)}" if item.bytes else ""
        gone = missing and (item.name in missing or item.used in missing)
        lines.append(f"{item.name}{size}{'  missing' if gone else ''}")
    return "\n".join(lines)


def _join(*parts: str) -> str:
    return " · ".join(part for part in parts if part)


def count(number: int, what: str) -> str:
    """A number of things: "1 file", "3 files"."""
    return f"{number} {what}{'' if number == 1 else 's'}"
