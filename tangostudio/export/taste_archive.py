"""A person's taste as one file, `*.tangotaste`: votes, embeddings, the taste, adapters.

A zip of `manifest.json` (format, version, hashes of all else), `votes.jsonl`, `taste.npz`,
`embeddings/EMBEDDER.npz`, `adapters.json` and for each adapter `adapters/SHA256.safetensors` and
`.json`. There is no audio in it: votes name sounds by hash and bring the sounds' embeddings, so
that the taste can be fitted anew where the sounds are not. Where its parts go in a library is not
known here.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import threading
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

import tangostudio
from tangostudio.audio import whole_files
from tangostudio.errors import BadRequest, NotFound
from tangostudio.export import checked_zip, taste_parts
from tangostudio.library.database import utc_now
from tangostudio.library.votes import Vote
from tangostudio.preference import taste_file

FORMAT = "tangotaste"
VERSION = 1
SUFFIX = ".tangotaste"
MOST_BYTES = 2_000_000_000
MOST_ADAPTER_BYTES = 1_200_000_000

_MANIFEST, _VOTES, _TASTE, _ADAPTERS = "manifest.json", "votes.jsonl", "taste.npz", "adapters.json"
_EMBEDDER = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9_-]|\.(?!\.)){0,99}")
_MOST_OF = {
    _MANIFEST: 1_000_000,
    _VOTES: 200_000_000,
    _TASTE: taste_file.MOST_BYTES + 10_000,
    _ADAPTERS: 20_000_000,
    ".npz": 600_000_000,
    ".json": 20_000_000,
    ".safetensors": MOST_ADAPTER_BYTES,
}
_PIECE = 1 << 20
# Votes know takes by positive numbers of one library; a stand-in must not meet one. It must also be
# a number that a vote in an archive may have, so that what came in can go out again.
_STAND_IN_DIGITS = 13

Source = Path | bytes


@dataclass(frozen=True, eq=False)
class AdapterParts:
    """An adapter in an archive.

    Attributes:
        facts: what the library knows of it: sha256, name, model, model_hash, method, licence,
            commercial, votes, strength, and further plain values such as about.
        tensors, description: its .safetensors and .json; files to write, bytes after reading.
    """

    facts: Mapping[str, Any]
    tensors: Source
    description: Source


@dataclass(frozen=True, eq=False)
class TasteContents:
    """Everything that an archive holds.

    Attributes:
        votes: those that count, with the ids and takes of the library that they come from.
        embeddings: vectors (d,) by embedder and by the hash of the sound.
        taste: what `preference.taste_file.pack` made, or None.
        app_version, created: of the program that wrote it; set by writing.
    """

    votes: tuple[Vote, ...] = ()
    embeddings: Mapping[str, Mapping[str, NDArray[np.floating]]] = field(default_factory=dict)
    taste: bytes | None = None
    adapters: tuple[AdapterParts, ...] = ()
    app_version: str = ""
    created: str = ""


def stand_in(sha256: str) -> int:
    """A number for a take that is not in the library: negative, and always the same for a sound.

    Raises:
        BadRequest: not the hash of a sound.
    """
    if not taste_parts.is_hash(sha256):
        raise BadRequest(f"{sha256!r} is not the hash of a sound.")
    return -1 - int(sha256[:_STAND_IN_DIGITS], 16)


# --- writing ---------------------------------------------------------------------------------


def write(path: Path, contents: TasteContents, *, replace: bool = False) -> None:
    """Write an archive, whole or not at all; one that is there is kept unless `replace` is set.

    Raises:
        BadRequest: the file exists, or something in the contents could not be read again.
        StorageError: the folder cannot be written or is full.
    """
    path = Path(path)
    if path.exists() and not replace:
        raise BadRequest(
            f"{path.name} is there already, and nothing is overwritten.", "Choose a new name."
        )
    try:
        members = dict(_members(contents))
    except (ValueError, TypeError) as error:
        raise BadRequest(
            f"This taste cannot be written: {error}.", "Fit the taste again and try once more."
        ) from error
    part = path.with_name(f"{path.name}.{os.getpid()}-{threading.get_ident()}{whole_files.PART}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        whole_files.require_space(path.parent, _checked_size(members))
        _write_zip(part, contents, members)
        if replace:
            whole_files.replace_whole(part, path)
        elif not whole_files.name_whole(part, path):
            raise BadRequest(f"{path.name} has just been made by another program.")
    except OSError as error:
        raise whole_files.storage_error(path.parent, error) from error
    finally:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)


def _members(contents: TasteContents) -> Iterator[tuple[str, Source]]:
    yield _VOTES, taste_parts.pack_votes(contents.votes)
    if contents.taste is not None:
        yield _TASTE, contents.taste
    for embedder, vectors in sorted(contents.embeddings.items()):
        if not _EMBEDDER.fullmatch(embedder):
            raise ValueError(f"“{embedder}” is no name of an embedder")
        if vectors:
            yield f"embeddings/{embedder}.npz", taste_parts.pack_vectors(vectors)
    rows = [taste_parts.check_adapter(dict(adapter.facts)) for adapter in contents.adapters]
    yield _ADAPTERS, taste_parts.write_json(rows)
    for row, adapter in zip(rows, contents.adapters, strict=True):
        for suffix, source in ((".safetensors", adapter.tensors), (".json", adapter.description)):
            yield f"adapters/{row['sha256']}{suffix}", source


def _checked_size(members: Mapping[str, Source]) -> int:
    total = 0
    for name, source in members.items():
        size = source.stat().st_size if isinstance(source, Path) else len(source)
        total += size
        if size > _most_of(name) or total > MOST_BYTES:
            raise BadRequest(
                "This taste is too large for one file.", "Leave out the largest adapters."
            )
    return total


def _write_zip(part: Path, contents: TasteContents, members: Mapping[str, Source]) -> None:
    hashes: dict[str, str] = {}
    with open(part, "wb") as file:
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, source in members.items():
                hashes[name] = _add(archive, name, source)
                if name.endswith(".safetensors") and hashes[name] not in name:
                    raise BadRequest(
                        f"The adapter {Path(name).stem[:8]} was altered or is damaged.",
                        "Leave it out, or tune it again.",
                    )
            _add(archive, _MANIFEST, taste_parts.write_json(_manifest(contents, hashes)))
        file.flush()
        os.fsync(file.fileno())


def _add(archive: zipfile.ZipFile, name: str, source: Source) -> str:
    """Store a member piece by piece; give its hash."""
    item = zipfile.ZipInfo(name)
    item.compress_type = zipfile.ZIP_DEFLATED
    item.external_attr = 0o100644 << 16
    digest = hashlib.sha256()
    with archive.open(item, "w") as target:
        for piece in _pieces(source):
            digest.update(piece)
            target.write(piece)
    return digest.hexdigest()


def _pieces(source: Source) -> Iterator[bytes]:
    if isinstance(source, bytes):
        yield source
        return
    with open(source, "rb") as file:
        while piece := file.read(_PIECE):
            yield piece


def _manifest(contents: TasteContents, hashes: Mapping[str, str]) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "version": VERSION,
        "app_version": tangostudio.__version__,
        "created": utc_now(),
        "counts": {
            "votes": sum(not vote.withdrawn for vote in contents.votes),
            "embeddings": {name: len(rows) for name, rows in contents.embeddings.items() if rows},
            "adapters": len(contents.adapters),
        },
        "sha256": dict(hashes),
    }


# --- reading ---------------------------------------------------------------------------------


def read(path: Path) -> TasteContents:
    """Read an archive, all of it checked; it comes back whole or not at all.

    Raises:
        BadRequest: no such archive, damaged, altered, too large, or made by a newer version.
        NotFound: there is no such file.
    """
    path = Path(path)
    if not path.is_file():
        raise NotFound(f"There is no file {path}.", f"A taste is a file that ends in {SUFFIX}.")
    try:
        with open(path, "rb") as file:
            checked_zip.check_end(file)
            with zipfile.ZipFile(file) as archive:
                return _read(archive)
    except BadRequest:
        raise
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise _refused(path, "it is damaged") from error
    except OSError as error:
        raise _refused(path, error.strerror or "it cannot be read") from error
    except ValueError as error:
        raise _refused(path, str(error)) from error


def _refused(path: Path, reason: str) -> BadRequest:
    return BadRequest(
        f"{path.name} is not a whole taste: {reason}.",
        "Nothing of it was used. Take the file again from where it came.",
    )


def _read(archive: zipfile.ZipFile) -> TasteContents:
    items = checked_zip.members(archive, _most_of, MOST_BYTES)
    if _MANIFEST not in items:
        raise ValueError("it says nothing of what it holds")
    manifest = _read_manifest(checked_zip.content(archive, items[_MANIFEST]))
    hashes = manifest["sha256"]
    if items.keys() != {_MANIFEST, *hashes} or not {_VOTES, _ADAPTERS} <= items.keys():
        raise ValueError("it holds other files than it says")

    def member(name: str) -> bytes:
        data = checked_zip.content(archive, items[name])
        if hashlib.sha256(data).hexdigest() != hashes[name]:
            raise ValueError(f"{name} was altered")
        return data

    rows = _read_rows(member(_ADAPTERS))
    _check_names(set(hashes), {row["sha256"] for row in rows})
    votes = taste_parts.unpack_votes(member(_VOTES))
    embeddings = {
        name.removeprefix("embeddings/").removesuffix(".npz"): _vectors(name, member(name))
        for name in hashes
        if name.startswith("embeddings/")
    }
    taste = _checked_taste(member(_TASTE)) if _TASTE in hashes else None
    adapters = tuple(_adapter(row, member) for row in rows)
    contents = TasteContents(
        votes, embeddings, taste, adapters, manifest["app_version"], manifest["created"]
    )
    if _manifest(contents, {})["counts"] != manifest["counts"]:
        raise ValueError("it holds other numbers of things than it says")
    return contents


def _most_of(name: str) -> int:
    return _MOST_OF.get(name, _MOST_OF.get(Path(name).suffix, _MOST_OF[".json"]))


def _read_manifest(data: bytes) -> dict[str, Any]:
    manifest = taste_parts.read_json(data)
    if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
        raise ValueError("it is no taste at all")
    version = manifest.get("version")
    if type(version) is not int or version < 1:
        raise ValueError("it has no version")
    if version > VERSION:
        raise BadRequest(
            "This taste was made by a newer version of Tango Studio.", "Update the program."
        )
    hashes = manifest.get("sha256")
    texts = [manifest.get(name) for name in ("app_version", "created")]
    if not isinstance(hashes, dict) or not all(taste_parts.is_hash(h) for h in hashes.values()):
        raise ValueError("it has no list of its files")
    if not all(isinstance(text, str) and len(text) <= 100 for text in texts):
        raise ValueError("it does not say when it was made")
    return manifest


def _read_rows(data: bytes) -> list[dict[str, Any]]:
    rows = taste_parts.read_json(data)
    if not isinstance(rows, list):
        raise ValueError("it has no list of adapters")
    checked = [taste_parts.check_adapter(row) for row in rows]
    if len({row["sha256"] for row in checked}) != len(checked):
        raise ValueError("an adapter is listed twice")
    return checked


def _check_names(names: set[str], adapters: set[str]) -> None:
    """Every member is one that this version knows, and every adapter is there."""
    files = {f"adapters/{sha256}{end}" for sha256 in adapters for end in (".safetensors", ".json")}
    others = names - files - {_VOTES, _TASTE, _ADAPTERS}
    if not files <= names:
        raise ValueError("an adapter is missing")
    for name in others:
        embedder = name.removeprefix("embeddings/").removesuffix(".npz")
        if name != f"embeddings/{embedder}.npz" or not _EMBEDDER.fullmatch(embedder):
            raise ValueError(f"{name} does not belong into a taste")


def _vectors(name: str, data: bytes) -> dict[str, NDArray[np.float32]]:
    try:
        return taste_parts.unpack_vectors(data)
    except ValueError as error:
        raise ValueError(f"{name} cannot be used, {error}") from error


def _checked_taste(data: bytes) -> bytes:
    taste_parts.read_npz(data)
    taste_file.unpack(data)
    return data


def _adapter(row: dict[str, Any], member: Callable[[str], bytes]) -> AdapterParts:
    tensors = member(f"adapters/{row['sha256']}.safetensors")
    description = member(f"adapters/{row['sha256']}.json")
    if hashlib.sha256(tensors).hexdigest() != row["sha256"]:
        raise ValueError("an adapter is not the one that it is named after")
    taste_parts.check_tensors(tensors)
    taste_parts.check_facts(description, row)
    return AdapterParts(row, tensors, description)
