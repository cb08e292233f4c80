"""Adapters: what tunings came to, which of them are in use, and how strongly.

The rows alone; the files lie in the library's `adapters` folder under their hash. What an adapter
does to a model is not known here.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from tangostudio.errors import BadRequest, NotFound
from tangostudio.library.database import Database, utc_now
from tangostudio.library.hashes import HASH

STATES = ("new", "accepted", "rejected")
STRONGEST = 1.5
LONGEST_NAME = 200
SUFFIXES = (".safetensors", ".json")  # of an adapter's two files

_COLUMNS = (
    "number, sha256, name, model, model_hash, method, licence, commercial, votes, bytes, created, "
    "tuning, state, strength, active, about"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAdapter:
    """What an adapter is added from.

    Attributes:
        sha256: of the file of tensors; names the files and is kept with every take.
        model, model_hash: id and weights hash of the card whose weights it changes.
        method: of the tuning that it came of: "crpo", "dpo", "lora" or "arc"; "imported" else.
        licence, commercial: the strictest among its base and its pairs.
        votes: that it learned from.
        bytes: of the file of tensors.
        tuning: id of the tuning; empty for one that came from elsewhere.
        about: further facts, as JSON can say them.
    """

    sha256: str
    name: str
    model: str
    model_hash: str
    method: str
    licence: str
    commercial: str
    votes: int = 0
    bytes: int = 0
    tuning: str = ""
    about: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredAdapter(NewAdapter):
    """An adapter of the library; further fields as in `NewAdapter`.

    Attributes:
        number: counts up and is never given again.
        created: ISO 8601, UTC.
        state: "new", "accepted" or "rejected".
        strength: how much of it is added, 0 to 1.5.
        active: whether takes are made with it.
    """

    number: int
    created: str
    state: str
    strength: float
    active: bool


class Adapters:
    """The adapters of one open library."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, new: NewAdapter) -> StoredAdapter:
        """Keep an adapter under the next number; one of this hash that is there stays as it is.

        It is new, of full strength, and not in use.

        Raises:
            BadRequest: the hash is none.
        """
        if not HASH.fullmatch(new.sha256):
            raise BadRequest(f"{new.sha256!r} is not the hash of an adapter.")
        if (known := self.by_hash(new.sha256)) is not None:
            return known
        number = self._database.execute(
            "INSERT INTO adapters (sha256, name, model, model_hash, method, licence, commercial, "
            "votes, bytes, created, tuning, state, strength, active, about) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'new', 1.0, 0, ?)",
            [
                new.sha256,
                new.name,
                new.model,
                new.model_hash,
                new.method,
                new.licence,
                new.commercial,
                new.votes,
                new.bytes,
                utc_now(),
                new.tuning,
                json.dumps(new.about, ensure_ascii=False),
            ],
        )
        return self.get(number)

    def all(self) -> list[StoredAdapter]:
        """All adapters, the newest first."""
        return self._read("ORDER BY number DESC", [])

    def get(self, number: int) -> StoredAdapter:
        """One adapter.

        Raises:
            NotFound: no such adapter.
        """
        found = self._read("WHERE number = ?", [number])
        if not found:
            raise NotFound(f"There is no adapter {number}.", "The list of adapters shows them all.")
        return found[0]

    def by_hash(self, sha256: str) -> StoredAdapter | None:
        """The adapter of a hash, or None."""
        found = self._read("WHERE sha256 = ?", [sha256])
        return found[0] if found else None

    def active(self, model_ids: Collection[str] | None = None) -> list[StoredAdapter]:
        """Those in use, of some models or of all, in the order of their numbers."""
        found = self._read("WHERE active = 1 ORDER BY number", [])
        return [item for item in found if model_ids is None or item.model in model_ids]

    def set_state(self, number: int, state: str) -> None:
        """What became of an adapter.

        Raises:
            NotFound, BadRequest: no such adapter or state.
        """
        if state not in STATES:
            raise BadRequest(f"An adapter cannot be “{state}”.", f"Known: {', '.join(STATES)}.")
        self._set(number, "state", state)

    def set_strength(self, number: int, strength: float) -> None:
        """How much of it is added.

        Raises:
            NotFound, BadRequest: no such adapter, or not 0 to 1.5.
        """
        if not 0 <= strength <= STRONGEST:
            raise BadRequest(
                f"An adapter's strength cannot be {strength}.", "Choose a value from 0 to 150 %."
            )
        self._set(number, "strength", float(strength))

    def set_active(self, number: int, active: bool) -> None:
        """Use it for new takes, or no longer.

        Raises:
            NotFound: no such adapter.
        """
        self._set(number, "active", int(active))

    def rename(self, number: int, name: str) -> None:
        """Give it another name.

        Raises:
            NotFound, BadRequest: no such adapter, or a name that is empty or too long.
        """
        line = " ".join(name.split())
        if not 0 < len(line) <= LONGEST_NAME:
            raise BadRequest(
                f"An adapter's name needs 1 to {LONGEST_NAME} characters.",
                "Type a shorter name, or any name at all.",
            )
        self._set(number, "name", line)

    def _set(self, number: int, column: str, value: Any) -> None:
        self.get(number)
        self._database.execute(
            f"UPDATE adapters SET {column} = ? WHERE number = ?", [value, number]
        )

    def _read(self, rest: str, values: list[Any]) -> list[StoredAdapter]:
        rows = self._database.rows(f"SELECT {_COLUMNS} FROM adapters {rest}", values)
        return [_adapter(row) for row in rows]


def _adapter(row: tuple[Any, ...]) -> StoredAdapter:
    values = dict(zip(_COLUMNS.split(", "), row, strict=True))
    try:
        about = json.loads(values["about"])
    except ValueError:  # damaged; the adapter can be used all the same
        about = {}
    values["about"] = about if isinstance(about, dict) else {}
    return StoredAdapter(**{**values, "active": bool(values["active"])})
