"""How every family holds a model: weights mapped from their files, and all of it on its device."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from torch import nn
from transformers import masking_utils

from tangostudio.families import clap, stable_audio, stable_audio_3, tango2
from tangostudio.families.placement import BFLOAT16, DROP, Placement
from tests.families import tiny_clap, tiny_stable_audio, tiny_stable_audio_3, tiny_tango2


@dataclass(frozen=True)
class Case:
    """A family, a checkpoint of it, and a request.

    Attributes:
        mapped: parts whose tensors are used as they lie in the file; others are folded, or stored
            in another precision.
    """

    family: Any
    write: Callable[[Path], Any]
    prompt: str
    seconds: float
    sigma: float
    mapped: tuple[str, ...]


def single(folder: Path) -> Any:
    config = tiny_stable_audio.SMALL
    return tiny_stable_audio.write_single(folder, config, tiny_stable_audio.random_state(config))


def third(folder: Path, medium: bool = False) -> Any:
    tiny_stable_audio_3.write(folder, medium=medium)
    return tiny_stable_audio_3.card()


def second(folder: Path) -> Any:
    tiny_tango2.write(folder)
    return tiny_tango2.CARD


CASES = {
    "stable audio": Case(stable_audio, single, "7 8", 0.02, 0.5, ("text",)),
    "stable audio 3": Case(stable_audio_3, third, "a dog", 0.5, 0.5, ("codec",)),
    "stable audio 3, medium": Case(
        stable_audio_3, lambda folder: third(folder, True), "a dog", 0.5, 0.5, ("codec",)
    ),
    "tango 2": Case(tango2, second, "7 8", 1.0, 501.0, ("text", "codec")),
}


@pytest.fixture(scope="module", params=CASES)
def case(request: pytest.FixtureRequest) -> Case:
    return CASES[request.param]


@pytest.fixture(scope="module")
def checkpoint(case: Case, tmp_path_factory: pytest.TempPathFactory) -> tuple[Any, Path]:
    """A card and a folder."""
    folder = tmp_path_factory.mktemp("checkpoints") / "tiny"
    folder.mkdir()
    return case.write(folder), folder


# --- mapped ----------------------------------------------------------------------------------


def copied(net: nn.Module) -> list[str]:
    """Names of the learned tensors that lie elsewhere than in a mapped file."""
    rows = [line.split() for line in Path("/proc/self/maps").read_text().splitlines()]
    ranges = [
        tuple(int(edge, 16) for edge in row[0].split("-"))
        for row in rows
        if row[-1].endswith(".safetensors")
    ]
    return [
        name
        for name, value in net.named_parameters()
        if value.numel() and not any(low <= value.data_ptr() < high for low, high in ranges)
    ]


@pytest.mark.skipif(sys.platform != "linux", reason="reads what the kernel says of its maps")
def test_weights_are_mapped_and_not_copied(case: Case, checkpoint: tuple[Any, Path]):
    model = case.family.build(*checkpoint, "cpu")
    assert not copied(model.net)
    for name in case.mapped:
        with getattr(model, name).ready() as net:
            assert not copied(net)
    half = case.family.build(*checkpoint, Placement(precision=BFLOAT16))
    assert copied(half.net)


@pytest.mark.skipif(sys.platform != "linux", reason="reads what the kernel says of its maps")
def test_weights_of_an_ear_are_mapped_and_not_copied(tmp_path: Path):
    tiny_clap.write(tmp_path)
    assert not copied(clap.build(tmp_path).net)


# --- on a device -----------------------------------------------------------------------------


@pytest.fixture
def graphics_card(monkeypatch: pytest.MonkeyPatch) -> str:
    """A device beside the processor that is everywhere: it keeps shapes and no numbers."""
    for name in ("_ignore_bidirectional_mask_sdpa", "_ignore_causal_mask_sdpa"):
        monkeypatch.setattr(masking_utils, name, lambda *args, **more: False)
    return "meta"


def test_all_that_is_computed_is_on_the_device_and_velocities_are_float32(
    case: Case, checkpoint: tuple[Any, Path], graphics_card: str
):
    family = case.family
    model = family.build(*checkpoint, Placement(graphics_card, BFLOAT16, DROP, 8))
    shape = family.latent_shape(model, case.seconds)
    x, generator = family.start(model, shape, 1)
    x = family.stack([x, x])
    for guidance in (1.0, 3.0):
        told = family.condition(model, case.prompt, "rain", case.seconds, guidance)
        if hasattr(family, "keep"):
            told = family.keep(model, told, x, [(0.1, 0.2)])
        v = family.velocity(model, x, case.sigma, told)
        assert (v.shape, v.dtype, v.device.type) == (x.shape, torch.float32, graphics_card)
    sound = np.zeros((500, 2), np.float32)
    z = family.encode(model, sound, 1000, case.seconds, generator)
    assert (z.shape, z.dtype, z.device.type) == ((1, *shape), torch.float32, graphics_card)


# --- read once -------------------------------------------------------------------------------


def test_an_encoder_that_is_dropped_after_use_is_read_once_a_request_and_a_sound_heard_once(
    case: Case, checkpoint: tuple[Any, Path], monkeypatch: pytest.MonkeyPatch
):
    family = case.family
    model = family.build(*checkpoint, Placement(parts=DROP))
    reads: list[str] = []
    for name in ("text", "codec"):
        part = getattr(model, name)
        load = part._load
        monkeypatch.setattr(part, "_load", lambda n=name, load=load: reads.append(n) or load())
    for _ in range(2):
        family.condition(model, case.prompt, "rain", case.seconds, 3.0)
    assert reads == ["text"]
    sound = np.random.default_rng(1).standard_normal((300, 2)).astype(np.float32)
    for seed in (1, 2):
        generator = torch.Generator().manual_seed(seed)
        family.encode(model, sound, 1000, case.seconds, generator)
    assert reads == ["text", "codec"]
    family.encode(model, sound[:200], 1000, case.seconds, torch.Generator())
    assert reads == ["text", "codec", "codec"]
