import dataclasses

import pytest
from PySide6.QtCore import Qt

from tangostudio.ui.view_settings import View
from tests.ui.stage import Stage

BOTH = {"waveform", "spectrogram"}


@pytest.fixture
def stage(qtbot, tmp_path):
    with Stage(qtbot, tmp_path, takes=4) as made:
        made.put_editor()
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
    layer.show = lambda wave: (
        shown.append(None if wave is None else len(wave.samples)),
        original(wave),
    )
    for take_id in (1041, 1044, 1042):
        stage.editor.show_take(take_id)
    stage.qtbot.waitUntil(lambda: stage.editor.painted == BOTH)
    stage.qtbot.waitUntil(lambda: not stage.audition.sounds.busy)
    stage.qtbot.wait(20)
    assert {length for length in shown if length} == {stage.studio.take(1042).frames}


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


MIDDLE_HZ = {"log": 820, "linear": 11068, "erb": 2090, "mel": 3300}


@pytest.mark.parametrize("scale", MIDDLE_HZ)
def test_the_spacing_of_frequencies(stage, scale):
    show(stage, 1042)
    stage.actions["view.spectrogram_log" if scale != "log" else "view.spectrogram_mel"].trigger()
    stage.actions[f"view.spectrogram_{scale}"].trigger()
    levels = stage.editor.spectrum_layer.sound
    middle = pytest.approx(MIDDLE_HZ[scale], rel=0.1)
    stage.qtbot.waitUntil(lambda: levels.whole.frequencies_hz[128] == middle)
    assert stage.actions[f"view.spectrogram_{scale}"].isChecked()


def test_zooming_draws_a_sharper_part(stage):
    show(stage, 1042)
    stage.editor.axis.set_range(0.5, 0.7)
    levels = stage.editor.spectrum_layer.sound
    stage.qtbot.waitUntil(lambda: levels.part is not None)
    assert levels.part.seconds == pytest.approx(0.2, abs=0.01)
    assert levels.part_start == pytest.approx(0.5, abs=0.01)


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
    assert stage.editor.readout.text().startswith("0.600 s  3.")
    assert stage.editor.readout.text().endswith(" dB")
    stage.editor.spectrum.unpointed.emit()
    assert stage.editor.readout.isHidden()


def test_the_level_under_the_mouse_is_said_over_the_waveform(stage):
    show(stage, 1042)
    stage.editor.waveform.pointed.emit(0.6, 0.5)
    assert stage.editor.wave_readout.text().startswith("0.6000 s  ")
    stage.editor.waveform.unpointed.emit()
    assert stage.editor.wave_readout.isHidden()


def test_what_keys_point_at_and_the_take_itself_are_spoken(stage):
    show(stage, 1042)
    canvas = stage.editor.spectrum
    stage.qtbot.waitUntil(lambda: canvas.accessibleDescription() != "")
    assert "Loudest at" in canvas.accessibleDescription()
    stage.qtbot.keyClick(canvas, Qt.Key.Key_PageUp)
    assert canvas.accessibleDescription().startswith("0.000 s  ")


def test_the_view_reaches_the_layers(stage):
    show(stage, 1042)
    stage.actions["view.wave_db"].trigger()
    assert stage.editor.wave_layer.decibels
    stage.actions["view.range_wider"].trigger()
    assert stage.editor.spectrum_layer.view.floor_db == -95
    stage.actions["view.range_narrower"].trigger()
    stage.actions["view.window_longer"].trigger()
    stage.actions["view.window_shorter"].trigger()
    assert stage.editor.view.view == View(wave_db=True)
    stage.actions["view.next_colours"].trigger()
    assert stage.studio.settings.spectrogram_colours == "viridis"
    assert stage.editor.spectrum_layer.colour_table == "viridis"
    stage.actions["view.choices"].trigger()
    assert stage.editor.chip.popup.isVisible()
    stage.editor.chip.popup.close()


def test_with_long_windows_a_coarse_picture_comes_first(stage):
    show(stage, 1042)
    widths = []
    levels = stage.editor.spectrum_layer.sound
    original = levels.show
    levels.show = lambda whole: (widths.append(whole.db.shape[1]), original(whole))
    stage.editor.view.change(n_fft=16384)
    stage.qtbot.waitUntil(lambda: len(widths) == 2)
    assert widths[0] * 5 < widths[1]


def compare(stage):
    show(stage, 1042)
    stage.editor.set_other(1041)
    layer = stage.editor.spectrum_layer
    stage.qtbot.waitUntil(lambda: layer.difference.whole is not None)
    return layer


def test_two_takes_are_compared_from_the_same_beginning(stage):
    layer = compare(stage)
    assert layer.difference.whole.db.shape == layer.sound.whole.db.shape
    assert layer.difference.whole.seconds == layer.sound.whole.seconds
    assert layer.names == ("#1041", "#1042")
    assert stage.editor.wave_layer.other is not None
    before = stage.editor.waveform.grab().toImage(), stage.editor.spectrum.grab().toImage()
    stage.actions["view.difference"].trigger()
    after = stage.editor.waveform.grab().toImage(), stage.editor.spectrum.grab().toImage()
    assert after[0] != before[0]
    assert after[1] != before[1]
    stage.actions["view.difference"].trigger()
    assert stage.editor.spectrum.grab().toImage() == before[1]


def test_a_zoomed_difference_is_sharper_too(stage):
    layer = compare(stage)
    stage.actions["view.difference"].trigger()
    stage.editor.axis.set_range(0.5, 0.7)
    stage.qtbot.waitUntil(lambda: layer.difference.part is not None)
    assert layer.difference.part.seconds == pytest.approx(0.2, abs=0.01)


def test_without_another_take_there_is_no_difference(stage):
    layer = compare(stage)
    stage.actions["view.difference"].trigger()
    stage.editor.set_other(None)
    assert not layer.differs
    assert not stage.actions["view.difference"].isChecked()
    assert not stage.actions["view.difference"].isEnabled()
    stage.editor.set_other(1042)  # the one that is shown
    assert stage.actions.reason("view.difference") == "Select two takes first."


def test_the_other_take_stays_when_the_shown_one_changes(stage):
    compare(stage)
    show(stage, 1043)
    layer = stage.editor.spectrum_layer
    stage.qtbot.waitUntil(lambda: layer.difference.whole is not None)
    assert layer.names == ("#1041", "#1043")
    show(stage, 1041)
    assert layer.difference.whole is None
