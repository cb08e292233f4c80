import math
from dataclasses import replace

import pytest
from PySide6.QtCore import QRectF

from tangostudio.ui import tune_curves
from tangostudio.ui.tune_curves import CurveCard, curves
from tests.ui.fake_studio import FakeStudio


@pytest.fixture
def checked(tmp_path):
    return FakeStudio(tmp_path, takes=0).tunes.checks(3)


def by_name(checked, rounds=3):
    return {curve.name: curve for curve in curves(checked, rounds)}


def test_match_variety_and_flags_and_the_taste_where_it_judges(checked):
    assert list(by_name(checked)) == ["Prompt match", "Your taste", "Variety", "Quality flags"]
    alone = [replace(check, gains={"match": check.gains["match"]}) for check in checked]
    assert list(by_name(alone)) == ["Prompt match", "Variety", "Quality flags"]


def test_figures_are_those_of_the_last_check(checked):
    found = by_name(checked)
    assert found["Prompt match"].text == "+0.036 ± 0.018"
    assert found["Variety"].text == "0.58 ± 0.02"
    assert found["Quality flags"].text == "2.4 %"
    assert found["Quality flags"].spoken == "2.4 % of sounds, the base had 2.0 %"
    assert [point.round for point in found["Prompt match"].points] == [0, 1, 2]


def test_a_loss_has_a_proper_minus(checked):
    last = replace(checked[-1], gains={"match": (-0.02, -0.03, -0.01)})
    assert by_name((*checked[:-1], last))["Prompt match"].text == "−0.020 ± 0.010"


def test_before_the_first_check_there_is_nothing_to_tell(checked):
    assert {curve.text for curve in curves((), 3)} == {""}
    assert by_name(checked[:1])["Prompt match"].text == ""


def test_variety_that_was_not_measured_is_left_out(checked):
    unknown = [replace(check, diversity=math.nan) for check in checked]
    assert by_name(unknown)["Variety"].points == ()
    loose = [replace(check, diversity_range=(math.nan, math.nan)) for check in checked]
    assert by_name(loose)["Variety"].text == "0.58"


def test_a_small_change_stays_small(checked):
    box = QRectF(0, 0, 300, 100)
    curve = by_name(checked)["Variety"]
    place = tune_curves._place(curve, box)
    first, last = curve.points[0], curve.points[-1]
    fall = place(last.round, last.value).y() - place(first.round, first.value).y()
    assert 0 < fall < 10
    assert place(0, first.value).x() == 0
    assert place(3, first.value).x() == 300


def test_no_gain_stands_on_the_line_of_the_base(checked):
    box = QRectF(0, 0, 300, 100)
    curve = by_name(checked)["Prompt match"]
    place = tune_curves._place(curve, box)
    assert place(0, curve.points[0].value).y() == place(3, 0.0).y()
    ends = [
        place(point.round, end).y() for point in curve.points for end in (point.low, point.high)
    ]
    assert all(0 <= y <= 100 for y in ends)


def test_the_card_paints_its_curve_and_says_it(qtbot, checked):
    card = CurveCard()
    qtbot.addWidget(card)
    card.resize(300, 146)
    empty = card.grab().toImage()
    card.show_curve(by_name(checked)["Quality flags"])
    assert card.grab().toImage() != empty
    assert card.accessibleName() == "Quality flags: 2.4 % of sounds, the base had 2.0 %"
    card.show_curve(curves((), 3)[0])
    assert card.accessibleName() == "Prompt match: not measured yet"
    card.grab()
