"""The two networks of ARC post-training over the families that have it: generator, discriminator.

Both begin as the pre-trained flow. The generator is the flow itself; the discriminator is a copy of
its input layers and of about 75 % of its blocks, with a light head (Novack et al., "Fast
Text-to-Audio Generation with Adversarial Post-Training", 2025). Knows nothing of losses and data.
"""

from __future__ import annotations

import copy
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import torch
from torch import Tensor, nn

from tangostudio.families.nets.stable_audio_3_conditioners import Conditioners
from tangostudio.families.nets.stable_audio_3_dit import StableAudio3DiT
from tangostudio.families.stable_audio_config import TOTAL
from tangostudio.families.stable_audio_net import StableAudio
from tangostudio.families.tangoflux_net import Flow

TRUNK_SHARE = 0.75

Net = TypeVar("Net", bound=nn.Module)


@dataclass(frozen=True)
class Texts:
    """What a frozen text encoder said of a batch of prompts, and the seconds asked for.

    Attributes:
        states: (B, T, D).
        summary: of the prompts: the mask (B, T) for Stable Audio, all zeros without a prompt; the
            mean (B, D) for TangoFlux; 1 with and 0 without a prompt (B,) for Stable Audio 3.
        seconds: (B,).
    """

    states: Tensor
    summary: Tensor
    seconds: Tensor

    def part(self, places: slice) -> Texts:
        """Those of some of the items."""
        return Texts(self.states[places], self.summary[places], self.seconds[places])

    def of_others(self, order: Sequence[int]) -> Texts:
        """Each item with the prompt of another; the seconds stay."""
        places = list(order)
        return Texts(self.states[places], self.summary[places], self.seconds)


class FlowGenerator(nn.Module):
    """A TangoFlux flow, which the starter is too."""

    def __init__(self, net: Flow) -> None:
        super().__init__()
        self.net = net

    def forward(self, x: Tensor, time: Tensor, texts: Texts) -> Tensor:
        """The velocity (B, L, C) at times (B,)."""
        told = self.net.join(texts.states, texts.summary, texts.seconds)
        return self.net(x, time, *told).float()


class StableAudioGenerator(nn.Module):
    """A Stable Audio Open transformer with the embedders of its numbers."""

    def __init__(self, net: StableAudio) -> None:
        super().__init__()
        self.net = net

    def forward(self, x: Tensor, time: Tensor, texts: Texts) -> Tensor:
        """The velocity (B, L, C) at times (B,)."""
        return self.net.transformer(x, time, *_described(self.net, texts))


class StableAudio3Generator(nn.Module):
    """A Stable Audio 3 transformer with the embedder of its duration."""

    def __init__(self, net: StableAudio3DiT, conditioners: Conditioners) -> None:
        super().__init__()
        self.net, self.conditioners = net, conditioners

    def forward(
        self,
        x: Tensor,
        time: Tensor,
        texts: Texts,
        real: Tensor | None = None,
        given: Tensor | None = None,
        exact: bool = True,
    ) -> Tensor:
        """The velocity (B, L, C) at times (B,).

        Args:
            real: (B, L), False where a latent is padding.
            given: the local condition (B, L, 1 + C), [1 where given, latents there].
            exact: see `stable_audio_3_dit.Padding`.
        """
        duration = self.conditioners.seconds_total(texts.seconds.tolist())
        tokens = torch.cat([texts.states, duration[:, None]], 1)
        # Without a prompt all that is attended to is zeros, the duration's token too.
        told = self.net.read(tokens * texts.summary[:, None, None], duration)
        if given is not None:
            told = told.with_given(given)
        return self.net(x, time, told, real, exact).float()


class FlowTrunk(nn.Module):
    """The first blocks of a TangoFlux flow; hidden states of the latents, not those of the text."""

    def __init__(self, net: Flow, blocks: int) -> None:
        super().__init__()
        self.net = copy.deepcopy(net)
        transformer: Any = self.net.transformer
        joint = transformer.transformer_blocks
        transformer.transformer_blocks = joint[:blocks]
        left = max(0, blocks - len(joint))
        transformer.single_transformer_blocks = transformer.single_transformer_blocks[:left]
        transformer.norm_out, transformer.proj_out = _Unchanged(), nn.Identity()

    def forward(self, x: Tensor, time: Tensor, texts: Texts) -> Tensor:
        """(B, L, width) at times (B,)."""
        told = self.net.join(texts.states, texts.summary, texts.seconds)
        return self.net(x, time, *told)


class StableAudioTrunk(nn.Module):
    """The first blocks of a Stable Audio Open transformer; its prepended token is the first."""

    def __init__(self, net: StableAudio, blocks: int) -> None:
        super().__init__()
        self.net = copy.deepcopy(net)
        transformer = self.net.transformer
        del transformer.transformer.layers[blocks:]
        del transformer.transformer.project_out, transformer.postprocess_conv

    def forward(self, x: Tensor, time: Tensor, texts: Texts) -> Tensor:
        """(B, 1 + L, width) at times (B,)."""
        return self.net.transformer.hidden(x, time, *_described(self.net, texts))


class Discriminator(nn.Module):
    """A trunk and a head: how real noised latents are, at every few positions."""

    def __init__(self, trunk: nn.Module, head: nn.Module) -> None:
        super().__init__()
        self.trunk, self.head = trunk, head

    def forward(self, x: Tensor, time: Tensor, texts: Texts) -> Tensor:
        """Scores (B, 1, M) of latents (B, L, C) noised to times (B,), float32."""
        hidden = self.trunk(x, time, texts)
        # Convolutions in bfloat16 are slower on a CPU, and differences of scores are small.
        with torch.autocast(x.device.type, enabled=False):
            return self.head(hidden.float())


def trunk_blocks(blocks: int, share: float = TRUNK_SHARE) -> int:
    """How many of the blocks make the trunk, at least one."""
    return max(1, math.ceil(blocks * share))


def estimate(generator: nn.Module, x: Tensor, time: Tensor, texts: Texts) -> Tensor:
    """The sound (B, L, C) that a generator sees in latents at times (B,): x_t - t v."""
    return x - time.view(-1, 1, 1) * generator(x, time, texts)


class _Unchanged(nn.Module):
    """In place of the last norm, which is told the time too."""

    def forward(self, hidden: Tensor, _time: Tensor) -> Tensor:
        return hidden


def _described(net: StableAudio, texts: Texts) -> tuple[Tensor, Tensor]:
    # Checkpoints without a start, such as Small, alone can be trained so.
    states, glob = net.describe(texts.states, texts.summary, {TOTAL: texts.seconds})
    # Without a prompt all that is attended to is zeros, the seconds too; a mask is never empty.
    told = texts.summary.any(1).to(states.dtype)
    return states * told[:, None, None], glob


def same(net: Net) -> Net:
    """A frozen copy of a net."""
    return copy.deepcopy(net).eval().requires_grad_(False)
