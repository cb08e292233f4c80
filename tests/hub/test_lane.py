"""Work in a line: order, stopping, ending, and what breaks."""

from __future__ import annotations

import queue
import threading
from collections.abc import Generator, Iterator
from typing import Any

import pytest

from tangostudio.hub.lane import Lane, Work

PATIENCE = 20


@pytest.fixture
def lane() -> Iterator[Lane]:
    made = Lane("test", threaded=True)
    yield made
    made.close()
    assert made._thread is None or not made._thread.is_alive()


class Heard:
    """What a lane tells, waited for."""

    def __init__(self) -> None:
        self.queue: queue.SimpleQueue[Any] = queue.SimpleQueue()

    def next(self) -> Any:
        return self.queue.get(timeout=PATIENCE)

    def work(self, key: str, steps: Any) -> Work:
        return Work(
            key,
            steps,
            hear=self.queue.put,
            stopped=lambda: self.queue.put(f"{key} stopped"),
            broke=lambda error: self.queue.put(f"{key} broke: {error}"),
        )


def says(*words: str) -> Any:
    """Steps that say words."""
    return lambda: (word for word in words)


def endless(closed: threading.Event) -> Generator[str, None, None]:
    try:
        while True:
            yield "tick"
            closed.wait(0.001)
    finally:
        closed.set()


def test_work_is_done_in_its_order_on_one_thread(lane):
    heard = Heard()
    for key in ("a", "b"):
        lane.put(heard.work(key, lambda key=key: (f"{key}{n}" for n in (1, 2))))
    assert [heard.next() for _ in range(4)] == ["a1", "a2", "b1", "b2"]


def test_work_that_goes_on_is_stopped_at_its_next_step_and_closed(lane):
    heard, closed = Heard(), threading.Event()
    lane.put(heard.work("long", lambda: endless(closed)))
    lane.put(heard.work("next", says("next")))
    assert heard.next() == "tick"
    lane.stop("long")
    rest = []
    while (news := heard.next()) != "next":
        rest.append(news)
    assert [news for news in rest if news != "tick"] == ["long stopped"]
    assert closed.is_set()


def test_work_that_waits_is_taken_out_of_the_line_at_once(lane):
    heard, gone, closed = Heard(), Heard(), threading.Event()
    lane.put(heard.work("long", lambda: endless(closed)))
    lane.put(gone.work("waits", lambda: pytest.fail("it was begun")))
    lane.put(heard.work("next", says("next")))
    assert heard.next() == "tick"
    lane.stop("waits")
    assert gone.queue.get_nowait() == "waits stopped"
    assert not closed.is_set()
    lane.stop("long")
    while heard.next() != "next":
        pass
    assert gone.queue.empty()


def test_work_that_was_stopped_can_be_put_again(lane):
    heard, closed = Heard(), threading.Event()
    lane.put(heard.work("a", lambda: endless(closed)))
    assert heard.next() == "tick"
    lane.stop("a")
    while heard.next() != "a stopped":
        pass
    lane.put(heard.work("a", says("again")))
    assert heard.next() == "again"


def test_stopping_what_is_not_there_does_nothing_to_what_comes_later(lane):
    heard = Heard()
    lane.stop("a")
    lane.put(heard.work("a", says("done")))
    assert heard.next() == "done"


def test_what_breaks_is_told_and_the_line_goes_on(lane, caplog):
    heard = Heard()

    def broken() -> Generator[str, None, None]:
        yield "one"
        raise ZeroDivisionError("two")

    lane.put(heard.work("a", broken))
    lane.put(heard.work("b", says("three")))
    assert [heard.next() for _ in range(3)] == ["one", "a broke: two", "three"]
    assert "test: a" in caplog.text


def test_nothing_is_heard_after_closing(lane):
    heard, closed = Heard(), threading.Event()
    lane.put(heard.work("a", lambda: endless(closed)))
    lane.put(heard.work("b", lambda: pytest.fail("it was begun")))
    heard.next()
    lane.close()
    assert closed.is_set()
    while not heard.queue.empty():
        assert heard.next() == "tick"
    lane.put(heard.work("c", lambda: pytest.fail("it was taken")))
    assert heard.queue.empty()


def test_without_a_thread_work_is_done_where_it_is_put():
    lane, heard = Lane("test", threaded=False), Heard()
    threads = []

    def steps() -> Generator[str, None, None]:
        threads.append(threading.current_thread())
        yield "done"

    lane.put(heard.work("a", steps))
    assert heard.queue.qsize() == 1
    assert threads == [threading.current_thread()]
    lane.close()


def test_without_a_thread_an_interrupt_closes_the_work_and_goes_on():
    closed = []

    def steps() -> Generator[str, None, None]:
        try:
            yield "one"
            raise KeyboardInterrupt
        finally:
            closed.append(True)

    lane = Lane("test", threaded=False)
    with pytest.raises(KeyboardInterrupt):
        lane.put(Work("a", steps, hear=lambda news: None))
    assert closed == [True]
