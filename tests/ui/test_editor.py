import dataclasses

import pytest

from tangostudio.ui.editor import EditorPanel
from tests.ui.stage import Stage

BOTH = {"waveform", "spectrogram"}


@pytest.fixture
def stage(qtbot, tmp_path):
    with Stage(qtbot, tmp_path, takes=4) as made:
        made.editor = EditorPanel(made.studio, made.bridge, made.actions, made.audition)
        made.show(made.editor)
        yield made


def show(stage, take_id):
    stage.editor.show_take(take_id)
    stage.qtbot.waitUntil(lambda: stage.editor.painted == BOTH)
    stage.window.grab()


def empty(stage):
    return stage.editor._pages.currentIndex() == 1


def test_without_a_take_it_teaches(stage):
    assert empty(stage)
    assert stage.editor.empty.head.text() == "Nothing is selected"


def test_a_take_is_drawn_as_waveform_and_spectrogram(stage):
    before = stage.window.grab().toImage()
    show(stage, 1042)
    assert not empty(stage)
    assert stage.window.grab().toImage() != before
    assert stage.editor.axis.seconds == pytest.approx(1.7)
    assert stage.editor.waveform.accessibleName() == "Waveform of Glass, bottle, 1.7 seconds"


def test_only_the_last_of_many_quick_takes_is_drawn(stage):
    shown = []
    layer = stage.editor.wave_layer
    original = layer.show
    layer.show = lambda pyramid, samples, rate: (
        shown.append(None if samples is None else len(samples)),
        original(pyramid, samples, rate),
    )
    for take_id in (1041, 1044, 1042):
        stage.editor.show_take(take_id)
    stage.qtbot.waitUntil(lambda: stage.editor.painted == BOTH)
    stage.qtbot.waitUntil(lambda: not stage.audition._tasks)
    stage.qtbot.wait(20)
    assert shown == [None, None, None, stage.studio.take(1042).frames]


def test_a_take_that_comes_back_needs_no_file(stage):
    show(stage, 1042)
    show(stage, 1041)
    stage.studio.take(1042).path.unlink()
    show(stage, 1042)
    assert not empty(stage)


@pytest.mark.parametrize("harm", ["missing", "damaged", "unknown"])
def test_a_sound_that_cannot_be_read_is_a_calm_state(stage, harm):
    path = stage.studio.take(1042).path
    if harm == "missing":
        path.unlink()
    elif harm == "damaged":
        path.write_bytes(path.read_bytes()[:1000])
    stage.editor.show_take(77 if harm == "unknown" else 1042)
    stage.qtbot.waitUntil(lambda: empty(stage))
    assert stage.editor.empty.head.text() not in ("", "Nothing is selected")
    assert stage.problems == []
    show(stage, 1041)
    assert not empty(stage)


@pytest.mark.parametrize("scale", ["log", "linear", "mel"])
def test_the_spacing_of_frequencies(stage, scale):
    show(stage, 1042)
    before = stage.editor.spectrum_layer._whole
    stage.actions[f"view.spectrogram_{scale}"].trigger()
    stage.qtbot.waitUntil(lambda: stage.editor.spectrum_layer._whole is not before)
    hz = stage.editor.spectrum_layer._whole.frequencies_hz
    assert hz[128] == pytest.approx({"log": 820, "linear": 11068, "mel": 3300}[scale], rel=0.1)
    assert stage.actions[f"view.spectrogram_{scale}"].isChecked()


def test_zooming_draws_a_sharper_part(stage):
    show(stage, 1042)
    stage.editor.axis.set_range(0.5, 0.7)
    layer = stage.editor.spectrum_layer
    stage.qtbot.waitUntil(lambda: layer._part is not None)
    assert layer._part.seconds == pytest.approx(0.2, abs=0.01)
    assert layer._part_start == pytest.approx(0.5, abs=0.01)


def test_zoom_actions(stage):
    show(stage, 1042)
    axis = stage.editor.axis
    stage.actions["view.zoom_in"].trigger()
    assert axis.span == pytest.approx(0.85)
    stage.actions["view.zoom_out"].trigger()
    assert axis.span == pytest.approx(1.7)
    axis.set_region(0.5, 1.0)
    stage.actions["view.zoom_region"].trigger()
    assert axis.span == pytest.approx(0.54)
    stage.actions["view.zoom_all"].trigger()
    assert axis.span == pytest.approx(1.7)


def test_region_actions_reach_the_ear(stage):
    show(stage, 1042)
    stage.editor.axis.seek_wanted.emit(0.5)
    stage.actions["region.in"].trigger()
    stage.editor.axis.seek_wanted.emit(1.0)
    stage.actions["region.out"].trigger()
    assert stage.editor.axis.region == (0.5, 1.0)
    assert stage.player.region == (22050.0, 44100.0)
    stage.actions["region.clear"].trigger()
    assert stage.player.region is None


def test_another_take_has_no_region(stage):
    show(stage, 1042)
    stage.editor.axis.set_region(0.5, 1.0)
    show(stage, 1041)
    assert stage.editor.axis.region is None
    assert stage.player.region is None


def test_the_playhead_follows_the_sound_and_turns_the_page(stage):
    show(stage, 1042)
    stage.editor.axis.set_range(0.0, 0.5)
    stage.audition.play()
    stage.player.advance(0.6)
    stage.audition._tick()
    assert stage.editor.axis.playhead == pytest.approx(0.6)
    assert stage.editor.axis.start == pytest.approx(0.6)


def test_while_it_plays_no_picture_is_made(stage):
    show(stage, 1042)
    stage.audition.play()
    made = stage.editor.waveform.pictures_made, stage.editor.spectrum.pictures_made
    for _step in range(20):
        stage.player.advance(0.05)
        stage.audition._tick()
        stage.window.grab()
    assert (stage.editor.waveform.pictures_made, stage.editor.spectrum.pictures_made) == made


def test_sound_of_elsewhere_moves_no_playhead_here(stage):
    show(stage, 1042)
    stage.audition.play(1041)
    stage.qtbot.waitUntil(lambda: stage.audition.playing)
    stage.player.advance(0.4)
    stage.audition._tick()
    assert stage.editor.axis.playhead == 0.0


def test_back_in_create_the_shown_take_is_heard(stage):
    show(stage, 1042)
    stage.actions.set_mode("compare")
    stage.audition.select(1041)
    stage.actions.set_mode("create")
    assert stage.audition.current == 1042


def test_colours_follow_the_settings(stage):
    show(stage, 1042)
    grey = dataclasses.replace(stage.studio.settings, spectrogram_colours="grey")
    before = stage.editor.spectrum.grab().toImage()
    stage.studio.update_settings(grey)
    assert stage.editor.spectrum_layer.colour_table == "grey"
    assert stage.editor.spectrum.grab().toImage() != before


def test_what_is_under_the_mouse_is_said(stage):
    show(stage, 1042)
    stage.editor.spectrum.pointed.emit(0.6, 0.5)
    assert stage.editor._readout.text().startswith("0.600 s  3.")
    assert stage.editor._readout.text().endswith(" dB")
    stage.editor.spectrum.unpointed.emit()
    assert stage.editor._readout.isHidden()
