"""Tuning in memory: every state that the Tune page can be in, set by a test, and a blind test.

Nothing is learned: sounds before and after are tones that a seed makes.
"""

from __future__ import annotations

import dataclasses
import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import soundfile

from tangostudio import errors, messages
from tangostudio.preference import trial
from tangostudio.preference.intervals import wilson
from tangostudio.preference.trial import Verdict
from tangostudio.studio import tune_views
from tangostudio.studio.train_views import TrainOutline
from tangostudio.studio.tune_views import Outline, Readiness, TuneView
from tangostudio.tuning.arc_plan import FewStepPlan
from tangostudio.tuning.events import Checked, Trained
from tangostudio.tuning.finetune_plan import FineTunePlan
from tangostudio.tuning.plan import Options, Plan

PROMPTS = ("bell, large hall", "light rain on leaves", "low laser blast", "quick footsteps, wood")
RATE = 22_050
PAIRS = 28


def readiness(pairs: int = 61, prompts: int = 12, right: int = 9, cases: int = 11) -> Readiness:
    return tune_views.readiness(pairs, prompts, wilson(right, cases), ())


def outline(**values: Any) -> Outline:
    """What a tuning does and needs, if a test says nothing else."""
    given: dict[str, Any] = {
        "seconds": 720.0, "memory_bytes": 1_100_000_000, "least_memory_bytes": 400_000_000,
        "free_memory": 9_200_000_000, "disk_bytes": 420_000_000, "free_disk": 210_000_000_000,
        "rounds": 3, "prompts": 80, "candidates": 5, "rank": 16, "trained_bytes": 1_200_000,
        "own_pairs": 61, "blend": {"match": 0.5, "taste": 0.5},
        "sentence": "Starter makes 5 candidates of each of 80 prompts, 3 times, and learns from "
        "the best and the worst of each, and from your 61 pairs.",
    }  # fmt: skip
    return Outline(**{**given, **values})


def train_outline(**values: Any) -> TrainOutline:
    """What a tuning on a corpus does and needs."""
    given: dict[str, Any] = {
        "seconds": 1500.0, "memory_bytes": 1_400_000_000, "least_memory_bytes": 700_000_000,
        "free_memory": 9_200_000_000, "disk_bytes": 64_000_000, "free_disk": 210_000_000_000,
        "steps": 600, "batch": 8, "rank": 16, "trained_bytes": 1_200_000, "clips": 34,
        "held_out": 4, "corpus_seconds": 212.0,
        "sentence": "Starter learns 34 clips of “Old doors” in 600 steps of 8.",
    }  # fmt: skip
    return TrainOutline(**{**given, **values})


def trained(stage: str, steps: int, whole: int, **losses: float) -> tuple[Trained, ...]:
    """Records of a stage: each loss falls, or rises, by half towards what is given."""
    found = []
    for step in range(10, steps + 1, 10):
        fallen = math.exp(-3 * step / whole)
        wave = 0.02 * math.sin(step / 7)
        values = {name: end * (1 + 0.5 * fallen) + wave for name, end in losses.items()}
        found.append(Trained(stage, step, whole, values))
    return tuple(found)


def lora_view(**values: Any) -> TuneView:
    """A tuning on recordings that runs."""
    plan = FineTunePlan(steps=600, batch=8)
    given: dict[str, Any] = {
        "name": "Old doors 1", "method": "lora", "votes": 0, "round": 0, "rounds": 1,
        "stage": "train", "done": 260, "total": 600, "share": 0.5, "seconds_left": 700.0,
        "plan": plan, "blend": {}, "corpus": "doors",
        "steps": trained("train", 260, 600, loss=0.8, held_out=0.9),
    }  # fmt: skip
    return tune_view(**{**given, **values})


def arc_view(**values: Any) -> TuneView:
    """A model that is made quick."""
    plan = FewStepPlan(steps=600, batch=8, warm_up=300)
    steps = trained("warm_up", 300, 300, loss=0.3) + trained(
        "train", 420, 600, generator=0.72, discriminator=0.62, contrastive=0.44, penalty=0.01
    )
    given: dict[str, Any] = {
        "name": "Few steps 1", "method": "arc", "votes": 0, "round": 0, "rounds": 1,
        "stage": "train", "done": 420, "total": 600, "share": 0.7, "seconds_left": 2_400.0,
        "plan": plan, "blend": {}, "corpus": "doors", "steps": steps,
    }  # fmt: skip
    return tune_view(**{**given, **values})


def tune_view(**values: Any) -> TuneView:
    """A tuning that runs, if a test says nothing else."""
    given: dict[str, Any] = {
        "id": "tune-1", "name": "My taste 4", "model": "starter", "method": "crpo",
        "state": "running", "votes": 61, "round": 2, "rounds": 3, "stage": "fit", "done": 212,
        "total": 480, "share": 0.44, "seconds_left": 360.0, "checked": (), "steps": (),
        "warnings": (), "error": None, "adapter": None, "saved_seconds_ago": 125.0,
        "plan": Plan(adapter=Options(rank=16)), "blend": {"match": 0.5, "taste": 0.5},
    }  # fmt: skip
    return TuneView(**{**given, **values})


@dataclass(frozen=True)
class StoredAdapter:
    number: int
    name: str
    sha256: str = "ab" * 32
    model: str = "starter"
    model_hash: str = "5f" * 32
    method: str = "crpo"
    licence: str = "Apache-2.0"
    commercial: str = "yes"
    votes: int = 61
    bytes: int = 1_200_000
    created: str = "2026-03-05T10:20:00Z"
    tuning: str = "tune-1"
    state: str = "new"
    strength: float = 1.0
    active: bool = False
    about: str = "{}"


@dataclass(frozen=True)
class TrialView:
    number: int
    state: str = "none"
    rendered: int = 0
    total: int = PAIRS
    answered: int = 0
    verdict: Verdict = dataclasses.field(default_factory=lambda: trial.verdict(()))
    rule: str = trial.RULE
    error: messages.Failed | None = None


@dataclass(frozen=True)
class TrialSound:
    path: Path
    seconds: float
    frames: int
    sample_rate: int
    lufs: float
    peak_db: float


@dataclass(frozen=True)
class TrialPair:
    id: str
    adapter: int
    prompt: str
    left: TrialSound
    right: TrialSound


def won(wins: int, ties: int = 0) -> Verdict:
    """The verdict of a test that is over."""
    return trial.verdict(("tuned",) * wins + ("base",) * (20 - wins) + ("tie",) * ties)


class FakeTunes:
    """What the studio knows of tunings; `calls` of the studio gets what is asked."""

    def __init__(self, studio: Any) -> None:
        self.studio = studio
        self.readiness_now = readiness()
        self.outline_now = outline()
        self.training_now = train_outline()
        self.outline_error: errors.TangoStudioError | None = None
        self.views: list[TuneView] = []
        self.stored: list[StoredAdapter] = []

    # --- what a test says -------------------------------------------------------------------------

    def put(self, **values: Any) -> TuneView:
        """Have a tuning in a state, the newest of all."""
        return self.put_view(tune_view(**values))

    def put_view(self, view: TuneView) -> TuneView:
        """Have this tuning, the newest of all."""
        self.views = [view, *(other for other in self.views if other.id != view.id)]
        self.tell()
        return view

    def tell(self, *kinds: str) -> None:
        """Announce a change."""
        self.studio.changes.tell(*(kinds or ("tunes", "adapters")))

    def put_adapter(self, number: int, verdict: Verdict | None = None, **values: Any) -> None:
        """Have an adapter, with the result of its blind test."""
        values = {"name": f"My taste {number}", **values}
        self.stored = [StoredAdapter(number, **values), *self.stored]
        if verdict is not None:
            given = verdict.wins + verdict.losses + verdict.ties
            done = TrialView(number, "done", PAIRS, PAIRS, given, verdict)
            self.studio.trials.views[number] = done
        self.tell()

    def checks(self, count: int, taste: bool = True) -> tuple[Checked, ...]:
        """So many checks, the base's first, with their sounds."""
        return tuple(self._check(number, taste) for number in range(count))

    def _check(self, number: int, taste: bool) -> Checked:
        sounds = [
            self.sound(f"check{number}_{index}", 10 * number + index)
            for index in range(len(PROMPTS))
        ]
        match = (0.018 * number, 0.018 * number - 0.011 * bool(number), 0.03 * number)
        gains = {"match": match}
        values = {"match": [0.3] * 80}
        if taste:
            gains["taste"] = (0.3 * number, 0.3 * number - 0.1 * bool(number), 0.4 * number)
        variety, flagged = 0.60 - 0.01 * number, 0.02 + 0.002 * number
        return Checked(
            number, {"match": 0.30 + match[0]}, gains, 0.4 * number, variety, flagged, values,
            tuple(str(each.path) for each in sounds), PROMPTS,
            diversity_range=(variety - 0.02, variety + 0.02),
            flagged_range=(flagged - 0.01, flagged + 0.02),
        )  # fmt: skip

    def sound(self, name: str, seed: int) -> TrialSound:
        """A sound in a file."""
        from tests.ui import fake_studio

        path = self.studio.folder / f"{name}.flac"
        seconds = 1.2 + 0.3 * (seed % 4)
        if not path.exists():
            samples = np.asarray(fake_studio._sound(seed, seconds, RATE))
            soundfile.write(path, samples, RATE, subtype="PCM_24")
        return TrialSound(path, seconds, round(seconds * RATE), RATE, -18.0 - seed % 5, -2.0)

    # --- tunings ----------------------------------------------------------------------------------

    def readiness(self) -> Readiness:
        return self.readiness_now

    def outline(self, **options: Any) -> Outline | TrainOutline:
        self.studio.calls.append(("outline", options))
        if self.outline_error is not None:
            raise self.outline_error
        if options.get("method") in ("lora", "arc"):
            known = {k: v for k, v in options.items() if hasattr(self.training_now, k)}
            return dataclasses.replace(self.training_now, **known)
        known = {name: value for name, value in options.items() if hasattr(self.outline_now, name)}
        return dataclasses.replace(self.outline_now, **known)

    def start(self, name: str = "", method: str = "crpo", **options: Any) -> str:
        if any(view.state == "running" for view in self.views):
            raise errors.BadRequest("A tuning runs already.", "Wait for it, or cancel it.")
        self.studio.calls.append(("start", name, method, options))
        if method in ("lora", "arc"):
            view = {"lora": lora_view, "arc": arc_view}[method]
            self.put_view(view(name=name, stage="encode", done=0, total=38, share=0.0, steps=(),
                               seconds_left=None, saved_seconds_ago=None))  # fmt: skip
            return "tune-1"
        self.put(
            name=name or "My taste 1", round=1, stage="draft", done=0, total=80, share=0.0,
            seconds_left=None, saved_seconds_ago=None,
        )  # fmt: skip
        return "tune-1"

    def _set(self, identifier: str, state: str) -> None:
        self.studio.calls.append((state, identifier))
        self.views = [
            dataclasses.replace(view, state=state) if view.id == identifier else view
            for view in self.views
        ]
        self.tell("tunes")

    def pause(self, identifier: str) -> None:
        self._set(identifier, "paused")

    def resume(self, identifier: str) -> None:
        self._set(identifier, "running")

    def cancel(self, identifier: str) -> None:
        self._set(identifier, "cancelled")

    def running(self) -> TuneView | None:
        return next((view for view in self.views if view.state == "running"), None)

    def current(self) -> TuneView | None:
        waiting = ("paused", "interrupted", "failed")
        running = [view for view in self.views if view.state == "running"]
        return next(iter(running + [v for v in self.views if v.state in waiting]), None)

    def view(self, identifier: str) -> TuneView:
        for view in self.views:
            if view.id == identifier:
                return view
        raise errors.NotFound(f"There is no tuning {identifier}.")

    def all(self) -> list[TuneView]:
        return list(self.views)

    # --- adapters and trials ----------------------------------------------------------------------

    def adapters(self) -> list[StoredAdapter]:
        return list(self.stored)

    def adapter(self, number: int) -> StoredAdapter:
        for adapter in self.stored:
            if adapter.number == number:
                return adapter
        raise errors.NotFound(f"There is no adapter {number}.")

    def _change(self, number: int | None, call: tuple, **values: Any) -> None:
        self.studio.calls.append(call)
        self.stored = [
            dataclasses.replace(adapter, **values) if number in (None, adapter.number) else adapter
            for adapter in self.stored
        ]
        self.tell("adapters")

    def named(self, used) -> str:
        return " + ".join(f"{sha256[:8]} · {100 * strength:.0f} %" for sha256, strength in used)

    def accept(self, number: int) -> None:
        self._change(number, ("accept", number), state="accepted", active=True)

    def reject(self, number: int) -> None:
        self._change(number, ("reject", number), state="rejected", active=False)

    def bring_in(self, path: Path) -> None:
        self._change(None, ("bring_in", path))

    def rollback(self) -> None:
        self._change(None, ("rollback",), active=False)

    def set_strength(self, number: int, strength: float) -> None:
        self._change(number, ("set_strength", number, strength), strength=strength)

    def set_active(self, number: int, active: bool) -> None:
        self._change(number, ("set_active", number, active), active=active)


class FakeTrials:
    """The surface of `studio.trials.BlindTests`: pairs are there as soon as a test says so."""

    def __init__(self, studio: Any) -> None:
        self.studio = studio
        self.views: dict[int, TrialView] = {}
        self.answers: list[str] = []

    def put(self, number: int, **values: Any) -> None:
        """Have a blind test in a state."""
        self.views[number] = dataclasses.replace(self.view(number), **values)
        self.studio.changes.tell("tunes")

    def take_back(self) -> None:
        """What undo does with an answer."""
        self.answers.pop()
        self._count()

    def view(self, number: int) -> TrialView:
        return self.views.get(number) or TrialView(number)

    def begin(self, number: int) -> None:
        self.studio.calls.append(("begin_trial", number))
        self.put(number, state="rendering")

    def next_pair(self, number: int) -> TrialPair | None:
        if self.view(number).state != "open":
            return None
        index = len(self.answers)
        sound = self.studio.tunes.sound
        left, right = (sound(f"trial{side}_{index}", 7 * index + side) for side in (0, 1))
        prompt = PROMPTS[index % len(PROMPTS)]
        return TrialPair(f"pair{index}", number, prompt, left, right)

    def gains(self, pair: TrialPair) -> tuple[float, float]:
        return (0.0, pair.left.lufs - pair.right.lufs)

    def answer(self, pair: TrialPair, answer: str, **heard: Any) -> int:
        self.studio.calls.append(("answer_trial", pair.id, answer, heard))
        # The tuned side is always the left one.
        self.answers.append({"left": "tuned", "right": "base"}.get(answer, answer))
        self._count()
        return len(self.answers)

    def _count(self) -> None:
        number = next(iter(self.views))
        verdict = trial.verdict(self.answers)
        state = "open" if verdict.word == trial.OPEN else "done"
        self.put(number, state=state, verdict=verdict, answered=len(self.answers))


def ended(kind: str = "OutOfMemory") -> messages.Failed:
    """A failure with its hint."""
    return messages.Failed(
        "tune-1", kind, "There was not enough memory, even for one pair at a time.",
        "Close other programs, or choose a smaller rank. What was learned until round 2 is kept.",
    )  # fmt: skip
