"""What a person hands over when something does not work: one text that tells nothing of them.

Versions, machine, models and counts, and the last warnings. Private things stay out by the way it
is made: of a warning only the sentence in the program's own source is kept, and of its values only
numbers, names of errors and the ids of models; prompts, titles and paths are never among them. The
home folder, the user's and the computer's name are taken out of everything else.
"""

from __future__ import annotations

import contextlib
import getpass
import logging
import platform
import re
import socket
import sys
import traceback
from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tangostudio import __version__, machine, paths
from tangostudio.library import TakeQuery

if TYPE_CHECKING:
    from tangostudio.studio.studio import Studio

PACKAGES = ("PySide6-Essentials", "torch", "numpy", "scipy", "soundfile", "sounddevice", "soxr",
            "transformers", "diffusers", "safetensors")  # fmt: skip
MOST_ERRORS = 40
LEFT_OUT = "…"
_PATH = re.compile(r"""(?<![\w~.])(?:/[^\s/:;,"']+){2,}|\b[A-Za-z]:\\[^\s"']+""")
_LEAST_NAME = 3  # a shorter user's name would be found inside of words


@dataclass(frozen=True)
class Section:
    """A title and its lines: what, and how it is."""

    title: str
    rows: tuple[tuple[str, str], ...]


class LastErrors(logging.Handler):
    """The last warnings and errors of the program, without a person's words in them."""

    def __init__(self, safe: Iterable[str] = ()) -> None:
        """Keep nothing yet.

        Args:
            safe: texts that may stand as they are, such as the ids of models.
        """
        super().__init__(logging.WARNING)
        self.safe = set(safe)
        self._rows: deque[tuple[str, str]] = deque(maxlen=MOST_ERRORS)

    def emit(self, record: logging.LogRecord) -> None:
        """Called by logging, in any thread."""
        when = datetime.fromtimestamp(record.created).strftime("%H:%M:%S")
        head = f"{when} {record.levelname.lower()} {record.name.removeprefix('tangostudio.')}"
        self._rows.append((head, self._said(record)))

    def let_go(self) -> None:
        """Keep no more of them."""
        logging.getLogger("tangostudio").removeHandler(self)

    def rows(self) -> tuple[tuple[str, str], ...]:
        """Moment and sentence of each, oldest first."""
        return tuple(self._rows)

    def _said(self, record: logging.LogRecord) -> str:
        args = record.args if isinstance(record.args, tuple) else ()
        try:
            said = str(record.msg) % tuple(self._shown(value) for value in args)
        except (TypeError, ValueError):
            said = str(record.msg)
        if record.exc_info and record.exc_info[0] is not None:
            said = f"{said.rstrip()} ({_where(record.exc_info[0], record.exc_info[2])})"
        return said

    def _shown(self, value: Any) -> Any:
        if isinstance(value, int | float) or (isinstance(value, str) and value in self.safe):
            return value
        if isinstance(value, BaseException):
            return type(value).__name__
        return LEFT_OUT


def watch(safe: Iterable[str] = ()) -> LastErrors:
    """Keep the program's warnings from now on."""
    kept = LastErrors(safe)
    logging.getLogger("tangostudio").addHandler(kept)
    return kept


def collect(
    studio: Studio, *, devices: Sequence[str] = (), errors: LastErrors | None = None
) -> list[Section]:
    """How program, machine, models, library and worker are now."""
    return [
        Section("Program", tuple(_program(studio))),
        Section("Computer", tuple(_computer(studio))),
        Section("Sound", tuple(_sound(studio, devices))),
        Section("Models", tuple(_models(studio))),
        Section("Work", tuple(_work(studio))),
        Section("Library", tuple(_library(studio))),
        Section("Last problems", errors.rows() if errors is not None else ()),
    ]


def as_text(sections: Sequence[Section], names: Sequence[str] | None = None) -> str:
    """The report as text, with nothing that tells who or where.

    Args:
        names: what is taken out, by default the home folder's, user's and computer's names.
    """
    lines: list[str] = []
    for section in sections:
        lines += [section.title, *(f"  {name}: {value}" for name, value in section.rows), ""]
        if not section.rows:
            lines.insert(-1, "  none")
    return without_names("\n".join(lines).rstrip() + "\n", names)


def without_names(text: str, names: Sequence[str] | None = None) -> str:
    """The text without the person's home, user name and computer, and without any other path."""
    home = str(Path.home())
    text = text.replace(home, "~").replace(home.replace("\\", "/"), "~")
    text = _PATH.sub(_without_folders, text)
    for name in own_names() if names is None else names:
        if len(name) >= _LEAST_NAME:
            text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", "<name>", text, flags=re.IGNORECASE)
    return text


def _without_folders(path: re.Match[str]) -> str:
    """A source file keeps its own name, which is nobody's."""
    name = re.split(r"[/\\]", path[0])[-1]
    return f"<path>/{name}" if name.endswith(".py") else "<path>"


def own_names() -> list[str]:
    """The names of the user and of the computer, as far as the system says them."""
    found = [socket.gethostname(), socket.gethostname().split(".")[0], Path.home().name]
    with contextlib.suppress(OSError, KeyError, ImportError):
        found.append(getpass.getuser())
    return list(dict.fromkeys(name for name in found if name and name != "localhost"))


def _program(studio: Studio) -> Iterable[tuple[str, str]]:
    yield "Tango Studio", __version__
    yield "Python", platform.python_version() + (" (bundled)" if hasattr(sys, "_MEIPASS") else "")
    for package in PACKAGES:
        yield package, _version(package)
    chosen = studio.settings
    yield "Language", chosen.language
    yield "Interface size", f"{chosen.interface_scale} %"
    yield "Changed shortcuts", str(len(chosen.shortcuts))


def _computer(studio: Studio) -> Iterable[tuple[str, str]]:
    yield "System", f"{platform.system()} {platform.release()} {platform.machine()}"
    yield "Processor", f"{machine.processor()}, {machine.cores()} cores"
    yield "Graphics card", machine.graphics() or "none known"
    yield "Memory", f"{_size(machine.total_memory())}, {_size(machine.free_memory())} free"
    yield "Disk of the library", f"{_size(machine.free_disk(studio.library.folder))} free"
    yield "Disk of the models", f"{_size(machine.free_disk(paths.weights_dir()))} free"


def _sound(studio: Studio, devices: Sequence[str]) -> Iterable[tuple[str, str]]:
    yield "Chosen device", studio.settings.audio_device or "the system's"
    yield "Devices", "; ".join(devices) or "none"


def _models(studio: Studio) -> Iterable[tuple[str, str]]:
    for card in studio.catalogue:
        yield card.id, f"version {card.version}, {studio.models.state(card.id).state}"
    for broken in studio.catalogue.broken:
        yield broken.id, "its card cannot be read"


def _work(studio: Studio) -> Iterable[tuple[str, str]]:
    yield "Worker", studio.worker_state
    jobs = studio.jobs()
    for state in ("running", "queued", "interrupted", "failed"):
        yield f"Jobs {state}", str(sum(job.state == state for job in jobs))
    yield "Queue paused", "yes" if studio.queue_paused else "no"


def _library(studio: Studio) -> Iterable[tuple[str, str]]:
    library = studio.library
    yield "Takes", f"{library.takes.count():,}"
    yield "In the trash", f"{library.takes.count(TakeQuery(trashed=True)):,}"
    yield "Projects", f"{len(library.projects.all()):,}"
    yield "Votes", f"{library.votes.count():,}"
    yield "Adapters", f"{len(library.adapters.all()):,}"
    yield "May be changed", "yes" if library.writable else "no"


def _version(package: str) -> str:
    # It imports a parser of mail, for which the start of the window need not wait.
    import importlib.metadata

    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return "not installed"


def _size(count: int | None) -> str:
    return "unknown" if count is None else f"{count / 1e9:.1f} GB"


def _where(kind: type[BaseException], trace: Any) -> str:
    """The kind of an error and the places in the program that it came through, innermost last."""
    root = Path(__file__).resolve().parents[1]
    places = []
    for frame in traceback.extract_tb(trace):
        file = Path(frame.filename)
        if root in file.parents:
            places.append(f"{file.relative_to(root).as_posix()}:{frame.lineno} {frame.name}")
    return " < ".join([kind.__name__, *reversed(places[-6:])])
