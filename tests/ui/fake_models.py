"""Models in memory: every state that Models mode can be in, set by a test. No network, no files."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

from tangostudio import errors
from tangostudio.cards import Licence, ModelCard, Parameter, WeightFile
from tangostudio.hub import states
from tangostudio.hub.states import FoundModel, ModelState, Problem, TokenState
from tangostudio.messages import ModelsNews
from tangostudio.studio.estimates import Expected

GB = 1_000_000_000
COMMUNITY = Licence(
    "Aurora Community License",
    "limited",
    "Free below one million a year of revenue, after registration",
    "https://licences.test/community",
)
RESEARCH = Licence("Research 1.0", "no", "For research only", "https://licences.test/research")
CC0 = Licence("CC0-1.0", "yes", "Free for any use", "https://licences.test/cc0")
ABOUT: dict[str, dict[str, Any]] = {
    "aurora-small-effects": {
        "name": "Aurora 3 small effects", "licence": COMMUNITY, "gated": True,
        "good_at": "sound effects of every kind, up to two minutes, on a computer without a GPU",
        "limits": "English prompts; no speech.", "notice": "Powered by Aurora",
        "can": frozenset({"init", "inpaint", "adapters"}), "memory_bytes": 4 * GB,
        "cannot": {"negative": "Its few steps leave nothing to avoid with.",
                   "tune": "Tuning needs its base model."},
        "sizes": (2_270_384_940, 1_183_022_944, 34_362_429, 10_454), "seconds": 120.0, "few": True,
    },
    "aurora-medium": {
        "name": "Aurora 3 medium", "licence": COMMUNITY, "gated": True,
        "good_at": "music and effects up to six minutes; slow without a GPU",
        "notice": "Powered by Aurora", "can": frozenset({"init", "inpaint", "adapters"}),
        "memory_bytes": 11 * GB, "sizes": (9_222_116_660, 1_183_022_944, 34_362_429),
        "seconds": 380.0, "few": True,
    },
    "cascade": {
        "name": "Cascade flow", "licence": RESEARCH,
        "good_at": "foley and nature up to 30 seconds that follow the prompt closely",
        "can": frozenset({"negative", "adapters", "tune"}), "memory_bytes": 5 * GB,
        "sizes": (2_065_000_000, 1_370_000_000, 624_000_000), "seconds": 30.0,
    },
    "cascade-2": {
        "name": "Cascade 2 diffusion", "licence": RESEARCH,
        "good_at": "scenes of several events in ten seconds; its sound is 16 kHz and mono",
        "can": frozenset({"negative"}), "memory_bytes": 7 * GB, "rate": 16_000, "channels": 1,
        "sizes": (4_800_000_000, 900_000_000), "seconds": 10.0,
    },
}  # fmt: skip
NAMES = ("model.safetensors", "text_encoder/model.safetensors", "tokenizer.json", "config.json")
EAR = "listener"


def card(identifier: str, **values: Any) -> ModelCard:
    """The card of a model that is fetched."""
    about = ABOUT.get(identifier, ABOUT["cascade"]) | values
    few = about.get("few", False)
    guidance = (1, 1, 1) if few else (1, 10, 4.5)
    help_text = "It follows the prompt by itself: there is nothing to set." if few else "How close."
    return ModelCard(
        id=identifier, family="toy", name=about["name"], licence=about["licence"],
        summary=about.get("summary", f"{about['name']}: a published model, fetched on demand."),
        good_at=about["good_at"], limits=about.get("limits", ""), notice=about.get("notice", ""),
        sample_rate=about.get("rate", 44_100), channels=about.get("channels", 2),
        parameters={
            "seconds": Parameter("seconds", "Length", 0.5, about["seconds"], 5.0, 0.1, "s"),
            "steps": Parameter("steps", "Steps", 1, 100, 8 if few else 50, integer=True),
            "guidance": Parameter("guidance", "Guidance", *guidance, step=0.1, help=help_text),
        },
        samplers=("euler",), can=about.get("can", frozenset()), cannot=about.get("cannot", {}),
        files=tuple(
            WeightFile(name, size, repo="aurora/model") for name, size in
            zip(NAMES, about["sizes"], strict=False)
        ),
        folder=Path("models") / identifier, gated=about.get("gated", False),
        memory_bytes=about.get("memory_bytes", 0), hidden=about.get("hidden", False),
    )  # fmt: skip


def published() -> list[ModelCard]:
    """The cards of four models and of an ear, none of them on this computer."""
    ear = card(
        EAR, name="Listener", licence=CC0, hidden=True, sizes=(614_000_000,), gated=False,
        good_at="hearing how well a sound fits its prompt", memory_bytes=900_000_000,
    )  # fmt: skip
    return [*map(card, ABOUT), ear]


class FakeModels:
    """The surface of `studio.models.Models`; what is asked goes to `calls` of the studio."""

    def __init__(self, studio: Any) -> None:
        self.studio = studio
        self.states: dict[str, ModelState] = {}
        self.expected: dict[str, Expected | None] = {}
        self.token = TokenState("", True)
        self.tested: Problem | None = None
        self.tested_account = ""
        self.testing = False
        self.scanning = False
        self.scanned = 0
        self.found: tuple[FoundModel, ...] = ()
        self.error: errors.TangoStudioError | None = None

    # --- what a test says -------------------------------------------------------------------------

    def offer(self, *cards: ModelCard) -> None:
        """Have these models in the catalogue; they are not on this computer."""
        for each in cards or published():
            self.studio.catalogue._cards[each.id] = each
            self.put(each.id, states.ABSENT)

    def put(self, model: str, state: str, **values: Any) -> None:
        """Have a model in a state, and say so."""
        total = sum(item.bytes for item in self.studio.catalogue.get(model).files)
        usual = {"total_bytes": total, "done_bytes": total if state == states.READY else 0}
        self.states[model] = ModelState(model, state, **{**usual, **values})
        self.studio.changes.tell("models", event=ModelsNews("models", self.states[model]))

    def fail(self, model: str, kind: str, message: str = "", hint: str = "") -> None:
        """Have a model's download end with a problem."""
        self.put(model, states.FAILED, problem=problem(kind, message, hint), done_bytes=900_000_000)

    def answer(self, kind: str = "", account: str = "ann") -> None:
        """Answer the test of a token: with a problem of this kind, or that it is good."""
        self.testing = False
        self.tested = problem(kind) if kind else None
        self.tested_account = "" if kind else account
        self.tell()

    def find(self, *found: FoundModel) -> None:
        """Let a scan end with these."""
        self.scanning, self.found = False, found
        self.tell()

    def tell(self) -> None:
        """Announce a change."""
        self.studio.changes.tell("models")

    # --- the surface ------------------------------------------------------------------------------

    def state(self, model: str) -> ModelState:
        self.studio.catalogue.get(model)
        return self.states.get(model) or ModelState(model, states.BUNDLED)

    def _call(self, *call: Any) -> None:
        self.studio.calls.append(call)
        if self.error is not None:
            raise self.error

    def fetch(self, model: str) -> None:
        self._call("fetch", model)
        self.put(model, states.FETCHING)

    def pause(self, model: str) -> None:
        self._call("pause", model)
        self.put(model, states.PAUSED, done_bytes=self.state(model).done_bytes)

    def remove(self, model: str) -> int:
        self._call("remove", model)
        freed = self.state(model).frees_bytes
        self.put(model, states.ABSENT)
        return freed

    def scan(self, folder: Path) -> None:
        self._call("scan", folder)
        self.scanning, self.scanned, self.found = True, 0, ()
        self.tell()

    def stop_scan(self) -> None:
        self._call("stop_scan")
        self.find()

    def adopt(self, found: FoundModel, *, copy: bool = False) -> None:
        self._call("adopt", found.model, copy)
        self.put(found.model, states.CHECKING, file=found.files[0][0], done_bytes=400_000_000)

    def convert(self, model: str) -> None:
        self._call("convert", model)
        self.put(model, states.CONVERTING, file="pytorch_model.bin")

    def shopping_list(self, models: Any) -> str:
        files = [item for each in models for item in self._files(each)]
        lines = [f"https://hub.test/{f.repo}/{f.name}  {f.bytes}  {'a1' * 32}" for f in files]
        return "\n".join(lines) + "\n"

    def _files(self, model: str) -> tuple[WeightFile, ...]:
        return self.studio.catalogue.get(model).files

    def licence_page(self, model: str) -> str:
        return f"https://hub.test/aurora/{model}"

    def tokens_page(self) -> str:
        return "https://hub.test/settings/tokens"

    def test_token(self, model: str, token: str = "") -> None:
        self._call("test_token", model, token)
        self.testing = True
        self.tell()

    def set_token(self, token: str, *, keep: bool) -> None:
        self._call("set_token", token, keep)
        source = "key store" if keep else "session"
        self.token = dataclasses.replace(self.token, source=source)
        self.tell()

    def forget_token(self) -> None:
        self._call("forget_token")
        self.token = dataclasses.replace(self.token, source="", account="")
        self.tell()


SENTENCES = {
    states.NO_TOKEN: ("Nobody is logged in.", "Paste an access token."),
    states.NOT_ACCEPTED: (
        "This account has not accepted the licence yet.",
        "Open the licence page, accept it there, and test again.",
    ),
    states.BAD_TOKEN: (
        "The hub does not know this token.",
        "Copy it again, whole, or make a new one.",
    ),
    states.NO_NETWORK: ("The hub cannot be reached.", "Check the connection, then try again."),
    states.NO_SPACE: ("3.5 GB are needed and 1.2 GB are free.", "Free space, then try again."),
    states.WRONG_FILE: ("model.safetensors is not the published file.", "Get it again."),
    states.RATE_LIMITED: ("The hub asks to wait.", "Try again in a few minutes."),
    states.NOT_THERE: ("The hub has no model.safetensors any more.", "Use files from elsewhere."),
    states.SERVER: ("The hub answered with an error (500).", "Try again later."),
    states.STORAGE: ("The folder of the models cannot be written.", "Check who may write there."),
    states.CONVERSION: ("pytorch_model.bin could not be converted.", "Get it again."),
}


def problem(kind: str, message: str = "", hint: str = "") -> Problem:
    """A problem of a kind, with a sentence and a hint."""
    usual = SENTENCES[kind]
    return Problem(kind, message or usual[0], hint or usual[1])


# --- pictures -------------------------------------------------------------------------------------

SMALL, MEDIUM, FLOW, DIFFUSION = ABOUT
SCENES = ("empty", "downloading", "gated", "failed", "installed")


def scene(models: FakeModels, name: str) -> None:
    """Bring all models into the states of a picture, one of `SCENES`."""
    models.offer()
    models.expected = {
        SMALL: Expected(38.0, False), MEDIUM: Expected(900.0, False), FLOW: Expected(412.0, False),
        DIFFUSION: None,
    }  # fmt: skip
    if name == "downloading":
        models.put(
            SMALL, states.FETCHING, done_bytes=1_240_000_000, bytes_per_second=11_800_000.0,
            file="model.safetensors",
        )  # fmt: skip
        models.put(MEDIUM, states.QUEUED)
        models.put(FLOW, states.PAUSED, done_bytes=2_900_000_000)
        models.put(DIFFUSION, states.INCOMPLETE, missing=("text_encoder/model.safetensors",))
        models.put(EAR, states.CHECKING, done_bytes=300_000_000, file="model.safetensors")
    elif name == "failed":
        kinds = (states.NOT_ACCEPTED, states.NO_SPACE, states.NO_NETWORK, states.CONVERSION)
        for model, kind in zip(ABOUT, kinds, strict=True):
            models.fail(model, kind)
    elif name == "installed":
        models.token = TokenState("key store", True, "ann")
        models.expected[SMALL] = Expected(31.0, True)
        models.put(SMALL, states.READY, frees_bytes=3_487_780_767)
        models.put(FLOW, states.READY)
        models.put(DIFFUSION, states.CONVERTING, file="pytorch_model.bin")
        models.put(EAR, states.READY, frees_bytes=614_000_000)
