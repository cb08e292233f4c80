"""Projects: named shelves for takes. A row and no folder; who exports makes one."""

from __future__ import annotations

from dataclasses import dataclass

from tangostudio.errors import BadRequest, NotFound
from tangostudio.library.database import Database, utc_now
from tangostudio.library.names import checked, folded

FIRST = "First project"

_COUNTED = (
    "SELECT p.name, coalesce(t.count, 0), p.created FROM projects p LEFT JOIN "
    "(SELECT project, count(*) AS count FROM takes WHERE trashed IS NULL GROUP BY project) t "
    "ON t.project = p.id"
)


@dataclass(frozen=True, slots=True)
class Project:
    """A project and how many takes it has outside the trash."""

    name: str
    takes: int
    created: str = ""


class Projects:
    """The projects of one open library.

    Attributes:
        changes: counts renamings, so that who keeps names knows when they are stale.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self.changes = 0

    def all(self) -> list[Project]:
        """All projects in the order in which they were made."""
        return [Project(*row) for row in self._database.rows(f"{_COUNTED} ORDER BY p.id")]

    def get(self, name: str) -> Project:
        """One project.

        Raises:
            NotFound: no such project.
        """
        number = self.id_of(name)
        rows = self._database.rows(f"{_COUNTED} WHERE p.id = ?", [number])
        return Project(*rows[0])

    def create(self, name: str) -> str:
        """Make a project; give its name as stored.

        Raises:
            BadRequest: the name is empty, too long, or taken (capitals make no difference, since
                a project's name becomes a folder's).
        """
        name = self._free_name(name)
        self._database.execute(
            "INSERT INTO projects (name, folded, created) VALUES (?, ?, ?)",
            [name, folded(name), utc_now()],
        )
        return name

    def rename(self, old: str, new: str) -> str:
        """Give a project another name; give that as stored.

        Raises:
            NotFound: no such project.
            BadRequest: see `create`.
        """
        number = self.id_of(old)
        new = checked(new, "project") if folded(new) == folded(old) else self._free_name(new)
        self._database.execute(
            "UPDATE projects SET name = ?, folded = ? WHERE id = ?",
            [new, folded(new), number],
        )
        self.changes += 1
        return new

    def id_of(self, name: str) -> int:
        """The row of a project.

        Raises:
            NotFound: no such project.
        """
        found = self._database.value("SELECT id FROM projects WHERE name = ?", [name])
        if found is None:
            raise NotFound(f"There is no project “{name}” in this library.", "Create it first.")
        return found

    def name_of(self, number: int) -> str | None:
        """The name of a project by its row; None where there is none."""
        return self._database.value("SELECT name FROM projects WHERE id = ?", [number])

    def _free_name(self, name: str) -> str:
        name = checked(name, "project")
        if self._database.value("SELECT 1 FROM projects WHERE folded = ?", [folded(name)]):
            raise BadRequest(f"There is a project “{name}” already.", "Choose another name.")
        return name
