"""A picture of palette colours: PNG without any library, and small letters to label it.

It does not know what is drawn.
"""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]

LETTER_WIDTH, LETTER_HEIGHT = 6, 7
# Rows of five bits from the top, two hexadecimal digits each.
_LETTERS = {
    "a": "00000e010f110f",
    "b": "10101e1111111e",
    "c": "00000e1110110e",
    "d": "01010f1111110f",
    "e": "00000e111f100e",
    "f": "0609081c080808",
    "g": "000f110f01110e",
    "h": "10101e11111111",
    "i": "04000c0404040e",
    "j": "02000602020a04",
    "k": "10101214181412",
    "l": "0c04040404040e",
    "m": "00001a15151515",
    "n": "00001e11111111",
    "o": "00000e1111110e",
    "p": "00001e111e1010",
    "q": "00000f110f0101",
    "r": "00001619101010",
    "s": "00000f100e011e",
    "t": "08081c08080906",
    "u": "0000111111130d",
    "v": "000011110a0a04",
    "w": "0000111515150a",
    "x": "0000110a040a11",
    "y": "0000110f01110e",
    "z": "00001f0204081f",
    "_": "0000000000001f",
    "0": "0e11131519110e",
    "1": "040c040404040e",
    "2": "0e11010204081f",
    "3": "1f02040201110e",
    "4": "02060a121f0202",
    "5": "1f101e0101110e",
    "6": "0608101e11110e",
    "7": "1f010204080808",
    "8": "0e11110e11110e",
    "9": "0e11110f01020c",
}


def letters(text: str) -> Pixels:
    """Ones where the strokes are, (LETTER_HEIGHT, LETTER_WIDTH per letter); unknown ones blank."""
    out = np.zeros((LETTER_HEIGHT, LETTER_WIDTH * len(text)), np.uint8)
    for number, letter in enumerate(text):
        rows = bytes.fromhex(_LETTERS.get(letter, ""))
        for y, row in enumerate(rows):
            for x in range(5):
                out[y, LETTER_WIDTH * number + x] = row >> (4 - x) & 1
    return out


def write_png(path: Path, places: Pixels, palette: Pixels) -> None:
    """Write (height, width) places of a palette (up to 256, 3) as PNG (ISO/IEC 15948)."""
    height, width = places.shape
    lines = np.zeros((height, width + 1), np.uint8)  # each line begins with its filter: none
    lines[:, 1:] = places
    header = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    parts = (
        (b"IHDR", header),
        (b"PLTE", palette.astype(np.uint8).tobytes()),
        (b"IDAT", zlib.compress(lines.tobytes(), 9)),
        (b"IEND", b""),
    )
    data = b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        for kind, body in parts
    )
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + data)
