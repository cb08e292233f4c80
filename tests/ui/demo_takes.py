"""Draws the takes in all their states: grid, list, filters, lists, family, drops, imports."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QApplication, QDialog

from tangostudio.audio import edits

STATES = (
    *("takes-grid", "takes-list", "takes-filter", "takes-lists", "takes-nothing", "takes-trash"),
    *("takes-flags", "takes-many", "takes-menu", "takes-lineage", "takes-again", "takes-drop"),
    *("takes-import", "takes-imported", "takes-import-empty"),
)


def put(workspace: Any, studio: Any, state: str) -> Any:
    """Bring the takes into a state; the widget to draw."""
    ids = mark(studio)
    panel = workspace.takes
    panel.select(ids[3])
    if state == "takes-list":
        panel.show_view("list")
    elif state in ("takes-filter", "takes-lists", "takes-nothing"):
        return put_filters(workspace, studio, state)
    elif state == "takes-trash":
        studio.trash(ids[:3])
        panel.search.trash.setChecked(True)
        panel.select(ids[0])
    elif state == "takes-flags":
        panel.select(ids[0])
    elif state == "takes-many":
        panel.select_many(ids[:5])
    elif state in _DIALOGS:
        return _DIALOGS[state](workspace, studio, ids)
    elif state == "takes-menu":
        view = panel.view
        menu = panel.menu_at(view.visualRect(panel.model.index(1)).center())
        menu.popup(workspace.window.rect().topLeft())
        return menu
    return workspace.window


def put_filters(workspace: Any, studio: Any, state: str) -> Any:
    """Filters in force, their popover, a list that is open."""
    search = workspace.takes.search
    query = dataclasses.replace(
        search.query, min_stars=3, colours=("red", "blue"), tags=("courtyard",), longest=4.0,
        hide_rejected=True,
    )  # fmt: skip
    if state == "takes-nothing":
        search.set_query(dataclasses.replace(query, text="dungeon door", origin="imported"))
        return workspace.window
    studio.lists.add("Keepers for the courtyard scene", query)
    studio.lists.add("Too loud", dataclasses.replace(search.query, flagged=True))
    search.lists.open(studio.lists.all()[0])
    if state == "takes-filter":
        search.open_filters()
        return search.filters
    search.lists.menu.popup(workspace.window.rect().topLeft())
    return search.lists.menu


def put_lineage(workspace: Any, studio: Any, ids: list[int]) -> Any:
    """A family with a branch of branches."""
    kin = ((6, 9, "variation"), (5, 6, "again"), (4, 6, "redo"), (3, 4, "extend"), (2, 9, "loop"))
    for child, parent, relation in kin:
        studio._edit([ids[child]], "", parent=ids[parent], relation=relation, model="starter")
    workspace.takes.select(ids[4])
    workspace.table["take.lineage"].trigger()
    return workspace.window.findChildren(QDialog)[-1]


def put_again(workspace: Any, studio: Any, ids: list[int]) -> Any:
    """A take of which the steps differ."""
    workspace.table["take.again"].trigger()
    dialog: Any = workspace.window.findChildren(QDialog)[-1]
    dialog._fields["steps"].setValue(16)
    return dialog


def put_drop(workspace: Any, studio: Any, ids: list[int]) -> Any:
    """A sound that is held over the window."""
    workspace.importing.drops.offer([Path("/sounds/Door creak, long, in the cellar_12.wav")])
    workspace.importing.drops.overlay.zones[0].set_active(True)
    return workspace.window


def put_import(workspace: Any, studio: Any, ids: list[int]) -> Any:
    """What a folder holds, some of it damaged."""
    long = "a very long name of a recording that somebody made in the field in the rain.mp3"
    names = [*(f"door {number}.wav" for number in range(12)), long, "b.mp3", "notes.txt"]
    workspace.importing.import_paths([Path("/sounds") / name for name in names])
    dialog = workspace.window.findChildren(QDialog)[-1]
    _wait(workspace, dialog, "ready")
    return dialog


def put_imported(workspace: Any, studio: Any, ids: list[int]) -> Any:
    """After the import."""
    dialog = put_import(workspace, studio, ids)
    dialog._run()
    _wait(workspace, dialog, "over")
    return dialog


def put_import_empty(workspace: Any, studio: Any, ids: list[int]) -> Any:
    """Nothing to import."""
    workspace.importing.import_paths([Path("/sounds/notes.txt")])
    dialog = workspace.window.findChildren(QDialog)[-1]
    _wait(workspace, dialog, "ready")
    return dialog


def _wait(workspace: Any, dialog: Any, stage: str) -> None:
    while dialog.stage != stage:
        workspace.bridge.wait(10)
        QApplication.processEvents()


_DIALOGS = {
    "takes-lineage": put_lineage,
    "takes-again": put_again,
    "takes-drop": put_drop,
    "takes-import": put_import,
    "takes-imported": put_imported,
    "takes-import-empty": put_import_empty,
}


def mark(studio: Any) -> list[int]:
    """Takes with marks, flags, relations and edits of every kind; the newest first."""
    for number in range(13):
        studio._add("", f"wooden door creak number {number}, slow, in a dungeon", seed=40 + number)
    ids = sorted(studio._takes, reverse=True)
    studio._edit(ids, "", flags=(), momentary_lufs=-18.2, range_lu=4.1, category="DOORWood")
    for place, values in enumerate(_MARKS):
        studio._edit([ids[place]], "", **values)
    return ids


_FADED = edits.to_json((edits.FadeOut(0.3),))
_MARKS = (
    {"flags": ("clipping", "hard cut"), "peak_db": -0.2, "stars": 3, "colour": "red"},
    {"relation": "variation", "parent": 1041, "stars": 4, "colour": "blue", "favourite": True},
    {"relation": "redo", "parent": 1042, "edits": _FADED, "stars": 5, "flags": ("dc",)},
    {"colour": "green", "edits": _FADED, "title": "A door that creaks for a very long time indeed"},
    {"rejected": True, "colour": "yellow", "category": ""},
    {"frames": 8820, "seconds": 0.2, "momentary_lufs": -9.4, "peak_db": -0.6},
    {"model": "", "model_name": "", "title": "Field recording", "colour": "purple", "stars": 2},
    {"relation": "from sound", "flags": None, "category": "AMBMrkt", "favourite": True},
    {"relation": "again", "parent": 1041, "stars": 1, "lufs": float("-inf"), "flags": ("silence",)},
)
