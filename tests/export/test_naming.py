from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tangostudio.cards import ucs
from tangostudio.errors import BadRequest
from tangostudio.export import naming
from tangostudio.export.names import MAX_BYTES, MAX_CHARACTERS
from tangostudio.export.naming import NamingFields, distinct, fill, fx_name, parse
from tangostudio.export.presets import NAME_TEMPLATE

DOOR = NamingFields(
    title="old wooden door, slow creak",
    fx_name="Old Slow Creak",
    cat_id="DOORWood",
    creator_id="TSTU",
    source_id="DUNGEON",
    project="Dungeon Doors",
    model="Starter",
    seed=7,
    take=42,
    stars=4,
    date="2026-03-01T10:20:30Z",
)
RESERVED = {"con", "prn", "aux", "nul", *(f"com{n}" for n in range(10))}


def having(**values) -> NamingFields:
    return dataclasses.replace(DOOR, **values)


# --- filling ----------------------------------------------------------------------------------


def test_the_default_template_makes_a_ucs_name() -> None:
    assert fill(NAME_TEMPLATE, DOOR, number=1) == "DOORWood_Old Slow Creak_TSTU_DUNGEON_01"


def test_a_sound_alone_has_no_number() -> None:
    assert fill(NAME_TEMPLATE, DOOR) == "DOORWood_Old Slow Creak_TSTU_DUNGEON"


def test_the_number_may_come_with_the_fields() -> None:
    assert fill("{NN}", having(number=12)) == "12"
    assert fill("{NN}", having(number=12), number=100) == "100"


@pytest.mark.parametrize(
    ("template", "name"),
    [
        ("{CatShort}-{SubCategory}", "DOOR-Wood"),
        ("{Category}/{SubCategory}/{FXName}", "Doors/Wood/Old Slow Creak"),
        (r"{Project}\{FXName}", "Dungeon Doors/Old Slow Creak"),
        ("{catid} {fxname}", "DOORWood Old Slow Creak"),
        ("{Title} #{Take} {Seed} {Stars} {Date}", "old wooden door, slow creak #42 7 4 2026-03-01"),
        ("{Model} ({Designer}) [{Library}] end", "Starter end"),
        ("//{FXName}//", "Old Slow Creak"),
        ("plain", "plain"),
    ],
)
def test_fields_stand_where_the_template_has_them(template: str, name: str) -> None:
    assert fill(template, DOOR) == name


FULL = "{CatID}-{UserCategory}_{VendorCategory}-{FXName}_{CreatorID}_{SourceID}_{UserData}"


@pytest.mark.parametrize(
    ("values", "name"),
    [
        ({}, "DOORWood_Old Slow Creak_TSTU_DUNGEON"),
        ({"user_category": "INT"}, "DOORWood-INT_Old Slow Creak_TSTU_DUNGEON"),
        ({"vendor_category": "Door"}, "DOORWood_Door-Old Slow Creak_TSTU_DUNGEON"),
        ({"user_data": "close"}, "DOORWood_Old Slow Creak_TSTU_DUNGEON_close"),
        ({"cat_id": ""}, "Old Slow Creak_TSTU_DUNGEON"),
        ({"creator_id": "", "source_id": ""}, "DOORWood_Old Slow Creak_NONE_NONE"),
    ],
)
def test_empty_fields_take_a_separator_with_them(values: dict[str, str], name: str) -> None:
    assert fill(FULL, having(**values)) == name


@pytest.mark.parametrize("text", ["A-B_C", "A/B\\C", "A : B? C", "A\nB\tC"])
def test_nothing_within_a_block_can_be_taken_for_its_end(text: str) -> None:
    fields = having(fx_name=text, creator_id=text, source_id=text)
    assert fill(NAME_TEMPLATE, fields) == "DOORWood_A B C_A B C_A B C"


def test_the_capitals_of_a_cat_id_are_kept() -> None:
    for each in ucs.table():
        assert fill("{CatID}_x", NamingFields(cat_id=each)).removeprefix("_") == f"{each}_x"


def test_a_title_cannot_make_folders_or_lead_out_of_them() -> None:
    assert fill("{Title}", having(title="../../etc/passwd")) == "etc passwd"
    assert fill("{Project}/{FXName}", having(project="..")) == "Old Slow Creak"


@pytest.mark.parametrize("title", ["CON", "nul", "COM1", "aux.wav", "con .x"])
def test_names_that_windows_reserves_are_mended(title: str) -> None:
    assert fill("{Title}", having(title=title)).startswith("_")
    assert fill("{Title}/x", having(title=title)).startswith("_")


def test_a_name_without_anything_is_called_sound() -> None:
    assert fill("{Title}", NamingFields(title="???")) == "sound"
    assert fill("{Designer}/{Library}", NamingFields()) == "sound"


@pytest.mark.parametrize("word", ["long word ", "門が軋む", "🚪", "ा", "a\u0301"])
def test_names_of_300_characters_are_cut_and_keep_their_blocks(word: str) -> None:
    fields = having(fx_name=(word * 300)[:300], source_id="S" * 90)
    name = fill(NAME_TEMPLATE, fields, number=3)
    assert len(name) <= MAX_CHARACTERS
    assert len(name.encode()) <= MAX_BYTES
    assert name.startswith("DOORWood_")
    assert name.endswith("_03")
    assert name.count("_") == 4


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=320), st.text(max_size=320), st.integers(0, 200))
def test_every_text_gives_a_name_that_all_systems_take(first: str, second: str, number) -> None:
    fields = having(fx_name=first, title=first, creator_id=second, project=second, cat_id="")
    for template in (NAME_TEMPLATE, "{Project}/{Title}", "{Title} {NN}"):
        name = fill(template, fields, number=number)
        for part in name.split("/"):
            assert part
            assert part == part.strip(" ")
            assert not part.endswith(".")
            assert not set('<>:"\\|?*') & set(part)
            assert all(ord(character) >= 32 for character in part)
            assert part.partition(".")[0].strip().casefold() not in RESERVED
            assert len(part) <= MAX_CHARACTERS + 1
            assert len(part.encode()) <= MAX_BYTES + 1


# --- templates that cannot be filled ----------------------------------------------------------


@pytest.mark.parametrize(
    ("template", "said"),
    [
        ("", "empty"),
        ("   ", "empty"),
        ("{FXNam}", "{FXNam}"),
        ("{}", "{}"),
        ("{CatID", "partner"),
        ("CatID}", "partner"),
        ("{Cat{ID}}", "{ID}"),
        ("../{FXName}", "out of its folder"),
        ("a/ .. /{FXName}", "out of its folder"),
    ],
)
def test_a_template_that_cannot_be_filled_says_why(template: str, said: str) -> None:
    with pytest.raises(BadRequest) as error:
        naming.check(template)
    assert said in error.value.message
    assert error.value.hint
    with pytest.raises(BadRequest):
        fill(template, DOOR)


def test_a_field_that_is_spelled_nearly_right_is_offered() -> None:
    with pytest.raises(BadRequest) as error:
        naming.check("{CreatorId2}")
    assert error.value.hint == "Did you mean {CreatorID}?"


def test_every_field_is_explained_and_can_be_filled() -> None:
    for field, help_text in naming.FIELDS.items():
        assert help_text
        assert fill(f"{{{field}}}", DOOR, number=1)


# --- FXName -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "cat_id", "name"),
    [
        ("old wooden door, slow creak", "DOORWood", "Old Slow Creak"),
        ("slow footsteps on wet gravel, heavy boots", "FEETHmn", "Slow Wet Gravel Heavy"),
        ("UZI 9mm rapid fire", "GUNAuto", "UZI 9mm Rapid Fire"),
        ("wooden door", "DOORWood", "Wooden Door"),
        ("the door", "DOORWood", "Door"),
        ("sci-fi door_open", "", "Sci Fi Door Open"),
        ("thunder rolling far away…", "THUN", "Rolling Far Away…"),
        ("門が軋む", "DOORWood", "門が軋む"),
        ("", "DOORWood", ""),
        ("with the", "", "With The"),
        ("Donaudampfschifffahrtsgesellschaft", "", "Donaudampfschifffahrtsgesellschaft"),
    ],
)
def test_a_title_becomes_a_short_fx_name(title: str, cat_id: str, name: str) -> None:
    assert fx_name(title, cat_id) == name


def test_fx_names_prefer_25_characters_and_a_longer_one_is_only_noted() -> None:
    assert len(fx_name("a very long story of a door that never wanted to close again")) <= 25
    long = having(fx_name="Twenty Six Characters Here")
    assert naming.notes(NAME_TEMPLATE, long) == (
        "The FXName has 26 characters; 25 or fewer are preferred.",
    )
    assert "Twenty Six Characters Here" in fill(NAME_TEMPLATE, long)
    assert naming.notes("{Title}", long) == ()


def test_what_a_ucs_name_lacks_is_noted() -> None:
    assert naming.notes(NAME_TEMPLATE, DOOR) == ()
    assert naming.notes(NAME_TEMPLATE, having(cat_id="", creator_id="-_")) == (
        "The take has no category.",
        "No creator ID is set.",
    )
    assert naming.notes("{CatID}", having(cat_id="Doors")) == ("Doors is no CatID of UCS.",)


def test_without_an_fx_name_the_title_gives_one() -> None:
    assert fill("{CatID}_{FXName}", having(fx_name="")) == "DOORWood_Old Slow Creak"


# --- the way back -----------------------------------------------------------------------------


def test_names_are_read_back_into_their_fields() -> None:
    fields = having(user_category="INT", vendor_category="Door", user_data="close")
    found = parse(fill(FULL, fields))
    for name in ("fx_name", "cat_id", "user_category", "vendor_category", "creator_id",
                 "source_id", "user_data"):  # fmt: skip
        assert getattr(found, name) == getattr(fields, name)
    assert (found.category, found.subcategory) == ("DOORS", "WOOD")


@pytest.mark.parametrize(
    ("stem", "values"),
    [
        ("GUNAuto_Uzi 9mm Rapid Fire_TN_DORY",
         {"cat_id": "GUNAuto", "fx_name": "Uzi 9mm Rapid Fire", "source_id": "DORY"}),
        ("GUNAuto-EXT_UZI 9mm-Rapid Fire_TN_NONE_416-MKH8040",
         {"user_category": "EXT", "vendor_category": "UZI 9mm", "user_data": "416-MKH8040"}),
        ("DOORWood_Slam_A_B_01", {"number": 1, "user_data": "01"}),
        ("DOORWood_Slam_A_B_wet_03", {"number": 3, "user_data": "wet_03"}),
        ("DOORWood_Slam", {"fx_name": "Slam", "creator_id": "", "number": 0}),
        ("DOORWood", {"cat_id": "DOORWood", "fx_name": ""}),
        ("DOORWOOD_Slam", {"cat_id": "", "title": "DOORWOOD_Slam"}),
        ("Door slam 01", {"cat_id": "", "title": "Door slam 01", "number": 0}),
        ("", {"title": ""}),
    ],
)  # fmt: skip
def test_names_of_others_are_read_too(stem: str, values: dict[str, object]) -> None:
    found = parse(stem)
    assert {name: getattr(found, name) for name in values} == values


# --- names of a set ---------------------------------------------------------------------------


def test_names_that_differ_by_case_or_spelling_of_accents_get_numbers() -> None:
    assert distinct(["Slam", "slam", "SLAM", "caf\u00e9", "cafe\u0301", "slam 2", "other"]) == [
        "Slam", "slam 2", "SLAM 3", "caf\u00e9", "cafe\u0301 2", "slam 2 2", "other",
    ]  # fmt: skip
