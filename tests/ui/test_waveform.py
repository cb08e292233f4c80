import numpy as np
import pytest
from PySide6.QtCore import QSize

from tangostudio.audio.overview import Pyramid
from tangostudio.ui import theme
from tangostudio.ui.time_axis import TimeAxis
from tangostudio.ui.waveform import WaveformLayer

RATE = 44100
SIZE = QSize(300, 120)


@pytest.fixture
def axis(qtbot):
    made = TimeAxis()
    made.show(1.0, RATE)
    return made


def layer_of(samples):
    layer = WaveformLayer()
    layer.show(Pyramid(samples, RATE), samples, RATE)
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
