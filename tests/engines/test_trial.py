"""Pairs for a blind test by the bundled model and a made-up adapter."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import pytest

from tangostudio.engines.trial import trial
from tangostudio.jobs.run import run_job
from tangostudio.messages import (
    AudioReady,
    Cancelled,
    Failed,
    Finished,
    GenerateRequest,
    Loading,
    Progress,
    TrialReady,
    TrialRequest,
)

from . import starter_adapter

PROMPTS = (("three knocks on a wooden door", 0.5, 7), ("a dog barks", 0.7, 8))


def request(out: Path, **changes: Any) -> TrialRequest:
    made = TrialRequest(
        model="starter", prompts=PROMPTS, adapters=(), adapter_dir=str(out / "adapters"), steps=2,
        guidance=3.0, sampler="euler", out=str(out),
    )  # fmt: skip
    return dataclasses.replace(made, **changes)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[TrialRequest, list[Any], dict]:
    out = tmp_path_factory.mktemp("trial")
    adapter = starter_adapter.write(out / "adapters")
    asked, resident = request(out, adapters=(adapter,)), {}
    # Every step is seen, and none is left out for coming too soon after another.
    return asked, list(trial("job", asked, resident)), resident


def test_every_pair_is_told_when_both_its_sides_are_there(made: Any) -> None:
    asked, events, _ = made
    ready = [event for event in events if isinstance(event, TrialReady)]
    assert [event.index for event in ready] == [0, 1]
    for event, (_, seconds, _) in zip(ready, asked.prompts, strict=True):
        for side in (event.base, event.tuned):
            assert Path(side.path) == Path(asked.out) / f"{side.sha256}.flac"
            assert Path(side.path).is_file()
            assert side.frames == round(seconds * side.sample_rate)
            assert -70 < side.lufs < 0
        assert event.base.sha256 != event.tuned.sha256
    assert [event.what for event in events if isinstance(event, Loading)] == ["Starter", "Starter"]


def test_the_sides_are_the_takes_that_the_model_makes_without_and_with_the_adapter(
    made: Any,
) -> None:
    asked, events, resident = made
    ready = [event for event in events if isinstance(event, TrialReady)]
    text, seconds, seed = asked.prompts[1]
    plain = GenerateRequest(
        "starter", text, seconds, (seed,), asked.steps, asked.guidance, asked.sampler,
        out=asked.out,
    )  # fmt: skip
    tuned = dataclasses.replace(plain, adapters=asked.adapters, adapter_dir=asked.adapter_dir)
    for take, side in ((tuned, ready[1].tuned), (plain, ready[1].base)):
        found = list(run_job("take", take, resident, lambda: False))
        (sound,) = (event for event in found if isinstance(event, AudioReady))
        assert sound.sha256 == side.sha256


def test_progress_counts_both_sides(made: Any) -> None:
    _, events, _ = made
    progress = [event for event in events if isinstance(event, Progress)]
    assert {event.takes for event in progress} == {4}
    assert [event.take for event in progress] == [1, 1, 2, 2, 3, 3, 4, 4]
    assert [event.step for event in progress] == [1, 2] * 4
    assert all(event.seconds_left >= 0 for event in progress)


def test_it_can_be_stopped_between_two_steps(made: Any) -> None:
    asked, _, resident = made
    seen: list[Any] = []
    for event in run_job("job", asked, resident, lambda: len(seen) >= 2):
        seen.append(event)  # noqa: PERF402 - it is asked about meanwhile
    assert isinstance(seen[-1], Cancelled)
    assert len(seen) == 3


@pytest.mark.parametrize("changes", [{"prompts": ()}, {"adapters": ()}])
def test_a_test_of_nothing_is_refused(tmp_path: Path, changes: dict[str, Any]) -> None:
    asked = request(tmp_path, **{"adapters": (("a" * 64, 1.0),), **changes})
    (last,) = run_job("job", asked, {}, lambda: False)
    assert isinstance(last, Failed)
    assert (last.kind, bool(last.hint)) == ("BadRequest", True)


def test_an_adapter_that_is_missing_fails_with_a_sentence(tmp_path: Path, made: Any) -> None:
    _, _, resident = made
    asked = request(tmp_path, adapters=(("a" * 64, 1.0),))
    events = list(run_job("job", asked, dict(resident), lambda: False))
    assert not any(isinstance(event, TrialReady | Finished) for event in events)
    last = events[-1]
    assert isinstance(last, Failed)
    assert last.kind == "WeightsError"
    assert "a" * 64 in last.message
