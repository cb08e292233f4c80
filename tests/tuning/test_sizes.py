"""Sizes foretold from a config alone, against those of the real thing."""

from __future__ import annotations

import json
from dataclasses import asdict, replace

import pytest

from tangostudio import paths
from tangostudio.cards import Catalogue
from tangostudio.families.tangoflux import Flow
from tangostudio.tuning import lora
from tangostudio.tuning.plan import TARGETS, Options, Plan
from tangostudio.tuning.sizes import Network, needs, trained_values
from tests.tuning import tiny

STARTER = paths.models_dir() / "starter"
NET = Network.of(json.loads((STARTER / "config.json").read_text()))
PLAN = Plan(prompts=10, candidates=4, batch=16, micro_batch=16)


@pytest.fixture(scope="module")
def starter() -> Flow:
    card = Catalogue.load(paths.models_dir()).get("starter")
    return lora.load_base(card, STARTER, "cpu").model.net


def policy(options: Options) -> lora.Policy:
    return lora.Policy(tiny.base(), options, 1)


def trained(options: Options) -> int:
    return sum(value.numel() for value in policy(options).trained.values())


TINY = Network.of(asdict(tiny.CONFIG))


@pytest.mark.parametrize("targets", TARGETS)
@pytest.mark.parametrize("rank", [1, 3])
def test_adapters_are_as_large_as_a_policy_s(targets: str, rank: int) -> None:
    options = Options(rank=rank, targets=targets)
    assert trained_values(TINY, options) == trained(options)


def test_an_adapter_of_the_starter(starter: Flow) -> None:
    """What is known of its config is what lies in its layers."""
    assert trained_values(NET, Options(rank=8)) == 286_720
    layers = dict(starter.transformer.named_modules())
    counted = 0
    for name, module in layers.items():
        inside = name.split(".", 2)[-1] if "blocks." in name else ""
        if inside in TARGETS["blocks"]:
            counted += 8 * (module.in_features + module.out_features)  # pyright: ignore
    assert counted == 286_720


def test_the_blocks_hold_about_as_many_values_as_foretold(starter: Flow) -> None:
    blocks = [
        parameter.numel()
        for name, parameter in starter.transformer.named_parameters()
        if "blocks." in name
    ]
    assert NET.values() == pytest.approx(sum(blocks), rel=0.02)
    whole = sum(parameter.numel() for parameter in starter.transformer.parameters())
    assert NET.values() == pytest.approx(whole, rel=0.1)
    assert trained_values(NET, Options(full=True)) == NET.values()


def test_layers_are_those_that_adapters_may_change(starter: Flow) -> None:
    assert NET.layers().keys() == set(TARGETS["blocks"])
    assert (NET.width, NET.double, NET.single) == (256, 2, 4)
    assert (NET.channels, NET.tokens_per_second) == (122, 10.8)


def test_the_tiny_base_s_blocks() -> None:
    blocks = [
        parameter.numel()
        for name, parameter in tiny.network().transformer.named_parameters()
        if "blocks." in name and parameter.ndim == 2
    ]
    assert TINY.values() == sum(blocks)


def test_what_takes_more_memory() -> None:
    found = needs(PLAN, NET, 2.0)
    assert found.memory_bytes > found.least_memory_bytes > 0
    small = needs(replace(PLAN, micro_batch=1), NET, 2.0)
    assert small.memory_bytes < found.memory_bytes / 8
    assert small.least_memory_bytes == found.least_memory_bytes
    assert needs(PLAN, NET, 8.0).memory_bytes > 1.5 * found.memory_bytes
    # No part is larger than a batch.
    few = replace(PLAN, batch=4)
    assert needs(few, NET, 2.0) == needs(replace(few, micro_batch=4), NET, 2.0)
    full = needs(replace(PLAN, adapter=Options(full=True)), NET, 2.0)
    assert full.least_memory_bytes >= 4 * 4 * NET.values()


def test_what_takes_more_room_on_the_disk() -> None:
    found = needs(PLAN, NET, 2.0).disk_bytes
    latent = 4 * 22 * NET.channels
    more = needs(replace(PLAN, prompts=20), NET, 2.0).disk_bytes
    assert more - found == 10 * latent * (PLAN.candidates + 2)
    assert needs(PLAN, NET, 8.0).disk_bytes > found
    # Two checkpoints with policy, reference and two moments.
    assert found > 2 * 4 * 4 * trained_values(NET, PLAN.adapter)


def test_no_sound_is_too_short() -> None:
    assert needs(PLAN, NET, 0.0) == needs(PLAN, NET, 0.01)
