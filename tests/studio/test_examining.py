"""Takes that nobody has examined are measured behind the window."""

from __future__ import annotations

import queue
from pathlib import Path

import pytest

from tangostudio.audio import files
from tangostudio.messages import Examined
from tangostudio.studio import examining
from tests.audio.signals import noise, sine

from .house import Held, add_take, open_house


@pytest.fixture
def events(monkeypatch):
    monkeypatch.setattr(examining, "_REST_SECONDS", 0.0)
    return queue.Queue()


def _open(folder: Path, events):
    def deliver(event) -> None:
        if isinstance(event, Examined):
            events.put(event)

    return open_house(folder, Held, deliver=deliver)


def _sound(studio, samples, name="a", **changes):
    stored = files.store(samples, 44100, studio.library.audio_dir)
    return add_take(studio.library, name, sha256=stored.sha256, frames=stored.frames, **changes)


def _examine_all(studio, events) -> list[set[int]]:
    told = []
    studio.changes.subscribe(
        lambda change: told.append(set(change.takes)) if "takes" in change.kinds else None
    )
    studio.examining.start()
    while studio.examining._thread is not None:
        studio.handle(events.get(timeout=30))
    return told


def test_what_is_unknown_is_found_and_told(tmp_path, events):
    studio = _open(tmp_path, events)
    short = _sound(studio, sine(440, 0.5))
    long = _sound(studio, noise(4 * 44100), "b")
    known = _sound(studio, noise(1000), "c", flags=("dc",), momentary_lufs=-20.0)
    assert _examine_all(studio, events) == [{short.id, long.id}]
    found = studio.take(short.id)
    assert found.flags is not None
    assert "mono" in found.flags
    assert found.momentary_lufs == pytest.approx(-6.7, abs=0.2)
    assert found.range_lu is None
    assert studio.take(long.id).range_lu == pytest.approx(0.0, abs=0.5)
    assert studio.take(known.id).flags == ("dc",)
    assert studio.library.takes.unexamined() == []
    assert studio.undo_label is None
    studio.close()


def test_a_loop_may_end_loudly(tmp_path, events):
    studio = _open(tmp_path, events)
    samples = noise(44100)
    plain = _sound(studio, samples)
    loop = _sound(studio, samples, relation="loop")
    _examine_all(studio, events)
    flags, loops = studio.take(plain.id).flags, studio.take(loop.id).flags
    assert flags is not None
    assert loops is not None
    assert ("hard cut" in flags, "hard cut" in loops) == (True, False)
    studio.close()


def test_many_are_examined_in_batches_and_what_cannot_be_read_is_tried_once(
    tmp_path, events, monkeypatch
):
    monkeypatch.setattr(examining, "AT_ONCE", 2)
    studio = _open(tmp_path, events)
    lost = [add_take(studio.library, seed=seed).id for seed in range(3)]
    good = [_sound(studio, sine(200 + 100 * n, 0.1), str(n)).id for n in range(3)]
    told = _examine_all(studio, events)
    assert set().union(*told) == set(good)
    assert len(told) >= 2
    assert set(studio.library.takes.unexamined()) == set(lost)
    studio.examining.start()
    assert studio.examining._thread is None
    studio.close()


def test_closing_stops_it(tmp_path, events, monkeypatch):
    monkeypatch.setattr(examining, "_REST_SECONDS", 3600.0)
    studio = _open(tmp_path, events)
    _sound(studio, sine(440, 0.1))
    studio.examining.start()
    studio.close()
    assert events.empty()


def test_a_take_that_was_purged_meanwhile_is_passed_over(tmp_path, events):
    studio = _open(tmp_path, events)
    take = _sound(studio, sine(440, 0.1))
    studio.examining.start()
    event = events.get(timeout=30)
    studio.trash([take.id])
    studio.empty_trash()
    studio.handle(event)
    assert studio.examining._thread is None
    studio.close()


def test_a_disk_that_cannot_be_written_is_no_crash(tmp_path, events, caplog):
    studio = _open(tmp_path, events)
    take = _sound(studio, sine(440, 0.1))
    studio.examining.start()
    event = events.get(timeout=30)
    studio.library.database.rows("PRAGMA query_only = ON")
    with caplog.at_level("CRITICAL"):
        studio.handle(event)
    studio.library.database.rows("PRAGMA query_only = OFF")
    assert studio.take(take.id).flags is None
    studio.close()


def test_a_command_examines_nothing(tmp_path):
    studio = open_house(tmp_path, Held)
    _sound(studio, sine(440, 0.1))
    studio.examining.start()
    assert studio.examining._thread is None
    studio.close()
