from dataclasses import replace

import pytest

from tangostudio.library import TakeQuery
from tangostudio.ui import filter_words

PLAIN = TakeQuery(project="Doors")


@pytest.mark.parametrize(
    ("filters", "text"),
    [
        ({"min_stars": 3}, "★ 3+"),
        ({"min_stars": 5}, "★ 5"),
        ({"favourites": True}, "Favourites"),
        ({"hide_rejected": True}, "Not rejected"),
        ({"colours": ("red",)}, "Red"),
        ({"tags": ("wet",)}, "Tag wet"),
        ({"models": ("toy",)}, "Toy tones"),
        ({"categories": ("DOORWood",)}, "DOORWood"),
        ({"shortest": 1.0, "longest": 2.5}, "1 to 2.5 s"),
        ({"shortest": 1.0}, "1 s or longer"),
        ({"longest": 0.5}, "up to 0.5 s"),
        ({"flagged": True}, "With problems"),
        ({"flagged": False}, "Without problems"),
        ({"origin": "imported"}, "Imported"),
        ({"origin": "made"}, "Made here"),
        ({"days": 0}, "Made today"),
        ({"days": 7}, "Last 7 days"),
        ({"like": 7, "sort": "likeness"}, "Like #7"),
        ({"family": 7}, "Family of #7"),
    ],
)
def test_every_filter_has_a_chip_that_lets_it_go(filters, text):
    models = {"toy": "Toy tones"}
    (found,) = filter_words.active(replace(PLAIN, **filters), "Doors", models.__getitem__)
    assert found.text == text
    assert found.without == PLAIN
    assert filter_words.is_filtered(replace(PLAIN, **filters))


def test_all_projects_is_a_chip_and_no_filter():
    query = replace(PLAIN, project=None)
    (found,) = filter_words.active(query, "Doors")
    assert (found.text, found.without) == ("All projects", PLAIN)
    assert not filter_words.is_filtered(query)


def test_one_of_several_values_goes_alone():
    red, blue = filter_words.active(replace(PLAIN, colours=("red", "blue")), "Doors")
    assert red.without.colours == ("blue",)
    assert blue.without.colours == ("red",)


def test_without_filters_order_and_trash_stay():
    query = replace(PLAIN, text="x", min_stars=2, sort="name", trashed=True, project=None)
    assert filter_words.unfiltered(query, "Doors") == replace(PLAIN, sort="name", trashed=True)
    alike = replace(PLAIN, like=3, sort="likeness")
    assert filter_words.unfiltered(alike, "Doors") == PLAIN
