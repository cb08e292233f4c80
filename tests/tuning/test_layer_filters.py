"""Which layers filters choose, and what they say of themselves."""

from __future__ import annotations

import pytest

from tangostudio.errors import BadRequest
from tangostudio.tuning.adapter_options import AdapterOptions
from tangostudio.tuning.layer_filters import choose

KINDS = ("self_attn.to_qkv", "cross_attn.to_kv", "ff.ff.2")
NAMES = [f"model.transformer.layers.{n}.{kind}" for n in range(20) for kind in KINDS]
NAMES += ["model.to_cond_embed.0", "conditioners.seconds_total.embedder.embedding.1"]


def layers(*include: str, exclude: tuple[str, ...] = ()) -> set[str]:
    return set(choose(NAMES, include, exclude).layers)


def numbers(names: set[str]) -> set[int]:
    return {int(name.split("layers.")[1].split(".")[0]) for name in names}


def test_without_filters_every_layer_is_changed():
    assert choose(NAMES).layers == tuple(NAMES)


@pytest.mark.parametrize("pattern", ["layers.[0-11]", "layers[0-11]", "layers. [0 - 11]"])
def test_a_range_may_stand_with_or_without_its_point(pattern):
    pattern = pattern.replace(". [", ".[")
    assert numbers(layers(pattern)) == set(range(12))
    assert len(layers(pattern)) == 12 * len(KINDS)


def test_a_number_is_not_the_beginning_of_another():
    assert numbers(layers("layers.1")) == {1}
    assert numbers(layers("layers.[0-1]")) == {0, 1}
    assert numbers(layers("1.self_attn")) == {1}


@pytest.mark.parametrize(
    ("pattern", "found"),
    [
        ("layers.[0, 3, 7-9].ff", {0, 3, 7, 8, 9}),
        ("layers.[5-5]", {5}),
        ("layers.*.cross_attn", set(range(20))),
        ("layers.[2–3]", {2, 3}),
    ],
)
def test_lists_and_stars(pattern, found):
    assert numbers(layers(pattern)) == found


def test_what_is_excluded_is_left_out_of_what_is_included():
    found = layers("layers.[0-3]", exclude=("ff", "layers.0"))
    assert numbers(found) == {1, 2, 3}
    assert not any(".ff." in name for name in found)
    assert layers(exclude=("seconds_total",)) == {n for n in NAMES if "seconds" not in n}


def test_what_each_filter_matched_is_told():
    choice = choose(NAMES, ["layers.[0-1]"], ["cross_attn"])
    assert choice.matched == {"layers.[0-1]": 6, "cross_attn": 20}
    assert choice.sentence == (
        "4 layers are changed: “layers.[0-1]” matches 6, “cross_attn” matches 20."
    )
    assert choose(["one"]).sentence == "1 layer is changed."


@pytest.mark.parametrize("pattern", ["blocks.0", "layers.[30-40]", "layers.x"])
def test_a_filter_that_matches_nothing_is_refused_with_names(pattern):
    with pytest.raises(BadRequest, match="matches no layer") as caught:
        choose(NAMES, [pattern])
    assert "model.transformer.layers.0.self_attn.to_qkv" in caught.value.hint
    with pytest.raises(BadRequest, match="matches no layer"):
        choose(NAMES, [], [pattern])


@pytest.mark.parametrize("pattern", ["layers.[3-1]", "layers.[1-2-3]", "layers.[", "layers.[,]"])
def test_a_range_that_cannot_be_read_is_refused(pattern):
    with pytest.raises(BadRequest, match="cannot be read"):
        choose(NAMES, [pattern])


@pytest.mark.parametrize("pattern", ["", " ", "."])
def test_an_empty_filter_is_refused(pattern):
    with pytest.raises(BadRequest, match="empty"):
        choose(NAMES, [pattern])


def test_filters_that_leave_nothing_are_refused():
    with pytest.raises(BadRequest, match="leave no layer"):
        choose(NAMES, ["layers.0"], ["layers.[0-3]"])


# --- options ----------------------------------------------------------------------------------


def test_options_take_lists_or_one_text():
    told = AdapterOptions.of({"rank": 4, "include": "layers.[0,3], to_cond", "exclude": ["ff"]})
    assert told.include == ("layers.[0,3]", "to_cond")
    assert told.exclude == ("ff",)


@pytest.mark.parametrize(
    "values",
    [
        {"rank": 0}, {"alpha": 0}, {"alpha": float("nan")}, {"targets": "ears"},
        {"kind": "magic"}, {"full": True, "include": ["a"]}, {"colour": 1},
    ],
)  # fmt: skip
def test_options_that_make_no_sense_are_refused(values):
    with pytest.raises(BadRequest):
        AdapterOptions.of(values)
