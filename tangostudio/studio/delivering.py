"""Deliveries: takes leave the program by a preset, as a plan first and then as files and a report.

Plans and presets belong to the studio's thread; a delivery that was prepared runs on any other.
"""

from __future__ import annotations

import dataclasses
import threading
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from tangostudio import paths
from tangostudio.errors import NotFound
from tangostudio.export import licence_guard, preset_files, presets, spec
from tangostudio.export.metadata import ForeignChunk
from tangostudio.export.presets import Preset
from tangostudio.export.report import DeliveredFile, Report
from tangostudio.library import Take
from tangostudio.settings import Settings
from tangostudio.studio import delivery_plan, foreign
from tangostudio.studio.changes import Change
from tangostudio.studio.delivery_plan import PLAIN, Plan, PlannedFile, Progress, Wording
from tangostudio.studio.history import Deed

if TYPE_CHECKING:
    from tangostudio.export.describe import House
    from tangostudio.studio.delivery_run import Order
    from tangostudio.studio.studio import Studio

__all__ = [
    "DeliveredFile", "Deliveries", "Plan", "PlannedFile", "Progress", "Report", "house_of",
]  # fmt: skip


def house_of(settings: Settings) -> House:
    """Who delivers, as the settings say."""
    from tangostudio.export.describe import House

    return House(
        creator_id=settings.creator_id,
        source_id=settings.source_id,
        library=settings.delivery_library,
        designer=settings.designer,
        manufacturer=settings.manufacturer,
    )


def presets_of(settings: Settings) -> tuple[Preset, ...]:
    """The presets that ship, in the house's format, then the person's own by name."""
    shipped = presets.built_in(settings.export_rate, settings.export_bits)
    return (*shipped, *preset_files.load_all(_folder()))


class Deliveries:
    """The deliveries of a studio, and the presets that they go by."""

    def __init__(self, studio: Studio) -> None:
        self._studio = studio
        self._closing = threading.Event()
        self._guesses: dict[tuple[int, str, str], str] = {}
        studio.changes.subscribe(self._forget)

    def house(self) -> House:
        """Who delivers, as the settings say."""
        return house_of(self._studio.settings)

    # --- presets ----------------------------------------------------------------------------------

    def presets(self) -> tuple[Preset, ...]:
        """Those that ship, in the house's format, then the person's own by name."""
        return presets_of(self._studio.settings)

    def preset(self, identifier: str) -> Preset:
        """A preset by its id or its name. Raises NotFound."""
        known = self.presets()
        for preset in known:
            if identifier == preset.id or identifier.casefold() == preset.name.casefold():
                return preset
        names = ", ".join(preset.id for preset in known)
        raise NotFound(f"There is no preset {identifier!r}.", f"There are {names}.")

    def default_preset(self) -> Preset:
        """The one that the settings name, for drags and quick exports; Film/TV if that is gone."""
        try:
            return self.preset(self._studio.settings.default_preset)
        except NotFound:
            return self.preset(presets.FILM)

    def save_preset(self, preset: Preset) -> Preset:
        """Keep a preset of one's own, over the one of its name; it as stored.

        Its id is made from its name. Can be undone.

        Raises:
            BadRequest: a value that makes no sense. StorageError: it cannot be written.
        """
        stored = dataclasses.replace(
            preset, name=preset.name.strip(), id=preset_files.id_of(preset.name)
        )
        before = self._own(stored.id)
        self._store(stored)
        self._studio.remember(
            Deed(
                "saving a preset",
                lambda: self._store(before) if before else self._remove(stored.id),
                lambda: self._store(stored),
            )
        )
        return stored

    def remove_preset(self, identifier: str) -> None:
        """Take a preset of one's own away. Can be undone. Raises BadRequest, StorageError."""
        before = self._own(identifier)
        self._remove(identifier)
        if before is not None:
            self._studio.remember(
                Deed(
                    "removing a preset",
                    lambda: self._store(before),
                    lambda: self._remove(identifier),
                )
            )

    def _own(self, identifier: str) -> Preset | None:
        own = {preset.id: preset for preset in preset_files.load_all(_folder())}
        return own.get(identifier)

    def _store(self, preset: Preset) -> None:
        preset_files.save(preset, _folder())
        self._studio.changes.announce("settings")

    def _remove(self, identifier: str) -> None:
        preset_files.remove(identifier, _folder())
        self._studio.changes.announce("settings")

    # --- delivering -------------------------------------------------------------------------------

    def plan(
        self,
        ids: Sequence[int],
        preset: Preset,
        *,
        names: Mapping[int, str] | None = None,
        fx_names: Mapping[int, str] | None = None,
        cat_ids: Mapping[int, str] | None = None,
        house: House | None = None,
    ) -> Plan:
        """What a delivery of takes would write; no sound is read.

        Args:
            names: of files, by take, instead of what the template makes.
            fx_names, cat_ids: of single takes, for the template and the files.
            house: who delivers; as the settings say when left out.

        Raises:
            NotFound: no such take.
            BadRequest: a template that cannot be filled, a format that is not offered.
        """
        takes = self._studio.library.takes.get_many(list(ids))
        wording = Wording(names or {}, fx_names or {}, cat_ids or {})
        return self.plan_of(takes, preset, wording, house)

    def plan_of(
        self,
        takes: Sequence[Take],
        preset: Preset,
        wording: Wording = PLAIN,
        house: House | None = None,
    ) -> Plan:
        """The same for takes as values, which may be sounds outside of the library."""
        settings = self._studio.settings
        preset = dataclasses.replace(preset, prompt=preset.prompt and settings.write_prompts)
        spec.check(preset.spec)
        return delivery_plan.plan(takes, preset, house or self.house(), wording, self._cat_id_of)

    def prepare(
        self, plan: Plan, folder: Path, *, agreed: bool = False, house: House | None = None
    ) -> Callable[..., Report]:
        """A delivery that is ready to run: call the result with progress and cancelled functions.

        That may be on any thread; it raises StorageError when the folder cannot be made or has not
        enough room. What goes wrong later is told in the report: a file that cannot be written, a
        disk that fills, a folder that vanishes.

        Args:
            agreed: whether a person agreed to deliver what its licence restricts.
        """
        from tangostudio.studio import delivery_run

        orders = [self.order(file, plan, agreed) for file in plan.files]
        house = house or self.house()
        size, closing = plan.estimated_bytes, self._closing.is_set
        return delivery_run.Run(plan.preset, folder, orders, size, house, closing).work

    def run(
        self,
        plan: Plan,
        folder: Path,
        *,
        agreed: bool = False,
        progress: Progress | None = None,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> Report:
        """Deliver at once, in the studio's thread. See `prepare`."""
        return self.prepare(plan, folder, agreed=agreed)(progress, cancelled)

    def close(self) -> None:
        """Stop deliveries that are under way after the block that is being written."""
        self._closing.set()

    def order(self, file: PlannedFile, plan: Plan, agreed: bool = False) -> Order:
        """All that writing one file needs of the library, so that it can be done on any thread."""
        from tangostudio.studio.delivery_run import Order

        take = plan.sources.get(file.take)
        if take is None:
            try:
                take = self._studio.take(file.take)
            except NotFound as error:
                return Order(file, None, problem=error.message, hint=error.hint)
        if file.problem:
            return Order(file, take, problem=file.problem)
        if file.take in plan.restricted and not agreed:
            return Order(
                file, take, problem=licence_guard.NOT_AGREED, hint=licence_guard.NOT_AGREED_HINT
            )
        return Order(file, take, carried=self._carried(take))

    def _carried(self, take: Take) -> tuple[ForeignChunk, ...]:
        if take.id < 1:
            return foreign.chunks_in(take.path)
        return foreign.chunks_of(self._studio.library, take)

    def _cat_id_of(self, take: Take) -> str:
        """The category of a take, or the likeliest; the same until takes change."""
        key = (take.id, take.prompt, take.title)
        if not take.category and key not in self._guesses:
            self._guesses[key] = self._studio.categories.default(take)
        return take.category or self._guesses[key]

    def _forget(self, change: Change) -> None:
        if "takes" in change.kinds:
            self._guesses.clear()


def _folder() -> Path:
    return paths.config_dir() / preset_files.FOLDER
