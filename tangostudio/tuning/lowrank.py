"""Low-rank adapters inside a network: put there, switched off and on again, named.

Hu et al., "LoRA: Low-Rank Adaptation of Large Language Models", 2021, by way of peft. Which layers
get one, and what is trained with them, is not known here.
"""

import math
from collections.abc import Iterator
from contextlib import contextmanager

import torch
from peft import LoraConfig, inject_adapter_in_model
from peft.tuners.tuners_utils import BaseTunerLayer
from torch import nn

from tangostudio.tuning.plan import Options

_NAME = "default"


def inject(net: nn.Module, options: Options, layers: str, seed: int) -> None:
    """Give the layers whose names match a regular expression an adapter that changes nothing yet.

    The same seed gives the same start everywhere: it is drawn from a generator of its own.
    """
    config = LoraConfig(
        r=options.rank,
        lora_alpha=options.alpha,  # pyright: ignore[reportArgumentType]
        target_modules=layers,
        lora_dropout=0.0,
    )
    inject_adapter_in_model(config, net, _NAME)
    generator = torch.Generator().manual_seed(seed)
    for name, parameter in net.named_parameters():
        if ".lora_A." in name:
            start = torch.empty(parameter.shape)
            nn.init.kaiming_uniform_(start, a=math.sqrt(5), generator=generator)
            parameter.data.copy_(start)


@contextmanager
def switched_off(net: nn.Module) -> Iterator[None]:
    """The network without its adapters, for as long as the block lasts."""
    layers = [module for module in net.modules() if isinstance(module, BaseTunerLayer)]
    for layer in layers:
        layer.enable_adapters(False)
    try:
        yield
    finally:
        for layer in layers:
            layer.enable_adapters(True)


def plain(name: str) -> str:
    """A parameter's name as adapters are stored: without peft's name for the adapter."""
    return name.replace(f".{_NAME}.", ".")


def base_state(net: nn.Module) -> dict[str, torch.Tensor]:
    """A network's tensors by their names before it was given adapters, without these."""
    return {
        name.replace(".base_layer.", "."): value
        for name, value in net.state_dict().items()
        if ".lora_" not in name
    }
