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
    column, across = _columns_of_pixels(columns, width, bar)
    top = np.clip(top - thin, 0, height)[column]
    bottom = np.clip(bottom + thin, 0, height)[column]
    shade = np.empty((width, 4), np.float32)  # premultiplied
    shade[:, :3], shade[:, 3] = rgb[column], 255
    shade *= across[:, None]
    return _image(_bars(top, bottom, shade, height))


def _bars(
    top: NDArray[np.floating], bottom: NDArray[np.floating], shade: Floats, height: int
) -> Bytes:
    """Pixels (height, width, 4) of one bar for each of them across: soft at both ends.

    All that is between the ends is set at once, as whole pixels: a third of the time that a share
    for every pixel takes.
    """
    first = np.minimum(np.floor(top), height - 1).astype(np.intp)
    last = np.maximum(np.ceil(bottom) - 1, first).astype(np.intp)
    rows = np.arange(height)[:, None]
    inside = (rows > first) & (rows < last)
    pixels = np.multiply(inside, _packed(shade), dtype=np.uint32)  # (height, width)
    across = np.arange(len(first))
    pixels[last, across] = _packed(shade * np.maximum(bottom - last, 0)[:, None])
    head = np.minimum(first + 1, bottom) - top
    pixels[first, across] = _packed(shade * head[:, None])
    return pixels.view(np.uint8).reshape(height, len(first), 4)


def _packed(shade: NDArray[np.floating]) -> NDArray[np.uint32]:
    """Pixels (width,) of red, green, blue and alpha (width, 4)."""
    return np.ascontiguousarray(shade.astype(np.uint8)).view(np.uint32)[:, 0]


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
