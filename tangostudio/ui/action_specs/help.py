"""Help."""

from __future__ import annotations

from tangostudio.ui.action_specs.spec import ActionSpec

SPECS: tuple[ActionSpec, ...] = (
    ActionSpec(
        "palette.open",
        "Find a command…",
        ("Ctrl+K", "Ctrl+Shift+P"),
        "Help",
        "search",
        "Type a few letters of anything that can be done here.",
    ),
    ActionSpec(
        "help.first_steps",
        "First steps",
        (),
        "Help",
        help="Show what this computer can do and the keys to know.",
    ),
    ActionSpec(
        "help.demonstration",
        "Make the demonstration project",
        (),
        "Help",
        help="Open the demonstration project and make the takes that it lacks.",
    ),
    ActionSpec(
        "help.shortcuts",
        "Keyboard shortcuts",
        ("?",),
        "Help",
        "keyboard",
        "Show every shortcut on one sheet.",
    ),
    ActionSpec(
        "shortcuts.edit",
        "Edit shortcuts…",
        (),
        "Help",
        help="Give actions other keys.",
    ),
    ActionSpec(
        "help.diagnostics",
        "Diagnostics…",
        (),
        "Help",
        help="Show versions, machine, models and the last problems, to copy as one report.",
        separator=True,
    ),
    ActionSpec(
        "help.about",
        "About Tango Studio",
        (),
        "Help",
        "info",
        "Version, licences and what the program is made of.",
    ),
)
