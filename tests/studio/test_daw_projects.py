"""Takes are delivered into the folder of a DAW's project; a delivery here does what a test says."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from tangostudio.errors import BadRequest, ExportError, StorageError
from tangostudio.export.presets import Preset
from tangostudio.export.report import DeliveredFile, Report
from tangostudio.studio.daw_projects import DawProjects
from tangostudio.studio.delivery_plan import Plan, PlannedFile

PRESET = Preset("film", "Film/TV")


def _delivered(path: Path, take: int) -> DeliveredFile:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"samples")
    return DeliveredFile(take, "Slam", path, sample_rate=48000, channels=1, seconds=0.5)


def _planned(take: int) -> PlannedFile:
    return PlannedFile(
        take, f"{take}.wav", "Slam", "DOORWood", "Doors, Wood", "Slam", 0.5, "", "yes"
    )


def _studio(deliver: Callable[[Path], Report]) -> Any:
    """A studio whose deliveries do what a test says, in the folder that they are given."""

    def prepare(plan: Plan, folder: Path, *, agreed: bool = False) -> Callable[..., Report]:
        return lambda progress, cancelled: deliver(folder)

    return SimpleNamespace(deliveries=SimpleNamespace(prepare=prepare))


PLAN = Plan(PRESET, (_planned(1), _planned(2)), 0, ())


def _deliver(folder: Path) -> Report:
    files = [_delivered(folder / f"{take}.wav", take) for take in (1, 2)]
    return Report(PRESET, folder, tuple(files))


def test_a_project_gets_a_folder_of_its_own(tmp_path):
    projects = DawProjects(_studio(_deliver))
    first = projects.prepare(PLAN, tmp_path / "new", "Castle", "reaper")()
    second = projects.prepare(PLAN, tmp_path / "new", "Castle", "dawproject")()
    assert first.path == tmp_path / "new" / "Castle" / "Castle.rpp"
    assert second.path == tmp_path / "new" / "Castle 2" / "Castle 2.dawproject"
    assert (second.path.parent / "Media" / "1.wav").is_file()
    assert second.report.folder == second.path.parent / "Media"


def test_a_project_that_does_not_come_to_be_leaves_no_folder(tmp_path):
    def fails(folder: Path) -> Report:
        folder.mkdir()
        return Report(PRESET, folder, (DeliveredFile(1, "Slam", None, "No."),))

    with pytest.raises(ExportError):
        DawProjects(_studio(fails)).prepare(PLAN, tmp_path, "Castle", "reaper")()
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_leaves_no_folder_and_what_is_in_it_stays(tmp_path):
    def fails(folder: Path) -> Report:
        folder.mkdir()
        raise StorageError("The disk is full.", full=True)

    def fails_late(folder: Path) -> Report:
        _deliver(folder)
        return fails(folder / "deeper")

    with pytest.raises(StorageError):
        DawProjects(_studio(fails)).prepare(PLAN, tmp_path, "Castle", "reaper")()
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(StorageError):
        DawProjects(_studio(fails_late)).prepare(PLAN, tmp_path, "Castle", "reaper")()
    assert (tmp_path / "Castle" / "Media" / "1.wav").is_file()


def test_a_project_without_takes_is_refused(tmp_path):
    with pytest.raises(BadRequest):
        DawProjects(_studio(_deliver)).prepare(replace(PLAN, files=()), tmp_path, "C", "reaper")
    assert list(tmp_path.iterdir()) == []


def test_a_file_in_the_way_of_the_folder_is_told(tmp_path):
    (tmp_path / "taken").write_text("")
    projects = DawProjects(_studio(_deliver))
    with pytest.raises(StorageError):
        projects.prepare(PLAN, tmp_path / "taken", "Castle", "reaper")
    made = projects.prepare(PLAN, tmp_path, "taken", "reaper")()
    assert made.path.parent.name == "taken 2"


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_may_not_be_written_is_told(tmp_path):
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(StorageError):
            DawProjects(_studio(_deliver)).prepare(PLAN, tmp_path, "C", "reaper")
    finally:
        tmp_path.chmod(0o700)
