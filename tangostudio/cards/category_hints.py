"""Which UCS categories a text may be of, by words alone: no model, no network, a millisecond.

A table of words says what each category is called for; rare words count more than frequent ones
(inverse document frequency), words of a category's own row more than those that it shares with its
neighbours, and whole phrases more than their words. What a sound is lies before a preposition, what
is around it behind one. Sounds themselves are not known here.
"""

from __future__ import annotations

import csv
import itertools
import math
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from tangostudio import paths
from tangostudio.cards import ucs
from tangostudio.cards.stems import stem, words

FILE = "ucs_synonyms.csv"
"""The words that ship, below `paths.resources_dir()`: those of a CatID, of a category ("DOORS/*")
and of a subcategory wherever it is found ("*/CREAK")."""

HIDDEN = "ARCHIVED"
"""Its CatIDs are for housekeeping, not for sounds."""

TOP, MOST_RANKED = 4, 16
"""Suggestions where nothing else is said, and at most."""

MOST_CHARACTERS, MOST_WORDS = 600, 60
"""Of a text that are looked at; what a sound is stands early."""

_LEAST_PART = 4  # letters of a word within another
_MOST_LETTERS = 30  # of a word that is looked into
_OWN, _NAME, _KIND, _DEED, _PART = 1.5, 1.9, 1.0, 0.8, 0.45
"""Weights of a word: an entry of the CatID's row, in the names of its category and subcategory, an
entry of its category's row, one of its subcategory's, a word within a phrase."""

_AGAIN = 0.1  # said twice: "footsteps" are human ones first of all
_CONTEXT = 0.55  # words behind a preposition
_HEAD = 1.15  # the last word before one
_MISC = 0.9  # the rest of a category, where a better subcategory is as likely
_LATER = 0.8  # words of a second event

_STOP = frozenset({
    "a", "an", "and", "are", "as", "be", "being", "but", "effect", "five", "for", "four", "has",
    "is", "it", "its", "no", "not", "of", "one", "or", "other", "recorded", "recording", "sfx",
    "some", "someone", "sound", "sounds", "that", "the", "then", "this", "three", "times", "to",
    "twice", "two", "very", "while",
})  # fmt: skip
_NEXT_EVENT = frozenset({"after", "before", "ends", "followed", "then"})
_BEFORE_CONTEXT = frozenset({
    "across", "against", "along", "around", "at", "behind", "beside", "by", "from", "in", "inside",
    "into", "near", "on", "onto", "outside", "over", "past", "through", "under", "with", "within",
})  # fmt: skip


@dataclass(frozen=True)
class Suggestion:
    """A category that a text may be of.

    Attributes:
        score: larger is likelier; comparable within one answer only.
    """

    cat_id: str
    score: float


_Phrase = tuple[tuple[str, ...], int, float]
"""Its stems, the place of its category, its weight."""


@dataclass(frozen=True)
class _Index:
    """What words lead to.

    Attributes:
        cat_ids: the categories; places are positions here.
        singles: weights by place, for each stem.
        phrases: those of which a stem is the rarest.
        idf: how telling each stem is.
        misc: places of categories that take what is left.
    """

    cat_ids: tuple[str, ...]
    singles: dict[str, dict[int, float]]
    phrases: dict[str, list[_Phrase]]
    idf: dict[str, float]
    misc: frozenset[int]


def suggest(text: str, top: int = TOP) -> list[Suggestion]:
    """The likeliest categories of a text, best first; none for words that say nothing.

    Args:
        text: a prompt, a title or a file's name, in English.
        top: at most `MOST_RANKED`.
    """
    return list(_ranked(text)[:top])


@lru_cache(maxsize=1024)
def _ranked(text: str) -> tuple[Suggestion, ...]:
    index = _index()
    found = _weighted(text)
    scores = _scores(index, [*_split(index, found), *_joined(index, found)])
    for place in index.misc & scores.keys():
        scores[place] *= _MISC
    telling = [place for place, score in scores.items() if score > 0]
    best = sorted(telling, key=lambda place: (-scores[place], place))[:MOST_RANKED]
    return tuple(Suggestion(index.cat_ids[place], scores[place]) for place in best)


# --- texts ------------------------------------------------------------------------------------


def _weighted(text: str) -> list[tuple[str, float]]:
    """The stems of a text that count, each with the weight of its place in the sentence."""
    found: list[tuple[str, float]] = []
    weight, event = 1.0, 1.0
    for word in words(text[:MOST_CHARACTERS])[:MOST_WORDS]:
        if word in _BEFORE_CONTEXT and found:
            if weight == 1.0:
                found[-1] = (found[-1][0], event * _HEAD)
            weight = _CONTEXT
        elif word in _NEXT_EVENT and found:
            weight, event = 1.0, _LATER
        if word not in _STOP:
            found.append((stem(word), event * weight))
    return found


def _joined(index: _Index, text: list[tuple[str, float]]) -> list[tuple[str, float]]:
    """Words that are known as one, such as "door bell"."""
    pairs = itertools.pairwise(text)
    joined = [(first + second, min(one, other)) for (first, one), (second, other) in pairs]
    return [each for each in joined if each[0] in index.idf]


def _split(index: _Index, text: list[tuple[str, float]]) -> Iterator[tuple[str, float]]:
    """The text with unknown words as their two known parts, such as "doorslam"."""
    for each, weight in text:
        places = range(_LEAST_PART, len(each) - _LEAST_PART + 1)
        halves = ((stem(each[:place]), stem(each[place:])) for place in reversed(places))
        known = (each,)
        if each not in index.idf and len(each) <= _MOST_LETTERS:
            known = next((two for two in halves if all(h in index.idf for h in two)), known)
        for part in known:
            yield part, weight


def _scores(index: _Index, text: list[tuple[str, float]]) -> dict[int, float]:
    """The sum over the text's words of what each says for a category."""
    order = [each for each, _ in text]
    telling: dict[str, float] = {}
    for each, weight in text:
        telling[each] = max(weight * index.idf.get(each, 0), telling.get(each, 0))
    scores: dict[int, float] = defaultdict(float)
    for each, much in telling.items():
        for place, value in index.singles.get(each, {}).items():
            scores[place] += much * value
    for (each, place), value in _in_phrases(index, order).items():
        scores[place] += telling[each] * max(0, value - index.singles[each][place])
    return scores


def _in_phrases(index: _Index, order: list[str]) -> dict[tuple[str, int], float]:
    """What a text's words say as parts of whole phrases, by word and category."""
    found: dict[tuple[str, int], float] = defaultdict(float)
    for each in dict.fromkeys(order):
        for phrase, place, weight in index.phrases.get(each, ()):
            if share := _presence(phrase, order):
                for part in phrase:
                    found[part, place] = max(found[part, place], weight * share)
    return found


def _presence(phrase: tuple[str, ...], order: list[str]) -> float:
    """1 where a phrase stands in a text as it is, less where its words are apart, 0 without it."""
    if any(each not in order for each in phrase):
        return 0.0
    size = len(phrase)
    starts = range(len(order) - size + 1)
    if any(tuple(order[start : start + size]) == phrase for start in starts):
        return 1.0
    return 0.85


# --- the table --------------------------------------------------------------------------------


@lru_cache(maxsize=1)
def _index() -> _Index:
    categories = [each for each in ucs.table().values() if each.category != HIDDEN]
    rows = _rows()
    singles: dict[str, dict[int, float]] = defaultdict(dict)
    phrases: list[_Phrase] = []
    for place, category in enumerate(categories):
        for parts, weight in _entries(category, rows):
            value = weight if len(parts) == 1 else weight * _PART
            for part in parts:
                if len(part) == 1 or part.isdecimal():
                    singles[part].setdefault(place, 0.0)
                    continue
                known = singles[part]
                twice = _AGAIN if len(parts) == 1 and place in known else 0
                known[place] = max(value, known.get(place, 0)) + twice
            if len(parts) > 1:
                phrases.append((parts, place, weight))
    idf = {each: math.log(1 + len(categories) / len(places)) for each, places in singles.items()}
    by_rarest: dict[str, list[_Phrase]] = defaultdict(list)
    for phrase in phrases:
        by_rarest[max(phrase[0], key=idf.__getitem__)].append(phrase)
    return _Index(
        tuple(each.cat_id for each in categories),
        dict(singles),
        dict(by_rarest),
        idf,
        frozenset(place for place, each in enumerate(categories) if each.subcategory == "MISC"),
    )


def _rows() -> dict[str, list[tuple[str, ...]]]:
    """The words and phrases of each row, as stems."""
    with open(paths.resources_dir() / FILE, encoding="utf-8", newline="") as file:
        return {
            row["key"]: [_stems(text) for text in row["words"].split(",")]
            for row in csv.DictReader(file)
        }


def _stems(text: str) -> tuple[str, ...]:
    """Of words in lower case between spaces, as the table has them."""
    return tuple([stem(word) for word in text.split() if word not in _STOP])


def _entries(
    category: ucs.Category, rows: dict[str, list[tuple[str, ...]]]
) -> Iterator[tuple[tuple[str, ...], float]]:
    """The words and phrases of a category, with their weights."""
    yield _stems(category.category.casefold().replace("&", "")), _NAME
    if category.subcategory not in ("MISC", "GENERAL"):
        yield _stems(category.subcategory.casefold().replace("&", "")), _NAME
    for key, weight in (
        (category.cat_id, _OWN),
        (f"{category.category}/*", _KIND),
        (f"*/{category.subcategory}", _DEED),
    ):
        for parts in rows.get(key, ()):
            yield parts, weight
