"""What a build has done: a line for each recording, written as soon as its clips are.

A build that was killed goes on from here, and a later one keeps what has not changed. A last line
that was cut short counts as not written.
"""

from __future__ import annotations

import base64
import binascii
import dataclasses
import json
import math
import os
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from tangostudio.audio import whole_files
from tangostudio.corpora.sources import Source

FILE = "journal.jsonl"


@dataclass(frozen=True)
class Piece:
    """A clip that is stored; the fields mean what they mean in `corpus.Item`.

    Attributes:
        print: see `fingerprints.print_of`.
    """

    sha256: str
    seconds: float
    start: float
    gain_db: float
    loudness: float
    print: bytes


@dataclass(frozen=True)
class Record:
    """What became of a recording.

    Attributes:
        size, modified: of its file then.
        sha256: of its file; with its edits it names the recording.
        rank: which of several near duplicates is kept: the lowest.
        choices: see `Choices.of_sound`.
        pieces: its clips in order. refused: (reason, sentence, start in seconds) of the others.
    """

    source: str
    size: int
    modified: int
    sha256: str
    rank: float
    choices: str
    edits: str
    pieces: tuple[Piece, ...]
    refused: tuple[tuple[str, str, float], ...]

    def is_of(self, source: Source, choices: str) -> bool:
        """Whether it tells of this file, unchanged, with the same choices."""
        return (
            self.is_alike(source, choices)
            and self.modified == source.modified
            and not any(reason in ("changed", "unreadable") for reason, _, _ in self.refused)
        )

    def is_alike(self, source: Source, choices: str) -> bool:
        """Whether it may tell of this file: its hash says so then."""
        told = (self.size, self.choices, self.edits)
        return bool(self.sha256) and told == (source.size, choices, source.edits)


class Journal:
    """The records of one corpus by their sources; open to be written."""

    def __init__(self, folder: Path) -> None:
        """Read what is there. Raises StorageError."""
        self._path = folder / FILE
        try:
            self.records = _read(self._path)
            folder.mkdir(parents=True, exist_ok=True)
            self._file: IO[bytes] = open(self._path, "ab")  # noqa: SIM115 - closed by `close`
            if self._file.tell():
                self._file.write(b"\n")  # after a line that was cut short
        except OSError as error:
            raise whole_files.storage_error(folder, error) from error

    def add(self, record: Record) -> None:
        """Keep a record, on the disk as well. Raises StorageError."""
        try:
            whole_files.require_space(self._path.parent, 0)
            self._file.write(_line(record))
            self._file.flush()
        except OSError as error:
            raise whole_files.storage_error(self._path.parent, error) from error
        self.records[record.source] = record

    def keep(self, sources: Iterable[str]) -> None:
        """Write the journal anew with these records alone. Raises StorageError."""
        self.records = {name: self.records[name] for name in sources if name in self.records}
        part = whole_files.part_path(self._path)
        try:
            with open(part, "wb") as file:
                for record in self.records.values():
                    file.write(_line(record))
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            with suppress(OSError):
                part.unlink()
            raise whole_files.storage_error(self._path.parent, error) from error
        self._file.close()
        whole_files.replace_whole(part, self._path)
        self._file = open(self._path, "ab")  # noqa: SIM115 - closed by `close`

    def close(self) -> None:
        """Let the file go."""
        with suppress(OSError):
            self._file.close()


def _read(path: Path) -> dict[str, Record]:
    found: dict[str, Record] = {}
    with suppress(FileNotFoundError), open(path, "rb") as file:
        for line in file:
            with suppress(ValueError, TypeError, KeyError, binascii.Error):
                record = _record(json.loads(line))
                found[record.source] = record
    return found


def _line(record: Record) -> bytes:
    values = dataclasses.asdict(record)
    for piece in values["pieces"]:
        piece["print"] = base64.b64encode(piece["print"]).decode("ascii")
        piece["loudness"] = None if math.isnan(piece["loudness"]) else piece["loudness"]
    return json.dumps(values, ensure_ascii=False).encode("utf-8") + b"\n"


def _record(values: dict[str, Any]) -> Record:
    pieces = []
    for told in values.pop("pieces"):
        told["print"] = base64.b64decode(told["print"], validate=True)
        told["loudness"] = math.nan if told["loudness"] is None else told["loudness"]
        pieces.append(Piece(**told))
    refused = tuple((reason, text, start) for reason, text, start in values.pop("refused"))
    return Record(**values, pieces=tuple(pieces), refused=refused)
