"""Cards of three models that are nobody's, and models in memory that a test puts into any state."""

from __future__ import annotations

import json
from collections.abc import Generator, Sequence
from pathlib import Path
from typing import Any

from tangostudio.cards import Catalogue
from tangostudio.hub import states
from tangostudio.hub.states import FoundModel, ModelState, Problem, Scanned, TokenState

Steps = Generator[ModelState, None, None]
GB = 1_000_000_000
CARD = """
format = 1
id = {id}
name = {name}
family = "toy"
summary = "Sounds of the sea."
good_at = "waves"
limits = "No birds."
notice = "Powered by Neptune"
samplers = {samplers}
can = ["negative"]
hidden = {hidden}

[licence]
name = "Sea License"
commercial = {commercial}
summary = "For whoever asks"
url = "https://licences.test/sea"

[audio]
sample_rate = 44100
channels = 2

[parameters]
seconds = {{ label = "Length", minimum = 0.5, maximum = 30.0, default = 5.0 }}
steps = {{ label = "Steps", minimum = 1, maximum = 50, default = 10, integer = true }}
guidance = {{ label = "Guidance", minimum = 1.0, maximum = 8.0, default = 3.0 }}

[weights]
gated = {gated}
memory_bytes = 3000000000

[[weights.files]]
name = "model.bin"
bytes = 2000000000
sha256 = "00112233445566778899"
repo = "sea/{slug}"
converts_to = "model.safetensors"

[[weights.files]]
name = "config.json"
repo = "sea/{slug}"
"""


def write_cards(models: Path) -> None:
    """ "waves" is free to fetch, "tide" is gated, "shell" only listens, and one card is broken."""
    models.mkdir()
    about: dict[str, dict[str, Any]] = {
        "tide": {"gated": True, "commercial": "limited"},
        "waves": {"commercial": "no"},
        "shell": {"hidden": True, "samplers": []},
    }
    for name, values in about.items():
        told = {
            "id": name, "name": name.capitalize(), "commercial": "yes", "gated": False,
            "hidden": False, "samplers": ["euler"], **values,
        }  # fmt: skip
        written = {key: json.dumps(value) for key, value in told.items()}
        (models / f"{name}.toml").write_text(CARD.format(**written, slug=name))
    (models / "wreck.toml").write_text("format = 1\n")


class FakeModels:
    """What commands ask of `studio.models.Models`; the calls that change something are kept."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.calls: list[tuple[Any, ...]] = []
        self.states: dict[str, ModelState] = {}
        self.steps: list[ModelState | BaseException] = []
        """What files go through when something is done to them; an exception is raised."""
        self.found: tuple[FoundModel, ...] = ()
        self.token = TokenState("", True)
        self.tested: Problem | None = None
        self.tested_account = ""
        self.refusal: Exception | None = None

    def put(self, model: str, state: str, **values: Any) -> ModelState:
        self.states[model] = ModelState(model, state, **{"total_bytes": 2 * GB, **values})
        return self.states[model]

    def state(self, model: str) -> ModelState:
        self.catalogue.get(model)
        return self.states.get(model) or self.put(
            model, states.ABSENT, missing=("model.safetensors", "config.json")
        )

    def fetching(self, model: str) -> Steps:
        return self._walk("fetch", model)

    def adopting(self, found: FoundModel, *, copy: bool = False) -> Steps:
        return self._walk("adopt", found.model, copy)

    def converting(self, model: str) -> Steps:
        return self._walk("convert", model)

    def _walk(self, *call: Any) -> Steps:
        self.calls.append(call)
        try:
            for step in self.steps:
                if isinstance(step, BaseException):
                    raise step
                self.states[step.model] = step
                yield step
        finally:
            self.calls.append(("closed", call[0]))

    def _call(self, *call: Any) -> None:
        if self.refusal is not None:
            raise self.refusal
        self.calls.append(call)

    def remove(self, model: str) -> int:
        self._call("remove", model)
        return self.state(model).frees_bytes

    def looking(self, folder: Path) -> Generator[Scanned, None, None]:
        self._call("look", folder)
        yield Scanned(7, "model.bin")
        yield Scanned(9, found=self.found, over=True)

    def shopping_list(self, models: Sequence[str]) -> str:
        return f"Everything of {' and '.join(models)}\n"

    def licence_page(self, model: str) -> str:
        return f"https://hub.test/{model}"

    def test_token(self, model: str, token: str = "") -> None:
        self._call("test", model, token)

    def set_token(self, token: str, *, keep: bool) -> None:
        self._call("set", token, keep)
        self.token = TokenState("key store", True)

    def forget_token(self) -> None:
        self._call("forget")
        self.token = TokenState("", True)

    def close(self) -> None:
        self.calls.append(("close",))
