"""Distances and overlaps of sets with known answers."""

from __future__ import annotations

import numpy as np
import pytest

from tangostudio.evaluation import frechet, manifolds
from tangostudio.evaluation.divergence import SMALLEST, divergence
from tangostudio.evaluation.diversity import diversity
from tangostudio.evaluation.kernel_distance import KernelDistance


def drawn(count: int, size: int, seed: int) -> np.ndarray:
    return np.random.default_rng(seed).normal(size=(count, size))


def unit(rows: np.ndarray) -> np.ndarray:
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def distance(first: np.ndarray, second: np.ndarray) -> float:
    return frechet.distance(frechet.Gaussian.of(first), frechet.Gaussian.of(second))


def overlap(reference: np.ndarray, rows: np.ndarray, nearest: int = 5) -> manifolds.Overlap:
    made = manifolds.Manifold.of(rows, nearest)
    return manifolds.Overlapping(manifolds.Manifold.of(reference, nearest), made).overlap()


# --- Frechet -------------------------------------------------------------------------------------


def test_equal_sets_have_no_distance():
    for rows in (drawn(500, 16, 1), unit(drawn(20, 64, 2))):  # 20 of 64 directions: singular
        assert distance(rows, rows) == pytest.approx(0, abs=1e-6)
        assert distance(rows, rows[::-1].copy()) == pytest.approx(0, abs=1e-6)


def test_a_shifted_set_is_as_far_as_the_square_of_the_shift():
    rows, shift = drawn(300, 8, 3), np.arange(8) / 4
    assert distance(rows, rows + shift) == pytest.approx(np.sum(shift**2), rel=1e-6)


def test_a_stretched_set_differs_by_its_deviations():
    rows = drawn(300, 4, 4)
    scale = np.array([1.0, 2.0, 3.0, 0.5])
    # In the axes of the set's own covariance, whose roots are then multiplied.
    values, axes = np.linalg.eigh(np.cov(rows.T))
    own = (rows - rows.mean(0)) @ axes
    assert distance(own, own * scale) == pytest.approx(np.sum(values * (scale - 1) ** 2), rel=1e-6)


def test_many_samples_come_near_to_the_distance_of_their_gaussians():
    # By hand, for covariances that share their axes: |m|^2 + sum (s1 - s2)^2.
    turn, _ = np.linalg.qr(drawn(6, 6, 5))
    first, second = np.linspace(0.5, 2, 6), np.linspace(2, 1, 6)
    mean = np.full(6, 0.3)
    rng = np.random.default_rng(6)
    a = rng.normal(size=(40_000, 6)) * first @ turn.T
    b = rng.normal(size=(40_000, 6)) * second @ turn.T + mean
    wanted = np.sum(mean**2) + np.sum((first - second) ** 2)
    assert distance(a, b) == pytest.approx(wanted, rel=0.02)


def test_a_small_set_has_too_great_a_distance():
    reference = drawn(4000, 32, 7)
    small, large = (distance(reference, drawn(count, 32, 8)) for count in (40, 2000))
    assert small > 5 * large > 0


def test_weights_are_items_that_occur_so_often():
    rows = drawn(12, 5, 9)
    weights = np.array([0, 3, 1, 1, 0, 2, 1, 0, 1, 1, 1, 1], np.float64)
    told = frechet.Gaussian.of(rows, weights)
    again = frechet.Gaussian.of(np.repeat(rows, weights.astype(int), axis=0))
    np.testing.assert_allclose(told.mean, again.mean)
    np.testing.assert_allclose(told.covariance, again.covariance)
    np.testing.assert_allclose(again.covariance, np.cov(np.repeat(rows, weights.astype(int), 0).T))
    np.testing.assert_allclose(told.root @ told.root, told.covariance, atol=1e-12)


# --- neighbours ----------------------------------------------------------------------------------


def test_equal_sets_overlap_wholly():
    rows = unit(drawn(60, 24, 10)).astype(np.float32)
    found = overlap(rows, rows.copy())
    assert (found.recall, found.coverage, found.precision) == (1, 1, 1)
    # Each item lies in its own ball, and on average in those of its five neighbours.
    assert found.density == pytest.approx(6 / 5)


def test_disjoint_sets_do_not_overlap():
    rows = drawn(40, 8, 11)
    found = overlap(rows, rows + 100)
    assert found == manifolds.Overlap(0, 0, 0, 0)


def test_one_cluster_of_two_is_precise_and_covers_half():
    left, right = drawn(50, 6, 12), drawn(50, 6, 13) + 100
    found = overlap(np.concatenate([left, right]), left + 0.01)
    assert found.precision > 0.9
    assert 0.4 <= found.recall <= 0.5
    assert 0.4 <= found.coverage <= 0.5


def test_by_hand_on_a_line():
    reference = np.array([[0.0], [1.0], [3.0]])
    rows = np.array([[0.4], [10.0], [11.0]])
    # k = 1: balls of the reference reach 1, 1 and 2; of the set 9.6, 1 and 1.
    found = overlap(reference, rows, nearest=1)
    assert found.precision == pytest.approx(1 / 3)  # 0.4 alone
    assert found.density == pytest.approx(2 / 3)  # in the balls of 0 and 1
    assert found.recall == 1  # all lie within 9.6 of 0.4
    assert found.coverage == pytest.approx(2 / 3)


def test_a_resample_counts_what_it_has():
    reference, rows = drawn(30, 4, 14), drawn(20, 4, 15)
    both = manifolds.Overlapping(manifolds.Manifold.of(reference), manifolds.Manifold.of(rows))
    ones = both.overlap(np.ones(20))
    assert ones == both.overlap()
    one = np.zeros(20)
    one[3] = 20
    assert both.overlap(one).precision in (0, 1)
    assert both.overlap(one).coverage <= ones.coverage
    assert np.isnan(both.overlap(np.zeros(20)).recall)


def test_sets_of_few_items_are_measured_all_the_same():
    rows = drawn(2, 4, 16)
    assert overlap(rows, rows).coverage == 1
    assert overlap(rows, rows[:1]).coverage == 1
    assert overlap(rows, rows[:1] + 100).recall == 0


# --- kernel --------------------------------------------------------------------------------------


def test_the_kernel_distance_of_small_sets_is_about_0_where_they_are_alike():
    found = [
        KernelDistance(unit(drawn(60, 32, seed)), unit(drawn(20, 32, 1000 + seed))).value()
        for seed in range(40)
    ]
    spread = np.std(found) / np.sqrt(len(found))
    assert abs(np.mean(found)) < 3 * spread
    apart = KernelDistance(unit(drawn(60, 32, 1)), unit(drawn(20, 32, 2) + 0.5)).value()
    assert apart > 10 * np.std(found)


def test_a_resample_leaves_out_copies_of_an_item():
    rows = unit(drawn(10, 8, 17))
    whole = KernelDistance(unit(drawn(30, 8, 18)), rows)
    assert whole.value(np.ones(10)) == pytest.approx(whole.value())
    weights = np.array([2.0, 0, 1, 1, 1, 1, 1, 1, 1, 1])
    pairs = [(i, j) for i in range(10) for j in range(10) if i != j]
    kernel = (rows @ rows.T + 1) ** 3
    total = sum(weights[i] * weights[j] for i, j in pairs)
    own = sum(weights[i] * weights[j] * kernel[i, j] for i, j in pairs) / total
    reference = unit(drawn(30, 8, 18))
    across = ((reference @ rows.T + 1) ** 3).mean(0) @ weights / weights.sum()
    inner = (reference @ reference.T + 1) ** 3
    expected = (inner.sum() - np.trace(inner)) / (30 * 29) + own - 2 * across
    assert whole.value(weights) == pytest.approx(expected)
    one = np.zeros(10)
    one[0] = 10
    assert np.isnan(whole.value(one))


# --- divergence and diversity --------------------------------------------------------------------


def test_equal_opinions_do_not_diverge():
    chances = np.array([[0.7, 0.2, 0.1], [0.0, 0.5, 0.5]])
    np.testing.assert_allclose(divergence(chances, chances), 0, atol=1e-5)


def test_known_opinions_diverge_by_hand():
    made, real = np.array([[0.75, 0.25], [1.0, 0.0]]), np.array([[0.5, 0.5], [0.0, 1.0]])
    by_hand = 0.75 * np.log(1.5) + 0.25 * np.log(0.5)
    np.testing.assert_allclose(divergence(made, real), [by_hand, -np.log(SMALLEST)], rtol=2e-5)


def test_one_sample_repeated_has_no_diversity():
    row = unit(drawn(1, 16, 19))
    assert diversity(np.repeat(row, 4, axis=0)) == pytest.approx(0, abs=1e-12)
    assert diversity(np.eye(3)) == pytest.approx(1)
    assert diversity(np.array([[1.0, 0.0], [-1.0, 0.0]])) == pytest.approx(2)
    assert np.isnan(diversity(row))
