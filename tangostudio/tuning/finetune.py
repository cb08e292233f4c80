"""Supervised fine-tuning: a flow model learns the sounds of a corpus by their captions.

Flow matching as in the model's own training, on low-rank adapters (Hu et al., "LoRA", 2021) or on
all weights. A generator of events: who iterates may stop between any two, and running it again on
the same folder goes on from the last checkpoint with the same result. Knows nothing of windows,
queues and the library.

    folder/checkpoint.pt                where it is, what is trained, the optimiser, the best state
    folder/sounds/                      takes of prompts, before and after
    folder/adapter.safetensors, .json   the result
    corpus/latents/                     see `corpus_latents`
"""

from __future__ import annotations

import math
from collections.abc import Generator, Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

from tangostudio.corpora.corpus import Corpus
from tangostudio.engines.checkpoints import load_checkpoint, save_checkpoint
from tangostudio.engines.memory import is_out_of_memory
from tangostudio.errors import TuneError
from tangostudio.families import precisions
from tangostudio.tuning import checks, folders, rewards, steps
from tangostudio.tuning.arc_nets import Texts
from tangostudio.tuning.batches import Prompt
from tangostudio.tuning.clip_batches import Batch, Batches
from tangostudio.tuning.corpus_latents import FOLDER, Latents
from tangostudio.tuning.events import Checked, Event, LessMemory, Trained, Tuned, Warned
from tangostudio.tuning.finetune_fitting import fitting
from tangostudio.tuning.finetune_plan import WANTED_CLIPS, FineTunePlan
from tangostudio.tuning.held_out import Watch
from tangostudio.tuning.playing import Player
from tangostudio.tuning.trainees import Draws, Trainee

TRAIN = "train"
TESTS = 64
"""Clips that a held-out loss is the mean of, at least: few clips come several times."""

_HELD_OUT = 60  # what a generator is for


def tune(
    trainee: Trainee,
    corpus: Corpus,
    held_out: Sequence[Prompt],
    judge: rewards.Judge,
    plan: FineTunePlan,
    folder: Path,
) -> Generator[Event, None, None]:
    """Fine-tune a model; the result is an adapter in the folder.

    Args:
        held_out: prompts to check with, before and after; none for no check.

    Raises:
        BadRequest: the plan or the corpus makes no sense.
        TuneError: it cannot go on; the last good checkpoint is kept.
        OutOfMemory: not even the smallest parts fit.
        AudioFileError: a clip of the corpus cannot be read.
        StorageError: the folder cannot be written or is full.
    """
    plan.check()
    with folders.alone(folder):
        run = Run(trainee, corpus, plan, folder)
        run.resume()
        yield from run.latents.make()
        if run.step == 0 and not run.checked:
            yield from run.warnings()
        yield from run.check(held_out, judge, 0)
        yield from run.train()
        yield from run.check(held_out, judge, 1)
        yield run.finish()


class Run:
    """Where a fine-tuning is: its step, what is trained, its optimiser and the best state so far.

    Attributes:
        step: updates made.
        checked: what prompts sounded like, before and after.
        watch: what became of the loss of the clips that are held out.
    """

    def __init__(self, trainee: Trainee, corpus: Corpus, plan: FineTunePlan, folder: Path) -> None:
        self.trainee, self.corpus, self.folder = trainee, corpus, folder
        self.latents = Latents(trainee, corpus, corpus.folder / FOLDER, plan.mix, plan.seed)
        self.batches = Batches(
            self.latents, trainee, plan.batch, plan.seed, plan.drop_caption, plan.cut, plan.silence
        )
        self.plan = fitting(plan, trainee, self.latents, folder)
        self.step = 0
        self.checked = list[Checked]()
        self.watch = Watch()
        self.micro_batch, self.checkpointing = self.plan.micro_batch, False
        self.optimiser = torch.optim.AdamW(
            trainee.trained.values(), lr=plan.learning_rate, betas=(0.9, 0.95),
            weight_decay=plan.weight_decay,
        )  # fmt: skip
        # As the model is used: where products in half precision are faster, and lose nothing.
        self._bfloat16 = precisions.in_halves(trainee.card, trainee.device)
        self._tests: list[Batch] | None = None

    # --- the stages --------------------------------------------------------------------------

    def warnings(self) -> Iterator[Warned]:
        """What a person should know before it begins."""
        clips = len({clip.item.sha256 for clip in self.latents.clips if not clip.held_out})
        if clips < WANTED_CLIPS:
            yield Warned(
                0,
                f"The corpus has {clips} clip{'' if clips == 1 else 's'} to learn from: the model "
                f"will repeat them rather than learn their kind; {WANTED_CLIPS} to 50 are wanted.",
            )
        if not self.batches.held_out:
            yield Warned(
                0,
                "No clip of the corpus is held out, so nothing tells when the model begins to "
                "learn its clips by heart.",
            )

    def train(self) -> Iterator[Event]:
        """The steps that are left; an event after each. Then the best state is what there is."""
        if not self.watch.losses and self.step == 0:
            yield from self._measured({})
        while self.step < self.plan.steps:
            try:
                loss = self._update()
            except (MemoryError, RuntimeError) as error:
                if not is_out_of_memory(error):
                    raise
                yield self._use_less(error)
                continue
            news = list(self._measured({"loss": loss}))
            if self.step % self.plan.save_every == 0 or self.step == self.plan.steps:
                self._save()  # before it is told, so that what was told is kept
            yield from news
        yield from self._keep_best()

    def check(
        self, held_out: Sequence[Prompt], judge: rewards.Judge, number: int
    ) -> Iterator[Event]:
        """The held-out prompts by the model as it is, unless they were played already."""
        if not held_out or len(self.checked) > number:
            return
        asked, first = self.plan.checking(), self.checked[0] if self.checked else None
        found = yield from checks.check(
            self.trainee.drafter(), asked, held_out, judge, number, first, self.folder / "sounds",
            make=Player(self.trainee.card), rate=self.trainee.rate,
        )  # fmt: skip
        self.checked.append(found)
        self._save()
        yield found
        yield from checks.doubts(asked, first or found, found)

    def finish(self) -> Tuned:
        """Write what was learned as an adapter."""
        choice = self.trainee.choice
        about: dict[str, Any] = {
            "method": "lora",
            "corpus": self.corpus.about(),
            "steps": self.watch.best.step if self.watch.best else self.step,
            "layers": len(choice.layers) if choice else 0,
            "filters": choice.matched if choice else {},
            "kind": self.plan.adapter.kind,
            "rank": self.plan.adapter.rank,
        }
        if self.watch.best:
            about["held_out"] = {"before": self.watch.before, "after": self.watch.best.loss}
        if self.checked:
            about["scores"] = {
                "before": self.checked[0].scores, "after": self.checked[-1].scores
            }  # fmt: skip
            about["reward"] = self.checked[-1].reward
            about["gains"] = {name: list(gain) for name, gain in self.checked[-1].gains.items()}
        written = self.trainee.write(self.folder / "adapter.safetensors", about)
        return Tuned(str(written.path), written.sha256)

    # --- a step ------------------------------------------------------------------------------

    def gradients(self) -> float:
        """Add the gradients of the step's batch to the parameters; returns its loss.

        The batch goes through in parts; the sum of their gradients is that of the whole.
        """
        trainee, batch = self.trainee, self.batches(self.step)
        count = len(batch.latents)
        draws = trainee.draw(batch.latents, batch.seconds, batch.rng, self.plan.time_mean)
        texts = trainee.read(batch.captions, batch.seconds)
        total = 0.0
        for first in range(0, count, self.micro_batch):
            part = slice(first, first + self.micro_batch)
            loss = self._errors(batch.latents[part], texts.part(part), draws.part(part)).sum()
            (loss / count).backward()
            total += loss.item() / count
        return total

    def _errors(self, x0: Tensor, texts: Texts, draws: Draws) -> Tensor:
        device = self.trainee.device
        with torch.autocast(torch.device(device).type, torch.bfloat16, enabled=self._bfloat16):
            return self.trainee.errors(x0.to(device), texts, draws.to(device))

    def _update(self) -> float:
        trained = self.trainee.trained
        self.optimiser.zero_grad(set_to_none=True)
        loss = self.gradients()
        steps.require_numbers(loss, trained.values(), self.step)
        torch.nn.utils.clip_grad_norm_(trained.values(), self.plan.clip)
        scale = steps.warm_then_fall(self.step, self.plan.steps, self.plan.warm_up)
        for group in self.optimiser.param_groups:
            group["lr"] = self.plan.learning_rate * scale
        self.optimiser.step()
        if not all(bool(torch.isfinite(p).all()) for p in trained.values()):
            raise TuneError(
                f"The weights became no numbers at step {self.step}.",
                "The last good checkpoint is kept; start again with a lower learning rate.",
            )
        self.step += 1
        return loss

    def _use_less(self, error: BaseException) -> LessMemory:
        self.optimiser.zero_grad(set_to_none=True)
        less = steps.less_memory(self.micro_batch, self.plan.batch, self.checkpointing, error)
        if less.checkpointing and not self.checkpointing:
            self.trainee.checkpoint_activations()
        self.micro_batch, self.checkpointing = less.micro_batch, less.checkpointing
        return less

    # --- what is held out --------------------------------------------------------------------

    def _measured(self, told: dict[str, float]) -> Iterator[Event]:
        """The news of a step, with the held-out loss where it is due."""
        every, warned = self.plan.held_out_every, False
        if every and (self.step % every == 0 or self.step == self.plan.steps):
            loss = self.held_out_loss()
            if loss is not None:
                told = {**told, "held_out": loss}
                warned = self.watch.take(self.step, loss, self.trainee.freeze)
        if told:
            yield Trained(TRAIN, self.step, self.plan.steps, told)
        if warned and self.watch.best is not None:
            yield Warned(
                1,
                "The loss of the clips that are held out rises since step "
                f"{self.watch.best.step}: the model begins to learn its clips by heart. The state "
                "of that step is kept.",
            )

    @torch.no_grad()
    def held_out_loss(self) -> float | None:
        """Mean error on the clips that are held out, at the same noise every time."""
        if self._tests is None:
            self._tests = self.batches.tests(TESTS)
        if not self._tests:
            return None
        total, count = 0.0, 0
        for number, batch in enumerate(self._tests):
            rng = np.random.default_rng([self.plan.seed, _HELD_OUT, number])
            draws = self.trainee.draw(batch.latents, batch.seconds, rng, self.plan.time_mean)
            texts = self.trainee.read(batch.captions, batch.seconds)
            for first in range(0, len(batch.latents), self.micro_batch):
                part = slice(first, first + self.micro_batch)
                found = self._errors(batch.latents[part], texts.part(part), draws.part(part))
                total += float(found.sum())
            count += len(batch.latents)
        if not math.isfinite(total):
            raise TuneError(
                f"The loss of the clips that are held out became {total} at step {self.step}.",
                "The last good checkpoint is kept; start again with a lower learning rate.",
            )
        return total / count

    def _keep_best(self) -> Iterator[Warned]:
        """Let the best state be the result."""
        best = self.watch.best
        if best is None:
            return
        self.trainee.load(best.trained)
        if self.checked[1:]:
            return  # it was told already
        if best.loss >= self.watch.before:
            yield Warned(
                1,
                "The clips that are held out are no better known than before: the model has "
                "learned nothing that reaches beyond its own clips.",
            )
        elif best.step < self.step:
            yield Warned(1, f"The state of step {best.step}, which was the best, is kept.")

    # --- what lies in the folder -------------------------------------------------------------

    def resume(self) -> None:
        """Go on from the folder's checkpoint if there is one.

        Raises:
            TuneError: it belongs to another plan, other weights or another corpus.
        """
        state = load_checkpoint(self.folder / "checkpoint.pt")
        if state is None:
            return
        folders.require_same(
            self.folder,
            state,
            plan=FineTunePlan.of(state["plan"]).same_result(self.plan),
            base=self.trainee.card.weights_hash,
            corpus=(self.corpus.name, self.corpus.mark),
        )
        self.step = int(state["step"])
        self.trainee.load(state["trained"])
        if state["optimiser"] is not None:
            self.optimiser.load_state_dict(state["optimiser"])
        self.watch.restore(state["watch"])
        self.checked = [Checked(**values) for values in state["checked"]]

    def _save(self) -> None:
        save_checkpoint(
            self.folder / "checkpoint.pt",
            {
                "plan": self.plan.as_values(),
                "base": self.trainee.card.weights_hash,
                "corpus": self.corpus.mark,
                "step": self.step,
                "trained": self.trainee.freeze(),
                "optimiser": self.optimiser.state_dict() if self.step else None,
                "watch": self.watch.state(),
                "checked": [asdict(found) for found in self.checked],
            },
        )
