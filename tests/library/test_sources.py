"""Sounds that takes are started from: kept while they are used, gone with their last user."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from tangostudio.errors import BadRequest
from tangostudio.library import Library, Take, check
from tangostudio.messages import GenerateRequest, request_to_json

from .make import new_take, put_sound, sha256_of

RAIN = sha256_of("rain.wav")


def _source(library: Library, sha256: str = RAIN, name: str = "rain.wav") -> Path:
    path = library.takes.path_of(sha256)
    path.write_bytes(b"sound")
    library.sources.add(sha256, name)
    return path


def _job(library: Library, state: str) -> None:
    request = GenerateRequest("toy", "x", 1.0, (1,), 1, 1.0, "e", init=f"{RAIN}.flac")
    library.jobs.enqueue("job", "generate", request_to_json(request))
    library.jobs.set_state("job", state)


def _reopened(library: Library) -> Library:
    library.close()
    return Library.open(library.folder, write=True)


def _take(library: Library) -> Take:
    new = new_take("drops", source=RAIN)
    put_sound(library, new)
    return library.takes.add(new, b"overview")


def test_a_source_has_a_name_that_may_change(library: Library) -> None:
    assert library.sources.name(RAIN) == ""
    library.sources.add(RAIN, "rain.wav")
    library.sources.add(RAIN, "rain 2.wav")
    assert library.sources.name(RAIN) == "rain 2.wav"
    with pytest.raises(BadRequest):
        library.sources.add("no hash", "x")


def test_an_unused_source_stays_for_this_session_and_is_gone_in_the_next(library: Library) -> None:
    path = _source(library)
    assert library.orphans() == []
    again = _reopened(library)
    assert not path.exists()
    assert again.sources.name(RAIN) == ""
    again.close()


def test_the_source_of_a_trashed_take_is_kept(library: Library) -> None:
    path = _source(library)
    take = _take(library)
    library.takes.trash([take.id])
    again = _reopened(library)
    assert path.exists()
    assert again.sources.name(RAIN) == "rain.wav"
    assert check(again) == []
    again.takes.purge()
    again = _reopened(again)
    assert not path.exists()
    again.close()


@pytest.mark.parametrize(
    ("state", "kept"),
    [("queued", True), ("running", True), ("failed", True), ("done", False), ("cancelled", False)],
)
def test_the_source_of_a_job_is_kept_while_it_may_run(
    library: Library, state: str, kept: bool
) -> None:
    path = _source(library)
    _job(library, state)
    again = _reopened(library)
    assert path.exists() == kept
    assert bool(again.sources.name(RAIN)) == kept
    again.close()


def test_a_take_that_others_were_started_from_leaves_its_sound(library: Library) -> None:
    first = new_take("rain")
    put_sound(library, first)
    parent = library.takes.add(first)
    child = dataclasses.replace(new_take("drops"), source=parent.sha256, parent=parent.id)
    put_sound(library, child)
    made = library.takes.add(child)
    library.takes.trash([parent.id])
    library.takes.purge()
    assert parent.path.exists()
    again = _reopened(library)
    assert parent.path.exists()
    again.takes.trash([made.id])
    again.takes.purge()
    assert not parent.path.exists()
    again.close()


def test_a_source_that_is_a_take_stays_when_the_source_is_forgotten(library: Library) -> None:
    new = new_take("rain")
    put_sound(library, new)
    take = library.takes.add(new)
    library.sources.add(take.sha256, "rain")
    again = _reopened(library)
    assert take.path.exists()
    assert again.sources.name(take.sha256) == ""
    again.close()


def test_a_job_that_cannot_be_read_keeps_nothing_and_hinders_nothing(library: Library) -> None:
    path = _source(library)
    library.jobs.enqueue("job", "generate", "{broken")
    again = _reopened(library)
    assert not path.exists()
    again.close()
