import itertools
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QSize

from tangostudio.audio import colours
from tangostudio.audio.spectrum import difference, spectrogram
from tangostudio.ui.spectrogram_view import (
    LABEL_GAP_PX,
    SpectrogramLayer,
    frequency_labels,
    frequency_text,
    level_image,
)
from tangostudio.ui.time_axis import TimeAxis
from tangostudio.ui.view_settings import View

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
    layer.view = View(scale=scale)
    layer.show(spectrogram(samples, RATE, scale, columns_max=200))
    return layer


def test_high_frequencies_stand_on_top(qapp):
    shown = level_image(
        spectrogram(tone(12000), RATE, "linear", columns_max=50), colours.GREY, -85, 0
    )
    brightest = max(range(shown.height()), key=lambda y: shown.pixelColor(10, y).lightness())
    assert brightest / shown.height() == pytest.approx(1 - 12000 / 22050, abs=0.03)


@pytest.mark.parametrize("table", ["magma", "viridis", "grey"])
def test_silence_and_full_scale_are_the_ends_of_the_table(qapp, table):
    made = spectrogram(tone(), RATE, columns_max=50)
    made.db[:] = -85.0
    made.db[0] = 0.0
    image = level_image(made, colours.TABLES[table], -85, 0)
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
    assert layer.sound.over(axis) == (part, 0.2)
    axis.set_range(0.15, 0.25)
    assert layer.sound.over(axis)[0] is not part
    axis.set_range(0.2, 0.21)
    assert layer.sound.over(axis)[0] is not part


@pytest.mark.parametrize("scale", ["mel", "erb", "log", "linear"])
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


def test_the_range_of_levels_moves_the_colours(axis):
    layer = layer_of(tone(until=1.0) * np.float32(0.01))  # -40 dB
    layer.set_colours("grey")

    def brightest(floor, ceiling):
        layer.set_view(View(floor_db=floor, ceiling_db=ceiling))
        image = layer.picture(SIZE, 1.0, axis).toImage()
        return max(image.pixelColor(100, y).lightness() for y in range(160))

    assert brightest(-85, -40) > 220
    assert 80 < brightest(-85, 0) < 180
    assert brightest(-40, 0) < 20


def lit(image, x, y):
    colour = image.pixelColor(x, y)
    return colour.red() - colour.blue()


def test_a_difference_is_orange_where_the_take_is_louder_and_blue_where_softer(axis):
    layer = layer_of(tone(1000, until=1.0))
    other = spectrogram(tone(4000, until=1.0), RATE, columns_max=200)
    layer.show_difference(difference(layer.sound.whole, other), ("#2", "#1"))
    assert not layer.differs
    layer.comparing = True
    assert layer.differs
    image = layer.picture(SIZE, 1.0, axis).toImage()
    rows = [lit(image, 100, y) for y in range(160)]
    hz = [layer.level_at(0.5, (y + 0.5) / 160)[0] for y in range(160)]
    assert hz[int(np.argmax(rows))] == pytest.approx(1000, rel=0.1)
    assert hz[int(np.argmin(rows))] == pytest.approx(4000, rel=0.1)
    _hz, over_db = layer.level_at(0.5, (int(np.argmin(rows)) + 0.5) / 160)
    assert over_db < -40
    layer.comparing = False
    assert layer.picture(SIZE, 1.0, axis).toImage() != image


def test_the_legend_names_both_takes_where_there_is_room(axis):
    layer = layer_of(tone())
    layer.show_difference(difference(layer.sound.whole, layer.sound.whole), ("#2", "#1"))
    layer.comparing = True
    large = layer.picture(QSize(600, 300), 1.0, axis).toImage()
    corner = [lit(large, x, y) for x in range(400, 600) for y in range(240, 300)]
    assert max(corner) > 100
    assert min(corner) < -100
    small = layer.picture(QSize(200, 80), 1.0, axis).toImage()
    assert max(abs(lit(small, x, y)) for x in range(60, 200) for y in range(80)) < 30
