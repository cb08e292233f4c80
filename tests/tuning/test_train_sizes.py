"""Sizes of trainings on a corpus from configurations alone."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from pathlib import Path

import pytest

from tangostudio import paths
from tangostudio.cards import Catalogue
from tangostudio.errors import BadRequest
from tangostudio.families.tangoflux import Flow
from tangostudio.tuning import train_sizes
from tangostudio.tuning.adapter_options import AdapterOptions
from tangostudio.tuning.trainee_tangoflux import choice
from tests.families import tiny_stable_audio
from tests.tuning import tiny, tiny_clips

STARTER = Catalogue.load(paths.models_dir()).get("starter")


@pytest.mark.parametrize("targets", ["attention", "mlp", "blocks"])
@pytest.mark.parametrize("filters", [{}, {"include": ("single",)}, {"exclude": ("single",)}])
def test_layers_are_those_that_the_network_has(tmp_path: Path, targets: str, filters) -> None:
    (tmp_path / "config.json").write_text(json.dumps(asdict(tiny.CONFIG)))
    card = replace(tiny.card(), folder=tmp_path)
    options = AdapterOptions(targets=targets, **filters)
    told = train_sizes.layers_of(card, options)
    assert told is not None
    found = choice(Flow(tiny.CONFIG).transformer, options)
    assert sorted(told.layers) == sorted(found.layers)
    assert told.matched == found.matched


def test_an_adapter_s_values_are_those_that_are_trained(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text(json.dumps(asdict(tiny.CONFIG)))
    card = replace(tiny.card(), folder=tmp_path)
    for targets in ("attention", "blocks"):
        options = AdapterOptions(rank=2, alpha=2.0, targets=targets)
        trained = tiny_clips.trainee(options).trained.values()
        body = train_sizes.body_of(card, options)
        assert body.trained(options) == sum(p.numel() for p in trained)


def test_a_stable_audio_is_counted_from_its_own_file(tmp_path: Path) -> None:
    (tmp_path / "model_config.json").write_text(json.dumps(tiny_stable_audio.SMALL))
    card = replace(STARTER, family="stable_audio", folder=tmp_path)
    body = train_sizes.body_of(card, AdapterOptions())
    assert (body.width, body.blocks, body.channels) == (64, 2, 8)
    assert body.fixed == body.latents(0.01) == body.latents(100)
    assert train_sizes.layers_of(card, AdapterOptions()) is None


def test_more_clips_and_larger_batches_need_more() -> None:
    options = AdapterOptions(rank=8)
    body = train_sizes.body_of(STARTER, options)
    small = train_sizes.few_steps(body, options, 2, 2.0, 10)
    large = train_sizes.few_steps(body, options, 8, 2.0, 1000)
    assert large.memory_bytes > small.memory_bytes
    assert large.disk_bytes > small.disk_bytes
    whole = AdapterOptions(full=True)
    assert train_sizes.few_steps(body, whole, 2, 2.0, 10).memory_bytes > small.memory_bytes
    parts = [train_sizes.fine_tuning(body, options, count, 2.0, 10) for count in (1, 8)]
    assert parts[0].memory_bytes < parts[1].memory_bytes
    assert parts[0].least_memory_bytes == parts[1].least_memory_bytes


@pytest.mark.parametrize("text", [None, "{", "[]", "{}"])
def test_a_config_that_cannot_be_read_is_told(tmp_path: Path, text: str | None) -> None:
    if text is not None:
        (tmp_path / "config.json").write_text(text)
    with pytest.raises(BadRequest, match="config of Starter cannot be read") as caught:
        train_sizes.body_of(replace(STARTER, folder=tmp_path), AdapterOptions())
    assert caught.value.hint


def test_a_model_that_is_not_here_is_told() -> None:
    with pytest.raises(BadRequest, match="not on this computer"):
        train_sizes.body_of(replace(STARTER, folder=None), AdapterOptions())
