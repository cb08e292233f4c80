"""A query for takes as SQL: its conditions and its order.

All that a list is filtered and sorted by stands in one index, so that the rows themselves, with
their prompts and requests, are not read.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from tangostudio.library.search import match_expression
from tangostudio.library.take import TakeQuery

ORDERS = {
    "newest": "t.created DESC, t.id DESC",
    "oldest": "t.created, t.id",
    "stars": "t.stars DESC, t.id DESC",
    "length": "t.seconds DESC, t.id DESC",
    "loudness": "t.lufs DESC, t.id DESC",
    "name": "t.title COLLATE NOCASE, t.id",
}
BY_MARK = frozenset(ORDERS) - {"newest", "oldest"}
"""The orders that the index does not give by itself."""

_FAMILY = """t.id IN (
    WITH RECURSIVE
        before(id) AS (
            VALUES (?) UNION SELECT t.parent FROM takes t JOIN before b ON t.id = b.id
            WHERE t.parent IS NOT NULL),
        after(id) AS (VALUES (?) UNION SELECT t.id FROM takes t JOIN after a ON t.parent = a.id)
    SELECT id FROM before UNION SELECT id FROM after)"""

_MOST_DAYS = 36500  # a stored query may say anything; a hundred years are all takes there are
_SECONDS = "t.frames * 1.0 / t.sample_rate"

Condition = tuple[str, Sequence[Any]]


def days_ago(days: int, now: datetime) -> str:
    """The beginning of the day so many days before now, as the library stores moments."""
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    start = midnight - timedelta(days=min(max(days, 0), _MOST_DAYS))
    return start.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")


def order(query: TakeQuery) -> str:
    """What follows ORDER BY; the newest first where the order is not one of the library's."""
    return ORDERS.get(query.sort, ORDERS["newest"])


def conditions(query: TakeQuery) -> tuple[str, list[Any]]:
    """What follows WHERE for the table `takes t`, and the values of its question marks."""
    found = [*_places(query), *_marks(query), *_kinds(query), *_words(query)]
    return " AND ".join(text for text, _ in found), [v for _, values in found for v in values]


def _places(query: TakeQuery) -> Iterator[Condition]:
    yield ("t.trashed IS NOT NULL" if query.trashed else "t.trashed IS NULL"), ()
    if query.project is not None:
        yield "t.project = (SELECT id FROM projects WHERE name = ?)", [query.project]
    if query.family is not None:
        yield _FAMILY, [query.family, query.family]
    if query.days is not None:
        yield "t.created >= ?", [days_ago(query.days, datetime.now().astimezone())]


def _marks(query: TakeQuery) -> Iterator[Condition]:
    if query.min_stars > 0:
        yield "t.stars >= ?", [query.min_stars]
    if query.hide_rejected:
        yield "t.rejected = 0", ()
    if query.favourites:
        yield "t.favourite = 1", ()
    if query.colours:
        yield _any_of("t.colour", query.colours)
    for tag in query.tags:
        # As it stands in the JSON list. Within a tag a quotation mark has a backslash before it.
        word = _lower(json.dumps(tag, ensure_ascii=False))
        text = "(instr(lower(t.tags), ?) OR instr(lower(t.tags), ?))"
        yield text, [f"[{word}", f", {word}"]


def _kinds(query: TakeQuery) -> Iterator[Condition]:
    if query.models:
        yield _any_of("t.model", query.models)
    if query.categories:
        yield _any_of("t.category", query.categories)
    if query.origin:
        yield ("t.model = ''" if query.origin == "imported" else "t.model != ''"), ()
    if query.shortest is not None:
        yield f"{_SECONDS} >= ?", [query.shortest]
    if query.longest is not None:
        yield f"{_SECONDS} <= ?", [query.longest]
    if query.flagged is not None:
        yield ("t.flags != '[]'" if query.flagged else "coalesce(t.flags, '[]') = '[]'"), ()


def _words(query: TakeQuery) -> Iterator[Condition]:
    if expression := match_expression(query.text):
        yield "t.id IN (SELECT rowid FROM takes_text WHERE takes_text MATCH ?)", [expression]


def _any_of(column: str, values: Sequence[str]) -> Condition:
    return f"{column} IN ({', '.join('?' * len(values))})", values


def _lower(text: str) -> str:
    """Small letters as SQLite makes them: of the ASCII ones alone."""
    return "".join(sign.lower() if sign.isascii() else sign for sign in text)
