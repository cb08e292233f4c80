import itertools

import pytest

from tangostudio.ui.time_axis import MINIMUM_FRAMES, TICK_GAP_PX, TimeAxis, clock, tick_step, ticks


@pytest.fixture
def axis(qtbot):
    made = TimeAxis()
    made.show(4.0, 44100)
    return made


def test_a_new_sound_is_wholly_visible(axis):
    assert (axis.start, axis.end, axis.region, axis.playhead) == (0.0, 4.0, None, 0.0)


@pytest.mark.parametrize("moment", [0.0, 1.0, 2.5, 4.0])
def test_zoom_keeps_the_moment_under_the_mouse_in_place(axis, moment):
    before = axis.x_of(moment, 800)
    axis.zoom(0.5, moment)
    assert axis.span == pytest.approx(2.0)
    assert axis.x_of(moment, 800) == pytest.approx(before)


def test_zoom_ends_at_a_few_samples_and_at_the_whole(axis):
    for _step in range(60):
        axis.zoom(0.5, 1.0)
    assert axis.span == pytest.approx(MINIMUM_FRAMES / 44100)
    for _step in range(60):
        axis.zoom(2.0, 1.0)
    assert (axis.start, axis.end) == (0.0, 4.0)


def test_pan_stays_within_the_sound(axis):
    axis.set_range(1.0, 2.0)
    axis.pan(10.0)
    assert (axis.start, axis.end) == pytest.approx((3.0, 4.0))
    axis.pan(-10.0)
    assert (axis.start, axis.end) == pytest.approx((0.0, 1.0))


def test_pixels_and_seconds_are_inverse(axis):
    axis.set_range(1.0, 2.0)
    assert axis.seconds_at(axis.x_of(1.3, 640), 640) == pytest.approx(1.3)
    assert axis.seconds_at(-9999, 640) == 0.0
    assert axis.seconds_at(9999, 640) == 4.0


def test_a_region_has_its_ends_in_order_and_within_the_sound(axis):
    axis.set_region(3.0, 1.0)
    assert axis.region == (1.0, 3.0)
    axis.set_region(-1.0, 9.0)
    assert axis.region == (0.0, 4.0)
    axis.set_region(2.0, 2.0)
    assert axis.region is None


def test_region_ends_at_the_playhead(axis):
    axis.set_playhead(1.0)
    axis.region_from_playhead()
    assert axis.region == (1.0, 4.0)
    axis.set_playhead(2.0)
    axis.region_to_playhead()
    assert axis.region == (1.0, 2.0)
    axis.set_playhead(0.5)
    axis.region_to_playhead()
    assert axis.region == (0.0, 0.5)


def test_zoom_to_region_shows_all_of_it(axis):
    axis.set_region(1.0, 1.5)
    axis.show_region()
    assert axis.start < 1.0
    assert axis.end > 1.5
    assert axis.span < 0.6


def test_reveal_turns_the_page_only_when_needed(axis):
    axis.set_range(0.0, 1.0)
    axis.reveal(0.9)
    assert axis.start == 0.0
    axis.reveal(1.2)
    assert (axis.start, axis.end) == pytest.approx((1.2, 2.2))


def test_signals_are_only_sent_for_changes(axis, qtbot):
    with qtbot.assertNotEmitted(axis.view_changed), qtbot.assertNotEmitted(axis.region_changed):
        axis.show_all()
        axis.clear_region()
    with qtbot.waitSignal(axis.region_changed):
        axis.set_region(1.0, 2.0)


@pytest.mark.parametrize(
    ("least", "step"), [(0.04, 0.05), (0.05, 0.05), (0.11, 0.2), (0.6, 1.0), (3.0, 5.0), (7, 10)]
)
def test_steps_are_one_two_or_five(least, step):
    assert tick_step(least) == pytest.approx(step)


@pytest.mark.parametrize("span", [0.0004, 0.05, 1.7, 4.0, 30.0, 600.0])
def test_ruler_labels_can_be_told_apart(span):
    width = 860
    labelled = [tick for tick in ticks(0.3, 0.3 + span, width) if tick.label]
    labels = [tick.label for tick in labelled]
    gaps = [b.seconds - a.seconds for a, b in itertools.pairwise(labelled)]
    assert len(labels) >= 2
    assert len(set(labels)) == len(labels)
    assert min(gaps) / span * width >= TICK_GAP_PX * 0.999


def test_nothing_has_no_ruler():
    assert ticks(0.0, 0.0, 800) == []


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0, "00:00.000"), (1.642, "00:01.642"), (59.9996, "01:00.000"), (61.5, "01:01.500")],
)
def test_clock(seconds, text):
    assert clock(seconds) == text


def test_another_sound_is_seen_in_the_same_way():
    axis = TimeAxis()
    axis.show(4.0, 44100)
    axis.set_range(1.0, 2.0)
    axis.set_region(1.2, 3.0)
    axis.set_playhead(1.5)
    axis.exchange(2.5, 48000)
    assert (axis.start, axis.end, axis.region, axis.playhead) == (1.0, 2.0, (1.2, 2.5), 1.5)
    axis.exchange(0.5, 48000)
    assert (axis.start, axis.end, axis.region, axis.playhead) == (0.0, 0.5, None, 0.5)
    axis.exchange(3.0, 48000)
    assert (axis.start, axis.end) == (0.0, 3.0)  # all of one sound becomes all of the other
