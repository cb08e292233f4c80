"""Which categories a text may be of; prompts in category_prompts.csv were written before tuning."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from pathlib import Path

import pytest

from tangostudio import paths
from tangostudio.cards import category_hints, ucs
from tangostudio.cards.category_hints import suggest
from tangostudio.cards.prompt_bank import FILE, PromptBank

PROMPTS = Path(__file__).with_name("category_prompts.csv")


def prompts() -> list[dict[str, str]]:
    with open(PROMPTS, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def table() -> dict[str, str]:
    path = paths.resources_dir() / category_hints.FILE
    with open(path, encoding="utf-8", newline="") as file:
        return {row["key"]: row["words"] for row in csv.DictReader(file)}


def hits(rows: list[dict[str, str]]) -> float:
    found = [
        {each.cat_id for each in suggest(row["prompt"])}
        & {row["cat_id"], *row["alternates"].split()}
        for row in rows
    ]
    return sum(map(bool, found)) / len(rows)


def test_one_of_four_is_right_for_nine_of_ten_prompts() -> None:
    rows = prompts()
    assert len(rows) == 150
    assert hits(rows) >= 0.9
    for half in ("tuning", "test"):
        assert hits([row for row in rows if row["half"] == half]) >= 0.9


def test_the_prompt_bank_s_own_categories_are_found_as_well() -> None:
    bank = PromptBank.load(paths.resources_dir() / FILE)
    for rows, least in ((bank.prompts, 0.9), (bank.held_out, 0.85)):
        found = sum(row.category in {each.cat_id for each in suggest(row.text)} for row in rows)
        assert found / len(rows) >= least


def test_the_prompts_are_over_all_categories_and_name_real_ones() -> None:
    rows, known = prompts(), ucs.table()
    for row in rows:
        assert {row["cat_id"], *row["alternates"].split()} <= known.keys()
        assert 1 <= len(row["prompt"].split()) <= 10
    covered = {known[row["cat_id"]].category for row in rows}
    assert covered == {each.category for each in known.values()} - {category_hints.HIDDEN}


def test_the_words_of_every_category_are_there_and_plain() -> None:
    rows, known = table(), ucs.table()
    names, parts = defaultdict(set), defaultdict(set)
    for each in known.values():
        names[each.category].add(each.cat_id)
        parts[each.subcategory].add(each.cat_id)
    for key, text in rows.items():
        start, _, end = key.partition("/")
        assert key in known or (end == "*" and start in names) or (start == "*" and end in parts)
        assert re.fullmatch(r"[a-z0-9' ]+(, [a-z0-9' ]+)*", text), key
        entries = text.split(", ")
        assert len(entries) == len(set(entries)), key
    own = {each.cat_id for each in known.values() if each.category != category_hints.HIDDEN}
    assert own <= rows.keys()


@pytest.mark.parametrize(
    ("text", "best"),
    [
        ("thunder", "THUN"),
        ("Footsteps", "FEETHmn"),
        ("door bell", "BELLDoor"),
        ("DoorSlam_02", "DOORWood"),
        ("Wooden doors, creaking", "DOORCreak"),
        ("tyre skid", "VEHSkid"),
        ("dog barks, then glass breaks", "ANMLDog"),
    ],
)
def test_plain_texts_get_what_anybody_would_give_them(text: str, best: str) -> None:
    assert suggest(text)[0].cat_id == best


def test_what_is_around_a_sound_counts_less_than_the_sound() -> None:
    assert suggest("dog in a car")[0].cat_id == "ANMLDog"
    assert suggest("car in a forest")[0].cat_id == "VEHCar"


def test_housekeeping_categories_are_never_suggested() -> None:
    hidden = {each.cat_id for each in ucs.table().values() if each.category == "ARCHIVED"}
    assert len(hidden) == 15
    for text in ("raw mix", "test tone", "production scene reference", "wip", "impulse response"):
        assert not hidden & {each.cat_id for each in suggest(text, 16)}


@pytest.mark.parametrize("text", ["", "  ", "the of and", "qwrtz", "日本語の音", "\0\ud800", "…"])
def test_texts_that_say_nothing_get_nothing(text: str) -> None:
    assert suggest(text) == []


def test_long_texts_are_read_from_their_beginning() -> None:
    assert suggest("horse whinny " + "x" * 100_000)[0].cat_id == "ANMLHors"


def test_the_best_come_first_and_no_more_than_asked_for() -> None:
    found = suggest("metal door slams in a long corridor", 7)
    assert [each.score for each in found] == sorted((e.score for e in found), reverse=True)
    assert len(found) == 7
    assert suggest("metal door slams in a long corridor", 2) == found[:2]
