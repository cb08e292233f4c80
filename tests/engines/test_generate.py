"""The starter through the engine: repeatable takes, batches, damaged weights."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest

from tangostudio import paths
from tangostudio.audio import files
from tangostudio.cards import Catalogue
from tangostudio.jobs.run import run_job
from tangostudio.messages import AudioReady, Failed, Finished, GenerateRequest, Loading

from . import starter_adapter

RESIDENT: dict = {}  # loaded once for all tests of this module


def request(out: Path, **changes) -> GenerateRequest:
    values = {
        "model": "starter",
        "prompt": "three knocks on a wooden door",
        "seconds": 1.0,
        "seeds": (1, 2, 3),
        "steps": 3,
        "guidance": 3.0,
        "sampler": "euler",
        "out": str(out),
    }
    return GenerateRequest(**{**values, **changes})


def run(request: GenerateRequest, resident: dict) -> list:
    return list(run_job("job", request, resident, lambda: False))


def sounds(request: GenerateRequest) -> list[AudioReady]:
    events = run(request, RESIDENT)
    assert isinstance(events[-1], Finished), events[-1]
    return [event for event in events if isinstance(event, AudioReady)]


def test_the_same_request_gives_the_same_hashes(tmp_path):
    first, second = (sounds(request(tmp_path / name)) for name in "ab")
    assert [take.sha256 for take in first] == [take.sha256 for take in second]
    assert len({take.sha256 for take in first}) == 3


def test_a_take_of_a_batch_made_again_alone_agrees(tmp_path):
    together = sounds(request(tmp_path, batch=3))
    for ready in together:
        (alone,) = sounds(request(tmp_path, seeds=(ready.seed,)))
        pair = [files.read(Path(take.path)).samples for take in (ready, alone)]
        assert np.abs(pair[0] - pair[1]).max() <= 1e-5


def test_a_take_has_the_length_and_a_level_that_can_be_heard(tmp_path):
    for seconds in (0.5, 2.3):
        (take,) = sounds(request(tmp_path, seeds=(5,), seconds=seconds, steps=8))
        assert take.frames == round(seconds * 44100)
        assert take.sample_rate == 44100
        assert -60 < take.peak_db <= 0.5


def test_guidance_and_negative_prompt_change_the_sound(tmp_path):
    plain, free, avoided = (
        sounds(request(tmp_path, seeds=(1,), **changes))[0].sha256
        for changes in ({}, {"guidance": 1.0}, {"negative": "metal"})
    )
    assert len({plain, free, avoided}) == 3


@pytest.fixture(scope="module")
def adapters(tmp_path_factory) -> tuple[str, tuple[tuple[str, float], ...]]:
    """A folder with two adapters, and these."""
    folder = tmp_path_factory.mktemp("adapters")
    return str(folder), tuple(starter_adapter.write(folder, seed) for seed in (1, 2))


def test_adapters_change_the_sound_by_their_strength_and_are_summed(tmp_path, adapters):
    folder, (one, two) = adapters
    values = {"seeds": (1,), "adapter_dir": folder}
    plain = sounds(request(tmp_path, seeds=(1,)))[0].sha256
    stacks = [(one,), ((one[0], 0.5),), (one, two), (two, one)]
    found = [sounds(request(tmp_path, adapters=stack, **values))[0] for stack in stacks]
    assert len({plain, *(take.sha256 for take in found[:3])}) == 4
    both = [files.read(Path(take.path)).samples for take in found[2:]]
    assert np.abs(both[0] - both[1]).max() <= 1e-4
    # At no strength nothing changes, but for how the weights are rounded.
    off, none = (
        files.read(Path(sounds(request(tmp_path, adapters=stack, **values))[0].path)).samples
        for stack in (((one[0], 0.0),), ())
    )
    changed = files.read(Path(found[0].path)).samples
    assert np.abs(off - none).max() < 0.1 * np.abs(changed - none).max()


def test_a_model_is_loaded_again_for_other_adapters_only(tmp_path, adapters):
    folder, (one, two) = adapters
    resident: dict = {}
    loads = []
    for stack in ((), (), (one,), (one,), ((one[0], 0.5),), (two,), ()):
        asked = request(tmp_path, seeds=(1,), seconds=0.5, steps=2, adapters=stack,
                        adapter_dir=folder)  # fmt: skip
        loads.append(sum(isinstance(event, Loading) for event in run(asked, resident)))
    assert loads == [1, 0, 1, 0, 1, 1, 1]
    assert len(resident) == 1


@pytest.mark.parametrize("harm", ["missing", "no facts", "cut", "other model", "too strong"])
def test_an_adapter_that_cannot_be_added_is_named(tmp_path, harm):
    mark = "0" * 64 if harm == "other model" else starter_adapter.CARD.weights_hash
    sha256, strength = starter_adapter.write(tmp_path / "adapters", model_hash=mark)
    file = tmp_path / "adapters" / f"{sha256}.safetensors"
    match harm:
        case "missing":
            file.unlink()
        case "no facts":
            file.with_suffix(".json").unlink()
        case "cut":
            file.write_bytes(file.read_bytes()[:-100])
        case "too strong":
            strength = 1.6
    asked = request(
        tmp_path, adapters=((sha256, strength),), adapter_dir=str(tmp_path / "adapters")
    )
    last = run(asked, {})[-1]
    assert isinstance(last, Failed)
    assert last.kind == ("BadRequest" if harm == "too strong" else "WeightsError")
    assert "1.6" in last.message if harm == "too strong" else sha256 in last.message
    assert last.hint


@pytest.fixture
def damaged(tmp_path, monkeypatch):
    """A copy of the models that a test may harm."""
    folder = tmp_path / "models"
    shutil.copytree(paths.models_dir(), folder)
    monkeypatch.setattr(paths, "models_dir", lambda: folder)
    return folder


@pytest.mark.parametrize(
    "name", [item.name for item in Catalogue.load(paths.models_dir()).get("starter").files]
)
def test_a_missing_or_cut_weight_file_is_named(damaged, tmp_path, name):
    file = damaged / "starter" / name
    whole = file.read_bytes()
    for harm in (whole[: len(whole) // 2], None, b"x" * len(whole)):
        file.unlink(missing_ok=True)
        if harm is not None:
            file.write_bytes(harm)
        last = run(request(tmp_path), {})[-1]
        assert isinstance(last, Failed)
        assert last.kind == "WeightsError"
        assert name in last.message
        assert last.hint
