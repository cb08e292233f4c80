"""What votes say of two sounds."""

from __future__ import annotations

from dataclasses import dataclass

from tangostudio.preference.opinions import Opinion, merged, opinions


@dataclass(frozen=True)
class _Vote:
    sha256_a: str
    sha256_b: str
    answer: str


def test_answers_become_shares() -> None:
    votes = [_Vote("a", "b", answer) for answer in ("a", "b", "tie", "both_bad")]
    assert opinions(votes) == [
        Opinion("a", "b", 1.0),
        Opinion("a", "b", 0.0),
        Opinion("a", "b", 0.5),
    ]
    assert [opinion.decided for opinion in opinions(votes)] == [True, True, False]
    assert opinions([_Vote("a", "a", "a")]) == []


def test_one_pair_is_one_opinion_whichever_way_round_it_was_asked() -> None:
    asked = [Opinion("b", "a", 1.0), Opinion("a", "b", 0.0), Opinion("a", "b", 1.0, 0.5)]
    assert merged(asked) == [Opinion("a", "b", 0.2, 2.5)]


def test_a_contradiction_becomes_a_tie() -> None:
    (pair,) = merged([Opinion("a", "b", 1.0), Opinion("b", "a", 1.0)])
    assert not pair.decided
    assert pair.weight == 2.0
