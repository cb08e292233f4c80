"""Help."""

from __future__ import annotations

from tangostudio.ui.action_specs.spec import ActionSpec

SPECS: tuple[ActionSpec, ...] = (
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
        "help.about",
        "About Tango Studio",
        (),
        "Help",
        "info",
        "Version, licences and what the program is made of.",
    ),
)
