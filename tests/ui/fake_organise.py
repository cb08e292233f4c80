"""The organising half of the fake studio: marks, lists, likeness, lineage, imports, recipes."""

from __future__ import annotations

import dataclasses
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tangostudio import errors
from tangostudio.library import TakeQuery
from tangostudio.library.finding import days_ago
from tangostudio.studio.import_plan import Refused
from tangostudio.studio.imports import Imported
from tangostudio.studio.lineage import Lineage, Node


def found_by(take: Any, query: TakeQuery) -> bool:
    """Whether a query finds a take."""
    text = (take.title + take.prompt + take.notes).lower()
    return (
        bool(take.trashed) == query.trashed
        and (query.project is None or take.project == query.project)
        and query.text.lower() in text
        and take.stars >= query.min_stars
        and not (query.hide_rejected and take.rejected)
        and (take.favourite or not query.favourites)
        and (not query.colours or take.colour in query.colours)
        and set(query.tags) <= set(take.tags)
        and (not query.models or take.model in query.models)
        and (not query.categories or take.category in query.categories)
        and (query.shortest is None or take.seconds >= query.shortest)
        and (query.longest is None or take.seconds <= query.longest)
        and (query.flagged is None or bool(take.flags) == query.flagged)
        and query.origin in ("", "imported" if take.imported else "made")
        and (query.days is None or take.created >= days_ago(query.days, datetime.now(UTC)))
    )


@dataclass(frozen=True)
class SmartList:
    id: int
    name: str
    query: TakeQuery
    note: str = ""


class FakeLists:
    """Smart lists in memory."""

    def __init__(self, studio: Any) -> None:
        self._studio = studio
        self._lists: dict[int, SmartList] = {}

    def all(self) -> list[SmartList]:
        return sorted(self._lists.values(), key=lambda each: each.name.casefold())

    def add(self, name: str, query: TakeQuery) -> int:
        if any(each.name.casefold() == name.casefold() for each in self._lists.values()):
            raise errors.BadRequest(f"There is a list {name} already.", "Choose another name.")
        made = SmartList(max(self._lists, default=0) + 1, name, query)
        self._lists[made.id] = made
        self._studio.changes.tell("lists")
        return made.id

    def rename(self, identifier: int, name: str) -> None:
        self._put(identifier, name=name)

    def change(self, identifier: int, query: TakeQuery) -> None:
        self._put(identifier, query=query)

    def remove(self, identifier: int) -> None:
        del self._lists[identifier]
        self._studio.changes.tell("lists")

    def _put(self, identifier: int, **values: Any) -> None:
        self._lists[identifier] = dataclasses.replace(self._lists[identifier], **values)
        self._studio.changes.tell("lists")


class FakeLikeness:
    """Takes are alike when their numbers are near each other."""

    def __init__(self) -> None:
        self.reason = ""

    def ready(self, take_id: int) -> str:
        return self.reason

    def distance(self, take_id: int, like: int | None) -> int:
        return abs(take_id - (like or 0))


class FakeOrganising:
    """The verbs of a studio that put takes in order."""

    _takes: dict[int, Any]
    calls: list[tuple]

    def find_ids(self, query: TakeQuery) -> list[int]:
        return [take.id for take in self.find(query)]  # type: ignore[attr-defined]

    def colour(self, ids, name):
        self._edit(ids, "colour", colour=name)  # type: ignore[attr-defined]

    def categorise(self, ids, category):
        self._edit(ids, "category", category=category)  # type: ignore[attr-defined]

    def add_tags(self, ids, tags):
        for identifier in ids:
            old = self._takes[identifier].tags
            new = (*old, *(tag for tag in tags if tag not in old))
            self._edit([identifier], "tags", tags=new)  # type: ignore[attr-defined]

    def remove_tags(self, ids, tags):
        for identifier in ids:
            left = tuple(tag for tag in self._takes[identifier].tags if tag not in tags)
            self._edit([identifier], "tags", tags=left)  # type: ignore[attr-defined]

    def move_to_project(self, ids, project):
        self._edit(ids, "moving", project=project)  # type: ignore[attr-defined]

    def lineage(self, take_id):
        """What came from what, from the eldest that this take comes from."""
        eldest = self._takes[take_id]
        while eldest.parent in self._takes:
            eldest = self._takes[eldest.parent]
        return Lineage(self._node(eldest))

    def _node(self, take: Any) -> Node:
        children = [each for each in self._takes.values() if each.parent == take.id]
        nodes = tuple(self._node(each) for each in children)
        change = {"variation": "variation 0.2", "again": "guidance 3 to 5"}
        return Node(take, take.relation, change.get(take.relation) or take.relation, nodes)

    def change_of(self, take_id):
        return self._node(self._takes[take_id]).change

    def recipe_in(self, path: Path):
        return None


class FakeStored:
    """What the takes of the library have, the most used first."""

    def __init__(self, studio: Any) -> None:
        self._studio = studio

    def tags(self) -> list[str]:
        return self._used(lambda take: take.tags)

    def categories(self) -> list[str]:
        return self._used(lambda take: (take.category,))

    def models(self) -> list[str]:
        return self._used(lambda take: (take.model,))

    def _used(self, words: Any) -> list[str]:
        takes = [take for take in self._studio._takes.values() if not take.trashed]
        counted = Counter(word for take in takes for word in words(take) if word)
        return [word for word, _count in counted.most_common()]


@dataclass(frozen=True)
class Recording:
    path: Path
    title: str


@dataclass(frozen=True)
class Plan:
    recordings: tuple[Recording, ...]
    refused: tuple[Refused, ...] = ()
    others: int = 0
    seconds: float = 260.0
    stored_bytes: int = 34_000_000


class FakeImports:
    """Files that end in wav are recordings, those that end in mp3 are damaged, others are others.

    Attributes:
        error: raised where an import is prepared.
        steps: what a test does at each file.
    """

    def __init__(self, studio: Any) -> None:
        self._studio = studio
        self.error: Exception | None = None
        self.steps: list[Any] = []

    def plan(self, paths, cancelled=lambda: False):
        kinds: dict[str, list[Path]] = {".wav": [], ".mp3": []}
        for path in paths:
            kinds.setdefault(path.suffix, []).append(path)
        sounds = tuple(Recording(path, path.stem) for path in kinds[".wav"])
        refused = tuple(Refused(path, f"{path.name} is damaged.") for path in kinds[".mp3"])
        return Plan(sounds, refused, len(paths) - len(sounds) - len(refused))

    def prepare(self, plan, project=None):
        if self.error is not None:
            raise self.error
        self._studio.calls.append(("import", len(plan.recordings), project))

        def work(progress, cancelled):
            for number, recording in enumerate(plan.recordings):
                progress(number, len(plan.recordings), recording.path.name)
                for step in self.steps:
                    step()
                if cancelled():
                    return Imported(number, 0, cancelled=True)
            return Imported(len(plan.recordings) - 1, 1)

        return work
