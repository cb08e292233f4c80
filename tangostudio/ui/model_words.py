"""What Models mode says of models, their files and what went wrong: texts only, no widgets."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from tangostudio.hub import states
from tangostudio.hub.states import ModelState, Problem
from tangostudio.ui import counts, words
from tangostudio.ui.texts import mark, tr, tr_marked

HERE = (states.READY, states.BUNDLED)
UNDER_WAY = (states.QUEUED, states.FETCHING, states.CHECKING, states.CONVERTING)
ABILITIES = {
    "negative": mark("avoid words"),
    "init": mark("start from a sound"),
    "inpaint": mark("redo a stretch"),
    "continue": mark("go on with a sound"),
    "adapters": mark("adapters"),
    "tune": mark("tuning"),
}
CANNOT = {
    "negative": mark("Avoid words"),
    "init": mark("Start from a sound"),
    "inpaint": mark("Redo a stretch"),
    "continue": mark("Go on with a sound"),
    "adapters": mark("Use adapters"),
    "tune": mark("Tune"),
    "finetune": mark("Learn from recordings"),
    "few-steps": mark("Become a few-step model"),
}
NUMBERS = ("seconds", "steps", "guidance")  # of a card, that a time can be foretold from
AWAY = {
    states.QUEUED: mark("waits for its download"),
    states.FETCHING: mark("is being downloaded"),
    states.CHECKING: mark("is being checked"),
    states.CONVERTING: mark("is being converted"),
    states.PAUSED: mark("download paused"),
    states.INCOMPLETE: mark("not whole"),
}
INTRODUCTION = mark(
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
        return Status(tr("✓ In use"), "good")
    missing = len(state.missing)
    return {
        states.BUNDLED: Status(tr("✓ Comes with it"), "good"),
        states.READY: Status(tr("✓ Ready"), "good"),
        states.ABSENT: Status(tr("Not on this computer")),
        states.INCOMPLETE: Status(tr("{count} missing", count=counts.files(missing)), "warn"),
        states.QUEUED: Status(tr("Waiting")),
        states.FETCHING: Status(tr("Downloading")),
        states.PAUSED: Status(tr("Paused")),
        states.CHECKING: Status(tr("Checking")),
        states.CONVERTING: Status(tr("Converting")),
        states.FAILED: Status(tr("⚠ Stopped"), "bad"),
    }[state.state]


def main(card: Any, state: ModelState) -> Way:
    """What the row's one button does."""
    problem = state.problem
    if card.hidden and state.state in HERE:
        return Way("remove", tr("Remove…"), removal_tip(card, state))  # nobody makes takes with it
    if state.state == states.FAILED and problem is not None:
        return way_out(problem)
    return {
        states.BUNDLED: Way("use", tr("Use"), tr("Make takes with {name}", name=card.name)),
        states.READY: Way("use", tr("Use"), tr("Make takes with {name}", name=card.name)),
        states.ABSENT: Way("get", tr("Get…") if card.gated else tr("Get"), _getting(card, state)),
        states.INCOMPLETE: Way(
            "get", tr("Get the rest"), tr("Download the files that are missing")
        ),
        states.QUEUED: Way("pause", tr("Pause"), tr("Take it out of the queue")),
        states.FETCHING: Way("pause", tr("Pause"), tr("Stop for now; what is there stays")),
        states.PAUSED: Way("get", tr("Go on"), tr("Go on with the download where it stopped")),
        states.CHECKING: Way(
            "pause", tr("Pause"), tr("Stop for now; what was checked stays checked")
        ),
        states.CONVERTING: Way(
            "pause", tr("Pause"), tr("Stop for now; the conversion begins anew later")
        ),
        states.FAILED: Way("get", tr("Try again"), tr("Try again")),
    }[state.state]


def _getting(card: Any, state: ModelState) -> str:
    size = f" ({words.size(state.total_bytes)})" if state.total_bytes else ""
    account = tr("; it needs an account that accepted its licence") if card.gated else ""
    return tr("Download {name}{size}{account}", name=card.name, size=size, account=account)


def removal_tip(card: Any, state: ModelState) -> str:
    """The tool tip of the button that removes a model."""
    own = 2 * state.frees_bytes > state.done_bytes  # else most of it lies in other folders
    frees = tr(", frees {size}", size=words.size(state.frees_bytes)) if own else ""
    return tr("Remove {name}{frees}", name=card.name, frees=frees)


_WAYS = {
    states.NO_TOKEN: Way(
        "log_in", mark("Log in…"), mark("Accept the licence and give an access token")
    ),
    states.NOT_ACCEPTED: Way(
        "licence", mark("Open licence page"), mark("Accept the licence in the browser")
    ),
    states.BAD_TOKEN: Way("log_in", mark("New token…"), mark("Give another access token")),
    states.NO_NETWORK: Way("retry", mark("Try again"), mark("Try again; what is there stays")),
    states.NO_SPACE: Way("space", mark("Free space…"), mark("See which models can be removed")),
    states.WRONG_FILE: Way(
        "retry", mark("Get it again"), mark("Download the file that differs again")
    ),
    states.RATE_LIMITED: Way("retry", mark("Try again"), mark("Try again; what is there stays")),
    states.NOT_THERE: Way(
        "files", mark("Use my files…"), mark("Look for its files in a folder or drive")
    ),
    states.SERVER: Way("retry", mark("Try again"), mark("Try again; what is there stays")),
    states.STORAGE: Way("place", mark("Another folder…"), mark("Keep models in another folder")),
    states.CONVERSION: Way(
        "convert", mark("Convert again"), mark("Turn the files into safetensors again")
    ),
}


def way_out(problem: Problem) -> Way:
    """The button that helps with a problem."""
    way = _WAYS.get(problem.kind, _WAYS[states.SERVER])
    return Way(way.verb, tr_marked(way.text), tr_marked(way.tip))


def other_ways(problem: Problem) -> tuple[Way, ...]:
    """Quieter ways out, beside the row's button."""
    again = Way("retry", tr("Try again"), tr("Try again; what is there stays"))
    files = Way("files", tr("I already have the files…"), tr("Look for them in a folder or drive"))
    if problem.kind == states.NO_NETWORK:
        return (files,)
    return () if way_out(problem).verb in ("retry", "convert") else (again,)


# --- progress -------------------------------------------------------------------------------------


def part_of(done: int, total: int) -> str:
    """Bytes of bytes, the unit once where it is the same: "1.2 of 3.5 GB"."""
    if not total:
        return words.size(done)
    (value, unit), whole = words.size(done).split(), words.size(total)
    part = value if unit == whole.split()[1] else f"{value} {unit}"
    return tr("{part} of {whole}", part=part, whole=whole)


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
        states.QUEUED: tr("Starts when the download before it is done"),
        states.FETCHING: file or tr("Asking for the first file"),
        states.PAUSED: tr("What is there stays; it goes on from here"),
        states.CHECKING: tr("Checking {file}", file=file) if file else tr("Checking the files"),
        states.CONVERTING: tr(
            "Turning {files} into safetensors, once", files=file or tr("its files")
        ),
    }.get(state.state, "")


def traffic(cards: Iterable[Any], known: Mapping[str, ModelState]) -> str:
    """What comes over the network right now: "Getting Small effects, 34 %"; "" for nothing."""
    for card in cards:
        state = known.get(card.id)
        if state is not None and state.state == states.FETCHING:
            return tr(
                "Getting {name}, {percent} %",
                name=words.shorten(card.name, 24),
                percent=percent(state),
            )
    return ""


# --- what a card says -----------------------------------------------------------------------------


def good_at(card: Any) -> str:
    """What the model is good at, in one line."""
    return (
        tr("Good at {sounds}.", sounds=card.good_at.rstrip(".")) if card.good_at else card.summary
    )


def nature(card: Any) -> str:
    """Sound and abilities in one line: "44.1 kHz stereo · up to 12 s · avoid words · tuning".

    "" of a model that makes no sounds.
    """
    if card.hidden:
        return ""
    channels = "stereo" if card.channels == 2 else "mono"
    length = card.parameters.get("seconds")
    return _join(
        tr(
            "{sample_rate} kHz {channels}",
            sample_rate=f"{card.sample_rate / 1000:g}",
            channels=channels,
        ),
        tr("up to {maximum} s", maximum=f"{length.maximum:g}") if length is not None else "",
        *(tr_marked(text) for name, text in ABILITIES.items() if name in card.can),
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
    label = tr("on disk") if here else tr("to get")
    if not size:
        return Figure("–", label, tr("Its size is known once the download begins."))
    if not exact:
        tip = tr("Roughly; the exact size is known once the download begins.")
        return Figure(f"≈ {words.size(size)}", label, tip)
    return Figure(words.size(size), label, tr("All of its files together."))


def _memory(card: Any, free: int | None) -> Figure:
    if not card.memory_bytes:
        return Figure("–", tr("memory"), tr("Nobody measured how much memory it needs."))
    needs = words.size(card.memory_bytes)
    if free is not None and card.memory_bytes > free:
        tip = tr(
            "It works best with {needs}; {size} are free now. With less it keeps parts on "
            "the disk and is slower.",
            needs=needs,
            size=words.size(free),
        )
        return Figure(f"⚠ {needs}", tr("memory"), tip, "warn")
    return Figure(needs, tr("memory"), tr("What it needs while it works."))


def _time(card: Any, expected: Any) -> Figure:
    if expected is None:
        return Figure(
            "–", tr("per take"), tr("How long a take needs is known after the first one.")
        )
    seconds, steps = card.default("seconds"), card.default("steps")
    about = tr(
        "A take of {seconds} s with {count} on this computer",
        seconds=f"{seconds:g}",
        count=counts.steps(int(steps)),
    )
    if expected.measured:
        return Figure(
            short_time(expected.seconds),
            tr("per take"),
            tr("{about}, as measured here.", about=about),
        )
    tip = tr("{about}: an estimate until its first take.", about=about)
    return Figure(f"≈ {short_time(expected.seconds)}", tr("per take, estimate"), tip)


def short_time(seconds: float) -> str:
    """A length of work in few letters: "0.5 s", "40 s", "12 min", "1.5 h"."""
    if seconds < 10:
        return f"{seconds:.1f} s"
    if seconds < 90:
        return f"{seconds:.0f} s"
    return (
        tr("{seconds} min", seconds=f"{seconds / 60:.0f}")
        if seconds < 90 * 60
        else f"{seconds / 3600:.1f} h"
    )


def machine(cores: int | None, memory: int | None, disk: int | None) -> str:
    """What this computer has to spare: "8 cores · 12 GB memory free · 210 GB disk free"."""
    return _join(
        counts.cores(cores) if cores else "",
        tr("{size} memory free", size=words.size(memory)) if memory is not None else "",
        tr("{size} disk free", size=words.size(disk)) if disk is not None else "",
    )


def details(card: Any, state: ModelState) -> dict[str, str]:
    """Everything else, by its name, for the part of a row that unfolds."""
    licence = card.licence
    greyed = [
        f"{tr_marked(CANNOT.get(name) or name)}: {reason}"
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
        lines.append(f"{item.name}{size}" + ("  " + tr("missing") if gone else ""))
    return "\n".join(lines)


def _join(*parts: str) -> str:
    return " · ".join(part for part in parts if part)
