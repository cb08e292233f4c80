import pytest

from tangostudio.audio.bus import Levels
from tangostudio.ui import meter
from tangostudio.ui.meter import LOWEST_DB, Meter, Needle


def test_a_peak_rises_at_once_and_falls_twenty_decibels_in_1700_ms():
    needle = Needle()
    needle.follow(0.5, 0.0, 0, 0.1)
    assert needle.peak == pytest.approx(-6.02, abs=0.01)
    for _tick in range(17):
        needle.follow(0.0, 0.0, 0, 0.1)
    assert needle.peak == pytest.approx(-26.02, abs=0.01)


def test_the_highest_peak_is_held_and_then_falls():
    needle = Needle()
    needle.follow(0.5, 0.0, 0, 0.1)
    for _tick in range(14):
        needle.follow(0.1, 0.0, 0, 0.1)
    assert needle.hold == pytest.approx(-6.02, abs=0.01)
    for _tick in range(20):
        needle.follow(0.1, 0.0, 0, 0.1)
    assert -20.0 <= needle.hold < -7.0
    needle.follow(0.9, 0.0, 0, 0.1)
    assert needle.hold == pytest.approx(-0.92, abs=0.01)


def test_the_mean_power_of_a_sine_is_three_decibels_under_its_peak():
    needle = Needle()
    for _tick in range(60):
        needle.follow(1.0, 0.5, 0, 0.033)
    assert needle.rms == pytest.approx(-3.01, abs=0.05)
    assert needle.peak == 0.0


def test_a_mark_of_clipping_stays_until_the_next_play_or_a_click(qtbot):
    levels = [Levels((1.2, 0.5), (0.3, 0.1), (2, 0))]
    shown = Meter(lambda: levels[0])
    qtbot.addWidget(shown)
    shown.set_running(True)
    shown.tick()
    levels[0] = Levels()
    shown.tick()
    assert [needle.clipped for needle in shown.needles] == [True, False]
    shown.set_running(False)
    assert "Clipped" in shown.accessibleDescription()
    shown.grab()
    qtbot.mouseClick(shown, meter.Qt.MouseButton.LeftButton)
    assert not shown.needles[0].clipped
    assert "Clipped" not in shown.accessibleDescription()


def test_the_meter_rests_when_nothing_plays(qtbot):
    shown = Meter(lambda: Levels((1.0, 1.0), (0.5, 0.5)))
    qtbot.addWidget(shown)
    assert not shown.ticking
    shown.set_running(True)
    shown.tick()
    shown.set_running(False)
    for _step in range(300):
        shown.tick()
    assert [needle.peak for needle in shown.needles] == [LOWEST_DB, LOWEST_DB]
    assert not shown.ticking


def test_a_calm_meter_moves_less_often(qtbot):
    shown = Meter(Levels, calm=True)
    qtbot.addWidget(shown)
    assert shown._timer.interval() == meter.CALM_TICK_MS
