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


_COLOURS = (
    ("none", "No colour"),
    ("red", "Red"),
    ("orange", "Orange"),
    ("yellow", "Yellow"),
    ("green", "Green"),
    ("blue", "Blue"),
    ("purple", "Purple"),
)
_DISTANCES = ("Very near", "Near", "Between", "Far", "Very far")


def _vary(number: int, words: str) -> ActionSpec:
    return ActionSpec(
        f"take.vary_{number}",
        f"Variation: {words.lower()}",
        (),
        "Take",
        help="Four takes that start from this take's own noise, mixed with new noise.",
        modes=(CREATE,),
    )


def _colour(name: str, text: str) -> ActionSpec:
    return ActionSpec(
        f"take.colour_{name}",
        text if name == "none" else f"Colour: {text.lower()}",
        (),
        "Take",
        help="Mark the selected takes with a colour, or with none.",
        modes=(CREATE,),
        separator=name == "none",
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
        "take.vary",
        "Four near this",
        ("V",),
        "Take",
        "branch",
        "Make four takes that are near this one, at the middle distance.",
        (CREATE,),
    ),
    *(_vary(number, words) for number, words in enumerate(_DISTANCES, 1)),
    ActionSpec(
        "take.again",
        "Again with one change…",
        ("Shift+R",),
        "Take",
        "retry",
        "Make the take again with another prompt, seed, length, steps or guidance.",
        (CREATE,),
    ),
    ActionSpec(
        "take.like",
        "More like this",
        ("M",),
        "Take",
        "search",
        "Put the takes in order by how much they sound like this one.",
        (CREATE,),
        separator=True,
    ),
    ActionSpec(
        "take.lineage",
        "Show where it comes from…",
        ("Shift+G",),
        "Take",
        "branch",
        "Show which take came from which, and with what change.",
        (CREATE,),
    ),
    ActionSpec(
        "take.export",
        "Export…",
        ("E",),
        "Take",
        "export",
        "Deliver the selected takes as finished files, by a preset.",
        (CREATE,),
    ),
    ActionSpec(
        "take.export_again",
        "Export again with the last settings",
        ("Shift+E",),
        "Take",
        "export",
        "Deliver the selected takes as the last ones, into the same folder.",
        (CREATE,),
    ),
    ActionSpec(
        "take.export_reaper",
        "Export as REAPER project…",
        (),
        "Take",
        "tracks",
        "Lay the selected takes out on tracks by category, with their files beside the project.",
        (CREATE,),
    ),
    ActionSpec(
        "take.export_dawproject",
        "Export as DAWproject…",
        (),
        "Take",
        "tracks",
        "The same for DAWs that open DAWproject, such as Bitwig, Cubase and Studio One.",
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
        "take.tag",
        "Add a tag",
        ("Shift+T",),
        "Take",
        "tag",
        "Type a tag for the selected takes.",
        (CREATE,),
    ),
    ActionSpec(
        "take.move",
        "Move to another project…",
        ("Ctrl+M",),
        "Take",
        "folder",
        "Put the selected takes into another project.",
        (CREATE,),
    ),
    *(_colour(name, text) for name, text in _COLOURS),
    ActionSpec(
        "take.trash",
        "Move to trash",
        ("Delete",),
        "Take",
        "trash",
        "Put the selected takes into the trash; undo brings them back.",
        (CREATE,),
        separator=True,
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
