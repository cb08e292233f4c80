"""Names and categories as they are typed: suggestions from words, and the preview of a name."""

from __future__ import annotations

import csv
import statistics
import time
from collections.abc import Iterator
from pathlib import Path

from tangostudio.cards import category_hints, ucs
from tangostudio.export import naming
from tangostudio.export.presets import NAME_TEMPLATE

PROMPTS = Path(__file__).parents[1] / "cards" / "category_prompts.csv"
CALLS = 1000


def measure() -> Iterator[tuple[str, str, str]]:
    """How often a suggestion is right, and how long it and a name take."""
    began = time.perf_counter()
    category_hints.suggest("door")
    yield "read the words of the categories", "100 ms", _ms(time.perf_counter() - began)
    with open(PROMPTS, encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    yield from _suggesting(rows)
    began = time.perf_counter()
    fields = naming.NamingFields(title="wooden door, slow creak", cat_id=next(iter(ucs.table())))
    for number in range(CALLS):
        naming.fill(NAME_TEMPLATE, fields, number=number)
    each = (time.perf_counter() - began) / CALLS
    yield "make a file's name from the template", "1 ms", _ms(each)


def _suggesting(rows: list[dict[str, str]]) -> Iterator[tuple[str, str, str]]:
    right, times = {"tuning": [], "test": []}, []
    for row in rows:
        began = time.perf_counter()
        found = category_hints.suggest(row["prompt"])
        times.append(time.perf_counter() - began)
        good = {row["cat_id"], *row["alternates"].split()}
        right[row["half"]].append(any(each.cat_id in good for each in found))
    for half, hits in right.items():
        yield f"one of four categories is right ({half} half)", "90 %", f"{_share(hits):.1f} %"
    yield "suggest categories for a prompt (median)", "5 ms", _ms(statistics.median(times))
    yield "suggest categories for a prompt (longest)", "5 ms", _ms(max(times))


def _share(hits: list[bool]) -> float:
    return 100 * sum(hits) / len(hits)


def _ms(seconds: float) -> str:
    return f"{1000 * seconds:.2f} ms"
