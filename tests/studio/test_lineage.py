"""Which take came from which, in words."""

from __future__ import annotations

import pytest

from tangostudio.errors import NotFound
from tangostudio.library import Library
from tangostudio.messages import GenerateRequest, request_to_json
from tangostudio.studio.lineage import Node, change_of, lineage

from .house import add_take

RAIN = "a" * 64


@pytest.fixture
def library(tmp_path):
    with Library.open(tmp_path, write=True) as library:
        yield library


def _take(library, name, parent=None, relation="", seed=1, **changes):
    values = {"seconds": 2.0, "steps": 8, "guidance": 4.0, "sampler": "euler"}
    row = {key: changes.pop(key) for key in ("source", "frames", "model_name") if key in changes}
    request = GenerateRequest(
        "starter", changes.pop("prompt", "x"), seeds=(seed,), **values | changes
    )
    return add_take(
        library,
        request.prompt,
        seed,
        title=name,
        parent=parent and parent.id,
        relation=relation,
        request=request_to_json(request),
        **row,
    )


def _drawn(node: Node) -> tuple:
    title = node.take.title if node.take else "(deleted)"
    return (title, node.change, [_drawn(child) for child in node.children])


def test_a_family_from_the_eldest_with_its_changes(library):
    first = _take(library, "first")
    near = _take(library, "near", first, "variation", near=((1, 1.0),), distance=0.2)
    redone = _take(library, "redone", near, "redo", regions=((1.2, 2.0), (0.0, 0.5)))
    _take(library, "longer", redone, "extend", frames=88200 + 3 * 44100)
    _take(library, "round", first, "loop", loop=True)
    _take(library, "fast", first, "edit")
    tree = (
        "first",
        "",
        [
            (
                "near",
                "variation 0.2",
                [("redone", "redo 1.2–2.0 s, 0.0–0.5 s", [("longer", "extended by 3 s", [])])],
            ),
            ("round", "made a loop", []),
            ("fast", "its edits made fast", []),
        ],
    )
    for take in (first, near, redone):
        assert _drawn(lineage(library, take.id).root) == tree
    nodes = list(lineage(library, redone.id).nodes())
    names = [node.take.title for node in nodes if node.take]
    assert names == ["first", "near", "redone", "longer", "round", "fast"]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"guidance": 6.0}, "again: guidance 4 → 6"),
        ({"steps": 20, "negative": "hum"}, "again: negative “” → hum, steps 8 → 20"),
        ({"prompt": "a bell"}, "again: prompt x → “a bell”"),
        ({"seed": 2}, "again: another seed"),
        ({}, "again: the same once more"),
        ({"adapters": ((RAIN, 0.5),)}, "again: other adapters"),
    ],
)
def test_again_says_what_differs(library, changes, words):
    first = _take(library, "first")
    other = _take(library, "other", first, "again", **{"seed": 1, **changes})
    (child,) = lineage(library, other.id).root.children
    assert child.change == words


def test_a_take_from_a_sound_names_it(library):
    library.sources.add(RAIN, "rain.wav")
    wet = _take(library, "wet", relation="from sound", strength=0.6, source=RAIN)
    assert lineage(library, wet.id).root.change == "from rain.wav at 60 %"
    again = _take(library, "again", wet, "from sound", strength=0.25, source=wet.sha256)
    (child,) = lineage(library, again.id).root.children
    assert child.change == "from wet at 25 %"


def test_a_trashed_parent_is_there_and_says_so(library):
    first = _take(library, "first")
    child = _take(library, "child", first, "loop")
    library.takes.trash([first.id])
    root = lineage(library, child.id).root
    assert root.take is not None
    assert root.take.trashed


def test_a_parent_that_is_gone_for_good_is_an_empty_place(library):
    first = _take(library, "first")
    child = _take(library, "child", first, "variation", near=((1, 1.0),), distance=0.5)
    library.takes.trash([first.id])
    library.takes.purge()
    assert _drawn(lineage(library, child.id).root) == (
        ("(deleted)", "", [("child", "variation 0.5", [])])
    )


def test_a_take_of_its_own_is_alone(library):
    take = _take(library, "take")
    assert _drawn(lineage(library, take.id).root) == ("take", "", [])
    with pytest.raises(NotFound):
        lineage(library, 99)


def test_a_long_line_of_takes_is_no_deep_recursion(library):
    take = _take(library, "0")
    with library.database.transaction():
        for number in range(1, 1500):
            take = _take(library, str(number), take, "again", seed=number)
    nodes = list(lineage(library, take.id).nodes())
    assert [node.take.title for node in nodes if node.take] == [str(n) for n in range(1500)]


def test_a_take_alone_says_the_same_change_as_in_its_family(library):
    first = _take(library, "first")
    near = _take(library, "near", first, "variation", distance=0.2)
    _take(library, "on", near, "again", seed=9)
    said = {n.take.id: n.change for n in lineage(library, near.id).nodes() if n.take is not None}
    assert len(set(said.values())) == 3
    assert {take: change_of(library, take) for take in said} == said
    with pytest.raises(NotFound):
        change_of(library, 99)


def test_a_change_is_said_where_the_parent_is_gone(library):
    first = _take(library, "first")
    near = _take(library, "near", first, "variation", distance=0.5)
    library.takes.trash([first.id])
    library.takes.purge()
    assert change_of(library, near.id) == "variation 0.5"
