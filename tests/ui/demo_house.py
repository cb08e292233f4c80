"""States of the window as a whole: commands, shortcuts, diagnostics, first steps, notes."""

from __future__ import annotations

from typing import Any

from tests.ui import fake_house

STATES = ("palette", "palette-typed", "keys", "keys-conflict", "diagnostics", "first-run",
          "settings-found", "mode-create", "mode-compare", "mode-tune", "mode-models")  # fmt: skip


def put(workspace: Any, state: str) -> Any:
    """Bring the window into a state; the widget to draw, None for another module's state."""
    if state not in STATES:
        return None
    window, house = workspace.window, workspace.house
    if state.startswith("mode-"):
        workspace.open_mode(state.removeprefix("mode-"))
        return window
    if state == "first-run":
        house.welcome()
        return window
    if state.startswith("palette"):
        house.open_palette()
    elif state.startswith("keys"):
        house.edit_shortcuts()
    elif state == "settings-found":
        workspace.table["settings"].trigger()
    else:
        fake_house.complete(workspace.studio)
        house.show_diagnostics()
    return _dress(window, state)


def _dress(window: Any, state: str) -> Any:
    from PySide6.QtWidgets import QDialog

    dialog = window.findChildren(QDialog)[-1]
    if state == "palette-typed":
        dialog.field.setText("ex")
    elif state == "keys-conflict":
        dialog.choose("take.favourite")
        dialog.field.recorded.emit("E")
    elif state == "settings-found":
        dialog.search.setText("size")
    return dialog
