"""Prompt sheets: a table of prompts, read, tried out and turned into jobs.

    prompt;seconds;takes;name;category
    {wood|metal} door slams;2.5;4;Door;DOORSlam

Comma, semicolon or tab; headings in any case and order, only the prompt is needed. A row that
cannot be used is a problem with the number of its line, and the others go on.
"""

from __future__ import annotations

import codecs
import csv
import functools
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tangostudio.errors import BadRequest
from tangostudio.jobs.queue import Foretell
from tangostudio.library.jobs import JobAbout
from tangostudio.library.take import MAX_TITLE_LENGTH
from tangostudio.messages import GenerateRequest
from tangostudio.studio import wildcards
from tangostudio.studio.plan import MAX_TAKES

if TYPE_CHECKING:
    from tangostudio.studio.queueing import Queueing

HEADINGS = ("prompt", "seconds", "takes", "name", "category")
MAX_BYTES = 64_000_000
MAX_ROWS = 10_000
"""So many rows are queued in one go: a night and a day of takes of some seconds each."""

MAX_CATEGORY = 60
_DELIMITERS = ",;\t"
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


@dataclass(frozen=True)
class SheetRow:
    """One row that can be read.

    Attributes:
        line: of the file, from 1, where the row begins.
        seconds, takes: None where the row does not say.
        name, category: of its takes; may be empty.
    """

    line: int
    prompt: str
    seconds: float | None = None
    takes: int | None = None
    name: str = ""
    category: str = ""


@dataclass(frozen=True)
class SheetProblem:
    """Why a row cannot be used, in a sentence."""

    line: int
    message: str


@dataclass(frozen=True)
class Sheet:
    """A table of prompts.

    Attributes:
        notes: sentences on the whole file: ignored columns, a guessed encoding.
    """

    rows: tuple[SheetRow, ...]
    problems: tuple[SheetProblem, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class SheetPlan:
    """What a sheet would make with one model.

    Attributes:
        jobs: requests, and what their takes are; one for each prompt of each row.
        rows: how many rows they come from.
        takes: how many takes they make.
        seconds: that this machine needs; None while nothing is known.
        problems: of the sheet, and of rows that this model cannot make.
    """

    jobs: tuple[tuple[GenerateRequest, JobAbout], ...]
    rows: int
    takes: int
    seconds: float | None
    problems: tuple[SheetProblem, ...]


# --- reading --------------------------------------------------------------------------------------


def read(path: Path) -> Sheet:
    """Read a sheet.

    Raises:
        BadRequest: it cannot be read, is empty or too large, or has no column of prompts.
    """
    text, encoding = _decode(_bytes(path), path.name)
    notes = [f"{path.name} is read as Windows-1252."] if encoding == "cp1252" else []
    lines = _lines(csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text)))
    _, headings = next(lines, (1, None))
    if isinstance(headings, str) or not headings:
        raise BadRequest(f"{path.name} holds no table.", _WANTED)
    columns = _columns(headings, path.name)
    if unknown := [name.strip() for place, name in enumerate(headings)
                   if place not in columns.values() and name.strip()]:  # fmt: skip
        notes.append(f"Ignored columns: {', '.join(unknown)}.")
    rows: list[SheetRow] = []
    problems: list[SheetProblem] = []
    for line, cells in lines:
        try:
            if isinstance(cells, str):
                raise _Unusable(cells)
            if any(cell.strip() for cell in cells):
                rows.append(_row(line, cells, columns, len(headings)))
        except _Unusable as error:
            problems.append(SheetProblem(line, str(error)))
    return Sheet(tuple(rows), tuple(problems), tuple(notes))


_WANTED = "Its first line must hold the headings: prompt, and seconds, takes, name, category."


class _Unusable(Exception):
    """A row that cannot be used; the text says why."""


def _bytes(path: Path) -> bytes:
    try:
        size = path.stat().st_size
        if size <= MAX_BYTES:
            return path.read_bytes()
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise BadRequest(f"{path.name} cannot be read: {reason}.", "Choose another file.") from None
    raise BadRequest(
        f"{path.name} has {size / 1e6:,.0f} MB, which is no table of prompts.",
        f"Choose a file of at most {MAX_BYTES / 1e6:.0f} MB.",
    )


def _decode(data: bytes, name: str) -> tuple[str, str]:
    """The text and its encoding: as marked, else UTF-8 where it is that, else Windows-1252."""
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            try:
                return data.decode(encoding), encoding
            except UnicodeDecodeError:
                raise BadRequest(
                    f"{name} is damaged: it is not the {encoding.upper()} that it says.",
                    "Save it again as UTF-8.",
                ) from None
    if data[1:2] == b"\0" or data[:1] == b"\0":  # every other byte of Latin text in UTF-16
        encoding = "utf-16-le" if data[1:2] == b"\0" else "utf-16-be"
        return data.decode(encoding, "replace"), encoding
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace"), "cp1252"


def _delimiter(text: str) -> str:
    """The sign that parts the first line into the most headings that are known."""
    head = text.lstrip().partition("\n")[0]

    def known(sign: str) -> int:
        return sum(cell.strip().strip('"').casefold() in HEADINGS for cell in head.split(sign))

    return max(_DELIMITERS, key=known)


def _lines(reader: Any) -> Iterator[tuple[int, list[str] | str]]:
    """Line number and cells of each row that is not blank, or the reason why it cannot be read."""
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            yield line, "A cell has no end: a quotation mark is open."
            continue
        if cells:
            yield line, cells


def _columns(headings: list[str], name: str) -> dict[str, int]:
    """The place of each known heading."""
    columns: dict[str, int] = {}
    for place, heading in enumerate(headings):
        known = heading.strip().casefold()
        if known in columns:
            raise BadRequest(f"{name} has two columns “{known}”.", "Rename one of them.")
        if known in HEADINGS:
            columns[known] = place
    if "prompt" not in columns:
        raise BadRequest(f"{name} has no column “prompt”.", _WANTED)
    return columns


def _row(line: int, cells: list[str], columns: Mapping[str, int], width: int) -> SheetRow:
    if any(cell.strip() for cell in cells[width:]):
        raise _Unusable(
            f"It has {len(cells)} cells where the headings are {width}: "
            "a text that holds the dividing sign needs quotation marks."
        )
    texts = {
        name: cells[place].strip() if place < len(cells) else "" for name, place in columns.items()
    }
    prompt, name, category = (texts.get(each, "") for each in ("prompt", "name", "category"))
    if not prompt:
        raise _Unusable("The prompt is empty.")
    _check_wildcards(prompt)
    if len(name) > MAX_TITLE_LENGTH:
        raise _Unusable(f"The name has more than {MAX_TITLE_LENGTH} characters.")
    if len(category) > MAX_CATEGORY:
        raise _Unusable(f"The category has more than {MAX_CATEGORY} characters.")
    seconds, takes = _seconds(texts.get("seconds", "")), _takes(texts.get("takes", ""))
    return SheetRow(line, prompt, seconds, takes, name, category)


def _check_wildcards(prompt: str) -> None:
    try:
        wildcards.combinations(prompt)
    except BadRequest as error:
        raise _Unusable(error.message) from None


def _seconds(text: str) -> float | None:
    if not text:
        return None
    try:
        seconds = float(text.replace(",", "."))
    except ValueError:
        raise _Unusable(f"“{text[:40]}” is no number of seconds.") from None
    if not 0 < seconds < float("inf"):
        raise _Unusable(f"“{text[:40]}” seconds is no length of a sound.")
    return seconds


def _takes(text: str) -> int | None:
    if not text:
        return None
    if not (text.isascii() and text.isdecimal()) or not 1 <= int(text[:9]) <= MAX_TAKES:
        raise _Unusable(f"“{text[:40]}” is no number of takes: 1 to {MAX_TAKES} can be made.")
    return int(text)


# --- what it makes --------------------------------------------------------------------------------


def planner(
    studio: Queueing, model: str, values: Mapping[str, Any]
) -> Callable[[Sheet], SheetPlan]:
    """What tries out the rows of a sheet on a model, on any thread. See `Making.sheet_planner`."""
    others = dict(values)
    # What the library knows is asked here, and once.
    others.setdefault("adapters", studio.tunes.in_use(studio.catalogue.get(model)))
    return functools.partial(_plan, studio, studio.foretell(), model, others)


def _plan(
    studio: Queueing, foretell: Foretell, model: str, values: Mapping[str, Any], sheet: Sheet
) -> SheetPlan:
    if len(sheet.rows) > MAX_ROWS:
        raise BadRequest(
            f"The sheet has {len(sheet.rows):,} rows; {MAX_ROWS:,} are queued at once.",
            "Split it into several sheets.",
        )
    takes, others = values.get("takes") or 1, {k: v for k, v in values.items() if k != "takes"}
    jobs: list[tuple[GenerateRequest, JobAbout]] = []
    problems = list(sheet.problems)
    rows = 0
    for row in sheet.rows:
        try:
            jobs += _jobs(studio, row, model, takes, others)
            rows += 1
        except BadRequest as error:
            problems.append(SheetProblem(row.line, f"{error.message} {error.hint}".strip()))
    count = sum(len(request.seeds) for request, _ in jobs)
    problems.sort(key=lambda problem: problem.line)
    return SheetPlan(tuple(jobs), rows, count, _time(foretell, jobs), tuple(problems))


def _jobs(
    studio: Queueing, row: SheetRow, model: str, takes: int, values: Mapping[str, Any]
) -> list[tuple[GenerateRequest, JobAbout]]:
    own = dict(values)
    if row.seconds is not None:
        own["seconds"] = row.seconds
    about = JobAbout(title=row.name, category=row.category)
    prompts = wildcards.expand(row.prompt, row.takes or takes, seed=row.line)
    return [(studio.plan(model, text, takes=count, **own), about) for text, count in prompts]


def _time(foretell: Foretell, jobs: Sequence[tuple[GenerateRequest, JobAbout]]) -> float | None:
    spent = 0.0
    for request, _ in jobs:
        one = foretell(request)
        if one is None:
            return None
        spent += one
    return spent
