from __future__ import annotations

import unicodedata

import pytest

from tangostudio.corpora import texts, words


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("DoorSlam_Heavy_03", "door slam heavy"),
        ("GUNSHOT_RIFLE_01", "gunshot rifle"),
        ("2023-01-31 Rain on Tin Roof 48kHz 24bit", "rain on tin roof"),
        ("20230131_143005_wind", "wind"),
        ("123456__bob_x__glass-break-2", "glass break"),
        ("BBCDoorCreak", "BBC door creak"),
        ("V8 engine start", "V8 engine start"),
        ("9mm pistol shot 04", "9mm pistol shot"),
        ("heavy metal gate (1)", "heavy metal gate"),
        ("Wind T01 96k", "wind"),
        ("door_open_v2", "door open"),
        ("Öffnen_Tür_Take 12", "öffnen tür"),
        ("門が閉まる_02", "門が閉まる"),
        ("ضوضاء المطر 3", "ضوضاء المطر"),
        ("Шум_Дождя", "шум дождя"),
        ("🚪🔊 01", "🚪🔊"),
        ("बारिश", "बारिश"),
        ("TAKE_001", ""),
        ("ZOOM0001", ""),
        ("STE-000", ""),
        ("New Recording 12", ""),
        ("20230131", ""),
        ("a1b2c3d4e5f60718", ""),
        ("R_0001", ""),
        ("___", ""),
        ("", ""),
    ],
)
def test_a_name_says_words_without_numbers_dates_and_rates(name, said):
    assert words.of_name(name) == said


def shared(*names: str) -> words.Shared:
    found = words.Shared()
    for name in names:
        found.add(name)
    return found


def test_a_vendors_code_before_all_names_is_dropped():
    names = [f"PSE2_{name}" for name in ("Door Open", "Door Shut", "Gate", "Hinge", "Lock")]
    drop = shared(*names).drop
    assert [words.of_name(name, drop) for name in names[:3]] == ["door open", "door shut", "gate"]


def test_a_word_that_all_names_share_stays():
    assert shared(*(f"door {word}" for word in "abcdef")).drop == 0
    assert shared(*(f"DOOR_{word}" for word in ("OPEN", "SHUT", "SLAM", "LOCK", "KNOCK"))).drop == 0


def test_few_names_share_nothing():
    assert shared("XY2 a door", "XY2 a gate").drop == 0
    assert shared().drop == 0


def test_words_of_a_category_are_added_where_they_are_not_said():
    category = words.of_category("DOORWood")
    assert category == "wood doors"
    assert words.joined("slam heavy", category) == "slam heavy, wood doors"
    assert words.joined("wooden door slam", category) == "wooden door slam"
    assert words.of_category("nothing") == ""


def test_a_caption_is_one_composed_line_without_invisible_signs():
    decomposed = unicodedata.normalize("NFD", "Tür")
    assert texts.clean(f"  {decomposed}\r\n\tauf\x00\u202e zu\u200b ") == "Tür auf zu"
    family = "👨\u200d👩\u200d👧"
    assert texts.clean(family) == family
    assert texts.clean("a\udcffb") == "ab"


def test_a_long_caption_is_cut_at_a_word_and_never_within_a_sign():
    assert texts.clean("door " * 100) == ("door " * 60).strip()
    assert len(texts.clean("門" * 1000)) == texts.LONGEST
    sign = "e\u0323\u0302"
    cut = texts.clean(f"{'x' * (texts.LONGEST - 1)}q\u0323\u0302")
    assert cut in ("x" * (texts.LONGEST - 1), f"{'x' * (texts.LONGEST - 1)}q\u0323\u0302")
    assert texts.has_words(sign)


def test_digits_and_signs_are_no_words():
    assert not texts.has_words("12 -- 3")
    assert texts.has_words("門")
    assert texts.has_words("🚪")
