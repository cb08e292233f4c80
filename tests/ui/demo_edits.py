"""Drawn states of editing: `edits`, `edits-long`, `edits-form`, `edits-drag`, ..."""

from __future__ import annotations

from typing import Any

from tangostudio.audio import edits

STATES = (
    *("edits", "edits-long", "edits-newer", "edits-form", "edits-fade", "edits-redo"),
    *("edits-extend", "edits-seamless", "edits-drag", "edits-drag-in", "edits-drag-fade"),
)

FULL = (
    edits.RemoveDC(),
    edits.Trim(0.2, 1.6),
    edits.TrimSilence(),
    edits.Reverse(),
    edits.FadeIn(0.12),
    edits.FadeOut(0.55, "slow end"),
    edits.Mono(),
    edits.LoudnessNormalise(-18.0),
)


def put(workspace: Any, studio: Any, state: str) -> Any:
    """Bring the window into a state of editing; what is to be drawn."""
    take, tools = workspace.takes.current_id(), workspace.editor.tools
    if state == "edits-newer":
        studio._edit([take], "x", edits='[{"edit": "spin", "version": 9}]')
        return workspace.window
    some = (edits.Trim(0.3, 1.5), edits.FadeIn(0.003), edits.FadeOut(0.4), edits.Gain(-4.5))
    studio.editing.set(take, FULL if state == "edits-long" else some)
    if state.startswith("edits-drag"):
        workspace.bridge.wait(5000)
    if state == "edits-form":
        tools.verbs.form_wanted.emit(edits.LoudnessNormalise())
        return tools.bar.form
    if state == "edits-fade":
        tools.verbs.form_wanted.emit(edits.FadeOut(0.4))
        return tools.bar.form
    if state in ("edits-redo", "edits-extend", "edits-seamless"):
        workspace.editor.axis.set_region(0.3, 0.8)
        verb = {"edits-redo": "redo", "edits-extend": "extend"}.get(state, "loop")
        workspace.table[f"take.{verb}"].trigger()
        return tools.regions.form
    return workspace.window


def drag(workspace: Any, state: str) -> None:
    """The drag that some states are in the middle of, once everything is drawn."""
    grips = workspace.editor.tools.handles.grips
    grip = grips["fade out" if state == "edits-drag-fade" else "start"]
    if state.startswith("edits-drag"):
        grip.began.emit()
        grip.moved.emit(-60.0 if state == "edits-drag" else -160.0)
    if state == "edits-drag-in":
        grip.moved.emit(140.0)
