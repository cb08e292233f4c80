"""The queue as the studio has it: what waits, putting back, long queues, times."""

from __future__ import annotations

import pytest

from tangostudio.errors import NotFound, StorageError
from tangostudio.jobs.runners import InlineRunner
from tangostudio.library.jobs import PLAIN
from tangostudio.messages import Failed, Finished, GenerateRequest, Progress, Request
from tests.studio.house import Held, open_house


class Stopping(Held):
    """Keeps jobs, but for what listens to sounds; a job that is cancelled ends."""

    def submit(self, job: str, request: Request) -> None:
        if isinstance(request, GenerateRequest):
            super().submit(job, request)

    def cancel(self, job: str) -> None:
        super().cancel(job)
        self.stop(job)


@pytest.fixture
def studio(tmp_path):
    studio = open_house(tmp_path / "library", Stopping)
    yield studio
    studio.close()


def fill(studio, *prompts):
    return [studio.generate(studio.plan("toy", prompt)) for prompt in prompts]


def order(studio):
    return [view.request.prompt for view in studio.jobs()]


def test_a_job_that_waited_is_put_back_by_undo_where_it_was(studio):
    fill(studio, "a", "b", "c", "d")
    studio.cancel(studio.jobs()[2].id)
    assert order(studio) == ["a", "b", "d"]
    assert studio.undo() == "removing a job"
    assert order(studio) == ["a", "b", "c", "d"]
    assert studio.redo() == "removing a job"
    assert order(studio) == ["a", "b", "d"]


def test_what_ran_is_not_put_back_but_what_waited_is(studio):
    fill(studio, "a", "b", "c")
    studio.cancel_all()
    assert studio.jobs() == []
    assert studio.undo() == "removing jobs"
    assert order(studio) == ["b", "c"]
    assert [view.state for view in studio.jobs()] == ["running", "queued"]


def test_cancelling_the_running_job_is_nothing_to_undo(studio):
    (job,) = fill(studio, "a")
    studio.cancel(job)
    assert studio.undo_label is None
    with pytest.raises(NotFound):
        studio.cancel("nothing")


def test_redo_leaves_a_job_that_runs_by_now(studio):
    fill(studio, "a", "b")
    studio.cancel_all()
    studio.undo()
    assert [view.state for view in studio.jobs()] == ["running"]
    studio.redo()
    assert order(studio) == ["b"]


def test_in_front_means_next(studio):
    fill(studio, "a", "b")
    studio.generate(studio.plan("toy", "now"), front=True)
    assert order(studio) == ["a", "now", "b"]


def test_at_most_so_many_jobs_are_shown_and_all_are_counted(studio):
    fill(studio, *"abcdef")
    assert [view.request.prompt for view in studio.jobs(limit=3)] == ["a", "b", "c"]
    assert studio.waiting() == 5


def test_a_failed_job_is_shown_however_many_wait(studio):
    first, *_ = fill(studio, *"abcdef")
    studio.handle(Failed(first, "BadRequest", "No.", ""))
    shown = [(view.state, view.request.prompt) for view in studio.jobs(limit=2)]
    assert shown == [("running", "b"), ("queued", "c"), ("failed", "a")]


def test_what_is_shown_follows_every_change(studio):
    first, second = fill(studio, "a", "b")
    assert studio.jobs()[0].progress is None
    step = Progress(first, 1, 1, 3, 8, 0.5)
    studio.handle(step)
    assert studio.jobs()[0].progress == step
    assert studio.jobs()[1].progress is None
    studio.handle(Finished(first))
    assert [(view.id, view.state, view.progress) for view in studio.jobs()] == [
        (second, "running", None)
    ]


def test_a_list_of_jobs_belongs_to_who_asked(studio):
    fill(studio, "a", "b")
    studio.jobs().clear()
    assert order(studio) == ["a", "b"]


def test_jobs_are_stored_all_or_none(studio):
    wanted = [(studio.plan("toy", prompt), PLAIN) for prompt in "ab"]
    with pytest.raises(NotFound):
        studio.generate_all(wanted, "No project")
    assert studio.jobs() == []
    assert len(studio.generate_all(wanted)) == 2
    assert order(studio) == ["a", "b"]


def test_a_job_tells_how_long_it_will_take_once_that_is_known(studio):
    fill(studio, "a")
    assert studio.jobs()[0].estimate is None
    studio.library.meta.set("seconds_per_work", {"toy": 0.01})
    request = studio.jobs()[0].request
    expected = studio.estimate(
        "toy", seconds=request.seconds, steps=request.steps, guidance=request.guidance
    )
    assert studio.jobs()[0].estimate == pytest.approx(expected)


def test_what_takes_are_is_still_known_in_the_next_session(tmp_path):
    studio = open_house(tmp_path / "library", Stopping)
    table = tmp_path / "sheet.csv"
    table.write_text("prompt,name,category\na door,Door,DOORSlam\na bell,Bell,BELLHand\n")
    studio.making.queue_sheet(studio.making.read_sheet(table), "toy")
    studio.move_job(studio.jobs()[1].id, 0)
    studio.pause_queue()
    studio.close()
    again = open_house(tmp_path / "library", Stopping)
    assert again.queue_paused
    assert [(view.state, view.about.title, view.about.category) for view in again.jobs()] == [
        ("queued", "Door", "DOORSlam"),
        ("queued", "Bell", "BELLHand"),
    ]
    again.close()


def test_what_a_command_did_not_get_to_is_not_left_for_the_window(tmp_path):
    class Interrupted(Stopping):
        """As the command line's runner is by Ctrl+C."""

        def submit(self, job: str, request: Request) -> None:
            self.stop(job)
            raise KeyboardInterrupt

    studio = open_house(tmp_path / "library", Interrupted, session_only=True)
    with pytest.raises(KeyboardInterrupt):
        studio.making.generate("toy", "{a|b|c}", takes=3)
    assert studio.waiting() == 2
    studio.close()
    again = open_house(tmp_path / "library", Stopping)
    assert again.jobs() == []
    again.close()


def test_a_command_that_fails_amid_a_job_leaves_nothing_for_the_window_either(tmp_path):
    class Broken(Stopping):
        """Something that hears of a job fails, as when a folder for the sounds is full."""

        def submit(self, job: str, request: Request) -> None:
            raise StorageError("The disk is full.", "Make room.")

    studio = open_house(tmp_path / "library", Broken, session_only=True)
    with pytest.raises(StorageError):
        studio.making.generate("toy", "{a|b|c}", takes=3)
    studio.close()
    again = open_house(tmp_path / "library", Stopping)
    assert again.jobs() == []
    again.close()


def test_a_job_that_was_cut_off_after_its_last_take_is_done_without_a_model(tmp_path):
    studio = open_house(tmp_path / "library", InlineRunner)
    (job,) = studio.making.generate("toy", "a bell", takes=1, seconds=0.5)
    studio.library.jobs.set_state(job, "interrupted")
    studio._runner.submit = lambda job, request: pytest.fail("it was run again")
    studio.retry(job)
    assert studio.jobs() == []
    assert studio.library.jobs.get(job).state == "done"
    studio.close()
