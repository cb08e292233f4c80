"""Chunks of imported files, which go with their takes."""

from __future__ import annotations

import sqlite3

import pytest

from tangostudio.library import Library

from .make import new_take

CHUNKS = ((b"SMED", bytes(range(256))), (b"bext", b""), (b"SMED", b"again"))


def test_chunks_come_back_as_they_were_and_in_their_order(library: Library) -> None:
    first, second = (library.takes.add(new_take(seed=seed)).id for seed in (1, 2))
    library.carried.keep(first, CHUNKS)
    library.carried.keep(second, CHUNKS[:1])
    assert library.carried.of(first) == CHUNKS
    assert library.carried.of(second) == CHUNKS[:1]
    library.carried.keep(first, CHUNKS[1:])
    assert library.carried.of(first) == CHUNKS[1:]
    assert library.carried.of(99) == ()


def test_they_stay_in_the_trash_and_go_with_the_take_for_good(library: Library) -> None:
    kept, gone = (library.takes.add(new_take(seed=seed)).id for seed in (1, 2))
    for take in (kept, gone):
        library.carried.keep(take, CHUNKS)
    library.takes.trash([gone])
    assert library.carried.of(gone) == CHUNKS
    library.takes.purge()
    assert library.carried.of(gone) == ()
    assert library.carried.of(kept) == CHUNKS
    assert library.database.value("SELECT count(*) FROM carried_chunks") == len(CHUNKS)


def test_a_take_that_is_not_there_can_carry_nothing(library: Library) -> None:
    with pytest.raises(sqlite3.IntegrityError):
        library.carried.keep(7, CHUNKS)
    assert library.carried.of(7) == ()
