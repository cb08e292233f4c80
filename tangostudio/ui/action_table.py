"""The table of actions: name, shortcut, menu, icon and one sentence of help for each.

What an action does is bound elsewhere.
"""

from __future__ import annotations

from tangostudio.ui.action_specs import (
    edit,
    file,
    help,
    making,
    mode,
    models,
    play,
    sound,
    take,
    tune,
    view,
)  # fmt: skip
from tangostudio.ui.action_specs.spec import COMPARE, CREATE, MENUS, MODELS, TUNE, ActionSpec

__all__ = ["COMPARE", "CREATE", "MENUS", "MODELS", "TABLE", "TUNE", "ActionSpec"]

TABLE: tuple[ActionSpec, ...] = tuple(
    spec
    for module in (file, making, edit, take, sound, play, view, mode, tune, models, help)
    for spec in module.SPECS
)
