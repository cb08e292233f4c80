"""What a sound file says as a tree of names and values, to be shown. No widgets.

It knows what the facts of `export.facts` mean and what people call them; it reads no file.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tangostudio.ui import words
from tangostudio.ui.texts import mark, tr, tr_count, tr_marked

MOST_ROWS = 2_000  # of one group; files may hold ten thousand chunks
_INFO = {
    "INAM": mark("Title"),
    "IART": mark("Artist"),
    "IGNR": mark("Genre"),
    "ICMT": mark("Comment"),
    "IPRD": mark("Product"),
    "IKEY": mark("Keywords"),
    "ICRD": mark("Created"),
    "ICOP": mark("Copyright"),
    "ISFT": mark("Software"),
}
_BEXT = {
    "description": mark("Description"),
    "originator": mark("Originator"),
    "originator_reference": mark("Reference"),
    "date": mark("Date"),
    "time": mark("Time"),
    "time_reference": mark("Time reference"),
    "version": mark("Version"),
    "umid": mark("UMID"),
    "coding_history": mark("Coding history"),
}


@dataclass(frozen=True)
class Row:
    """A name with its value, or with rows below it."""

    name: str
    value: str = ""
    rows: tuple[Row, ...] = ()
    problem: bool = False


def tree(facts: Any) -> list[Row]:
    """Everything that a file says, in groups; empty ones are left out."""
    groups = (
        Row(tr("Problems"), rows=tuple(Row("", text, problem=True) for text in facts.problems)),
        Row(tr("Sound"), rows=tuple(_sound(facts))),
        Row(tr("Made with Tango Studio"), rows=tuple(_values(facts.provenance or {}))),
        Row(tr("Broadcast Wave (bext)"), rows=tuple(_values(facts.bext or {}, _BEXT))),
        Row(tr("Texts (LIST INFO)"), rows=tuple(_values(facts.info, _INFO))),
        Row(tr("Tags"), rows=tuple(_values(facts.tags))),
        Row(tr("Markers and loop"), rows=tuple(_marks(facts))),
        Row(tr("iXML"), rows=tuple(_values(facts.ixml or {}))),
        Row(tr("Other texts"), rows=tuple(_values(facts.texts))),
        Row(
            tr("Parts of the file"),
            rows=tuple(
                Row(chunk.name.strip() or "?", tr("{size} at {place}", place=f"{chunk.start:,}",
                                                   size=words.size(chunk.size)))
                for chunk in facts.chunks
            ),
        ),
    )  # fmt: skip
    return [_bounded(group) for group in groups if group.rows]


def summary(facts: Any) -> str:
    """A file in one line: "WAV, 48 kHz, 24 bit, stereo, 3.80 s"."""
    channels = {1: tr("mono"), 2: tr("stereo")}
    parts = [
        facts.container,
        tr("{value} kHz", value=f"{facts.rate / 1000:g}") if facts.rate else "",
        tr("{bits} bit", bits=facts.bits) if facts.bits else facts.encoding,
        channels.get(facts.channels, tr("{count} channels", count=facts.channels)),
        tr("{seconds} s", seconds=f"{facts.seconds:.2f}"),
    ]
    return ", ".join(part for part in parts if part)


def as_json(facts: Any) -> str:
    """The same for other programs."""
    return json.dumps(facts.plain(), ensure_ascii=False, indent=2, default=str)


def _sound(facts: Any) -> Iterator[Row]:
    yield Row(tr("Container"), facts.container)
    yield Row(tr("Encoding"), facts.encoding)
    yield Row(tr("Sample rate"), tr("{rate} Hz", rate=f"{facts.rate:,}"))
    if facts.bits:
        yield Row(tr("Bit depth"), tr("{bits} bit", bits=facts.bits))
    yield Row(tr("Channels"), str(facts.channels))
    frames = tr_count("{count} frame", "{count} frames", facts.frames)
    yield Row(tr("Length"), f"{tr('{seconds} s', seconds=f'{facts.seconds:.3f}')}, {frames}")
    yield Row(tr("Size"), words.size(facts.bytes))


def _marks(facts: Any) -> Iterator[Row]:
    if facts.loop is not None:
        yield Row(tr("Loop"), _span(facts.loop.start, facts.loop.end))
    for marker in facts.markers:
        end = marker.seconds + marker.length
        where = _span(marker.seconds, end) if marker.length else _moment(marker.seconds)
        yield Row(marker.label or tr("Marker"), where)


def _moment(seconds: float) -> str:
    return tr("{seconds} s", seconds=f"{seconds:.3f}")


def _span(start: float, end: float) -> str:
    return tr("{start} to {end} s", start=f"{start:.3f}", end=f"{end:.3f}")


def _values(
    values: Mapping[str, Any], names: Mapping[str, str] | None = None
) -> Iterator[Row]:  # fmt: skip
    """Rows of what says something; nested values have rows of their own."""
    for name, value in values.items():
        shown = tr_marked((names or {}).get(name, "")) or name.replace("_", " ")
        if value is None or value == "" or value == [] or value == {}:
            continue
        if isinstance(value, Mapping):
            yield Row(shown, rows=tuple(_values(value)))
        elif isinstance(value, list | tuple):
            yield from _several(shown, value)
        else:
            yield Row(shown, _plain(value))


def _several(name: str, values: list[Any] | tuple[Any, ...]) -> Iterator[Row]:
    if any(isinstance(value, Mapping | list | tuple) for value in values):
        nested = ({str(number): value} for number, value in enumerate(values, 1))
        yield Row(name, rows=tuple(row for each in nested for row in _values(each)))
    else:
        yield Row(name, ", ".join(map(_plain, values)))


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return tr("yes") if value else tr("no")
    return f"{value:.10g}" if isinstance(value, float) else str(value).strip()


def _bounded(group: Row) -> Row:
    """A group of no more rows than can be shown."""
    if (more := len(group.rows) - MOST_ROWS) <= 0:
        return group
    last = Row("", tr("and {count} more", count=f"{more:,}"))
    return Row(group.name, group.value, (*group.rows[:MOST_ROWS], last))
