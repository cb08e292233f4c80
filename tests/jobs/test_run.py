"""One job from request to last event, with the toy family."""

from __future__ import annotations

from pathlib import Path

import pytest

from tangostudio.jobs.run import run_job
from tangostudio.messages import (
    LAST_EVENTS,
    AudioReady,
    Cancelled,
    Failed,
    Finished,
    GenerateRequest,
    Loading,
    Progress,
    WarmRequest,
)


def request(out: Path, model: str = "toy", **changes) -> GenerateRequest:
    values = {
        "model": model,
        "prompt": "a bell",
        "seconds": 0.5,
        "seeds": (1, 2, 3),
        "steps": 4,
        "guidance": 3.0,
        "sampler": "euler",
        "out": str(out),
    }
    return GenerateRequest(**{**values, **changes})


def run(request, resident=None, cancelled=lambda: False):
    return list(run_job("job", request, {} if resident is None else resident, cancelled))


def test_a_job_loads_makes_each_take_and_finishes(tmp_path):
    events = run(request(tmp_path))
    assert isinstance(events[0], Loading)
    assert isinstance(events[-1], Finished)
    ready = [e for e in events if isinstance(e, AudioReady)]
    assert [e.seed for e in ready] == [1, 2, 3]
    assert all(Path(e.path).is_file() for e in ready)
    assert sum(isinstance(e, LAST_EVENTS) for e in events) == 1


def test_the_first_take_is_ready_before_the_second_begins(tmp_path):
    events = run(request(tmp_path, seeds=(1, 2)))
    first_ready = next(i for i, e in enumerate(events) if isinstance(e, AudioReady))
    second = next(i for i, e in enumerate(events) if isinstance(e, Progress) and e.take == 2)
    assert first_ready < second


def test_the_model_stays_resident(tmp_path):
    resident = {}
    run(WarmRequest("toy"), resident)
    assert not any(isinstance(e, Loading) for e in run(request(tmp_path), resident))


def test_the_same_request_gives_the_same_hash_and_seeds_differ(tmp_path):
    first, second = (
        [e.sha256 for e in run(request(tmp_path / name)) if isinstance(e, AudioReady)]
        for name in ("a", "b")
    )
    assert first == second
    assert len(set(first)) == 3


def test_a_take_of_a_batch_equals_the_take_alone(tmp_path):
    together = [e for e in run(request(tmp_path, batch=3)) if isinstance(e, AudioReady)]
    alone = [e for e in run(request(tmp_path, seeds=(2,))) if isinstance(e, AudioReady)]
    assert [e.seed for e in together] == [1, 2, 3]
    assert together[1].sha256 == alone[0].sha256


@pytest.mark.parametrize(
    ("model", "kind"), [("toy-fail", "TangoStudioError"), ("toy-memory", "OutOfMemory")]
)
def test_a_fault_ends_the_job_with_one_sentence_and_a_hint(tmp_path, model, kind):
    events = run(request(tmp_path, model))
    assert isinstance(events[-1], Failed)
    assert events[-1].kind == kind
    assert events[-1].message.endswith(".")
    assert events[-1].hint
    assert sum(isinstance(e, LAST_EVENTS) for e in events) == 1


def test_an_unknown_model_fails_with_the_known_ones_as_hint(tmp_path):
    (failed,) = run(request(tmp_path, "nothing"))
    assert isinstance(failed, Failed)
    assert failed.kind == "BadRequest"


def test_a_folder_that_cannot_be_written_fails_and_names_storage(tmp_path):
    (tmp_path / "file").write_text("in the way")
    last = run(request(tmp_path / "file" / "audio"))[-1]
    assert isinstance(last, Failed)
    assert last.kind == "StorageError"


def test_an_unexpected_error_names_its_type(tmp_path, monkeypatch):
    def broken(job, request, resident):
        raise ZeroDivisionError("by hand")
        yield

    monkeypatch.setattr("tangostudio.engines.generate.generate", broken)
    (failed,) = run(request(tmp_path))
    assert isinstance(failed, Failed)
    assert failed.kind == "Unexpected"
    assert "ZeroDivisionError" in failed.message


def test_torch_out_of_memory_is_out_of_memory(tmp_path, monkeypatch):
    class OutOfMemoryError(RuntimeError):
        """As torch names it."""

    def broken(job, request, resident):
        raise OutOfMemoryError
        yield

    monkeypatch.setattr("tangostudio.engines.generate.generate", broken)
    (failed,) = run(request(tmp_path))
    assert isinstance(failed, Failed)
    assert failed.kind == "OutOfMemory"


def test_cancel_keeps_finished_takes_and_ends_the_job(tmp_path):
    events = []
    ready = []
    for event in run_job("job", request(tmp_path), {}, lambda: len(ready) == 2):
        events.append(event)
        if isinstance(event, AudioReady):
            ready.append(event)
    assert isinstance(events[-1], Cancelled)
    assert len(ready) == 2
    assert all(Path(e.path).is_file() for e in ready)


def test_progress_is_held_back_but_a_takes_last_step_is_shown(tmp_path):
    shown = [e for e in run(request(tmp_path, steps=50)) if isinstance(e, Progress)]
    assert {e.take for e in shown if e.step == e.steps} == {1, 2, 3}
    assert len(shown) < 3 * 50
