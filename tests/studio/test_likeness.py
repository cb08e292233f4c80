"""Takes in the order of how alike they sound."""

from __future__ import annotations

import numpy as np
import pytest

from tangostudio.errors import NotFound
from tangostudio.library import TakeQuery
from tangostudio.messages import Embedded
from tangostudio.studio.likeness import Directions

from .house import Held, add_take, ids, open_house

ANGLES = {"near": 10.0, "self": 0.0, "far": 170.0, "middle": 60.0}


@pytest.fixture
def studio(tmp_path):
    studio = open_house(tmp_path / "library", Held)
    studio.tasting.embedder = "starter-test"  # whose vectors count as they are
    yield studio
    studio.close()


def _hear(studio, take, degrees: float) -> None:
    vector = np.array([np.cos(np.radians(degrees)), np.sin(np.radians(degrees)), 0], "<f4")
    data = (3 * vector).tobytes()
    studio.handle(Embedded("listening", studio.tasting.embedder, ((take.sha256, data),)))


@pytest.fixture
def takes(studio):
    made = {}
    for name, degrees in ANGLES.items():
        made[name] = add_take(studio.library, name)
        _hear(studio, made[name], degrees)
    return made


def _order(studio, take, **query) -> list[str]:
    asked = TakeQuery(sort="likeness", like=take.id, **query)
    found = studio.find(asked)
    assert studio.find_ids(asked) == ids(found)
    return [each.prompt for each in found]


def test_the_take_itself_then_the_nearest(studio, takes):
    assert _order(studio, takes["self"]) == ["self", "near", "middle", "far"]
    assert _order(studio, takes["far"]) == ["far", "middle", "near", "self"]
    assert _order(studio, takes["self"], limit=2) == ["self", "near"]


def test_filters_hold_and_may_leave_the_take_itself_out(studio, takes):
    studio.rate([takes["near"].id, takes["far"].id], 3)
    assert _order(studio, takes["self"], min_stars=3) == ["near", "far"]


def test_a_take_that_was_not_heard_yet_is_last_until_it_is(studio, takes):
    late = add_take(studio.library, "late")
    assert studio.likeness.ready(late.id) == "Its sound file is missing."
    late.path.write_bytes(b"sound")
    assert studio.likeness.ready(late.id) == "Its embedding is being made."
    assert _order(studio, takes["self"])[-1] == "late"
    assert _order(studio, late) == ["late", *reversed(ANGLES)]  # as by time
    _hear(studio, late, 5.0)
    assert studio.likeness.ready(late.id) == ""
    assert _order(studio, takes["self"]) == ["self", "late", "near", "middle", "far"]


def test_takes_that_cannot_be_heard_say_why(studio):
    gone, trashed = add_take(studio.library, "gone"), add_take(studio.library, "trashed")
    for take in (gone, trashed):
        take.path.write_bytes(b"no sound")
    studio.handle(Embedded("listening", studio.tasting.embedder, (), (), (gone.sha256,)))
    studio.trash([trashed.id])
    assert studio.likeness.ready(gone.id) == "Its sound cannot be read."
    assert studio.likeness.ready(trashed.id) == "It is in the trash."
    with pytest.raises(NotFound):
        studio.likeness.ready(99)


def test_an_order_by_a_take_that_was_deleted_for_good_is_that_of_time(studio, takes):
    asked = TakeQuery(sort="likeness", like=takes["self"].id)
    studio.trash([takes["self"].id])
    assert [take.prompt for take in studio.find(asked)] == ["near", "middle", "far"]
    studio.library.takes.purge()
    assert [take.prompt for take in studio.find(asked)] == ["middle", "far", "near"]


def test_the_same_sound_twice_puts_the_take_itself_first(studio, takes):
    twin = add_take(studio.library, "twin", sha256=takes["self"].sha256)
    assert _order(studio, twin)[:2] == ["twin", "self"]
    assert _order(studio, takes["self"])[:2] == ["self", "twin"]


def test_another_embedder_orders_anew(studio, takes):
    assert _order(studio, takes["self"])[1] == "near"
    studio.tasting.embedder, studio.tasting._read = "clap-test", None
    for name, degrees in {"self": 0.0, "near": 90.0, "far": 1.0, "middle": 40.0}.items():
        _hear(studio, takes[name], degrees)
    assert _order(studio, takes["self"]) == ["self", "far", "middle", "near"]


def test_without_a_take_to_compare_with_the_order_is_by_time(studio, takes):
    found = studio.find(TakeQuery(sort="likeness"))
    assert [take.prompt for take in found] == list(reversed(ANGLES))


def test_sounds_are_heard_though_nobody_voted(tmp_path):
    studio = open_house(tmp_path / "library", Held)
    take = add_take(studio.library)
    studio._listen()
    runner = studio._runner
    assert isinstance(runner, Held)
    assert [sound for sound, _ in runner.jobs[-1][1].sounds] == [take.sha256]  # type: ignore
    studio.close()


# --- the matrix --------------------------------------------------------------------------------


def _cosine(first, second) -> float:
    return float(first @ second / np.linalg.norm(first) / np.linalg.norm(second))


def test_measured_values_count_in_deviations_from_the_mean():
    rng = np.random.default_rng(1)
    vectors = {str(n): rng.normal(size=4) * [1, 1000, 1, 0] + [0, 1e4, 5, 7] for n in range(50)}
    directions = Directions()
    assert directions.follow(vectors, measured=True)
    rows = np.stack(list(vectors.values()))
    standard = (rows - rows.mean(0)) / np.where(rows.std(0) > 0, rows.std(0), 1)
    place = directions.place("7")
    assert place is not None
    expected = [_cosine(row, standard[7]) for row in standard]
    assert directions.cosines(place)[:-1] == pytest.approx(expected, abs=1e-4)
    assert directions.place("no") is None


def test_a_matrix_that_grew_is_the_one_made_at_once():
    rng = np.random.default_rng(2)
    vectors = {str(n): rng.normal(size=8).astype(np.float32) for n in range(40)}
    growing: dict[str, np.ndarray] = {}
    grown = Directions()
    for name, vector in vectors.items():
        growing[name] = vector
        grown.follow(growing, measured=False)
    whole = Directions()
    whole.follow(vectors, measured=False)
    assert grown.cosines(3) == pytest.approx(whole.cosines(3), abs=1e-6)
    assert not grown.follow(growing, measured=False)
