"""A tuning as a job: what it refuses, what it tells, and how it goes on after any end."""

from __future__ import annotations

import dataclasses
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from tangostudio import machine
from tangostudio.audio import impressions
from tangostudio.engines.checkpoints import load_checkpoint
from tangostudio.families import adapters
from tangostudio.jobs.run import run_job
from tangostudio.messages import Cancelled, Failed, Finished, Loading, TuneNews, TuneRequest
from tangostudio.preference import taste_file
from tangostudio.preference.intervals import wilson
from tangostudio.preference.knowledge import Knowledge
from tangostudio.preference.taste import Taste
from tangostudio.tuning import job
from tangostudio.tuning.events import Checked, PairsChosen, Stepped, Trained, Tuned
from tests.tuning import tiny, tiny_clips, tiny_job
from tests.tuning.tiny_job import request

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def tiny_base() -> Iterator[None]:
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    with tiny_job.in_place():
        yield
    torch.set_num_threads(threads)


def run(asked: TuneRequest, stop: int | None = None) -> list[Any]:
    """The job's events, as a runner has them; stopped after so many."""
    seen: list[Any] = []
    for event in run_job("job", asked, {}, lambda: stop is not None and len(seen) >= stop):
        seen.append(event)  # noqa: PERF402 - it is asked about meanwhile
    return seen


def news(events: list[Any], kind: type) -> list[Any]:
    found = [event.news for event in events if isinstance(event, TuneNews)]
    return [item for item in found if isinstance(item, kind)]


def result(folder: Path) -> bytes:
    return (folder / "adapter.safetensors").read_bytes()


@pytest.fixture(scope="module")
def unbroken(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Any]]:
    folder = tmp_path_factory.mktemp("unbroken")
    torch.set_num_threads(1)
    with tiny_job.in_place():
        return folder, run(request(folder))


def test_it_tells_the_news_of_the_loop(unbroken: tuple[Path, list[Any]]) -> None:
    folder, events = unbroken
    assert events[0] == Loading("job", "Tiny")
    assert isinstance(events[-1], Finished)
    assert all(isinstance(event, TuneNews) for event in events[1:-1])
    assert [found.round for found in news(events, Checked)] == [0, 1, 2]
    assert [chosen.own for chosen in news(events, PairsChosen)] == [1, 1]
    (tuned,) = news(events, Tuned)
    assert tuned.path == str(folder / "adapter.safetensors")
    assert tuned.sha256 == adapters.read_facts(Path(tuned.path)).sha256


def test_dpo_leaves_the_winner_s_own_term_out(tmp_path: Path) -> None:
    plan = {**tiny_job.PLAN, "rounds": 1}
    events = run(request(tmp_path, method="dpo", plan=json.dumps(plan)))
    steps = news(events, Stepped)
    assert all(step.loss == pytest.approx(step.preference) for step in steps)
    assert adapters.read_facts(tmp_path / "adapter.safetensors").about["method"] == "dpo"


# --- what it refuses ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "plan", ["", "{", "[]", "3", "null", '{"colour": 1}', '{"rounds": 0}', '{"rounds": "many"}',
             '{"blend": "match"}', '{"blend": {"beauty": -1}}', '{"adapter": {"rank": 0}}',
             '{"adapter": 3}', '{"strategies": ["luck"]}'],
)  # fmt: skip
def test_a_plan_that_makes_no_sense(tmp_path: Path, plan: str) -> None:
    (last,) = run(request(tmp_path / "t", plan=plan))
    assert isinstance(last, Failed)
    assert last.kind == "BadRequest", last
    assert last.message.endswith(".")
    assert not (tmp_path / "t").exists()


@pytest.mark.parametrize("own", ["", "{", "3", '[{"chosen": {}}]', '[{"chosen": [], "weight": 1}]'])
def test_own_pairs_that_are_none(tmp_path: Path, own: str) -> None:
    (last,) = run(request(tmp_path, own=own))
    assert isinstance(last, Failed)
    assert last.kind == "BadRequest"
    assert "no pairs of votes" in last.message


def test_a_model_that_cannot_be_tuned_says_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for card, hint in (
        (dataclasses.replace(tiny.card(), cannot={"tune": "It is too large."}), "It is too large."),
        (tiny.card(), "Choose the flow model whose adapters it can load."),
    ):
        one = card

        class Cards:
            @staticmethod
            def load(folder: Path, card: Any = one) -> Any:
                return type("Cards", (), {"get": lambda self, name: card})()

        # Undone here: later it would bring back what the module's own fixture has put there.
        with monkeypatch.context() as patch:
            patch.setattr(job, "Catalogue", Cards)
            (last,) = run(request(tmp_path))
        assert isinstance(last, Failed)
        assert (last.kind, last.message) == ("BadRequest", "Tiny cannot be tuned.")
        assert last.hint == hint


def taste(embedder: str = impressions.NAME, width: int = impressions.DIMENSION) -> Taste:
    weights = np.random.default_rng(1).normal(size=width)
    known = Knowledge(40.0, wilson(36.0, 40.0))
    return Taste(
        embedder, np.zeros(width), np.ones(width), weights, 0.01 * np.eye(width), 1.0, known
    )


BOTH = json.dumps({**tiny_job.PLAN, "rounds": 1, "blend": {"match": 0.5, "taste": 0.5}})


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (None, "The taste taste.npz of this tuning cannot be read."),
        (b"", "not a whole taste"),
        (b"PK\x03\x04 and so on", "not a whole taste"),
        (taste_file.pack(taste())[:-500], "not a whole taste"),
        (taste_file.pack(taste("clap-00000000", 8)), "clap-00000000 is not installed"),
    ],
    ids=["missing", "empty", "damaged", "cut", "other embedder"],
)
def test_a_taste_that_cannot_be_read(tmp_path: Path, data: bytes | None, words: str) -> None:
    if data is not None:
        (tmp_path / "taste.npz").write_bytes(data)
    events = run(request(tmp_path, taste="taste.npz", plan=BOTH))
    last = events[-1]
    assert isinstance(last, Failed)
    assert last.kind == "BadRequest"
    assert words in last.message
    assert last.hint
    assert not (tmp_path / "checkpoint.pt").exists()


def test_a_reward_by_a_taste_that_did_not_come_along(tmp_path: Path) -> None:
    (last,) = run(request(tmp_path, plan=BOTH))
    assert isinstance(last, Failed)
    assert (last.kind, last.message) == ("BadRequest", "Nothing judges taste.")


def test_the_taste_judges_by_what_it_was_learned_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The codec's rate goes with every sound, and the scores are the taste's own."""
    heard: list[tuple[np.ndarray, int]] = []

    def impression(sound: np.ndarray, rate: int) -> np.ndarray:
        heard.append((sound, rate))
        return np.resize(sound[:, 0], impressions.DIMENSION)

    monkeypatch.setattr(impressions, "impression", impression)
    (tmp_path / "taste.npz").write_bytes(taste_file.pack(taste()))
    events = run(request(tmp_path, taste="taste.npz", plan=BOTH))
    assert isinstance(events[-1], Finished)
    base = news(events, Checked)[0]
    assert base.values.keys() == {"match", "taste"}
    assert {rate for _, rate in heard} == {tiny.RATE}
    rows = np.stack([np.resize(sound[:, 0], impressions.DIMENSION) for sound, _ in heard[:4]])
    kept = taste_file.unpack((tmp_path / "taste.npz").read_bytes())
    assert base.values["taste"] == pytest.approx(kept.score(rows, kept.embedder).mean.tolist())
    assert news(events, PairsChosen)[0].blend == {"match": 0.5, "taste": 0.5}


# --- going on ----------------------------------------------------------------------------------


# Between two drafts, in the second round's training, and half way in a checkpoint.
POINTS = (("event", 5), ("event", 20), ("checkpoint", 6))


@pytest.fixture(scope="module")
def killed(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, int], Path]:
    """Folders in which a tuning was killed, by where it was."""
    folders = {point: tmp_path_factory.mktemp("killed") for point in POINTS}
    places = [f"{folder}={what}={number}" for (what, number), folder in folders.items()]
    command = [sys.executable, "-m", "tests.tuning.tiny_job", *places]
    died = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert died.returncode == 9, died.stderr
    return folders


@pytest.mark.parametrize("point", POINTS)
def test_a_killed_process_is_gone_on_with_to_the_very_same_bytes(
    killed: dict[tuple[str, int], Path],
    unbroken: tuple[Path, list[Any]],
    point: tuple[str, int],
) -> None:
    folder = killed[point]
    assert not (folder / "adapter.safetensors").exists()
    assert load_checkpoint(folder / "checkpoint.pt") is not None
    if point[0] == "checkpoint":
        assert [path.read_bytes() for path in folder.glob("*.part")] == [b"half"]
    events = run(request(folder))
    assert isinstance(events[-1], Finished)
    assert result(folder) == result(unbroken[0])
    assert news(events, Checked)[-1].values == news(unbroken[1], Checked)[-1].values
    assert len(events) < len(unbroken[1])


def test_a_stopped_tuning_is_gone_on_with_to_the_very_same_bytes(
    tmp_path: Path, unbroken: tuple[Path, list[Any]]
) -> None:
    for stop in (3, 6, 9):
        assert isinstance(run(request(tmp_path), stop)[-1], Cancelled)
    assert isinstance(run(request(tmp_path))[-1], Finished)
    assert result(tmp_path) == result(unbroken[0])


def test_a_full_disk_at_a_checkpoint_keeps_the_last_one_and_it_can_go_on(
    tmp_path: Path, unbroken: tuple[Path, list[Any]]
) -> None:
    save, saved = torch.save, []

    def full(state: Any, file: Any) -> None:
        saved.append(state)
        if len(saved) >= 5:
            file.write(b"half")
            raise OSError(28, "No space left on device")
        save(state, file)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(torch, "save", full)
        last = run(request(tmp_path))[-1]
    assert isinstance(last, Failed)
    assert last.kind == "StorageError"
    assert "is full" in last.message
    assert last.hint
    assert not list(tmp_path.glob("*.part"))
    state = load_checkpoint(tmp_path / "checkpoint.pt")
    assert state is not None
    # The fourth one, own pairs included; it holds what it held when it was written.
    assert (state["round"], state["stage"]) == (saved[3]["round"], saved[3]["stage"])
    for name, value in saved[3]["policy"].items():
        assert torch.equal(state["policy"][name], value)
    assert isinstance(run(request(tmp_path))[-1], Finished)
    assert result(tmp_path) == result(unbroken[0])


def test_a_disk_without_room_is_refused_before_it_begins(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = type("Usage", (), {"free": 1000})
    monkeypatch.setattr("shutil.disk_usage", lambda folder: usage)
    last = run(request(tmp_path))[-1]
    assert isinstance(last, Failed)
    assert (last.kind, "is full" in last.message) == ("StorageError", True)
    assert not (tmp_path / "checkpoint.pt").exists()


def test_too_little_memory_is_told_with_numbers_before_it_begins(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(machine, "free_memory", lambda: 1)
    events = run(request(tmp_path))
    assert [type(event) for event in events] == [Loading, Failed]
    assert events[-1].kind == "OutOfMemory"
    assert "GB of memory; 0.0 GB are free." in events[-1].message
    assert events[-1].hint
    assert not (tmp_path / "checkpoint.pt").exists()
    monkeypatch.undo()
    assert isinstance(run(request(tmp_path), 3)[-1], Cancelled)  # the folder is free again


def test_one_finished_tuning_only_tells_its_result(unbroken: tuple[Path, list[Any]]) -> None:
    events = run(request(unbroken[0]))
    assert [type(event) for event in events] == [Loading, TuneNews, Finished]
    assert events[1].news == news(unbroken[1], Tuned)[0]


# --- on a corpus -------------------------------------------------------------------------------

CHECKED = {"checks": 1, "checked_steps": 2, "checked_guidance": 2.0, "batch": 2, "save_every": 1}
TRAININGS = {
    "lora": {**CHECKED, "steps": 3, "adapter": {"rank": 2}},
    "arc": {**CHECKED, "warm_up": 2, "refresh": 1, "path_steps": 2, "steps": 3, "head": 8,
            "adapter": {"rank": 2}},
}  # fmt: skip


def training(folder: Path, clips: Path, method: str, **changes: Any) -> TuneRequest:
    plan = json.dumps(TRAININGS[method])
    values = {"method": method, "plan": plan, "bank": (), "own": "[]", "corpus": str(clips)}
    return request(folder, **{**values, **changes})


@pytest.fixture
def clips(tmp_path: Path) -> Path:
    return tiny_clips.corpus(tmp_path / "clips").folder


@pytest.mark.parametrize("method", TRAININGS)
def test_a_training_stopped_and_gone_on_with_comes_to_the_very_same_bytes(
    tmp_path: Path, clips: Path, method: str
) -> None:
    whole, parts = (training(tmp_path / name, clips, method) for name in ("whole", "parts"))
    events = run(whole)
    assert isinstance(events[-1], Finished)
    steps = [(item.stage, item.step) for item in news(events, Trained) if item.step]
    assert steps[-3:] == [("train", 1), ("train", 2), ("train", 3)]
    assert [found.scores.keys() for found in news(events, Checked)] == [{"match"}] * 2
    for stop in (5, 8):
        assert isinstance(run(parts, stop)[-1], Cancelled)
    assert isinstance(run(parts)[-1], Finished)
    assert result(tmp_path / "parts") == result(tmp_path / "whole")
    facts = adapters.read_facts(tmp_path / "whole" / "adapter.safetensors")
    assert facts.about["method"] == method
    assert ("sampling" in facts.about) == (method == "arc")


@pytest.mark.parametrize("method", TRAININGS)
@pytest.mark.parametrize(
    ("changes", "words"),
    [({"corpus": "/nowhere"}, "There is no corpus in"), ({"plan": "{"}, "cannot be read"),
     ({"plan": '{"colour": 1}'}, "This is no plan")],
)  # fmt: skip
def test_a_training_that_makes_no_sense_fails_with_a_sentence(
    tmp_path: Path, clips: Path, method: str, changes: dict[str, Any], words: str
) -> None:
    (last,) = run(training(tmp_path / "new", clips, method, **changes))
    assert isinstance(last, Failed)
    assert last.kind == "BadRequest"
    assert words in last.message


@pytest.mark.parametrize("method", TRAININGS)
def test_a_training_on_a_corpus_that_changed_stops_with_a_sentence(
    tmp_path: Path, clips: Path, method: str
) -> None:
    asked = training(tmp_path / "new", clips, method)
    assert isinstance(run(asked, 6)[-1], Cancelled)
    tiny_clips.corpus(clips, (1, 1, 1))
    last = run(asked)[-1]
    assert isinstance(last, Failed)
    assert last.kind == "TuneError"
    assert "has changed since" in last.message
    assert last.hint
