import numpy as np
import pytest
from PySide6.QtCore import QSize

from tangostudio.audio.marks import find_marks
from tangostudio.audio.overview import Pyramid
from tangostudio.ui import theme
from tangostudio.ui.time_axis import TimeAxis
from tangostudio.ui.wave_marks import triangle_places
from tangostudio.ui.wave_scale import height_of
from tangostudio.ui.waveform import Wave, WaveformLayer

RATE = 44100
SIZE = QSize(300, 120)


@pytest.fixture
def axis(qtbot):
    made = TimeAxis()
    made.show(1.0, RATE)
    return made


def wave_of(samples, rate=RATE):
    return Wave(samples, rate, Pyramid(samples, rate), find_marks(samples, rate))


def layer_of(samples):
    layer = WaveformLayer()
    layer.show(wave_of(samples))
    return layer


def drawn(layer, axis, ratio=1.0):
    return layer.picture(SIZE, ratio, axis).toImage()


def tall(image, x, rows):
    """How many rows of a column hold the waveform: its colours are bright."""
    return sum(image.pixelColor(x, y).lightness() > 90 for y in rows)


def noise(left, right):
    generator = np.random.default_rng(2)
    wave = generator.uniform(-1, 1, (RATE, 2)).astype(np.float32)
    return wave * np.array([left, right], np.float32)


def test_nothing_is_an_empty_canvas(axis):
    image = drawn(WaveformLayer(), axis)
    assert {image.pixelColor(x, 60).name() for x in range(300)} == {theme.CANVAS}


def test_every_channel_has_its_lane(axis):
    image = drawn(layer_of(noise(1.0, 0.1)), axis)
    upper, lower = tall(image, 150, range(58)), tall(image, 150, range(62, 120))
    assert upper > 50
    assert 3 <= lower <= 12


def test_a_mono_sound_uses_the_whole_height(axis):
    image = drawn(layer_of(noise(1.0, 1.0)[:, :1]), axis)
    assert tall(image, 150, range(120)) > 110


def test_the_picture_has_the_screens_own_pixels(axis):
    picture = layer_of(noise(1, 1)).picture(SIZE, 2.0, axis)
    assert (picture.width(), picture.height()) == (600, 240)
    assert picture.devicePixelRatio() == 2.0


def test_zoom_shows_what_is_there(axis):
    samples = noise(1, 1)
    samples[: RATE // 2] = 0
    layer = layer_of(samples)
    whole = drawn(layer, axis)
    assert tall(whole, 60, range(58)) < 4 < tall(whole, 250, range(58))
    axis.set_range(0.6, 0.8)
    assert tall(drawn(layer, axis), 60, range(58)) > 40


def test_single_samples_get_dots(axis):
    samples = np.zeros((RATE, 1), np.float32)
    samples[100] = 1.0
    layer = layer_of(samples)
    axis.set_range(90 / RATE, 110 / RATE)
    image = drawn(layer, axis)
    at = round(10.0 * 300 / 20)
    assert tall(image, at, range(0, 8)) >= 3
    between = tall(image, at + 7, range(0, 8))
    assert between == 0


def test_a_low_and_a_high_sound_have_different_colours(axis):
    time = np.arange(RATE) / RATE

    def colour(hz):
        wave = (0.9 * np.sin(2 * np.pi * hz * time)).astype(np.float32)[:, None]
        return drawn(layer_of(wave), axis).pixelColor(150, 60)

    low, high = colour(150), colour(7000)
    assert low.blue() > low.red()
    assert high.red() > high.blue()


def test_single_samples_have_stems_to_the_middle(axis):
    samples = np.zeros((RATE, 1), np.float32)
    samples[100] = 0.9
    layer = layer_of(samples)
    axis.set_range(90 / RATE, 110 / RATE)
    image = drawn(layer, axis)
    at = round(10.0 * 300 / 20)
    stem = [image.pixelColor(at, y).lightness() for y in range(20, 55)]
    beside = [image.pixelColor(at + 3, y).lightness() for y in range(30, 55)]
    assert min(stem) > 45
    assert min(beside) < 30


def test_in_decibels_soft_parts_are_tall(axis):
    layer = layer_of(noise(0.01, 0.01)[:, :1])
    linear = tall(drawn(layer, axis), 150, range(120))
    layer.decibels = True
    assert linear < 6
    assert tall(drawn(layer, axis), 150, range(120)) == pytest.approx(120 / 3, abs=8)


@pytest.mark.parametrize(("value", "height"), [(1, 1), (-1, -1), (0.001, 0), (0, 0), (0.1, 2 / 3)])
def test_heights_in_decibels(value, height):
    assert height_of(np.array([value]), True)[0] == pytest.approx(height, abs=1e-5)


def red(image, x):
    colours = [image.pixelColor(x, y) for y in range(8)]
    return sum(c.red() > 180 and c.blue() < 140 and c.green() < 140 for c in colours)


def test_cut_off_tops_get_a_triangle_that_narrows_downwards(axis):
    samples = 0.2 * noise(1, 1)[:, :1]
    samples[RATE // 2 : RATE // 2 + 30] = 0.9
    image = drawn(layer_of(samples), axis)
    assert red(image, 150) >= 4
    assert red(image, 147) < red(image, 150)
    assert red(image, 60) == 0


def test_many_cut_off_tops_close_together_share_their_triangles():
    clipped = np.stack((np.arange(0, 44100, 50), np.arange(5, 44105, 50)), axis=1)
    places = triangle_places(clipped, (0, 44100), 300, 9.0)
    assert 20 < len(places) <= 34
    assert np.diff(places).min() >= 4.5
    assert len(triangle_places(clipped, (50_000, 60_000), 300, 9.0)) == 0


def test_silence_is_hatched(axis):
    samples = noise(1, 1)[:, :1]
    samples[RATE // 2 :] = 0
    image = drawn(layer_of(samples), axis)
    square = [image.pixelColor(x, y).name() for x in range(200, 260) for y in range(10, 40)]
    assert len(set(square)) > 1
    assert 0.05 < 1 - square.count(theme.CANVAS) / len(square) < 0.5


def test_the_other_takes_outline_is_drawn_only_when_wanted(axis):
    layer = layer_of(noise(0.2, 0.2))
    alone = drawn(layer, axis)
    layer.other = wave_of(noise(0.8, 0.8)[: RATE // 2, :1], RATE // 2)
    assert drawn(layer, axis) == alone
    layer.outlined = True
    both = drawn(layer, axis)
    light = [any(both.pixelColor(x, y).lightness() > 120 for y in range(5, 15)) for x in (100, 280)]
    assert light == [True, True]  # at its own rate it lasts as long
    layer.other = wave_of(noise(0.8, 0.8)[: RATE // 2], RATE)
    both = drawn(layer, axis)
    light = [any(both.pixelColor(x, y).lightness() > 120 for y in range(5, 15)) for x in (100, 280)]
    assert light == [True, False]


def test_the_level_at_a_moment():
    layer = layer_of(np.array([[0.5, -0.25]] * 10, np.float32))
    assert layer.levels_at(5 / RATE) == [0.5, -0.25]
    assert layer.levels_at(1.0) == []
    assert WaveformLayer().levels_at(0.0) == []
