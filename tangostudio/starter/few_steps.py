"""The starter's few-step version: ARC post-training of its flow on the corpus.

Novack et al., "Fast Text-to-Audio Generation with Adversarial Post-Training", 2025. The flow, told
what to make and guided, shows an unguided copy of itself where its paths end; then that copy is
trained against a discriminator that grew out of the same flow. Knows nothing of how latents are
made and of what ships.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import torch
from tokenizers import Tokenizer
from torch import Tensor, nn

from tangostudio.engines import checkpoints, schedules
from tangostudio.families.tangoflux import TangoFlux, guided
from tangostudio.families.tangoflux_net import Flow
from tangostudio.starter import flow
from tangostudio.starter.latents import Clips
from tangostudio.tuning import arc, arc_warm_up
from tangostudio.tuning.arc_heads import ConvNeXtHead
from tangostudio.tuning.arc_nets import (
    Discriminator,
    FlowGenerator,
    FlowTrunk,
    Texts,
    same,
    trunk_blocks,
)

SAVE_EVERY = 50
PARALLEL = 0.0
"""How much guidance may point along the sound: as the starter ships (`guidance_parallel`)."""


@dataclass(frozen=True)
class Plan:
    """What one training does.

    Attributes:
        warm_up: steps of the warm-up; refresh: how many of them use one path of the teacher.
        guidance, path_steps: of the teacher's paths.
        head: channels of the discriminator's head.
    """

    seed: int = 41
    batch: int = 24
    warm_up: int = 300
    warm_up_rate: float = 1e-4
    refresh: int = 8
    guidance: float = 4.0
    path_steps: int = 16
    head: int = 64
    arc: arc.Plan = field(default_factory=lambda: arc.Plan(bfloat16=True))


class Data:
    """Batches of the corpus by step number, as both networks are told them."""

    def __init__(self, net: TangoFlux, tokenizer: Tokenizer, clips: Clips, plan: Plan) -> None:
        self._net, self._tokenizer = net, tokenizer
        told = flow.Plan(seed=plan.seed, batch=plan.batch, drop_caption=0.0, drop_words=0.0)
        self._batches = flow.Batches(clips, told)

    @torch.no_grad()
    def __call__(self, step: int) -> arc.Batch:
        """Latents and texts of a step."""
        batch, _ = self._batches(step)
        return batch.latents, self.read(batch.texts, batch.seconds)

    @torch.no_grad()
    def read(self, texts: list[str], seconds: Tensor) -> Texts:
        """What the text encoder says of prompts."""
        ids, mask = flow.tokenise(self._tokenizer, texts)
        return Texts(*self._net.encode_text(ids, mask), seconds)


class Trainer:
    """The warm-up and the training after it, on one network."""

    def __init__(self, net: TangoFlux, tokenizer: Tokenizer, clips: Clips, plan: Plan) -> None:
        self.plan = plan
        plain: Any = flow.PlainAttention()
        net.transformer.set_attn_processor(plain)
        net.text_encoder.eval().requires_grad_(False)
        self.data = Data(net, tokenizer, clips, plan)
        core = _core(net)
        self.teacher = FlowGenerator(same(core))
        self.student = FlowGenerator(core)
        self.steps = 0
        self._path: tuple[int, arc_warm_up.Path, Texts] | None = None

    # --- the warm-up ------------------------------------------------------------------------------

    def warm_up(self, folder: Path) -> Iterator[dict[str, float]]:
        """Teach the student the ends of the teacher's paths; yields means of the loss."""
        plan, path = self.plan, folder / "warm_up.pt"
        average = arc.Average(self.student, 0.99)
        optimiser = torch.optim.AdamW(
            self.student.parameters(), lr=plan.warm_up_rate, betas=(0.9, 0.95), fused=True
        )
        kept = checkpoints.load_checkpoint(path)
        if kept is not None:
            self.student.load_state_dict(kept["student"])
            optimiser.load_state_dict(kept["optimiser"])
            average.values, average.updates = kept["average"], kept["updates"]
            self.steps = int(kept["step"])
        losses: list[float] = []
        while self.steps < plan.warm_up:
            losses.append(self._warm_up_step(optimiser))
            average.update(self.student)
            if self.steps % SAVE_EVERY == 0 or self.steps >= plan.warm_up:
                checkpoints.save_checkpoint(
                    path,
                    {
                        "step": self.steps, "student": self.student.state_dict(),
                        "optimiser": optimiser.state_dict(), "average": average.values,
                        "updates": average.updates,
                    },
                )  # fmt: skip
                yield {"step": self.steps, "warm_up": round(sum(losses) / len(losses), 4)}
                losses.clear()
        self.student.load_state_dict(average.values, strict=False)

    def _warm_up_step(self, optimiser: torch.optim.Optimizer) -> float:
        number = self.steps // self.plan.refresh
        chance = torch.Generator().manual_seed(self.plan.seed * 7919 + self.steps)
        if self._path is None or self._path[0] != number:
            self._path = (number, *self._walk(number))
        _, path, texts = self._path
        optimiser.zero_grad(set_to_none=True)
        with torch.autocast("cpu", torch.bfloat16):
            loss = arc_warm_up.warm_up_loss(self.student, path, texts, chance)
        loss.backward()
        nn.utils.clip_grad_norm_(self.student.parameters(), 1.0)
        optimiser.step()
        self.steps += 1
        return loss.item()

    def _walk(self, number: int) -> tuple[arc_warm_up.Path, Texts]:
        """A path of the teacher over one batch of prompts."""
        x0, texts = self.data(10_000_000 + number)
        empty = self.data.read([""] * len(x0), texts.seconds)
        chance = torch.Generator().manual_seed(self.plan.seed * 104_729 + number)

        def velocity(x: Tensor, sigma: float) -> Tensor:
            sigmas = torch.full((len(x),), sigma)
            with torch.autocast("cpu", torch.bfloat16):
                told, untold = self.teacher(x, sigmas, texts), self.teacher(x, sigmas, empty)
            return guided(x, sigma, told, untold, self.plan.guidance, PARALLEL)

        noise = torch.randn(x0.shape, generator=chance)
        return arc_warm_up.walk(velocity, noise, schedules.log_snr(self.plan.path_steps)), texts

    # --- the training -----------------------------------------------------------------------------

    def adversary(self) -> arc.Trainer:
        """The training of the warmed-up student against a discriminator."""
        core = self.teacher.net
        blocks = len(core.transformer.transformer_blocks) + len(
            core.transformer.single_transformer_blocks
        )
        trunk = FlowTrunk(core, trunk_blocks(blocks)).requires_grad_(True)
        width = core.transformer.inner_dim
        head = ConvNeXtHead(width, self.plan.head)
        return arc.Trainer(self.student, Discriminator(trunk, head), self.plan.arc)


def train(trainer: Trainer, folder: Path) -> Iterator[dict[str, float]]:
    """The warm-up, then the training; yields a record of each stretch between checkpoints."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "plan.json").write_text(json.dumps(asdict(trainer.plan), indent=1) + "\n")
    began = time.monotonic()
    for record in _all(trainer, folder):
        record["minutes"] = round((time.monotonic() - began) / 60, 2)
        with (folder / "log.jsonl").open("a") as file:
            file.write(json.dumps(record) + "\n")
        yield record


def _all(trainer: Trainer, folder: Path) -> Iterator[dict[str, float]]:
    yield from trainer.warm_up(folder)
    adversary = trainer.adversary()
    yield from arc.train(adversary, trainer.data, folder / "arc.pt", SAVE_EVERY)


def stored_state(folder: Path) -> dict[str, Tensor]:
    """The averaged weights of a training, under the names of the published layout."""
    for name, key in (("arc.pt", "values"), ("warm_up.pt", None)):
        state = checkpoints.load_checkpoint(folder / name)
        if state is not None:
            values = state["average"] if key is None else state["average"][key]
            return {n.removeprefix("net."): value for n, value in values.items()}
    return {}


def _core(net: TangoFlux) -> Flow:
    """The flow of a network without its text encoder, sharing its parameters."""
    core = Flow(net.config)
    core.transformer, core.fc = net.transformer, net.fc
    core.duration_emebdder = net.duration_emebdder
    return core
