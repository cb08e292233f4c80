from __future__ import annotations

import pytest

from tangostudio.preference import trial
from tangostudio.preference.trial import at_least, verdict


def answers(wins: int, losses: int, ties: int = 0) -> list[str]:
    return ["tuned"] * wins + ["tie"] * ties + ["base"] * losses


@pytest.mark.parametrize(
    ("wins", "word"),
    [
        (20, "better"),
        (15, "better"),
        (14, "likely better"),
        (13, "no clear difference"),
        (10, "no clear difference"),
        (9, "worse"),
        (0, "worse"),
    ],
)
def test_the_rule_of_twenty_decided_pairs(wins, word):
    found = verdict(answers(wins, 20 - wins))
    assert (found.word, found.left, found.wins, found.losses) == (word, 0, wins, 20 - wins)
    assert found.accepted == (word == "better")


def test_the_chances_are_those_of_a_coin():
    assert at_least(0, 20) == 1
    assert at_least(1, 1) == 0.5
    assert at_least(2, 3) == 0.5  # three of the eight ways with two heads, one with three
    assert at_least(15, 20) == pytest.approx(0.0207, abs=5e-5)
    assert at_least(14, 20) == pytest.approx(0.0577, abs=5e-5)


def test_it_is_open_until_twenty_are_decided_and_ties_do_not_count():
    found = verdict(answers(14, 5, ties=3))
    assert (found.word, found.left, found.ties) == ("open", 1, 3)
    assert found.sentence == "1 decided pair to go."
    assert not found.accepted


def test_nothing_after_the_twentieth_decided_pair_counts():
    found = verdict([*answers(10, 10), *["tuned"] * 10])
    assert (found.wins, found.losses, found.word) == (10, 10, "no clear difference")


def test_a_test_that_ran_out_of_pairs_goes_by_the_same_chances():
    assert verdict(answers(12, 2), ended=True).word == "better"  # p = 0.006
    assert verdict(answers(9, 3), ended=True).word == "no clear difference"  # p = 0.073
    assert verdict(answers(2, 0), ended=True).word == "no clear difference"
    assert verdict([], ended=True).word == "no clear difference"
    assert verdict(answers(1, 3), ended=True).word == "worse"


def test_the_sentence_states_numbers_and_chance():
    assert verdict(answers(16, 4)).sentence == (
        "The tuned model is better: 16 of 20 decided pairs went to it (p = 0.006)."
    )
    assert "p < 0.001" in verdict(answers(20, 0)).sentence
    assert "15 or more" in trial.RULE
