"""Keeping the hub's client, and what is built on it, off the network. Knows nothing else."""

from __future__ import annotations

import os

_SWITCHES = {
    "HF_HUB_OFFLINE": "1",
    "TRANSFORMERS_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
}


def go_offline() -> None:
    """From now on nothing that this process imports asks the hub.

    To be called before anything imports the client, which reads its switches once. Downloads have
    a process of their own (`child`).
    """
    os.environ.update(_SWITCHES)
