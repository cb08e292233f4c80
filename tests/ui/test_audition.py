import dataclasses
import os

import pytest

from tangostudio.audio import edits
from tangostudio.ui import audition as module
from tangostudio.ui import sounding, sounds
from tests.ui.fake_player import FakePlayer
from tests.ui.stage import Stage


@pytest.fixture
def stage(qtbot, tmp_path):
    with Stage(qtbot, tmp_path, takes=4) as made:
        yield made


def start(stage, take_id):
    stage.audition.play(take_id)
    stage.qtbot.waitUntil(lambda: stage.audition.playing)


def test_a_take_is_decoded_behind_the_window_and_then_heard(stage):
    stage.audition.play(1042)
    assert not stage.audition.playing
    stage.qtbot.waitUntil(lambda: stage.audition.playing)
    assert stage.player.said("prepare") == [("prepare", 1042)]
    assert stage.player.said("play") == [("play", 1042, 0.0)]
    assert stage.audition.sound(1042).sample_rate == 44100


def test_a_decoded_take_starts_at_once(stage):
    stage.audition.prefetch([1042, 1043])
    stage.qtbot.waitUntil(lambda: stage.audition.sound(1042) is not None)
    stage.audition.play(1042)
    assert stage.audition.playing


def test_stop_goes_back_to_where_playing_began(stage):
    start(stage, 1042)
    stage.audition.seek(0.5)
    stage.player.advance(0.3)
    assert stage.audition.position == pytest.approx(0.8)
    stage.audition.toggle()
    assert not stage.audition.playing
    assert stage.audition.position == pytest.approx(0.5)
    stage.audition.toggle()
    assert stage.player.said("play")[-1] == ("play", 1042, 0.5 * 44100)


def test_pause_stays(stage):
    start(stage, 1042)
    stage.player.advance(0.7)
    stage.audition.pause()
    assert stage.audition.position == pytest.approx(0.7)


def test_the_end_is_noticed(stage):
    start(stage, 1042)
    with stage.qtbot.waitSignal(stage.audition.state_changed):
        stage.player.advance(10.0)
    assert not stage.audition.playing
    assert stage.audition.position == 0.0
    assert not stage.audition._timer.isActive()


def test_positions_are_told_while_it_plays(stage):
    start(stage, 1042)
    stage.player.advance(0.25)
    with stage.qtbot.waitSignal(stage.audition.position_changed) as told:
        pass
    assert told.args == [pytest.approx(0.25)]


def test_another_take_silences_the_one_before(stage):
    start(stage, 1042)
    stage.audition.select(1043)
    assert not stage.player.playing
    stage.qtbot.waitUntil(lambda: stage.player.key == 1043)
    assert not stage.audition.playing
    assert stage.audition.current == 1043


def test_only_the_last_of_many_quick_choices_plays(stage):
    for take_id in (1041, 1042, 1043, 1044):
        stage.audition.play(take_id)
    stage.qtbot.waitUntil(lambda: stage.audition.playing)
    stage.qtbot.waitUntil(lambda: all(map(stage.audition.sound, (1041, 1042, 1043, 1044))))
    assert stage.player.said("play") == [("play", 1044, 0.0)]


def test_a_region_is_heard_from_its_start(stage):
    start(stage, 1042)
    stage.audition.stop()
    stage.audition.set_region((0.5, 1.0))
    assert stage.player.region == (22050.0, 44100.0)
    stage.audition.toggle()
    assert stage.player.said("play")[-1] == ("play", 1042, 22050.0)
    stage.audition.set_region(None)
    assert stage.player.region is None


def test_a_region_set_while_loading_is_not_lost(stage):
    stage.audition.select(1042)
    stage.audition.set_region((0.5, 1.0))
    stage.qtbot.waitUntil(lambda: stage.player.key == 1042)
    assert stage.player.region == (22050.0, 44100.0)


def test_loop(stage):
    stage.audition.set_loop(True)
    assert stage.player.loop
    assert stage.audition.loop


def test_swap_crosses_over_at_the_same_place(stage):
    stage.audition.prefetch([1043])
    start(stage, 1042)
    stage.qtbot.waitUntil(lambda: stage.audition.sound(1043) is not None)
    stage.player.advance(0.4)
    stage.audition.swap(1043, -3.0)
    assert stage.player.said("crossfade") == [("crossfade", 1043, -3.0)]
    assert stage.audition.current == 1043
    assert stage.audition.position == pytest.approx(0.4)


def test_swap_without_sound_begins_where_the_other_stood(stage):
    stage.audition.select(1042)
    stage.audition.seek(0.4)
    stage.audition.swap(1043, -3.0)
    stage.qtbot.waitUntil(lambda: stage.audition.playing)
    assert stage.player.said("play") == [("play", 1043, pytest.approx(0.4 * 44100))]
    assert stage.player.gain_db == -3.0


def test_gain_is_of_one_take_only(stage):
    stage.audition.select(1042)
    stage.audition.set_gain(-6.0)
    assert stage.player.gain_db == -6.0
    start(stage, 1043)
    assert stage.player.gain_db == 0.0


@pytest.mark.parametrize("harm", ["missing", "damaged", "unknown"])
def test_a_sound_that_cannot_be_read_is_a_state(stage, harm):
    take_id = 1042
    if harm == "missing":
        stage.studio.take(1042).path.unlink()
    elif harm == "damaged":
        stage.studio.take(1042).path.write_bytes(b"fLaC nonsense")
    else:
        take_id = 77
    with stage.qtbot.waitSignal(stage.audition.failed) as told:
        stage.audition.failed.connect(lambda _id: None)
        if harm == "unknown":
            stage.bridge.post(lambda: stage.audition.play(take_id))
        else:
            stage.audition.play(take_id)
    assert told.args == [take_id]
    assert stage.audition.trouble(take_id).message
    assert not stage.audition.playing
    stage.audition.toggle()
    assert stage.player.said("play") == []
    assert stage.problems == []


def test_a_file_that_is_back_can_be_heard_again(stage):
    path = stage.studio.take(1042).path
    data = path.read_bytes()
    path.unlink()
    with stage.qtbot.waitSignal(stage.audition.failed):
        stage.audition.play(1042)
    path.write_bytes(data)
    stage.audition.select(None)
    start(stage, 1042)
    assert stage.audition.trouble(1042) is None


def test_without_a_device_there_is_a_problem_and_nothing_else(qtbot, tmp_path):
    stage = Stage(qtbot, tmp_path, takes=2)
    stage.player.problem = "No sound device was found."
    with stage:
        assert stage.audition.device_problem == "No sound device was found."
        stage.audition.play(1041)
        qtbot.waitUntil(lambda: stage.audition.sound(1041) is not None)
        assert not stage.audition.playing
        stage.player.problem = ""
        stage.audition.choose_device("Speakers")
        assert stage.audition.device_problem == ""
        start(stage, 1041)


def test_a_device_that_goes_away_is_told(stage):
    start(stage, 1042)
    stage.player.problem = "The sound device went away."
    with stage.qtbot.waitSignal(stage.audition.problem) as told:
        stage.player.playing = False
        for finished in stage.player.on_finished:
            finished()
    assert told.args == ["The sound device went away."]
    assert not stage.audition.playing


def test_a_chosen_device_is_opened_and_kept(stage):
    assert stage.audition.devices() == ["Headphones", "Speakers"]
    stage.audition.choose_device("Speakers")
    assert stage.player.said("open") == [("open", ""), ("open", "Speakers")]
    assert stage.studio.settings.audio_device == "Speakers"


def test_a_device_chosen_in_the_settings_is_opened(stage):
    changed = dataclasses.replace(stage.studio.settings, audio_device="Headphones")
    stage.studio.update_settings(changed)
    assert stage.player.said("open")[-1] == ("open", "Headphones")
    assert stage.audition.device == "Headphones"


def test_the_current_take_is_prepared_again_for_another_device(stage):
    start(stage, 1042)
    stage.audition.choose_device("Speakers")
    stage.qtbot.waitUntil(lambda: len(stage.player.said("load")) == 2)
    assert stage.player.said("prepare") == [("prepare", 1042)] * 2


def test_sound_asked_for_before_there_is_a_device_plays_when_it_is_there(qtbot, tmp_path):
    stage = Stage(qtbot, tmp_path, takes=2)
    stage.audition.play(1041)
    with stage:
        qtbot.waitUntil(lambda: stage.audition.playing)
        assert stage.player.said("play") == [("play", 1041, 0.0)]


@pytest.mark.parametrize("late", [False, True])
def test_the_player_is_closed_even_if_it_came_too_late(late):
    player = FakePlayer()
    opening = sounding.Opening(lambda: player, "")  # type: ignore[arg-type,return-value]
    if late:
        opening.close()
        opening.open()
        assert player.said("open") == []
    else:
        opening.open()
        opening.close()
        assert player.said("close") == [("close",)]


def test_the_cache_forgets_but_never_the_current_take(stage, monkeypatch):
    monkeypatch.setattr(sounds, "CACHE_BYTES", 1)
    start(stage, 1041)
    stage.audition.prefetch([1042, 1043])
    stage.qtbot.waitUntil(lambda: not stage.audition.sounds.busy)
    assert stage.audition.sound(1041) is not None
    assert stage.audition.sound(1042) is None


def test_a_lent_file_is_heard_like_a_take(stage):
    path = stage.studio.tunes.sound("loose", 3).path
    number = stage.audition.lend(path)
    assert number < 0
    assert stage.audition.lend(path) == number
    start(stage, number)
    assert stage.player.said("play") == [("play", number, 0.0)]
    stage.audition.prefetch([1042])
    stage.qtbot.waitUntil(lambda: stage.audition.sound(1042) is not None)
    stage.player.advance(0.2)
    stage.audition.swap(1042, -2.0)
    stage.audition.swap(number, -3.0)
    assert stage.player.said("crossfade") == [
        ("crossfade", 1042, -2.0),
        ("crossfade", number, -3.0),
    ]
    assert stage.player.said("prepare") == [("prepare", number), ("prepare", 1042)]


def test_the_studio_is_not_asked_for_a_lent_file(stage, monkeypatch):
    path = stage.studio.tunes.sound("loose", 3).path
    monkeypatch.setattr(stage.studio, "take", None)
    start(stage, stage.audition.lend(path))
    assert stage.problems == []


def test_each_lent_file_has_its_own_id_and_a_new_one_when_it_is_written_anew(stage):
    first, second = (stage.studio.tunes.sound(name, 3).path for name in ("one", "two"))
    numbers = {stage.audition.lend(first), stage.audition.lend(second)}
    assert len(numbers) == 2
    os.utime(first, ns=(1, 1))
    assert stage.audition.lend(first) not in numbers


@pytest.mark.parametrize("harm", ["missing", "damaged", "never lent"])
def test_a_lent_file_that_cannot_be_read_is_a_state(stage, harm):
    path = stage.studio.tunes.sound("loose", 3).path
    if harm == "missing":
        path.unlink()
    else:
        path.write_bytes(b"fLaC nonsense")
    number = stage.audition.lend(path) if harm != "never lent" else -99
    with stage.qtbot.waitSignal(stage.audition.failed) as told:
        stage.bridge.post(lambda: stage.audition.play(number))
    assert told.args == [number]
    assert stage.audition.trouble(number).message
    assert stage.problems == []


def test_a_calm_window_moves_the_playhead_less_often(qtbot, tmp_path):
    with Stage(qtbot, tmp_path, takes=2, reduced_motion=True) as stage:
        start(stage, 1041)
        assert stage.audition._timer.interval() == module.CALM_TICK_MS


def test_the_fake_has_the_surface_of_the_player():
    from tangostudio.audio.player import Player

    own = {"advance", "said", "calls", "key", "sound", "peaks"}
    for name in vars(FakePlayer()).keys() | vars(FakePlayer).keys():
        if not name.startswith("_") and name not in own and name != "on_finished":
            assert hasattr(Player, name), name


# --- edits ---


def trimmed(stage, take_id, seconds):
    stage.studio.editing.set(take_id, (edits.Trim(0.0, seconds, False),))


def test_a_take_is_heard_with_its_edits(stage):
    trimmed(stage, 1042, 0.5)
    start(stage, 1042)
    assert stage.audition.sound(1042).seconds == pytest.approx(0.5, abs=0.01)


def test_an_edit_while_it_plays_is_heard_at_the_same_place(stage):
    start(stage, 1042)
    stage.player.advance(0.2)
    trimmed(stage, 1042, 0.5)
    stage.qtbot.waitUntil(lambda: stage.player.said("crossfade") != [])
    assert stage.audition.playing
    assert stage.player.sound.seconds == pytest.approx(0.5, abs=0.01)
    assert stage.audition.position == pytest.approx(0.2)


def test_another_take_is_decoded_anew_when_it_is_wanted(stage):
    stage.audition.prefetch([1043])
    stage.qtbot.waitUntil(lambda: stage.audition.sound(1043) is not None)
    trimmed(stage, 1043, 0.4)
    assert stage.audition.sound(1043) is None
    start(stage, 1043)
    assert stage.audition.sound(1043).seconds == pytest.approx(0.4, abs=0.01)


def test_edits_that_change_while_a_take_is_read_are_heard(stage):
    stage.audition.prefetch([1043])
    trimmed(stage, 1043, 0.4)
    start(stage, 1043)
    stage.qtbot.waitUntil(lambda: not stage.audition.sounds.busy)
    assert stage.player.sound.seconds == pytest.approx(0.4, abs=0.01)


def test_a_device_at_another_rate_has_the_take_prepared_again(stage):
    start(stage, 1042)
    stage.player.sample_rate = 48000
    stage.player.playing = False
    stage.audition._tick()
    stage.qtbot.waitUntil(lambda: len(stage.player.said("prepare")) == 2)
