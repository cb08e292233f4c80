"""Takes from prompts with wildcards, from sounds, and from other takes: every way to make one.

A take that comes from another remembers it, and how (see `library.take.RELATIONS`). What a model
cannot do is refused with its card's reason. Knows how to ask; the engines know how to make.
"""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from tangostudio.errors import AudioFileError, BadRequest
from tangostudio.library import Take
from tangostudio.library.hashes import sound_in
from tangostudio.library.jobs import PLAIN, JobAbout
from tangostudio.studio import given_sound, plan, recipes, sheet, starts, wildcards
from tangostudio.studio.given_sound import LONGEST
from tangostudio.studio.sheet import Sheet, SheetPlan
from tangostudio.studio.starts import Kept, Start

if TYPE_CHECKING:
    from tangostudio.studio.studio import Studio

Regions = Sequence[tuple[float, float]]


class Making:
    """The verbs that make takes.

    Attributes:
        DISTANCES: of the variation ladder, from nearly the same to hardly akin.
    """

    DISTANCES = (0.05, 0.2, 0.35, 0.5, 0.75)

    def __init__(self, studio: Studio) -> None:
        self._studio = studio

    def can(self, model: str, ability: str) -> str:
        """Why a model is without an ability, in a sentence; "" when it has it.

        Args:
            ability: "init", "inpaint", "loop", "vary" or "negative".

        Raises:
            BadRequest: there is no such model.
        """
        return given_sound.lacks(self._studio.card(model), ability)

    # --- from a prompt ----------------------------------------------------------------------------

    def expand(self, prompt: str, takes: int, seed: int = 0) -> list[tuple[str, int]]:
        """The prompts that one with wildcards stands for, each with its number of takes.

        Args:
            seed: draws some of them where there are more than takes.

        Raises:
            BadRequest: braces that do not match.
        """
        return wildcards.expand(prompt, takes, seed)

    def generate(
        self,
        model: str,
        prompt: str,
        *,
        takes: int,
        project: str | None = None,
        start: Start | None = None,
        loop: bool = False,
        front: bool = False,
        seeds: Sequence[int] | None = None,
        category: str = "",
        **values: Any,
    ) -> list[str]:
        """Queue takes of a prompt, from a sound if one is given; a job for each distinct prompt.

        Args:
            start: with `loop`, its own seam is made anew and the rest of it stays.
            seeds: one for each take, in the order of the prompts; new random ones when left out.
            category: that the takes get, such as a UCS CatID.
            values: negative, seconds, steps, guidance, sampler, adapters.

        Raises:
            BadRequest: a text or number that the model cannot take, or braces that do not match.
        """
        drawn = tuple(seeds) if seeds else plan.new_seeds(takes)
        if start is not None:
            self._require_sound(start.init)
            values |= self._from_start(model, start, values.get("seconds"), loop)
        wanted, at = [], 0
        for text, count in self.expand(prompt, len(drawn), drawn[0]):
            mine, at = drawn[at : at + count], at + count
            request = self._studio.plan(model, text, seeds=mine, loop=loop, **values)
            wanted.append((request, dataclasses.replace(_about(start), category=category)))
        self._name(start)
        return self._studio.generate_all(wanted, project, front=front)

    def _from_start(
        self, model: str, start: Start, seconds: float | None, loop: bool
    ) -> dict[str, Any]:
        """What `plan` is told of a start; a take is as long as it unless a length is given."""
        length = self._studio.card(model).parameters["seconds"]
        if loop:
            seconds = start.seconds
        elif seconds is None:
            seconds = min(length.maximum, max(length.minimum, start.seconds))
        return {
            "init": start.init,
            "strength": start.strength,
            "follow": start.follow,
            "seconds": seconds,
            "given_seconds": start.seconds,
        }

    # --- sounds to start from ---------------------------------------------------------------------

    def read_start(self, path: Path, *, whole: bool = False) -> Kept:
        """Read a sound file and keep it, on any thread; of a long one what a take can start from.

        Args:
            whole: up to ten minutes of it, for regions, an extension or a loop of it.

        Raises:
            AudioFileError: it is missing, empty, damaged or no sound.
            StorageError: the library's folder cannot be written or is full.
        """
        cards = self._studio.catalogue.all()
        longest = max(card.parameters["seconds"].maximum for card in cards if card.samplers)
        return starts.read(path, self._studio.library.audio_dir, LONGEST if whole else longest)

    def keep_sound(self, samples: NDArray[np.float32], sample_rate: int, name: str) -> Kept:
        """Keep a sound (frames, channels), on any thread. Raises AudioFileError, StorageError."""
        return starts.keep(samples, sample_rate, name, self._studio.library.audio_dir)

    def start_from_kept(self, kept: Kept, follow: float = 0.0) -> Start:
        """A start from a sound that is kept."""
        return Start(kept.sha256, kept.name, kept.seconds, follow=follow, note=kept.note)

    def start_from_file(self, path: Path) -> Start:
        """`read_start` and `start_from_kept` in one."""
        return self.start_from_kept(self.read_start(path))

    def start_from_sound(self, samples: NDArray[np.float32], sample_rate: int, name: str) -> Start:
        """`keep_sound` and `start_from_kept` in one."""
        return self.start_from_kept(self.keep_sound(samples, sample_rate, name))

    def start_from_take(self, take_id: int) -> Start:
        """A start from a take as it is heard, its edits included.

        Raises:
            NotFound: there is no such take.
            AudioFileError: its sound is missing or damaged.
        """
        return self.prepare_take_start(take_id)()

    def prepare_take_start(self, take_id: int) -> Callable[[], Start]:
        """What does `start_from_take` on any thread. Raises NotFound, AudioFileError."""
        take = self._studio.take(take_id)
        if take.missing:
            raise AudioFileError(
                f"The sound of {take.title} is missing.", f"It was expected in {take.path.parent}."
            )
        if not take.edited:
            seconds = take.frames / take.sample_rate
            return lambda: Start(take.sha256, take.title, seconds, parent=take.id)
        return functools.partial(starts.of_edited, take, self._studio.library.audio_dir)

    # --- from a take ------------------------------------------------------------------------------

    def vary(
        self,
        take_id: int,
        distance: float,
        takes: int = 4,
        *,
        start: Start | None = None,
        **values: Any,
    ) -> str:
        """Queue takes near another one: its starting noise moved towards others'; the job's id.

        An imported sound has no noise: new takes are started from it, `distance` being how much
        of it is made anew.

        Args:
            distance: over 0, hardly another sound, to 1, quite another one.
            start: of an imported sound, what `prepare_take_start` gave; made here when left out.
            values: seeds, project.

        Raises:
            BadRequest: its model cannot do that any more.
        """
        take = self._studio.take(take_id)
        values.setdefault("takes", takes)
        if take.imported:
            start = dataclasses.replace(start or self.start_from_take(take_id), strength=distance)
            return self._start_over(take, start, values)
        request = recipes.request_of(take)
        values |= recipes.values_of(request)
        values |= {"near": recipes.near(request, take.seed), "distance": distance}
        return self._derive(take, "variation", request.model, take.prompt, **values)

    def redo(
        self,
        take_id: int,
        regions: Regions,
        *,
        prompt: str | None = None,
        takes: int = 1,
        start: Start | None = None,
        **values: Any,
    ) -> str:
        """Queue takes in which only some regions, in seconds of what is heard, are made anew.

        Args:
            prompt: for the regions; the take's own when left out.
            start: what `prepare_take_start` gave; made here when left out.
            values: model (the take's own when left out, the default one for an imported sound),
                seeds, negative, steps, guidance, sampler, adapters, project.

        Raises:
            BadRequest: the model cannot do that, or a region is not in the sound.
        """
        start = start or self.start_from_take(take_id)
        values |= {"takes": takes, "regions": tuple(regions), "seconds": start.seconds}
        return self._rework(take_id, start, "redo", prompt, values)

    def extend(
        self,
        take_id: int,
        seconds: float,
        *,
        prompt: str | None = None,
        takes: int = 1,
        start: Start | None = None,
        **values: Any,
    ) -> str:
        """Queue takes that go on for some seconds after the end of another. See `redo`."""
        if not seconds > 0:
            raise BadRequest(f"A sound cannot go on for {seconds:g} s.", "Choose more than 0 s.")
        start = start or self.start_from_take(take_id)
        end = start.seconds + seconds
        values |= {"takes": takes, "regions": ((start.seconds, end),), "seconds": end}
        return self._rework(take_id, start, "extend", prompt, values)

    def loop(
        self,
        take_id: int,
        takes: int = 1,
        *,
        prompt: str | None = None,
        start: Start | None = None,
        **values: Any,
    ) -> str:
        """Queue loops of a take: only the seam of its end and beginning is made. See `redo`."""
        start = start or self.start_from_take(take_id)
        values |= {"takes": takes, "loop": True, "seconds": start.seconds}
        return self._rework(take_id, start, "loop", prompt, values)

    def rework(
        self,
        start: Start,
        model: str,
        prompt: str,
        *,
        takes: int = 1,
        project: str | None = None,
        **values: Any,
    ) -> str:
        """Queue takes that keep most of a sound that is no take; the job's id.

        Args:
            values: regions, loop and seconds (see `given_sound.GivenSound`), seeds, negative ...

        Raises:
            BadRequest: the model cannot do that, or a region is not in the sound.
        """
        self._require_sound(start.init)
        values |= {"init": start.init, "given_seconds": start.seconds}
        request = self._studio.plan(model, prompt, takes=takes, **values)
        self._name(start)
        return self._studio.generate_all([(request, _about(start))], project)[0]

    def again(self, take_id: int, **changes: Any) -> str:
        """Queue a take's own request with one or more changes; the job's id.

        With no other seed the same one is used, so that only the change is heard. Another model
        works with its own defaults in place of the first one's steps, guidance and sampler.

        Args:
            changes: prompt, negative, model, seconds, seeds or takes, steps, guidance, sampler,
                adapters, strength, follow, loop, distance; project.

        Raises:
            BadRequest: no model made the take, or the model cannot do what is asked.
        """
        take = self._studio.take(take_id)
        if take.imported:
            raise BadRequest(
                f"{take.title} is a recording: there is no prompt to run again.",
                "Start new takes from its sound instead.",
            )
        request = recipes.request_of(take)
        if "seconds" in changes and (request.regions or (request.init and request.loop)):
            raise BadRequest(
                "The length of this take is that of the sound that it was made from.",
                "Extend the take instead.",
            )
        model = changes.pop("model", None) or request.model
        values = recipes.values_of(request, another_model=model != request.model)
        if not changes.keys() & {"seeds", "takes"}:
            values["seeds"] = (take.seed,)
        prompt = changes.pop("prompt", None) or take.prompt
        return self._derive(take, "again", model, prompt, **(values | changes))

    def _start_over(self, take: Take, start: Start, values: dict[str, Any]) -> str:
        """Takes from the sound of an imported one, by the default model."""
        model, prompt = self._studio.settings.default_model, take.prompt or take.title
        values |= self._from_start(model, start, None, loop=False)
        return self._derive(take, "from sound", model, prompt, start, **values)

    def _rework(
        self, take_id: int, start: Start, relation: str, prompt: str | None, values: dict[str, Any]
    ) -> str:
        """Takes that keep most of what is heard of another one."""
        take = self._studio.take(take_id)
        model = values.pop("model", None) or take.model or self._studio.settings.default_model
        driven: dict[str, Any] = {}
        if not take.imported and model == take.model:
            driven = recipes.driven_by(recipes.request_of(take))
        text = prompt or take.prompt or take.title
        sound = {"init": start.init, "given_seconds": start.seconds}
        return self._derive(take, relation, model, text, start, **(driven | values | sound))

    def _derive(
        self,
        take: Take,
        relation: str,
        model: str,
        prompt: str,
        start: Start | None = None,
        **values: Any,
    ) -> str:
        """Queue takes that come from another one, beside it."""
        project = values.pop("project", None) or take.project
        self._require_sound(values.get("init", ""))
        request = self._studio.plan(model, prompt, **values)
        self._name(start)
        about = JobAbout(take.id, relation, sound_in(request.init), category=take.category)
        return self._studio.generate_all([(request, about)], project)[0]

    def _require_sound(self, init: str) -> None:
        """Raise AudioFileError if the sound to start from is gone."""
        if init and not (self._studio.library.audio_dir / init).is_file():
            raise AudioFileError("The sound to start from is missing.", "Choose another one.")

    def _name(self, start: Start | None) -> None:
        """Give a sound that is used its row."""
        if start is not None:
            self._studio.library.sources.add(start.source, start.name)

    # --- prompt sheets ----------------------------------------------------------------------------

    def read_sheet(self, path: Path) -> Sheet:
        """Read a table of prompts, on any thread; see `sheet.read`. Raises BadRequest."""
        return sheet.read(path)

    def plan_sheet(self, read: Sheet, model: str, **values: Any) -> SheetPlan:
        """What a sheet would make with a model: a dry run.

        Args:
            values: for rows that do not say otherwise: negative, seconds, takes, steps, guidance.

        Raises:
            BadRequest: too many rows for one go.
        """
        return self.sheet_planner(model, **values)(read)

    def sheet_planner(self, model: str, **values: Any) -> Callable[[Sheet], SheetPlan]:
        """What does `plan_sheet` on any thread, by what is known now."""
        return sheet.planner(self._studio, model, values)

    def queue_sheet(
        self, read: Sheet, model: str, *, project: str | None = None, **values: Any
    ) -> list[str]:
        """Queue every row of a sheet that the model can make; the jobs' ids. See `plan_sheet`.

        Raises:
            BadRequest: too many rows for one go, or none that can be made.
        """
        return self.queue_planned(self.plan_sheet(read, model, **values), project)

    def queue_planned(self, planned: SheetPlan, project: str | None = None) -> list[str]:
        """Queue what a dry run has found; the jobs' ids. Raises BadRequest if that is nothing."""
        if not planned.jobs:
            hint = planned.problems[0].message if planned.problems else "It has no rows."
            raise BadRequest("The sheet has no row that can be made.", hint)
        return self._studio.generate_all(planned.jobs, project)


def _about(start: Start | None) -> JobAbout:
    if start is None:
        return PLAIN
    return JobAbout(parent=start.parent, relation="from sound", source=start.source)
