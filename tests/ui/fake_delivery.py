"""Deliveries in memory: real plans, presets that nobody stores, files that hold a little silence.

Attributes that a test sets: `broken` are takes whose file fails, `slow` waits before each file.
"""

from __future__ import annotations

import dataclasses
import threading
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from tangostudio import errors
from tangostudio.export import preset_files, presets
from tangostudio.export.presets import Preset
from tangostudio.export.report import DeliveredFile, Report
from tangostudio.studio import delivery_plan
from tangostudio.studio.delivering import house_of
from tangostudio.studio.delivery_plan import Plan, Wording

CATEGORIES = ("DOORWood", "FEETHmn", "GLASBrk", "AMBMisc")


class FakeDeliveries:
    """The contract of `studio.deliveries`."""

    def __init__(self, studio: Any) -> None:
        self._studio = studio
        self.own: dict[str, Preset] = {}
        self.broken: set[int] = set()
        self.full_disk = False
        self.notes: dict[int, str] = {}
        self.gate = threading.Event()
        self.gate.set()
        self.delivered: list[tuple[Plan, Path, bool]] = []

    def house(self) -> Any:
        return house_of(self._studio.settings)

    # --- presets ---

    def presets(self) -> tuple[Preset, ...]:
        own = sorted(self.own.values(), key=lambda preset: preset.name.casefold())
        return (*presets.built_in(), *own)

    def preset(self, identifier: str) -> Preset:
        for preset in self.presets():
            if identifier in (preset.id, preset.name):
                return preset
        raise errors.NotFound(f"There is no preset {identifier!r}.")

    def default_preset(self) -> Preset:
        return self.preset("film")

    def save_preset(self, preset: Preset) -> Preset:
        preset_files.check(preset)
        stored = dataclasses.replace(preset, id=preset_files.id_of(preset.name))
        self.own[stored.id] = stored
        return stored

    def remove_preset(self, identifier: str) -> None:
        del self.own[identifier]

    # --- delivering ---

    def plan(
        self, ids: Sequence[int], preset: Preset, *, names: Mapping[int, str] | None = None,
        fx_names: Mapping[int, str] | None = None, cat_ids: Mapping[int, str] | None = None,
        house: Any = None,
    ) -> Plan:  # fmt: skip
        takes = [self._studio.take(identifier) for identifier in ids]
        wording = Wording(names or {}, fx_names or {}, cat_ids or {})
        house = house or self.house()
        return delivery_plan.plan(takes, preset, house, wording, self._category_of)

    def prepare(
        self, plan: Plan, folder: Path, *, agreed: bool = False, house: Any = None
    ) -> Callable[..., Report]:
        if self.full_disk:
            raise errors.StorageError("There is no room for that.", "Choose another folder.")
        folder.mkdir(parents=True, exist_ok=True)
        self.delivered.append((plan, folder, agreed))

        def work(
            progress: Callable[[int, int, str], object] | None = None,
            cancelled: Callable[[], bool] = lambda: False,
        ) -> Report:
            done, count = [], len(plan.files)
            for number, file in enumerate(plan.files):
                if progress is not None:
                    progress(number, count, file.name)
                self.gate.wait(10)
                if cancelled():
                    break
                done.append(self._written(file, folder, plan.preset))
            return Report(plan.preset, folder, tuple(done), cancelled=cancelled())

        return work

    def _written(self, file: Any, folder: Path, preset: Preset) -> DeliveredFile:
        take = self._studio.take(file.take)
        facts = {"cat_id": file.cat_id, "licence": file.licence, "commercial": file.commercial}
        if file.take in self.broken:
            return DeliveredFile(
                file.take, file.title, None, "The sound file is damaged.", hint="Make it again.",
                **facts,
            )  # fmt: skip
        path = folder / file.name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"sound")
        return DeliveredFile(
            file.take, file.title, path, note=self.notes.get(file.take, ""),
            sample_rate=preset.spec.rate or take.sample_rate, bits=preset.spec.bits,
            channels=take.channels, seconds=file.seconds, lufs=take.lufs, true_peak_db=-1.3,
            sha256="ab" * 32, **facts,
        )  # fmt: skip

    def _category_of(self, take: Any) -> str:
        return take.category or CATEGORIES[take.id % len(CATEGORIES)]


class FakeDawProjects:
    """The contract of `studio.daw_projects`; `written` has what was asked for."""

    def __init__(self) -> None:
        self.written: list[tuple[str, int, bool]] = []
        self.notes: tuple[str, ...] = ()

    def prepare(
        self, plan: Plan, folder: Path, name: str, kind: str, *, agreed: bool = False
    ) -> Callable[[], Any]:
        self.written.append((kind, len(plan.files), agreed))
        path = folder / name / f"{name}.{'rpp' if kind == 'reaper' else kind}"
        return lambda: SimpleNamespace(path=path, sounds=len(plan.files), notes=self.notes)
