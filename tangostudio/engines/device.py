"""Which device does the work, in which precision, and why."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tangostudio import machine
from tangostudio.errors import BadRequest
from tangostudio.families.placement import BFLOAT16, FLOAT16

DEVICES = ("cuda", "mps", "cpu")
"""In the order of preference."""

_ASK = "TANGOSTUDIO_DEVICE"
_NAMES = {"cuda": "graphics card (CUDA)", "mps": "Apple GPU (MPS)", "cpu": "processor"}


@dataclass(frozen=True)
class Choice:
    """A device, the precision of the net that samples ("" for the family's own), and the reason."""

    device: str
    precision: str
    reason: str


def choose(able: Sequence[str] = DEVICES) -> Choice:
    """The best device that is there, of those that a model is proved on; TANGOSTUDIO_DEVICE rules.

    Torch is asked only when a family has already brought it in.

    Raises:
        BadRequest: the environment names something that is not a device.
    """
    if asked := os.environ.get(_ASK):
        if asked not in DEVICES:
            raise BadRequest(f"{_ASK} is {asked!r}.", "It may be cpu, cuda or mps.")
        return Choice(asked, _precision(asked), f"{_NAMES[asked]}, as {_ASK} says")
    there = [name for name in DEVICES if _is_there(name)]
    device = next((name for name in there if name in able), "cpu")
    if device == there[0]:
        missing = "" if device != "cpu" else ": no graphics card that can be used was found"
        return Choice(device, _precision(device), _NAMES[device] + missing)
    reason = f"{_NAMES[device]}: this model is not proved on the {_NAMES[there[0]]}"
    return Choice(device, _precision(device), reason)


def choose_device() -> str:
    """Name of the device for what is proved on CUDA and the processor only."""
    return choose(("cuda", "cpu")).device


def free_memory(device: str) -> int | None:
    """Bytes that are free on a device; None where it does not say."""
    torch: Any = sys.modules.get("torch")
    if device == "cuda" and torch is not None:
        return int(torch.cuda.mem_get_info()[0])
    return machine.free_memory()  # Apple's GPU shares main memory


def let_go() -> None:
    """Give back what a freed model still holds: nets in circles, and caches of every device."""
    gc.collect()
    torch: Any = sys.modules.get("torch")
    for name in DEVICES:
        if name != "cpu" and _is_there(name):
            getattr(torch, name).empty_cache()


def _is_there(device: str) -> bool:
    torch: Any = sys.modules.get("torch")
    if device == "cpu" or torch is None:
        return device == "cpu"
    return torch.cuda.is_available() if device == "cuda" else torch.backends.mps.is_available()


def _precision(device: str) -> str:
    """Half precision on a graphics card; on Apple's GPU and the processor the family's own."""
    torch: Any = sys.modules.get("torch")
    if device != "cuda" or torch is None:
        return ""
    return BFLOAT16 if torch.cuda.is_bf16_supported() else FLOAT16


def leave_a_core() -> None:
    """Give torch, where a family has brought it in, one core less than there are.

    The core that is left keeps what plays from stuttering. The number never changes while the
    process lives: sums are taken in another order with another number of threads, and a seed would
    no longer give the same bits.
    """
    torch = sys.modules.get("torch")
    if torch is not None:
        torch.set_num_threads(max(1, (os.cpu_count() or 1) - 1))
