"""Walks of the torch families, tiny: what is kept of a source in their latents."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import Any, cast

import numpy as np
import pytest
import torch

from tangostudio.cards import ModelCard
from tangostudio.engines.loaded import Loaded
from tangostudio.engines.memory import Plan
from tangostudio.engines.variation import Chance
from tangostudio.engines.walk import Given, walk
from tangostudio.families import Family, stable_audio, tango2, tangoflux
from tangostudio.families.placement import Placement
from tangostudio.messages import GenerateRequest
from tests.families import tiny_stable_audio, tiny_tango2, tiny_tangoflux

SCHEDULES = {
    "euler": "linear", "pingpong": "log-snr", "dpmpp": "log-snr", "dpmpp-2m": "exponential",
    "dpmpp-3m-sde": "exponential", "ddpm": "numbered", "ddim": "numbered",
}  # fmt: skip


@pytest.fixture(scope="module")
def checkpoints(tmp_path_factory) -> dict[str, tuple[Any, ModelCard, Any, float, int]]:
    """Family, card, model, seconds of a take, and sample rate, by the family's name."""
    folders = {name: tmp_path_factory.mktemp(name) for name in ("flux", "tango")}
    flux = tiny_tangoflux.checkpoint(folders["flux"])
    tiny_tango2.write(folders["tango"])
    small, folder = tiny_stable_audio.SMALL, tmp_path_factory.mktemp("stable") / "small"
    stable = tiny_stable_audio.write_single(folder, small, tiny_stable_audio.random_state(small))
    models = {
        "flux": (tangoflux, flux, tangoflux.build(flux, folders["flux"], "cpu"), 0.05, 44100),
        "stable": (stable_audio, stable, stable_audio.build(stable, folder, "cpu"), 0.03, 44100),
        "tango": (
            tango2, tiny_tango2.CARD,
            tango2.build(tiny_tango2.CARD, folders["tango"], "cpu"), 1.2, 16000,
        ),
    }  # fmt: skip
    return models


def listened(module: Any) -> tuple[Any, SimpleNamespace]:
    """The family with what it encoded and what it was to decode."""
    seen = SimpleNamespace(encoded=[], decoded=None)

    def encode(*args):
        seen.encoded.append(module.encode(*args))
        return seen.encoded[-1]

    def decode(model, x, seconds, generators):
        seen.decoded = x
        return module.decode(model, x, seconds, generators)

    return SimpleNamespace(**{**vars(module), "encode": encode, "decode": decode}), seen


@pytest.mark.parametrize(
    ("name", "method"),
    [
        ("flux", "euler"),
        ("stable", "pingpong"),
        ("stable", "dpmpp"),
        ("stable", "dpmpp-2m"),
        ("stable", "dpmpp-3m-sde"),
        ("tango", "ddpm"),
        ("tango", "ddim"),
    ],
)
def test_latents_outside_of_gaps_end_as_the_source_s_and_those_in_them_do_not(
    checkpoints, name, method
):
    module, card, model, seconds, rate = checkpoints[name]
    card = replace(card, options={**card.options, "schedule": {"kind": SCHEDULES[method]}})
    net, seen = listened(module)
    loaded = Loaded(card, (), cast(Family, net), model, Plan(Placement("cpu"), 2, ""))
    request = GenerateRequest("tiny", "7 8", seconds, (1, 2), 4, 2.0, method)
    source = 0.3 * np.random.default_rng(0).standard_normal((round(rate * seconds), 2), np.float32)
    given = Given([source, source], rate, ((0.4 * seconds, 0.6 * seconds),))
    chances = [Chance(net, model, seed) for seed in (1, 2)]
    making = walk(loaded, request, seconds, chances, given)
    steps = 0
    while True:
        try:
            next(making)
        except StopIteration as ended:
            sounds = ended.value
            break
        steps += 1
    assert steps == 4
    assert len(sounds) == 2
    kept = torch.cat(seen.encoded)
    per_second = module.latent_rate(model)
    first, last = int(0.4 * seconds * per_second), int(np.ceil(0.6 * seconds * per_second))
    difference = (seen.decoded - kept).abs().amax((0, 2))
    assert difference[:first].max() < 1e-3
    assert difference[last:].max() < 1e-3
    assert difference[first:last].min() > 1e-2
