"""Plans of memory: which is tried first, and what happens when memory runs out."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from tangostudio import paths
from tangostudio.cards import Catalogue, WeightFile
from tangostudio.engines import device, generate, memory
from tangostudio.errors import OutOfMemory
from tangostudio.families import toy
from tangostudio.families.placement import BFLOAT16, DROP, KEEP, OFFLOAD, Placement
from tangostudio.jobs.run import run_job
from tangostudio.messages import AudioReady, Failed, Finished, GenerateRequest, Notice

GB = 10**9
TOY = Catalogue.load(paths.models_dir()).get("toy")
LARGE = replace(
    TOY,
    id="large",
    files=(WeightFile("model.safetensors", repo="somebody/large"),),
    memory_bytes=6 * GB,
    options={"parts_bytes": 2 * GB},
)


def test_plans_go_from_roomy_to_tight():
    found = memory.plans(LARGE, "cuda", BFLOAT16, 4)
    assert [plan.at_once for plan in found] == [4, 1, 1, 1]
    assert [plan.place.parts for plan in found] == [KEEP, KEEP, OFFLOAD, OFFLOAD]
    assert [plan.place.chunk for plan in found] == [0, 0, *memory.CHUNKS]
    assert [plan.needs for plan in found] == [4 * GB, 4 * GB, 2 * GB, 2 * GB]
    on_processor = memory.plans(LARGE, "cpu", "", 1)
    assert [plan.place.parts for plan in on_processor] == [KEEP, DROP, DROP]
    assert [plan.needs for plan in on_processor] == [6 * GB, 4 * GB, 2 * GB]
    assert on_processor[-1].place.precision == BFLOAT16


def test_a_model_that_comes_with_the_program_has_one_plan():
    assert [plan.place for plan in memory.plans(TOY, "cpu", "", 1)] == [Placement("cpu")]


@pytest.mark.parametrize(
    ("free", "index"), [(None, 0), (7 * GB, 0), (5 * GB, 1), (3 * GB, 2), (1 * GB, 2)]
)
def test_the_roomiest_plan_that_fits_is_tried_first(free, index):
    assert memory.first_that_fits(memory.plans(LARGE, "cpu", "", 1), free) == index


def test_memory_runs_out_in_several_words():
    class OutOfMemoryError(RuntimeError):
        """As torch names it."""

    assert memory.is_out_of_memory(OutOfMemoryError("CUDA out of memory"))
    assert memory.is_out_of_memory(MemoryError())
    assert memory.is_out_of_memory(OutOfMemory("no room"))
    assert memory.is_out_of_memory(RuntimeError("[enforce fail] can't allocate memory: 9 bytes"))
    assert not memory.is_out_of_memory(RuntimeError("shapes differ"))
    assert not memory.is_out_of_memory(ValueError("can't allocate memory"))


# --- in a job ------------------------------------------------------------------------------------


@pytest.fixture
def hungry(monkeypatch, tmp_path):
    """A model whose decoder runs out of memory unless it decodes in chunks; how it was built."""
    built: list[Placement] = []

    def build(card, folder, place, adapters=()):
        built.append(Placement.of(place))
        return toy.build(card, folder, place, adapters)

    def decode(model, x, seconds, generators):
        seeds = [generator.bit_generator.seed_seq.entropy for generator in generators]
        if built[-1].chunk == 0 and max(seeds) > 1:
            raise MemoryError
        return toy.decode(model, x, seconds, generators)

    family = SimpleNamespace(**{**vars(toy), "build": build, "decode": decode})
    folder = tmp_path / "weights"
    folder.mkdir()
    (folder / "model.safetensors").write_bytes(b"x")
    card = replace(LARGE, folder=folder)
    monkeypatch.setattr(generate, "family", lambda name: family)
    shelf = SimpleNamespace(get=lambda _: card)
    monkeypatch.setattr(Catalogue, "load", classmethod(lambda *_: shelf))
    monkeypatch.setattr(device, "free_memory", lambda _: None)
    return built


def request(out: Path, **changes) -> GenerateRequest:
    values = {
        "model": "large",
        "prompt": "rain",
        "seconds": 0.5,
        "seeds": (1, 2, 3),
        "steps": 2,
        "guidance": 1.0,
        "sampler": "euler",
        "out": str(out),
    }
    return GenerateRequest(**{**values, **changes})


def test_the_job_goes_on_with_the_next_plan_and_one_line_says_so(hungry, tmp_path):
    resident: dict = {}
    events = list(run_job("job", request(tmp_path), resident, lambda: False))
    assert isinstance(events[-1], Finished)
    takes = [event for event in events if isinstance(event, AudioReady)]
    assert [take.seed for take in takes] == [1, 2, 3]
    (notice,) = [event for event in events if isinstance(event, Notice)]
    assert notice.text == ("Memory ran short: text and codec wait outside, decoding goes in parts.")
    assert [place.chunk for place in hungry] == [0, memory.CHUNKS[0]]
    # The next job begins with the plan that worked.
    list(run_job("next", request(tmp_path, adapters=()), resident, lambda: False))
    resident.pop("generator")
    list(run_job("later", request(tmp_path), resident, lambda: False))
    assert [place.chunk for place in hungry] == [0, memory.CHUNKS[0], memory.CHUNKS[0]]


def test_takes_are_the_same_whatever_the_plan(hungry, tmp_path):
    first = list(run_job("job", request(tmp_path), {}, lambda: False))
    again = list(run_job("job", request(tmp_path, batch=3), {}, lambda: False))
    kept = [[e.sha256 for e in events if isinstance(e, AudioReady)] for events in (first, again)]
    assert kept[0] == kept[1]
    assert len(kept[0]) == 3
    # A batch is split before anything else is tried.
    assert [e.text for e in again if isinstance(e, Notice)] == [
        "Memory ran short: takes are made one by one.",
        "Memory ran short: text and codec wait outside, decoding goes in parts.",
    ]


def test_when_nothing_fits_the_job_fails_with_a_sentence(hungry, monkeypatch, tmp_path):
    monkeypatch.setattr(memory, "CHUNKS", (0, 0))
    *events, last = run_job("job", request(tmp_path, seeds=(2,)), {}, lambda: False)
    assert isinstance(last, Failed)
    assert (last.kind, last.message) == ("OutOfMemory", "There is not enough memory for this job.")
    assert len([e for e in events if isinstance(e, Notice)]) == 2
    assert np.all([place.chunk == 0 for place in hungry])
