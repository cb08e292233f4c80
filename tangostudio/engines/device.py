"""Which device does the work. CUDA before the CPU; Apple's MPS only when it is asked for.

The starter's transforms and generators are proved on the CPU and written for CUDA; MPS lacks some
of them, so it is not chosen by itself.
"""

from __future__ import annotations

import os
import sys

from tangostudio.errors import BadRequest

_ASK = "TANGOSTUDIO_DEVICE"


def choose_device() -> str:
    """Name the device: "cuda" where there is one, else "cpu", unless TANGOSTUDIO_DEVICE says.

    Torch is asked only when a family has already brought it in.

    Raises:
        BadRequest: the environment names something that is not a device.
    """
    if asked := os.environ.get(_ASK):
        if asked not in ("cpu", "cuda", "mps"):
            raise BadRequest(f"{_ASK} is {asked!r}.", "It may be cpu, cuda or mps.")
        return asked
    torch = sys.modules.get("torch")
    return "cuda" if torch is not None and torch.cuda.is_available() else "cpu"


def leave_a_core() -> None:
    """Give torch, where a family has brought it in, one core less than there are.

    The core that is left keeps what plays from stuttering. The number never changes while the
    process lives: sums are taken in another order with another number of threads, and a seed would
    no longer give the same bits.
    """
    torch = sys.modules.get("torch")
    if torch is not None:
        torch.set_num_threads(max(1, (os.cpu_count() or 1) - 1))
