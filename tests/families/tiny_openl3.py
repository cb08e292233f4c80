"""OpenL3 with random weights, in the layout of torchopenl3."""

from __future__ import annotations

from pathlib import Path

import torch
from safetensors.torch import save_file

from tangostudio.families import openl3


def write(folder: Path) -> Path:
    """A file as torchopenl3's is, turned into safetensors: its transform's numbers included."""
    torch.manual_seed(0)
    net = openl3.Net()
    for value in net.parameters():
        if value.ndim == 4:
            torch.nn.init.kaiming_normal_(value)
    state = dict(net.state_dict())
    state["speclayer.mel_basis"] = torch.rand(256, 1025) / 100
    for name in openl3._KERNELS:
        state[name] = torch.zeros(1025, 1, 2048)
    save_file(state, folder / openl3.WEIGHTS)
    return folder
