"""States of the generate panel and its dialogs, drawn by `tests.ui.demo`."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import numpy as np

from tangostudio.library.jobs import PLAIN
from tangostudio.messages import GenerateRequest
from tangostudio.studio.sheet import Sheet, SheetPlan, SheetProblem, SheetRow
from tangostudio.studio.starts import Start

STATES = ("from-audio", "from-nothing", "wildcards", "builder", "record", "sheet")
PRESETS = {
    "draft": {"steps": 4.0},
    "balanced": {"steps": 8.0},
    "best": {"steps": 25.0},
}


def put(workspace, studio, state: str):
    """Bring the panel into a state; the widget to draw."""
    panel, window = workspace.generate, workspace.window
    studio.catalogue._cards["starter"] = dataclasses.replace(
        studio.catalogue.get("starter"), presets=PRESETS
    )
    panel.set_model("starter")
    if state == "from-audio":
        panel.set_start(Start("a" * 64, "A drum loop with quite a long name 120 bpm.wav", 3.25))
        panel.origin.follow.set_on(True)
        panel.loop.set_on(True)
    elif state == "from-nothing":
        panel.origin_fold.set_open(True)
        panel.negative_fold.set_open(True)
    elif state == "wildcards":
        panel.prompt.set_text("{wooden|heavy metal|old} door slam, {close|far away in a cave}")
    elif state == "builder":
        panel.build_prompt()
        dialog = _dialog(window)
        dialog.chips["source", "door"].click()
        dialog.chips["material", "metal"].click()
        dialog.chips["space", "in a cave"].click()
        return dialog
    elif state == "record":
        workspace.starting.record()
        return _dialog(window)
    elif state == "sheet":
        return _sheet(workspace, studio)
    return window


def _dialog(window):
    from PySide6.QtWidgets import QDialog

    return window.findChildren(QDialog)[-1]


def _sheet(workspace, studio):
    rng = np.random.default_rng(1)
    rows = tuple(
        SheetRow(n + 2, f"slow footsteps on surface number {n}, close",
                 float(rng.integers(2, 9)), 4, f"Steps {n}", "FEETHmn")
        for n in range(30)
    )  # fmt: skip
    problems = (
        SheetProblem(33, "The length “long” is no number."),
        SheetProblem(34, "The prompt is empty."),
    )
    request = GenerateRequest("starter", "slow footsteps", 2.0, (1, 2, 3, 4), 8, 3.0, "euler")
    studio.making.read_sheet = lambda _path: Sheet(rows, problems)
    studio.making.planned = SheetPlan(((request, PLAIN),) * 30, 30, 120, 95.0, problems)
    workspace.starting.show_sheet(Path("night.csv"))
    return _dialog(workspace.window)
