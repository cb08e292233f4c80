"""CRPO: rounds of candidates, reward, pairs and epochs: a model learns from its own sounds.

The loop of TangoFlux ("TangoFlux: Super Fast and Faithful Text to Audio Generation with Flow
Matching and Clap-Ranked Preference Optimization", 2024), on adapters and with the person's own
pairs beside the synthetic ones. A generator of events: who iterates may stop between any two, and
running it again on the same folder goes on from the last checkpoint with the same result. Knows
nothing of windows, queues and the library.

    folder/checkpoint.pt              where it is, the policy, the reference, the optimiser
    folder/own.pt                     the person's pairs as latents
    folder/round-K/candidates/        until the pairs are chosen
    folder/round-K/pairs.safetensors  the round's pairs
    folder/sounds/                    takes of held-out prompts, before and after
    folder/adapter.safetensors, .json the result
"""

import shutil
from collections.abc import Generator, Iterator, Sequence
from dataclasses import asdict, astuple, replace
from pathlib import Path
from typing import Any

import torch

from tangostudio import machine
from tangostudio.audio import whole_files
from tangostudio.engines.checkpoints import load_checkpoint, save_checkpoint
from tangostudio.errors import BadRequest, OutOfMemory, TuneError
from tangostudio.families import adapters
from tangostudio.families.tangoflux import Model
from tangostudio.tuning import checks, drafts, lora, rewards
from tangostudio.tuning.batches import LatentPair, Prompt
from tangostudio.tuning.events import Checked, Drafted, Event, PairsChosen, Tuned
from tangostudio.tuning.fit import Fit
from tangostudio.tuning.folders import alone
from tangostudio.tuning.pairs import OwnPair
from tangostudio.tuning.plan import Plan
from tangostudio.tuning.sizes import Needs, Network, needs
from tangostudio.tuning.strategies import strategy_pairs

DRAFT, FIT, CHECK, DONE = "draft", "fit", "check", "done"


def tune(
    base: lora.Base,
    bank: Sequence[Prompt],
    held_out: Sequence[Prompt],
    judge: rewards.Judge,
    plan: Plan,
    folder: Path,
    own: Sequence[OwnPair] = (),
) -> Generator[Event, None, None]:
    """Tune a model; the result is an adapter in the folder.

    Args:
        bank: prompts to learn from; held_out: prompts to check with, none of the bank's.
        own: the person's pairs, made by this model.

    Raises:
        BadRequest: the plan or the prompts make no sense.
        TuneError: it cannot go on; the last good checkpoint is kept.
        StorageError: the folder cannot be written or is full.
    """
    require_sense(plan, bank, held_out)
    with alone(folder):
        longest = max(
            *(prompt.seconds for prompt in [*bank, *held_out]), *(p.chosen.seconds for p in own)
        )
        run = Run(base, fitting(plan, base, longest, folder), folder)
        run.resume()
        yield from _rounds(run, bank, held_out, judge, own)
        yield run.finish()


def _rounds(
    run: "Run",
    bank: Sequence[Prompt],
    held_out: Sequence[Prompt],
    judge: rewards.Judge,
    own: Sequence[OwnPair],
) -> Iterator[Event]:
    if run.round == 0:  # the base, which everything is compared with
        yield from run.check(held_out, judge)
    mine = run.own_pairs(own)
    while run.stage != DONE:
        if run.stage == DRAFT:
            yield from run.draft(bank, judge, len(mine))
        if run.stage == FIT:
            yield from run.fit(mine)
        if run.stage == CHECK:
            yield from run.check(held_out, judge)


def require_sense(plan: Plan, bank: Sequence[Prompt], held_out: Sequence[Prompt]) -> None:
    """Raise BadRequest unless there are prompts to learn from and others to check with."""
    plan.check()
    if not bank or not held_out:
        raise BadRequest(
            "A tuning needs prompts to learn from and others to check with.",
            "Give at least one of each; a few dozen make the check worth something.",
        )
    if both := {p.text.strip() for p in bank} & {p.text.strip() for p in held_out}:
        raise BadRequest(
            f"“{min(both)}” cannot be both trained on and checked with.",
            "Take it out of one of the two lists.",
        )


def fitting(plan: Plan, base: lora.Base, longest_seconds: float, folder: Path) -> Plan:
    """The plan with parts as small as the free memory asks for; the result is the same.

    Raises:
        OutOfMemory: not even the smallest parts fit.
        StorageError: the disk has no room for this tuning.
    """
    network = Network.of(asdict(base.model.net.config))
    if base.model.fixed_length:
        longest_seconds = base.model.net.config.max_duration
    found = needs(plan, network, longest_seconds)
    whole_files.require_space(folder, found.disk_bytes)
    free = free_memory(base.model.device)
    if free is None:
        return plan
    _require_memory(found, free)
    while found.memory_bytes > free and plan.micro_batch > 1:
        plan = replace(plan, micro_batch=max(1, min(plan.micro_batch, plan.batch) // 2))
        found = needs(plan, network, longest_seconds)
    return plan


def _require_memory(found: Needs, free: int) -> None:
    if found.least_memory_bytes > free:
        raise OutOfMemory(
            f"This tuning needs {found.least_memory_bytes / 2**30:.1f} GB of memory; "
            f"{free / 2**30:.1f} GB are free.",
            "Close other programs, choose shorter prompts or a lower rank.",
        )


def free_memory(device: str) -> int | None:
    """Bytes that a tuning may take on a device; None where nobody can tell."""
    if device.startswith("cuda"):
        return torch.cuda.mem_get_info(device)[0]
    return machine.free_memory()


class Run:
    """Where a tuning is: round, stage, policy, reference and what the checks found.

    Attributes:
        round: 0 for the check of the base, then 1, 2 ...
        stage: what comes next in this round.
        reference: the policy that this round started from; None is the base.
    """

    def __init__(self, base: lora.Base, plan: Plan, folder: Path) -> None:
        self.base, self.plan, self.folder = base, plan, folder
        self.policy = lora.Policy(base, plan.adapter, plan.seed)
        self.reference: lora.Frozen | None = None
        self.round, self.stage = 0, CHECK
        self.checked: list[Checked] = []
        self._fit_state: dict[str, Any] | None = None

    # The stages

    def draft(self, bank: Sequence[Prompt], judge: rewards.Judge, own: int) -> Iterator[Event]:
        """Candidates of the policy as it is, and their best and worst as pairs."""
        number = self._pairs_of()
        target = self._folder(number) / "pairs.safetensors"
        candidates = self._folder(number) / "candidates"
        if not target.exists():
            prompts = drafts.prompts_of(self.plan, bank, number)
            model = self.policy.drafter()
            if self.plan.strategies:
                yield from self._by_strategies(model, prompts, judge, own)
            else:
                yield from drafts.draft(model, self.plan, prompts, number, judge, candidates)
                yield drafts.choose(self.plan, prompts, number, candidates, target, own)
            del model
        shutil.rmtree(candidates, ignore_errors=True)
        self._enter(self.round, FIT)

    def _by_strategies(
        self, model: Model, prompts: Sequence[Prompt], judge: rewards.Judge, own: int
    ) -> Iterator[Event]:
        """Pairs by the ways of Tango 2; what they tell is told as of any pairs."""
        folder = self._folder(self._pairs_of())
        for news in strategy_pairs(model, self.plan, prompts, judge, folder, self.plan.strategies):
            if isinstance(news, Drafted):
                yield replace(news, round=self.round)
                continue
            made, kept = sum(news.made.values()), sum(news.kept.values())
            yield PairsChosen(
                round=self.round,
                made=kept,
                own=own,
                left_out=made - kept,
                margin=news.margin,
                blend={rewards.MATCH: 1.0},
                accord={},
            )

    def fit(self, own: Sequence[LatentPair]) -> Iterator[Event]:
        """Epochs over the round's pairs and the person's own."""
        path = self._folder(self._pairs_of()) / "pairs.safetensors"
        fit = Fit(
            self.policy, self.reference, [*drafts.read_pairs(path), *own], self.plan, self.round
        )
        if self._fit_state is not None:
            fit.load_state_dict(self._fit_state)
        for event in fit.run():
            if fit.step % self.plan.save_every == 0 and fit.step < fit.steps:
                self._fit_state = fit.state_dict()
                self._save()
            yield event
        self._enter(self.round, CHECK)

    def check(self, held_out: Sequence[Prompt], judge: rewards.Judge) -> Iterator[Event]:
        """The held-out prompts by the policy as it is; then the next round begins."""
        first = self.checked[0] if self.checked else None
        found = yield from checks.check(
            self.policy.drafter(), self.plan, held_out, judge, self.round, first,
            self.folder / "sounds",
        )  # fmt: skip
        self.checked.append(found)
        if self.round == self.plan.rounds:
            self._enter(self.round, DONE)
        else:
            # The base needs no copy: it is the policy with its adapter off.
            self.reference = self.policy.freeze() if self.round else None
            self._enter(self.round + 1, DRAFT)
        yield found
        yield from checks.doubts(self.plan, first or found, found)

    def finish(self) -> Tuned:
        """Write what was learned as an adapter."""
        about = {
            "method": self.plan.loss,
            "rounds": self.plan.rounds,
            "reward": self.checked[-1].reward,
            "gains": {name: list(gain) for name, gain in self.checked[-1].gains.items()},
        }
        path = self.folder / "adapter.safetensors"
        written = adapters.write(path, self.policy.adapter(about))
        return Tuned(str(path), written.facts.sha256)

    # What lies in the folder

    def own_pairs(self, own: Sequence[OwnPair]) -> list[LatentPair]:
        """The person's pairs as latents of the untuned model, made once."""
        path = self.folder / "own.pt"
        state = load_checkpoint(path)
        if state is None:
            if (self.round, self.stage) != (1, DRAFT):
                raise TuneError(
                    f"{path.name}, which holds your own pairs, is gone.",
                    f"Remove {self.folder} to start anew.",
                )
            made = drafts.own_pairs(self.policy.drafter(), self.plan, own) if own else []
            state = {"pairs": [[*astuple(p.prompt), p.winner, p.loser, p.weight] for p in made]}
            save_checkpoint(path, state)
        return [
            LatentPair(Prompt(text, seconds), winner, loser, weight)
            for text, seconds, winner, loser, weight in state["pairs"]
        ]

    def resume(self) -> None:
        """Go on from the folder's checkpoint if there is one.

        Raises:
            TuneError: it belongs to another plan or to other weights.
        """
        state = load_checkpoint(self.folder / "checkpoint.pt")
        if state is None:
            return
        same = Plan.of(state["plan"]).same_result(self.plan)
        if not same or state["base"] != self.base.card.weights_hash:
            raise TuneError(
                "The tuning in this folder belongs to another plan or another model.",
                f"Choose another folder, or remove {self.folder} to start anew.",
            )
        self.round, self.stage = state["round"], state["stage"]
        self.policy.load(state["policy"])
        self._fit_state = state["fit"]
        if state["reference"] is not None:
            device = self.base.model.device
            self.reference = {k: v.to(device) for k, v in state["reference"].items()}
        self.checked = [Checked(**values) for values in state["checked"]]

    def _enter(self, number: int, stage: str) -> None:
        self.round, self.stage, self._fit_state = number, stage, None
        self._save()

    def _save(self) -> None:
        save_checkpoint(
            self.folder / "checkpoint.pt",
            {
                "plan": self.plan.as_values(),
                "base": self.base.card.weights_hash,
                "round": self.round,
                "stage": self.stage,
                "policy": self.policy.freeze(),
                "reference": self.reference,
                "fit": self._fit_state,
                "checked": [asdict(found) for found in self.checked],
            },
        )

    def _pairs_of(self) -> int:
        """The round whose pairs this round learns from: its own, or the first when offline."""
        return self.round if self.plan.online else 1

    def _folder(self, number: int) -> Path:
        return self.folder / f"round-{number}"
