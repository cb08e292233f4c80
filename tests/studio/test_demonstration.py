"""The demonstration project: made once, behind everybody's own jobs, and never again unasked."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from tangostudio import paths
from tangostudio.cards import Catalogue
from tangostudio.errors import StorageError
from tangostudio.jobs.runners import InlineRunner
from tangostudio.library import Library, TakeQuery
from tangostudio.messages import Cancelled, Progress
from tangostudio.settings import Settings
from tangostudio.studio import demonstration
from tangostudio.studio.demonstration import FILE, Script
from tangostudio.studio.plan import plan
from tangostudio.studio.studio import Studio
from tests.studio.test_studio import Held

SCRIPT = Script(
    "Demonstration",
    "toy",
    tuple({"prompt": f"sound {n}", "seconds": 0.5, "steps": 2, "seeds": (n,)} for n in (1, 2, 3)),
)


@pytest.fixture(autouse=True)
def short_script(monkeypatch):
    monkeypatch.setattr(demonstration, "load", lambda path: SCRIPT)


def open_studio(folder: Path, runner=InlineRunner) -> Studio:
    settings = Settings(default_model="toy")
    library = Library.open(folder, write=True)
    return Studio(library, Catalogue.load(paths.models_dir()), settings, runner)


@pytest.fixture
def studio(tmp_path):
    studio = open_studio(tmp_path / "library")
    yield studio
    studio.close()


@pytest.fixture
def held(tmp_path):
    studio = open_studio(tmp_path / "library", Held)
    yield studio
    studio.close()


def runner_of(studio) -> Held:
    assert isinstance(studio._runner, Held)
    return studio._runner


def prompts(studio, project: str = "Demonstration") -> list[str]:
    return [take.prompt for take in studio.find(TakeQuery(project=project, sort="oldest"))]


def test_a_new_library_gets_the_project_and_stays_in_its_own(studio):
    heard = []
    studio.changes.subscribe(heard.append)
    studio.prepare_demonstration()
    assert prompts(studio) == ["sound 1", "sound 2", "sound 3"]
    assert studio.project == "First project"
    assert studio.jobs() == []
    assert studio.demonstration is None
    assert sum("demonstration" in change.kinds for change in heard) == 1


def test_nothing_is_made_unless_the_window_asks(tmp_path):
    studio = open_studio(tmp_path)
    studio.generate(studio.plan("toy", "mine", seconds=0.5))
    assert [project.name for project in studio.projects()] == ["First project"]
    studio.close()


def test_a_library_that_was_used_gets_none(studio):
    studio.generate(studio.plan("toy", "mine", seconds=0.5))
    studio.prepare_demonstration()
    assert len(studio.projects()) == 1


def test_another_default_model_is_not_made_to_wait(studio):
    studio.settings = dataclasses.replace(studio.settings, default_model="starter")
    studio.prepare_demonstration()
    assert len(studio.projects()) == 1


def test_a_persons_job_comes_right_after_the_take_that_is_being_made(held):
    held.prepare_demonstration()
    runner = runner_of(held)
    held.generate(held.plan("toy", "mine", seconds=0.5))
    held.generate(held.plan("toy", "mine too", seconds=0.5))
    order = []
    while runner.held:
        order.append(runner.held[0][1].prompt)
        runner.release()
    assert order == ["sound 1", "mine", "mine too", "sound 2", "sound 3"]
    assert prompts(held, "First project") == ["mine", "mine too"]


def test_who_asks_while_the_model_is_loaded_comes_first(held):
    held.warm("toy")
    held.prepare_demonstration()
    assert held.jobs() == []
    held.generate(held.plan("toy", "mine", seconds=0.5))
    runner = runner_of(held)
    order = []
    while runner.held:
        order.append(getattr(runner.held[0][1], "prompt", "loading"))
        runner.release()
    assert order == ["loading", "mine", "sound 1", "sound 2", "sound 3"]


def test_it_says_which_take_is_being_made(held):
    held.prepare_demonstration()
    assert held.demonstration.number == 1
    runner_of(held).release()
    part, (view,) = held.demonstration, held.jobs()
    assert (part.number, part.total, part.project) == (2, 3, "Demonstration")
    assert part.job == view.id


def test_cancel_ends_it_for_good(tmp_path):
    studio = open_studio(tmp_path, Held)
    studio.prepare_demonstration()
    runner = runner_of(studio)
    runner.release()
    job = runner.held[0][0]
    studio.cancel(job)
    assert runner.cancelled == [job]
    studio.handle(Cancelled(job))
    assert studio.jobs() == []
    studio.close()
    again = open_studio(tmp_path, Held)
    again.prepare_demonstration()
    assert again.jobs() == []
    assert prompts(again) == ["sound 1"]
    again.close()


def test_cancelling_everything_includes_what_would_come_next(held):
    held.prepare_demonstration()
    held.generate(held.plan("toy", "mine", seconds=0.5))
    runner_of(held).release()
    assert held.demonstration is None
    held.cancel_all()
    held.handle(Cancelled(runner_of(held).held[0][0]))
    assert held.jobs() == []


def test_a_closed_program_goes_on_and_repeats_nothing(tmp_path):
    studio = open_studio(tmp_path, Held)
    studio.prepare_demonstration()
    runner_of(studio).release()
    studio.close()
    again = open_studio(tmp_path)
    assert again.jobs() == []
    again.prepare_demonstration()
    assert prompts(again) == ["sound 1", "sound 2", "sound 3"]
    again.close()


def test_what_was_deleted_is_not_made_again(tmp_path):
    studio = open_studio(tmp_path)
    studio.prepare_demonstration()
    studio.trash([take.id for take in studio.find(TakeQuery())])
    studio.empty_trash()
    studio.close()
    again = open_studio(tmp_path)
    again.prepare_demonstration()
    assert prompts(again) == []
    again.close()


def test_a_kill_does_not_hold_the_queue_and_the_second_one_ends_it(tmp_path):
    for left in (["running"], ["running"], []):
        studio = open_studio(tmp_path, Held)
        studio.prepare_demonstration()
        assert [view.state for view in studio.jobs()] == left
        assert not studio.queue_paused
        studio.library.close()  # as if it was killed: nothing is put in order


def test_a_kill_with_a_persons_job_keeps_the_queue_paused(tmp_path):
    studio = open_studio(tmp_path, Held)
    studio.generate(studio.plan("toy", "mine", seconds=0.5))
    studio.library.close()
    again = open_studio(tmp_path, Held)
    again.prepare_demonstration()
    assert again.queue_paused
    assert [view.state for view in again.jobs()] == ["interrupted"]
    again.close()


def test_a_paused_queue_is_respected(held):
    held.pause_queue()
    held.prepare_demonstration()
    assert held.jobs() == []
    held.resume_queue()
    assert held.demonstration.number == 1


def test_the_menu_brings_back_what_is_missing(studio):
    studio.prepare_demonstration()
    first, *_ = studio.find(TakeQuery(project="Demonstration", sort="oldest"))
    studio.trash([first.id])
    studio.make_demonstration()
    assert studio.project == "Demonstration"
    assert sorted(prompts(studio)) == ["sound 1", "sound 2", "sound 3"]
    studio.make_demonstration()
    assert len(prompts(studio)) == 3


def test_a_renamed_project_gets_the_rest(held):
    held.prepare_demonstration()
    held.rename_project("Demonstration", "Examples")
    while runner_of(held).held:
        runner_of(held).release()
    assert prompts(held, "Examples") == ["sound 1", "sound 2", "sound 3"]
    assert len(held.projects()) == 2


def test_a_failure_stops_it_and_is_tried_again_once(tmp_path, monkeypatch):
    def full(new, overview=b""):
        raise StorageError("The disk is full.", "Free some space.")

    for tries in (1, 2, 2):
        studio = open_studio(tmp_path)
        monkeypatch.setattr(studio.library.takes, "add", full)
        studio.prepare_demonstration()
        assert [view.state for view in studio.jobs()] == ["failed"] * tries
        studio.close()


def test_a_model_that_is_not_there_is_no_error_of_a_start(studio, monkeypatch):
    monkeypatch.setattr(demonstration, "MOST_FAILURES", 1)
    monkeypatch.setattr(
        studio._demonstration, "_script", dataclasses.replace(SCRIPT, model="missing")
    )
    studio.settings = dataclasses.replace(studio.settings, default_model="missing")
    studio.prepare_demonstration()
    assert studio.jobs() == []


def test_progress_belongs_to_its_part(held):
    held.prepare_demonstration()
    job = held.demonstration.job
    held.handle(Progress(job, 1, 1, 1, 2, 0.1))
    (view,) = held.jobs()
    assert (view.id, view.progress.step) == (job, 1)


class TestTheStoredRequests:
    """The table that comes with the program, read by the real reader."""

    @pytest.fixture
    def script(self, monkeypatch):
        monkeypatch.undo()
        return demonstration.load(paths.resources_dir() / FILE)

    def test_twelve_takes_that_the_model_can_make(self, script):
        card = Catalogue.load(paths.models_dir()).get(script.model)
        requests = [plan(card, **take) for take in script.takes]
        assert len(requests) == 12
        assert len({(request.prompt, request.seeds) for request in requests}) == 12
        assert all(len(request.seeds) == 1 for request in requests)

    def test_there_are_pairs_to_compare(self, script):
        prompts = [take["prompt"] for take in script.takes]
        assert sum(prompts.count(prompt) > 1 for prompt in set(prompts)) >= 3

    def test_it_shows_many_kinds(self, script):
        assert len({take["prompt"] for take in script.takes}) >= 8
