"""The transformer of Stable Audio Open with the embedders of its numbers, under published names.

It turns a prompt's states and the seconds into what the transformer reads. It knows nothing of how
texts become states, and of files.
"""

from collections.abc import Mapping

import torch
from torch import Tensor, nn

from tangostudio.families.nets.number_embedder import NumberEmbedder
from tangostudio.families.nets.stable_audio_dit import DiffusionTransformer
from tangostudio.families.stable_audio_config import Config


class StableAudio(nn.Module):
    """All of a checkpoint but its codec and its text encoder."""

    def __init__(self, config: Config) -> None:
        super().__init__()
        self.config = config
        width = config.dit.condition
        numbers = {name: NumberEmbedder(width, *ends) for name, ends in config.numbers.items()}
        self.model = nn.ModuleDict({"model": DiffusionTransformer(config.dit)})
        self.conditioner = nn.ModuleDict({"conditioners": nn.ModuleDict(numbers)})

    @property
    def transformer(self) -> DiffusionTransformer:
        """The net that samples."""
        found = self.model["model"]
        assert isinstance(found, DiffusionTransformer)
        return found

    def describe(
        self, states: Tensor, mask: Tensor, numbers: Mapping[str, Tensor]
    ) -> tuple[Tensor, Tensor]:
        """What the transformer reads of a prompt and its numbers.

        The pads' states become zeros, but are read: attention has no mask.

        Args:
            states: of the prompt, (B, tokens, D), float32.
            mask: (B, tokens), 1 where a token is and 0 where a pad is.
            numbers: by id, (B,).

        Returns:
            States (B, T, D) of all conditions, and the global condition (B, G).
        """
        embedders = self.conditioner["conditioners"]
        told = {
            name: embedders[name](numbers[name])  # pyright: ignore[reportIndexIssue]
            for name in self.config.numbers
        }
        rows = {name: vector[:, None] for name, vector in told.items()}
        rows[self.config.prompt] = states * mask[..., None].to(states.dtype)
        joined = torch.cat([rows[name] for name in self.config.states], dim=1)
        return joined, torch.cat([told[name] for name in self.config.glob], dim=-1)


def guided(
    net: DiffusionTransformer,
    x: Tensor,
    time: Tensor,
    states: tuple[Tensor, ...],
    glob: Tensor,
    guidance: float,
    rescale: float = 0.0,
) -> Tensor:
    """The prediction (B, L, C) with guidance g: u + g (c - u), in one batch of two halves.

    Args:
        x: (B, L, C); time (1,).
        states: (1 or B, T, D) of the prompt, and of what to steer away from unless g is 1.
        glob: (1 or B, G), the same for both.
        guidance: g; the second of `states` is not read when it is 1.
        rescale: how far each latent's spread is brought back to that of the prompt's own
            prediction, 0 to 1 (Lin et al., "Common Diffusion Noise Schedules and Sample Steps are
            Flawed", 2023).
    """
    takes = x.shape[0]
    glob = glob.expand(takes, -1)
    told = [each.expand(takes, -1, -1) for each in states]
    if guidance == 1:
        return net(x, time, told[0], glob)
    both = net(torch.cat([x, x]), time, torch.cat(told), torch.cat([glob, glob]))
    c, u = both.chunk(2)
    found = u + guidance * (c - u)
    if not rescale:
        return found
    spread = c.std(dim=-1, keepdim=True) / found.std(dim=-1, keepdim=True)
    return rescale * spread * found + (1 - rescale) * found
