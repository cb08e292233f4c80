"""Categories that are suggested for takes: by words, and by takes that sound alike."""

from __future__ import annotations

import numpy as np
import pytest

from tangostudio.errors import NotFound
from tangostudio.messages import Embedded

from .house import Held, add_take, open_house


@pytest.fixture
def studio(tmp_path):
    studio = open_house(tmp_path / "library", Held)
    studio.tasting.embedder = "starter-test"  # whose vectors count as they are
    yield studio
    studio.close()


def hear(studio, take, values) -> None:
    data = np.asarray(values, "<f4").tobytes()
    studio.handle(Embedded("listening", studio.tasting.embedder, ((take.sha256, data),)))


def angle(degrees: float) -> list[float]:
    return [np.cos(np.radians(degrees)), np.sin(np.radians(degrees)), 0.0]


def first(studio, *takes) -> str:
    return studio.categories.suggest([take.id for take in takes])[0][0]


def test_words_alone_suggest_four_with_what_they_mean(studio):
    found = studio.categories.of_text("heavy wooden dungeon door, slow creak")
    assert len(found) == 4
    assert {("DOORDungn", "Doors, dungeon"), ("DOORCreak", "Doors, creak")} < set(found)
    assert studio.categories.of_text("xyzzy") == []


def test_a_take_is_judged_by_its_prompt_and_a_title_that_says_more(studio):
    take = add_take(studio.library, "recording 12")
    assert studio.categories.suggest([take.id]) == []
    studio.rename(take.id, "Horse whinny")
    assert first(studio, take) == "ANMLHors"


def test_several_takes_get_what_fits_all_of_them(studio):
    takes = [add_take(studio.library, text) for text in ("dog barks", "dog growls", "rain")]
    assert first(studio, *takes) == "ANMLDog"
    assert studio.categories.suggest([]) == []


def test_a_take_that_is_gone_has_no_category(studio):
    with pytest.raises(NotFound):
        studio.categories.suggest([99])


def test_takes_that_sound_alike_say_what_words_do_not(studio):
    for number in range(3):
        known = add_take(studio.library, f"recording {number}", category="MECHRtch")
        hear(studio, known, angle(number))
    unknown = add_take(studio.library, "recording x")
    assert studio.categories.default(unknown) == ""
    hear(studio, unknown, angle(5))
    assert first(studio, unknown) == "MECHRtch"
    assert studio.categories.default(unknown) == "MECHRtch"


def test_sound_decides_between_what_words_leave_open(studio):
    take = add_take(studio.library, "metal hit")
    words = [cat_id for cat_id, _ in studio.categories.suggest([take.id], 12)]
    other = words[3]
    near = [add_take(studio.library, f"x {number}") for number in range(4)]
    for number, each in enumerate([take, *near]):
        hear(studio, each, angle(number))
    studio.categorise([each.id for each in near], other)
    order = [cat_id for cat_id, _ in studio.categories.suggest([take.id], 12)]
    assert order.index(other) < 3


def test_what_sounds_otherwise_has_no_say(studio):
    hear(studio, add_take(studio.library, "x", category="MECHRtch"), angle(120))
    take = add_take(studio.library, "recording")
    hear(studio, take, angle(0))
    assert studio.categories.suggest([take.id]) == []


def test_own_words_and_housekeeping_are_no_neighbours(studio):
    for number, category in enumerate(("My doors", "RAW", "IR")):
        hear(studio, add_take(studio.library, f"x {number}", category=category), angle(number))
    take = add_take(studio.library, "recording")
    hear(studio, take, angle(0))
    assert studio.categories.suggest([take.id]) == []


def test_a_take_is_not_its_own_neighbour(studio):
    take = add_take(studio.library, "recording", category="MECHRtch")
    hear(studio, take, angle(0))
    assert studio.categories.suggest([take.id]) == []


def test_a_category_that_is_given_or_taken_counts_at_once(studio):
    known, unknown = (add_take(studio.library, f"recording {name}") for name in "ab")
    for take in (known, unknown):
        hear(studio, take, angle(0))
    assert studio.categories.suggest([unknown.id]) == []
    studio.categorise([known.id], "MECHRtch")
    assert first(studio, unknown) == "MECHRtch"
    studio.rate([known.id], 3)  # says nothing of categories
    assert first(studio, unknown) == "MECHRtch"
    studio.undo()
    studio.undo()
    assert studio.categories.suggest([unknown.id]) == []
    studio.redo()
    assert first(studio, unknown) == "MECHRtch"
    studio.trash([known.id])
    assert studio.categories.suggest([unknown.id]) == []


def test_measured_values_of_many_scales_count_alike(studio):
    studio.tasting.embedder = "impressions-1"
    for number in range(8):
        category, quiet = ("THUN", 0.0) if number % 2 else ("HMNKiss", 1.0)
        take = add_take(studio.library, f"recording {number}", category=category)
        hear(studio, take, [1e4 + number * 1e-3, quiet, number % 2])
    unknown = add_take(studio.library, "recording x")
    hear(studio, unknown, [1e4, 1.0, 0.0])
    assert first(studio, unknown) == "HMNKiss"


def test_few_measured_sounds_say_nothing(studio):
    studio.tasting.embedder = "impressions-1"
    hear(studio, add_take(studio.library, "a", category="THUN"), angle(0))
    unknown = add_take(studio.library, "recording x")
    hear(studio, unknown, angle(0))
    assert studio.categories.suggest([unknown.id]) == []


def test_the_category_that_a_take_has_is_its_own(studio):
    take = add_take(studio.library, "a dog barks", category="My doors")
    assert studio.categories.default(take) == "My doors"
    assert studio.categories.default(add_take(studio.library, "a dog barks", 2)) == "ANMLDog"
