"""What a taste archive holds, as bytes and back: votes, embeddings, facts on adapters.

Pure functions; whatever does not fit is a ValueError that says what is wrong with it. Nothing here
can run code: JSON, plain arrays and the head of a safetensors file are all that is read.
"""

from __future__ import annotations

import io
import json
import math
import re
import struct
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from tangostudio.export.checked_zip import check_end
from tangostudio.library.votes import ANSWERS, Vote

LONGEST_VECTOR = 4096
STRONGEST = 1.5
_HASH = re.compile(r"[0-9a-f]{64}")
_MOST_TEXT = 10_000
_MOST_NUMBER = 1 << 53
_MOST_SECONDS = 3600.0
_MOST_DB = 200.0
_MOST_DEPTH = 20
_NPY_START = b"\x93NUMPY\x01\x00"
_NPY_HEADER = re.compile(
    rb"\{'descr': '([<|][fiu][1248])', 'fortran_order': (False|True), "
    rb"'shape': \(((?:[0-9]{1,12}, ?)*(?:[0-9]{1,12})?)\), \} *\n"
)

# Each field of a vote and its type; `withdrawn` is missing because only votes that count are kept.
VOTE_FIELDS: dict[str, type] = {
    "id": int,
    "pair": str,
    "prompt": str,
    "seconds": float,
    "take_a": int,
    "take_b": int,
    "sha256_a": str,
    "sha256_b": str,
    "left": str,
    "answer": str,
    "heard_a_ms": int,
    "heard_b_ms": int,
    "replays": int,
    "response_ms": int,
    "gain_a_db": float,
    "gain_b_db": float,
    "round": int,
    "repeat_of": int,
    "app_version": str,
    "created": str,
}
_COUNTS = ("heard_a_ms", "heard_b_ms", "replays", "response_ms", "round")
_ADAPTER_TEXTS = ("name", "model", "model_hash", "method", "licence")


def is_hash(text: object) -> bool:
    """Whether something is a SHA-256 in small hexadecimal digits."""
    return isinstance(text, str) and _HASH.fullmatch(text) is not None


# --- JSON ------------------------------------------------------------------------------------


def read_json(data: bytes) -> Any:
    """JSON of finite numbers and whole signs, not nested deeply.

    Raises:
        ValueError: anything else.
    """
    try:
        value = json.loads(data.decode("utf-8"))
        # Half a surrogate pair, an infinity or a "nan" would be found out only much later.
        json.dumps(value, ensure_ascii=False, allow_nan=False).encode("utf-8")
    except (ValueError, RecursionError) as error:
        raise ValueError("it cannot be read as JSON") from error
    if _depth(value) > _MOST_DEPTH:
        raise ValueError("it is nested too deeply")
    return value


def write_json(value: Any) -> bytes:
    """JSON of finite numbers, one line.

    Raises:
        ValueError, TypeError: it cannot be said in JSON.
    """
    return (json.dumps(value, ensure_ascii=False, allow_nan=False) + "\n").encode("utf-8")


def _depth(value: Any) -> int:
    depth, level = 0, [value]
    while level:
        depth += 1
        below: list[Any] = []
        for item in level:
            if isinstance(item, dict):
                below += item.values()
            elif isinstance(item, list):
                below += item
        level = below
    return depth


# --- votes -----------------------------------------------------------------------------------


def pack_votes(votes: Sequence[Vote]) -> bytes:
    """Votes that count as JSON lines, in the order of their ids.

    Raises:
        ValueError: a vote could not be read again.
    """
    counting = sorted((vote for vote in votes if not vote.withdrawn), key=lambda vote: vote.id)
    rows = [{name: getattr(vote, name) for name in VOTE_FIELDS} for vote in counting]
    for row in rows:
        try:
            _vote(row)
        except ValueError as error:
            raise ValueError(f"vote {row['id']} is not valid: {error}") from error
    return b"".join(write_json(row) for row in rows)


def unpack_votes(data: bytes) -> tuple[Vote, ...]:
    """Votes with the ids and takes that they had where they come from, in the order of their ids.

    A vote that repeats one that was withdrawn there, and so is not among them, repeats none.

    Raises:
        ValueError: a line is not such a vote.
    """
    votes: list[Vote] = []
    known: set[int] = set()
    for number, line in enumerate(data.splitlines(), 1):
        try:
            vote = _vote(read_json(line))
            if votes and vote.id <= votes[-1].id:
                raise ValueError("out of order")
        except ValueError as error:
            raise ValueError(f"vote {number} is not valid: {error}") from error
        if vote.repeat_of is not None and vote.repeat_of not in known:
            vote = replace(vote, repeat_of=None)
        known.add(vote.id)
        votes.append(vote)
    return tuple(votes)


def _vote(row: Any) -> Vote:
    if not isinstance(row, dict) or row.keys() != VOTE_FIELDS.keys():
        raise ValueError("other fields")
    for name, kind in VOTE_FIELDS.items():
        _check_value(name, row[name], kind)
    if row["answer"] not in ANSWERS or row["left"] not in ("a", "b"):
        raise ValueError("an unknown answer or side")
    if not (is_hash(row["sha256_a"]) and is_hash(row["sha256_b"])):
        raise ValueError("not the hash of a sound")
    if row["id"] < 1 or row["take_a"] == row["take_b"]:
        raise ValueError("a take against itself, or no id")
    if not 0 < row["seconds"] <= _MOST_SECONDS:
        raise ValueError("a length out of range")
    if any(row[name] < 0 for name in _COUNTS):
        raise ValueError("a negative count")
    if any(abs(row[name]) > _MOST_DB for name in ("gain_a_db", "gain_b_db")):
        raise ValueError("a gain out of range")
    datetime.fromisoformat(row["created"])
    floats = {name: float(row[name]) for name, kind in VOTE_FIELDS.items() if kind is float}
    return Vote(**{**row, **floats})


def _check_value(name: str, value: Any, kind: type) -> None:
    if name == "repeat_of" and value is None:
        return
    if kind is str:
        good = isinstance(value, str) and len(value) <= _MOST_TEXT and "\0" not in value
    else:
        kinds = (int, float) if kind is float else (int,)
        good = type(value) in kinds and abs(value) <= _MOST_NUMBER  # True is no number
    if not good:
        raise ValueError(f"{name} has no such value")


# --- embeddings ------------------------------------------------------------------------------


def pack_vectors(vectors: Mapping[str, NDArray[np.floating]]) -> bytes:
    """An npz of `hashes` (n, 32) uint8 and `vectors` (n, d) float16, in the order of the hashes.

    Raises:
        ValueError: no vector, not finite as 16 bits, or of several lengths.
    """
    order = sorted(vectors)
    if not order or not all(is_hash(name) for name in order):
        raise ValueError("not the hash of a sound")
    with np.errstate(over="ignore"):  # what is too large becomes infinite and is refused
        rows = np.stack([np.asarray(vectors[name]) for name in order]).astype("<f2")
    _check_vectors(rows)
    hashes = np.frombuffer(bytes.fromhex("".join(order)), np.uint8).reshape(-1, 32)
    stream = io.BytesIO()
    np.savez(stream, hashes=hashes, vectors=rows)
    return stream.getvalue()


def unpack_vectors(data: bytes) -> dict[str, NDArray[np.float32]]:
    """Vectors (d,) by the hash of their sound.

    Raises:
        ValueError: other arrays, shapes that do not fit, numbers that are not finite, or a hash
            twice.
    """
    arrays = read_npz(data)
    if arrays.keys() != {"hashes", "vectors"}:
        raise ValueError("other arrays than hashes and vectors")
    hashes, rows = arrays["hashes"], arrays["vectors"]
    if hashes.dtype != np.uint8 or rows.dtype != np.float16:
        raise ValueError("arrays of another type")
    _check_vectors(rows)
    if hashes.shape != (len(rows), 32):
        raise ValueError("shapes that do not fit")
    names = [row.tobytes().hex() for row in hashes]
    if len(set(names)) != len(names):
        raise ValueError("a sound twice")
    return dict(zip(names, rows.astype(np.float32), strict=True))


def _check_vectors(rows: NDArray[np.floating]) -> None:
    if rows.ndim != 2 or not len(rows) or not 0 < rows.shape[1] <= LONGEST_VECTOR:
        raise ValueError("shapes that do not fit")
    if not np.isfinite(rows).all():
        raise ValueError("numbers that are not finite")


def read_npz(data: bytes) -> dict[str, NDArray[Any]]:
    """The arrays of an uncompressed npz, none of which can hold an object or claim a false size.

    Raises:
        ValueError: anything else.
    """
    stream = io.BytesIO(data)
    try:
        check_end(stream)
        with zipfile.ZipFile(stream) as archive:
            items = archive.infolist()
            if any(item.compress_type != zipfile.ZIP_STORED for item in items):
                raise ValueError("compressed arrays")
            if sum(item.file_size for item in items) > len(data):
                raise ValueError("false sizes")
            return {item.filename.removesuffix(".npy"): _npy(archive.read(item)) for item in items}
    except (zipfile.BadZipFile, EOFError, OSError, RuntimeError) as error:
        raise ValueError("damaged arrays") from error


def _npy(data: bytes) -> NDArray[Any]:
    """One array of numbers, read by hand.

    numpy makes room for whatever size a header claims, and evaluates the header as Python.
    """
    if not data.startswith(_NPY_START) or len(data) < len(_NPY_START) + 2:
        raise ValueError("arrays of another format")
    start = len(_NPY_START) + 2
    (length,) = struct.unpack_from("<H", data, len(_NPY_START))
    found = _NPY_HEADER.fullmatch(data[start : start + length])
    if not found:
        raise ValueError("arrays that are not of numbers")
    dtype, by_column = np.dtype(found[1].decode()), found[2] == b"True"
    shape = tuple(int(number) for number in found[3].replace(b",", b" ").split())
    body = data[start + length :]
    if math.prod(shape) * dtype.itemsize != len(body):
        raise ValueError("shapes that do not fit")
    return np.frombuffer(body, dtype).reshape(shape, order="F" if by_column else "C")


# --- adapters --------------------------------------------------------------------------------


def check_adapter(row: Any) -> dict[str, Any]:
    """The facts that a library keeps on an adapter, as a plain dict.

    Raises:
        ValueError: a hash, a text, the strength or the number of votes is missing or wrong.
    """
    if not isinstance(row, dict) or not is_hash(row.get("sha256")):
        raise ValueError("an adapter without a hash")
    for name in _ADAPTER_TEXTS:
        text = row.get(name)
        if not isinstance(text, str) or len(text) > _MOST_TEXT or "\0" in text:
            raise ValueError(f"an adapter without a valid {name}")
    if row.get("commercial") not in ("yes", "limited", "no"):
        raise ValueError("an adapter of unknown commercial use")
    votes, strength = row.get("votes"), row.get("strength")
    if type(votes) is not int or not 0 <= votes <= _MOST_NUMBER:
        raise ValueError("an adapter without a number of votes")
    if type(strength) not in (int, float) or not 0 <= cast(float, strength) <= STRONGEST:
        raise ValueError("an adapter of impossible strength")
    if not isinstance(row.get("about", {}), dict):
        raise ValueError("an adapter whose further facts are none")
    return row


def check_facts(data: bytes, row: Mapping[str, Any]) -> None:
    """Whether an adapter's own JSON says the same of it as the library's facts.

    Raises:
        ValueError: it does not.
    """
    facts = read_json(data)
    shared = ("sha256", "model", "model_hash")
    if not isinstance(facts, dict) or any(facts.get(name) != row[name] for name in shared):
        raise ValueError("an adapter whose facts contradict each other")


def check_tensors(data: bytes) -> None:
    """Whether bytes are laid out as safetensors; a pickle or a zip is not.

    The values are checked where an adapter is used.

    Raises:
        ValueError: they are not.
    """
    wrong = ValueError("an adapter that is no plain table of numbers")
    if len(data) < 10:
        raise wrong
    (length,) = struct.unpack_from("<Q", data)
    if not 2 <= length <= min(len(data) - 8, 1 << 24) or data[8:9] != b"{":
        raise wrong
    head = read_json(data[8 : 8 + length])
    room = len(data) - 8 - length
    for name, facts in head.items():
        if name == "__metadata__":
            continue
        offsets = facts.get("data_offsets") if isinstance(facts, dict) else None
        if not isinstance(offsets, list) or len(offsets) != 2:
            raise wrong
        start, end = offsets
        if type(start) is not int or type(end) is not int or not 0 <= start <= end <= room:
            raise wrong
