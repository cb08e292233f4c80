from __future__ import annotations

import pytest

from tangostudio.hub import holdings, states, tally
from tangostudio.hub.tally import Speed, Tally

from .checkpoints import card, published

FILES = published(10_000)
NAME, VAE, CONFIG = FILES


def test_speed_is_that_of_the_last_seconds():
    speed = Speed()
    assert speed.note(0, 0.0) == 0
    assert speed.note(1000, 1.0) == 1000
    assert speed.note(3000, 2.0) == 1500
    for second in range(3, 20):
        speed.note(3000 + 10 * (second - 2), float(second))
    assert speed.note(3180, 20.0) == pytest.approx(10)


def test_silence_brings_the_speed_down_to_nothing():
    speed = Speed()
    for second in range(6):
        speed.note(1000 * second, float(second))
    assert [speed.note(5000, float(now)) for now in (7, 20, 40)][-1] == 0


def test_a_file_that_begins_anew_makes_no_negative_speed():
    speed = Speed()
    speed.note(5000, 1.0)
    assert speed.note(100, 2.0) == 0
    assert speed.note(300, 3.0) == 200


def test_what_lies_there_already_counts_and_makes_no_speed(weights):
    made = card(FILES, weights)
    made.folder.mkdir(parents=True)
    holdings.part_of(made.folder, NAME, "tag").write_bytes(b"x" * 4000)
    count = Tally(made)
    state = count.state(states.FETCHING, NAME, moving=True)
    assert (state.done_bytes, state.bytes_per_second) == (4000, 0)
    assert state.total_bytes == sum(map(len, FILES.values()))
    assert state.seconds_left is None


def test_time_left_is_told_by_the_speed(weights, monkeypatch):
    now = [10.0]
    monkeypatch.setattr(tally.time, "monotonic", lambda: now[0])
    count = Tally(card({NAME: b"x" * 1000}, weights))
    count.state(states.FETCHING, moving=True)
    now[0], count.done[NAME] = 12.0, 400
    state = count.state(states.FETCHING, moving=True)
    assert (state.bytes_per_second, state.seconds_left) == (200, 3)


def test_the_total_is_at_least_what_is_there(weights):
    count = Tally(card({NAME: b"x"}, weights, changes={NAME: {"bytes": 0}}))
    assert count.state(states.FETCHING).total_bytes == 0
    count.done[NAME] = 70
    assert count.state(states.FETCHING).total_bytes == 70


def test_the_same_is_shown_at_most_ten_times_a_second(weights, monkeypatch):
    now = [1.0]
    monkeypatch.setattr(tally.time, "monotonic", lambda: now[0])
    count = Tally(card(FILES, weights))
    assert count.is_due(states.FETCHING, NAME)
    assert not count.is_due(states.FETCHING, NAME)
    assert count.is_due(states.FETCHING, VAE)
    assert count.is_due(states.CHECKING, VAE)
    now[0] += 0.11
    assert count.is_due(states.CHECKING, VAE)
