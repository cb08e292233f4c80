"""Intervals and paired comparisons: known means are covered, shifts are found, noise is not."""

from __future__ import annotations

import math

import numpy as np
import pytest

from tangostudio.evaluation import metrics, statistics
from tangostudio.evaluation.comparing import compare
from tangostudio.preference.intervals import wilson


@pytest.mark.parametrize("draw", ["normal", "exponential"])
def test_the_interval_covers_a_known_mean_about_as_often_as_it_says(draw):
    rng = np.random.default_rng(3)
    covered, cases = 0, 300
    for _ in range(cases):
        values = rng.normal(1, 2, 40) if draw == "normal" else rng.exponential(1, 40)
        found = statistics.mean(values)
        covered += found.low <= 1 <= found.high
    assert 0.90 <= covered / cases <= 0.98


def test_the_interval_follows_a_lopsided_distribution():
    values = np.random.default_rng(5).exponential(1, 30)
    found = statistics.mean(values)
    assert found.high - found.value > 1.1 * (found.value - found.low)
    assert found == statistics.mean(values)  # the same lots every time


def test_prompts_that_were_not_measured_do_not_count():
    values = [0.1, math.nan, 0.3, math.nan, 0.5]
    assert statistics.mean(values) == statistics.mean([0.1, 0.3, 0.5])
    assert statistics.mean(values).count == 3


def test_one_prompt_and_none_tell_no_interval():
    one = statistics.mean([0.4])
    assert (one.value, one.count, math.isnan(one.low)) == (0.4, 1, True)
    for none in (statistics.mean([]), statistics.median([math.nan]), statistics.share([], 4)):
        assert math.isnan(none.value)
        assert none.count == 0


def test_equal_values_have_an_interval_without_width():
    found = statistics.mean([0.25] * 12)
    assert (found.low, found.high) == (0.25, 0.25)


def test_a_median_is_not_moved_by_one_slow_take():
    found = statistics.median([1.0] * 19 + [100.0])
    assert (found.value, found.low, found.high) == (1.0, 1.0, 1.0)


def test_takes_that_go_together_widen_the_interval_of_a_share():
    apart = statistics.share([0.5] * 20, 4)
    together = statistics.share([0.0, 1.0] * 10, 4)  # all takes of a prompt are alike
    assert apart.value == together.value == 0.5
    by_hand = wilson(40, 80)
    assert (apart.low, apart.high) == (by_hand.low, by_hand.high)
    as_prompts = wilson(10, 20)
    assert together.low == pytest.approx(as_prompts.low, abs=0.005)
    one = statistics.share([1.0], 4)
    assert one.low == pytest.approx(wilson(1, 1).low)


def test_no_fault_at_all_still_leaves_room_for_some():
    found = statistics.share([0.0] * 25, 4)
    assert (found.value, found.low) == (0.0, 0.0)
    assert found.high == pytest.approx(wilson(0, 100).high)


def test_a_known_shift_is_found_and_noise_is_not():
    rng = np.random.default_rng(11)
    prompts = rng.normal(0.4, 0.2, 60)  # prompts differ far more than settings
    first, second = (prompts + rng.normal(0, 0.01, 60) for _ in range(2))
    noise = statistics.paired(first.tolist(), second.tolist())
    assert not noise.clear
    shift = statistics.paired(first.tolist(), (second + 0.02).tolist())
    assert shift.clear
    assert shift.interval.low < 0.02 < shift.interval.high
    assert shift.above > 0.999
    back = statistics.paired((second + 0.02).tolist(), first.tolist())
    assert back.interval.value == pytest.approx(-shift.interval.value)
    assert back.above < 0.001


def test_noise_looks_sure_about_one_time_in_twenty():
    rng = np.random.default_rng(13)
    clear = sum(
        statistics.paired(rng.normal(size=30).tolist(), rng.normal(size=30).tolist()).clear
        for _ in range(300)
    )
    assert clear / 300 < 0.11


def test_only_prompts_that_both_have_are_compared():
    found = statistics.paired([0.1, 0.2, math.nan, 0.4], [0.2, math.nan, 0.9, 0.5])
    assert found.interval.count == 2
    assert found.interval.value == pytest.approx(0.1)


def test_a_set_statistic_keeps_its_value_between_the_ends():
    # Resamples of a distance all lie above it.
    draws = np.random.default_rng(1).normal(12, 1, 200)
    found = statistics.around(10.0, draws, 40)
    assert found.low < 10 < found.high
    assert found.high - found.low == pytest.approx(3.9, abs=0.6)
    assert math.isnan(statistics.around(10.0, draws, 1).low)
    share = statistics.around(0.95, draws / 12, 40, *metrics.bounds("recall_second"))
    assert share.high == 1
    assert 0 < share.low < 0.95


# --- in words ------------------------------------------------------------------------------------


def told(name: str, first: list[float], second: list[float]):
    return compare("A", "B", name, statistics.paired(first, second))


def test_a_sure_difference_is_told_in_favour_of_the_better_one():
    rng = np.random.default_rng(2)
    low = (0.3 + rng.normal(0, 0.002, 40)).tolist()
    high = (0.321 + rng.normal(0, 0.002, 40)).tolist()
    better = told("clap", low, high)
    assert better.sentence.startswith("B matches its prompts better: +0.021 (+0.0")
    assert better.sentence.endswith("sure to more than 99.9 %.")
    assert better.sure == 1.0
    worse = told("clap", high, low)
    assert worse.sentence == better.sentence.replace("B matches", "A matches")
    assert worse.sure == 0.0
    assert worse.difference.value < 0


def test_less_is_better_where_it_is():
    slow, quick = [1.0, 1.2, 1.1, 1.3], [0.5, 0.6, 0.5, 0.68]
    found = told("seconds", slow, quick)
    assert found.sentence.startswith("B is quicker: −0.58 s (")
    assert found.sure == 1.0
    assert found.difference.value < 0
    back = told("seconds", quick, slow)
    assert back.sentence == found.sentence.replace("B is", "A is")
    faults = told("faults", [0.5] * 10 + [0.25] * 10, [0.0] * 20)
    assert faults.sentence.startswith("B has fewer faults: −37.5 % (−")


def test_what_shows_nothing_says_so():
    assert told("clap", [0.1, 0.5, 0.3], [0.3, 0.2, 0.4]).sentence == (
        "No difference that these 3 prompts can show."
    )
    assert told("clap", [0.1], [0.2]).sentence == "One prompt can show no difference."
    nothing = told("clap", [math.nan, 0.1], [0.2, math.nan])
    assert nothing.sentence == "Nothing was measured of both."
    assert math.isnan(nothing.sure)
