"""Smart lists: queries for takes that are kept under a name.

A query is stored as JSON, with its project by number, so that the list follows a project that is
renamed. A later version may know conditions that this one does not: they are left out and named.
"""

from __future__ import annotations

import dataclasses
import json
from dataclasses import dataclass
from types import NoneType, UnionType
from typing import Any, get_args, get_origin, get_type_hints

from tangostudio.errors import BadRequest, NotFound
from tangostudio.library.database import Database, utc_now
from tangostudio.library.names import checked, folded
from tangostudio.library.projects import Projects
from tangostudio.library.take import TakeQuery

_PLAIN = TakeQuery()
_TYPES = get_type_hints(TakeQuery)


@dataclass(frozen=True, slots=True)
class SmartList:
    """A query under a name.

    Attributes:
        note: one sentence on what of the stored query could not be used; mostly empty.
    """

    id: int
    name: str
    query: TakeQuery
    note: str = ""


class SmartLists:
    """The smart lists of one open library."""

    def __init__(self, database: Database, projects: Projects) -> None:
        self._database = database
        self._projects = projects

    def all(self) -> list[SmartList]:
        """All lists by name."""
        rows = self._database.rows("SELECT id, name, query FROM lists ORDER BY folded, id")
        return [self._list(*row) for row in rows]

    def get(self, identifier: int) -> SmartList:
        """One list. Raises NotFound."""
        row = self._database.row("SELECT id, name, query FROM lists WHERE id = ?", [identifier])
        if row is None:
            raise NotFound("There is no such list in this library.", "It may have been removed.")
        return self._list(*row)

    def stored(self, identifier: int) -> str:
        """A list's query as it stands, with what only a later version knows. Raises NotFound."""
        self.get(identifier)
        return self._database.value("SELECT query FROM lists WHERE id = ?", [identifier])

    def add(self, name: str, query: TakeQuery | str, identifier: int | None = None) -> int:
        """Keep a query, or one as `stored` gave it; the list's id.

        Args:
            identifier: of a list that was removed before.

        Raises:
            BadRequest: the name is empty, too long, or taken (capitals make no difference).
            NotFound: the query's project does not exist.
        """
        name = self._free_name(name)
        return self._database.execute(
            "INSERT INTO lists (id, name, folded, query, created) VALUES (?, ?, ?, ?, ?)",
            [identifier, name, folded(name), self._packed(query), utc_now()],
        )

    def rename(self, identifier: int, name: str) -> str:
        """Give a list another name; give back the old one. Raises NotFound, BadRequest."""
        was = self.get(identifier).name
        name = checked(name, "list") if folded(name) == folded(was) else self._free_name(name)
        self._database.execute(
            "UPDATE lists SET name = ?, folded = ? WHERE id = ?",
            [name, folded(name), identifier],
        )
        return was

    def change(self, identifier: int, query: TakeQuery | str) -> str:
        """Give a list another query; give back the old one as `stored` does. Raises NotFound."""
        was = self.stored(identifier)
        self._database.execute(
            "UPDATE lists SET query = ? WHERE id = ?", [self._packed(query), identifier]
        )
        return was

    def remove(self, identifier: int) -> SmartList:
        """Forget a list; give it back. The takes stay. Raises NotFound."""
        was = self.get(identifier)
        self._database.execute("DELETE FROM lists WHERE id = ?", [identifier])
        return was

    def _free_name(self, name: str) -> str:
        name = checked(name, "list")
        if self._database.value("SELECT 1 FROM lists WHERE folded = ?", [folded(name)]):
            raise BadRequest(f"There is a list “{name}” already.", "Choose another name.")
        return name

    def _packed(self, query: TakeQuery | str) -> str:
        if isinstance(query, str):
            return query
        values = {
            field.name: value
            for field in dataclasses.fields(TakeQuery)
            if (value := getattr(query, field.name)) != getattr(_PLAIN, field.name)
        }
        if query.project is not None:
            values["project"] = self._projects.id_of(query.project)
        return json.dumps(values, ensure_ascii=False)

    def _list(self, identifier: int, name: str, text: str) -> SmartList:
        values, unknown = _read(text)
        if (number := values.pop("project", None)) is not None:
            values["project"] = self._projects.name_of(number)
            if values["project"] is None:
                unknown.append("project")
        note = f"This version cannot use: {', '.join(unknown)}." if unknown else ""
        return SmartList(identifier, name, TakeQuery(**values), note)


def _read(text: str) -> tuple[dict[str, Any], list[str]]:
    """What of a stored query can be used, and the names of what cannot."""
    try:
        stored = json.loads(text)
    except ValueError:
        stored = None
    if not isinstance(stored, dict):
        return {}, ["its whole query"]
    values, unknown = {}, []
    for name, value in stored.items():
        kind = int if name == "project" else _TYPES.get(name)
        value = tuple(value) if isinstance(value, list) else value
        if kind is not None and _fits(value, kind):
            values[name] = value
        else:
            unknown.append(name)
    return values, unknown


def _fits(value: Any, kind: Any) -> bool:
    """Whether a value is of the type that a field of a query is declared with."""
    if isinstance(kind, UnionType):
        return any(_fits(value, part) for part in get_args(kind))
    if get_origin(kind) is tuple:
        return isinstance(value, tuple) and all(isinstance(item, str) for item in value)
    if kind is float:
        return isinstance(value, int | float) and not isinstance(value, bool)
    if kind in (int, str, bool, NoneType):
        return type(value) is kind
    return isinstance(value, str)  # a literal or a text: the order
