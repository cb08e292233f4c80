"""Scenes of Tune mode: the three ways, recordings in every state, clips, learning, what came."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QApplication

from tangostudio import errors, messages
from tests.ui import fake_corpora, fake_tunes

STATES = (
    "tune-taste", "tune-folder-none", "tune-folder", "tune-folder-reading", "tune-folder-stopped",
    "tune-folder-damaged", "tune-folder-few", "tune-folder-long", "tune-folder-advanced",
    "tune-folder-lacks", "tune-few", "tune-few-advanced", "tune-cannot", "tune-able",
    "tune-encode", "tune-lora", "tune-lora-paused", "tune-lora-done", "tune-lora-failed",
    "tune-arc", "tune-arc-done", "tune-adapters", "tune-gone",
    "corpus-looking", "corpus-new", "corpus-new-wrong", "corpus-new-error", "corpus-reading",
    "corpus-over", "corpus-stopped", "corpus-clips", "corpus-aside", "corpus-out", "corpus-many",
    "corpus-nothing", "corpus-remove",
)  # fmt: skip
LONG = "Dungeon doors, gates and hatches of the north wing, second session with the old microphones"


def put(workspace: Any, studio: Any, state: str) -> Any:
    """Open Tune mode in a scene; what is to be drawn."""
    if not state.endswith("-none"):
        studio.corpora.put(clips=38, warnings=())
        studio.corpora.write_sounds("doors")
    workspace.open_mode("tune")
    page = workspace.window.shell.pages.currentWidget()
    kind, _, scene = state.partition("-")
    made = {"tune": _tune, "corpus": _corpus}[kind](page, studio, scene)
    page.refresh()
    QApplication.processEvents()
    return made or workspace.window


def _tune(page: Any, studio: Any, scene: str) -> Any:
    setup, tunes, corpora = page.setup, studio.tunes, studio.corpora
    if scene.startswith("folder"):
        setup.choose_method("lora")
    if scene.startswith("few"):
        setup.choose_method("arc")
        setup.forms["arc"].advanced.set_open(scene == "few-advanced")
        tunes.training_now = fake_tunes.train_outline(seconds=9000.0)
    if scene == "folder-reading":
        corpora.change("doors", state="building", done=12, total=44,
                       current="steps/gravel walk A.wav")  # fmt: skip
    elif scene == "folder-stopped":
        error = messages.Failed("doors", "StorageError", "There is no room left on the disk.",
                                "Make room, then go on; what was read is kept.")  # fmt: skip
        corpora.change("doors", state="unfinished", done=31, total=44, error=error)
    elif scene == "folder-damaged":
        corpora.change("doors", state="damaged", problem="corpus.json cannot be read.")
    elif scene == "folder-few":
        tunes.training_now = fake_tunes.train_outline(clips=5, held_out=1, corpus_seconds=18.0)
        corpora.change("doors", clips=6, held_out=1, seconds=18.0,
                       warnings=("Only 6 clips: more teach better.",))  # fmt: skip
    elif scene == "folder-long":
        corpora.change("doors", name=LONG, clips=50_000, seconds=200_000.0, held_out=5_000,
                       left_out=12_345)  # fmt: skip
        setup.name.setText(LONG[:80])
    elif scene == "folder-advanced":
        form = setup.forms["lora"]
        form.advanced.set_open(True)
        form.controls["include"].show(("layers.[0-11]", "attn"))
        tunes.outline_error = errors.BadRequest(
            "The filter “attn” matches no layer of this model.",
            "Its layers are called transformer.0.q, transformer.1.ff and so on.",
        )
    elif scene == "folder-lacks":
        lack = "Too little memory: 14.2 GB are needed, 9.2 are free."
        tunes.training_now = fake_tunes.train_outline(problem=lack, memory_bytes=16_000_000_000,
                                                     least_memory_bytes=14_200_000_000)  # fmt: skip
    elif scene in ("cannot", "able"):
        studio.settings = dataclasses.replace(studio.settings, default_model="plain")
        page.refresh()
        setup.choose_method("lora")
        if scene == "able":
            setup.unable.wanted.emit("starter")
    elif scene == "gone":
        setup.choose_method("lora")
        tunes.outline_error = errors.NotFound("This corpus is not there any more.")
    else:
        _learning(page, studio, scene)
    return None


def _learning(page: Any, studio: Any, scene: str) -> None:
    tunes = studio.tunes
    first = tunes.checks(1, taste=False)
    both = tunes.checks(2, taste=False)
    if scene == "encode":
        tunes.put_view(fake_tunes.lora_view(stage="encode", done=12, total=38, share=0.02,
                                            steps=(), seconds_left=None,
                                            saved_seconds_ago=None))  # fmt: skip
    elif scene == "lora":
        tunes.put_view(fake_tunes.lora_view(checked=first))
    elif scene == "lora-paused":
        tunes.put_view(fake_tunes.lora_view(checked=first, state="paused"))
    elif scene == "lora-done":
        tunes.put_adapter(5, name="Old doors 1", method="lora", votes=0)
        rising = tuple(
            dataclasses.replace(each, losses={**each.losses,
                                "held_out": 0.9 + 0.3 * (each.step / 600 - 0.4) ** 2})
            for each in fake_tunes.trained("train", 600, 600, loss=0.6, held_out=0.9)
        )  # fmt: skip
        warning = ("The loss of the clips kept aside rises since step 360: it begins to learn the "
                   "others by heart.")  # fmt: skip
        tunes.put_view(fake_tunes.lora_view(
            state="done", share=1.0, checked=both, adapter=5, steps=rising, warnings=(warning,)
        ))  # fmt: skip
    elif scene == "lora-failed":
        error = messages.Failed(
            "tune-1", "NotANumber", "The loss was no number at step 312.",
            "The adapter of step 300 is kept. Go on from there with a smaller rate.",
        )  # fmt: skip
        tunes.put_view(fake_tunes.lora_view(state="failed", error=error, checked=first))
    elif scene == "arc":
        tunes.put_view(fake_tunes.arc_view(checked=first))
    elif scene in ("arc-done", "adapters"):
        about = {"sampling": {"sampler": "pingpong", "steps": 8, "guidance": 1.0}}
        tunes.put_adapter(4, name="Old doors 1", method="lora", votes=0)
        tunes.put_adapter(5, name="Few steps 1", method="arc", votes=0, about=about, active=True)
        if scene == "arc-done":
            tunes.put_view(fake_tunes.arc_view(state="done", share=1.0, checked=both, adapter=5))


def _corpus(page: Any, studio: Any, scene: str) -> Any:
    page.setup.choose_method("lora")
    corpora = studio.corpora
    if scene in ("clips", "aside", "out", "many", "nothing", "remove"):
        if scene == "many":
            corpora.put("doors", clips=50_000, seconds=200_000.0, held_out=5_000)
        page.open_clips("doors")
        chosen = {"aside": "aside", "out": "out"}.get(scene)
        if chosen:
            page.clips.shown.buttons[chosen].click()
        if scene == "clips":
            page.clips.table.set_row(3)
        if scene == "nothing":
            page.clips.search.setText("trombone")
            page.clips._choose()
        if scene == "remove":
            page.clips.remove.click()
        return None
    if scene == "looking":
        page.corpora.new(Path("/home/ann/Sounds/Old doors"))
        dialog = page.corpora.dialog
        dialog._stop.set()
        return dialog
    if scene == "new-wrong":
        corpora.look_now = fake_corpora.look(
            files=3, clips=0, seconds=0.0, held_out=0, bytes=0, examples=(),
            left_out={"silent": 2, "corrupt": 1},
            problem="No sound in this folder can be learned from.",
        )  # fmt: skip
    if scene == "new-error":
        corpora.look_error = errors.BadRequest("The folder is not there any more.",
                                               "Choose another one.")  # fmt: skip
    if scene == "new":
        corpora.look_now = fake_corpora.look(
            warnings=("5 recordings are mono below 20 kHz: what is learned will sound duller.",)
        )
    page.corpora.new(Path("/home/ann/Sounds/Old doors"))
    dialog = page.corpora.dialog
    if scene.startswith("new"):
        return dialog
    while dialog.stage == "looking":
        QApplication.processEvents()
    dialog.build()
    corpora.change("new", done=12, current="steps/" + "gravel walk, long name, " * 4 + "A.wav")
    if scene == "over":
        corpora.put("new", clips=41, name="Old doors 2")
    if scene == "stopped":
        error = messages.Failed("new", "StorageError", "There is no room left on the disk.",
                                "Make room, then go on; what was read is kept.")  # fmt: skip
        corpora.change("new", state="unfinished", error=error)
    return dialog
