"""Charts: where values are drawn, which are best, and who is beaten by none."""

from __future__ import annotations

import math
import xml.etree.ElementTree as ET

import pytest

from tangostudio.evaluation import charts, figures
from tangostudio.evaluation.charts import Axis, Line, Point, Scale
from tangostudio.evaluation.results import Comparison, Interval, Metric
from tests.evaluation import made


def drawn(svg: str) -> ET.Element:
    return ET.fromstring(svg)


def of_class(svg: str, name: str) -> list[ET.Element]:
    return [item for item in drawn(svg).iter() if name in item.get("class", "").split()]


# --- scales ---------------------------------------------------------------------------------------


def test_a_scale_holds_its_values_with_a_margin():
    scale = Scale.over([3.0, math.nan, 1.0, math.inf])
    assert 0 < scale.place(1.0) < scale.place(2.0) < scale.place(3.0) < 1
    assert scale.place(2.0) == pytest.approx(0.5)
    assert (scale.place(-99), scale.place(99)) == (0, 1)


@pytest.mark.parametrize("values", [[], [math.nan], [0.0], [5.0, 5.0], [-1e9, 1e9], [1e-9, 2e-9]])
def test_a_scale_can_be_made_of_anything(values):
    scale = Scale.over(values)
    assert scale.low < scale.high
    ticks = scale.ticks()
    assert all(scale.low <= tick <= scale.high for tick in ticks)
    assert len(ticks) <= 6


def test_a_scale_holds_nought_where_it_is_asked_to():
    assert Scale.over([3.0, 4.0], zero=True).low < 0
    assert Scale.over([3.0, 4.0]).low > 2


def test_small_differences_are_not_blown_up():
    scale = Scale.over([756.0, 757.0], least=20.0)
    assert scale.place(757.0) - scale.place(756.0) < 0.06


def test_equal_ratios_are_equally_far_on_a_logarithmic_scale():
    scale = Scale.over([0.1, 10.0], logarithmic=True)
    assert scale.place(1.0) == pytest.approx(0.5)
    assert scale.place(10.0) - scale.place(1.0) == pytest.approx(scale.place(1) - scale.place(0.1))
    assert {0.1, 1.0, 10.0} <= set(scale.ticks(5))
    assert not Scale.over([0.0, 10.0], logarithmic=True).logarithmic


def test_ticks_are_round():
    assert Scale(0.0, 1.0).ticks(4) == [0.0, 0.25, 0.5, 0.75, 1.0]
    assert Scale(-0.12, 0.33).ticks(4) == [0.0, 0.2]


# --- in a row -------------------------------------------------------------------------------------


def test_a_strip_shows_value_and_interval_where_they_are():
    svg = charts.strip(Scale(0.0, 10.0), Interval(5.0, 4.0, 7.0), 'is "5" & more')
    (dot,) = of_class(svg, "dot")
    assert dot.get("cx") == "50%"
    assert [(line.get("x1"), line.get("x2")) for line in of_class(svg, "span")] == [
        ("40%", "70%"), ("40%", "40%"), ("70%", "70%"),
    ]  # fmt: skip
    assert drawn(svg).get("aria-label") == 'is "5" & more'


def test_the_best_is_told_by_its_shape():
    svg = charts.strip(Scale(0.0, 10.0), Interval(5.0), "", best=True)
    assert of_class(svg, "best")
    assert not of_class(svg, "dot")
    assert not of_class(svg, "span")


def test_what_was_not_measured_is_not_drawn():
    for draw in (charts.strip, charts.bar, charts.difference):
        svg = draw(Scale(-1.0, 1.0), Interval(math.nan), "nothing")
        assert not of_class(svg, "dot")
        assert not of_class(svg, "bar")
        assert "nan" not in svg


def test_bars_begin_at_nought_on_either_side():
    up = of_class(charts.bar(Scale(-1.0, 1.0), Interval(0.5), ""), "bar")[0]
    down = of_class(charts.bar(Scale(-1.0, 1.0), Interval(-0.5), ""), "bar")[0]
    assert (up.get("x"), up.get("width")) == ("50%", "25%")
    assert (down.get("x"), down.get("width")) == ("25%", "25%")


# --- planes ---------------------------------------------------------------------------------------


def plane(points: list[Point], x_better: str = "higher", name: str = "") -> str:
    across = Axis("x & y", str, x_better)
    return charts.plane([Line(name, tuple(points))], across, Axis("up", str, "higher"), "told")


def test_points_that_none_beats_have_a_ring():
    best, beaten, other = Point(1, 9, "A", "a"), Point(1, 8, "B", "b"), Point(5, 2, "C", "c")
    ringed = [
        group.findtext("title")
        for group in drawn(plane([best, beaten, other])).iter("g")
        if any(item.get("class") == "ring" for item in group)
    ]
    assert ringed == ["a", "c"]
    assert len(of_class(plane([best, beaten, other], "lower"), "ring")) == 1
    assert not of_class(plane([best, beaten], ""), "ring")


def test_points_that_were_not_measured_are_left_out():
    svg = plane(
        [Point(math.nan, 1, "A", "a"), Point(1, 2, "B", "b<"), Point(3, math.inf, "C", "c")]
    )
    assert [title.text for title in drawn(svg).iter("title")] == ["b<"]
    assert "nan" not in plane([])
    assert "inf" not in svg


def test_names_of_lines_do_not_cover_each_other():
    lines = [Line(f"line {n}", (Point(1, float(n == 0), "", ""),)) for n in range(8)]
    axis = Axis("", str, "higher")
    names = of_class(charts.plane(lines, axis, axis, ""), "name")
    places = [float(name.get("y", "")) for name in names]
    assert len(places) == 8
    assert min(places) > 0
    assert max(places) < 330
    assert all(b - a >= 13.9 for a, b in zip(sorted(places), sorted(places)[1:], strict=False))
    hues = {item.get("class") for item in of_class(charts.plane(lines, axis, axis, ""), "point")}
    assert len(hues) == 8


# --- figures --------------------------------------------------------------------------------------


def test_numbers_are_said_in_their_digits_and_unit():
    assert figures.amount(made.FAULTS, 0.1251) == "12.5\N{NARROW NO-BREAK SPACE}%"
    assert figures.number(made.SCORE, -0.25) == "−0.250"
    assert figures.number(made.SCORE, -0.0001) == "0.000"
    assert figures.number(made.SCORE, 0.1, sign=True) == "+0.100"
    assert figures.amount(made.SECONDS, math.nan) == "–"
    assert figures.span(made.SCORE, Interval(1.0, 0.5, math.inf)) == ""


@pytest.mark.parametrize(
    ("metric", "values", "places"),
    [
        (made.SCORE, [0.1, 0.3, 0.3], {1, 2}),
        (made.DISTANCE, [3.0, math.nan, 1.0], {2}),
        (made.SCORE, [0.10001, 0.10002], set()),
        (made.SCORE, [0.3], set()),
        (made.SCORE, [math.nan, math.nan], set()),
        (Metric("m", "M", "", better=""), [1.0, 2.0], set()),
    ],
)
def test_the_best_is_what_is_seen_to_be(metric, values, places):
    assert figures.best(metric, values) == places


def test_a_difference_is_clear_where_its_interval_leaves_out_nought():
    def clear(low: float, high: float) -> bool:
        return figures.is_clear(Comparison("", "", "", Interval(0.1, low, high), 0.9, ""))

    assert clear(0.01, 0.2)
    assert clear(-0.2, -0.01)
    assert not clear(-0.1, 0.2)
    assert not clear(math.nan, math.nan)


def test_parts_follow_what_they_are_of():
    mean = Metric("seconds_mean", "Mean", "", of="seconds")
    precision = Metric("precision", "Precision", "", of="recall")
    report = made.pair(metrics=(mean, *made.METRICS, precision))
    assert [one.name for one in figures.listed_metrics(report)] == [
        "clap", "frechet", "diversity", "faults", "seconds", "seconds_mean", "precision",
    ]  # fmt: skip
    assert figures.by_events(report) == {"clap": [made.ONE, made.TWO]}
    assert figures.label_of(report, mean) == "Seconds per take: mean"
    assert figures.label_of(report, precision) == "Precision"


def test_a_day_that_is_none_is_told_as_it_is():
    assert figures.day("2026-03-04T05:06:07+00:00") == "4 March 2026, 05:06"
    assert figures.day("yesterday") == "yesterday"


def test_seeds_in_a_row_are_a_range():
    assert figures.listed((5, 6, 7)) == "5 to 7"
    assert figures.listed((5, 7)) == "5, 7"
