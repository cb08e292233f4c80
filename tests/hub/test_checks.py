from __future__ import annotations

import hashlib
import json
from typing import Any

import pytest

from tangostudio.cards import WeightFile
from tangostudio.cards.places import Held
from tangostudio.hub import checks
from tangostudio.hub.checks import Sums

from .checkpoints import tensors
from .loopback import tag

DATA = tensors(3_000_000)
SUM = hashlib.sha256(DATA).hexdigest()


def outcome(steps: Any) -> tuple[list[int], Any]:
    """What a generator yields and what it comes to."""
    seen = []
    while True:
        try:
            seen.append(next(steps))
        except StopIteration as end:
            return seen, end.value


def test_a_checksum_is_read_once_and_again_after_the_file_was_written(tmp_path):
    path = tmp_path / "a"
    path.write_bytes(DATA)
    sums = Sums()
    steps = list(sums.reading(path))
    assert steps[-1] == len(DATA)
    assert len(steps) == 3
    assert outcome(sums.reading(path)) == ([], SUM)
    path.write_bytes(DATA + b"1")
    assert outcome(sums.reading(path))[1] == hashlib.sha256(DATA + b"1").hexdigest()


def test_a_file_that_is_written_while_it_is_read_is_read_again_next_time(tmp_path):
    path = tmp_path / "a"
    path.write_bytes(DATA)
    sums, item = Sums(), WeightFile("a", sha256=SUM)
    steps = checks.examining(item, path, sums)
    next(steps)
    with path.open("ab") as file:
        file.write(b"1")
    assert "is not the published file" in outcome(steps)[1]
    path.write_bytes(DATA)
    assert outcome(checks.examining(item, path, sums))[1] == Held("a", len(DATA), SUM, str(path))


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({}, ""),
        ({"bytes": 10, "sha256": SUM}, ""),
        ({"sha256": SUM[:16]}, ""),
        ({"bytes": 11}, "a.bin has 10 bytes instead of 11."),
        ({"sha256": "ab" * 8}, f"a.bin is not the published file: its SHA-256 begins with "
         f"{SUM[:16]}, not {'ab' * 8}."),
    ],
)  # fmt: skip
def test_what_differs_from_the_card_is_a_sentence(values, words):
    assert checks.fault(WeightFile("a.bin", **values), 10, SUM) == words


@pytest.mark.parametrize("name", ["a.safetensors", "a.json"])
def test_the_hubs_tag_decides_where_it_is_a_checksum(tmp_path, name):
    path = tmp_path / name
    path.write_bytes(DATA)
    assert checks.fault_by_tag(name, path, SUM, tag(name, DATA)) == ""
    assert "arrived altered" in checks.fault_by_tag(name, path, SUM, tag(name, DATA + b"1"))


@pytest.mark.parametrize("etag", ["", "some-other-tag", "7-1234"])
def test_where_the_tag_is_no_checksum_the_inside_must_look_right(tmp_path, etag):
    path = tmp_path / "a.safetensors.0123.incomplete"
    path.write_bytes(DATA)
    assert checks.fault_by_tag("a.safetensors", path, SUM, etag) == ""
    path.write_bytes(DATA[:-1])
    assert "damaged" in checks.fault_by_tag("a.safetensors", path, SUM, etag)


@pytest.mark.parametrize(
    ("name", "data", "right"),
    [
        ("a.safetensors", tensors(400), True),
        ("a.safetensors", tensors(400)[:-1], False),
        ("a.safetensors", b"", False),
        ("a.safetensors", b"\x80\x02}q\x00." * 9, False),
        ("a.safetensors", (10**9).to_bytes(8, "little") + b"{}", False),
        ("a.safetensors", (2).to_bytes(8, "little") + b"[]", False),
        ("a.json", json.dumps({"a": 1}).encode(), True),
        ("a.json", b"{", False),
        ("a.txt", b"x", True),
        ("a.txt", b"", False),
    ],
)
def test_a_file_of_which_nobody_knows_anything_must_look_right_inside(tmp_path, name, data, right):
    path = tmp_path / name
    path.write_bytes(data)
    assert (checks.fault_inside(path, name) == "") is right


def test_a_file_that_is_gone_does_not_look_right(tmp_path):
    assert "damaged" in checks.fault_inside(tmp_path / "none", "none.json")
