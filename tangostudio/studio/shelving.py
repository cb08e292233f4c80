"""The projects that takes lie in, as verbs: a part of the studio."""

from __future__ import annotations

from collections.abc import Sequence

from tangostudio.library import Project
from tangostudio.studio.marking import Marking

_PROJECT = "project"


class Shelving(Marking):
    """Which project is worked in, and which takes lie where."""

    @property
    def project(self) -> str:
        """The project that new takes go to."""
        name = self.library.meta.get(_PROJECT, "")
        names = [project.name for project in self.projects()]
        return name if name in names else names[0]

    def projects(self) -> list[Project]:
        """All projects with the number of their takes."""
        return self.library.projects.all()

    def open_project(self, name: str) -> None:
        """Make a project the one that is worked in. Raises NotFound."""
        self.library.projects.id_of(name)
        self.library.meta.set(_PROJECT, name)
        self.changes.announce("projects", "takes")

    def create_project(self, name: str) -> None:
        """Make a project and work in it. Raises BadRequest."""
        self.open_project(self.library.projects.create(name))

    def rename_project(self, old: str, new: str) -> str:
        """Give a project another name; that as stored. Raises BadRequest, NotFound."""
        current = self.project
        stored = self.library.projects.rename(old, new)
        if current == old:
            self.library.meta.set(_PROJECT, stored)
        self.changes.announce("projects", "takes")
        return stored

    def move_to_project(self, ids: Sequence[int], project: str) -> None:
        """Put takes into another project. Raises NotFound."""
        # By number: a project may have another name by the time that this is undone.
        moved = dict.fromkeys(ids, self.library.projects.id_of(project))
        self.write_takes("moving to a project", self.library.takes.move, moved, "projects")
