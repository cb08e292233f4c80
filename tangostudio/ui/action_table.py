"""The table of actions: name, shortcut, menu, icon and one sentence of help for each.

Data only, one entry per action: that is why the file is long. What an action does is bound
elsewhere.
"""

from __future__ import annotations

from dataclasses import dataclass

CREATE, COMPARE, TUNE, MODELS = "create", "compare", "tune", "models"
MENUS = ("File", "Edit", "Take", "Play", "View", "Mode", "Help")


@dataclass(frozen=True)
class ActionSpec:
    """One action.

    Attributes:
        id: stable name, `place.verb`.
        text: as a menu shows it.
        shortcuts: portable key names; the first is the one that is shown.
        menu: one of `MENUS`.
        icon: name of a picture, or "".
        help: one sentence; tool tip, status and the sheet of shortcuts.
        modes: modes in which it works; empty means all.
        checkable: has an on and an off state.
        group: checkable actions of one group exclude each other.
        separator: a line stands above it in its menu.
    """

    id: str
    text: str
    shortcuts: tuple[str, ...] = ()
    menu: str = "File"
    icon: str = ""
    help: str = ""
    modes: tuple[str, ...] = ()
    checkable: bool = False
    group: str = ""
    separator: bool = False


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


TABLE: tuple[ActionSpec, ...] = (
    # File
    ActionSpec(
        "generate.start",
        "Generate",
        ("Ctrl+Return", "Ctrl+Enter"),
        "File",
        "sparkle",
        "Make takes from the prompt.",
        (CREATE,),
    ),
    ActionSpec(
        "generate.cancel",
        "Cancel the running job",
        ("Escape",),
        "File",
        "close",
        "Stop the job that is running; finished takes stay.",
    ),
    ActionSpec(
        "generate.cancel_all",
        "Cancel all jobs",
        (),
        "File",
        help="Stop the job and empty the queue.",
    ),
    ActionSpec(
        "queue.pause",
        "Pause the queue",
        (),
        "File",
        help="Finish the running job and start no other.",
        checkable=True,
    ),
    ActionSpec(
        "project.new",
        "New project…",
        ("Ctrl+N",),
        "File",
        "plus",
        "Start a project with its own takes.",
        separator=True,
    ),
    ActionSpec(
        "project.rename", "Rename project…", (), "File", help="Give the open project another name."
    ),
    ActionSpec(
        "library.reveal",
        "Show library folder",
        (),
        "File",
        "folder",
        "Open the folder that holds all takes.",
    ),
    ActionSpec(
        "library.empty_trash",
        "Empty trash…",
        (),
        "File",
        help="Delete for good what lies in the trash.",
    ),
    ActionSpec(
        "taste.export",
        "Export taste…",
        (),
        "File",
        help="Write votes, taste and adapters as one file, to take them to another computer.",
        separator=True,
    ),
    ActionSpec(
        "taste.import",
        "Import taste…",
        (),
        "File",
        help="Add the votes and adapters of such a file to what is here.",
    ),
    ActionSpec(
        "settings", "Settings…", ("Ctrl+,",), "File", "gear", "Change the settings.", separator=True
    ),
    ActionSpec(
        "quit",
        "Quit",
        ("Ctrl+Q",),
        "File",
        help="Close the window and the program.",
        separator=True,
    ),
    # Edit
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
    # Take
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
    # Play
    ActionSpec(
        "play.toggle",
        "Play or stop",
        ("Space",),
        "Play",
        "play",
        "Play the take, or stop it.",
        (CREATE, COMPARE, TUNE),
    ),
    ActionSpec(
        "play.from_start",
        "Play from start",
        ("Return", "Enter"),
        "Play",
        help="Play the take from its beginning.",
        modes=(CREATE,),
    ),
    ActionSpec(
        "play.next",
        "Next take",
        ("Down",),
        "Play",
        "next",
        "Select the next take and play it.",
        (CREATE,),
    ),
    ActionSpec(
        "play.previous",
        "Previous take",
        ("Up",),
        "Play",
        "previous",
        "Select the take before and play it.",
        (CREATE,),
    ),
    ActionSpec(
        "play.loop",
        "Loop",
        ("Shift+L",),
        "Play",
        "loop",
        "Repeat the region, or the whole take.",
        (CREATE,),
        checkable=True,
        separator=True,
    ),
    ActionSpec(
        "region.in",
        "Region starts here",
        ("[",),
        "Play",
        "region_in",
        "Start the region at the playhead.",
        (CREATE,),
        separator=True,
    ),
    ActionSpec(
        "region.out",
        "Region ends here",
        ("]",),
        "Play",
        "region_out",
        "End the region at the playhead.",
        (CREATE,),
    ),
    ActionSpec(
        "region.clear",
        "Clear region",
        ("Ctrl+Shift+A",),
        "Play",
        help="Remove the region.",
        modes=(CREATE,),
    ),
    # View
    ActionSpec(
        "view.zoom_in",
        "Zoom in",
        ("Ctrl+=", "Ctrl++"),
        "View",
        "zoom_in",
        "Show a shorter stretch of the take.",
        (CREATE,),
    ),
    ActionSpec(
        "view.zoom_out",
        "Zoom out",
        ("Ctrl+-",),
        "View",
        "zoom_out",
        "Show a longer stretch of the take.",
        (CREATE,),
    ),
    ActionSpec(
        "view.zoom_region",
        "Zoom to region",
        ("Shift+Z",),
        "View",
        help="Fill the view with the region.",
        modes=(CREATE,),
    ),
    ActionSpec(
        "view.zoom_all",
        "Show whole take",
        ("Ctrl+0",),
        "View",
        "zoom_all",
        "Fit the whole take into the view.",
        (CREATE,),
    ),
    ActionSpec(
        "view.spectrogram_mel",
        "Spectrogram: mel",
        (),
        "View",
        modes=(CREATE,),
        help="Frequencies spaced as the ear hears them.",
        checkable=True,
        group="spectrogram",
        separator=True,
    ),
    ActionSpec(
        "view.spectrogram_log",
        "Spectrogram: logarithmic",
        (),
        "View",
        modes=(CREATE,),
        help="Every octave has the same height.",
        checkable=True,
        group="spectrogram",
    ),
    ActionSpec(
        "view.spectrogram_linear",
        "Spectrogram: linear",
        (),
        "View",
        modes=(CREATE,),
        help="Every kilohertz has the same height.",
        checkable=True,
        group="spectrogram",
    ),
    ActionSpec(
        "view.left",
        "Prompt panel",
        ("Ctrl+Alt+1",),
        "View",
        "panel_left",
        "Show or fold the panel on the left.",
        (CREATE,),
        checkable=True,
        separator=True,
    ),
    ActionSpec(
        "view.right",
        "Inspector",
        ("Ctrl+Alt+2",),
        "View",
        "panel_right",
        "Show or fold the panel on the right.",
        (CREATE,),
        checkable=True,
    ),
    ActionSpec(
        "view.fullscreen",
        "Full screen",
        ("F11",),
        "View",
        help="Fill the screen with the window.",
        checkable=True,
    ),
    # Mode
    ActionSpec(
        "mode.create",
        "Create",
        ("Ctrl+1",),
        "Mode",
        help="Make, hear and edit takes.",
        checkable=True,
        group="mode",
    ),
    ActionSpec(
        "mode.compare",
        "Compare",
        ("Ctrl+2",),
        "Mode",
        help="Choose the better of two takes without seeing which is which.",
        checkable=True,
        group="mode",
    ),
    ActionSpec(
        "mode.tune",
        "Tune",
        ("Ctrl+3",),
        "Mode",
        help="Let a model learn from your votes, and check blind what it learned.",
        checkable=True,
        group="mode",
    ),
    ActionSpec(
        "mode.models",
        "Models",
        ("Ctrl+4",),
        "Mode",
        help="See which models there are, get them and remove them.",
        checkable=True,
        group="mode",
    ),
    ActionSpec(
        "compare.ranking",
        "Rank several takes",
        ("R",),
        "Mode",
        help="Put three to five takes into an order, or compare two at a time.",
        modes=(COMPARE,),
        checkable=True,
        separator=True,
    ),
    ActionSpec(
        "compare.play_a",
        "Play A",
        ("1", "Q"),
        "Mode",
        help="Hear sound A.",
        modes=(COMPARE, TUNE),
        separator=True,
    ),
    ActionSpec(
        "compare.play_b", "Play B", ("2", "W"), "Mode", help="Hear sound B.", modes=(COMPARE, TUNE)
    ),
    ActionSpec("compare.play_c", "Play C", ("3",), "Mode", help="Hear sound C.", modes=(COMPARE,)),
    ActionSpec("compare.play_d", "Play D", ("4",), "Mode", help="Hear sound D.", modes=(COMPARE,)),
    ActionSpec("compare.play_e", "Play E", ("5",), "Mode", help="Hear sound E.", modes=(COMPARE,)),
    ActionSpec(
        "compare.left",
        "A is better",
        ("Left",),
        "Mode",
        help="Choose the left sound; in a ranking, move the one heard last to the better.",
        modes=(COMPARE, TUNE),
        separator=True,
    ),
    ActionSpec(
        "compare.tie",
        "No difference",
        ("Up", "T"),
        "Mode",
        help="Neither is better; in a ranking, tie the one heard last with the one before.",
        modes=(COMPARE, TUNE),
    ),
    ActionSpec(
        "compare.both_bad",
        "Both bad",
        ("Down",),
        "Mode",
        help="None of them is any good.",
        modes=(COMPARE, TUNE),
    ),
    ActionSpec(
        "compare.right",
        "B is better",
        ("Right",),
        "Mode",
        help="Choose the right sound; in a ranking, move the one heard last to the worse.",
        modes=(COMPARE, TUNE),
    ),
    ActionSpec(
        "compare.rank",
        "Give this order",
        ("Return", "Enter"),
        "Mode",
        help="Store the order of the ranking.",
        modes=(COMPARE,),
    ),
    ActionSpec(
        "compare.skip",
        "Another pair",
        ("S",),
        "Mode",
        help="Leave this pair or ranking without a vote.",
        modes=(COMPARE,),
    ),
    # Tune
    ActionSpec(
        "tune.main",
        "Start tuning",
        ("Ctrl+Return", "Ctrl+Enter"),
        "Mode",
        "sparkle",
        "Let the model learn from your votes; it can be paused and taken back.",
        (TUNE,),
        separator=True,
    ),
    ActionSpec(
        "tune.pause",
        "Pause tuning",
        ("P",),
        "Mode",
        "pause",
        "Stop after this step and free the processor; it goes on from there.",
        (TUNE,),
    ),
    ActionSpec(
        "tune.rollback",
        "Back to the base model",
        (),
        "Mode",
        "undo",
        "Switch every adapter off; nothing is deleted.",
        (TUNE,),
    ),
    # Models
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
    # Help
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
