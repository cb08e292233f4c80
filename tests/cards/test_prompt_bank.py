"""The prompt bank that ships, and banks that are not whole."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from tangostudio import paths
from tangostudio.cards.prompt_bank import FILE, LONGEST, SHORTEST, BankPrompt, PromptBank
from tangostudio.errors import BadRequest
from tangostudio.starter.sounds import FAMILIES
from tangostudio.starter.wording import RESERVED

GOOD = """
prompts = [
    { text = "three knocks on a wooden door", seconds = 2, category = "DOORKnck" },
    { text = "distant thunder", seconds = 9.0, category = "THUN", family = "thunder" },
]
held_out = [{ text = "cat purring on a lap", seconds = 5.0, category = "ANMLCat" }]
"""


@pytest.fixture(scope="module")
def bank() -> PromptBank:
    return PromptBank.load(paths.resources_dir() / FILE)


def written(folder: Path, text: str) -> Path:
    path = folder / "bank.toml"
    path.write_text(text, encoding="utf-8")
    return path


def words(prompt: BankPrompt) -> list[str]:
    return re.findall(r"[\w'-]+", prompt.text.casefold())


def one_word_apart(first: list[str], second: list[str]) -> bool:
    """Whether one word changed, added or taken away makes one of the other."""
    if abs(len(first) - len(second)) > 1:
        return False
    same = 0
    for a, b in zip(first, second, strict=False):
        if a != b:
            break
        same += 1
    rests = first[same:], second[same:]
    return any(rests[0][a:] == rests[1][b:] for a, b in ((1, 1), (1, 0), (0, 1)))


def test_there_are_five_hundred_prompts_and_sixty_held_out(bank):
    assert (len(bank.prompts), len(bank.held_out)) == (500, 60)


def test_no_two_prompts_say_the_same(bank):
    every = [words(row) for row in (*bank.prompts, *bank.held_out)]
    for index, first in enumerate(every):
        for second in every[:index]:
            assert not one_word_apart(first, second), (first, second)


@pytest.mark.parametrize(
    ("first", "second", "apart"),
    [
        ("a loud bell", "a loud bell", True),
        ("a loud bell", "a soft bell", True),
        ("a bell", "a loud bell", True),
        ("a loud bell", "a loud", True),
        ("a loud bell", "two soft bells", False),
        ("a loud bell", "bell a loud", False),
    ],
)
def test_the_measure_of_one_word(first, second, apart):
    assert one_word_apart(first.split(), second.split()) is apart


def test_prompts_are_as_long_as_a_designer_types_them(bank):
    for row in (*bank.prompts, *bank.held_out):
        assert 3 <= len(row.text.split()) <= 12, row.text
        assert SHORTEST <= row.seconds <= LONGEST, row.text


def test_every_family_of_the_starter_has_prompts(bank):
    count = Counter(row.family for row in bank.prompts if row.family)
    assert set(count) == set(FAMILIES)
    assert min(count.values()) >= 2
    assert count.total() >= 200
    known = [row.family for row in bank.held_out if row.family]
    assert len(known) == len(set(known)) == 20
    assert set(known) <= set(FAMILIES)


def test_words_kept_for_tests_of_unseen_words_stay_unseen_by_the_starter(bank):
    for row in (*bank.prompts, *bank.held_out):
        if row.family:
            assert RESERVED.keys().isdisjoint(words(row)), row.text


def test_held_out_prompts_are_far_from_the_others(bank):
    for row in bank.held_out:
        own = set(words(row))
        nearest = max(bank.prompts, key=lambda other: len(own & set(words(other))))
        assert len(own & set(words(nearest))) <= 0.7 * len(own), (row.text, nearest.text)


def test_categories_have_the_shape_of_ids_and_are_many(bank):
    rows = (*bank.prompts, *bank.held_out)
    assert all(re.fullmatch(r"[A-Z]+[A-Za-z]{0,10}", row.category) for row in rows)
    assert max(len(row.category) for row in rows) <= 11
    assert len({row.category for row in bank.prompts}) > 300


def test_many_prompts_name_an_order_or_a_number(bank):
    texts = [row.text for row in bank.prompts]
    numbers = re.compile(r"\b(two|three|four|five|six|twice)\b")
    ordered = [text for text in texts if ", then " in text or "followed by" in text]
    counted = [text for text in texts if numbers.search(text)]
    assert 50 <= len(ordered) <= 80
    assert 50 <= len(counted) <= 80


def test_a_bank_is_read(tmp_path):
    bank = PromptBank.load(written(tmp_path, GOOD))
    knocks = BankPrompt("three knocks on a wooden door", 2.0, "DOORKnck")
    thunder = BankPrompt("distant thunder", 9.0, "THUN", "thunder")
    assert bank.prompts == (knocks, thunder)
    assert bank.held_out == (BankPrompt("cat purring on a lap", 5.0, "ANMLCat"),)
    assert bank.for_model(known_only=False) == (knocks, thunder)
    assert bank.for_model(known_only=True) == (thunder,)


def test_a_missing_bank_is_told(tmp_path):
    with pytest.raises(BadRequest, match=r"bank\.toml is missing") as told:
        PromptBank.load(tmp_path / "bank.toml")
    assert told.value.hint


@pytest.mark.parametrize("damage", [GOOD[:-40].encode(), b"prompts = [\xff]"])
def test_a_damaged_bank_is_told(tmp_path, damage):
    (tmp_path / "bank.toml").write_bytes(damage)
    with pytest.raises(BadRequest, match="damaged") as told:
        PromptBank.load(tmp_path / "bank.toml")
    assert told.value.hint


def test_a_folder_in_its_place_is_told(tmp_path):
    with pytest.raises(BadRequest, match="cannot be read"):
        PromptBank.load(tmp_path)


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ('category = "THUN"', 'category = "THUN", colour = "red"', "Row 2 of prompts .* 'colour'"),
        ("held_out", "heldout", "unknown table 'heldout'"),
        ('held_out = [{ text = "cat purring on a lap"', "held_out = [] #", "no held_out"),
        ('[{ text = "cat', '["owl", { text = "cat', "Row 1 of held_out .* is no prompt"),
        ('"distant thunder"', '"  "', "Row 2 of prompts .* has no text"),
        ('text = "distant thunder", ', "", "Row 2 of prompts .* has no text"),
        ("9.0", "10.5", "no fitting seconds"),
        ("9.0", "0.2", "no fitting seconds"),
        ("9.0", "nan", "no fitting seconds"),
        ("9.0", "true", "no fitting seconds"),
        ("9.0", '"long"', "no fitting seconds"),
        ('"THUN"', '"thunder"', "no category"),
        ('"THUN"', '"THUNxxxxxxxx"', "no category"),
        ('family = "thunder"', "family = 3", "family that is no name"),
        ('"distant thunder"', '"Three  knocks on a wooden door"', "twice"),
        ("cat purring on a lap", "Distant Thunder", "twice"),
    ],
)
def test_a_wrong_row_is_told_with_a_hint(tmp_path, old, new, sentence):
    assert old in GOOD
    with pytest.raises(BadRequest, match=sentence) as told:
        PromptBank.load(written(tmp_path, GOOD.replace(old, new)))
    assert told.value.hint
