"""A studio for tests of taste and tuning: runners that a test drives, takes, tastes and news."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from tangostudio import paths
from tangostudio.cards import Catalogue
from tangostudio.cards.prompt_bank import BankPrompt, PromptBank
from tangostudio.corpora import corpus as corpora
from tangostudio.corpora.corpus import Corpus, Item
from tangostudio.export.spec import Spec
from tangostudio.library import Library, NewTake, Take, Vote
from tangostudio.messages import Cancelled, Failed, Finished, Request, TuneNews, TuneRequest
from tangostudio.preference.intervals import wilson
from tangostudio.preference.knowledge import Knowledge
from tangostudio.preference.taste import Taste
from tangostudio.settings import Settings
from tangostudio.studio.studio import Studio
from tangostudio.tuning import methods
from tangostudio.tuning.arc_plan import FewStepPlan
from tangostudio.tuning.events import (
    Checked,
    Checking,
    Drafted,
    Encoded,
    PairsChosen,
    Stepped,
    Trained,
    Tuned,
)
from tangostudio.tuning.plan import Plan

CATALOGUE = Catalogue.load(paths.models_dir())
STARTER = CATALOGUE.get("starter")

BANK = PromptBank(
    prompts=(
        BankPrompt("rain on a roof", 8.0, "RAINRoof", "rain"),
        BankPrompt("a door slams", 0.7, "DOORSlam", "door"),
        BankPrompt("a choir sings", 1.0, "VOXCho", ""),
    ),
    held_out=(
        BankPrompt("a dog barks", 1.0, "ANMLDog", "dog"),
        BankPrompt("A Bell Rings", 5.0, "BELLRing", "bell"),
        BankPrompt("a speech", 1.0, "VOXSpch", ""),
    ),
)


class Held:
    """A runner that keeps jobs; the test delivers what comes of them."""

    def __init__(self, deliver: Any) -> None:
        self.deliver = deliver
        self.jobs: list[tuple[str, Request]] = []
        self.cancelled: list[str] = []
        self.closed = False

    def submit(self, job: str, request: Request) -> None:
        self.jobs.append((job, request))

    def cancel(self, job: str) -> None:
        self.cancelled.append(job)

    def close(self) -> None:
        self.closed = True

    def last(self, kind: type) -> Any:
        """The newest request of a kind."""
        return [request for _, request in self.jobs if isinstance(request, kind)][-1]

    def finish(self, job: str) -> None:
        self.deliver(Finished(job))

    def stop(self, job: str) -> None:
        self.deliver(Cancelled(job))

    def fail(self, job: str, message: str = "It failed.", hint: str = "Try again.") -> None:
        self.deliver(Failed(job, "TuneError", message, hint))


def open_house(folder: Path, runner: Any = Held, **options: Any) -> Studio:
    """A studio on a library, with a small prompt bank."""
    library = Library.open(folder, write=True)
    studio = Studio(library, CATALOGUE, Settings(), runner, make_tuner=Held, **options)
    studio.tunes._bank = BANK
    return studio


def tuner(studio: Studio) -> Held:
    runner = studio._tuner
    assert isinstance(runner, Held)
    return runner


# --- takes and votes ---------------------------------------------------------------------------


def starter_take(prompt: str = "a heavy door slams", seed: int = 1, **changes: Any) -> NewTake:
    """A take of the bundled model, with a sound of its own per prompt and seed."""
    take = NewTake(
        project="First project",
        prompt=prompt,
        model="starter",
        model_name="Starter",
        model_hash=STARTER.weights_hash,
        licence="Apache-2.0",
        commercial="yes",
        app_version="0.1.0",
        seed=seed,
        seconds=2.0,
        steps=8,
        guidance=4.0,
        sampler="euler",
        request="{}",
        sha256=hashlib.sha256(f"{prompt}/{seed}".encode()).hexdigest(),
        frames=88200,
        sample_rate=44100,
        channels=2,
        lufs=-23.0,
        peak_db=-3.0,
        job="",
        render_seconds=0.1,
    )
    return dataclasses.replace(take, **changes)


def add_take(library: Library, *args: Any, **changes: Any) -> Take:
    return library.takes.add(starter_take(*args, **changes))


def deliver(studio: Studio, take: int, folder: Path, rate: int, bits: int) -> Path:
    """A take as a WAV file, its level as it is."""
    raw = studio.deliveries.preset("raw")
    preset = dataclasses.replace(raw, spec=Spec("wav", rate, bits))
    (file,) = studio.deliveries.run(studio.deliveries.plan([take], preset), folder).files
    assert file.path is not None, file.problem
    return file.path


def vote_on(first: Take, second: Take, answer: str = "a", **changes: Any) -> Vote:
    vote = Vote(
        pair=f"{first.id}-{second.id}",
        prompt=first.prompt,
        seconds=first.seconds,
        take_a=first.id,
        take_b=second.id,
        sha256_a=first.sha256,
        sha256_b=second.sha256,
        left="a",
        answer=answer,
    )
    return dataclasses.replace(vote, **changes)


def known_taste(embedder: str = "impressions-1", width: int = 172, enough: bool = True) -> Taste:
    """A taste that likes the first value."""
    weights = np.zeros(width)
    weights[0] = 1.0
    known = Knowledge(40.0, wilson(36.0 if enough else 20.0, 40.0))
    return Taste(
        embedder, np.zeros(width), np.ones(width), weights, 0.01 * np.eye(width), 1.0, known
    )


# --- tunings -----------------------------------------------------------------------------------


def checked(number: int = 0, **changes: Any) -> Checked:
    return dataclasses.replace(
        Checked(number, {"match": 0.4}, {"match": (0.0, -0.1, 0.1)}, 0.0, 0.5, 0.0), **changes
    )


def stepped(number: int, step: int, steps: int, **changes: Any) -> Stepped:
    values = (0.7, 0.6, 1.0, 1.1, 1.2, 1.1, 0.5, 0.01)
    return dataclasses.replace(Stepped(number, step, steps, *values), **changes)


def news_of(request: TuneRequest) -> Iterator[Any]:
    """What a tuning of this request tells, its result left out."""
    if request.corpus:
        yield from _training(request)
        return
    plan = Plan.of(json.loads(request.plan))
    own = len(json.loads(request.own))
    prompts = request.bank[: plan.prompts]
    yield from _check(request, 0)
    for number in range(1, plan.rounds + 1):
        if plan.online or number == 1:
            for done, (text, _) in enumerate(prompts, 1):
                yield Drafted(number, text, done, len(prompts))
            yield PairsChosen(number, len(prompts), own, 0, 1.0, {"match": 1.0}, {"match": 1.0})
        steps = plan.epochs * -(-(len(prompts) + own) // plan.batch)
        yield from (stepped(number, step, steps) for step in range(1, steps + 1))
        yield from _check(request, number)


def _training(request: TuneRequest) -> Iterator[Any]:
    """The same of a training on a corpus."""
    plan = methods.plan_of(request.method, json.loads(request.plan))
    clips = len(corpora.read(Path(request.corpus)).items)
    yield Encoded(1, clips)
    yield Encoded(clips, clips)
    yield from _check(request, 0)
    names = ("loss",)
    if isinstance(plan, FewStepPlan):
        for step in range(1, plan.warm_up + 1):
            yield Trained("warm_up", step, plan.warm_up, {"loss": 1 / step})
        names = ("generator", "discriminator")
    for step in range(1, plan.steps + 1):
        name = names[(step - 1) % len(names)]
        yield Trained("train", step, plan.steps, {name: 1 / step})
    yield from _check(request, 1)


def write_corpus(library: Library, identifier: str = "hums", clips: int = 4) -> Corpus:
    """A corpus in a library; one that asks for no sound needs none."""
    folder = library.corpora_dir / identifier
    folder.mkdir(parents=True)
    items = tuple(
        Item(
            file=f"audio/{place}.flac", sha256=f"{place:064}", seconds=1.0 + place,
            caption=f"hum {place}", category="", source=f"{place}.wav",
            held_out=place == clips - 1,
        )
        for place in range(clips)
    )  # fmt: skip
    made = Corpus(identifier, identifier.title(), folder, "2026-01-01T00:00:00Z", 44100, items)
    corpora.write(made)
    return made


def _check(request: TuneRequest, number: int) -> Iterator[Any]:
    count = len(request.held_out)
    yield from (Checking(number, done, count) for done in range(1, count + 1))
    yield checked(number)


def result(request: TuneRequest, data: bytes = b"tensors") -> Tuned:
    """A result in the tuning's folder, such as the loop writes one."""
    folder = Path(request.folder)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "adapter.safetensors"
    path.write_bytes(data)
    path.with_suffix(".json").write_text(json.dumps({"about": {"rounds": 2, "method": "crpo"}}))
    return Tuned(str(path), hashlib.sha256(data).hexdigest())


def tell(studio: Studio, identifier: str, news: Iterable[Any]) -> None:
    for item in news:
        studio.handle(TuneNews(identifier, item))


def run_tuning(studio: Studio, data: bytes = b"tensors", **options: Any) -> str:
    """A whole tuning whose result is given."""
    identifier = studio.tunes.start(**{"rounds": 1, "prompts": 2, **options})
    request = tuner(studio).last(TuneRequest)
    tell(studio, identifier, [*news_of(request), result(request, data)])
    tuner(studio).finish(identifier)
    return identifier


def ids(takes: Sequence[Take]) -> list[int]:
    return [take.id for take in takes]
