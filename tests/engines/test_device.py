"""Which device, and how many cores."""

from __future__ import annotations

import os

import pytest
import torch

from tangostudio.engines.device import choose_device, leave_a_core
from tangostudio.errors import BadRequest


def test_the_environment_decides(monkeypatch):
    monkeypatch.setenv("TANGOSTUDIO_DEVICE", "mps")
    assert choose_device() == "mps"
    monkeypatch.setenv("TANGOSTUDIO_DEVICE", "abacus")
    with pytest.raises(BadRequest, match="abacus"):
        choose_device()


@pytest.mark.parametrize(("available", "device"), [(True, "cuda"), (False, "cpu")])
def test_cuda_comes_before_the_cpu(monkeypatch, available, device):
    monkeypatch.delenv("TANGOSTUDIO_DEVICE", raising=False)
    monkeypatch.setattr(torch.cuda, "is_available", lambda: available)
    monkeypatch.setattr(torch.cuda, "is_bf16_supported", lambda: True)
    assert choose_device() == device


@pytest.mark.parametrize(("cores", "threads"), [(8, 7), (2, 1), (1, 1), (None, 1)])
def test_one_core_is_left(monkeypatch, cores, threads):
    before = torch.get_num_threads()
    monkeypatch.setattr(os, "cpu_count", lambda: cores)
    leave_a_core()
    assert torch.get_num_threads() == threads
    torch.set_num_threads(before)
