"""Models mode."""

from __future__ import annotations

from tangostudio.ui.action_specs.spec import MODELS, ActionSpec

SPECS: tuple[ActionSpec, ...] = (
    ActionSpec(
        "models.get",
        "Get the model",
        ("G",),
        "Mode",
        help="Download the model, or go on with it where it stopped.",
        modes=(MODELS,),
        separator=True,
    ),
    ActionSpec(
        "models.pause",
        "Pause the download",
        ("P",),
        "Mode",
        "pause",
        "Stop the download for now; what is there stays.",
        (MODELS,),
    ),
    ActionSpec(
        "models.remove",
        "Remove the model…",
        ("Delete",),
        "Mode",
        "trash",
        "Delete the model's files from this computer; takes stay.",
        (MODELS,),
    ),
    ActionSpec(
        "models.find_files",
        "I already have the files…",
        ("Ctrl+O",),
        "Mode",
        "folder",
        "Look through a folder or drive for files of known models.",
        (MODELS,),
        separator=True,
    ),
    ActionSpec(
        "models.shopping_list",
        "Shopping list…",
        ("Ctrl+Shift+L",),
        "Mode",
        "list",
        "Addresses, sizes and checksums of what is missing, to carry to another computer.",
        (MODELS,),
    ),
)
