"""The arithmetic of a Bradley-Terry model whose strengths are linear in known features.

The chance that a is preferred to b is the logistic function of x . w with x = features of a minus
those of b (Bradley and Terry 1952), and w has a normal prior around zero: L2-regularised logistic
regression without a constant. It knows neither sounds nor votes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tangostudio.preference.logistic import chance

Array = NDArray[np.float64]

ODDS_TRIED = (0.5, 1.0, 2.0, 4.0, 8.0)
"""Prior widths that are tried, as the standard deviation of a usual pair's log odds."""

_LIKELY_ODDS, _ODDS_FACTOR = 3.0, 2.5  # the belief before any answer, log-normal
_MOST_ROWS_FOR_WIDTH = 300
_SMALL_DECREMENT = 1e-6  # of Newton's method: twice what the loss can still fall by, about


@dataclass(frozen=True)
class Answers:
    """Compared pairs.

    Attributes:
        rows: (n, d) differences of features, first minus second.
        shares: (n,) how far the first was preferred: 1, 0, or a part where answers differed.
        weights: (n,) how much each counts.
    """

    rows: Array
    shares: Array
    weights: Array

    def take(self, which: NDArray[np.intp]) -> Answers:
        """Some of them."""
        return Answers(self.rows[which], self.shares[which], self.weights[which])

    def in_basis(self, basis: Array) -> Answers:
        """The same pairs seen along the columns of a (d, r) basis."""
        return Answers(self.rows @ basis, self.shares, self.weights)


@dataclass(frozen=True)
class Posterior:
    """Where w lies, as far as answers tell: a normal around the most probable place (Laplace).

    Attributes:
        mode: (d,) the most probable w.
        factor: (d, d) lower Cholesky factor of the inverse covariance.
        log_evidence: log probability of the answers under this prior (MacKay 1992).
    """

    mode: Array
    factor: Array
    log_evidence: float

    def whiten(self, rows: Array) -> Array:
        """Rows (n, d) such that their products are covariances of what they predict."""
        return (
            _linalg()
            .solve_triangular(
                self.factor, rows.T, lower=True, check_finite=False, overwrite_b=False
            )
            .T
        )

    def covariance(self) -> Array:
        """(d, d)."""
        return _linalg().cho_solve(
            (self.factor, True), np.eye(len(self.mode)), check_finite=False, overwrite_b=True
        )


def posterior(answers: Answers, prior_sd: float, start: Array | None = None) -> Posterior:
    """What answers tell of w: Newton's method on the concave log posterior.

    Args:
        prior_sd: of each coordinate of w.
        start: where to begin; the result does not depend on it.
    """
    precision = prior_sd**-2
    mode = np.zeros(answers.rows.shape[1]) if start is None else start
    loss, gradient, chances = _loss(answers, precision, mode)
    while True:
        factor = _factor(answers, precision, chances)
        step = _linalg().cho_solve((factor, True), gradient, check_finite=False)
        decrement = float(gradient @ step)
        if decrement < _SMALL_DECREMENT * (1 + abs(loss)):
            break
        size = 1.0
        while True:  # a whole step overshoots only far from the mode
            following = _loss(answers, precision, mode - size * step)
            if following[0] <= loss - 1e-4 * size * decrement:
                break
            size /= 2
        mode = mode - size * step
        loss, gradient, chances = following
    log_det = 2 * float(np.log(np.diag(factor)).sum()) - len(mode) * float(np.log(precision))
    # The last step costs nothing more and squares what is left of the error.
    return Posterior(mode - step, factor, -(loss - decrement / 2) - log_det / 2)


def span(rows: Array) -> Array | None:
    """An orthonormal basis (d, n) that holds n < d rows; None where the space is no larger.

    Outside the span of the rows w is as the prior has it, so a few answers are a small problem.
    """
    count, width = rows.shape
    return np.linalg.qr(rows.T).Q if count < width else None


def best_prior_sd(answers: Answers) -> float:
    """The width of the prior under which the answers are most probable.

    Of the few of ODDS_TRIED. The width says how decided the voter is, which some hundred answers
    tell as well as all of them; a belief about it keeps a handful of answers from an extreme.
    """
    count, width = answers.rows.shape
    size = np.sqrt(np.mean(np.square(answers.rows).sum(1))) if count else 0.0
    if size <= 0:
        return prior_sd_of(_LIKELY_ODDS, (2 * width) ** 0.5)
    if count > _MOST_ROWS_FOR_WIDTH:
        every = np.linspace(0, count - 1, _MOST_ROWS_FOR_WIDTH).round().astype(np.intp)
        answers = answers.take(every)
    basis = span(answers.rows)
    if basis is not None:
        answers = answers.in_basis(basis)
    best, found, start = -np.inf, 0.0, None
    for odds in ODDS_TRIED:
        prior_sd = prior_sd_of(odds, float(size))
        fitted = posterior(answers, prior_sd, start)
        start = fitted.mode
        belief = np.log(odds / _LIKELY_ODDS) / np.log(_ODDS_FACTOR)
        if fitted.log_evidence - belief**2 / 2 > best:
            best, found = fitted.log_evidence - belief**2 / 2, prior_sd
    return found


def prior_sd_of(odds: float, size: float) -> float:
    """The prior width under which a difference of length `size` has log odds of width `odds`."""
    return odds / size


def held_out(
    answers: Answers, fitted: Posterior, whitened: Array, left_out: NDArray[np.intp]
) -> Array:
    """The log odds of the pairs `left_out` had none of them been answered, in that order.

    One Newton step from the fit without them (Rad and Maleki 2020, by block): exact for a
    quadratic likelihood, near for this one.

    Args:
        whitened: `fitted.whiten(answers.rows)`.
    """
    part = answers.take(left_out)
    odds = part.rows @ fitted.mode
    chances = chance(odds)
    spread = whitened[left_out] @ whitened[left_out].T
    curvature = part.weights * chances * (1 - chances)
    pull = part.weights * (part.shares - chances)
    matrix = np.eye(len(odds)) - spread * curvature
    step = _linalg().solve(matrix, spread @ pull, check_finite=False)
    return odds - step


def _loss(answers: Answers, precision: float, w: Array) -> tuple[float, Array, Array]:
    """Negative log posterior without its constant, its gradient, and the chances (n,)."""
    odds = answers.rows @ w
    chances = chance(odds)
    # log(1 + e^odds) - share * odds, which is the cross entropy without overflow.
    costs = np.logaddexp(0, odds) - answers.shares * odds
    loss = float(answers.weights @ costs) + precision / 2 * float(w @ w)
    gradient = (answers.weights * (chances - answers.shares)) @ answers.rows + precision * w
    return loss, gradient, chances


def _factor(answers: Answers, precision: float, chances: Array) -> Array:
    scaled = answers.rows * np.sqrt(answers.weights * chances * (1 - chances))[:, None]
    curvature = scaled.T @ scaled  # symmetric, and numpy computes half of it
    curvature[np.diag_indices_from(curvature)] += precision
    return _linalg().cholesky(curvature, lower=True, overwrite_a=True, check_finite=False)


def _linalg() -> Any:
    """SciPy's LAPACK, imported when a taste is first learned: the window starts without it."""
    from scipy import linalg

    return linalg
