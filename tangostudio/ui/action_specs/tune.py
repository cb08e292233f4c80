"""Tune mode."""

from __future__ import annotations

from tangostudio.ui.action_specs.spec import TUNE, ActionSpec

SPECS: tuple[ActionSpec, ...] = (
    ActionSpec(
        "tune.main",
        "Start tuning",
        ("Ctrl+Return", "Ctrl+Enter"),
        "Mode",
        "sparkle",
        "Let the model learn from your votes; it can be paused and taken back.",
        (TUNE,),
        separator=True,
    ),
    ActionSpec(
        "tune.pause",
        "Pause tuning",
        ("P",),
        "Mode",
        "pause",
        "Stop after this step and free the processor; it goes on from there.",
        (TUNE,),
    ),
    ActionSpec(
        "tune.rollback",
        "Back to the base model",
        (),
        "Mode",
        "undo",
        "Switch every adapter off; nothing is deleted.",
        (TUNE,),
    ),
)
