"""Training of the starter's flow transformer, on the very module that ships.

Rectified flow: x_t = (1 - t) x_0 + t e with e standard normal, target v = e - x_0, plain mean
squared error, t logit-normal (Esser et al., "Scaling Rectified Flow Transformers for
High-Resolution Image Synthesis", 2024). One caption in ten is replaced by the empty prompt, which
is what guidance steers away from later. Knows nothing of how latents or captions are made.
"""

import json
import math
import time
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from diffusers.models.embeddings import apply_rotary_emb
from tokenizers import Tokenizer
from torch import Tensor, nn

from tangostudio import errors
from tangostudio.engines import checkpoints
from tangostudio.families.tangoflux import TangoFlux, TangoFluxConfig
from tangostudio.starter import optim
from tangostudio.starter.latents import Clips

TOKENS_PER_SECOND = 44100 / 4096
LONGEST_SECONDS = 10.0
MAX_TOKENS = 64
_TEXT = "text_encoder."


@dataclass(frozen=True)
class Plan:
    """What one training does.

    minutes: with it the schedule follows the clock instead of `steps`; drop_caption: share of
    captions that become the empty prompt; drop_words: share whose words are hidden while their mean
    stays, so that the net also learns from the mean, in which unseen words are more alike.
    """

    seed: int = 11
    steps: int = 8000
    minutes: float = 0.0
    batch: int = 32
    pool: int = 8
    learning_rate: float = 1e-3
    warm_up: int = 100
    flat: float = 0.2
    average: float = 0.9995
    drop_caption: float = 0.1
    drop_words: float = 0.1
    add_silence: float = 0.4
    time_mean: float = 0.2
    save_every: int = 250


def config(
    latent_channels: int, text: dict[str, object], codec: dict[str, object]
) -> TangoFluxConfig:
    """The starter's size."""
    return TangoFluxConfig(
        num_layers=2,
        num_single_layers=4,
        in_channels=2 * latent_channels,
        attention_head_dim=64,
        num_attention_heads=4,
        joint_attention_dim=256,
        audio_seq_len=math.ceil(LONGEST_SECONDS * TOKENS_PER_SECOND),
        max_duration=LONGEST_SECONDS,
        axes_dims_rope=(16, 24, 24),
        text_encoder=text,
        codec=codec,
    )


class PlainAttention:
    """Attention by two products and a softmax in bfloat16.

    The same mathematics as diffusers' own processor. On a CPU the backward pass of the fused
    kernel takes longer than this at a few hundred tokens.
    """

    def __call__(
        self,
        attn: Any,
        hidden_states: Tensor,
        encoder_hidden_states: Tensor | None = None,
        attention_mask: Tensor | None = None,
        image_rotary_emb: Any = None,
    ) -> Tensor | tuple[Tensor, Tensor]:
        """Joined attention over [text, audio]; returns audio, or (audio, text)."""
        q, k, v = attn.to_q(hidden_states), attn.to_k(hidden_states), attn.to_v(hidden_states)
        q, k, v = (x.unflatten(-1, (-1, attn.head_dim)) for x in (q, k, v))
        q, k = attn.norm_q(q.float()), attn.norm_k(k.float())
        text = 0
        if encoder_hidden_states is not None:
            text = encoder_hidden_states.shape[1]
            sides = (attn.add_q_proj, attn.add_k_proj, attn.add_v_proj)
            eq, ek, ev = (
                f(encoder_hidden_states).unflatten(-1, (-1, attn.head_dim)) for f in sides
            )
            eq, ek = attn.norm_added_q(eq.float()), attn.norm_added_k(ek.float())
            q, k, v = torch.cat([eq, q], 1), torch.cat([ek, k], 1), torch.cat([ev, v], 1)
        rotate: Any = apply_rotary_emb
        q, k = (rotate(x, image_rotary_emb, sequence_dim=1) for x in (q, k))
        out = _attend(q, k, v)
        if encoder_hidden_states is None:
            return out
        return attn.to_out[0](out[:, text:]), attn.to_add_out(out[:, :text])


def _attend(q: Tensor, k: Tensor, v: Tensor) -> Tensor:
    """(B, S, H, D) each, to (B, S, H D)."""
    batch, length, heads, size = q.shape
    kept = v.dtype
    with torch.autocast(q.device.type, enabled=False):
        q, k, v = (
            x.to(torch.bfloat16).transpose(1, 2).reshape(batch * heads, length, size)
            for x in (q * size**-0.5, k, v)
        )
        out = torch.bmm(torch.bmm(q, k.transpose(1, 2)).softmax(-1), v)
    out = out.reshape(batch, heads, length, size).transpose(1, 2)
    return out.reshape(batch, length, heads * size).to(kept)


# --- batches ---------------------------------------------------------------------------------


@dataclass
class Batch:
    """Latents (B, L, C), seconds (B,), captions, and whose words are hidden (B,)."""

    latents: Tensor
    seconds: Tensor
    texts: list[str]
    hidden: Tensor


_TENSORS = ("latents", "seconds", "hidden")


class Batches:
    """Batches by step number: the same number always gives the same batch."""

    def __init__(self, clips: Clips, plan: Plan) -> None:
        self.clips, self.plan = clips, plan
        self._epoch, self._order = -1, np.empty(0, np.int64)
        self._pool, self._ready = -1, list[list[tuple[int, int, int]]]()

    def __call__(self, step: int) -> tuple[Batch, np.random.Generator]:
        """The batch of a step, and the generator for its noise and times."""
        if step // self.plan.pool != self._pool:
            self._pool = step // self.plan.pool
            self._ready = self._fill(self._pool)
        rng = np.random.default_rng([self.plan.seed, 1, step])
        return self._assemble(self._ready[step % self.plan.pool], rng), rng

    def _fill(self, pool: int) -> list[list[tuple[int, int, int]]]:
        """Clips of similar length side by side: (clip, first token, tokens with silence)."""
        rng = np.random.default_rng([self.plan.seed, 2, pool])
        count = self.plan.batch * self.plan.pool
        items = [self._span(self._at(pool * count + i), rng) for i in range(count)]
        items.sort(key=lambda item: item[2])
        groups = [items[i : i + self.plan.batch] for i in range(0, count, self.plan.batch)]
        return [groups[i] for i in rng.permutation(len(groups))]

    def _at(self, position: int) -> int:
        epoch, place = divmod(position, len(self.clips))
        if epoch != self._epoch:
            self._epoch = epoch
            self._order = np.random.default_rng([self.plan.seed, 3, epoch]).permutation(
                len(self.clips)
            )
        return int(self._order[place])

    def _span(self, clip: int, rng: np.random.Generator) -> tuple[int, int, int]:
        length, kind = int(self.clips.lengths[clip]), self.clips.kinds[clip]
        if kind == "bed" and length > 8 and rng.random() < 0.5:
            shorter = int(rng.integers(6, length))
            return clip, int(rng.integers(0, length - shorter + 1)), shorter
        if kind == "event" and rng.random() < self.plan.add_silence:
            most = int((LONGEST_SECONDS - self.clips.seconds[clip]) * TOKENS_PER_SECOND)
            return clip, 0, length + int(rng.integers(0, max(1, min(27, most + 1))))
        return clip, 0, length

    def _assemble(self, items: list[tuple[int, int, int]], rng: np.random.Generator) -> Batch:
        clips, longest = self.clips, max(item[2] for item in items)
        latents = np.tile(clips.silence, (len(items), longest, 1))
        seconds, texts = np.empty(len(items), np.float32), []
        for row, (clip, first, length) in enumerate(items):
            start, own = int(clips.starts[clip]), int(clips.lengths[clip])
            taken = min(length, own - first)
            latents[row, :taken] = clips.tokens[start + first : start + first + taken]
            change = (length - own) / TOKENS_PER_SECOND
            seconds[row] = max(0.3, clips.seconds[clip] + change)
            dropped = rng.random() < self.plan.drop_caption
            texts.append("" if dropped else clips.caption(clip, rng))
        return Batch(
            torch.from_numpy(latents.astype(np.float32)),
            torch.from_numpy(seconds),
            texts,
            torch.from_numpy(rng.random(len(items)) < self.plan.drop_words),
        )


# --- the loss --------------------------------------------------------------------------------


def tokenise(tokenizer: Tokenizer, texts: list[str]) -> tuple[Tensor, Tensor]:
    """Ids and mask (B, T) of texts padded to the longest."""
    rows = [e.ids for e in tokenizer.encode_batch(texts)]
    rows = [r if len(r) <= MAX_TOKENS else [*r[: MAX_TOKENS - 1], r[-1]] for r in rows]
    width = max(map(len, rows))
    ids = torch.tensor([row + [0] * (width - len(row)) for row in rows])
    mask = torch.tensor([[1] * len(row) + [0] * (width - len(row)) for row in rows])
    return ids, mask


def velocity_loss(
    net: TangoFlux,
    batch: Batch,
    text: tuple[Tensor, Tensor],
    sigma: Tensor,
    noise: Tensor,
) -> Tensor:
    """Mean squared velocity error of each item (B,) at its sigma (B,), given text states."""
    x0, t = batch.latents, sigma.view(-1, 1, 1)
    states, pooled = net.join(*text, batch.seconds)
    predicted = net((1 - t) * x0 + t * noise, sigma, states, pooled)
    return (predicted.float() - (noise - x0)).square().mean((1, 2))


def draw(batch: Batch, rng: np.random.Generator, time_mean: float) -> tuple[Tensor, Tensor]:
    """Times (B,) and noise of a batch."""
    shape = tuple(batch.latents.shape)
    sigma = 1 / (1 + np.exp(-(rng.standard_normal(shape[0]) + time_mean)))
    noise = rng.standard_normal(shape, np.float32)
    return torch.from_numpy(sigma.astype(np.float32)), torch.from_numpy(noise)


# --- the training ----------------------------------------------------------------------------


class Trainer:
    """Owns the network in training, its optimiser, its average and the count of steps."""

    def __init__(
        self, net: TangoFlux, tokenizer: Tokenizer, plan: Plan, device: str = "cpu"
    ) -> None:
        self.net, self.tokenizer, self.plan = net.to(device), tokenizer, plan
        self.device = torch.device(device)
        net.train()
        net.text_encoder.eval().requires_grad_(False)
        for part in (net.transformer, net.fc, net.duration_emebdder):
            part.requires_grad_(True)
        plain: Any = PlainAttention()
        net.transformer.set_attn_processor(plain)
        self.core = nn.ModuleList([net.transformer, net.fc, net.duration_emebdder])
        self.optimiser = optim.MuonAdamW(self.core, _matrices(net), lr=plan.learning_rate)
        self.average = optim.Average(self.core, plan.average)
        self.step, self.seconds = 0, 0.0

    def progress(self) -> float:
        """How much of the plan is done, 0 to 1."""
        if self.plan.minutes:
            return self.seconds / (60 * self.plan.minutes)
        return self.step / self.plan.steps

    def train_step(self, batch: Batch, rng: np.random.Generator) -> float:
        """One update; returns the loss."""
        began = time.monotonic()
        scale = optim.schedule(
            self.progress(), self.step, warmup_steps=self.plan.warm_up, flat=self.plan.flat
        )
        self.optimiser.set_scale(scale)
        loss = self._loss(batch, rng)
        value, _ = optim.descend(
            loss, self.core, self.optimiser, self.average, what="flow", step=self.step
        )
        self.step += 1
        self.seconds += time.monotonic() - began
        return value

    def _loss(self, batch: Batch, rng: np.random.Generator) -> Tensor:
        sigma, noise = draw(batch, rng, self.plan.time_mean)
        batch = replace(batch, **{k: getattr(batch, k).to(self.device) for k in _TENSORS})
        sigma, noise = sigma.to(self.device), noise.to(self.device)
        with torch.autocast(self.device.type, torch.bfloat16):
            return velocity_loss(self.net, batch, self._text(batch), sigma, noise).mean()

    @torch.no_grad()
    def _text(self, batch: Batch) -> tuple[Tensor, Tensor]:
        ids, mask = (x.to(self.device) for x in tokenise(self.tokenizer, [*batch.texts, ""]))
        states, pooled = self.net.encode_text(ids, mask)
        hidden = batch.hidden.view(-1, 1, 1)
        return torch.where(hidden, states[-1:], states[:-1]), pooled[:-1]

    @torch.no_grad()
    def held_out_loss(self, batches: Batches, count: int) -> float:
        """Loss of the averaged weights on batches that are never trained on, at fixed noise."""
        own = {k: v.clone() for k, v in self.core.state_dict().items()}
        self.core.load_state_dict(self.average.values)
        losses = []
        for index in range(count):
            batch, rng = batches(index)
            losses.append(self._loss(batch, rng).item())
        self.core.load_state_dict(own)
        return sum(losses) / len(losses)

    def save(self, path: Path) -> None:
        """Everything that going on needs."""
        checkpoints.save_checkpoint(
            path,
            {
                "plan": asdict(self.plan),
                "step": self.step,
                "seconds": self.seconds,
                "core": self.core.state_dict(),
                "average": self.average.state_dict(),
                "optimiser": self.optimiser.state_dict(),
            },
        )

    def start_from(self, weights: Mapping[str, Tensor]) -> None:
        """Begin with the weights of another training, as `stored_state` gives them.

        Raises:
            BuildError: they are of a net of other sizes.
        """
        own = {k: v.shape for k, v in self.net.state_dict().items() if not k.startswith(_TEXT)}
        if own != {k: v.shape for k, v in weights.items()}:
            raise errors.BuildError(
                "The weights to start from are of a flow of other sizes.", "Train it from nothing."
            )
        self.net.load_state_dict(dict(weights), strict=False)
        self.average = optim.Average(self.core, self.plan.average)

    def resume(self, path: Path) -> None:
        """Go on from a checkpoint if there is one.

        Raises:
            BuildError: it belongs to another plan.
        """
        state = checkpoints.load_checkpoint(path)
        if state is None:
            return
        if replace(Plan(**state["plan"]), minutes=0) != replace(self.plan, minutes=0):
            raise errors.BuildError(
                "The checkpoint of the flow belongs to another plan.",
                f"Remove {path} to train it anew.",
            )
        self.core.load_state_dict(state["core"])
        self.average.load_state_dict(state["average"])
        self.optimiser.load_state_dict(state["optimiser"])
        self.step, self.seconds = int(state["step"]), float(state["seconds"])


def _matrices(net: TangoFlux) -> list[Tensor]:
    """The blocks' matrices; those of the modulation are many and gain little from Muon."""
    blocks = (net.transformer.transformer_blocks, net.transformer.single_transformer_blocks)
    modulation = {id(p) for name, p in net.named_parameters() if "norm" in name}
    return [m for part in blocks for m in optim.block_matrices(part) if id(m) not in modulation]


def train(
    trainer: Trainer, clips: Clips, held_out: Clips, folder: Path
) -> Iterator[dict[str, float]]:
    """Train until the plan is done; yields a record of each stretch between checkpoints."""
    plan = trainer.plan
    trainer.resume(folder / "flow.pt")
    batches = Batches(clips, plan)
    tests = Batches(held_out, replace(plan, add_silence=0.0, drop_caption=0.0, drop_words=0.0))
    losses: list[float] = []
    while trainer.progress() < 1:
        losses.append(trainer.train_step(*batches(trainer.step)))
        if trainer.step % plan.save_every == 0 or trainer.progress() >= 1:
            record = {
                "step": trainer.step,
                "minutes": round(trainer.seconds / 60, 2),
                "loss": round(sum(losses) / len(losses), 4),
                "held_out": round(trainer.held_out_loss(tests, 8), 4),
            }
            losses.clear()
            trainer.save(folder / "flow.pt")
            with (folder / "log.jsonl").open("a") as file:
                file.write(json.dumps(record) + "\n")
            yield record


def stored_state(checkpoint: Path, net: TangoFlux) -> dict[str, Tensor]:
    """The averaged weights of a checkpoint under the names of the published layout.

    Raises:
        BuildError: there is no checkpoint.
    """
    core = nn.ModuleList([net.transformer, net.fc, net.duration_emebdder])
    core.load_state_dict(_averaged(checkpoint))
    return {
        name: value.clone()
        for name, value in net.state_dict().items()
        if not name.startswith(_TEXT)
    }


def _averaged(checkpoint: Path) -> dict[str, Tensor]:
    state = checkpoints.load_checkpoint(checkpoint)
    if state is None:
        raise errors.BuildError("The flow has not been trained.", "Run the flow stage first.")
    return state["average"]["values"]
