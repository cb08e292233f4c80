"""The blind test of an adapter: pairs are rendered, shown with their sides at random, and counted.

Pairs lie in the tuning's folder and their answers in the library, so a test can be broken off and
gone on with. Nothing that is handed out tells which side is which. It belongs to the studio's
thread.
"""

from __future__ import annotations

import dataclasses
import json
import random
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tangostudio import __version__
from tangostudio.audio import whole_files
from tangostudio.errors import BadRequest
from tangostudio.library.adapters import StoredAdapter
from tangostudio.library.trials import Trial
from tangostudio.messages import Failed, LastEvent, Progress, TrialReady, TrialRequest, TrialSide
from tangostudio.preference import trial as rule
from tangostudio.preference.trial import Verdict
from tangostudio.studio import history, tune_requests

if TYPE_CHECKING:
    from tangostudio.cards import ModelCard
    from tangostudio.jobs.runners import Runner
    from tangostudio.studio.studio import Studio

PAIRS = rule.OF + rule.RESERVE

_PREFIX = "trial-"
_FOLDER, _INDEX = "trial", "trial.json"
_FIRST_SEED = 40_000_001


@dataclass(frozen=True)
class TrialSound:
    """One side of a pair: a file and what playing it needs."""

    path: Path
    frames: int
    sample_rate: int
    lufs: float
    peak_db: float

    @property
    def seconds(self) -> float:
        """Its length."""
        return self.frames / self.sample_rate


@dataclass(frozen=True)
class TrialPair:
    """Two sounds of one prompt and seed; which is the tuned one is known to the studio alone."""

    id: str
    adapter: int
    prompt: str
    left: TrialSound
    right: TrialSound


@dataclass(frozen=True)
class TrialView:
    """Where the blind test of an adapter stands.

    Attributes:
        state: "none", "rendering", "open" or "done".
        rendered, total: pairs that are there, and all of them.
        answered: pairs with an answer.
        error: why rendering failed.
    """

    number: int
    state: str
    rendered: int
    total: int
    answered: int
    verdict: Verdict
    rule: str = rule.RULE
    error: Failed | None = None


@dataclass(frozen=True)
class _Rendered:
    """A pair as it lies in the folder."""

    prompt: str
    seconds: float
    seed: int
    base: TrialSide
    tuned: TrialSide


class BlindTests:
    """The blind tests of an open library's adapters."""

    def __init__(self, studio: Studio, runner: Runner) -> None:
        self._studio = studio
        self._library = studio.library
        self._runner = runner
        self._rendering: dict[str, TrialRequest] = {}
        self._errors: dict[int, Failed] = {}
        self._shown: dict[str, tuple[_Rendered, str]] = {}  # by pair id: the pair, what is left

    # --- rendering --------------------------------------------------------------------------------

    def begin(self, number: int) -> None:
        """Render the pairs of an adapter's test; what is rendered already is kept.

        Raises:
            NotFound: no such adapter.
            BadRequest: its test is rendered or being rendered already.
        """
        adapter = self._library.adapters.get(number)
        job = f"{_PREFIX}{number}"
        if job in self._rendering:
            raise BadRequest("This blind test is being prepared already.", "Wait a moment.")
        card = self._judge_with(adapter)
        have = len(self._pairs(number))
        request = self._request(adapter, card)
        left = dataclasses.replace(request, prompts=request.prompts[have:])
        if not left.prompts:
            raise BadRequest("The pairs of this blind test are there.", "Go on with the test.")
        self._errors.pop(number, None)
        self._rendering[job] = left
        self._runner.submit(job, left)
        self._studio.changes.announce("tunes")

    def handle(self, event: TrialReady | Progress) -> None:
        """A pair is rendered, or its rendering went on."""
        request = self._rendering.get(event.job)
        if request is None:
            return
        if isinstance(event, TrialReady):
            number = int(event.job.removeprefix(_PREFIX))
            text, seconds, seed = request.prompts[event.index]
            pair = _Rendered(text, seconds, seed, event.base, event.tuned)
            # One that was there before, and whose file was lost, is there twice for a moment.
            have = [
                item for item in self._pairs(number) if (item.prompt, item.seed) != (text, seed)
            ]
            self._write(number, [*have, pair])
        self._studio.changes.announce("tunes", event=event)

    def ended(self, event: LastEvent) -> None:
        """The rendering ended."""
        self._rendering.pop(event.job, None)
        if isinstance(event, Failed):
            self._errors[int(event.job.removeprefix(_PREFIX))] = event
        self._studio.changes.announce("tunes", event=event)

    @staticmethod
    def owns(job: str) -> bool:
        """Whether a job's id is that of a blind test."""
        return job.startswith(_PREFIX)

    def _judge_with(self, adapter: StoredAdapter) -> ModelCard:
        """The model that the person uses, if it can load the adapter; else the adapter's own."""
        used = self._studio.catalogue.get(self._studio.settings.default_model)
        if adapter.model in (used.id, *used.options.get("adapters_from", {})):
            return used
        return self._studio.catalogue.get(adapter.model)

    def _request(self, adapter: StoredAdapter, card: ModelCard) -> TrialRequest:
        """Held-out prompts in an order of the adapter's own, with new seeds for every round."""
        prompts = tune_requests.prompts_for(card, self._studio.tunes.bank, ()).held_out
        chance = random.Random(adapter.sha256)
        asked: list[tuple[str, float, int]] = []
        while len(asked) < PAIRS:
            for text, seconds in chance.sample(prompts, len(prompts)):
                asked.append((text, seconds, _FIRST_SEED + chance.randrange(2**30)))
        adapters = ((adapter.sha256, 1.0),)
        tuned = self._studio.driven(card, adapters)
        return TrialRequest(
            model=card.id,
            prompts=tuple(asked[:PAIRS]),
            adapters=adapters,
            adapter_dir=str(self._library.adapters_dir),
            steps=int(card.default("steps")),
            guidance=card.default("guidance"),
            sampler=card.samplers[0],
            tuned_steps=int(tuned.default("steps")),
            tuned_guidance=tuned.default("guidance"),
            tuned_sampler=tuned.samplers[0],
            out=str(self._folder(adapter.number)),
        )

    # --- the test ---------------------------------------------------------------------------------

    def view(self, number: int) -> TrialView:
        """Where a test stands. Raises NotFound."""
        self._library.adapters.get(number)
        rendered = len(self._pairs(number))
        given = self._library.trials.all(number)
        ended = len(given) >= PAIRS
        found = rule.verdict([trial.answer for trial in given], ended=ended)
        if found.word != rule.OPEN:
            state = "done"
        elif f"{_PREFIX}{number}" in self._rendering:
            state = "rendering"
        else:
            state = "open" if rendered >= PAIRS else "none"
        error = self._errors.get(number)
        return TrialView(number, state, rendered, PAIRS, len(given), found, error=error)

    def next_pair(self, number: int, rng: random.Random | None = None) -> TrialPair | None:
        """The next pair without an answer, sides at random; None when there is none to show."""
        view = self.view(number)
        if view.state != "open":
            return None
        rng = rng or random.Random()
        done = self._answered(number)
        for place, pair in enumerate(self._pairs(number)):
            if (pair.prompt, pair.seed) not in done:
                left = rng.choice(("base", "tuned"))
                sides = (pair.base, pair.tuned) if left == "base" else (pair.tuned, pair.base)
                shown = TrialPair(
                    f"{number}-{place}-{rng.getrandbits(32):08x}", number, pair.prompt,
                    _sound(sides[0]), _sound(sides[1]),
                )  # fmt: skip
                self._shown[shown.id] = (pair, left)
                return shown
        return None

    def gains(self, pair: TrialPair) -> tuple[float, float]:
        """Gains in dB that make both sides equally loud without any peak over full scale."""
        left, right = self._studio.gains((pair.left, pair.right))
        return left, right

    def answer(
        self,
        pair: TrialPair,
        answer: str,
        *,
        heard_left_ms: int = 0,
        heard_right_ms: int = 0,
        replays: int = 0,
        response_ms: int = 0,
        gain_left_db: float = 0.0,
        gain_right_db: float = 0.0,
    ) -> int:
        """Store the answer "left", "right", "tie" or "both_bad" to a pair; its id.

        Raises:
            BadRequest: another answer, or a pair that was not shown or that has its answer.
        """
        if pair.id not in self._shown or answer not in ("left", "right", "tie", "both_bad"):
            raise BadRequest(f"“{answer}” is no answer to a pair of this test.")
        rendered, left = self._shown[pair.id]
        if (rendered.prompt, rendered.seed) in self._answered(pair.adapter):
            raise BadRequest("This pair is answered already.", "Undo that answer to change it.")
        right = "tuned" if left == "base" else "base"
        swap = left == "tuned"
        heard = (heard_right_ms, heard_left_ms) if swap else (heard_left_ms, heard_right_ms)
        gains = (gain_right_db, gain_left_db) if swap else (gain_left_db, gain_right_db)
        given = Trial(
            adapter=pair.adapter,
            pair=pair.id,
            prompt=rendered.prompt,
            seconds=rendered.seconds,
            seed=rendered.seed,
            model=self._judge_with(self._library.adapters.get(pair.adapter)).id,
            sha256_base=rendered.base.sha256,
            sha256_tuned=rendered.tuned.sha256,
            shown_left=left,
            answer={"left": left, "right": right}.get(answer, answer),
            heard_base_ms=heard[0],
            heard_tuned_ms=heard[1],
            replays=replays,
            response_ms=response_ms,
            gain_base_db=gains[0],
            gain_tuned_db=gains[1],
            app_version=__version__,
        )
        return self._store(given)

    def _answered(self, number: int) -> set[tuple[str, int]]:
        return {(trial.prompt, trial.seed) for trial in self._library.trials.all(number)}

    def _store(self, given: Trial) -> int:
        """Store an answer and remember the way back."""

        def store() -> int:
            identifier = self._library.trials.add(given)
            self._studio.changes.announce("tunes")
            return identifier

        def withdraw(identifier: int) -> None:
            self._library.trials.withdraw(identifier)
            self._studio.changes.announce("tunes")

        found, deed = history.stored("answer", store, withdraw)
        self._studio.remember(deed)
        return found

    # --- files ------------------------------------------------------------------------------------

    def _folder(self, number: int) -> Path:
        tuning = self._library.adapters.get(number).tuning or f"adapter-{number}"
        return self._library.tunings_dir / tuning / _FOLDER

    def _pairs(self, number: int) -> list[_Rendered]:
        """The pairs that are rendered and whose files are there, in their order."""
        try:
            rows = json.loads((self._folder(number) / _INDEX).read_text(encoding="utf-8"))
            found = [_rendered(row, self._folder(number)) for row in rows]
        except (OSError, ValueError, KeyError, TypeError):
            return []
        whole = []
        for pair in found:
            if not (Path(pair.base.path).is_file() and Path(pair.tuned.path).is_file()):
                break
            whole.append(pair)
        return whole

    def _write(self, number: int, pairs: list[_Rendered]) -> None:
        target = self._folder(number) / _INDEX
        rows = [dataclasses.asdict(pair) for pair in pairs]
        for row in rows:
            for side in ("base", "tuned"):
                row[side]["path"] = Path(row[side]["path"]).name
        data = json.dumps(rows, indent=1, ensure_ascii=False).encode()
        whole_files.replace_whole(whole_files.write_part(target, data), target)


def _rendered(row: dict[str, Any], folder: Path) -> _Rendered:
    """A row of the index; files are named relative to its folder, so that a library can move."""
    sides = {
        name: TrialSide(**{**row[name], "path": str(folder / row[name]["path"])})
        for name in ("base", "tuned")
    }
    return _Rendered(**{**row, **sides})


def _sound(side: TrialSide) -> TrialSound:
    return TrialSound(Path(side.path), side.frames, side.sample_rate, side.lufs, side.peak_db)
