import pytest

from tangostudio.ui.view_settings import View, ViewSettings


@pytest.fixture
def settings(qtbot, memory):
    return ViewSettings(memory)


def test_a_view_is_remembered(settings, memory):
    settings.change(scale="erb", n_fft=8192, floor_db=-100, wave_db=True)
    assert ViewSettings(memory).view == settings.view
    assert settings.view.scale == "erb"


@pytest.mark.parametrize(
    "stored",
    [{"scale": "bark"}, {"n_fft": 1000}, {"floor_db": -10}, {"ceiling_db": 6}, {"floor_db": -130}],
)
def test_what_cannot_be_drawn_is_as_if_it_had_never_been_stored(memory, stored, qtbot):
    memory.store("view", stored)
    assert ViewSettings(memory).view == View()


def test_values_of_another_kind_are_left_out(memory, qtbot):
    memory.store("view", {"scale": 7, "n_fft": "512", "overlay": True, "new": 1})
    assert ViewSettings(memory).view == View(overlay=True)


def test_a_change_is_told_once_with_the_view_before(settings, qtbot):
    told = []
    settings.changed.connect(told.append)
    settings.change(scale="log")
    settings.change(scale="log")
    settings.change(n_fft=77)
    assert told == [View()]


def test_window_and_floor_stop_at_their_ends(settings):
    settings.lengthen_window(9)
    assert settings.view.n_fft == 16384
    settings.lengthen_window(-1)
    assert settings.view.n_fft == 8192
    settings.lengthen_window(-9)
    assert settings.view.n_fft == 512
    settings.lower_floor(9)
    assert settings.view.floor_db == -120
    settings.lower_floor(-99)
    assert settings.view.floor_db == -20
