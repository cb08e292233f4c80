"""A taste as bytes and back, checked before it is believed. It knows no folder."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import asdict
from typing import Any

import numpy as np

from tangostudio.errors import BadRequest
from tangostudio.preference.intervals import Share
from tangostudio.preference.knowledge import Knowledge
from tangostudio.preference.taste import Taste

VERSION = 1
MOST_BYTES = 80_000_000
LONGEST = 4096
_ARRAYS = ("centre", "scale", "weights", "covariance")
_MEMBERS = {"facts.npy", *(f"{name}.npy" for name in _ARRAYS)}


def pack(taste: Taste) -> bytes:
    """A taste as an uncompressed npz of its arrays (float32) and its facts as JSON."""
    facts = {
        "version": VERSION,
        "embedder": taste.embedder,
        "prior_sd": taste.prior_sd,
        "known": asdict(taste.known),
    }
    arrays: dict[str, Any] = {
        name: np.asarray(getattr(taste, name), np.float32) for name in _ARRAYS
    }
    stream = io.BytesIO()
    text = np.frombuffer(json.dumps(facts).encode(), np.uint8)
    np.savez(stream, facts=text, **arrays)
    return stream.getvalue()


def unpack(data: bytes) -> Taste:
    """The taste that `pack` made bytes of; it can hold no code.

    Raises:
        BadRequest: damaged, not a taste, or of a newer version of the program.
    """
    try:
        return _unpacked(data)
    except (ValueError, KeyError, TypeError, EOFError, OSError, zipfile.BadZipFile) as error:
        raise BadRequest(
            "This is not a whole taste.", "It can be fitted again from the votes at any time."
        ) from error


def _unpacked(data: bytes) -> Taste:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        sizes = {item.filename: item.file_size for item in archive.infolist()}
    if sizes.keys() != _MEMBERS or sum(sizes.values()) > MOST_BYTES:
        raise ValueError("other members, or far too large")
    with np.load(io.BytesIO(data), allow_pickle=False) as stored:
        facts = json.loads(bytes(stored["facts"]))
        if int(facts["version"]) > VERSION:
            raise BadRequest(
                "This taste was made by a newer version of Tango Studio.",
                "Update the program, or fit the taste again from the votes.",
            )
        arrays = {name: np.asarray(stored[name], np.float64) for name in _ARRAYS}
    known = facts["known"]
    taste = Taste(
        embedder=str(facts["embedder"]),
        prior_sd=float(facts["prior_sd"]),
        known=Knowledge(float(known["votes"]), _share(known["foretold"]), int(known["left_out"])),
        **arrays,
    )
    _check(taste)
    return taste


def _share(values: dict[str, float]) -> Share:
    return Share(*(float(values[name]) for name in ("right", "cases", "low", "high")))


def _check(taste: Taste) -> None:
    width = taste.weights.shape[0] if taste.weights.ndim == 1 else 0
    arrays = (taste.centre, taste.scale, taste.weights, taste.covariance)
    if not 0 < width <= LONGEST or [a.shape for a in arrays] != [(width,)] * 3 + [(width, width)]:
        raise ValueError("shapes that do not fit")
    foretold = taste.known.foretold
    numbers = (taste.prior_sd, taste.known.votes, *(getattr(foretold, n) for n in ("low", "high")))
    if not all(np.isfinite(values).all() for values in (*arrays, numbers)):
        raise ValueError("not finite")
    if (taste.scale <= 0).any() or (np.diag(taste.covariance) < 0).any() or taste.prior_sd <= 0:
        raise ValueError("a scale that is not positive")
