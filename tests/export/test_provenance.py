"""What a file says of its making, written and read back, and what a stranger may have written."""

from __future__ import annotations

import json
from dataclasses import fields
from typing import Any

import pytest

from tangostudio.export import provenance
from tangostudio.export.provenance import Provenance
from tangostudio.messages import GenerateRequest, request_to_json

REQUEST = GenerateRequest(
    "starter", "門 “x”", 2.5, (7,), 8, 4.0, "euler", regions=((0.5, 1.0),), near=((3, 1.0),)
)
TOLD = Provenance(
    title="A <door> & more",
    prompt="門 “x”\n\x01",
    negative="hum",
    model="starter",
    model_name="Starter",
    model_hash="e" * 64,
    adapters=(("d" * 64, 0.8),),
    seed=2**40,
    steps=8,
    guidance=4.0,
    sampler="euler",
    seconds=2.5,
    relation="redo",
    parent=12,
    request=request_to_json(REQUEST),
    edits='[{"kind": "Reverse"}]',
    app_version="0.1.0",
    licence="Apache-2.0",
    commercial="yes",
    created="2026-01-01T00:00:00.000Z",
    category="DOORWood",
    tags=("wood", "“old”"),
    sha256="a" * 64,
)


def _with(**changes: Any) -> str:
    return json.dumps({**json.loads(provenance.text_of(TOLD)), **changes})


def test_everything_comes_back():
    text = provenance.text_of(TOLD)
    assert text.isascii()
    assert provenance.parse(text) == TOLD


@pytest.mark.parametrize("text", ["", "{", "[]", "7", "{}", '{"format": "1"}', "[" * 100_000])
def test_other_texts_are_none_of_this_program(text):
    assert provenance.parse(text) is None


def test_a_later_format_is_read_as_far_as_it_is_understood():
    assert provenance.parse(_with(format=99, moon={"phase": 1})) == TOLD


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("title", 7),
        ("prompt", "x" * 20_001),
        ("seed", 1.5),
        ("seed", True),
        ("seed", 2**63),
        ("steps", "8"),
        ("guidance", None),
        ("seconds", float("nan")),
        ("seconds", float("inf")),
        ("seconds", [1]),
        ("parent", "first"),
        ("adapters", [["no hash", 1.0]]),
        ("adapters", [["d" * 64]]),
        ("adapters", 7),
        ("adapters", {"d" * 64: 1}),
        ("tags", "wood"),
        ("tags", [1, 2]),
        ("sha256", "../../etc/passwd"),
        ("request", "{"),
        ("request", "[]"),
        ("request", '{"kind": "warm", "model": "starter"}'),
        ("request", request_to_json(REQUEST).replace('"steps": 8', '"steps": "8"')),
        ("request", request_to_json(REQUEST).replace("2.5", "NaN")),
        ("request", request_to_json(REQUEST).replace("[[0.5, 1.0]]", '[["a", []]]')),
        ("request", request_to_json(REQUEST).replace("[[0.5, 1.0]]", "[[0.5, 1.0, 2.0]]")),
        ("request", request_to_json(REQUEST).replace("[[3, 1.0]]", "[3, 1.0]")),
        ("request", request_to_json(REQUEST).replace("[[3, 1.0]]", "[[3.5, 1.0]]")),
        ("request", request_to_json(REQUEST).replace('"loop": false', '"loop": {}')),
        ("request", request_to_json(REQUEST).replace('"strength": 1.0', '"strength": [1]')),
    ],
)
def test_a_value_that_makes_no_sense_is_left_out_and_the_others_stay(name, value):
    found = provenance.parse(_with(**{name: value}))
    assert found is not None
    assert getattr(found, name) == getattr(Provenance(), name)
    for item in fields(Provenance):
        if item.name != name:
            assert getattr(found, item.name) == getattr(TOLD, item.name)
