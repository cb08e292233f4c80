"""Draws the window on a fake studio: `python -m tests.ui.demo STATE FILE [WIDTHxHEIGHT]`."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path
from types import SimpleNamespace

from tangostudio import messages
from tests.ui import (
    demo_edits,
    demo_export,
    demo_generate,
    demo_house,
    demo_names,
    demo_play,
    demo_see,
    demo_takes,
    demo_tune,
)
from tests.ui.fake_models import SCENES, SMALL, problem, scene
from tests.ui.fake_studio import FakeStudio

STATES = ("empty", "filled", "busy", "failed", "interrupted", "long", "models", "compare",
          "settings", "export", "shortcuts", "about", "problem", "many", "wrong", "notices",
          "queue", "menu", "plain", "hint", "hint-long", "hint-none", "demonstration",
          "demonstrated",
          *demo_generate.STATES, *demo_house.STATES, *demo_takes.STATES, *demo_see.STATES,
          *demo_play.STATES, *demo_edits.STATES, *demo_export.STATES, *demo_names.STATES,
          *demo_tune.STATES,
          *(f"models-{name}" for name in SCENES))  # fmt: skip


def put(workspace, studio, state: str):
    """Bring the window into a state; the widget to draw."""
    window = workspace.window
    request = studio.plan("starter", "slow footsteps on wet gravel, heavy boots", takes=12)
    ids = [take.id for take in workspace.takes.model.takes]
    workspace.generate.prompt.set_text("slow footsteps on wet gravel, heavy boots, close")
    if ids:
        workspace.takes.select(ids[0])
    if state in ("busy", "queue"):
        job = studio.generate(request)
        studio.generate(studio.plan("starter", "glass bottle breaking on concrete"))
        studio.generate(studio.plan("starter", "thunder rolling far away over hills"))
        progress = messages.Progress(job, 9, 12, 5, 8, 3.0)
        studio.set_job(job, state="running", progress=progress, done=8)
        if state == "queue":
            workspace.jobs.refresh()
            workspace.jobs.popup.refresh()
            return workspace.jobs.popup
    elif state == "failed":
        job = studio.generate(request)
        error = messages.Failed(job, "OutOfMemory", "There was not enough memory for 30 seconds.",
                                "Make shorter takes, or close other programs.")  # fmt: skip
        studio.set_job(job, state="failed", error=error)
    elif state == "interrupted":
        studio.set_job(studio.generate(request), state="interrupted", done=5)
    elif state == "long":
        studio.rename(ids[0], "Fußschritte auf nassem Kies, schwere Stiefel, nah, kleiner Innenhof")
        studio.set_tags([ids[0]], ["courtyard", "boots", "very long tag indeed", "日本語", "x"])
        studio.set_notes(ids[0], "For the second scene.\nNeeds a longer tail.")
        studio.rename_project("Dungeon Doors", "A project with a very long name for the season")
        studio._edit(ids, "", project=studio.project)
        studio._edit([ids[0]], "", seed=4294967295)
        workspace.takes.select(ids[0])
    elif state in ("models", "compare"):
        workspace.open_mode(state)
    elif state in demo_takes.STATES:
        return demo_takes.put(workspace, studio, state)
    elif state in demo_export.STATES:
        return demo_export.put(workspace, studio, state)
    elif state in demo_tune.STATES:
        return demo_tune.put(workspace, studio, state)
    elif state in demo_play.STATES:
        return demo_play.put(workspace, studio, state) or window
    elif state in demo_see.STATES:
        return demo_see.put(workspace, studio, state) or window
    elif state in demo_names.STATES:
        return demo_names.put(workspace, studio, state)
    elif state in demo_generate.STATES:
        return demo_generate.put(workspace, studio, state)
    elif state.startswith("models-"):
        return put_models(workspace, studio, state.removeprefix("models-"))
    elif state == "many":
        workspace.takes.view.selectAll()
    elif state.startswith("edits"):
        return demo_edits.put(workspace, studio, state)
    elif state.startswith("hint"):
        put_hint(workspace, state)
    elif state == "demonstration":
        put_demonstration(workspace, studio)
    elif state == "demonstrated":
        studio.demonstration = SimpleNamespace(job="", project="Demonstration", number=12, total=12)
        studio.changes.tell("demonstration")
    elif state == "plain":
        workspace.use_model("plain")
    elif state == "wrong":
        workspace.generate.rows["seconds"].field.setValue(77)
        workspace.generate.seed.field.setText("abc")
        workspace.generate.prompt.set_text("")
        workspace.generate._show_problem(
            __import__("tangostudio.errors").errors.BadRequest("The prompt is empty.", "Write.")
        )
    elif state == "notices":
        from tangostudio.ui.notices import Choice

        window.notices.good("Door slam_12.wav exported", Choice("Show in folder", print),
                            hint="/home/ann/Music/Tango Studio")  # fmt: skip
        window.notices.bad("The sound device went away.", hint="Plug it in again.")
    return demo_house.put(workspace, state) or dialog(workspace, state) or window


def put_hint(workspace, state: str):
    from tangostudio import paths
    from tangostudio.cards import Catalogue

    workspace.generate.hint.set_model(Catalogue.load(paths.models_dir()).get("starter"))
    prompts = {
        "hint-long": "a very loud orchestra of accordions playing on a rusty carousel",
        "hint-none": "distant dirigible",
    }
    workspace.generate.prompt.set_text(prompts.get(state, "an elephant, far away"))
    workspace.generate.hint.look()


def put_models(workspace, studio, name: str):
    del studio.catalogue._cards["plain"]
    studio.catalogue.broken = ()
    scene(studio.models, name)
    workspace.open_mode("models")
    page = workspace.window.shell.pages.currentWidget()
    if name != "gated":
        return workspace.window
    page.verbs.log_in(SMALL)
    page.verbs.dialog.field.setText("hf_not_the_right_one")
    page.verbs.dialog.test()
    studio.models.testing, studio.models.tested = False, problem("not-accepted")
    studio.models.tell()
    return page.verbs.dialog


def put_demonstration(workspace, studio):
    request = studio.plan("starter", "waves crashing on the shore", seeds=(21,))
    job = studio.generate(request)
    studio.demonstration = SimpleNamespace(job=job, project="Demonstration", number=3, total=12)
    progress = messages.Progress(job, 1, 1, 9, 16, 0.2)
    studio.set_job(job, state="running", progress=progress)


def dialog(workspace, state: str):
    from tangostudio.ui.about_dialog import AboutDialog
    from tangostudio.ui.shortcuts_dialog import ShortcutsDialog

    if state == "settings":
        workspace.table["settings"].trigger()
    elif state == "export":
        workspace.takes.view.selectAll()
        workspace.table["take.export"].trigger()
    elif state == "shortcuts":
        workspace.window.open_dialog(ShortcutsDialog(workspace.table, workspace.window))
    elif state == "about":
        workspace.window.open_dialog(AboutDialog(workspace.window))
    elif state == "menu":
        menu = workspace.window.header.menu.menu()
        menu.popup(workspace.window.rect().topLeft())
        return menu
    else:
        return None
    from PySide6.QtWidgets import QDialog

    return workspace.window.findChildren(QDialog)[-1]


def main(state: str, file: str, size: str = "1440x900") -> int:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtCore import Qt
    from PySide6.QtWidgets import QApplication

    from tangostudio.errors import LibraryInUse
    from tangostudio.ui import picture, theme, translations
    from tangostudio.ui.bridge import Bridge
    from tangostudio.ui.main_window import MainWindow
    from tangostudio.ui.memory import WindowMemory
    from tangostudio.ui.workspace import Workspace

    app = QApplication([])
    theme.apply(app)
    translations.install(app)
    with tempfile.TemporaryDirectory() as folder:
        window = MainWindow(WindowMemory(Path(folder) / "window.ini"))
        window.resize(*map(int, size.split("x")))
        if os.environ["QT_QPA_PLATFORM"] == "offscreen":
            window.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
        window.show()
        if state == "problem":
            error = LibraryInUse("The library is open in another window.", "Close it, or choose.")
            window.show_problem(error, Path(folder), print, print)
            app.processEvents()
            return 0 if window.grab().save(file) else 1
        studio = FakeStudio(Path(folder), takes=0 if state == "empty" else 7)
        workspace = Workspace(window, studio, Bridge(window))
        target = window if state == "empty" else put(workspace, studio, state)
        kept = ("many", "export", *demo_export.STATES, *demo_takes.STATES, *demo_see.STATES,
                *demo_play.STATES, *demo_names.STATES)  # fmt: skip
        picture.settle(app, workspace, select=state not in kept)
        demo_edits.drag(workspace, state)
        saved = target.grab().save(file)
        workspace.close()
    return 0 if saved else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
