"""Suggested categories, drawn by `tests.ui.demo`: below the prompt and in the right panel."""

from __future__ import annotations

from typing import Any

STATES = ("categories", "categories-several", "categories-none")


def put(workspace: Any, studio: Any, state: str) -> Any:
    """Bring the chips into a state; the widget to draw."""
    panel, takes = workspace.generate, workspace.takes
    ids = sorted(studio._takes)
    panel.prompt.set_text("heavy wooden dungeon door, slow creak, ends with iron latch")
    if state == "categories-none":
        panel.prompt.set_text("xyzzy")
        studio._edit(ids, "", prompt="xyzzy")
    elif state == "categories-several":
        studio._edit(ids[:1], "", category="DOORCreak")
        takes.select_many(ids[:3])
    panel.category.look()
    if state == "categories":
        panel.category.chips.buttons["DOORDungn"].click()
        studio._edit(ids[1:2], "", category="GLASBrk")
    if state != "categories-several":
        takes.select(ids[1])
    return workspace.window
