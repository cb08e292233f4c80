"""A studio in memory: the window's whole contract on takes that are made in a blink.

Takes are decaying tones and noises written as FLAC into a folder. Jobs do nothing by themselves:
a test calls `step()` to let them go on.
"""

from __future__ import annotations

import dataclasses
import functools
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import soundfile

from tangostudio import errors, messages
from tangostudio.cards import Catalogue, Licence, ModelCard, Parameter
from tangostudio.library import Take
from tangostudio.settings import Settings
from tangostudio.studio.estimates import Expected
from tests.ui.fake_categories import FakeCategories
from tests.ui.fake_corpora import FakeCorpora
from tests.ui.fake_delivery import FakeDawProjects, FakeDeliveries
from tests.ui.fake_editing import FakeEditing
from tests.ui.fake_making import FakeMaking
from tests.ui.fake_models import FakeModels
from tests.ui.fake_organise import (
    FakeImports,
    FakeLikeness,
    FakeLists,
    FakeOrganising,
    FakeStored,
    found_by,
)
from tests.ui.fake_tasting import FakeTasting
from tests.ui.fake_tunes import FakeTrials, FakeTunes

PROMPTS = (
    ("Footsteps, gravel", "slow footsteps on wet gravel, heavy boots, close, small courtyard"),
    ("Glass, bottle", "glass bottle breaking on concrete"),
    ("Thunder, rolling", "thunder rolling far away over hills"),
    ("Bell, hand", "hand bell ringing in a large hall"),
    ("Footsteps, quick", "quick footsteps on a wooden floor"),
    ("Laser, low", "low laser blast"),
    ("Rain, roof", "steady rain on a tin roof"),
)


@dataclass(frozen=True)
class Change:
    kinds: frozenset[str]
    takes: tuple[int, ...] = ()
    event: object = None


@dataclass(frozen=True)
class JobView:
    id: str
    request: messages.GenerateRequest
    state: str
    progress: messages.Progress | None = None
    what: str = ""
    error: messages.Failed | None = None
    done: int = 0
    estimate: float | None = 2.0


@dataclass(frozen=True)
class Project:
    name: str
    takes: int


@dataclass(frozen=True)
class Pair:
    id: str
    prompt: str
    left: Take
    right: Take
    repeat_of: int | None = None


@dataclass
class Changes:
    callbacks: list[Callable[[Change], object]] = field(default_factory=list)

    def subscribe(self, callback: Callable[[Change], object]) -> Callable[[], None]:
        self.callbacks.append(callback)
        return functools.partial(self.callbacks.remove, callback)

    def tell(self, *kinds: str, takes: tuple[int, ...] = (), event: object = None) -> None:
        for callback in list(self.callbacks):
            callback(Change(frozenset(kinds), takes, event))


def starter_card() -> ModelCard:
    return ModelCard(
        id="starter",
        name="Starter",
        family="tangoflux",
        version="1.0",
        summary="The bundled model: short sound effects in a second or two.",
        licence=Licence("Apache-2.0", "yes", "Free for any use"),
        sample_rate=44100,
        channels=2,
        good_at="footsteps, impacts, doors, weather, bells, engines, sci-fi",
        limits="No speech and no songs.",
        parameters={
            "seconds": Parameter("seconds", "Seconds", 0.5, 10, 4.0, 0.1, "s", "Length of a take."),
            "steps": Parameter(
                "steps", "Steps", 2, 50, 8, 1, "", "More steps, finer sound.", integer=True
            ),
            "guidance": Parameter(
                "guidance", "Guidance", 1, 10, 3.0, 0.1, "", "How closely the prompt is followed."
            ),
        },
        samplers=("euler",),
        can=frozenset({"negative", "tune", "finetune", "few-steps"}),
    )


def plain_card() -> ModelCard:
    return dataclasses.replace(
        starter_card(),
        id="plain",
        name="Plain Tones With A Rather Long Name",
        version="2",
        can=frozenset(),
        cannot={
            "negative": "This model was not trained to avoid anything.",
            "tune": "Its network has no flow to be tuned.",
        },
        licence=Licence("Research 1.0", "no", "For research only"),
    )


class FakeStudio(FakeOrganising):
    """The contract of the studio, without a library, a worker or a file that anyone owns."""

    def __init__(self, folder: Path, takes: int = 7) -> None:
        self.folder = folder
        self.settings = Settings()
        broken = SimpleNamespace(
            id="damaged", message="The model card damaged.toml cannot be read.", hint="Remove it."
        )
        self.catalogue = Catalogue([starter_card(), plain_card()], [broken])  # type: ignore[list-item]
        self.library = SimpleNamespace(folder=folder, takes=FakeStored(self))
        self.changes = Changes()
        self.project = "Dungeon Doors"
        self.names = ["Dungeon Doors", "Space Station"]
        self.queue_paused = False
        self.undo_label: str | None = None
        self.redo_label: str | None = None
        self.worker_state = "ready"
        self.demonstration: SimpleNamespace | None = None
        self.calls: list[tuple] = []
        self.models = FakeModels(self)
        self.making = FakeMaking(self)
        self.editing = FakeEditing(self)
        self.imports = FakeImports(self)
        self.tunes = FakeTunes(self)
        self.trials = FakeTrials(self)
        self.corpora = FakeCorpora(self)
        self.deliveries = FakeDeliveries(self)
        self.auto_export = SimpleNamespace(trouble="")
        self.daw_projects = FakeDawProjects()
        self.drags_ready = True
        self._takes: dict[int, Take] = {}
        self._jobs: list[JobView] = []
        self._votes = 0
        self.tasting = FakeTasting(self)
        self.lists, self.likeness = FakeLists(self), FakeLikeness()
        self.categories = FakeCategories(self)
        self.pairs: list[Pair] = []
        for index in range(takes):
            title, prompt = PROMPTS[index % len(PROMPTS)]
            self._add(title, prompt, seed=index + 70, stars=(4, 0, 3, 0, 5, 0, 2)[index % 7])

    # --- making ---

    def plan(self, model, prompt, *, negative="", seconds=None, steps=None, guidance=None,
             sampler=None, seeds=None, takes=None):  # fmt: skip
        card = self.catalogue.get(model)
        if not prompt.strip():
            raise errors.BadRequest("The prompt is empty.", "Describe the sound in a few words.")
        if len(prompt) > card.prompt_characters:
            raise errors.BadRequest(
                f"The prompt has {len(prompt):,} characters; {card.name} reads at most "
                f"{card.prompt_characters:,}.",
                "Shorten it.",
            )
        values = {"seconds": seconds, "steps": steps, "guidance": guidance}
        checked = {
            name: card.parameters[name].check(card.default(name) if value is None else value)
            for name, value in values.items()
        }
        seeds = tuple(seeds or random.sample(range(2**31), takes or self.settings.default_takes))
        return messages.GenerateRequest(
            card.id, prompt, checked["seconds"], seeds, int(checked["steps"]),
            checked["guidance"], sampler or card.samplers[0], negative,
        )  # fmt: skip

    def card(self, model):
        return self.catalogue.get(model)

    def driven(self, card, adapters):
        return card

    def generate(self, request, project=None, front=False):
        job = JobView(f"job{len(self._jobs) + 1}", request, "queued")
        self._jobs.append(job)
        self.calls.append(("generate", request))
        self.changes.tell("jobs")
        return job.id

    def step(self) -> None:
        """Let the first job go on by one take."""
        for index, job in enumerate(self._jobs):
            if job.state in ("queued", "running"):
                self._step(index, job)
                return

    def _step(self, index: int, job: JobView) -> None:
        request = job.request
        take = self._add("", request.prompt, seed=request.seeds[job.done], job=job.id)
        done, total = job.done + 1, len(request.seeds)
        progress = messages.Progress(job.id, min(done + 1, total), total, 0, request.steps, 1.0)
        self._jobs[index] = dataclasses.replace(job, state="running", done=done, progress=progress)
        self.changes.tell("takes", "jobs", takes=(take.id,))
        if done == total:
            del self._jobs[index]
            self.changes.tell("jobs", event=messages.Finished(job.id))

    def set_job(self, job_id: str, **values) -> None:
        """Put a job into a state."""
        self._jobs = [
            dataclasses.replace(job, **values) if job.id == job_id else job for job in self._jobs
        ]
        self.changes.tell("jobs")

    def jobs(self, limit=None):
        at_work = ("queued", "running", "cancelling")
        first = [job for job in self._jobs if job.state in at_work]
        return first[:limit] + [job for job in self._jobs if job.state not in at_work][:limit]

    def waiting(self):
        return sum(job.state == "queued" for job in self._jobs)

    def cancel(self, job_id):
        self.remove_job(job_id)

    def cancel_all(self):
        self._jobs.clear()
        self.changes.tell("jobs")

    def retry(self, job_id):
        self.set_job(job_id, state="queued", error=None)
        return job_id

    def remove_job(self, job_id):
        self._jobs = [job for job in self._jobs if job.id != job_id]
        self.changes.tell("jobs")

    def move_job(self, job_id, position):
        job = next(job for job in self._jobs if job.id == job_id)
        self._jobs.remove(job)
        self._jobs.insert(position, job)
        self.changes.tell("jobs")

    def pause_queue(self):
        self.queue_paused = True
        self.changes.tell("jobs")

    def resume_queue(self):
        self.queue_paused = False
        self.changes.tell("jobs")

    def estimate(self, model, *, seconds=None, steps=None, guidance=None, takes=None, start=False,
                 loop=False):  # fmt: skip
        return 0.5 * (takes or 4) * (1 + loop) + start

    def expect(self, model, *, seconds, steps, guidance, takes=1):
        return self.models.expected.get(model, Expected(0.5 * takes, True))

    # --- takes ---

    def find(self, query):
        found = [take for take in self._takes.values() if found_by(take, query)]
        keys = {
            "newest": lambda take: -take.id,
            "oldest": lambda take: take.id,
            "stars": lambda take: (-take.stars, -take.id),
            "length": lambda take: -take.seconds,
            "loudness": lambda take: -take.lufs,
            "name": lambda take: take.title.lower(),
            "taste": lambda take: (
                -self.tasting.scores([take]).get(take.id, (-99.0, 0.0))[0],
                -take.id,
            ),
            "likeness": lambda take: self.likeness.distance(take.id, query.like),
        }
        return sorted(found, key=keys[query.sort])[: query.limit]

    def take(self, identifier):
        if identifier not in self._takes:
            raise errors.NotFound(f"There is no take {identifier}.")
        return self._takes[identifier]

    def overview(self, take):
        from tangostudio.audio import overview

        samples, rate = soundfile.read(take.path, dtype="float32", always_2d=True)
        return overview.pack(np.asarray(samples, np.float32), rate)

    def _edit(self, ids, label, **values):
        self.undo_label = label
        for identifier in ids:
            self._takes[identifier] = dataclasses.replace(self._takes[identifier], **values)
        self.calls.append((label, tuple(ids), values))
        self.changes.tell("takes", takes=tuple(ids))

    def rate(self, ids, stars):
        self._edit(ids, "rating", stars=stars)

    def reject(self, ids, rejected):
        self._edit(ids, "reject", rejected=rejected)

    def favourite(self, ids, on):
        self._edit(ids, "favourite", favourite=on)

    def rename(self, identifier, title):
        self._edit([identifier], "rename", title=title)

    def set_tags(self, ids, tags):
        self._edit(ids, "tags", tags=tuple(tags))

    def set_notes(self, identifier, text):
        self._edit([identifier], "notes", notes=text)

    def trash(self, ids):
        self._edit(ids, "move to trash", trashed="2026-01-01T00:00:00Z")

    def restore(self, ids):
        self._edit(ids, "restore", trashed=None)

    def empty_trash(self):
        gone = tuple(take.id for take in self._takes.values() if take.trashed)
        for identifier in gone:
            del self._takes[identifier]
        self.changes.tell("takes", takes=gone)

    def undo(self):
        label, self.undo_label, self.redo_label = self.undo_label, None, self.undo_label
        self.calls.append(("undo", label))
        self.changes.tell("takes")
        return label

    def redo(self):
        label, self.redo_label = self.redo_label, None
        self.calls.append(("redo", label))
        return label

    # --- projects, files, votes ---

    def projects(self):
        return [
            Project(name, sum(take.project == name for take in self._takes.values()))
            for name in self.names
        ]

    def open_project(self, name):
        self.project = name
        self.changes.tell("projects", "takes")

    def create_project(self, name):
        if name in self.names:
            raise errors.BadRequest(f"There is a project {name} already.", "Choose another name.")
        self.names.append(name)
        self.open_project(name)

    def rename_project(self, old, new):
        self.names[self.names.index(old)] = new
        self.open_project(new)

    def drag_files(self, ids):
        folder = self.folder / "exports"
        folder.mkdir(exist_ok=True)
        made = []
        for take in map(self.take, ids):
            made.append(folder / f"{take.title}_{take.id}.wav")
            samples, sample_rate = soundfile.read(take.path, dtype="float32")
            soundfile.write(made[-1], samples, sample_rate, subtype="PCM_24")
        return made

    def ready_drag_files(self, ids):
        return self.drag_files(ids) if self.drags_ready else None

    def drag_work(self, ids):
        return functools.partial(self.drag_files, ids)

    def prepare_drag(self, ids):
        self.calls.append(("prepare_drag", tuple(ids)))

    def next_pair(self, without=()):
        """The pairs that a test put there, one after the other; else the first two takes."""
        for pair in self.pairs:
            if not {pair.left.id, pair.right.id} & set(without):
                self.pairs.remove(pair)
                return pair
        takes = [t for t in self._takes.values() if not t.trashed and t.id not in without]
        return Pair("pair1", takes[0].prompt, takes[0], takes[1]) if len(takes) > 1 else None

    def pair_gains(self, pair):
        return (0.0, pair.left.lufs - pair.right.lufs)

    def gains(self, takes):
        return [min(take.lufs for take in takes) - take.lufs for take in takes]

    def next_ranking(self, size, without=()):
        return self.tasting.next_ranking(self.project, size, without=without)

    def rank_vote(self, ranking, places, *, all_bad=False, heard_ms=None, gains_db=None, replays=0,
                  response_ms=0):  # fmt: skip
        facts = {
            "places": dict(places),
            "all_bad": all_bad,
            "heard_ms": heard_ms or {},
            "gains_db": gains_db or {},
            "replays": replays,
            "response_ms": response_ms,
        }
        self.calls.append(("rank_vote", ranking, facts))
        self._votes += len(places) - 1
        self.changes.tell("votes")
        return list(range(1, len(places)))

    def vote(self, pair, answer, **facts):
        self._votes += 1
        self.calls.append(("vote", answer, facts))
        self.changes.tell("votes")
        return self._votes

    def votes_count(self):
        return self._votes

    # --- the rest ---

    def update_settings(self, settings):
        self.settings = settings
        self.changes.tell("settings")

    def make_demonstration(self):
        self.calls.append(("make_demonstration",))

    def warm(self, model):
        self.calls.append(("warm", model))

    def close(self):
        self.calls.append(("close",))

    def _add(self, title: str, prompt: str, seed: int, job: str = "", stars: int = 0) -> Take:
        number = max(self._takes, default=1040) + 1
        rate, seconds = 44100, 1.0 + seed % 5 * 0.7
        path = self.folder / f"{number}.flac"
        soundfile.write(path, _sound(seed, seconds, rate), rate, subtype="PCM_24")
        take = Take(
            id=number,
            project=self.project,
            created=f"2026-03-0{1 + number % 9}T10:2{number % 10}:00Z",
            title=title or prompt[:24].capitalize(),
            prompt=prompt,
            negative="",
            model="starter",
            model_name="Starter",
            model_hash="5f" * 32,
            licence="Apache-2.0",
            commercial="yes",
            app_version="0.1.0",
            seed=seed,
            seconds=seconds,
            steps=8,
            guidance=3.0,
            sampler="euler",
            request="{}",
            sha256=f"{number:064x}",
            path=path,
            frames=round(seconds * rate),
            sample_rate=rate,
            channels=2,
            gain_db=0.0,
            lufs=-15.0 - seed % 9,
            peak_db=-1.4,
            stars=stars,
            rejected=False,
            favourite=False,
            tags=("courtyard", "boots") if seed % 2 else (),
            notes="",
            job=job,
            index=0,
            parent=None,
            trashed=None,
            render_seconds=0.42,
        )
        self._takes[number] = take
        return take


def _sound(seed: int, seconds: float, rate: int) -> np.ndarray:
    generator = np.random.default_rng(seed)
    time = np.arange(round(seconds * rate)) / rate
    sound = np.zeros_like(time)
    for start in np.arange(0.05, seconds, 0.35 + 0.2 * (seed % 3)):
        decay = np.where(time >= start, np.exp(-(time - start) * (6 + seed % 11)), 0)
        tone = np.sin(2 * np.pi * (120 * (1 + seed % 8) ** 1.6) * time)
        noise = generator.standard_normal(len(time)) * (0.2 + 0.1 * (seed % 4))
        sound += decay * (tone + noise)
    sound *= 0.6 / np.abs(sound).max()
    return np.stack([sound, np.roll(sound, 40) * 0.8], axis=1).astype(np.float32)
