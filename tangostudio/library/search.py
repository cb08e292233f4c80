"""Texts to words: what the full-text index stores of a take, and what a typed search asks of it.

Both sides are split by the same rule, so that anything that can be typed is either words or
nothing, never an expression of the index's own language. Scripts that put no space between words,
and emoji, are split sign by sign; a run of them is searched as a phrase, which finds it inside a
longer text.
"""

from __future__ import annotations

import re
import unicodedata

MAX_WORDS = 32
MAX_SIGNS = 64

_SINGLE = (
    "\u0e00-\u0fff"  # Thai, Lao, Tibetan
    "\u1000-\u109f\u1780-\u17ff"  # Burmese, Khmer
    "\u2190-\u2bff"  # arrows, signs, dingbats
    "\u2e80-\u2fff\u3005-\u3007\u3040-\u30ff\u3100-\u312f\u31a0-\u31bf\u31f0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"  # Chinese, Japanese
    "\U0001f000-\U0001faff"  # emoji
    "\U00020000-\U0003ffff"  # rare Chinese
)
_TOKEN = re.compile(f"[{_SINGLE}]|[^\\W_{_SINGLE}]+")


def index_text(*texts: str) -> str:
    """What the index stores: the words of the texts, separated by spaces."""
    return " ".join(_tokens("\n".join(texts)))


def match_expression(typed: str) -> str:
    """The index's query for what was typed; empty if that holds no word.

    Every word must occur, each as the beginning of a word of the text, so that a search finds
    things while it is being typed. Long input is cut at 32 words.
    """
    phrases = [_tokens(chunk)[:MAX_SIGNS] for chunk in typed.split()[:MAX_WORDS]]
    return " ".join(f'"{" ".join(phrase)}"*' for phrase in phrases if phrase)


def _tokens(text: str) -> list[str]:
    folded = unicodedata.normalize("NFKC", text).casefold()
    return [_spelled(token) for token in _TOKEN.findall(folded)]


def _spelled(token: str) -> str:
    # As its number, so that the index need not know the sign: SQLite's tables lag behind Unicode.
    if len(token) == 1 and ord(token) >= 0x0E00 and re.match(f"[{_SINGLE}]", token):
        return f"u{ord(token):06x}"
    return token
