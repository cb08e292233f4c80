"""Undo, copy, and where to type."""

from __future__ import annotations

from tangostudio.ui.action_specs.spec import CREATE, ActionSpec

SPECS: tuple[ActionSpec, ...] = (
    ActionSpec("edit.undo", "Undo", ("Ctrl+Z",), "Edit", "undo", "Take the last change back."),
    ActionSpec("edit.redo", "Redo", ("Ctrl+Shift+Z", "Ctrl+Y"), "Edit", "redo", "Do it again."),
    ActionSpec(
        "take.copy",
        "Copy as files",
        ("Ctrl+C",),
        "Edit",
        "copy",
        "Copy the selected takes as files, to paste into a folder or a DAW.",
        (CREATE,),
        separator=True,
    ),
    ActionSpec(
        "edit.select_all",
        "Select all takes",
        ("Ctrl+A",),
        "Edit",
        help="Select every take that is shown.",
        modes=(CREATE,),
    ),
    ActionSpec(
        "take.select_rejected",
        "Select rejected takes",
        (),
        "Edit",
        help="Select every rejected take that is shown, to put them into the trash together.",
        modes=(CREATE,),
    ),
    ActionSpec(
        "prompt.focus",
        "Go to prompt",
        ("Ctrl+L",),
        "Edit",
        help="Type in the prompt.",
        modes=(CREATE,),
        separator=True,
    ),
    ActionSpec(
        "search.focus",
        "Search takes",
        ("Ctrl+F",),
        "Edit",
        "search",
        "Find takes by title, prompt, tag or note.",
        (CREATE,),
    ),
)
