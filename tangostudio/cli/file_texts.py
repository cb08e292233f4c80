"""What is said of sound files, as text for people."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

Values = Mapping[str, Any]

_MOST_CHUNKS = 40
_IN_A_ROW = 8
_LONGEST = 300


def _file(values: Values) -> str:
    return "\n".join([values["path"], f"  {_shape(values)}", *_sections(values)])


def _shape(values: Values) -> str:
    bits = (f"{values['bits']} bits",) if values["bits"] else ()
    channels = values["channels"]
    parts = (
        values["container"],
        values["encoding"],
        f"{values['rate']} Hz",
        *bits,
        f"{channels} channel{'' if channels == 1 else 's'}",
        f"{values['seconds']:.3f} s ({values['frames']} frames)",
        f"{values['bytes']} bytes",
    )
    return " · ".join(part for part in parts if part)


def _sections(values: Values) -> Iterator[str]:
    yield from _section("Problems", {"": list(values["problems"])})
    yield from _section("Chunks", {"": _rows(values["chunks"])})
    for title, name in (("bext", "bext"), ("INFO", "info"), ("Tags", "tags"), ("iXML", "ixml"),
                        ("Other texts", "texts"), ("Recipe", "provenance")):  # fmt: skip
        yield from _section(title, values[name] or {})
    yield from _section("Markers", {"": [_marker(each) for each in values["markers"]]})
    if loop := values["loop"]:
        yield from _section("Loop", {"": f"{loop['start']:.3f} s to {loop['end']:.3f} s"})


def _rows(chunks: Sequence[Values]) -> list[str]:
    names = [f"{each['name']} {each['size']}" for each in chunks[:_MOST_CHUNKS]]
    if len(chunks) > _MOST_CHUNKS:
        names.append(f"and {len(chunks) - _MOST_CHUNKS} more")
    return [", ".join(names[i : i + _IN_A_ROW]) for i in range(0, len(names), _IN_A_ROW)]


def _marker(values: Values) -> str:
    length = f" for {values['length']:.3f} s" if values["length"] else ""
    return f"{values['seconds']:.3f} s{length}  {values['label']}"


def _section(title: str, values: Values) -> list[str]:
    lines = list(_lines(values, "    "))
    return [f"  {title}", *lines] if lines else []


def _lines(values: Values, indent: str) -> Iterator[str]:
    """One line for each value; nested ones below their name, and what says nothing not at all."""
    for name, value in values.items():
        start = f"{indent}{_shown(name)}: " if name else indent
        for each in value if isinstance(value, list | tuple) else [value]:
            if isinstance(each, Mapping):
                yield f"{indent}{_shown(name)}"
                yield from _lines(each, f"{indent}  ")
            elif each not in ("", None):
                yield start + _shown(str(each))


def _shown(text: str) -> str:
    """A text of a foreign file on a terminal: on one line, with nothing that steers it."""
    text = " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def _daw_project(values: Values) -> str:
    sounds = values["sounds"]
    return f"{sounds} sound{'' if sounds == 1 else 's'} -> {values['path']}"


def _exported(values: Values) -> str:
    note = f"  ({values['note']})" if values.get("note") else ""
    return f"{_source(values)} -> {values['path']}{note}"


def _not_exported(values: Values) -> str:
    hint = f" {values['hint']}" if values["hint"] else ""
    return f"{_source(values)} was not written: {values['message']}{hint}"


def _source(values: Values) -> str:
    return f"take {values['take']}" if values["take"] is not None else values["title"]


def _planned(values: Values) -> str:
    lines = [f"{values['seconds']:7.1f} s  {_source(values)} -> {values['name']}"]
    lines += [f"           {text}" for text in (*values["notes"], values["problem"]) if text]
    return "\n".join(lines)


def _preset(values: Values) -> str:
    rate = f"{values['rate']} Hz" if values["rate"] else "own rate"
    bits = f" {values['bits']} bits" if values["bits"] else ""
    level = values["level"]
    if level in ("peak", "true peak", "loudness"):
        level = f"{level} {values['level_db']:g}"
    mark = "*" if values["usual"] else " "
    own = "  (yours)" if values["own"] else ""
    return (
        f"{mark} {values['id']:12} {values['name']:16} {values['container']} {rate}{bits}, "
        f"{values['layout']}, level {level}{own}"
    )


LINES: dict[str, Callable[[Values], str]] = {
    "File": _file,
    "DawProject": _daw_project,
    "Exported": _exported,
    "NotExported": _not_exported,
    "PlannedFile": _planned,
    "Preset": _preset,
    "Report": lambda v: f"Report: {v['path']}",
}
