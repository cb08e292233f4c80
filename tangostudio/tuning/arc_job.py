"""ARC as a tuning: a flow model is made a few-step one on a corpus; the result is an adapter.

Novack et al., "Fast Text-to-Audio Generation with Adversarial Post-Training", 2025: a warm-up on
the model's own guided paths, then generator and discriminator in turn; the generator's average is
what is kept. A generator of events: who iterates may stop between any two, and running it again on
the same folder goes on from the last checkpoint with the same result. Knows nothing of windows,
queues and the library.

    folder/checkpoint.pt              where it is, the networks, the optimisers
    folder/sounds/                    takes of held-out prompts, before and after
    folder/adapter.safetensors, .json the result
"""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import torch

from tangostudio.audio import whole_files
from tangostudio.engines import memory
from tangostudio.engines.checkpoints import load_checkpoint, save_checkpoint
from tangostudio.errors import BadRequest, OutOfMemory
from tangostudio.families import adapters, precisions
from tangostudio.tuning import arc, checks, rewards, train_sizes
from tangostudio.tuning.arc_guide import Prompted, WarmUp
from tangostudio.tuning.arc_heads import ConvNeXtHead
from tangostudio.tuning.arc_nets import Discriminator, trunk_blocks
from tangostudio.tuning.arc_plan import FewStepPlan
from tangostudio.tuning.arc_source import Source
from tangostudio.tuning.arc_steps import Objective
from tangostudio.tuning.batches import Prompt
from tangostudio.tuning.crpo import free_memory
from tangostudio.tuning.events import Checked, Event, Trained, Tuned
from tangostudio.tuning.folders import alone, require_same
from tangostudio.tuning.plan import Plan
from tangostudio.tuning.playing import Player
from tangostudio.tuning.trainees import Trainee

LESS = (
    "Close other programs, train a low-rank adapter instead of every weight, or begin anew with a "
    "smaller batch or shorter clips: sounds of a batch are compared, so the result is another one."
)

CHECK, WARM_UP, TRAIN, DONE = "check", "warm_up", "train", "done"


def tune(
    trainee: Trainee,
    source: Source,
    held_out: Sequence[Prompt],
    judge: rewards.Judge,
    plan: FewStepPlan,
    folder: Path,
) -> Generator[Event, None, None]:
    """Make a few-step model; the result is an adapter in the folder.

    Args:
        source: real sounds with their captions.
        held_out: prompts to check with.

    Raises:
        BadRequest: the plan or the prompts make no sense.
        TuneError: it cannot go on; the last good checkpoint is kept.
        OutOfMemory: memory ran out.
        StorageError: the folder cannot be written or is full.
    """
    plan.check()
    if not held_out:
        raise BadRequest("There are no prompts to check with.", "Give a few dozen.")
    with alone(folder):
        run = Run(trainee, source, plan, folder)
        require_room(trainee, source, plan, folder)
        run.resume()
        try:
            yield from run.events(held_out, judge)
        except (MemoryError, RuntimeError) as error:
            if not memory.is_out_of_memory(error):
                raise
            raise OutOfMemory(
                "There is not enough memory to make a few-step model of this one.",
                LESS,
            ) from error
        yield run.finish()


class Run:
    """Where it is: the stage, the networks, and what the checks found."""

    def __init__(self, trainee: Trainee, source: Source, plan: FewStepPlan, folder: Path) -> None:
        self.trainee, self.source, self.plan, self.folder = trainee, source, plan, folder
        self.stage, self.checked = CHECK, list[Checked]()
        self._kept: dict[str, Any] | None = None  # of the stage that was broken off
        self._bfloat16 = precisions.in_halves(trainee.card, trainee.device)

    def events(self, held_out: Sequence[Prompt], judge: rewards.Judge) -> Iterator[Event]:
        """What is left, stage by stage."""
        if self.stage == DONE:
            return
        yield from self.source.make()
        if self.stage == CHECK and not self.checked:
            yield from self._check(held_out, judge)
        if self.stage == WARM_UP:
            yield from self._warm_up()
        if self.stage == TRAIN:
            yield from self._train()
        if self.stage == CHECK:
            yield from self._check(held_out, judge)

    # --- the stages -------------------------------------------------------------------------------

    def _check(self, held_out: Sequence[Prompt], judge: rewards.Judge) -> Iterator[Event]:
        """The held-out prompts: by the model as it is, guided; then by the few-step one."""
        number, card = len(self.checked), self.trainee.card
        first = self.checked[0] if self.checked else None
        driven = self.plan.sampling
        told = (driven.steps, driven.guidance, driven.sampler)
        if number == 0:
            told = (self.plan.checked_steps, self.plan.checked_guidance, self.plan.checked_sampler)
        steps, guidance, sampler = told
        asked = Plan(
            seed=self.plan.seed, checks=self.plan.checks, steps=steps, guidance=guidance,
            sampler=sampler,
        )  # fmt: skip
        player = Player(card, {"kind": driven.schedule} if number else None)
        found = yield from checks.check(
            self.trainee.drafter(), asked, held_out, judge, number, first, self.folder / "sounds",
            make=player, rate=self.trainee.rate,
        )  # fmt: skip
        self.checked.append(found)
        following = WARM_UP if self.plan.warm_up else TRAIN
        self._enter(DONE if number else following)
        yield found
        yield from checks.doubts(asked, first or found, found)

    def _warm_up(self) -> Iterator[Event]:
        warm = WarmUp(self.trainee, self.plan, self._prompted, bfloat16=self._bfloat16)
        if self._kept is not None:
            warm.restore(self._kept)
        while warm.step < self.plan.warm_up:
            loss = warm.update()
            if warm.step % self.plan.save_every == 0 and warm.step < self.plan.warm_up:
                self._save(warm.state())
            yield Trained(WARM_UP, warm.step, self.plan.warm_up, {"loss": loss})
        warm.finish()
        self._enter(TRAIN)

    def _train(self) -> Iterator[Event]:
        trainer = self._trainer()
        if self._kept is not None:
            trainer.restore(self._kept)
        while trainer.step < self.plan.steps:
            found = trainer.take_turn(self._batch(trainer.step))
            if trainer.step % self.plan.save_every == 0 and trainer.step < self.plan.steps:
                self._save(trainer.state())
            losses = {name: float(part) for name, part in found.parts.items()}
            yield Trained(TRAIN, trainer.step, self.plan.steps, losses)
        trainer.generator.load_state_dict(trainer.average.values, strict=False)
        if self._stored_rank:
            self._reduce()
        self._enter(CHECK)

    @property
    def _stored_rank(self) -> int:
        """Of the matrices that are stored; 0 where these are what was trained."""
        return self.plan.stored_rank if self.plan.adapter.full else 0

    @torch.no_grad()
    def _reduce(self) -> None:
        """Bring the change to what will be stored, so that just that is checked."""
        base = dict(self.trainee.original().named_parameters())
        for name, weight in self.trainee.generator.named_parameters():
            if not weight.requires_grad:
                continue
            change = weight - base[name]
            weight.copy_(base[name])
            if weight.ndim == 2:
                down, up = adapters.low_rank(change, self._stored_rank)
                weight.add_(up @ down)

    def _trainer(self) -> arc.Trainer:
        """Both networks; the discriminator grows out of the model as it was."""
        plan, trainee = self.plan, self.trainee
        objective = Objective(plan.adversary, plan.contrastive, plan.penalties)
        told = arc.Plan(
            seed=plan.seed, steps=plan.steps, generator_rate=plan.generator_rate,
            discriminator_rate=plan.discriminator_rate, warm_up=plan.rate_warm_up,
            weight_decay=plan.weight_decay, average=plan.average, objective=objective,
            bfloat16=self._bfloat16,
        )  # fmt: skip
        with torch.random.fork_rng():
            torch.manual_seed(plan.seed)
            head = ConvNeXtHead(trainee.width, plan.head)
        trunk = trainee.trunk(trunk_blocks(trainee.blocks))
        made = arc.Trainer(trainee.generator, Discriminator(trunk, head), told, trainee.device)
        made.generator.eval()  # as it is used: nothing is dropped by chance
        return made

    def _batch(self, step: int) -> arc.Batch:
        latents, captions, seconds = self.source.batch(step)
        return latents.to(self.trainee.device), self.trainee.read(captions, seconds)

    def _prompted(self, step: int) -> Prompted:
        x0, texts = self._batch(step)
        empty = self.trainee.read([None] * len(x0), texts.seconds.tolist())
        return x0, texts, empty

    def finish(self) -> Tuned:
        """Write what was learned as an adapter, with how it is to be driven."""
        before, after = self.checked[0], self.checked[-1]
        about = {
            "method": "arc",
            "sampling": self.plan.sampling.as_values(),
            "corpus": self.source.about(),
            "steps": self.plan.steps,
            "reward": after.reward,
            "scores": {"before": before.scores, "after": after.scores},
            "gains": {name: list(gain) for name, gain in after.gains.items()},
        }
        written = self.trainee.write(self.folder / "adapter.safetensors", about)
        if not self._stored_rank:
            return Tuned(str(written.path), written.sha256)
        whole = adapters.read(written.path, self.trainee.card)
        kept = adapters.write(written.path, adapters.reduced(whole, self._stored_rank))
        return Tuned(str(written.path), kept.facts.sha256)

    # --- what lies in the folder ------------------------------------------------------------------

    def resume(self) -> None:
        """Go on from the folder's checkpoint if there is one.

        Raises:
            TuneError: it belongs to another plan, other weights or another corpus.
        """
        state = load_checkpoint(self.folder / "checkpoint.pt")
        if state is None:
            return
        require_same(
            self.folder,
            state,
            plan=FewStepPlan.of(state["plan"]).same_result(self.plan),
            base=self.trainee.card.weights_hash,
            corpus=(self.source.name, self.source.mark),
        )
        self.stage, self._kept = state["stage"], state["kept"]
        self.trainee.load(state["trained"])
        self.checked = [Checked(**values) for values in state["checked"]]

    def _enter(self, stage: str) -> None:
        self.stage = stage
        self._save(None)

    def _save(self, kept: dict[str, Any] | None) -> None:
        self._kept = kept
        save_checkpoint(
            self.folder / "checkpoint.pt",
            {
                "plan": self.plan.as_values(),
                "base": self.trainee.card.weights_hash,
                "corpus": self.source.mark,
                "stage": self.stage,
                "trained": self.trainee.freeze(),
                "kept": kept,
                "checked": [asdict(found) for found in self.checked],
            },
        )


def require_room(trainee: Trainee, source: Source, plan: FewStepPlan, folder: Path) -> None:
    """Raise unless memory and disk are enough; nothing of this can be made in smaller parts.

    Raises:
        OutOfMemory, StorageError: they are not.
    """
    longest = source.longest
    body = train_sizes.Body(
        width=trainee.width,
        blocks=trainee.blocks,
        channels=trainee.channels,
        values=sum(value.numel() for value in trainee.net.parameters()),
        each=sum(value.numel() for value in trainee.trained.values()) // plan.adapter.rank,
        rate=trainee.length(longest) / longest,
        fixed=trainee.length(longest) if trainee.fixed else 0,
    )
    needed = train_sizes.few_steps(body, plan.adapter, plan.batch, longest, source.clips)
    whole_files.require_space(folder, needed.disk_bytes)
    free = free_memory(trainee.device)
    if free is not None and needed.memory_bytes > free:
        raise OutOfMemory(
            f"This tuning needs {needed.memory_bytes / 2**30:.1f} GB of memory; "
            f"{free / 2**30:.1f} GB are free.",
            LESS,
        )
