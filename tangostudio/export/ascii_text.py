"""Texts spelt in ASCII, for fields of files that hold nothing else.

Latin letters lose their marks; Greek and Cyrillic letters, kana and hangul are spelt by sound, so
that they can roughly be read. Ideographs and all else become question marks.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_SIGNS = {
    "‘": "'", "’": "'", "‚": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"',
    "‐": "-", "‑": "-", "–": "-", "—": "-", "−": "-", "…": "...", "·": "-", "•": "-",
    "×": "x", "°": " deg", "€": "EUR", "£": "GBP", "©": "(c)", "®": "(r)",
    "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i",
}  # fmt: skip
_SOUNDS = """
αa βb γg δd εe ζz ηi θth ιi κk λl μm νn ξx οo πp ρr σs ςs τt υy φf χch ψps ωo
аa бb вv гg дd еe жzh зz иi йy кk лl мm нn оo пp рr сs тt уu фf хkh цts чch шsh щshch ъ ыy ь эe
юyu яya єye іi ґg
"""
_LETTERS = _SIGNS | {each[0]: each[1:] for each in _SOUNDS.split()}
_NAMED = ("HIRAGANA LETTER ", "KATAKANA LETTER ", "HANGUL SYLLABLE ")


def spelt(text: str) -> str:
    """The text in printable ASCII; runs of white space and control characters are one space."""
    return " ".join("".join(map(_spelt, unicodedata.normalize("NFC", text))).split())


@lru_cache(maxsize=4096)
def _spelt(sign: str) -> str:
    if " " <= sign <= "~":
        return sign
    lower = sign.lower()
    if lower in _LETTERS:
        found = _LETTERS[lower]
        return found.capitalize() if sign != lower else found
    name = unicodedata.name(sign, "")
    for kind in _NAMED:
        if name.startswith(kind):
            return name.removeprefix(kind).removeprefix("SMALL ").lower()
    plain = unicodedata.normalize("NFKD", sign)
    if plain != sign:
        return "".join(map(_spelt, plain))
    if unicodedata.category(sign)[0] == "M":  # marks that were taken from their letters
        return ""
    return " " if sign.isspace() or unicodedata.category(sign)[0] == "C" else "?"
