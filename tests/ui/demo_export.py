"""Scenes of the export sheet: a few takes, many, long names, licences, at work, what was done."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QApplication

STATES = (
    "export-none", "export-5", "export-200", "export-long", "export-restricted",
    "export-question", "export-running", "export-done", "export-partly", "export-wrong",
    "export-own", "export-selected", "export-inspect", "export-picture",
)  # fmt: skip
TITLES = (
    ("Dungeon door creak slow", "DOORDungn"), ("Dungeon door latch iron", "DOORHdwr"),
    ("Boots on wet gravel", "FEETHmn"), ("Bottle breaking", "GLASBrk"),
    ("Market morning", "AMBMrkt"), ("Door slam heavy", "DOORWood"),
    ("Thunder far away", "THUN"), ("Bell in a hall", "BELLHand"),
)  # fmt: skip
LONG = (
    "Fußschritte auf nassem Kies, schwere Stiefel, nah, kleiner Innenhof, zweiter Durchgang",
    "戸がきしむ、ゆっくり、木製、地下牢の入口、残響あり、マイク近め",
    "a/b\\c:d*e?f <very> \"odd\" | name",
)  # fmt: skip


def put(workspace: Any, studio: Any, state: str) -> Any:
    """Open the sheet in a scene; what is to be drawn."""
    _people(workspace, studio)
    count = {"export-200": 200, "export-none": 1, "export-picture": 14}.get(state, 5)
    while len(studio._takes) < count + 2:
        studio._add("", "heavy wooden dungeon door", seed=len(studio._takes), stars=3)
    ids = sorted(studio._takes)[:count]
    for place, take in enumerate(reversed(ids)):
        at = place // 2 if state == "export-picture" else place
        title, category = TITLES[at % len(TITLES)]
        if state == "export-long":
            title = LONG[place % len(LONG)]
        studio._edit(
            [take], "", title=title, prompt=title.lower(), category=category, licence="Apache-2.0",
            tags=("dungeon", "wood"),
        )  # fmt: skip
    if state == "export-picture":
        studio._edit(ids[4:6], "", commercial="no", licence="Research 1.0 (TangoFlux)")
    if state in ("export-restricted", "export-question"):
        studio._edit(ids[1:3], "", commercial="no", licence="Research 1.0 (TangoFlux)")
    if state == "export-none":
        studio.take(ids[0]).path.unlink()
    workspace.takes.select_many(ids)
    workspace.exports.open_sheet()
    return _scene(workspace, studio, state, ids)


def _people(workspace: Any, studio: Any) -> None:
    import dataclasses

    studio.settings = dataclasses.replace(
        studio.settings, creator_id="TSTU", source_id="PROJX", delivery_library="Dungeon Doors",
        designer="Ann Author",
    )  # fmt: skip
    workspace.window.memory.store("export_folder", "/home/ann/Music/Dungeon Doors/Delivery")


def _scene(workspace: Any, studio: Any, state: str, ids: list[int]) -> Any:
    sheet = _sheet(workspace)
    deliveries = studio.deliveries
    presets = sheet.form.presets
    if state == "export-picture":
        presets.list.setCurrentRow(0)
        sheet._plan_now()
        sheet.table.selectRow(0)
    if state in ("export-5", "export-selected", "export-restricted", "export-question"):
        presets.list.setCurrentRow(0)
    if state == "export-selected":
        sheet._plan_now()
        for row in (0, 1):
            sheet.table.selectRow(row) if row == 0 else _add_row(sheet, row)
    elif state == "export-question":
        sheet._plan_now()
        sheet.export()
        return _sheet(workspace)
    elif state == "export-wrong":
        sheet.form.names.name.line.setText("{CatID}_{FxNam}_{NN}")
        sheet.place.line.setText("")
    elif state == "export-own":
        presets.list.setCurrentRow(0)
        sheet.form.ends.tail.setValue(0.5)
        presets.save.click()
        sheet.form.level.ceiling.setValue(-3)
    elif state in ("export-running", "export-done", "export-partly"):
        sheet.place.line.setText(str(Path(studio.folder) / "Delivery"))
        _run(sheet, deliveries, state, ids)
    elif state == "export-inspect":
        return _inspect(workspace, studio)
    return sheet


def _run(sheet: Any, deliveries: Any, state: str, ids: list[int]) -> None:
    if state == "export-partly":
        deliveries.broken = {ids[1]}
    if state == "export-running":
        deliveries.gate.clear()
    deliveries.notes = {ids[0]: "Lowered by 2.1 dB so that its true peak stays below -2 dBTP."}
    sheet.start.setEnabled(True)
    sheet.export()
    if state == "export-running":
        sheet._progress(2, 5, sheet.plan.files[2].name)


def _add_row(sheet: Any, row: int) -> None:
    from PySide6.QtCore import QItemSelectionModel

    flags = QItemSelectionModel.SelectionFlag
    sheet.table.selectionModel().select(
        sheet.model.index(row, 0), flags.Select | flags.Rows
    )  # fmt: skip


def _inspect(workspace: Any, studio: Any) -> Any:
    workspace.exports.inspect(studio.take(sorted(studio._takes)[0]).path)
    return _sheet(workspace)


def _sheet(workspace: Any) -> Any:
    from PySide6.QtWidgets import QDialog

    QApplication.processEvents()
    return workspace.window.findChildren(QDialog)[-1]
