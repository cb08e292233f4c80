import numpy as np
import pytest

from tangostudio.ui.wave_image import fold, wave_image

RED = np.array([[255, 0, 0]], np.uint8)


def column(image, x):
    return [image.pixelColor(x, y) for y in range(image.height())]


def floats(*values):
    return np.array(values, np.float32)


def test_a_full_scale_column_fills_the_height_in_its_colour(qapp):
    image = wave_image(floats(-1), floats(1), RED, 4, 20)
    assert all(colour.getRgb() == (255, 0, 0, 255) for colour in column(image, 1))


def test_half_scale_leaves_the_edges_empty(qapp):
    drawn = [c.alpha() for c in column(wave_image(floats(-0.5), floats(0.5), RED, 4, 20), 1)]
    assert drawn == [0] * 5 + [255] * 10 + [0] * 5


def test_silence_is_a_thin_line(qapp):
    drawn = [c.alpha() for c in column(wave_image(floats(0), floats(0), RED, 4, 20), 1)]
    assert sum(drawn) == pytest.approx(255, abs=2)
    assert sum(drawn[9:11]) == sum(drawn)


def test_gain_is_cut_at_the_edges(qapp):
    image = wave_image(floats(0), floats(0.5), RED, 2, 20, gain=9)
    assert [c.alpha() for c in column(image, 0)] == [255] * 10 + [0] * 10


def test_bars_leave_gaps(qapp):
    image = wave_image(floats(-1, -1), floats(1, 1), np.repeat(RED, 2, axis=0), 20, 4, bar=0.6)
    assert [image.pixelColor(x, 1).alpha() for x in (0, 1, 5, 8, 9, 10, 15)] == [
        0, 0, 255, 0, 0, 0, 255,
    ]  # fmt: skip


def test_nothing_is_an_empty_image(qapp):
    image = wave_image(floats(), floats(), np.zeros((0, 3), np.uint8), 5, 5)
    assert (image.width(), image.pixelColor(2, 2).alpha()) == (5, 0)


def test_fold_keeps_extremes_and_means():
    low, high, centroid = fold(
        floats(-1, 0, -0.5, 0), floats(0, 0.25, 0, 0.75), floats(100, 300, 1000, 3000), 2
    )
    assert low.tolist() == [-1, -0.5]
    assert high.tolist() == [0.25, 0.75]
    assert centroid.tolist() == [200, 2000]


def test_fold_to_more_columns_repeats():
    low, high, centroid = fold(floats(-1, 0), floats(0, 1), floats(5, 6), 4)
    assert (low.tolist(), high.tolist(), centroid.tolist()) == (
        [-1, -1, 0, 0], [0, 0, 1, 1], [5, 5, 6, 6],
    )  # fmt: skip
    assert len(fold(floats(), floats(), floats(), 4)[0]) == 0
