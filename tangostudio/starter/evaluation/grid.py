"""A picture of every family: the spectrogram of a real clip beside that of a take of its caption.

It judges nothing.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path

import numpy as np

from tangostudio.audio.colours import MAGMA
from tangostudio.audio.spectrum import spectrogram
from tangostudio.starter.evaluation.bench import FIRST_SEED, Audio, Bench, Generated, Settings
from tangostudio.starter.evaluation.codec_rows import real
from tangostudio.starter.evaluation.picture import LETTER_HEIGHT, Pixels, letters, write_png
from tangostudio.starter.evaluation.running import Done, Line, Plan, Row, Task, run
from tangostudio.starter.sounds import FAMILIES, SAMPLE_RATE

COLUMNS, SECONDS = 8, 3.0
WIDE, HIGH, GAP = 110, 80, 4
RANGE_DB, SHADES = 60.0, 40
_SEEDS = FIRST_SEED + 6_000_000
_TEXT, _GROUND = SHADES, SHADES + 1


def shades(bench: Bench, audio: Audio) -> Pixels:
    """Places of a spectrogram's levels among the shades, (HIGH, WIDE), low frequencies last."""
    levels = spectrogram(audio, SAMPLE_RATE, "mel", rows=HIGH, columns_max=WIDE, floor_db=-110).db
    place = (levels - levels.max() + RANGE_DB) / RANGE_DB
    return (np.clip(place, 0, 1) * (SHADES - 1)).round().astype(np.uint8)[::-1]


def tasks(plan: Plan) -> list[Task]:
    """A real clip and a take of its caption for each family."""
    found = []
    for family in sorted(FAMILIES):
        clip = real(family, 0, SECONDS, _SEEDS)
        take = Generated(clip.example().caption, SECONDS, clip.seed % 2**31)
        found += [Task((family, "real"), clip, shades), Task((family, "take"), take, shades)]
    return found


def painted(done: list[Done]) -> Pixels:
    """All pairs with their names, in the families' order from left to right."""
    pictures = {item.key: item.found for item in done}
    names = sorted({family for family, _ in pictures})
    cell_high, cell_wide = HIGH + LETTER_HEIGHT + 3 * GAP, 2 * WIDE + 3 * GAP
    rows = -(-len(names) // COLUMNS)
    out = np.full((rows * cell_high + GAP, COLUMNS * cell_wide + GAP), _GROUND, np.uint8)
    for number, family in enumerate(names):
        top = number // COLUMNS * cell_high + GAP
        left = number % COLUMNS * cell_wide + GAP
        label = letters(family)
        area = out[top : top + LETTER_HEIGHT, left : left + label.shape[1]]
        area[label == 1] = _TEXT
        top += LETTER_HEIGHT + GAP
        for offset, kind in ((0, "real"), (WIDE + 2, "take")):
            start = left + offset
            out[top : top + HIGH, start : start + WIDE] = pictures[family, kind]
    return out


def draw_grid(path: Path, settings: Settings, processes: int = 2) -> None:
    """Make the clips and write the picture."""
    palette = np.concatenate(
        [MAGMA[np.linspace(0, 255, SHADES).astype(int)], [[235, 235, 235], [38, 38, 44]]]
    ).astype(np.uint8)
    row = Row("grid", tasks, partial(_write, path, palette))
    list(run([row], Plan(), settings, processes))


def _write(path: Path, palette: Pixels, done: list[Done]) -> list[Line]:
    write_png(path, painted(done), palette)
    return []
