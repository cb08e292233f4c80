"""Waveforms as images: one coloured bar per column, drawn with numpy.

The colour of a bar is the brightness of the sound there (its spectral centroid), the height its
extremes. It knows nothing of takes, zoom or widgets; cards and the editor draw with it alike.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QImage

Floats = NDArray[np.float32]
Bytes = NDArray[np.uint8]


def wave_image(
    minimum: Floats,
    maximum: Floats,
    rgb: Bytes,
    width: int,
    height: int,
    *,
    bar: float = 1.0,
    gain: float = 1.0,
    thinnest: float = 1.0,
) -> QImage:
    """Bars from `minimum` to `maximum` around the middle line, in physical pixels.

    Args:
        minimum, maximum: (columns,) extremes from -1 to 1.
        rgb: (columns, 3) colour of each bar.
        width, height: size of the image.
        bar: share of a column's width that its bar fills; the rest stays empty.
        gain: factor on the extremes; what leaves the image is cut off.
        thinnest: least height of a bar, so that silence is a line.
    """
    columns = len(minimum)
    if not columns or width < 1 or height < 1:
        return _image(np.zeros((max(1, height), max(1, width), 4), np.uint8))
    middle = height / 2
    top = middle - np.clip(maximum * gain, -1, 1) * middle
    bottom = middle - np.clip(minimum * gain, -1, 1) * middle
    thin = np.maximum(0, thinnest - (bottom - top)) / 2
    rows = np.arange(height, dtype=np.float32)[:, None]
    cover = np.minimum(rows + 1, bottom + thin) - np.maximum(rows, top - thin)
    cover = np.clip(cover, 0, 1, out=cover)  # (height, columns)
    column, across = _columns_of_pixels(columns, width, bar)
    cover = cover[:, column] * across
    pixels = np.empty((height, width, 4), np.uint8)
    shade = rgb[column].astype(np.float32)
    for channel in range(3):
        pixels[:, :, channel] = cover * shade[:, channel]
    pixels[:, :, 3] = cover * 255
    return _image(pixels)


def _columns_of_pixels(columns: int, width: int, bar: float) -> tuple[NDArray[np.intp], Floats]:
    """For each pixel the column that it shows, and how much of it that column's bar covers."""
    pitch = width / columns
    left = np.arange(width, dtype=np.float64)
    column = np.clip(((left + 0.5) / pitch).astype(np.intp), 0, columns - 1)
    if bar >= 1 or pitch < 1.5:
        return column, np.ones(width, np.float32)
    margin = pitch * (1 - bar) / 2
    begin, end = column * pitch + margin, (column + 1) * pitch - margin
    return column, np.clip(
        np.minimum(left + 1, end) - np.maximum(left, begin), 0, 1, dtype=np.float32
    )


def _image(pixels: Bytes) -> QImage:
    height, width, _channels = pixels.shape
    image = QImage(
        pixels.data, width, height, width * 4, QImage.Format.Format_RGBA8888_Premultiplied
    )
    # The copy owns its memory; the array may go.
    return image.copy()


def fold(minimum: Floats, maximum: Floats, centroid_hz: Floats, count: int) -> tuple[Floats, ...]:
    """The same outline in `count` columns: extremes of what falls together, mean of the rest.

    With more columns wanted than there are, columns repeat.
    """
    columns = len(minimum)
    if not columns or count < 1:
        empty = np.zeros(0, np.float32)
        return empty, empty, empty
    edges = np.linspace(0, columns, count + 1)
    first = np.minimum(edges[:-1].astype(np.intp), columns - 1)
    if count >= columns:
        return minimum[first], maximum[first], centroid_hz[first]
    last = np.append(first[1:], columns)
    centroid = np.add.reduceat(centroid_hz, first) / (last - first)
    return (
        np.minimum.reduceat(minimum, first),
        np.maximum.reduceat(maximum, first),
        centroid.astype(np.float32),
    )
