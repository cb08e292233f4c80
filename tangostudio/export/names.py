"""File names that Windows, macOS and Linux all take, made from what a person wrote.

Knows nothing of takes or formats.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

MAX_CHARACTERS = 100
MAX_BYTES = 180  # file systems take 255; a number, a suffix and ".part" come on top
_FORBIDDEN = re.compile(r'[<>:"/\\|?*]')
_SPACES = re.compile(r"\s+")
_RESERVED = re.compile(r"(?i)(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³]) *(\..*)?")
# Zero-width joiners belong to words and emoji; other invisible signs only mislead.
_JOINERS = "\u200c\u200d"


def file_stem(title: str, fallback: str = "sound") -> str:
    """A file name without suffix that says the title as well as file systems can.

    Forbidden characters become "-", control characters and runs of space one space; names that
    Windows reserves get "_" in front; over-long ones are cut. `fallback` when nothing is left.
    """
    text = unicodedata.normalize("NFC", title)
    text = _SPACES.sub(" ", "".join(_visible(character) for character in text))
    text = _trimmed(_FORBIDDEN.sub("-", text).lstrip(". "))
    if not text.strip("-_. "):
        return fallback
    return f"_{text}" if _RESERVED.fullmatch(text) else text


def numbered(stem: str) -> Iterator[str]:
    """The name itself, then with " 2", " 3" and so on."""
    yield stem
    number = 2
    while True:
        yield f"{stem} {number}"
        number += 1


def free_path(folder: Path, stem: str, suffix: str) -> Path:
    """The first of the numbered names that nothing in the folder has."""
    for name in numbered(stem):
        path = folder / f"{name}{suffix}"
        if not path.exists() and not path.is_symlink():
            return path
    raise AssertionError("numbers do not end")


def _visible(character: str) -> str:
    category = unicodedata.category(character)
    if category == "Cc":
        return " "
    if category in ("Cf", "Cs", "Cn", "Co") and character not in _JOINERS:
        return ""
    return character


def _trimmed(text: str) -> str:
    """Cut to what file systems take, without half a sign, dots or spaces at the end."""
    text = text[:MAX_CHARACTERS]
    while len(text.encode("utf-8")) > MAX_BYTES:
        text = text[:-1]
    while text and (text[-1] in ". " + _JOINERS):
        text = text[:-1]
    return text
