"""Captions say what the facts hold, in every style, and never a reserved word."""

import re

import numpy as np
import pytest

from tangostudio.starter import wording
from tangostudio.starter.captions import NOUNS, RESERVED, WORDS, caption, describe
from tangostudio.starter.corpus import example
from tangostudio.starter.sounds import FAMILIES, render

NUMBERS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "once": 1, "twice": 2}
FACTS = {"count": 3, "traits": {"level": "loud", "pitch": "low"}}


def captions_of(family: str, facts: dict[str, object], number: int = 200) -> list[str]:
    rng = np.random.default_rng(0)
    return [caption(family, facts, rng) for _ in range(number)]


def said_counts(text: str) -> set[int]:
    words = re.findall(r"[a-z]+|\d+", text.lower().replace("8-bit", "").replace("808", ""))
    counts = {NUMBERS[word] for word in words if word in NUMBERS}
    return counts | {int(word) for word in words if word.isdigit()}


def test_every_family_has_its_nouns_and_nothing_else_has() -> None:
    assert {key.split("/")[0] for key in NOUNS} == set(FAMILIES)
    for family in FAMILIES:
        assert 6 <= len(set(NOUNS[family])) <= 10, family
    for key, row in NOUNS.items():
        assert "/" not in key or 3 <= len(set(row)) <= 6, key


def test_every_adjective_has_synonyms() -> None:
    for key, row in WORDS.items():
        assert 3 <= len(set(row)) <= 6, key


def test_no_noun_means_two_families() -> None:
    owners: dict[str, set[str]] = {}
    for key, row in NOUNS.items():
        for noun in row:
            owners.setdefault(noun.removeprefix("a? "), set()).add(key.split("/")[0])
    assert [noun for noun, families in owners.items() if len(families) > 1] == []


@pytest.mark.parametrize("family", FAMILIES)
def test_every_drawn_trait_can_be_said(family: str) -> None:
    for seed in range(6):
        facts = render(family, np.random.default_rng(seed), 0.5).facts
        words = facts["traits"]
        assert isinstance(words, dict)
        for trait, grade in words.items():
            keys = (f"{family}:{trait}={grade}", f"{trait}={grade}")
            known = any(WORDS.get(key) for key in keys) or f"{family}/{grade}" in NOUNS
            assert known or grade == "none", (trait, grade)


def test_the_common_adjectives_have_synonyms() -> None:
    for trait in ("level", "pitch", "size", "speed", "distance", "length", "density"):
        rows = [options for key, options in WORDS.items() if key.startswith(f"{trait}=")]
        assert len(rows) == 2
        assert all(3 <= len(options) <= 6 for options in rows)


def test_reserved_words_are_never_said() -> None:
    assert len(RESERVED) >= 60
    assert set(RESERVED.values()) <= set(FAMILIES)
    tables = " ".join(
        option for table in (NOUNS, WORDS) for row in table.values() for option in row
    )
    said = " ".join([tables, *wording.OPENINGS]).lower()
    for word in RESERVED:
        for form in inflected(word):
            assert not re.search(rf"\b{re.escape(form)}", said), form


def inflected(word: str) -> set[str]:
    """A word and the stems of its other forms."""
    stems = {word.removesuffix(ending) for ending in ("s", "ing", "ion")} | {word}
    if word.endswith("ies"):
        return stems | {f"{word[:-3]}y"}
    return stems | {f"{word[:-1]}ies"} if word.endswith("y") else stems


def test_counts_are_said_truthfully_in_words_and_digits() -> None:
    for count in range(1, 6):
        texts = captions_of("door_knock", {"count": count, "traits": {}})
        said = [said_counts(text) for text in texts]
        assert all(numbers <= {count} for numbers in said)
        if count > 1:
            assert 80 < sum(numbers == {count} for numbers in said) < 195
            assert any(str(count) in text for text in texts)
    counted = captions_of("dog_bark", {"count": 3, "traits": {}})
    assert any("three times" in text.lower() for text in counted)
    assert any(text.lower().startswith("three dog barks") for text in counted)


def test_plurals_follow_the_count() -> None:
    for text in captions_of("gunshot", {"count": 1, "traits": {}}):
        assert "shots" not in text.lower()
    for text in captions_of("glass_clink", {"count": 4, "traits": {}}):
        assert not re.search(r"\ba glass clink\b", text.lower())
    crashes = captions_of("cymbal", {"count": 2, "traits": {"variant": "crash"}})
    assert any("cymbal crashes" in text.lower() for text in crashes)


def test_only_traits_that_were_drawn_are_said() -> None:
    quiet = {word for word in WORDS["level=quiet"] if not word.startswith("~")}
    texts = captions_of("snare_drum", FACTS)
    assert not any(word in text.lower().split() for text in texts for word in quiet)
    assert sum("loud" in text.lower() or "noisy" in text.lower() for text in texts) > 60
    bare = captions_of("snare_drum", {"count": 1, "traits": {}})
    assert not any("loud" in text.lower() for text in bare)


def test_styles_cases_and_lengths_vary() -> None:
    texts = captions_of("rain", {"traits": {"density": "heavy", "surface": "roof"}}, 400)
    lower = {text.lower().rstrip(".") for text in texts}
    assert any(text.count(",") >= 1 for text in lower)
    assert any(text.startswith("the sound of") for text in lower)
    assert "rain" in lower
    assert any("rain on a roof" in text for text in lower)
    shares = [
        np.mean([text.endswith(".") for text in texts]),
        np.mean([text[0].isupper() for text in texts]),
        np.mean([len(text.split()) <= 3 for text in texts]),
    ]
    assert all(0.15 < share < 0.85 for share in shares)
    assert len(lower) > 100


def test_articles_stand_before_adjectives() -> None:
    rng = np.random.default_rng(0)
    facts: dict[str, object] = {"count": 2, "traits": {"level": "loud", "room": "hall"}}
    for family in FAMILIES:
        for _ in range(30):
            text = describe(family, facts, rng)
            assert not re.search(r"\b(loud|noisy|reverberant|two|2) (a|an|the)\b", text), text
            assert not re.search(r"\ba (?!ewe|euro)[aeio]", text), text
            assert "{" not in text
            assert "  " not in text


def test_compositions_name_both_sounds() -> None:
    found = set()
    for seed in range(60):
        item = example(seed, seconds=3.0)
        if len(item.families) == 2:
            relation = item.facts["relation"]
            found.add(relation)
            text = item.caption.lower()
            marks = (
                ("then", "follow", "before", "after")
                if relation == "then"
                else ("background", "behind", "over")
            )
            assert any(mark in text for mark in marks)
    assert found == {"then", "while"}


def ways_to_say(family: str, trait: str, grade: str) -> set[str]:
    row = WORDS.get(f"{family}:{trait}={grade}") or WORDS[f"{trait}={grade}"]
    said = {word.removeprefix("~") for word in row}
    said |= {
        re.sub(r"^(on|in|with|at|through|of|from|into)( an?| the)? ", "", word) for word in said
    }
    said |= {wording.ADVERBS[word] for word in row if word in wording.ADVERBS}
    nouns = {noun.removeprefix("a? ") for noun in NOUNS.get(f"{family}/{grade}", ())}
    return said | {re.sub(r"\{s\}.*", "", noun) for noun in nouns}


@pytest.mark.parametrize(
    ("family", "trait", "grades"),
    [
        ("dog_bark", "size", ("small", "large")),
        ("explosion", "distance", ("distant", "close")),
        ("hum", "pitch", ("low", "high")),
        ("rain", "density", ("light", "heavy")),
        ("wind", "strength", ("gentle", "strong")),
        ("laser", "pitch", ("low", "high")),
        ("church_bell", "pitch", ("low", "high")),
        ("footsteps", "speed", ("slow", "fast")),
        ("clock_tick", "speed", ("slow", "fast")),
        ("heartbeat", "speed", ("slow", "fast")),
        ("engine", "size", ("small", "large")),
        ("drip", "speed", ("slow", "fast")),
        ("car_pass", "direction", ("left to right", "right to left")),
        ("door_slam", "level", ("quiet", "loud")),
    ],
)
def test_what_makes_up_a_sound_is_mostly_said(
    family: str, trait: str, grades: tuple[str, str]
) -> None:
    for grade, other in (grades, grades[::-1]):
        texts = [text.lower() for text in captions_of(family, {"traits": {trait: grade}})]
        own, opposite = (ways_to_say(family, trait, g) for g in (grade, other))
        assert sum(any(word in text for word in own) for text in texts) > 0.65 * len(texts)
        wrong = {word for word in opposite if not any(word in said or said in word for said in own)}
        nouns = " ".join(
            noun for key in (family, f"{family}/{grade}") for noun in NOUNS.get(key, ())
        )
        wrong = {word for word in wrong if word not in nouns}
        assert not any(re.search(rf"\b{word}\b", text) for text in texts for word in wrong)


def test_essential_traits_belong_to_families_and_are_in_the_tables() -> None:
    for family, names in wording.ESSENTIAL.items():
        assert family in FAMILIES
        for name in names:
            assert any(key.startswith((f"{name}=", f"{family}:{name}=")) for key in WORDS)


def test_people_do_things_loudly_and_are_not_loud() -> None:
    rng = np.random.default_rng(0)
    facts: dict[str, object] = {"traits": {"level": "loud"}}
    texts = [describe("snore", facts, rng) for _ in range(200)]
    assert any(text.startswith("someone snoring loudly") for text in texts)
    assert not any(re.search(r"loud (someone|a |person|people)", text) for text in texts)


def test_nothing_is_called_a_noise_of_noise() -> None:
    for text in captions_of("vinyl", {"traits": {}}, 400) + captions_of("static", {}, 400):
        assert len(re.findall(r"noise|sound", text.lower())) <= 1


def test_vowels_take_an_and_letters_that_sound_like_consonants_do_not() -> None:
    alarm = {text.lower() for text in captions_of("alarm", {"traits": {}}, 400)}
    assert any("an alarm" in text for text in alarm)
    assert any("an 8-bit" in text.lower() for text in captions_of("game_coin", {"count": 1}, 400))
    assert any("a ewe" in text.lower() for text in captions_of("sheep", {"traits": {}}, 400))
    everything = [text for family in FAMILIES for text in captions_of(family, {"traits": {}}, 60)]
    assert not any("?" in text or "~" in text for text in everything)
