import itertools
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QSize

from tangostudio.audio import colours
from tangostudio.audio.spectrum import spectrogram
from tangostudio.ui.spectrogram_view import (
    LABEL_GAP_PX,
    SpectrogramLayer,
    frequency_labels,
    frequency_text,
    level_image,
)
from tangostudio.ui.time_axis import TimeAxis

RATE = 44100
SIZE = QSize(200, 160)


@pytest.fixture
def axis(qtbot):
    made = TimeAxis()
    made.show(1.0, RATE)
    return made


def tone(hz=1000.0, until=0.5):
    time = np.arange(RATE) / RATE
    wave = np.where(time < until, np.sin(2 * np.pi * hz * time), 0)
    return wave.astype(np.float32)[:, None]


def layer_of(samples, scale: Any = "mel") -> Any:
    layer = SpectrogramLayer("magma")
    layer.scale = scale
    layer.show(spectrogram(samples, RATE, scale, columns_max=200))
    return layer


def test_high_frequencies_stand_on_top(qapp):
    shown = level_image(spectrogram(tone(12000), RATE, "linear", columns_max=50), colours.GREY)
    brightest = max(range(shown.height()), key=lambda y: shown.pixelColor(10, y).lightness())
    assert brightest / shown.height() == pytest.approx(1 - 12000 / 22050, abs=0.03)


@pytest.mark.parametrize("table", ["magma", "viridis", "grey"])
def test_silence_and_full_scale_are_the_ends_of_the_table(qapp, table):
    made = spectrogram(tone(), RATE, columns_max=50)
    made.db[:] = -85.0
    made.db[0] = 0.0
    image = level_image(made, colours.TABLES[table])
    top, bottom = image.pixelColor(3, 0), image.pixelColor(3, image.height() - 1)
    assert [top.red(), top.green(), top.blue()] == colours.TABLES[table][0].tolist()
    assert [bottom.red(), bottom.green(), bottom.blue()] == colours.TABLES[table][255].tolist()


def test_the_sound_is_where_it_is_in_time(axis):
    image = layer_of(tone(until=0.5)).picture(SIZE, 1.0, axis).toImage()

    def brightest(x):
        return max(image.pixelColor(x, y).lightness() for y in range(20, 150))

    assert brightest(80) > 150
    assert brightest(130) < 60
    axis.set_range(0.0, 0.4)
    zoomed = layer_of(tone(until=0.5)).picture(SIZE, 1.0, axis).toImage()
    assert max(zoomed.pixelColor(130, y).lightness() for y in range(20, 150)) > 150


def test_level_under_the_mouse(axis):
    layer = layer_of(tone(1000))
    heights = np.linspace(0, 1, 200)
    found = [layer.level_at(0.25, float(height)) for height in heights]
    hz, level_db = max(found, key=lambda pair: pair[1])
    assert hz == pytest.approx(1000, rel=0.05)
    assert level_db == pytest.approx(0, abs=3)
    assert layer.level_at(0.9, 0.5)[1] == -85
    assert SpectrogramLayer("magma").level_at(0.5, 0.5) is None


def test_a_sharper_part_is_used_where_it_covers_the_view(axis):
    samples = tone(until=1.0)
    layer = layer_of(samples)
    part = spectrogram(samples, RATE, columns_max=200, start_frame=8820, end_frame=13230)
    layer.show_part(part, 0.2)
    axis.set_range(0.2, 0.3)
    assert layer._chosen(axis) == (part, 0.2)
    axis.set_range(0.15, 0.25)
    assert layer._chosen(axis)[0] is not part
    axis.set_range(0.2, 0.21)
    assert layer._chosen(axis)[0] is not part


@pytest.mark.parametrize("scale", ["mel", "log", "linear"])
@pytest.mark.parametrize("height", [80, 233, 600])
def test_frequency_labels_can_be_read(scale, height):
    labels = frequency_labels(spectrogram(tone(), RATE, scale, columns_max=20), scale, height)
    heights = [y for y, _text in labels]
    assert len(labels) >= 2
    assert all(0 < y < height for y in heights)
    assert all(a - b >= LABEL_GAP_PX for a, b in itertools.pairwise(heights))


@pytest.mark.parametrize(
    ("hz", "text"), [(30, "30 Hz"), (999.6, "1000 Hz"), (2000, "2 kHz"), (2449, "2.4 kHz")]
)
def test_frequencies_as_words(hz, text):
    assert frequency_text(hz) == text


def test_other_colours_draw_another_picture(axis):
    layer = layer_of(tone())
    magma = layer.picture(SIZE, 1.0, axis).toImage()
    layer.set_colours("grey")
    grey = layer.picture(SIZE, 1.0, axis).toImage()
    colour = grey.pixelColor(60, 3)
    assert colour.red() == colour.green() == colour.blue()
    assert magma != grey
