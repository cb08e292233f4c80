"""What may be said of a synthesised sound: captions from a family's name and drawn facts.

The wording stands in the tables of `wording`. A caption only says what the facts hold, and it
leaves some of it out at random, so that a short prompt is as common as a full sentence. Nothing
here knows how a sound is made.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import numpy as np

from tangostudio.starter.wording import (
    ADVERBS,
    ESSENTIAL,
    NOUNS,
    OPENINGS,
    PEOPLE,
    PLURAL_WHEN_UNCOUNTED,
    RESERVED,
    WORDS,
)

NUMBERS = ("zero", "one", "two", "three", "four", "five")
TIMES = ("never", "once", "twice", "three times", "four times", "five times")

Word = tuple[str, str]
"""The name of a trait and what is said of it."""

_WEIGHTY = ("level", "distance", "room")
_ADJECTIVES = (
    *("amount", "level", "distance", "speed", "length", "strength", "density", "activity"),
    *("size", "crackle", "tone", "ring", "pitch", "body", "material", "variant"),
)
"""The order in which English likes its adjectives; other traits come last."""

_PHRASES = ("times", "variant", "size", "material", "surface", "pitch", "speed")
"""The order of what comes after the noun; direction, distance and room come last."""

_MANNERS = ("level", "distance", "speed", "length", "strength", "density", "activity")
"""Traits of what is done rather than of a thing."""

_WHOLE = ("in the distance", "in the open", "from afar")
_LEADING = re.compile(r"^(on|in|with|at|through|of|from|into)( an?| the)? ")
_NO_VERBS = {"spring", "ring", "ding", "ping", "swing", "boing", "ting"}
_VOWEL = re.compile(r"^a (?=([aeio](?!uro|we\b|ne\b)|u(?!ser)|8))")


def caption(family: str, facts: Mapping[str, object], rng: np.random.Generator) -> str:
    """A caption in one of three styles: tags, a phrase or a sentence."""
    style = rng.random()
    if style < 0.2:
        return _cased(_tags(family, facts, rng), rng, stop=0.05)
    if style < 0.68:
        return _cased(describe(family, facts, rng, 0.6), rng, stop=0.2)
    return sentence(describe(family, facts, rng, 0.92), rng)


def describe(
    family: str, facts: Mapping[str, object], rng: np.random.Generator, articles: float = 0.8
) -> str:
    """A phrase in lower case, such as "two loud door knocks in a large hall".

    articles: how often a noun that wants an article gets it; those who type leave many away.
    """
    noun, words = _chosen(family, facts, rng)
    before, after = _placed(noun, words, rng)
    count = facts.get("count")
    spoken = isinstance(count, int) and rng.random() < (0.8 if count > 1 else 0.25)
    if "{s}" in noun:
        single = count == 1 if isinstance(count, int) else family not in PLURAL_WHEN_UNCOUNTED
        if spoken and isinstance(count, int):
            head = _number(count, rng)
        else:
            head = "a" if single and rng.random() < articles else ""
        noun = _inflected(noun, single)
    else:
        head, noun = _own_article(noun)
        if head == "a?":
            head = "a" if rng.random() < articles else ""
        if spoken and isinstance(count, int):
            times = _times(count, rng)
            after.append(("times", times if _tells_doing(noun) else f", {times},"))
    if any(name == "amount" for name, _ in before):
        head = ""
    return _joined(head, before, noun, after, rng)


def _joined(
    head: str, before: list[Word], noun: str, after: list[Word], rng: np.random.Generator
) -> str:
    front = [word for _, word in _ordered(before, _ADJECTIVES, rng)]
    manner = " and ".join(word for name, word in after if name == "adverb")
    back = [word for name, word in _ordered(after, _PHRASES, rng) if name != "adverb"]
    if len(front) > 1 and not any(name == "amount" for name, _ in before) and rng.random() < 0.15:
        front = [", ".join(front)]
    text = " ".join(part for part in (head, *front, noun, manner, *back) if part)
    return _VOWEL.sub("an ", text.replace(" ,", ",").rstrip(","))


def _ordered(words: list[Word], ranks: Sequence[str], rng: np.random.Generator) -> list[Word]:
    """In the usual order, or now and then as they come."""
    if rng.random() < 0.1:
        return words
    return sorted(words, key=lambda word: ranks.index(word[0]) if word[0] in ranks else 99)


def sentence(text: str, rng: np.random.Generator) -> str:
    """Wraps a phrase, as in "The sound of ...", and dresses it as a sentence."""
    named = any(word in text for word in ("noise", "sound"))
    short = len(text.split()) <= 3 and not _is_action(text)
    openings = [
        opening
        for opening in OPENINGS
        if not (named and any(word in opening for word in ("noise", "sound")))
        and not (opening.startswith("{}") and "," in text)
        and (short or opening != "{} sound effect")
    ]
    return _cased(_pick(openings, rng).format(text), rng, stop=0.75)


def followed(first: str, second: str, rng: np.random.Generator) -> str:
    """Says that one sound comes after another."""
    form = _pick(
        (
            "{} followed by {}",
            "{}, then {}",
            "{} and then {}",
            "{}, followed by {}",
            "first {}, then {}",
            "{} before {}",
            "{}, after that {}",
        ),
        rng,
    )
    return _dressed(form.format(first, second), rng)


def during(front: str, back: str, rng: np.random.Generator) -> str:
    """Says that one sound stands before another that goes on."""
    form = _pick(
        (
            "{0} with {1} in the background",
            "{0} while you hear {1} in the background",
            "{1} in the background, {0} in front",
            "{0} over {1}",
            "{0} and {1} in the background",
            "{0} with {1} behind it",
        ),
        rng,
    )
    return _dressed(form.format(front, back), rng)


def _dressed(text: str, rng: np.random.Generator) -> str:
    wrapped = rng.random() < 0.3 and not text.startswith("first")
    return sentence(text, rng) if wrapped else _cased(text, rng, stop=0.3)


def _chosen(
    family: str, facts: Mapping[str, object], rng: np.random.Generator
) -> tuple[str, list[Word]]:
    """A noun as of `NOUNS` and what else is said, at most three adjectives of it."""
    traits = _traits(facts)
    essential = ESSENTIAL.get(family, ())
    weighty = [name for name in traits if name in _WEIGHTY or name in essential]
    bare = rng.random() < (0.12 if weighty else 0.28) and not any(n in traits for n in _WEIGHTY)
    noun, used = _noun(family, traits, rng)
    words: list[Word] = []
    names = [] if bare else list(traits)
    names = [names[index] for index in rng.permutation(len(names)).tolist()]
    for name in sorted(names, key=lambda name: name not in weighty):
        if name == used or rng.random() > (0.9 if name in weighty else 0.62):
            continue
        word = _word(family, name, traits[name], noun, rng)
        if word and (word.startswith("~") or sum(w[0] != "~" for _, w in words) < 3):
            words.append((name, word))
    return noun, words


def _traits(facts: Mapping[str, object]) -> dict[str, str]:
    traits = facts.get("traits", {})
    assert isinstance(traits, dict)
    return traits


def _noun(
    family: str, traits: Mapping[str, str], rng: np.random.Generator
) -> tuple[str, str | None]:
    """A noun of the family, or one that says a trait by itself and the name of that trait."""
    special = [name for name in traits if f"{family}/{traits[name]}" in NOUNS]
    if special and rng.random() < 0.5:
        name = _pick(special, rng)
        return _pick(NOUNS[f"{family}/{traits[name]}"], rng), name
    return _pick(NOUNS[family], rng), None


def _word(family: str, trait: str, grade: str, noun: str, rng: np.random.Generator) -> str:
    """A word for a trait; none where the noun says as much already."""
    own = WORDS.get(f"{family}:{trait}={grade}")
    options = WORDS.get(f"{trait}={grade}", ()) if own is None else own
    if PEOPLE.match(noun):
        options = tuple(word for word in options if word.startswith("~") or word in ADVERBS)
    if not options or not set(noun.split()).isdisjoint(options):
        return ""
    return _pick(options, rng)


def _placed(
    noun: str, words: list[Word], rng: np.random.Generator
) -> tuple[list[Word], list[Word]]:
    """Adjectives before the noun, and phrases and adverbs after it."""
    before: list[Word] = []
    after: list[Word] = []
    for name, word in words:
        if word.startswith("~"):
            after.append((name, word[1:]))
        elif PEOPLE.match(noun) or (
            word in ADVERBS and name in _MANNERS and _is_action(noun) and rng.random() < 0.5
        ):
            after.append(("adverb", ADVERBS[word]))
        else:
            before.append((name, word))
    return before, after


def _is_action(noun: str) -> bool:
    """Whether a noun ends in what something does, as in "a dog barking"."""
    return _is_verb(noun.split()[-1])


def _tells_doing(noun: str) -> bool:
    """Whether it can be done twice, as "knocking on a door" but not "a barking dog"."""
    verbs = [index for index, word in enumerate(noun.split()) if _is_verb(word)]
    return any(index > 0 for index in verbs) or noun.partition(" ")[2][:3] in ("on ", "at ")


def _is_verb(word: str) -> bool:
    return word.endswith("ing") and word not in _NO_VERBS


def _own_article(noun: str) -> tuple[str, str]:
    """The article that a noun brings along ("a", "a?", "the" or none) and the rest."""
    article, _, rest = noun.partition(" ")
    if article in ("a", "an", "a?", "the") and rest:
        return "a" if article == "an" else article, rest
    return "", noun


def _tags(family: str, facts: Mapping[str, object], rng: np.random.Generator) -> str:
    noun, words = _chosen(family, facts, rng)
    tags = [_stripped(word[1:]) if word.startswith("~") else word for _, word in words]
    count = facts.get("count")
    single = family not in PLURAL_WHEN_UNCOUNTED
    if isinstance(count, int):
        single = count == 1
        if count > 1 and rng.random() < 0.6:
            tags.append(_pick((NUMBERS[count], TIMES[count], str(count), f"x{count}"), rng))
    order = rng.permutation(len(tags)).tolist()
    return ", ".join([_inflected(_own_article(noun)[1], single), *(tags[i] for i in order)])


def _stripped(phrase: str) -> str:
    return phrase if phrase in _WHOLE else _LEADING.sub("", phrase)


def _times(count: int, rng: np.random.Generator) -> str:
    if rng.random() < 0.8:
        return TIMES[count]
    return f"{count} times" if count > 1 else "1 time"


def _number(count: int, rng: np.random.Generator) -> str:
    if count == 1:
        return _pick(("one", "a single", "1"), rng)
    return NUMBERS[count] if rng.random() < 0.75 else str(count)


def _inflected(noun: str, single: bool) -> str:
    """Fills the plural mark of a noun, such as "knock{s} on a door"."""
    before, mark, rest = noun.partition("{s}")
    if not mark:
        return noun
    if single:
        return before + rest
    if before.endswith(("s", "sh", "ch", "x", "z")):
        return f"{before}es{rest}"
    return f"{before}s{rest}"


def _cased(text: str, rng: np.random.Generator, stop: float) -> str:
    place = rng.random()
    if place < 0.5:
        text = text[:1].upper() + text[1:]
    elif place < 0.53:
        text = text.upper()
    return text + "." if rng.random() < stop else text


def _pick(options: Sequence[str], rng: np.random.Generator) -> str:
    return options[int(rng.integers(len(options)))]


__all__ = ["NOUNS", "RESERVED", "WORDS", "caption", "describe", "during", "followed", "sentence"]
