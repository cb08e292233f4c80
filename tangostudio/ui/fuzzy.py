"""How well a text answers what was typed: every word, in any order, even if letters are left out.

It knows nothing of what is searched.
"""

from __future__ import annotations

EXACT, START, WORD_START, INSIDE, SCATTERED = 5.0, 4.0, 3.0, 2.0, 1.0


def score(typed: str, text: str) -> float | None:
    """Higher is better; None where a word of `typed` is nowhere in `text`. Nothing fits all.

    A word counts most when the text begins with it, then when a word of it does, then inside a
    word, and least when only its letters come in that order ("exq" in "Export the queue"). Of two
    that fit alike the shorter text is nearer.
    """
    words = typed.casefold().split()
    found = [_word(word, text.casefold()) for word in words]
    if any(value == 0 for value in found):
        return None
    nearness = len(typed) / (len(typed) + len(text))
    return sum(found) / len(found) + nearness / 2 if found else 0.0


def _word(word: str, text: str) -> float:
    """0 where even the letters are missing."""
    if word == text:
        return EXACT
    if text.startswith(word):
        return START
    if f" {word}" in text:
        return WORD_START
    if word in text:
        return INSIDE
    return SCATTERED if len(word) > 1 and _scattered(word, text) else 0.0


def _scattered(word: str, text: str) -> bool:
    """Whether the letters stand in this order, the first at the beginning of a word."""
    for at in range(len(text)):
        if text[at] == word[0] and (at == 0 or text[at - 1] == " ") and _in_order(word, text[at:]):
            return True
    return False


def _in_order(word: str, text: str) -> bool:
    letters = iter(text)
    return all(letter in letters for letter in word)
