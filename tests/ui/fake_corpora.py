"""Collections of recordings in memory: every state that a corpus can be in, set by a test.

Clips are tones that a seed makes; nothing is read from a folder.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable
from typing import Any

import numpy as np
import soundfile

from tangostudio import errors
from tangostudio.corpora.corpus import Corpus, Item, LeftOut
from tangostudio.corpora.look import Look, Planned
from tangostudio.studio.corpus_views import READY, CorpusView

CAPTIONS = (
    ("door creaks open slowly, old oak", "DOORCreak", "doors/creak_01.wav"),
    ("heavy iron gate shuts", "DOORMetl", "doors/gate shut 2.wav"),
    ("footsteps on gravel, leather boots", "FEETHmn", "steps/gravel walk A.wav"),
    ("戸がきしむ、ゆっくり、木製", "DOORWood", "日本/戸_01.wav"),
    ("صرير باب خشبي قديم يفتح ببطء", "DOORWood", "عربي/باب.wav"),
    ("rope pulled tight, wooden frame creaks, then a long sigh of settling timber while somebody "
     "walks away over loose boards and the room answers with a low hum", "WOODCrk",
     "misc/rope.wav"),
)  # fmt: skip


def refused() -> tuple[LeftOut, ...]:
    return (
        LeftOut("doors/empty.wav", "silent", "It is silent."),
        LeftOut("doors/room tone.wav", "silent", "It is silent."),
        LeftOut("misc/click.wav", "short", "It is 0.04 s long; 0.3 s is the least."),
    )


def look(**values: Any) -> Look:
    """What a folder holds, if a test says nothing else."""
    examples = tuple(
        Planned(source, 2.0 + place, 1, caption, "name" if place % 3 else "metadata", category)
        for place, (caption, category, source) in enumerate(CAPTIONS)
    )  # fmt: skip
    given: dict[str, Any] = {
        "files": 44, "clips": 41, "seconds": 232.0, "held_out": 4, "bytes": 42_000_000,
        "left_out": {"silent": 2, "short": 1}, "examples": examples, "refused": refused(),
        "told_by": {"name": 29, "metadata": 12}, **values,
    }  # fmt: skip
    return Look(**given)


class FakeCorpora:
    """The surface of `studio.corpora`; `calls` of the studio gets what is asked."""

    def __init__(self, studio: Any) -> None:
        self.studio = studio
        self.views: list[CorpusView] = []
        self.corpora: dict[str, Corpus] = {}
        self.look_now = look()
        self.look_error: errors.TangoStudioError | None = None
        self.before_look: Callable[[], object] = lambda: None

    # --- what a test says -------------------------------------------------------------------------

    def put(self, identifier: str = "doors", clips: int = 6, **values: Any) -> CorpusView:
        """Have a corpus in a state, the newest of all; a ready one has clips."""
        values = {"name": "Old doors", **values}
        if values.get("state", "ready") == READY:
            self.corpora[identifier] = self.corpus(identifier, values["name"], clips)
            values.setdefault("clips", clips)
        given: dict[str, Any] = {
            "state": "ready", "folder": self.studio.folder / "corpora" / identifier, "held_out": 4,
            "seconds": 212.0, "left_out": 3, "made_at": "2026-03-05T10:20:00Z",
            "source": "/home/ann/Sounds/Old doors", **values,
        }  # fmt: skip
        view = CorpusView(identifier, **given)
        self.views = [view, *(each for each in self.views if each.id != identifier)]
        self.tell()
        return view

    def change(self, identifier: str, **values: Any) -> None:
        """A corpus goes on."""
        self.views = [
            dataclasses.replace(view, **values) if view.id == identifier else view
            for view in self.views
        ]
        self.tell()

    def tell(self) -> None:
        self.studio.changes.tell("corpora")

    def corpus(self, identifier: str, name: str, clips: int) -> Corpus:
        items = []
        for place in range(clips):
            caption, category, source = CAPTIONS[place % len(CAPTIONS)]
            items.append(
                Item(f"audio/{place}.flac", f"{place:064x}", 0.6 + place % 7, caption, category,
                     source, place % 10 == 3, told_by="name" if place % 3 else "metadata",
                     loudness=math.nan if place == 1 else -23.0)
            )  # fmt: skip
        folder = self.studio.folder / "corpora" / identifier
        made_at = "2026-03-05T10:20:00Z"
        return Corpus(identifier, name, folder, made_at, 44_100, tuple(items), refused())

    def write_sounds(self, identifier: str, count: int = 6) -> None:
        """Have the first clips as files."""
        from tests.ui import fake_studio

        corpus = self.corpora[identifier]
        for place, item in enumerate(corpus.items[:count]):
            path = corpus.folder / item.file
            path.parent.mkdir(parents=True, exist_ok=True)
            samples = np.asarray(fake_studio._sound(place, item.seconds, 22_050))
            soundfile.write(path, samples, 22_050, subtype="PCM_24")

    # --- the studio's verbs -----------------------------------------------------------------------

    def all(self) -> list[CorpusView]:
        return list(self.views)

    def view(self, identifier: str) -> CorpusView:
        for view in self.views:
            if view.id == identifier:
                return view
        raise errors.NotFound("This corpus is not there any more.")

    def get(self, identifier: str) -> Corpus:
        if self.view(identifier).state != "ready":
            raise errors.BadRequest("This corpus is not finished.", "Go on with it.")
        return self.corpora[identifier]

    def plan(self, source: Any, cancelled: Callable[[], bool] = lambda: False, **options: Any):
        self.before_look()
        self.studio.calls.append(("look", source, options))
        if self.look_error is not None:
            raise self.look_error
        return self.look_now

    def build(self, name: str, source: Any, **options: Any) -> str:
        if any(view.name.casefold() == name.casefold() for view in self.views):
            raise errors.BadRequest(f"There is a corpus “{name}” already.", "Choose another name.")
        self.studio.calls.append(("build", name, source, options))
        self.put("new", name=name, state="building", clips=0, held_out=0, seconds=0.0, left_out=0,
                 done=0, total=44, current="doors/creak_01.wav")  # fmt: skip
        return "new"

    def resume(self, identifier: str) -> str:
        self.studio.calls.append(("resume", identifier))
        self.change(identifier, state="building", error=None)
        return identifier

    def rebuild(self, identifier: str) -> str:
        self.studio.calls.append(("rebuild", identifier))
        self.change(identifier, state="building", done=0, total=44)
        return identifier

    def cancel(self, job: str) -> None:
        self.studio.calls.append(("stop", job))
        self.change(job, state="unfinished")

    def running(self) -> CorpusView | None:
        return next((view for view in self.views if view.state == "building"), None)

    def rename(self, identifier: str, name: str) -> None:
        if any(v.name == name and v.id != identifier for v in self.views):
            raise errors.BadRequest(f"There is a corpus “{name}” already.", "Choose another name.")
        self.studio.calls.append(("rename_corpus", identifier, name))
        self.change(identifier, name=name)

    def remove(self, identifier: str) -> None:
        self.studio.calls.append(("remove_corpus", identifier))
        self.views = [view for view in self.views if view.id != identifier]
        self.tell()

    def set_caption(self, identifier: str, sha256: str, text: str) -> None:
        if not text.strip():
            raise errors.BadRequest("The caption is empty.", "Say what is heard.")
        self.studio.calls.append(("caption", identifier, sha256, text))
        corpus = self.corpora[identifier]
        items = tuple(
            dataclasses.replace(item, caption=text, told_by="person")
            if item.sha256 == sha256 else item for item in corpus.items
        )  # fmt: skip
        self.corpora[identifier] = dataclasses.replace(corpus, items=items)
        self.tell()

    def takes_of(self, project: str) -> list[int]:
        return sorted(take.id for take in self.studio._takes.values())
