"""How fast this machine computes what models are made of: one block of a net, one of a codec.

From two small measurements the time of a model's take is foretold before its first one. The figures
of a take are a card's; nothing of any model is known here.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

WIDTH, LENGTH = 1024, 384
CHANNELS, FRAMES, KERNEL = 128, 16384, 7
_BLOCK = 2.0 * LENGTH * (12 * WIDTH * WIDTH + 2 * LENGTH * WIDTH)  # FLOP
_CONVOLUTION = 2.0 * CHANNELS * CHANNELS * KERNEL * FRAMES
_RUNS = 3


def measure(device: str, precision: str = "") -> tuple[float, float]:
    """GFLOP/s of a transformer block and of a convolution.

    Args:
        precision: of the block; "" for the one that is quickest there and near enough.
    """
    import torch

    wait = getattr(torch, device).synchronize if device != "cpu" else lambda: None
    with torch.inference_mode():
        block, convolution = _block(device, precision), _convolution(device)
        return _speed(block, _BLOCK, wait), _speed(convolution, _CONVOLUTION, wait)


def _speed(run: Callable[[], Any], flop: float, wait: Callable[[], Any]) -> float:
    """The best of a few runs after one that warms up; a busy machine makes single runs slow."""
    best = float("inf")
    for turn in range(_RUNS + 1):
        began = time.perf_counter()
        run()
        wait()
        if turn:
            best = min(best, time.perf_counter() - began)
    return flop / best / 1e9


def _block(device: str, precision: str) -> Callable[[], Any]:
    """Attention of 8 heads and a feed-forward of four times the width, as nets have them."""
    import torch
    from torch import nn, randn
    from torch.nn import functional

    from tangostudio.families.nets import half, int8_linear
    from tangostudio.families.placement import BFLOAT16, FLOAT16, INT8, INT8_TEXT

    layers = nn.ModuleDict(
        {
            "qkv": nn.Linear(WIDTH, 3 * WIDTH),
            "out": nn.Linear(WIDTH, WIDTH),
            "up": nn.Linear(WIDTH, 4 * WIDTH),
            "down": nn.Linear(4 * WIDTH, WIDTH),
        }
    ).to(device)
    x = randn(1, LENGTH, WIDTH, device=device)
    if precision in (BFLOAT16, FLOAT16):
        layers, x = layers.to(getattr(torch, precision)), x.to(getattr(torch, precision))
    elif precision in (INT8, INT8_TEXT):
        int8_linear.use(layers)
    elif not precision and half.is_fast(device):
        half.use(layers)

    def run() -> Any:
        normed = functional.layer_norm(x, (WIDTH,))
        q, k, v = layers["qkv"](normed).view(1, LENGTH, 3, 8, -1).permute(2, 0, 3, 1, 4)
        mixed = functional.scaled_dot_product_attention(q, k, v).transpose(1, 2)
        y = x + layers["out"](mixed.reshape(1, LENGTH, WIDTH))
        return y + layers["down"](functional.gelu(layers["up"](y)))

    return run


def _convolution(device: str) -> Callable[[], Any]:
    """A convolution over long sound and the element-wise work that stands between two of them."""
    from torch import nn, randn

    layer = nn.Conv1d(CHANNELS, CHANNELS, KERNEL, padding=KERNEL // 2).to(device)
    x = randn(1, CHANNELS, FRAMES, device=device)
    return lambda: layer(x + x.sin().square())
