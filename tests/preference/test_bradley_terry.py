"""The model's arithmetic against sums that are done another way."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import optimize, stats

from tangostudio.preference import bradley_terry as bt
from tangostudio.preference.bradley_terry import Answers


def _answers(count: int, width: int, seed: int = 0) -> Answers:
    rng = np.random.default_rng(seed)
    rows = rng.normal(size=(count, width))
    odds = rows @ rng.normal(size=width)
    shares = (rng.random(count) < 1 / (1 + np.exp(-odds))).astype(float)
    shares[::7] = 0.5
    return Answers(rows, shares, rng.choice([1.0, 0.25], count))


def _loss(w: np.ndarray, answers: Answers, prior_sd: float) -> float:
    chances = 1 / (1 + np.exp(-answers.rows @ w))
    fits = answers.shares * np.log(chances) + (1 - answers.shares) * np.log1p(-chances)
    return float(-(answers.weights * fits).sum() + w @ w / (2 * prior_sd**2))


def test_one_answer_by_hand() -> None:
    # x = 2, y = 1, prior sd 1: log(1 + e^-2w) + w^2 / 2 has the slope w - 2 / (1 + e^2w).
    fitted = bt.posterior(Answers(np.array([[2.0]]), np.ones(1), np.ones(1)), 1.0)
    w = float(fitted.mode[0])
    assert w == pytest.approx(2 / (1 + np.exp(2 * w)), abs=1e-7)
    chance = 1 / (1 + np.exp(-2 * w))
    assert fitted.covariance()[0, 0] == pytest.approx(1 / (4 * chance * (1 - chance) + 1), rel=1e-4)


def test_the_mode_is_the_minimum() -> None:
    answers = _answers(60, 7)
    fitted = bt.posterior(answers, 0.8)
    sought = optimize.minimize(_loss, np.zeros(7), (answers, 0.8), method="BFGS")
    np.testing.assert_allclose(fitted.mode, sought.x, atol=1e-4)
    again = bt.posterior(answers, 0.8, start=np.full(7, 30.0))
    np.testing.assert_allclose(again.mode, fitted.mode, atol=1e-7)


def test_the_covariance_is_the_inverse_curvature() -> None:
    answers = _answers(40, 3)
    fitted = bt.posterior(answers, 1.5)
    step, curvature = 1e-3, np.zeros((3, 3))
    for i, first in enumerate(np.eye(3) * step):
        for j, second in enumerate(np.eye(3) * step):
            corners = [
                sign * _loss(fitted.mode + first * a + second * b, answers, 1.5)
                for sign, a, b in ((1, 1, 1), (-1, 1, -1), (-1, -1, 1), (1, -1, -1))
            ]
            curvature[i, j] = sum(corners) / (4 * step**2)
    np.testing.assert_allclose(fitted.covariance() @ curvature, np.eye(3), atol=1e-3)
    rows = answers.rows[:5]
    whitened = fitted.whiten(rows)
    np.testing.assert_allclose(whitened @ whitened.T, rows @ fitted.covariance() @ rows.T)


def test_the_evidence_is_the_integral() -> None:
    answers = _answers(12, 1)
    grid = np.linspace(-12, 12, 20_001)
    inside = [np.exp(-_loss(np.array([w]), answers, 2.0)) for w in grid]
    whole = np.trapezoid(inside, grid) * stats.norm.pdf(0, scale=2.0)
    assert bt.posterior(answers, 2.0).log_evidence == pytest.approx(np.log(whole), abs=0.05)


def test_few_answers_in_their_own_span_are_the_same_problem() -> None:
    answers = _answers(6, 30)
    basis = bt.span(answers.rows)
    assert basis is not None
    assert basis.shape == (30, 6)
    small = bt.posterior(answers.in_basis(basis), 0.5)
    np.testing.assert_allclose(basis @ small.mode, bt.posterior(answers, 0.5).mode, atol=1e-7)
    assert bt.span(_answers(30, 30).rows) is None


def test_clear_answers_want_a_wider_prior_than_coin_tosses() -> None:
    rng = np.random.default_rng(3)
    rows = rng.normal(size=(200, 4))
    clear = Answers(rows, (rows[:, 0] > 0).astype(float), np.ones(200))
    tossed = Answers(rows, rng.integers(0, 2, 200).astype(float), np.ones(200))
    assert bt.best_prior_sd(clear) > 2 * bt.best_prior_sd(tossed)


@pytest.mark.parametrize("rows", [np.zeros((0, 5)), np.zeros((9, 5))], ids=["none", "alike"])
def test_no_difference_leaves_the_prior(rows: np.ndarray) -> None:
    answers = Answers(rows, np.ones(len(rows)), np.ones(len(rows)))
    prior_sd = bt.best_prior_sd(answers)
    fitted = bt.posterior(answers, prior_sd)
    assert not fitted.mode.any()
    np.testing.assert_allclose(fitted.covariance(), prior_sd**2 * np.eye(5))


def test_a_pair_held_out_is_foretold_as_a_fit_without_it_would() -> None:
    answers = _answers(80, 5, seed=4)
    fitted = bt.posterior(answers, 1.0)
    whitened = fitted.whiten(answers.rows)
    for left_out in ([0], [3, 17, 40], [79, 5, 6, 7, 8]):
        which = np.array(left_out, np.intp)
        rest = answers.take(np.setdiff1d(np.arange(80), which))
        exact = answers.rows[which] @ bt.posterior(rest, 1.0).mode
        near = bt.held_out(answers, fitted, whitened, which)
        np.testing.assert_allclose(near, exact, atol=0.15)
        # Nearer than what the fit that knew them says.
        assert np.abs(near - exact).max() < np.abs(answers.rows[which] @ fitted.mode - exact).max()
