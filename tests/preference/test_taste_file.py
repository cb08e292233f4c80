"""A taste as bytes: it comes back as it was, and nothing else is believed."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

import numpy as np
import pytest

from tangostudio.errors import BadRequest
from tangostudio.preference import taste
from tangostudio.preference.taste_file import pack, unpack
from tests.preference.tastes import NET, embeddings, liking, votes


@pytest.fixture(scope="module")
def packed() -> bytes:
    vectors = embeddings(50)
    return pack(taste.fit(votes(liking(vectors), 60), vectors, NET))


def _changed(packed: bytes, **changes: object) -> bytes:
    """The same file with other arrays or facts; None leaves a member out."""
    with np.load(io.BytesIO(packed)) as stored:
        members: dict[str, Any] = dict(stored)
    facts = json.loads(bytes(members["facts"]))
    for name, value in changes.items():
        if name in members:
            members[name] = value
        else:
            facts[name] = value
    members["facts"] = np.frombuffer(json.dumps(facts).encode(), np.uint8)
    stream = io.BytesIO()
    np.savez(stream, **{name: value for name, value in members.items() if value is not None})
    return stream.getvalue()


def test_it_comes_back_as_it_was() -> None:
    vectors = embeddings(50)
    learned = taste.fit(votes(liking(vectors), 60), vectors, NET)
    again = unpack(pack(learned))
    rows = np.stack(list(vectors.values()))
    one, other = learned.score(rows, NET), again.score(rows, NET)
    np.testing.assert_allclose(one.mean, other.mean, atol=1e-4)
    np.testing.assert_allclose(one.sd, other.sd, atol=1e-4)
    assert (again.embedder, again.prior_sd, again.known) == (NET, learned.prior_sd, learned.known)
    assert pack(again) == pack(learned)


def test_one_of_a_newer_version_is_named_as_such(packed: bytes) -> None:
    with pytest.raises(BadRequest, match="newer version"):
        unpack(_changed(packed, version=2))


@pytest.mark.parametrize(
    "changes",
    [
        {"weights": None},
        {"weights": np.zeros(11, np.float32)},
        {"weights": np.full(12, np.nan, np.float32)},
        {"centre": np.zeros((12, 1), np.float32)},
        {"covariance": np.zeros((12, 11), np.float32)},
        {"covariance": -np.eye(12, dtype=np.float32)},
        {"scale": np.zeros(12, np.float32)},
        {"weights": np.array([{}] * 12, object)},
        {"weights": np.array(["x"] * 12)},
        {"prior_sd": float("nan")},
        {"prior_sd": -1.0},
        {"prior_sd": "x"},
        {"known": {}},
        {"known": None},
        {"version": None},
    ],
    ids=lambda changes: "-".join(f"{k}={v}" for k, v in changes.items())[:30],
)
def test_one_with_anything_wrong_is_refused(packed: bytes, changes: dict[str, object]) -> None:
    with pytest.raises(BadRequest, match="not a whole taste"):
        unpack(_changed(packed, **changes))


def test_bytes_that_are_none(packed: bytes) -> None:
    for data in (b"", b"no", packed[: len(packed) // 2], b"\x93NUMPY" + packed):
        if data.endswith(packed):
            continue  # a zip file may have anything before it
        with pytest.raises(BadRequest):
            unpack(data)


def test_one_that_would_fill_the_memory_is_refused_unread(packed: bytes) -> None:
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(packed)) as source,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            padding = bytes(90_000_000) if name == "weights.npy" else b""
            target.writestr(name, source.read(name) + padding)
    assert len(stream.getvalue()) < 2_000_000
    with pytest.raises(BadRequest):
        unpack(stream.getvalue())
