"""Making takes on the fake studio: the same names, nothing but notes of what was asked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tangostudio import errors
from tangostudio.studio.sheet import Sheet, SheetPlan
from tangostudio.studio.starts import Start


class FakeMaking:
    DISTANCES = (0.05, 0.2, 0.35, 0.5, 0.75)

    def __init__(self, studio: Any) -> None:
        self._studio = studio
        self.reasons: dict[str, str] = {}
        self.planned = SheetPlan((), 0, 0, None, ())

    def can(self, model: str, ability: str) -> str:
        if model == "plain":
            return "This model makes sounds from prompts only."
        return self.reasons.get(ability, "")

    def expand(self, prompt: str, takes: int) -> list[tuple[str, int]]:
        if prompt.count("{") != prompt.count("}"):
            raise errors.BadRequest("A brace is open in the prompt.", "Close it with }.")
        if "{" not in prompt:
            return [(prompt, takes)]
        before, _, rest = prompt.partition("{")
        inside, _, after = rest.partition("}")
        return [(before + choice + after, 1) for choice in inside.split("|")]

    def generate(self, model, prompt, *, takes, project=None, start=None, loop=False, front=False,
                 seeds=None, category="", **values):  # fmt: skip
        if category:
            self._studio.calls.append(("category", category))
        if start is not None or loop:
            self._studio.calls.append(("start", start, loop))
        request = self._studio.plan(model, prompt, takes=takes, seeds=seeds, **values)
        return [self._studio.generate(request, project, front)]

    def prepare_take_start(self, take: int) -> Callable[[], Start]:
        found = self._studio.take(take)
        return lambda: Start(found.sha256, found.title, found.seconds, parent=take)

    def sheet_planner(self, model: str, **values: Any) -> Callable[[Sheet], SheetPlan]:
        return lambda read: self.planned

    def queue_planned(self, planned: SheetPlan, project: str | None = None) -> list[str]:
        self._studio.calls.append(("queue_planned", planned))
        return [f"job {place}" for place, _ in enumerate(planned.jobs)]

    def __getattr__(self, name: str) -> Any:
        """Every other verb is noted, and gives a job."""
        if name.startswith("_"):
            raise AttributeError(name)

        def verb(*args: Any, **values: Any) -> Any:
            self._studio.calls.append((name, *args, values))
            return "job"

        return verb
