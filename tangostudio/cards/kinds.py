"""Which kinds of sound a prompt is near to, from a small table that comes with a model.

It says where a prompt holds nothing that the model knows, and what is nearest instead. It needs
neither the model nor torch: the table holds the nearest kinds of every word that it has, and words
that it has not are looked for by their stem, their parts or their spelling. Who makes the table and
what the kinds sound like is not known here.
"""

from __future__ import annotations

import difflib
import re
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tangostudio.cards.card import ModelCard

OPTION = "kinds"
"""The entry of a card's options that names the table's file in the folder of the weights."""

STRANGE, PLAIN, KIND = 0, 1, 2
"""What a word is to the model: never met, met but no sound by itself, the name of a sound."""

LONGEST = 20
"""Letters of the longest word of a table."""

SHOWN = 3

_TOKEN = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_ENDINGS = ("'s", "’s", "s", "es", "ed", "d", "ing", "er", "ers", "ings", "ly", "y")
_LEAST_PART = 3


@dataclass(frozen=True)
class Hint:
    """A prompt that holds nothing the model knows.

    Attributes:
        words: what it does not know, as it was written.
        kinds: the nearest kinds, nearest first; empty where nothing can be said.
        start, end: characters of the prompt from the first of the words to the end of the last.
    """

    words: tuple[str, ...]
    kinds: tuple[str, ...]
    start: int
    end: int


@dataclass(frozen=True)
class Kinds:
    """The table.

    Attributes:
        names: of the kinds, as plain nouns.
        words: sorted, ASCII, lower case.
        states: of each word: `STRANGE`, `PLAIN` or `KIND`.
        near: (words, k) numbers of the nearest kinds, nearest first.
        similar: (words, k) their similarity, 255 for 1.
        near_enough: a kind that is less similar is not named: it would be a guess.
        known_enough: a word with a kind that is so similar is as good as known.
    """

    names: tuple[str, ...]
    words: NDArray[np.bytes_]
    states: NDArray[np.uint8]
    near: NDArray[np.uint8]
    similar: NDArray[np.uint8]
    near_enough: float
    known_enough: float

    def hint(self, prompt: str, typing_at: int | None = None) -> Hint | None:
        """What to say of a prompt that is far from every kind, None when there is nothing to say.

        Args:
            prompt: as it was written.
            typing_at: where the cursor stands while somebody types; a word that ends there is not
                judged as long as it may be unfinished.
        """
        strange: list[re.Match[str]] = []
        for token in _TOKEN.finditer(prompt):
            state = self._state(token[0].lower())
            if state == KIND:
                return None
            if state == STRANGE and not (
                token.end() == typing_at and self._unfinished(token[0].lower())
            ):
                strange.append(token)
        if not strange:
            return None
        texts = tuple(dict.fromkeys(token[0] for token in strange))
        scores = self._scores(texts)
        if scores.max() >= self.known_enough:
            return None
        return Hint(texts, self._best(scores), strange[0].start(), strange[-1].end())

    def nearest(self, text: str) -> tuple[str, ...]:
        """The kinds nearest to the words of a text, nearest first; empty when none is near."""
        words = tokens(text)
        telling = [word for word in words if self._state(word) != PLAIN]
        return self._best(self._scores(tuple(telling or words)))

    def _best(self, scores: NDArray[np.float32]) -> tuple[str, ...]:
        order = np.argsort(-scores, kind="stable")[:SHOWN]
        return tuple(self.names[index] for index in order if scores[index] >= self.near_enough)

    def _scores(self, texts: tuple[str, ...]) -> NDArray[np.float32]:
        """Greatest similarity of every kind to any of the words."""
        rows = [self._word_scores(text.lower()) for text in texts]
        return np.max(rows, axis=0) if rows else np.zeros(len(self.names), np.float32)

    def _word_scores(self, word: str) -> NDArray[np.float32]:
        rows = self._rows(word)
        total = np.zeros(len(self.names), np.float32)
        for row in rows:
            np.add.at(total, self.near[row], self.similar[row] / np.float32(255 * len(rows)))
        return total

    def _rows(self, word: str) -> list[int]:
        """Rows of the table that stand for a word: its own, its parts', or a similar word's."""
        for form in _stems(word):
            if (row := self._row(form)) is not None:
                return [row]
        if parts := self._parts(word):
            return parts
        known = self._named_words()
        like = difflib.get_close_matches(word, known, n=1, cutoff=0.84) if len(word) > 4 else []
        row = self._row(like[0]) if like else None
        return [] if row is None else [row]

    def _parts(self, word: str) -> list[int]:
        """Rows of the two words that a compound is put together from, the second one twice.

        The second says what a thing is, the first only which one.
        """
        for end in range(len(word) - _LEAST_PART, _LEAST_PART - 1, -1):
            first, second = self._row(word[:end]), None
            if first is None:
                continue
            for form in _stems(word[end:]):
                if len(form) >= _LEAST_PART and (second := self._row(form)) is not None:
                    return [first, second, second]
        return []

    def _state(self, word: str) -> int:
        if len(word) < 3 and word.isascii():
            return PLAIN
        states = [self.states[row] for form in _stems(word) if (row := self._row(form)) is not None]
        return int(max(states)) if states else STRANGE

    def _row(self, word: str) -> int | None:
        if not word.isascii() or not 0 < len(word) <= LONGEST:
            return None
        row = int(np.searchsorted(self.words, word.encode()))
        return row if row < len(self.words) and self.words[row] == word.encode() else None

    def _unfinished(self, start: str) -> bool:
        """Whether a longer word begins so: one that the model knows, or any if this is no word."""
        if not start.isascii():
            return False
        first = int(np.searchsorted(self.words, start.encode()))
        last = int(np.searchsorted(self.words, start.encode() + b"~"))
        if self._row(start) is None:
            return last > first
        return bool((self.states[first:last] != STRANGE).any())

    def _named_words(self) -> list[str]:
        return [word.decode() for word in self.words[self.states == KIND].tolist()]


def load(card: ModelCard) -> Kinds | None:
    """The table of a model; None when it has none, or one that cannot be read."""
    name = card.options.get(OPTION)
    if not isinstance(name, str) or card.folder is None:
        return None
    try:
        return read(card.folder / name)
    except (OSError, ValueError, KeyError, zipfile.BadZipFile, zlib.error):
        return None  # a hint that cannot be given is none that is missed


def read(path: Path) -> Kinds:
    """Read a table.

    Raises OSError, ValueError, KeyError, BadZipFile or zlib.error where it is damaged.
    """
    with path.open("rb") as data, np.load(data, allow_pickle=False) as file:
        table = Kinds(
            tuple(str(name) for name in file["names"]),
            file["words"],
            file["states"],
            file["near"],
            file["similar"],
            *map(float, file["levels"]),
        )
    rows = len(table.words)
    if not (len(table.states) == len(table.near) == len(table.similar) == rows > 0):
        raise ValueError(f"the parts of {path.name} do not fit together")
    if int(table.near.max()) >= len(table.names) or table.near.shape != table.similar.shape:
        raise ValueError(f"{path.name} names kinds that it has not")
    return table


def tokens(text: str) -> list[str]:
    """The words of a text in lower case, as a table is asked for them."""
    return [token.lower() for token in _TOKEN.findall(text)]


def replaced(prompt: str, hint: Hint, kind: str) -> tuple[int, int, str]:
    """The prompt's characters that a kind takes the place of, and what to write there.

    "a" or "an" before the place becomes what the kind needs.
    """
    start = hint.start
    article = re.search(r"\b(an?)\s+$", prompt[:start], re.IGNORECASE)
    if article is None:
        return start, hint.end, kind
    right = article[1][0] + ("n" if kind[0] in "aeiou" else "")
    return article.start(1), hint.end, f"{right} {kind}"


def _stems(word: str) -> list[str]:
    """The word and what it may be an ending of, the whole word first."""
    found = [word]
    for ending in _ENDINGS:
        stem = word.removesuffix(ending)
        if stem == word or len(stem) < _LEAST_PART:
            continue
        found.append(stem)
        if ending not in ("s", "'s", "’s", "ly"):
            found.append(stem + "e")
            if stem[-1] == stem[-2]:
                found.append(stem[:-1])
    return found
