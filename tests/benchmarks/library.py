"""Large libraries: opening one, every filter and order, search at each typed letter, likeness."""

from __future__ import annotations

import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np

from tangostudio.library import Library, TakeQuery
from tests.library.make import fill

OPENED, SEARCHED = 10_000, 50_000
EMBEDDER, VALUES = "impressions-1", 172
TRIES = 5
WORDS = ("door", "rain", "variation", "siren", "zzzz", "heavy door", "rain in a hall")
_CATEGORIES = ("DOORWood", "RAINRoof", "BELLHand")


def measure() -> Iterator[tuple[str, str, str]]:
    """A library as it is opened, then a larger one as it is searched."""
    with tempfile.TemporaryDirectory() as name:
        yield from _opening(Path(name))
    with tempfile.TemporaryDirectory() as name:
        with Library.open(Path(name), write=True) as library:
            _fill(library, SEARCHED)
            hashes = sorted(library.takes.hashes())
            chance = np.random.default_rng(1)
            vectors = chance.normal(size=(len(hashes), VALUES)).astype(np.float32)
            library.embeddings.add(EMBEDDER, dict(zip(hashes, vectors, strict=True)))
        with Library.open(Path(name), write=True) as library:
            library.takes.find()
            yield from _searching(library)
            yield from _marking(library)
        yield from _likeness(Path(name))


def _opening(folder: Path) -> Iterator[tuple[str, str, str]]:
    with Library.open(folder, write=True) as library:
        fill(library, OPENED, sounds=True)
    began = time.perf_counter()
    with Library.open(folder, write=True) as library:
        found = library.takes.find(TakeQuery())
        opened = time.perf_counter() - began
    assert len(found) == OPENED
    yield f"open a library of {OPENED:,} takes and list them", "1.0 s", f"{opened:.2f} s"


def _fill(library: Library, count: int) -> None:
    ids = fill(library, count)
    chance = random.Random(count)
    takes = library.takes
    with library.database.transaction():
        takes.colour({take: chance.choice(("red", "blue", "green")) for take in ids[::7]})
        takes.categorise({take: chance.choice(_CATEGORIES) for take in ids[::2]})
        takes.set_flags({take: chance.choice(((), ("clipping",))) for take in ids[::2]})
        for take in ids[1::10]:
            library.database.execute("UPDATE takes SET parent = ? WHERE id = ?", [take - 1, take])


def queries() -> dict[str, list[TakeQuery]]:
    """By what is asked: each letter of some searches, each filter, each order, all together."""
    project = "First project"
    typed = [TakeQuery(text=word[:end]) for word in WORDS for end in range(1, len(word) + 1)]
    filters = [
        TakeQuery(project=project),
        TakeQuery(min_stars=3),
        TakeQuery(favourites=True),
        TakeQuery(hide_rejected=True),
        TakeQuery(trashed=True),
        TakeQuery(colours=("red", "blue")),
        TakeQuery(tags=("hallway",)),
        TakeQuery(tags=("hallway", "door")),
        TakeQuery(models=("toy",)),
        TakeQuery(categories=("DOORWood",)),
        TakeQuery(shortest=1.0, longest=5.0),
        TakeQuery(flagged=True),
        TakeQuery(flagged=False),
        TakeQuery(origin="made"),
        TakeQuery(origin="imported"),
        TakeQuery(days=7),
        TakeQuery(family=101),
    ]
    orders = [
        TakeQuery(sort=sort, text=text)
        for sort in ("newest", "oldest", "stars", "length", "loudness", "name")
        for text in ("", "d")
    ]
    together = TakeQuery(
        project=project,
        text="door",
        min_stars=2,
        hide_rejected=True,
        colours=("red", "blue", "green"),
        tags=("hallway",),
        models=("toy",),
        shortest=1.0,
        flagged=False,
        sort="name",
    )
    return {
        "search, letter by letter": typed,
        "each filter": filters,
        "each order": orders,
        "all filters together": [together],
    }


def _searching(library: Library) -> Iterator[tuple[str, str, str]]:
    for name, asked in queries().items():
        times, slowest = [], ("", 0.0)
        for query in asked:
            library.takes.find(query)  # an order is prepared when it is first chosen
            taken = statistics.median(_times(lambda query=query: library.takes.find(query)))
            times.append(taken)
            slowest = max(slowest, (_short(query), taken), key=lambda item: item[1])
        measured = f"{_ms(statistics.median(times))} (slowest {_ms(slowest[1])}: {slowest[0]})"
        yield f"{name}, in {SEARCHED:,} takes", "50 ms", measured


def _marking(library: Library) -> Iterator[tuple[str, str, str]]:
    some = library.takes.find_ids(TakeQuery(limit=1000))
    marks: dict[str, Callable[[], object]] = {
        "stars": lambda: library.takes.rate(dict.fromkeys(some, 3)),
        "tags": lambda: library.takes.set_tags(dict.fromkeys(some, ("one", "two"))),
    }
    for name, mark in marks.items():
        yield f"give 1,000 takes {name}", "-", _ms(statistics.median(_times(mark)))


def _likeness(folder: Path) -> Iterator[tuple[str, str, str]]:
    from tangostudio.settings import Settings
    from tangostudio.studio.studio import Studio
    from tests.studio.house import CATALOGUE, Held

    library = Library.open(folder, write=False)
    studio = Studio(library, CATALOGUE, Settings(), Held, session_only=True)
    studio.find(TakeQuery())
    query = TakeQuery(sort="likeness", like=101)
    began = time.perf_counter()
    assert studio.find(query)[0].id == 101
    first = time.perf_counter() - began
    again = statistics.median(_times(lambda: studio.find(query)))
    studio.close()
    yield f"more like this, in {SEARCHED:,} takes", "50 ms", f"{_ms(again)} (first {_ms(first)})"


def _times(call: Callable[[], Any]) -> list[float]:
    found = []
    for _ in range(TRIES):
        began = time.perf_counter()
        call()
        found.append(time.perf_counter() - began)
    return found


def _short(query: TakeQuery) -> str:
    plain = TakeQuery()
    values = {name: getattr(query, name) for name in TakeQuery.__slots__}
    return ", ".join(f"{n} {v!r}" for n, v in values.items() if v != getattr(plain, n)) or "all"


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:.0f} ms"
