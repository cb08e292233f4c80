"""Captions as texts: one line, composed, without signs that nobody sees, of any script."""

from __future__ import annotations

import re
import unicodedata

LONGEST = 300
"""Characters of a caption, as the models' prompts have them."""

_SPACES = re.compile(r"\s+")
# Joiners belong to words of some scripts and to emoji; other invisible signs only mislead.
_KEPT = "\u200c\u200d"
_INVISIBLE = ("Cf", "Cs", "Cn", "Co")


def clean(text: str, longest: int = LONGEST) -> str:
    """The text on one line in normal form C, cut at a word where it is too long."""
    seen = "".join(map(_visible, unicodedata.normalize("NFC", text)))
    line = _SPACES.sub(" ", seen).strip()
    if len(line) <= longest:
        return line
    head = line[: longest + 1]
    cut = head.rfind(" ")
    # A script without spaces, or one endless word, is cut where it is.
    return (head[:cut] if cut > longest // 2 else _whole(line, longest)).rstrip(" ,;:-")


def has_words(text: str) -> bool:
    """Whether there is a letter or a picture in it, and not only digits and signs."""
    return any(unicodedata.category(sign)[0] == "L" or _is_picture(sign) for sign in text)


def _is_picture(sign: str) -> bool:
    return unicodedata.category(sign) == "So"


def _visible(sign: str) -> str:
    category = unicodedata.category(sign)
    if category == "Cc":
        return " "
    return "" if category in _INVISIBLE and sign not in _KEPT else sign


def _whole(line: str, longest: int) -> str:
    """The first signs, without half of one that is put together from several."""
    end = longest
    while end and (unicodedata.category(line[end])[0] == "M" or line[end - 1] in _KEPT
                   or line[end] in _KEPT):  # fmt: skip
        end -= 1
    return line[:end]
