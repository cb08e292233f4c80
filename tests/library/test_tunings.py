"""Tunings: how each stands, and its news in their order."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path

import pytest

from tangostudio.errors import BadRequest, NotFound
from tangostudio.library import Library, StoredTuning
from tangostudio.library.tunings import STATES

from .make import new_adapter


def _add(library: Library, identifier: str = "tune-1") -> StoredTuning:
    return library.tunings.add(
        identifier, name="My taste", model="toy", method="crpo", request='{"a": 1}', votes=41
    )


def test_a_tuning_comes_back_whole(library: Library) -> None:
    tuning = _add(library)
    assert tuning.created == tuning.changed != ""
    assert tuning == StoredTuning(
        id="tune-1",
        name="My taste",
        model="toy",
        method="crpo",
        request='{"a": 1}',
        state="running",
        created=tuning.created,
        changed=tuning.changed,
        votes=41,
        error_kind="",
        error_message="",
        error_hint="",
        adapter=None,
    )
    with Library.open(library.folder, write=False) as reader:
        assert reader.tunings.get("tune-1") == tuning


def test_an_id_is_given_once(library: Library) -> None:
    tuning = _add(library)
    with pytest.raises(BadRequest, match="already"):
        _add(library)
    assert library.tunings.all() == [tuning]


def test_the_newest_is_first(library: Library) -> None:
    for identifier in ("b", "a", "c"):  # within one millisecond or not
        _add(library, identifier)
    assert [tuning.id for tuning in library.tunings.all()] == ["c", "a", "b"]


@pytest.mark.parametrize("state", STATES)
def test_every_state_is_kept(library: Library, state: str) -> None:
    before, other = _add(library), _add(library, "tune-2")
    library.tunings.set_state("tune-1", state)
    after = library.tunings.get("tune-1")
    assert after.changed >= before.changed
    assert after == replace(before, state=state, changed=after.changed)
    assert library.tunings.get("tune-2") == other


def test_failing_keeps_the_reason_and_going_on_forgets_it(library: Library) -> None:
    _add(library)
    library.tunings.set_state("tune-1", "failed", ("TuneError", "Too loud.", "Turn it down."))
    failed = library.tunings.get("tune-1")
    assert (failed.error_kind, failed.error_message) == ("TuneError", "Too loud.")
    assert failed.error_hint == "Turn it down."
    library.tunings.set_state("tune-1", "running")
    again = library.tunings.get("tune-1")
    assert (again.error_kind, again.error_message, again.error_hint) == ("", "", "")


def test_what_came_of_it(library: Library) -> None:
    _add(library)
    number = library.adapters.add(new_adapter()).number
    library.tunings.set_adapter("tune-1", number)
    assert library.tunings.get("tune-1").adapter == number
    with pytest.raises(NotFound, match="no adapter 7"):
        library.tunings.set_adapter("tune-1", 7)
    assert library.tunings.get("tune-1").adapter == number


def test_news_come_back_in_their_order_each_to_its_tuning(library: Library) -> None:
    news = [
        {"news": "Checked", "round": 0, "gains": {"match": [0.1, -0.2, 0.4]}, "sounds": []},
        {"news": "Warned", "round": 1, "sentence": "Es wird „eintöniger“ 🎧"},
        {"news": "Tuned", "path": "a", "sha256": "b"},
    ]
    for identifier in ("tune-1", "tune-2"):
        _add(library, identifier)
        assert library.tunings.history(identifier) == []
    for item in news:
        library.tunings.append("tune-1", item)
        library.tunings.append("tune-2", {"of": item["news"]})
    library.close()
    with Library.open(library.folder, write=False) as again:
        assert again.tunings.history("tune-1") == news
        assert [item["of"] for item in again.tunings.history("tune-2")] == [
            "Checked", "Warned", "Tuned",
        ]  # fmt: skip


def test_numbers_that_are_none_can_be_news(library: Library) -> None:
    _add(library)
    library.tunings.append("tune-1", {"diversity": math.nan, "low": -math.inf})
    (item,) = library.tunings.history("tune-1")
    assert math.isnan(item["diversity"])
    assert item["low"] == -math.inf


def test_news_leave_what_is_kept_alone(library: Library) -> None:
    tuning = _add(library)
    library.tunings.append("tune-1", {"n": 1})
    before = library.database.rows("SELECT * FROM tuning_news")
    library.tunings.append("tune-1", {"n": 2})
    assert library.database.rows("SELECT * FROM tuning_news")[:-1] == before
    assert library.tunings.get("tune-1") == tuning


@pytest.mark.parametrize("damaged", ["{broken", "[1]", ""])
def test_damaged_news_are_left_out(library: Library, damaged: str) -> None:
    _add(library)
    for number in range(3):
        library.tunings.append("tune-1", {"n": number})
    library.database.execute("UPDATE tuning_news SET data = ? WHERE id = 2", [damaged])
    assert library.tunings.history("tune-1") == [{"n": 0}, {"n": 2}]


def test_a_killed_process_leaves_its_tuning_interrupted(folder: Path, library: Library) -> None:
    before = {state: _add(library, state) for state in STATES}
    for state in STATES:
        library.tunings.set_state(state, state, (state, "M", "H"))
    library.tunings.append("running", {"n": 1})
    with Library.open(folder, write=False) as reader:
        assert reader.tunings.get("running").state == "running"
    library.close()
    with Library.open(folder, write=True) as again:
        states = {tuning.id: tuning.state for tuning in again.tunings.all()}
        assert states == {**{state: state for state in STATES}, "running": "interrupted"}
        assert again.tunings.get("failed").error_kind == "failed"
        assert again.tunings.get("running").created == before["running"].created
        assert again.tunings.history("running") == [{"n": 1}]
        again.tunings.set_state("running", "running")
        assert again.tunings.mark_interrupted() == 1
        assert again.tunings.mark_interrupted() == 0


def test_what_cannot_be(library: Library) -> None:
    tuning = _add(library)
    with pytest.raises(BadRequest, match="sleeping") as caught:
        library.tunings.set_state("tune-1", "sleeping")
    assert "running" in caught.value.hint
    for verb in (
        library.tunings.get,
        lambda identifier: library.tunings.set_state(identifier, "done"),
        lambda identifier: library.tunings.set_adapter(identifier, 1),
        lambda identifier: library.tunings.append(identifier, {}),
    ):
        with pytest.raises(NotFound, match="no tuning “none”"):
            verb("none")
    assert library.tunings.history("none") == []
    assert library.tunings.all() == [tuning]
