"""Small named values that belong to the library: the current project, measured speeds."""

from __future__ import annotations

import json
from typing import Any

from tangostudio.library.database import Database


class Meta:
    """Values that JSON can hold, by name."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, name: str, default: Any = None) -> Any:
        """A value, or the default if it was never set or cannot be read."""
        text = self._database.value("SELECT value FROM meta WHERE name = ?", [name])
        try:
            return default if text is None else json.loads(text)
        except ValueError:
            return default

    def set(self, name: str, value: Any) -> None:
        """Keep a value."""
        self._database.execute(
            "INSERT OR REPLACE INTO meta VALUES (?, ?)",
            [name, json.dumps(value, ensure_ascii=False)],
        )
