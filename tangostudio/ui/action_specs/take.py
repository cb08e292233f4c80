"""What is done with the selected takes."""

from __future__ import annotations

from tangostudio.ui.action_specs.spec import CREATE, ActionSpec


def _rate(stars: int) -> ActionSpec:
    text = ("No stars", "1 star")[stars] if stars < 2 else f"{stars} stars"
    return ActionSpec(
        f"take.rate_{stars}",
        text,
        (str(stars),),
        "Take",
        help="Take the stars away." if stars == 0 else f"Give the selected takes {text}.",
        modes=(CREATE,),
        separator=stars == 0,
    )


SPECS: tuple[ActionSpec, ...] = (
    ActionSpec(
        "take.reuse",
        "Use its settings",
        ("R",),
        "Take",
        "reuse",
        "Fill the prompt and all values from the selected take, its seed included.",
        (CREATE,),
    ),
    ActionSpec(
        "take.export",
        "Export…",
        ("E",),
        "Take",
        "export",
        "Write the selected takes as WAV files.",
        (CREATE,),
    ),
    ActionSpec(
        "take.reveal",
        "Show file",
        ("Ctrl+Shift+R",),
        "Take",
        "folder",
        "Open the folder that holds the take's sound.",
        (CREATE,),
    ),
    *(_rate(stars) for stars in range(6)),
    ActionSpec(
        "take.favourite",
        "Favourite",
        ("F",),
        "Take",
        "heart",
        "Mark or unmark the selected takes as favourites.",
        (CREATE,),
        separator=True,
    ),
    ActionSpec(
        "take.reject",
        "Reject",
        ("X",),
        "Take",
        "reject",
        "Mark or unmark the selected takes as rejected.",
        (CREATE,),
    ),
    ActionSpec(
        "take.rename",
        "Rename…",
        ("F2",),
        "Take",
        "pencil",
        "Give the take another title.",
        (CREATE,),
        separator=True,
    ),
    ActionSpec(
        "take.trash",
        "Move to trash",
        ("Delete",),
        "Take",
        "trash",
        "Put the selected takes into the trash; undo brings them back.",
        (CREATE,),
    ),
    ActionSpec(
        "take.restore",
        "Put back from trash",
        (),
        "Take",
        "restore",
        "Bring the selected takes back from the trash.",
        (CREATE,),
    ),
)
