"""Simulated designers: how fast a taste is learned from someone whose taste is known.

A designer has a utility for every sound and prefers the better one of a pair with the logistic
chance of the difference: sure of clear cases, a coin where two are alike. It is given utilities and
embeddings as arrays and knows nothing of sounds.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import stats
from scipy.special import expit

from tangostudio.preference import taste
from tangostudio.preference.opinions import Opinion
from tangostudio.preference.taste import Taste, Vector
from tangostudio.preference.telling import most_telling

Utilities = NDArray[np.float64]
Pairs = NDArray[np.intp]

COUNTS = (20, 50, 100, 200)
CERTAINTY = 4.0
"""Log odds of a usual difference; such a designer answers 4 of 5 repeated pairs alike."""

HEARD = float(np.log(3))
"""Log odds from which a pair is judged: the designer would decide it so 3 times in 4. Closer ones
are answered by chance, and there is no taste to be foretold."""

CEILING_VOTES = 2000
EXPRESSIBLE = 0.9
_SOME_PAIRS = 60
_VOTES_BETWEEN_FITS = 5
_NAME = "study"


@dataclass(frozen=True)
class Sounds:
    """What is voted on.

    Attributes:
        embeddings: (n, d).
        groups: (n,) the prompt that each answers; only sounds of one group are compared.
    """

    embeddings: Vector
    groups: NDArray[np.intp]

    def pairs(self, groups: Sequence[int]) -> Pairs:
        """All pairs (m, 2) within some of the groups."""
        found = []
        for group in groups:
            members = np.flatnonzero(self.groups == group)
            first, second = np.triu_indices(len(members), 1)
            found.append(np.stack([members[first], members[second]], 1))
        return np.concatenate(found)


@dataclass(frozen=True)
class Designer:
    """Someone with a known taste.

    Attributes:
        utilities: (n,) of every sound.
        slope: log odds per unit of utility; infinite for one who never errs.
    """

    utilities: Utilities
    slope: float

    @classmethod
    def of(cls, utilities: Utilities, pairs: Pairs, certainty: float = CERTAINTY) -> Designer:
        """One whose log odds on these pairs are usually (rms) as large as `certainty`."""
        differences = utilities[pairs[:, 0]] - utilities[pairs[:, 1]]
        usual = float(np.sqrt(np.square(differences).mean()))
        return cls(utilities, certainty / usual if usual > 0 else 0.0)

    def vote(self, pair: Sequence[int], rng: np.random.Generator) -> float:
        """1 if the first is preferred, else 0; a half if nothing tells them apart."""
        difference = self.utilities[pair[0]] - self.utilities[pair[1]]
        if difference == 0:
            return 0.5
        if np.isinf(self.slope):
            return float(difference > 0)
        return float(rng.random() < expit(self.slope * difference))

    def agreement(self, learned: Taste, sounds: Sounds, pairs: Pairs, least: float = 0.0) -> float:
        """Share of pairs that a taste orders as this designer would without error.

        Args:
            least: log odds; pairs that the designer is less sure of are not asked about.
        """
        scores = learned.score(sounds.embeddings, learned.embedder).mean
        truth = self.utilities[pairs[:, 0]] - self.utilities[pairs[:, 1]]
        told = scores[pairs[:, 0]] - scores[pairs[:, 1]]
        differ = (truth != 0) & (np.abs(truth) * self.slope >= least)
        right = np.where(told[differ] == 0, 0.5, np.sign(told[differ]) == np.sign(truth[differ]))
        return float(right.mean()) if differ.any() else 0.5


@dataclass(frozen=True)
class Row:
    """How well one kind of designer is known.

    Attributes:
        accuracy: by number of votes: mean over the runs and half of its 95 % interval.
        ceiling: mean accuracy after 2,000 votes without error: what the embedder can express.
    """

    name: str
    accuracy: Mapping[int, tuple[float, float]]
    ceiling: float

    @property
    def expressible(self) -> bool:
        """Whether this taste lies within what the embedder tells apart."""
        return self.ceiling >= EXPRESSIBLE


def study(
    sounds: Sounds,
    utilities: Mapping[str, Utilities],
    *,
    counts: Sequence[int] = COUNTS,
    runs: int = 3,
    telling: bool = True,
) -> list[Row]:
    """Accuracy on pairs of groups that no vote was given on, for every kind of designer.

    Each run splits the groups in halves anew, one to vote on and one to be asked about.

    Args:
        telling: whether the most telling pairs are asked, else pairs at random.
    """
    rows = []
    for name, values in utilities.items():
        found = [_run(sounds, values, counts, run, telling) for run in range(runs)]
        accuracy = {
            count: _interval([accuracies[place] for accuracies, _ in found])
            for place, count in enumerate(counts)
        }
        rows.append(Row(name, accuracy, float(np.mean([ceiling for _, ceiling in found]))))
    return rows


def _run(
    sounds: Sounds, utilities: Utilities, counts: Sequence[int], run: int, telling: bool
) -> tuple[list[float], float]:
    rng = np.random.default_rng(run)
    groups = rng.permutation(np.unique(sounds.groups))
    seen, unseen = np.array_split(groups, 2)
    asked, judged = sounds.pairs(list(seen)), sounds.pairs(list(unseen))
    designer = Designer.of(utilities, asked)
    vectors = {str(number): row for number, row in enumerate(sounds.embeddings)}
    accuracies: list[float] = []
    learned = taste.fit([], vectors, _NAME)
    votes: list[Opinion] = []
    chance = random.Random(run)
    left = list(range(len(asked)))
    while len(votes) < max(counts):
        some = chance.sample(range(len(left)), min(_SOME_PAIRS if telling else 1, len(left)))
        places = sorted(some)
        candidates = asked[[left[place] for place in places]]
        which = most_telling(learned, sounds.embeddings, candidates) if telling else 0
        pair = asked[left.pop(places[which])]
        votes.append(Opinion(str(pair[0]), str(pair[1]), designer.vote(pair, rng)))
        if len(votes) in counts or (telling and len(votes) % _VOTES_BETWEEN_FITS == 0):
            learned = taste.fit(votes, vectors, _NAME)
        if len(votes) in counts:
            accuracies.append(designer.agreement(learned, sounds, judged, HEARD))
    return accuracies, _ceiling(designer, sounds, vectors, asked, judged, rng)


def _ceiling(
    designer: Designer,
    sounds: Sounds,
    vectors: Mapping[str, Vector],
    asked: Pairs,
    judged: Pairs,
    rng: np.random.Generator,
) -> float:
    certain = Designer(designer.utilities, float("inf"))
    some = rng.permutation(len(asked))[:CEILING_VOTES]
    votes = [Opinion(str(a), str(b), certain.vote((a, b), rng)) for a, b in asked[some]]
    return designer.agreement(taste.fit(votes, vectors, _NAME), sounds, judged, HEARD)


def _interval(values: Sequence[float]) -> tuple[float, float]:
    """Mean and half of its 95 % interval (Student's t over the runs)."""
    mean = float(np.mean(values))
    if len(values) < 2:
        return mean, float("nan")
    error = float(np.std(values, ddof=1)) / len(values) ** 0.5
    return mean, float(stats.t.ppf(0.975, len(values) - 1)) * error
