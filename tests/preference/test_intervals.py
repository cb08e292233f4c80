"""Shares with an interval."""

from __future__ import annotations

import pytest

from tangostudio.preference.intervals import wilson


def test_wilson_as_in_the_tables() -> None:
    found = wilson(15, 20)
    assert found.share == 0.75
    assert (found.low, found.high) == pytest.approx((0.5313, 0.8881), abs=1e-4)


def test_few_cases_leave_much_open_and_none_everything() -> None:
    assert wilson(3, 3).high == 1.0
    assert wilson(3, 3).low < 0.5
    nothing = wilson(0, 0)
    assert (nothing.share, nothing.low, nothing.high) == (0.5, 0.0, 1.0)


def test_cases_that_go_together_leave_more_open() -> None:
    one, other = wilson(15, 20), wilson(15, 20, each_worth=0.5)
    assert other.share == one.share
    assert other.low < one.low
    assert (other.low, other.high) == (wilson(7.5, 10).low, wilson(7.5, 10).high)
