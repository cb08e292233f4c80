"""Words of an English text and their stems, so that "doors creaking" finds "door" and "creak".

The stemming is light: it serves to compare words with each other, and a stem need not be a word.
British and American spellings of words for sounds have one stem. Meanings are not known here.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_WORD = re.compile(r"[^\W_]+(?:['’][^\W\d_]+)*")
_VOWEL = re.compile(r"[aeiouy]")
_LEAST = 3  # letters of a stem
_MOST_CACHED = 8192

_KEPT = frozenset({
    "army", "awning", "baby", "bearing", "body", "brass", "building", "bus", "canvas", "ceiling",
    "chess", "city", "dress", "during", "earring", "evening", "gas", "glass", "grass", "hiss",
    "kiss", "lens", "lightning", "morning", "moss", "news", "pony", "railing", "series", "species",
    "wedding",
})  # fmt: skip
_IRREGULAR = {
    "aeroplane": "airplane", "armour": "armor", "axe": "ax", "blew": "blow", "blown": "blow",
    "bitten": "bite", "broke": "break", "broken": "break", "catalogue": "catalog",
    "centre": "center", "children": "child", "colour": "color", "drank": "drink",
    "driven": "drive", "drove": "drive", "feet": "foot", "fell": "fall", "fallen": "fall",
    "flew": "fly", "flown": "fly", "frozen": "freeze", "froze": "freeze", "geese": "goose",
    "grey": "gray", "harbour": "harbor", "icy": "ice", "knives": "knife",
    "leaves": "leaf", "litre": "liter", "men": "man", "metallic": "metal", "metre": "meter",
    "mice": "mouse", "moustache": "mustache", "plough": "plow", "pyjamas": "pajamas", "ran": "run",
    "rang": "ring", "rung": "ring", "sang": "sing", "sung": "sing", "shaken": "shake",
    "shook": "shake", "shelves": "shelf", "shone": "shine", "slid": "slide",
    "smashed": "smash", "spat": "spit", "spun": "spin", "stolen": "steal", "struck": "strike",
    "swam": "swim", "swung": "swing", "teeth": "tooth", "theatre": "theater", "threw": "throw",
    "thrown": "throw", "tore": "tear", "torn": "tear", "tyre": "tire", "tyres": "tire",
    "vapour": "vapor", "went": "go", "wolves": "wolf", "women": "woman", "wooden": "wood",
    "woollen": "wool",
}  # fmt: skip


def words(text: str) -> list[str]:
    """The words of a text in order, in lower case; hyphens and other signs part words."""
    return _WORD.findall(unicodedata.normalize("NFKC", text).casefold())


@lru_cache(maxsize=_MOST_CACHED)
def stem(word: str) -> str:
    """What a word in lower case has in common with its other forms."""
    word = re.sub(r"['’]s?$", "", word)
    word = _IRREGULAR.get(word, word)
    if word in _KEPT or len(word) <= _LEAST:
        return _bare(word)
    word = _singular(word)
    word = _IRREGULAR.get(word, word)
    for ending in ("ing", "ed", "ly"):
        rest = word.removesuffix(ending)
        if rest != word and _can_stand(rest, ending):
            word = rest
            break
    if word.endswith("y") and len(word) > _LEAST + 1:
        word = word[:-1]
    return _bare(word)


def stems(text: str) -> list[str]:
    """The stems of a text's words, in order."""
    return [stem(word) for word in words(text)]


def _singular(word: str) -> str:
    if word.endswith(("ies", "ied")):
        return f"{word[:-3]}y"
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def _can_stand(rest: str, ending: str) -> bool:
    """Whether an ending is one: "ring" and "seed" are whole words."""
    if ending == "ed" and rest.endswith("e"):
        return False
    return len(rest) > 1 and bool(_VOWEL.search(rest)) and rest not in ("ev", "str")


def _bare(word: str) -> str:
    """Without the last e and the second of two last consonants, as "slide" and "dripp" have."""
    if len(word) > _LEAST and word.endswith("e"):
        word = word[:-1]
    doubled = len(word) > _LEAST and word[-1] == word[-2] and word[-1] not in "aeiou"
    return word[:-1] if doubled else word
