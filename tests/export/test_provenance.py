"""What a file says of its making, written and read back, and what a stranger may have written."""

from __future__ import annotations

import json
from dataclasses import fields, replace
from typing import Any

import pytest

from tangostudio.export import provenance
from tangostudio.export.presets import Preset
from tangostudio.export.provenance import Provenance
from tangostudio.export.spec import CONTAINERS, Spec
from tangostudio.messages import GenerateRequest, request_from_json, request_to_json

from .deliveries import FILM, take_of, write

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


# --- deliveries and what is left out -----------------------------------------------------------


def test_a_file_can_say_which_delivery_wrote_it():
    found = provenance.parse(provenance.text_of(TOLD, delivery="d" * 64))
    assert found == replace(TOLD, delivery="d" * 64)
    assert provenance.parse(_with(delivery="../x")) == TOLD


def test_the_key_of_a_delivery_tells_takes_presets_and_names_apart():
    film = Preset("film", "Film")
    keys = {
        provenance.delivery_key(TOLD, film),
        provenance.delivery_key(replace(TOLD, edits="[]"), film),
        provenance.delivery_key(TOLD, replace(film, fade_out=0.1)),
        provenance.delivery_key(TOLD, replace(film, prompt=False)),
        provenance.delivery_key(TOLD, film, "another name"),
    }
    assert len(keys) == 5
    assert provenance.delivery_key(TOLD, Preset("film", "Film")) in keys


def test_prompts_can_be_left_out_and_the_rest_of_the_recipe_stays():
    text = provenance.text_of(TOLD, prompt=False)
    for secret in ("門", "\\u9580", TOLD.negative):
        assert secret not in text
    found = provenance.parse(text)
    assert found is not None
    request = request_from_json(found.request)
    assert request == replace(REQUEST, prompt="", negative="")
    assert found == replace(TOLD, prompt="", negative="", request=found.request, private=True)


def test_once_left_out_a_prompt_stays_out():
    private = provenance.parse(provenance.text_of(TOLD, prompt=False))
    assert private is not None
    again = provenance.parse(provenance.text_of(private))
    assert again is not None
    assert again.private


def test_of_a_request_that_cannot_be_read_nothing_is_told():
    broken = replace(TOLD, request='{"kind": "generate", "prompt": "secret"}')
    assert "secret" not in provenance.text_of(broken, prompt=False)
    assert provenance.parse(_with(private="yes")) == TOLD


@pytest.mark.parametrize("container", CONTAINERS)
def test_every_format_brings_it_back(tmp_path, container):
    rate = 48000
    bits = 24 if container in ("wav", "flac", "aiff") else 0
    preset = replace(FILM, spec=Spec(container, rate, bits))
    take = take_of(tmp_path / "audio")
    found = provenance.read(write(take, tmp_path / "out", preset))
    assert found is not None
    assert found == provenance.parse(provenance.text_of(take))
    assert found.prompt == take.prompt
    hidden = provenance.read(write(take, tmp_path / "out", replace(preset, prompt=False)))
    assert hidden is not None
    assert (hidden.prompt, hidden.seed, hidden.private) == ("", 7, True)


@pytest.mark.parametrize(
    "data", [b"", b"RIFF", b"fLaC", b"OggS", b"ID3\x04", b"FORM", b"\xff" * 99]
)
def test_what_is_no_such_file_says_nothing(tmp_path, data):
    path = tmp_path / "a.wav"
    path.write_bytes(data)
    assert provenance.read(path) is None
    with pytest.raises(OSError, match="nowhere"):
        provenance.read(tmp_path / "nowhere.wav")
