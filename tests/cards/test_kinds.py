"""Hints on a small table made by hand."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from tangostudio import paths
from tangostudio.cards import Catalogue, kinds
from tangostudio.cards.kinds import KIND, PLAIN, STRANGE, Hint, Kinds, replaced

NAMES = ("rain", "engine", "owl hoot", "helicopter")
ROWS = {
    "a": (PLAIN, {}),
    "an": (PLAIN, {}),
    "distant": (PLAIN, {}),
    "loud": (PLAIN, {}),
    "rain": (KIND, {0: 1.0, 1: 0.2}),
    "engine": (KIND, {1: 1.0, 3: 0.5}),
    "helicopter": (KIND, {3: 1.0, 1: 0.6}),
    "hoot": (KIND, {2: 1.0}),
    "downpour": (STRANGE, {0: 0.8}),
    "airship": (STRANGE, {3: 0.5, 1: 0.45}),
    "elephant": (STRANGE, {2: 0.4, 1: 0.1}),
    "storm": (STRANGE, {0: 0.55, 3: 0.1}),
    "cloud": (STRANGE, {0: 0.5}),
    "democracy": (STRANGE, {1: 0.1}),
}


def table() -> Kinds:
    words = sorted(ROWS)
    near = np.zeros((len(words), 2), np.uint8)
    similar = np.zeros((len(words), 2), np.uint8)
    for row, word in enumerate(words):
        for place, (kind, value) in enumerate(ROWS[word][1].items()):
            near[row, place], similar[row, place] = kind, round(value * 255)
    states = np.array([ROWS[word][0] for word in words], np.uint8)
    return Kinds(NAMES, np.array([w.encode() for w in words]), states, near, similar, 0.3, 0.6)


@pytest.mark.parametrize(
    "prompt",
    [
        "rain",
        "Loud RAIN, distant",
        "engines",
        "an elephant near a hooting thing",
        "loud, distant",
        "",
        "  ... 12 x3!",
        "a downpour",
    ],
)
def test_what_is_known_or_as_good_as_known_needs_no_hint(prompt):
    assert table().hint(prompt) is None


def test_an_unknown_word_is_named_with_what_is_nearest():
    assert table().hint("a distant Airship") == Hint(("Airship",), ("helicopter", "engine"), 10, 17)


def test_the_place_reaches_from_the_first_to_the_last_word():
    hint = table().hint("loud elephant on a loud airship, distant")
    assert hint is not None
    assert (hint.words, hint.start, hint.end) == (("elephant", "on", "airship")[::2], 5, 31)
    assert hint.kinds == ("helicopter", "engine", "owl hoot")


def test_what_is_far_from_everything_gets_no_guess():
    assert table().hint("democracy") == Hint(("democracy",), (), 0, 9)
    assert table().hint("zzyzx") == Hint(("zzyzx",), (), 0, 5)


@pytest.mark.parametrize("word", ["regen", "Überschall", "雨の音", "дождь", "😀🎺fanfare"])
def test_other_scripts_are_words_that_it_may_not_know(word):
    hint = table().hint(f"loud {word}")
    assert hint is not None
    assert hint.kinds == ()


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("elephants", "owl hoot"),
        ("helicoptor", "helicopter"),
        ("cloudstorm", "rain"),
        ("loud airship", "helicopter"),
    ],
)
def test_endings_parts_and_slips_lead_to_the_word(text, first):
    assert table().nearest(text)[0] == first


def test_an_unfinished_word_is_not_judged():
    kinds = table()
    assert kinds.hint("eleph", typing_at=5) is None
    assert kinds.hint("eleph", typing_at=0) is not None
    assert kinds.hint("eleph") is not None
    assert kinds.hint("elephant", typing_at=8) is not None
    assert kinds.hint("elephant hel", typing_at=12) == kinds.hint("elephant ")


@pytest.mark.parametrize(
    ("prompt", "kind", "result"),
    [
        ("a loud airship, distant", "helicopter", "a loud helicopter, distant"),
        ("an airship", "helicopter", "a helicopter"),
        ("A democracy", "engine", "An engine"),
        ("Airship", "rain", "rain"),
    ],
)
def test_a_kind_takes_the_place_of_the_words(prompt, kind, result):
    hint = table().hint(prompt)
    assert hint is not None
    start, end, text = replaced(prompt, hint, kind)
    assert prompt[:start] + text + prompt[end:] == result


def stored(folder, **changes):
    made = table()
    parts = {
        "names": np.array(made.names),
        "words": made.words,
        "states": made.states,
        "near": made.near,
        "similar": made.similar,
        "levels": np.array([made.near_enough, made.known_enough]),
    }
    np.savez_compressed(folder / "kinds.npz", **{**parts, **changes})
    return folder / "kinds.npz"


def starter(folder):
    card = Catalogue.load(paths.models_dir()).get("starter")
    return dataclasses.replace(card, folder=folder, options={"kinds": "kinds.npz"})


def test_a_stored_table_says_the_same(tmp_path):
    stored(tmp_path)
    read = kinds.load(starter(tmp_path))
    assert read is not None
    assert read.hint("a distant airship") == table().hint("a distant airship")


@pytest.mark.parametrize("damage", ["missing", "cut", "text", "short", "numbers", "bits"])
def test_a_damaged_table_gives_no_hints_and_no_error(tmp_path, damage):
    path = stored(tmp_path)
    if damage == "missing":
        path.unlink()
    elif damage == "cut":
        path.write_bytes(path.read_bytes()[:200])
    elif damage == "text":
        path.write_text("no table")
    elif damage == "bits":
        data = bytearray(path.read_bytes())
        head = 30 + sum(int.from_bytes(data[at : at + 2], "little") for at in (26, 28))
        data[head : head + 8] = b"\xff" * 8  # the first packed bytes, behind name and sizes
        path.write_bytes(data)
    elif damage == "short":
        stored(tmp_path, states=np.zeros(2, np.uint8))
    else:
        stored(tmp_path, near=np.full((len(ROWS), 2), 99, np.uint8))
    assert kinds.load(starter(tmp_path)) is None


def test_a_model_without_a_table_gives_no_hints():
    assert kinds.load(Catalogue.load(paths.models_dir()).get("toy")) is None
