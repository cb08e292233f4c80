"""Tone drills: bounded, repeatable, tonal."""

import numpy as np
import pytest

from tangostudio.starter.drills import drill


@pytest.mark.parametrize("seed", range(12))
def test_drills_are_bounded_and_repeatable(seed: int) -> None:
    one = drill(np.random.default_rng(seed), 20_000)
    again = drill(np.random.default_rng(seed), 20_000)
    assert one.shape == (20_000,)
    assert one.dtype == np.float32
    assert np.isfinite(one).all()
    assert 0.005 < np.abs(one).max() <= 1.0
    assert np.array_equal(one, again)


def test_drills_differ() -> None:
    peaks = {float(np.abs(drill(np.random.default_rng(s), 4000)).max()) for s in range(20)}
    assert len(peaks) == 20
