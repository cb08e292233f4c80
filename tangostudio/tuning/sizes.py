"""How large a tuning is: values, bytes of memory and bytes on the disk. Arithmetic without torch.

It knows the layers of a TangoFlux transformer from its config alone, so that a plan can be shown
before anything is loaded.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tangostudio.tuning.plan import ATTENTION, MLP, Options, Plan

_RECOMPUTED = 0.25
"""Part of the activations that is left when blocks are computed again in the backward pass."""


@dataclass(frozen=True)
class Network:
    """The sizes of a transformer that matter here.

    Attributes:
        width: of its states; double, single: numbers of its blocks.
        channels, tokens_per_second: of the latents.
    """

    width: int
    double: int
    single: int
    channels: int
    tokens_per_second: float

    @classmethod
    def of(cls, config: Mapping[str, Any]) -> "Network":
        """From the fields of a checkpoint's `config.json`."""
        return cls(
            width=int(config["attention_head_dim"]) * int(config["num_attention_heads"]),
            double=int(config["num_layers"]),
            single=int(config["num_single_layers"]),
            channels=int(config["in_channels"]),
            tokens_per_second=float(config["audio_seq_len"]) / float(config["max_duration"]),
        )

    def layers(self) -> dict[str, tuple[int, int, int]]:
        """(inputs, outputs, how many) of the layers inside the blocks, by name."""
        w, both = self.width, self.double + self.single
        square = dict.fromkeys(ATTENTION, (w, w, self.double))
        square |= dict.fromkeys(ATTENTION[:3], (w, w, both))
        return square | {
            "ff.net.0.proj": (w, 4 * w, self.double),
            "ff.net.2": (4 * w, w, self.double),
            "ff_context.net.0.proj": (w, 4 * w, self.double),
            "ff_context.net.2": (4 * w, w, self.double),
            "proj_mlp": (w, 4 * w, self.single),
            "proj_out": (5 * w, w, self.single),
        }

    def values(self) -> int:
        """About how many weights the blocks hold, their modulation included."""
        linear = sum(i * o * count for i, o, count in self.layers().values())
        return linear + self.width**2 * (12 * self.double + 3 * self.single)


def trained_values(network: Network, options: Options) -> int:
    """How many values an adapter of these options trains."""
    if options.full:
        return network.values()
    names = {"attention": ATTENTION, "mlp": MLP, "blocks": ATTENTION + MLP}[options.targets]
    layers = network.layers()
    return sum(options.rank * (layers[n][0] + layers[n][1]) * layers[n][2] for n in names)


@dataclass(frozen=True)
class Needs:
    """What a tuning will take: bytes of memory beyond the loaded model, and bytes on the disk.

    Attributes:
        least_memory_bytes: with the smallest parts and blocks computed again, which is slower.
    """

    memory_bytes: int
    least_memory_bytes: int
    disk_bytes: int


def needs(plan: Plan, network: Network, longest_seconds: float) -> Needs:
    """An upper estimate, for the check before the start and for the plan that is shown."""
    length = max(1, math.ceil(longest_seconds * network.tokens_per_second))
    trained = 4 * trained_values(network, plan.adapter)
    blocks = network.double + network.single
    # About forty tensors of a block's width are kept for each token until the backward pass.
    each = 2 * (length + 64) * network.width * blocks * 40 * 4
    copy = 4 * network.values()  # that makes candidates; it has gone before the training
    # Gradients, two moments and a reference.
    memory = max(4 * trained + each * min(plan.micro_batch, plan.batch), copy)
    least = max(4 * trained + int(_RECOMPUTED * each), copy)
    latents = 4 * length * network.channels
    # A checkpoint holds policy, reference and two moments; while one is written there are two.
    disk = plan.prompts * latents * (plan.candidates + 2) + 2 * 4 * trained
    return Needs(memory, least, disk)
