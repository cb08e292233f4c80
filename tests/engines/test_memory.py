"""Plans of memory: which is tried first, and what happens when memory runs out."""

from __future__ import annotations

import weakref
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from tangostudio import paths
from tangostudio.cards import Catalogue, WeightFile
from tangostudio.engines import device, generate, memory
from tangostudio.errors import OutOfMemory
from tangostudio.families import toy
from tangostudio.families.placement import (
    BFLOAT16,
    DROP,
    FLOAT32,
    INT8,
    KEEP,
    OFFLOAD,
    Placement,
)
from tangostudio.jobs.run import run_job
from tangostudio.messages import AudioReady, Failed, Finished, GenerateRequest, Loading, Notice

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
    found = memory.plans(LARGE, "cuda", BFLOAT16)
    assert [plan.at_once for plan in found] == [memory.AS_ASKED, 1, 1, 1]
    assert [plan.place.parts for plan in found] == [KEEP, KEEP, OFFLOAD, OFFLOAD]
    assert [plan.place.chunk for plan in found] == [0, 0, *memory.CHUNKS]
    assert [plan.needs for plan in found] == [4 * GB, 4 * GB, 2 * GB, 2 * GB]
    for shared in ("cpu", "mps"):
        parts = [plan.place.parts for plan in memory.plans(LARGE, shared, "")]
        assert parts == [KEEP, KEEP, DROP, DROP]
    on_processor = memory.plans(LARGE, "cpu", "")
    assert [plan.needs for plan in on_processor] == [6 * GB, 6 * GB, 4 * GB, 2 * GB]
    assert on_processor[-1].place.precision == BFLOAT16


def test_int8_comes_before_anything_is_dropped_where_it_needs_less():
    found = memory.plans(LARGE, "cpu", "", int8=True)
    places = [(plan.place.precision, plan.place.parts) for plan in found]
    # With 3.32 GB the net in int8 and all parts need less than the net in float32 alone, 4 GB.
    assert places == [("", KEEP), ("", KEEP), (INT8, KEEP), (INT8, DROP), (INT8, DROP)]
    assert [plan.needs for plan in found] == [6 * GB, 6 * GB, 3.32 * GB, 1.32 * GB, 1.32 * GB]
    # Where dropping helps more, it comes after int8 with the net as it was.
    parts = replace(LARGE, options={"parts_bytes": 4 * GB})
    places = [(p.place.precision, p.place.parts) for p in memory.plans(parts, "cpu", "", int8=True)]
    assert places == [("", KEEP), ("", KEEP), (INT8, KEEP), ("", DROP), (INT8, DROP)]


def test_int8_is_no_way_out_where_it_needs_no_less():
    for card, device_, precision in (
        (replace(LARGE, memory_bytes=0), "cpu", ""),  # nobody knows
        (LARGE, "cpu", INT8),
        (LARGE, "cuda", BFLOAT16),
    ):
        found = memory.plans(card, device_, precision, int8=True)
        assert len(found) == 4
        assert {plan.place.precision for plan in found[:3]} == {precision}
    last = memory.plans(LARGE, "cpu", INT8)[-1]
    assert (last.place.precision, last.words) == (INT8, "int8, decoding in small parts")
    assert memory.plans(LARGE, "cpu", FLOAT32)[-1].place.precision == BFLOAT16


def test_a_model_that_comes_with_the_program_is_held_in_one_way():
    assert {plan.place for plan in memory.plans(TOY, "cpu", "")} == {Placement("cpu")}


@pytest.mark.parametrize(
    ("free", "index"), [(None, 0), (7 * GB, 0), (5 * GB, 2), (3 * GB, 3), (1 * GB, 3)]
)
def test_the_roomiest_plan_that_fits_is_tried_first(free, index):
    assert memory.first_that_fits(memory.plans(LARGE, "cpu", ""), free) == index


@pytest.mark.parametrize(("batch", "walk"), [(4, [0, 1, 2, 3]), (1, [0, 2, 3])])
def test_a_plan_that_would_do_the_same_is_passed_over(batch, walk):
    options, found = memory.plans(LARGE, "cpu", ""), [0]
    while (following := memory.tighter(options, found[-1], batch)) is not None:
        found.append(following)
    assert found == walk


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


@dataclass
class Kitchen:
    """How a model was built and with how many takes side by side, and which models are alive.

    Attributes:
        full: whether no memory is left for a placement while a model is built.
    """

    built: list[Placement] = field(default_factory=list)
    batches: list[int] = field(default_factory=list)
    models: weakref.WeakSet[Any] = field(default_factory=weakref.WeakSet)
    full: Callable[[Placement], bool] = lambda _: False


class Pot:
    """A model that can be watched, in a circle with itself as some nets are."""

    def __init__(self, model: Any) -> None:
        self.model, self.me = model, self


@pytest.fixture
def kitchen(monkeypatch, tmp_path) -> Kitchen:
    """A model whose decoder runs out of memory for some seeds unless it decodes in chunks."""
    seen = Kitchen()

    def build(card, folder, place, adapters=()):
        assert not seen.models, "another model is alive while this one is loaded"
        seen.built.append(place)
        pot = Pot(toy.build(card, folder, place, adapters))
        seen.models.add(pot)
        if seen.full(place):
            raise MemoryError
        return pot

    def decode(pot, x, seconds, generators):
        seeds = [generator.bit_generator.seed_seq.entropy for generator in generators]
        seen.batches.append(len(seeds))
        if seen.built[-1].chunk == 0 and max(seeds) > 1:
            raise MemoryError
        return toy.decode(pot.model, x, seconds, generators)

    def unwrapped(call):
        return lambda pot, *args: call(pot.model, *args)

    calls = ("condition", "latent_shape", "start", "noise", "velocity")
    family = SimpleNamespace(**{name: unwrapped(getattr(toy, name)) for name in calls})
    family.build, family.decode, family.stack = build, decode, toy.stack
    folder = tmp_path / "weights"
    folder.mkdir()
    (folder / "model.safetensors").write_bytes(b"x")
    card = replace(LARGE, folder=folder)
    monkeypatch.setattr(generate, "family", lambda name: family)
    shelf = SimpleNamespace(get=lambda _: card)
    monkeypatch.setattr(Catalogue, "load", classmethod(lambda *_: shelf))
    monkeypatch.setattr(device, "free_memory", lambda _: None)
    return seen


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


ONE_BY_ONE = "Memory ran short: takes are made one by one."
IN_PARTS = "Memory ran short: text and codec wait outside, decoding goes in parts."


def run(asked: GenerateRequest, resident: dict | None = None) -> list:
    return list(run_job("job", asked, {} if resident is None else resident, lambda: False))


def seeds(events: list) -> list[int]:
    return [event.seed for event in events if isinstance(event, AudioReady)]


def notices(events: list) -> list[str]:
    return [event.text for event in events if isinstance(event, Notice)]


def test_the_job_goes_on_with_the_next_plan_and_one_line_says_so(kitchen, tmp_path):
    resident: dict = {}
    events = run(request(tmp_path), resident)
    assert isinstance(events[-1], Finished)
    assert seeds(events) == [1, 2, 3]
    assert notices(events) == [IN_PARTS]
    assert [place.chunk for place in kitchen.built] == [0, memory.CHUNKS[0]]
    # The next job begins with the plan that worked.
    run(request(tmp_path, adapters=()), resident)
    resident.pop("generator")
    later = run(request(tmp_path), resident)
    assert [place.chunk for place in kitchen.built] == [0, memory.CHUNKS[0], memory.CHUNKS[0]]
    (loading,) = [event for event in later if isinstance(event, Loading)]
    assert loading.where.endswith("; text and codec wait outside, decoding goes in parts")


def test_memory_that_runs_out_while_a_model_is_loaded_gives_the_next_plan_too(kitchen, tmp_path):
    kitchen.full = lambda place: place.precision != BFLOAT16
    events = run(request(tmp_path, seeds=(1,)))
    assert seeds(events) == [1]
    assert notices(events) == [
        IN_PARTS,
        "Memory ran short: half precision, decoding in small parts.",
    ]
    kitchen.full = lambda place: True
    *_, last = run(request(tmp_path, seeds=(1,)))
    assert isinstance(last, Failed)
    assert last.kind == "OutOfMemory"


def test_takes_are_the_same_whatever_the_plan(kitchen, tmp_path):
    first, again = run(request(tmp_path)), run(request(tmp_path, batch=3))
    kept = [[e.sha256 for e in events if isinstance(e, AudioReady)] for events in (first, again)]
    assert kept[0] == kept[1]
    assert len(kept[0]) == 3
    # A batch is split before anything else is tried, and by the model that is there.
    assert notices(again) == [ONE_BY_ONE, IN_PARTS]
    assert [place.chunk for place in kitchen.built] == [0, memory.CHUNKS[0]] * 2


def test_a_model_that_is_loaded_makes_as_many_takes_at_once_as_each_request_asks(kitchen, tmp_path):
    resident: dict = {}
    run(request(tmp_path, seeds=(1,)), resident)
    for batch in (4, 2):
        run(request(tmp_path, seeds=(1, 1, 1, 1), batch=batch), resident)
    assert kitchen.batches == [1, 4, 2, 2]
    # Whatever the batch that the model was loaded for, a plan can be found when memory runs out.
    events = run(request(tmp_path, seeds=(2,), batch=1), resident)
    assert seeds(events) == [2]
    assert len(kitchen.built) == 2


def test_when_nothing_fits_the_job_fails_with_a_sentence(kitchen, monkeypatch, tmp_path):
    monkeypatch.setattr(memory, "CHUNKS", (0, 0))
    events = run(request(tmp_path, seeds=(2,)))
    last = events[-1]
    assert isinstance(last, Failed)
    assert (last.kind, last.message) == ("OutOfMemory", "There is not enough memory for this job.")
    assert len(notices(events)) == 2
    assert [place.chunk for place in kitchen.built] == [0, 0, 0]
