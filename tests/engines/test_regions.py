"""Which passes make a region again, worked out by hand."""

from __future__ import annotations

import itertools

import pytest

from tangostudio.engines import regions
from tangostudio.engines.regions import Pass
from tangostudio.errors import BadRequest

RATE = 1000  # a fade is 20 frames


def test_regions_come_in_order_and_those_whose_fades_touch_are_one():
    asked = ((0.9, 1.0), (0.1, 0.2), (0.24, 0.3), (0.25, 0.28))
    assert regions.spans(asked, RATE, 2000) == [(100, 300), (900, 1000)]


def test_a_region_ends_where_the_sound_ends():
    assert regions.spans(((0.5, 0.5004),), RATE, 500) == [(499, 500)]
    assert regions.spans(((0.4, 0.51),), RATE, 500) == [(400, 500)]


def test_a_sound_that_fits_is_made_in_one_pass():
    assert regions.plan([(1, 3), (7, 9)], 10, 10) == [
        Pass((0, 10), ((1, 3), (7, 9)), ((1, 3), (7, 9)))
    ]


def test_a_longer_sound_is_made_in_a_window_around_each_region():
    passes = regions.plan([(2, 4), (50, 54), (98, 100)], 100, 20)
    assert passes == [
        Pass((0, 20), ((2, 4),), ((2, 4),)),
        Pass((42, 62), ((50, 54),), ((50, 54),)),
        Pass((80, 100), ((98, 100),), ((98, 100),)),
    ]


def test_a_region_longer_than_the_window_is_made_in_pieces_each_from_the_one_before():
    passes = regions.plan([(40, 100)], 100, 40)
    assert [part.wanted for part in passes] == [((40, 60),), ((60, 80),), ((80, 100),)]
    assert [part.window for part in passes] == [(30, 70), (50, 90), (60, 100)]
    # Behind a piece is what nobody made yet: it is free, not kept.
    assert [part.gaps for part in passes] == [((40, 70),), ((60, 90),), ((80, 100),)]


@pytest.mark.parametrize("length", [1, 7, 19, 20, 21, 50, 99])
@pytest.mark.parametrize("first", [0, 1])
def test_pieces_cover_a_region_and_lie_in_their_windows(length, first):
    passes = regions.plan([(first, first + length)], 100, 20)
    edges = [part.wanted[0] for part in passes]
    assert edges[0][0] == first
    assert edges[-1][1] == first + length
    assert all(a[1] == b[0] for a, b in itertools.pairwise(edges))
    for part in passes:
        (start, end), ((a, b),) = part.window, part.wanted
        assert 0 <= start <= a < b <= end <= 100
        assert end - start == 20


@pytest.mark.parametrize(
    ("region", "words"),
    [
        ((1.2, 1.5), "nothing to make"),
        ((-0.1, 0.5), "nothing to make"),
        ((0.5, 0.5), "nothing to make"),
        ((0.5, float("nan")), "nothing to make"),
        ((0.9, 3.2), "nothing to make"),
        ((0.5, 0.54), "too short"),
    ],
)
def test_a_region_that_makes_no_sense_is_refused(region, words):
    with pytest.raises(BadRequest, match=words) as caught:
        regions.check([(0.1, 0.3), region], source=1.0, result=3.0, least=0.05)
    assert caught.value.hint


def test_a_region_may_begin_at_the_end_and_go_on_from_there():
    regions.check([(1.0, 3.0), (1.005, 3.005)], source=1.0, result=3.0, least=0.05)
