from types import SimpleNamespace

import pytest

from tangostudio.ui.ranking_round import RankingRound


def take(number):
    return SimpleNamespace(id=number, frames=2000, sample_rate=1000)


@pytest.fixture
def judged():
    ranking = SimpleNamespace(id="r", prompt="door", takes=tuple(map(take, (11, 12, 13, 14, 15))))
    return RankingRound(ranking, [0.0, -1.0, -2.0, -3.0, -4.0], clock=lambda: 100.0)


def order(judged):
    return " ".join("".join(judged.letters[key] for key in step) for step in judged.steps)


def activate(judged, letter):
    judged.started("ABCDE".index(letter))


def test_before_anything_was_heard_nothing_moves(judged):
    assert judged.active is None
    assert not judged.move(-1)
    assert not judged.tie()
    assert order(judged) == "A B C D E"
    assert judged.hint == "Listen to all 5 to rank them · 1 to 5 play"


@pytest.mark.parametrize(
    ("letter", "moves", "expected"),
    [
        ("C", [-1], "A C B D E"),
        ("C", [-1, -1], "C A B D E"),
        ("C", [1, 1], "A B D E C"),
        ("C", [-1, 1], "A B C D E"),
    ],
)
def test_the_active_sound_moves_by_steps(judged, letter, moves, expected):
    activate(judged, letter)
    assert all(judged.move(by) for by in moves)
    assert order(judged) == expected


def test_the_ends_hold(judged):
    activate(judged, "A")
    assert not judged.move(-1)
    assert not judged.tie()
    activate(judged, "E")
    assert not judged.move(1)
    assert order(judged) == "A B C D E"


def test_ties_are_joined_and_left(judged):
    activate(judged, "C")
    assert judged.tie()
    assert order(judged) == "A BC D E"
    activate(judged, "D")
    assert judged.tie()
    assert order(judged) == "A BCD E"
    assert [judged.place(key) for key in judged.keys] == [1, 2, 2, 2, 3]
    assert [judged.tied(key) for key in judged.keys] == [False, True, True, True, False]
    assert judged.tie()
    assert order(judged) == "A BC D E"
    activate(judged, "B")
    assert judged.move(-1)
    assert order(judged) == "A B C D E"


def test_one_that_stands_alone_passes_a_tie_as_a_whole(judged):
    activate(judged, "B")
    judged.tie()
    activate(judged, "C")
    judged.move(-1)
    assert order(judged) == "C AB D E"


def test_places_are_given_by_take(judged):
    activate(judged, "E")
    judged.move(-1)
    judged.tie()
    judged.listened(4, 0.4)
    facts = judged.facts()
    assert facts == {
        "places": {11: 1, 12: 2, 13: 3, 15: 3, 14: 4},
        "all_bad": False,
        "heard_ms": {11: 0, 12: 0, 13: 0, 14: 0, 15: 400},
        "gains_db": {11: 0.0, 12: -1.0, 13: -2.0, 14: -3.0, 15: -4.0},
        "replays": 0,
        "response_ms": 0,
    }
    assert judged.facts(all_bad=True)["all_bad"]


def test_the_hint_says_how_to_go_on(judged):
    activate(judged, "B")
    for key in (1, 2, 3, 4):
        judged.listened(key, 0.5)
        judged.listened(key, 0.5)
    moves = "← → move B · T ties it with the one before"
    assert judged.hint == f"Listen to A for one more second · {moves}"
    judged.listened(0, 0.5)
    judged.listened(0, 0.5)
    assert judged.hint == f"{moves} · Enter when it is right"
