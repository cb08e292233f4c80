"""Projects of a DAW: takes are delivered and laid out on tracks by category, with their markers.

A project gets a folder of its own: the project's file, and beside it `Media` with the sound files,
which it refers to from where it lies, so that the folder can be moved. Nothing is overwritten.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Literal, get_args

from tangostudio.audio import whole_files
from tangostudio.errors import BadRequest, TangoStudioError
from tangostudio.export.names import file_stem, numbered
from tangostudio.studio.delivery_plan import Plan, Progress

if TYPE_CHECKING:
    from tangostudio.studio.daw_files import DawProject
    from tangostudio.studio.studio import Studio

Kind = Literal["reaper", "dawproject"]
KINDS: tuple[Kind, ...] = get_args(Kind)
MEDIA = "Media"
UNNAMED = "Sounds"
"""A project without a name."""


class DawProjects:
    """Delivers takes into the folder of a project and lays them out."""

    def __init__(self, studio: Studio) -> None:
        self._studio = studio

    def prepare(
        self,
        plan: Plan,
        folder: Path,
        name: str,
        kind: Kind,
        *,
        agreed: bool = False,
        embed: bool = False,
    ) -> Callable[..., DawProject]:
        """A project that is ready to be written: call the result with progress and cancelled.

        That may be on any thread. It raises what `daw_files.write` raises, and StorageError where
        there is not enough room. Sounds that fail, or that a cancelled run did not come to, are
        left out and told.

        Args:
            folder: where the folder of the project is made; it gets a number where its name is
                taken.
            agreed: whether a person agreed to deliver what its licence restricts.
            embed: put the sound files into the DAWproject as well.

        Raises:
            BadRequest: no sounds, or an unknown kind.
            StorageError: the folder cannot be made.
        """
        check(kind, embed=embed)
        if not plan.files:
            raise BadRequest("A project needs sounds.", "Choose some takes first.")
        place = new_folder(folder, name)
        with _removed_if_empty(place):
            deliver = self._studio.deliveries.prepare(plan, place / MEDIA, agreed=agreed)

        def work(
            progress: Progress | None = None, cancelled: Callable[[], bool] = lambda: False
        ) -> DawProject:
            from tangostudio.studio import daw_files

            with _removed_if_empty(place):
                report = deliver(progress, cancelled)
                return daw_files.write(report, place, place.name, kind, embed=embed)

        return work


def check(kind: str, *, embed: bool = False) -> None:
    """Refuse a kind that is not offered. Raises BadRequest."""
    if kind not in KINDS:
        raise BadRequest(f"Projects of the kind {kind!r} are not offered.",
                         f"Use {' or '.join(KINDS)}.")  # fmt: skip
    if embed and kind != "dawproject":
        raise BadRequest("A REAPER project cannot hold its sound files.", "Use dawproject.")


def new_folder(folder: Path, name: str) -> Path:
    """Make a folder for a project in another one; it gets a number where its name is taken.

    Raises:
        StorageError: it cannot be made.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for each in numbered(file_stem(name, UNNAMED)):
            with contextlib.suppress(FileExistsError):
                (folder / each).mkdir()
                return folder / each
    except OSError as error:
        raise whole_files.storage_error(folder, error) from error
    raise AssertionError("numbers do not end")


@contextlib.contextmanager
def _removed_if_empty(place: Path) -> Iterator[None]:
    """Take a project's folders away where it does not come to be; sounds that are there stay."""
    try:
        yield
    except TangoStudioError:
        for folder in (place / MEDIA, place):
            with contextlib.suppress(OSError):
                folder.rmdir()
        raise
