"""The stored queue."""

from __future__ import annotations

import pytest

from tangostudio.errors import BadRequest, NotFound
from tangostudio.library import Library
from tangostudio.library.jobs import NewJob


def _waiting(library: Library) -> str:
    return "".join(job.id for job in library.jobs.all(["queued"]))


@pytest.fixture
def queue(library: Library) -> Library:
    for job in "abcd":
        library.jobs.enqueue(job, "generate", f'{{"n": "{job}"}}', "First project")
    return library


def test_a_job_comes_back_as_it_was_put_in(queue: Library) -> None:
    job = queue.jobs.get("a")
    assert (job.kind, job.request, job.project) == ("generate", '{"n": "a"}', "First project")
    assert (job.state, job.takes, job.error_kind) == ("queued", 0, "")
    assert queue.jobs.next() == job
    assert queue.jobs.enqueue("e", "warm", "{}").project == ""


def test_the_queue_survives_closing(queue: Library) -> None:
    queue.jobs.move("d", 0)
    queue.close()
    with Library.open(queue.folder, write=True) as again:
        assert _waiting(again) == "dabc"
        assert not again.jobs.paused


def test_in_front_means_before_all_that_wait(queue: Library) -> None:
    queue.jobs.set_state("a", "running")
    queue.jobs.enqueue("f", "generate", "{}", front=True)
    queue.jobs.enqueue("g", "generate", "{}", front=True)
    assert _waiting(queue) == "gfbcd"
    assert queue.jobs.all()[0].id == "a"


@pytest.mark.parametrize(
    ("job", "position", "order"),
    [("d", 0, "dabc"), ("a", 2, "bcad"), ("a", 99, "bcda"), ("c", -5, "cabd"), ("b", 1, "abcd")],
)
def test_moving(queue: Library, job: str, position: int, order: str) -> None:
    queue.jobs.move(job, position)
    assert _waiting(queue) == order


def test_what_does_not_wait_cannot_be_moved(queue: Library) -> None:
    queue.jobs.set_state("a", "running")
    for job in ("a", "nothing"):
        with pytest.raises(NotFound):
            queue.jobs.move(job, 0)


def test_failing_keeps_the_reason_and_retrying_forgets_it(queue: Library) -> None:
    queue.jobs.set_state("a", "running")
    failed = queue.jobs.set_state("a", "failed", ("OutOfMemory", "Too big.", "Shorten it."))
    assert (failed.error_kind, failed.error_message) == ("OutOfMemory", "Too big.")
    assert failed.error_hint == "Shorten it."
    retried = queue.jobs.set_state("a", "queued")
    assert retried.error_kind == ""
    assert _waiting(queue) == "bcda"


def test_a_killed_process_leaves_its_job_interrupted_and_the_queue_paused(queue: Library) -> None:
    queue.jobs.set_state("a", "running")
    queue.close()
    with Library.open(queue.folder, write=True) as again:
        assert again.jobs.get("a").state == "interrupted"
        assert again.jobs.paused
        assert _waiting(again) == "bcd"
        again.jobs.paused = False
    with Library.open(queue.folder, write=True) as third:
        assert not third.jobs.paused


def test_reading_does_not_touch_the_running_job(queue: Library) -> None:
    queue.jobs.set_state("a", "running")
    with Library.open(queue.folder, write=False) as reader:
        assert reader.jobs.get("a").state == "running"
        assert not reader.jobs.paused


def test_removing(queue: Library) -> None:
    queue.jobs.remove("b")
    assert _waiting(queue) == "acd"
    queue.jobs.set_state("a", "running")
    with pytest.raises(BadRequest):
        queue.jobs.remove("a")
    with pytest.raises(NotFound):
        queue.jobs.remove("b")


def test_what_cannot_be(queue: Library) -> None:
    with pytest.raises(BadRequest):
        queue.jobs.enqueue("a", "generate", "{}")
    with pytest.raises(NotFound):
        queue.jobs.enqueue("z", "generate", "{}", "No project")
    with pytest.raises(BadRequest):
        queue.jobs.set_state("a", "sleeping")
    with pytest.raises(NotFound):
        queue.jobs.set_state("z", "done")
    assert _waiting(queue) == "abcd"


def test_an_empty_queue_has_no_next(library: Library) -> None:
    assert library.jobs.next() is None
    assert library.jobs.all() == []
    assert library.jobs.all([]) == []


def test_many_jobs_are_put_in_at_once_in_their_order(queue: Library) -> None:
    queue.jobs.enqueue_all([NewJob(job, "generate", "{}") for job in "xyz"])
    assert _waiting(queue) == "abcdxyz"
    queue.jobs.enqueue_all([NewJob(job, "generate", "{}") for job in "mn"], front=True)
    assert _waiting(queue) == "mnabcdxyz"
    queue.jobs.enqueue("o", "generate", "{}", front=True)
    assert _waiting(queue) == "omnabcdxyz"


def test_of_many_jobs_all_or_none_are_put_in(queue: Library) -> None:
    with pytest.raises(BadRequest):
        queue.jobs.enqueue_all([NewJob(job, "generate", "{}") for job in "xa"])
    assert _waiting(queue) == "abcd"


def test_the_next_among_some(queue: Library) -> None:
    found = queue.jobs.next(["d", "c", "nothing"])
    assert found is not None
    assert found.id == "c"
    assert queue.jobs.next([]) is None
    assert queue.jobs.count(["queued"]) == 4
    assert queue.jobs.count(["queued", "running"]) == 4
    assert queue.jobs.count(["failed"]) == 0


def test_cancelled_jobs_can_be_put_back_where_they_were(queue: Library) -> None:
    queue.jobs.set_state("a", "running")
    assert queue.jobs.cancel_waiting(["b", "d", "a"]) == ["b", "d"]
    assert _waiting(queue) == "c"
    assert queue.jobs.cancel_waiting() == ["c"]
    queue.jobs.put_back(["d", "b", "a"])
    assert _waiting(queue) == "bd"
    assert queue.jobs.get("a").state == "running"
