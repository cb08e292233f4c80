"""Smart lists as verbs that can be undone."""

from __future__ import annotations

import pytest

from tangostudio.errors import BadRequest
from tangostudio.library import TakeQuery

from .house import add_take, open_house


@pytest.fixture
def studio(tmp_path):
    studio = open_house(tmp_path / "library")
    yield studio
    studio.close()


def test_a_list_finds_what_its_query_finds(studio):
    add_take(studio.library, seed=1)
    loud = add_take(studio.library, seed=2)
    studio.rate([loud.id], 5)
    studio.lists.add("Best", TakeQuery(min_stars=4))
    (best,) = studio.lists.all()
    assert [take.id for take in studio.find(best.query)] == [loud.id]


def test_every_change_of_a_list_is_announced_and_can_be_undone_and_done_again(studio):
    heard = []
    number = studio.lists.add("Doors", TakeQuery(text="door"))
    studio.changes.subscribe(lambda change: heard.append(change.kinds))
    studio.lists.rename(number, "Gates")
    studio.lists.change(number, TakeQuery(text="gate"))
    studio.lists.remove(number)
    assert heard == [{"lists"}, {"history"}] * 3

    def now():
        return [(each.id, each.name, each.query.text) for each in studio.lists.all()]

    states = [now()]
    while studio.undo():
        states.append(now())
    assert states == [
        [],
        [(number, "Gates", "gate")],
        [(number, "Gates", "door")],
        [(number, "Doors", "door")],
        [],
    ]
    again = [now()]
    while studio.redo():
        again.append(now())
    assert again == states[::-1]


def test_a_name_that_is_taken_changes_nothing(studio):
    studio.lists.add("Doors", TakeQuery())
    with pytest.raises(BadRequest):
        studio.lists.add("doors", TakeQuery(text="x"))
    assert len(studio.lists.all()) == 1
    assert studio.undo() == "a new list"
    assert studio.undo() is None


def test_undo_brings_back_what_only_a_later_version_knows(studio):
    number = studio.lists.add("Doors", TakeQuery(text="door"))
    stored = '{"text": "door", "moon": 1, "project": 77}'
    database = studio.library.database
    database.execute("UPDATE lists SET query = ?", [stored])
    studio.lists.change(number, TakeQuery(text="gate"))
    studio.lists.remove(number)
    assert (studio.undo(), studio.lists.get(number).query.text) == ("removing a list", "gate")
    studio.undo()
    assert database.value("SELECT query FROM lists") == stored
    studio.lists.remove(number)
    studio.undo()
    assert database.value("SELECT query FROM lists") == stored
