"""A designer's taste: which sounds they would prefer, learned from pairs that they judged.

L2-regularised Bradley-Terry on audio embeddings. A taste is fitted in one go and never changed; it
belongs to one embedder. It knows neither files nor takes, and no sound: only vectors by hash.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tangostudio.errors import BadRequest
from tangostudio.preference import bradley_terry
from tangostudio.preference.bradley_terry import Answers, Array
from tangostudio.preference.knowledge import Knowledge, knowledge
from tangostudio.preference.logistic import chance
from tangostudio.preference.opinions import Opinion, merged

Vector = NDArray[np.floating]

_MOST_FOR_SCALE = 2000
_PAIRS_FOR_SCALE = 5  # judged pairs that tell as much of the scale as all sounds together
_LEAST_INSIDE = 1e-4


@dataclass(frozen=True)
class Scores:
    """How much sounds are liked, in log odds against the average sound of the fit.

    A difference of 1 means that the better one is preferred by 73 %.

    Attributes:
        mean, sd: (n,) what is expected, and how unsure that is.
    """

    mean: Array
    sd: Array


@dataclass(frozen=True)
class Taste:
    """What was learned; scores any sound of the same embedder.

    Attributes:
        embedder: names the net and its weights, such as "starter-3fa92c01".
        centre: (d,) mean of the embeddings in the fit.
        scale: (d,) their usual deviation within one prompt.
        weights: (d,) the most probable taste on standardised embeddings.
        covariance: (d, d) how unsure the weights are.
        prior_sd: of each weight before any vote.
        known: how well it foretells votes that it has not seen.
    """

    embedder: str
    centre: Array
    scale: Array
    weights: Array
    covariance: Array
    prior_sd: float
    known: Knowledge

    @property
    def dimension(self) -> int:
        """Values of an embedding."""
        return len(self.centre)

    def score(self, embeddings: Vector, embedder: str) -> Scores:
        """How much sounds (n, d) are liked.

        Raises:
            BadRequest: embeddings of another embedder or shape, or not finite.
        """
        rows = (self._checked(embeddings, embedder) - self.centre) / self.scale
        return Scores(rows @ self.weights, self._sd(rows))

    def beats(self, first: Vector, second: Vector, embedder: str) -> Array:
        """The chance (n,) that each first sound (n, d) is preferred to the second.

        Uncertainty draws it towards a half (MacKay 1992, "The evidence framework applied to
        classification networks").

        Raises:
            BadRequest: see `score`.
        """
        rows = self._checked(first, embedder) - self._checked(second, embedder)
        mean, sd = self.difference(rows)
        return chance(mean / np.sqrt(1 + np.pi / 8 * np.square(sd)))

    def difference(self, rows: Array) -> tuple[Array, Array]:
        """Log odds of pairs from differences (n, d) of checked embeddings: mean and sd, (n,)."""
        scaled = rows / self.scale
        return scaled @ self.weights, self._sd(scaled)

    def _sd(self, rows: Array) -> Array:
        variance = np.einsum("nd,nd->n", rows @ self.covariance, rows)
        return np.sqrt(np.maximum(variance, 0))

    def _checked(self, embeddings: Vector, embedder: str) -> Array:
        if embedder != self.embedder:
            raise BadRequest(
                f"This taste was learned with the embedder {self.embedder}, not with {embedder}.",
                "Fit it again from the votes with the present embedder.",
            )
        rows = np.asarray(embeddings, np.float64)
        if rows.ndim != 2 or rows.shape[1] != self.dimension or not np.isfinite(rows).all():
            raise BadRequest(
                f"A sound's embedding must be {self.dimension} finite numbers.",
                "Compute the embeddings of these takes again.",
            )
        return rows


def fit(found: Iterable[Opinion], embeddings: Mapping[str, Vector], embedder: str) -> Taste:
    """Learn a taste.

    Votes of sounds without an embedding are left out and counted in `known`. Without any vote that
    can be used the taste is neutral: it likes all sounds equally.

    Args:
        found: opinions of votes, and weaker ones.
        embeddings: (d,) by hash, of all voted sounds at least; more of them (all takes) make the
            scale steadier.

    Raises:
        BadRequest: no embedding at all, of different lengths, or not finite.
    """
    pairs = merged(found)
    known = [pair for pair in pairs if pair.a in embeddings and pair.b in embeddings]
    pool = _sample(list(embeddings.values()))
    differences = _differences(known, embeddings, len(pool[0]))
    centre, scale = pool.mean(0), _scale(pool, differences)
    answers = Answers(
        differences / scale,
        np.array([pair.share for pair in known]),
        np.array([pair.weight for pair in known]),
    )
    prior_sd = bradley_terry.best_prior_sd(answers)
    basis = bradley_terry.span(answers.rows)
    inside = answers if basis is None else answers.in_basis(basis)
    fitted = bradley_terry.posterior(inside, prior_sd)
    weights, covariance = fitted.mode, fitted.covariance()
    if basis is not None:
        unknown = prior_sd**2 * (np.eye(len(centre)) - basis @ basis.T)
        weights, covariance = basis @ weights, basis @ covariance @ basis.T + unknown
    learned = knowledge(known, inside, fitted, len(pairs) - len(known))
    return Taste(embedder, centre, scale, weights, covariance, prior_sd, learned)


def _sample(vectors: Sequence[Vector]) -> Array:
    """Some (n, d) of the vectors, evenly chosen: enough to know their means and spreads."""
    sizes = {np.shape(vector) for vector in vectors}
    if len(sizes) != 1 or len(next(iter(sizes))) != 1 or sizes == {(0,)}:
        raise BadRequest(
            "A taste needs the embeddings of sounds, all of one length.",
            "Compute the embeddings of the takes first.",
        )
    some = vectors[:: 1 + len(vectors) // _MOST_FOR_SCALE]
    return _finite(np.stack([np.asarray(vector, np.float64) for vector in some]))


def _finite(rows: Array) -> Array:
    if not np.isfinite(rows).all():
        raise BadRequest(
            "An embedding holds a value that is not finite.",
            "Compute the embeddings of the takes again.",
        )
    return rows


def _scale(pool: Array, differences: Array) -> Array:
    """What counts as a usual deviation of each value, (d,); 1 where nothing differs.

    That within the pairs that were judged, as takes of one prompt differ in other ways than sounds
    at large do; with few of them rather that of all sounds. Between the two on a logarithmic scale,
    since what tells prompts apart may be many times what tells their takes apart.
    """
    whole = pool.var(0)
    whole = np.where(whole > 1e-18 * (1 + np.square(pool).max()), whole, 1.0)
    count = len(differences)
    inside = np.square(differences).sum(0) / (2 * max(count, 1))  # twice the variance of a value
    share = count / (count + _PAIRS_FOR_SCALE)
    inside = np.maximum(inside, _LEAST_INSIDE * whole)
    return np.sqrt(inside**share * whole ** (1 - share))


def _differences(pairs: Sequence[Opinion], embeddings: Mapping[str, Vector], width: int) -> Array:
    rows = np.zeros((len(pairs), width))
    with np.errstate(invalid="ignore"):  # what is not finite is refused below
        for row, pair in zip(rows, pairs, strict=True):
            np.subtract(embeddings[pair.a], embeddings[pair.b], out=row, dtype=np.float64)
    return _finite(rows)
