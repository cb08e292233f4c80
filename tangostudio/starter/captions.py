"""What may be said of a synthesised sound: captions from a family's name and drawn facts.

The wording stands in the tables of `wording`. A caption only says what the facts hold, and it
leaves most of it out at random, so that a short prompt is as common as a full sentence. Nothing
here knows how a sound is made.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from tangostudio.starter.wording import (
    NOUNS,
    OPENINGS,
    PLURAL_WHEN_UNCOUNTED,
    RESERVED,
    WORDS,
)

NUMBERS = ("zero", "one", "two", "three", "four", "five")
TIMES = ("never", "once", "twice", "three times", "four times", "five times")
_WEIGHTY = ("level", "distance", "room")
_LEADING = {"on", "in", "a", "an", "the", "with", "from", "at", "through", "of", "under", "over"}


def caption(family: str, facts: Mapping[str, object], rng: np.random.Generator) -> str:
    """A caption in one of three styles: tags, a phrase or a sentence."""
    style = rng.random()
    if style < 0.2:
        return _cased(_tags(family, facts, rng), rng, stop=0.05)
    text = describe(family, facts, rng)
    if style < 0.68:
        return _cased(text, rng, stop=0.2)
    return sentence(text, rng)


def describe(family: str, facts: Mapping[str, object], rng: np.random.Generator) -> str:
    """A phrase in lower case, such as "two loud door knocks in a large hall"."""
    noun, count, before, after = _chosen(family, facts, rng)
    spoken = count is not None and rng.random() < (0.8 if count > 1 else 0.25)
    if count is not None and "{s}" in noun:
        before, noun = _counted(noun, count, spoken, before, rng)
    elif "{s}" in noun:
        single = family not in PLURAL_WHEN_UNCOUNTED
        noun = _inflected(noun, single)
        if single and rng.random() < 0.65:
            before = ["a", *before]
    else:
        before, noun, after = _uncounted(noun, before, after)
        if spoken and count is not None:
            after = [_times(count, rng), *after]
    return _with_article(" ".join([*before, noun, *after]).replace(" ,", ","))


def _counted(
    noun: str, count: int, spoken: bool, before: list[str], rng: np.random.Generator
) -> tuple[list[str], str]:
    """A number or an article before a noun that can be counted."""
    if spoken:
        before = [_number(count, rng), *before]
    elif count == 1 and rng.random() < 0.65:
        before = ["a", *before]
    return before, _inflected(noun, count == 1)


def _uncounted(noun: str, before: list[str], after: list[str]) -> tuple[list[str], str, list[str]]:
    """Moves a noun's own article before its adjectives; of persons they come behind."""
    if noun.startswith("someone"):
        return [], noun, [*after, *(f", {word}" for word in before)]
    article, space, rest = noun.partition(" ")
    if before and space and article in ("a", "an", "the"):
        if any(word.endswith((" of", " few")) or word in ("many", "some") for word in before):
            return before, rest, after
        return ["the" if article == "the" else "a", *before], rest, after
    return before, noun, after


def sentence(text: str, rng: np.random.Generator) -> str:
    """Wraps a phrase, as in "The sound of ...", and dresses it as a sentence."""
    return _cased(_pick(OPENINGS, rng).format(text), rng, stop=0.75)


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
        ),
        rng,
    )
    return _dressed(form.format(first, second), rng)


def during(front: str, back: str, rng: np.random.Generator) -> str:
    """Says that one sound stands before another that goes on."""
    form = _pick(
        (
            "{0} with {1} in the background",
            "{0} while {1} is heard in the background",
            "{1} in the background, {0} in front",
            "{0} over {1}",
            "{0} and {1} in the background",
            "{0} with {1} behind it",
        ),
        rng,
    )
    return _dressed(form.format(front, back), rng)


def _dressed(text: str, rng: np.random.Generator) -> str:
    return sentence(text, rng) if rng.random() < 0.3 else _cased(text, rng, stop=0.3)


def _chosen(
    family: str, facts: Mapping[str, object], rng: np.random.Generator
) -> tuple[str, int | None, list[str], list[str]]:
    """Noun, count, adjectives before it and phrases after it."""
    traits = _traits(facts)
    bare = rng.random() < 0.28 and not any(name in traits for name in _WEIGHTY)
    noun, used = _noun(family, traits, rng)
    before: list[str] = []
    after: list[str] = []
    names = [] if bare else list(traits)
    for index in rng.permutation(len(names)).tolist():
        name = names[index]
        if name == used or rng.random() > (0.88 if name in _WEIGHTY else 0.62):
            continue
        word = _word(family, name, traits[name], rng)
        if word.startswith("~"):
            after.append(word[1:])
        elif word and word not in noun and len(before) < 3:
            before.append(word)
    count = facts.get("count")
    return noun, count if isinstance(count, int) else None, before, after


def _traits(facts: Mapping[str, object]) -> dict[str, str]:
    traits = facts.get("traits", {})
    assert isinstance(traits, dict)
    return traits


def _noun(
    family: str, traits: Mapping[str, str], rng: np.random.Generator
) -> tuple[str, str | None]:
    """A noun of the family, or one that says a trait by itself and the name of that trait."""
    special = [name for name in traits if f"{family}/{traits[name]}" in NOUNS]
    if special and rng.random() < 0.6:
        name = _pick(special, rng)
        return _pick(NOUNS[f"{family}/{traits[name]}"], rng), name
    return _pick(NOUNS[family], rng), None


def _word(family: str, trait: str, grade: str, rng: np.random.Generator) -> str:
    own = WORDS.get(f"{family}:{trait}={grade}")
    options = WORDS.get(f"{trait}={grade}", ()) if own is None else own
    return _pick(options, rng) if options else ""


def _tags(family: str, facts: Mapping[str, object], rng: np.random.Generator) -> str:
    noun, count, before, after = _chosen(family, facts, rng)
    single = count == 1 if count is not None else family not in PLURAL_WHEN_UNCOUNTED
    tags = before + [_stripped(phrase) for phrase in after]
    if count is not None and count > 1 and rng.random() < 0.6:
        tags.append(_pick((NUMBERS[count], TIMES[count], str(count), f"x{count}"), rng))
    order = rng.permutation(len(tags)).tolist()
    return ", ".join([_inflected(noun, single), *(tags[index] for index in order)])


def _stripped(phrase: str) -> str:
    words = phrase.split()
    while len(words) > 1 and words[0] in _LEADING:
        words = words[1:]
    return " ".join(words)


def _times(count: int, rng: np.random.Generator) -> str:
    if rng.random() < 0.8:
        return TIMES[count]
    return f"{count} times" if count > 1 else "1 time"


def _number(count: int, rng: np.random.Generator) -> str:
    if count == 1:
        return _pick(("one", "a single", "single", "1"), rng)
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


def _with_article(text: str) -> str:
    return "an" + text[1:] if text.startswith("a ") and text[2:3] in "aeiou" else text


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
