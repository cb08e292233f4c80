"""The licence that allows least rules."""

from __future__ import annotations

import itertools

import pytest

from tangostudio.cards.licences import strictest

FREE, SOME, NONE, ODD = ("A", "yes"), ("B", "limited"), ("C", "no"), ("D", "perhaps")


@pytest.mark.parametrize(
    ("licences", "rules"),
    [
        ([FREE], FREE),
        ([FREE, SOME], SOME),
        ([FREE, SOME, NONE], NONE),
        ([FREE, ODD], ODD),
        ([SOME, ODD], ODD),
    ],
)
def test_whatever_their_order(licences: list, rules: tuple[str, str]) -> None:
    for some in itertools.permutations(licences):
        assert strictest(*some) == rules


def test_the_first_among_equals() -> None:
    assert strictest(FREE, ("E", "yes")) == FREE
    assert strictest(("E", "yes"), FREE) == ("E", "yes")
    assert strictest(NONE, ODD) == NONE  # a word that nobody knows allows nothing
