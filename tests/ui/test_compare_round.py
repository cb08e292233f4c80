from types import SimpleNamespace

import pytest

from tangostudio.ui.compare_round import Hearing, Round


def take(seconds):
    return SimpleNamespace(frames=round(seconds * 1000), sample_rate=1000)


class Clock:
    now = 100.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def judged(clock):
    pair = SimpleNamespace(id="p", prompt="door", left=take(1.0), right=take(8.0))
    return Round(pair, (-1.5, 0.0), clock)


def listen(judged, side, seconds):
    for _step in range(round(seconds / 0.05)):
        judged.listened(side, 0.05)


def test_half_of_a_short_sound_or_two_seconds_must_be_heard(judged):
    assert (judged.needed("left"), judged.needed("right")) == (0.5, 2.0)


def test_the_vote_unlocks_when_both_were_heard(judged):
    listen(judged, "left", 0.5)
    assert (judged.heard("left"), judged.heard("right"), judged.unlocked) == (True, False, False)
    listen(judged, "right", 1.9)
    assert not judged.unlocked
    assert judged.listened("right", 0.1)
    assert judged.unlocked
    assert not judged.listened("right", 0.1)


def test_jumps_are_not_listening(judged):
    judged.listened("right", 5.0)
    judged.listened("right", -1.0)
    assert not judged.heard("right")


def test_the_hint_says_what_is_missing(judged):
    assert judged.hint == "Listen to both to vote"
    listen(judged, "left", 0.5)
    assert judged.hint == "Listen to B for 2 more seconds to vote"
    listen(judged, "right", 1.5)
    assert judged.hint == "Listen to B for one more second to vote"
    listen(judged, "right", 0.5)
    assert judged.hint == "Choose with the arrow keys"


def test_facts_for_the_vote(judged, clock):
    for side in ("left", "right", "left", "right", "left"):
        judged.started(side)
    listen(judged, "left", 1.0)
    listen(judged, "right", 2.0)
    clock.now += 6.25
    assert judged.facts() == {
        "heard_left_ms": 1000,
        "heard_right_ms": 2000,
        "replays": 3,
        "response_ms": 6250,
        "gain_left_db": -1.5,
        "gain_right_db": 0.0,
    }
    assert judged.side == "left"


def test_what_is_missing_of_several_sounds_is_named(clock):
    sounds = {"a": take(1.0), "b": take(1.0), "c": take(8.0)}
    judged = Hearing(sounds, {key: key.upper() for key in sounds}, "door", [0, 0, 0], clock)
    assert judged.to_hear == "Listen to all 3"
    listen(judged, "a", 0.5)
    assert judged.to_hear == "Listen to B and C"
    listen(judged, "b", 0.5)
    assert judged.to_hear == "Listen to C for 2 more seconds"
    listen(judged, "c", 2.0)
    assert (judged.to_hear, judged.unlocked) == ("", True)


def test_the_time_for_an_answer_begins_when_it_is_shown(judged, clock):
    clock.now += 60
    judged.shown()
    clock.now += 2.5
    assert judged.response_ms == 2500
