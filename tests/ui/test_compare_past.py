from typing import Any

from tangostudio.ui.compare_past import Past


def test_votes_come_back_in_the_other_order():
    past: Any = Past()
    past.gave("first", 0, 1)
    past.gave("second", 1, 2)
    assert past.taken_back(1) == "second"
    assert past.taken_back(0) == "first"
    assert past.taken_back(0) is None


def test_a_ranking_is_back_only_when_all_its_votes_are():
    past: Any = Past()
    past.gave("ranking", 3, 7)
    assert [past.taken_back(count) for count in (6, 5, 4, 3)] == [None, None, None, "ranking"]


def test_given_again_only_when_all_its_votes_count_again():
    past: Any = Past()
    past.gave("ranking", 3, 7)
    past.taken_back(3)
    assert [past.given_again(count) for count in (4, 7)] == [False, True]
    assert past.taken_back(3) == "ranking"


def test_a_new_vote_ends_what_could_be_given_again():
    past: Any = Past()
    past.gave("first", 0, 1)
    past.taken_back(0)
    past.gave("second", 0, 1)
    assert not past.given_again(5)


def test_a_change_that_took_nothing_back_brings_nothing_back():
    past: Any = Past()
    assert past.taken_back(0) is None
    past.gave("first", 0, 1)
    assert past.taken_back(1) is None
