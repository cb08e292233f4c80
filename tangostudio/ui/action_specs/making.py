"""Making takes from something else than a prompt alone."""

from __future__ import annotations

from tangostudio.ui.action_specs.spec import CREATE, ActionSpec

SPECS: tuple[ActionSpec, ...] = (
    ActionSpec(
        "prompt.build",
        "Build a prompt…",
        ("Ctrl+B",),
        "File",
        "sparkle",
        "Put a prompt together from what sounds, what it does, where and how near.",
        (CREATE,),
        separator=True,
    ),
    ActionSpec(
        "generate.sheet",
        "Prompt sheet…",
        ("Ctrl+Shift+O",),
        "File",
        "list",
        "Queue many prompts from a table (CSV); it is shown before anything is made.",
        (CREATE,),
    ),
    ActionSpec(
        "generate.from_take",
        "Start from this take",
        ("Shift+S",),
        "File",
        "waveform",
        "Let the next takes begin as the selected take and move away from it.",
        (CREATE,),
        separator=True,
    ),
    ActionSpec(
        "generate.from_file",
        "Start from a file…",
        (),
        "File",
        "folder",
        "Let the next takes begin as a sound file and move away from it.",
        (CREATE,),
    ),
    ActionSpec(
        "generate.record",
        "Record a start sound…",
        ("Ctrl+R",),
        "File",
        "microphone",
        "Perform a sound with your voice; takes keep its loudness and beats.",
        (CREATE,),
    ),
)
