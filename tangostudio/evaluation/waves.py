"""Small waveforms of kept sounds as inline SVG, coloured by brightness as in the program."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from tangostudio.audio import colours, files, overview
from tangostudio.errors import TangoStudioError

COLUMNS, HEIGHT = 96, 44
_LEAST = 0.5  # half a pixel of line where there is silence
_COLOURS = 12


def picture(file: Path) -> str:
    """The waveform of a sound file, at its own peak; a line where it cannot be read."""
    try:
        sound = files.read(file)
    except TangoStudioError:
        return _svg(f'<path stroke="#9aa3b2" d="M0 {HEIGHT / 2:g}H{COLUMNS}"/>')
    seen = overview.unpack(overview.pack(sound.samples, sound.sample_rate, COLUMNS))
    top = max(float(np.abs((seen.minimum, seen.maximum)).max(initial=0.0)), 1e-4)
    reach = (HEIGHT / 2 - 3) / top
    places = np.round(colours.centroid_position(seen.centroid_hz) * (_COLOURS - 1)).astype(int)
    drawn: dict[int, list[str]] = {}
    for column, place in enumerate(places):
        low = HEIGHT / 2 - reach * float(seen.maximum[column]) - _LEAST
        high = HEIGHT / 2 - reach * float(seen.minimum[column]) + _LEAST
        drawn.setdefault(int(place), []).append(f"M{column}.5 {low:.1f}V{high:.1f}")
    return _svg(
        "".join(
            f'<path stroke="{_colour(place)}" d="{"".join(lines)}"/>'
            for place, lines in sorted(drawn.items())
        )
    )


def _colour(place: int) -> str:
    share = colours.DARKEST + (1 - colours.DARKEST) * place / (_COLOURS - 1)
    return "#" + bytes(colours.VIRIDIS[round(share * 255)]).hex()


def _svg(drawn: str) -> str:
    return (
        f'<svg viewBox="0 0 {COLUMNS} {HEIGHT}" preserveAspectRatio="none" aria-hidden="true">'
        f"{drawn}</svg>"
    )
