"""Making, the queue, projects, the library, settings."""

from __future__ import annotations

from tangostudio.ui.action_specs.spec import CREATE, ActionSpec

SPECS: tuple[ActionSpec, ...] = (
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
        "library.import",
        "Import sounds…",
        ("Ctrl+I",),
        "File",
        "plus",
        "Take recordings into the library as takes.",
        (CREATE,),
        separator=True,
    ),
    ActionSpec(
        "library.import_folder",
        "Import a folder of sounds…",
        (),
        "File",
        help="Take all recordings of a folder into the library as takes.",
        modes=(CREATE,),
    ),
    ActionSpec(
        "file.inspect",
        "Inspect a sound file…",
        (),
        "File",
        "info",
        "Show everything that a sound file says of itself, whoever wrote it.",
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
)
