"""Colour tables for sound: viridis, magma and grey, a diverging one, and places on them.

The perceptual maps are evaluated from Chebyshev polynomials of degree ten that were fitted for this
program to the shapes of the well-known maps (largest error two of 255 steps); the diverging map is
made in Oklab (Ottosson, 2020). No widgets here.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Table = NDArray[np.uint8]

LOWEST_HZ, HIGHEST_HZ = 100.0, 9000.0
DARKEST = 0.35  # where the waveform's part of viridis begins: darker is unreadable on the canvas

# Coefficients of red, green and blue over -1..1.
_VIRIDIS = (
    (0.40863, 0.29802, 0.25486, 0.07991, -0.03329, -0.02005, -0.00194, 0.00607, 0.00187, -0.00439,
     -0.00177),
    (0.51870, 0.45473, -0.05742, -0.00478, -0.00852, 0.00083, 0.00208, 0.00095, -0.00041, 0.00026,
     0.00006),
    (0.37598, -0.14651, -0.17046, 0.02138, 0.01505, 0.02909, 0.01495, 0.00522, 0.00448, 0.00169,
     -0.00020),
)  # fmt: skip
_MAGMA = (
    (0.59094, 0.55127, -0.11836, -0.06196, 0.01654, 0.00783, 0.00752, -0.00541, -0.00364, 0.00229,
     0.00142),
    (0.37004, 0.47987, 0.14424, 0.02014, -0.01923, -0.00776, -0.00308, 0.00754, 0.00495, -0.00810,
     0.00169),
    (0.41398, 0.24603, -0.04396, 0.15342, 0.00640, -0.02717, 0.00002, -0.00713, 0.00712, 0.00573,
     -0.00641),
)  # fmt: skip

_MIDDLE_LIGHTNESS, _END_LIGHTNESS, _END_CHROMA = 0.24, 0.80, 0.13
_BLUE_DEGREES, _ORANGE_DEGREES = 245.0, 60.0
_LAB_TO_CONES = np.array(
    [[1.0, 1.0, 1.0],
     [0.3963377774, -0.1055613458, -0.0894841775],
     [0.2158037573, -0.0638541728, -1.2914855480]]
)  # fmt: skip
_CONES_TO_RGB = np.array(
    [[4.0767416621, -1.2684380046, -0.0041960863],
     [-3.3077115913, 2.6097574011, -0.7034186147],
     [0.2309699292, -0.3413193965, 1.7076147010]]
)  # fmt: skip


def _from_polynomials(channels: tuple[tuple[float, ...], ...]) -> Table:
    place = np.linspace(-1.0, 1.0, 256)
    values = [np.polynomial.chebyshev.chebval(place, channel) for channel in channels]
    return (np.clip(np.stack(values, axis=1), 0.0, 1.0) * 255.0).round().astype(np.uint8)


def _grey() -> Table:
    """Equal steps of lightness (CIE L*), as greys in sRGB."""
    lightness = np.linspace(0.0, 100.0, 256)
    light = np.where(lightness > 8.0, ((lightness + 16.0) / 116.0) ** 3, lightness / 903.3)
    return np.repeat((_gamma(light) * 255.0).round().astype(np.uint8)[:, None], 3, axis=1)


def _diverging() -> Table:
    """Blue to dark grey to orange: lightness says how much, hue which way.

    Both arms have the same lightness and chroma at the same distance from the middle, and their
    hues stay apart for all common kinds of colour blindness.
    """
    place = np.linspace(-1.0, 1.0, 256)
    away = np.abs(place)
    lightness = _MIDDLE_LIGHTNESS + (_END_LIGHTNESS - _MIDDLE_LIGHTNESS) * away
    chroma = _END_CHROMA * np.minimum(away / 0.75, 1.0)
    hue = np.radians(np.where(place < 0, _BLUE_DEGREES, _ORANGE_DEGREES))
    return _from_oklab(lightness, chroma * np.cos(hue), chroma * np.sin(hue))


def _from_oklab(*lab: NDArray[np.float64]) -> Table:
    """sRGB (n, 3) of lightness, a and b (n,) each; what sRGB does not reach is cut off."""
    cones = (np.stack(lab, axis=1) @ _LAB_TO_CONES) ** 3
    linear = np.clip(cones @ _CONES_TO_RGB, 0.0, 1.0)
    return (_gamma(linear) * 255.0).round().astype(np.uint8)


def _gamma(light: NDArray[np.float64]) -> NDArray[np.float64]:
    """sRGB's encoding of linear light."""
    return np.where(
        light > 0.0031308, 1.055 * np.maximum(light, 0.0) ** (1 / 2.4) - 0.055, 12.92 * light
    )


VIRIDIS: Table = _from_polynomials(_VIRIDIS)
MAGMA: Table = _from_polynomials(_MAGMA)
GREY: Table = _grey()
DIVERGING: Table = _diverging()  # from less over the same to more

# uint8 (256, 3) each, dark first.
TABLES: dict[str, Table] = {"magma": MAGMA, "viridis": VIRIDIS, "grey": GREY}


def centroid_position(hz: NDArray[np.floating] | float) -> NDArray[np.float32]:
    """Place of a spectral centroid from 0 (100 Hz and below) to 1 (9 kHz and above), logarithmic.

    Multiply by 1 - DARKEST and add DARKEST for the place on viridis; `centroid_colours` does both.
    """
    octaves = np.log(np.maximum(np.asarray(hz, dtype=np.float32), LOWEST_HZ) / LOWEST_HZ)
    return np.clip(octaves / np.log(HIGHEST_HZ / LOWEST_HZ), 0.0, 1.0).astype(np.float32)


def centroid_colours(hz: NDArray[np.floating]) -> Table:
    """Colours (n, 3) of a waveform's columns, from their spectral centroids (n,)."""
    place = DARKEST + (1.0 - DARKEST) * centroid_position(hz)
    return VIRIDIS[(place * 255.0).round().astype(np.intp)]
