"""The table of the Universal Category System, and names of files that go by it."""

from __future__ import annotations

import pytest

from tangostudio.cards import ucs


def test_the_table_is_whole():
    table = ucs.table()
    assert len(table) == 752
    assert len({category.category for category in table.values()}) == 82
    assert table["DOORWood"] == ucs.Category("DOORWood", "DOORS", "WOOD", "DOOR")
    for cat_id, category in table.items():
        assert cat_id.startswith(category.short)
        assert category.category
        assert category.subcategory


@pytest.mark.parametrize(
    ("stem", "cat_id", "rest"),
    [
        ("DOORWood_Heavy Slam_JD_LIB", "DOORWood", "Heavy Slam_JD_LIB"),
        ("DOORWood-INT_Heavy Slam", "DOORWood", "Heavy Slam"),
        ("DOORWood", "DOORWood", "DOORWood"),
        ("DOORWood_", "DOORWood", "DOORWood_"),
        ("doorwood_slam", None, "doorwood_slam"),
        ("door_slam", None, "door_slam"),
        ("raw_01", None, "raw_01"),
        ("", None, ""),
    ],
)
def test_a_name_is_split_where_it_begins_with_a_cat_id(stem, cat_id, rest):
    category, left = ucs.split_name(stem)
    assert (category.cat_id if category else None, left) == (cat_id, rest)
