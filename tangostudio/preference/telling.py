"""Which pair to ask next so that the answer tells most; now and then one that was asked before.

The pairs that may be asked are those of `pairs`. It knows no library, no sound and no screen.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from tangostudio.preference import pairs
from tangostudio.preference.intervals import Share, wilson
from tangostudio.preference.logistic import chance, entropy
from tangostudio.preference.pairs import Pair, T
from tangostudio.preference.taste import Taste, Vector

REPEATED = 0.1
"""Share of showings that repeat an earlier pair."""

_LEAST_BETWEEN = 5  # other votes before a pair comes again, so that it is judged and not remembered
_MOST_GROUPS, _MOST_OF_A_GROUP = 48, 10

_NODES, _NODE_WEIGHTS = np.polynomial.hermite_e.hermegauss(16)
_NODE_WEIGHTS = _NODE_WEIGHTS / _NODE_WEIGHTS.sum()


class _Vote(Protocol):
    """What must be known of a vote."""

    @property
    def id(self) -> int: ...
    @property
    def take_a(self) -> int: ...
    @property
    def take_b(self) -> int: ...
    @property
    def answer(self) -> str: ...
    @property
    def repeat_of(self) -> int | None: ...


def telling_pair(
    takes: Iterable[T],
    votes: Sequence[_Vote],
    rng: random.Random,
    taste: Taste | None = None,
    embeddings: Mapping[str, Vector] | None = None,
) -> Pair[T] | None:
    """The pair to show next, its sides at random; None when there is nothing to compare.

    One in ten showings repeats an earlier pair. Of the others it is the pair whose answer is
    expected to tell most of the taste; the one asked least where no taste or no embedding is known.

    Args:
        takes: candidates; rejected and trashed ones are left out.
        votes: those that count, oldest first.
        rng: chooses among equals, whether to repeat, and the sides.
        embeddings: by hash, of the taste's embedder.
    """
    takes = list(takes)
    if rng.random() < REPEATED and (repeated := _repeated(takes, votes, rng)):
        return repeated
    if taste is not None and embeddings:
        found = _candidates(takes, votes, rng, embeddings)
        if found:
            rows = np.stack([embeddings[take.sha256] for pair in found for take in pair])
            indices = np.arange(2 * len(found)).reshape(-1, 2)
            return pairs.shown(*found[most_telling(taste, rows, indices)], rng)
    return pairs.next_pair(takes, votes, rng)


def most_telling(taste: Taste, embeddings: Vector, candidates: NDArray[np.intp]) -> int:
    """Which of some pairs (m, 2) of sounds (n, d) tells most; the first among equals."""
    rows = np.asarray(embeddings[candidates[:, 0]], np.float64) - embeddings[candidates[:, 1]]
    return int(np.argmax(information(*taste.difference(rows))))


def information(mean: NDArray[np.float64], sd: NDArray[np.float64]) -> NDArray[np.float64]:
    """Nats that the answer to pairs is expected to tell of the taste, 0 to log 2.

    Entropy of the answer less its expected entropy once the taste is known (Houlsby et al. 2011,
    "Bayesian active learning for classification and preference learning"), by Gauss-Hermite
    quadrature over the normal log odds of each pair: what is unsure because little is known counts,
    what is a coin's toss for the designer does not.

    Args:
        mean, sd: (m,) of the log odds.
    """
    chances = chance(mean[:, None] + sd[:, None] * _NODES)
    known = entropy(chances) @ _NODE_WEIGHTS
    return np.maximum(entropy(chances @ _NODE_WEIGHTS) - known, 0)


def consistency(votes: Sequence[_Vote]) -> Share:
    """How many repeated pairs were answered as before, among the votes that count."""
    answers = {vote.id: vote.answer for vote in votes}
    repeats = [vote for vote in votes if vote.repeat_of in answers]
    alike = sum(answers[vote.repeat_of or 0] == vote.answer for vote in repeats)
    return wilson(alike, len(repeats))


def _repeated(takes: Sequence[T], votes: Sequence[_Vote], rng: random.Random) -> Pair[T] | None:
    present = {take.id: take for take in takes if not take.rejected and take.trashed is None}
    asked: dict[frozenset[int], list[_Vote]] = defaultdict(list)
    for vote in votes:
        asked[frozenset((vote.take_a, vote.take_b))].append(vote)
    latest = {vote.id for vote in votes[-_LEAST_BETWEEN:]}
    once = [
        given[0]
        for given in asked.values()
        if len(given) == 1
        and given[0].id not in latest
        and given[0].answer != "both_bad"
        and given[0].take_a in present
        and given[0].take_b in present
    ]
    if not once:
        return None
    vote = rng.choice(once)
    return pairs.shown(present[vote.take_a], present[vote.take_b], rng, repeat_of=vote.id)


def _candidates(
    takes: Sequence[T],
    votes: Sequence[_Vote],
    rng: random.Random,
    embeddings: Mapping[str, Vector],
) -> list[tuple[T, T]]:
    """Pairs not asked yet whose sounds have embeddings; of a large library some, by chance."""
    asked = {frozenset((vote.take_a, vote.take_b)) for vote in votes}
    groups = pairs.comparable(take for take in takes if take.sha256 in embeddings)
    rng.shuffle(groups)
    found: list[tuple[T, T]] = []
    used = 0
    for group in groups:
        some = rng.sample(group, min(len(group), _MOST_OF_A_GROUP))
        fresh = [
            (first, second)
            for place, first in enumerate(some)
            for second in some[place + 1 :]
            if first.sha256 != second.sha256 and frozenset((first.id, second.id)) not in asked
        ]
        found += fresh
        used += bool(fresh)
        if used == _MOST_GROUPS:
            break
    return found
