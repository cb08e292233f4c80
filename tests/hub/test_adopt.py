from __future__ import annotations

import errno
import os

import pytest

from tangostudio import machine
from tangostudio.cards import places
from tangostudio.hub import adopt, holdings, states
from tangostudio.hub.checks import Sums
from tangostudio.hub.parts import Part
from tangostudio.hub.states import FoundModel

from .checkpoints import card, published
from .test_scan import put

FILES = published(20_000)
NAME, VAE, CONFIG = FILES


@pytest.fixture
def drive(tmp_path):
    folder = tmp_path / "drive"
    put(folder, FILES)
    return folder


def found(folder, *names: str) -> FoundModel:
    names = names or tuple(FILES)
    size = sum(len(FILES[name]) for name in names)
    return FoundModel("tiny", tuple((name, str(folder / name)) for name in names), bytes=size)


def last(steps):
    return list(steps)[-1]


def test_files_are_used_where_they_lie(drive, weights):
    made = card(FILES, weights)
    state = last(adopt.adopting(made, found(drive), Sums()))
    assert state.state == states.READY
    assert made.verify_files() == made.folder
    assert [path.name for path in made.folder.iterdir()] == [places.RECORD]
    assert places.locate(made.folder, VAE) == drive / VAE
    assert holdings.remove(made) == state.frees_bytes < 2000
    assert (drive / NAME).exists()


def test_files_are_copied_whole(drive, weights):
    made = card(FILES, weights)
    assert last(adopt.adopting(made, found(drive), Sums(), copy=True)).state == states.READY
    assert {name: (made.folder / name).read_bytes() for name in FILES} == FILES
    assert {row.place for row in places.read_record(made.folder).values()} == {""}
    assert not list(made.folder.rglob("*.incomplete"))
    (drive / NAME).unlink()
    assert made.verify_files() == made.folder


def test_some_files_are_a_beginning(drive, weights):
    made = card(FILES, weights)
    state = last(adopt.adopting(made, found(drive, NAME), Sums()))
    assert (state.state, state.missing) == (states.INCOMPLETE, (VAE, CONFIG))


@pytest.mark.parametrize("data", [b"short", bytes(len(FILES[VAE]))])
def test_a_file_that_differs_is_refused_and_what_was_right_before_is_kept(drive, weights, data):
    (drive / VAE).write_bytes(data)
    made = card(FILES, weights)
    state = last(adopt.adopting(made, found(drive), Sums()))
    assert state.state == states.FAILED
    assert state.problem is not None
    assert state.problem.kind == states.WRONG_FILE
    assert VAE in state.problem.message
    assert set(places.read_record(made.folder)) == {NAME}


def test_a_file_that_went_away_is_told_of(drive, weights):
    (drive / NAME).unlink()
    state = last(adopt.adopting(card(FILES, weights), found(drive), Sums()))
    assert state.problem is not None
    assert "No such file" in state.problem.message


def test_a_file_in_the_models_own_folder_needs_no_place(weights):
    made = card(FILES, weights)
    put(made.folder, FILES)
    assert last(adopt.adopting(made, found(made.folder), Sums(), copy=True)).state == states.READY
    assert {row.place for row in places.read_record(made.folder).values()} == {""}
    assert {name: (made.folder / name).read_bytes() for name in FILES} == FILES


def test_what_lies_in_the_models_folder_makes_room_for_what_is_adopted(drive, weights):
    made = card(FILES, weights)
    put(made.folder, {NAME: b"an old one"})
    list(adopt.adopting(made, found(drive), Sums()))
    assert places.locate(made.folder, NAME) == drive / NAME
    assert holdings.wrong_of(made.folder, NAME).read_bytes() == b"an old one"


@pytest.mark.parametrize("copy", [False, True])
def test_what_the_models_folder_has_already_stays_as_it_is(drive, weights, copy):
    made = card(FILES, weights)
    list(adopt.adopting(made, found(drive), Sums(), copy=True))
    before = (made.folder / NAME).stat().st_ino
    assert last(adopt.adopting(made, found(drive), Sums(), copy=copy)).state == states.READY
    assert (made.folder / NAME).stat().st_ino == before
    assert {row.place for row in places.read_record(made.folder).values()} == {""}
    assert not list(made.folder.rglob("*.wrong"))


def test_files_are_not_adopted_while_another_program_works_on_them(drive, weights):
    made = card(FILES, weights)
    with holdings.alone(made):
        state = last(adopt.adopting(made, found(drive), Sums()))
    assert state.problem is not None
    assert state.problem.kind == states.BUSY
    assert not made.folder.exists()


def test_a_relative_place_is_kept_as_a_whole_path(drive, weights, monkeypatch):
    monkeypatch.chdir(drive.parent)
    made = card(FILES, weights)
    list(adopt.adopting(made, FoundModel("tiny", ((NAME, f"drive/{NAME}"),)), Sums()))
    assert places.read_record(made.folder)[NAME].place == str(drive / NAME)


def test_a_copy_needs_room_and_leaves_nothing_where_the_disk_fails(drive, weights, monkeypatch):
    made = card(FILES, weights)
    monkeypatch.setattr(machine, "free_disk", lambda _folder: 1_000_000_000)
    state = last(adopt.adopting(made, found(drive), Sums(), copy=True))
    assert state.problem is not None
    assert state.problem.kind == states.NO_SPACE
    monkeypatch.undo()

    def full(part: Part, data: bytes) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(Part, "append", full)
    state = last(adopt.adopting(made, found(drive), Sums(), copy=True))
    assert state.problem is not None
    assert "is full" in state.problem.message
    assert not [path for path in made.folder.rglob("*") if path.is_file()]


def test_a_copy_that_does_not_equal_its_source_is_thrown_away(drive, weights, monkeypatch):
    made, append = card(FILES, weights), Part.append
    monkeypatch.setattr(Part, "append", lambda part, data: append(part, data[::-1]))
    state = last(adopt.adopting(made, found(drive), Sums(), copy=True))
    assert state.problem is not None
    assert "changed while it was copied" in state.problem.message
    assert not (made.folder / NAME).exists()
