"""The runners: the same events inline and in a worker; what a worker that misbehaves costs."""

from __future__ import annotations

import os
import queue
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from tangostudio.jobs.runners import InlineRunner, ProcessRunner
from tangostudio.messages import (
    LAST_EVENTS,
    AudioReady,
    Cancelled,
    Failed,
    Finished,
    GenerateRequest,
    Progress,
    WorkerState,
)

PATIENCE = 60  # seconds until a missing event is a failure


def request(out: Path, model: str = "toy", **changes) -> GenerateRequest:
    values = {
        "model": model,
        "prompt": "a bell",
        "seconds": 0.5,
        "seeds": (1, 2),
        "steps": 4,
        "guidance": 3.0,
        "sampler": "euler",
        "out": str(out),
    }
    return GenerateRequest(**{**values, **changes})


class Inbox:
    """Collects events and waits for the ones that a test needs."""

    def __init__(self) -> None:
        self.events: list = []
        self._arrivals: queue.Queue = queue.Queue()

    def deliver(self, event) -> None:
        self._arrivals.put(event)

    def until(self, wanted) -> object:
        while True:
            event = self._arrivals.get(timeout=PATIENCE)
            self.events.append(event)
            if wanted(event):
                return event

    def last_of(self, job: str):
        return self.until(lambda e: isinstance(e, LAST_EVENTS) and e.job == job)

    def of(self, job: str) -> list:
        return [e for e in self.events if getattr(e, "job", None) == job]


@pytest.fixture
def inbox():
    return Inbox()


@pytest.fixture
def runner(inbox):
    runner = ProcessRunner(inbox.deliver)
    yield runner
    runner.close()


def test_a_worker_gives_the_same_events_as_inline(tmp_path, inbox, runner):
    runner.submit("j", request(tmp_path))
    inbox.last_of("j")
    inline: list = []
    InlineRunner(inline.append).submit("j", request(tmp_path))

    def essence(events):
        return [
            (type(e).__name__, getattr(e, "sha256", ""))
            for e in events
            if not isinstance(e, Progress | WorkerState)
        ]

    assert essence(inbox.of("j")) == essence(inline)


def test_jobs_run_one_after_the_other_in_their_order(tmp_path, inbox, runner):
    for name in "abc":
        runner.submit(name, request(tmp_path))
    inbox.last_of("c")
    order = [e.job for e in inbox.events if not isinstance(e, WorkerState)]
    assert order == sorted(order)


def test_cancel_is_delivered_at_once_and_the_worker_goes_on(tmp_path, inbox, runner):
    runner.submit("slow", request(tmp_path, "toy-slow", steps=50))
    inbox.until(lambda e: isinstance(e, Progress))
    pid = runner.worker_pid
    runner.cancel("slow")
    assert isinstance(inbox.last_of("slow"), Cancelled)
    runner.submit("next", request(tmp_path))
    assert isinstance(inbox.last_of("next"), Finished)
    assert runner.worker_pid == pid
    assert sum(isinstance(e, LAST_EVENTS) for e in inbox.of("slow")) == 1


def test_a_waiting_job_is_cancelled_without_touching_the_running_one(tmp_path, inbox, runner):
    runner.submit("slow", request(tmp_path, "toy-slow", steps=5))
    runner.submit("waiting", request(tmp_path))
    runner.cancel("waiting")
    assert isinstance(inbox.last_of("waiting"), Cancelled)
    assert isinstance(inbox.last_of("slow"), Finished)


def test_a_worker_that_does_not_obey_is_ended(tmp_path, inbox, runner, monkeypatch):
    monkeypatch.setattr(ProcessRunner, "OBEY_SECONDS", 0.3)
    # The second of two steps hangs: after the first one's word the worker says nothing more.
    runner.submit("hang", request(tmp_path, "toy-hang", steps=2))
    inbox.until(lambda e: isinstance(e, Progress))
    pid = runner.worker_pid
    runner.cancel("hang")
    assert isinstance(inbox.last_of("hang"), Cancelled)
    runner.submit("next", request(tmp_path))
    assert isinstance(inbox.last_of("next"), Finished)
    assert runner.worker_pid != pid


def test_a_crash_costs_one_job_and_says_the_exit_code(tmp_path, inbox, runner):
    runner.submit("crash", request(tmp_path, "toy-crash"))
    runner.submit("next", request(tmp_path))
    failed = inbox.last_of("crash")
    assert isinstance(failed, Failed)
    assert failed.kind == "WorkerDied"
    assert "exit code 3" in failed.message
    assert isinstance(inbox.last_of("next"), Finished)


def test_a_killed_worker_keeps_finished_takes(tmp_path, inbox, runner):
    runner.submit("slow", request(tmp_path, "toy-slow", steps=2, seeds=tuple(range(16))))
    ready = inbox.until(lambda e: isinstance(e, AudioReady))
    os.kill(runner.worker_pid, signal.SIGKILL)
    failed = inbox.last_of("slow")
    assert isinstance(failed, Failed)
    assert failed.kind == "WorkerDied"
    assert Path(ready.path).is_file()


def test_an_idle_worker_exits_and_the_next_job_starts_another(tmp_path, inbox, runner):
    runner.idle_minutes = 0.001
    runner.submit("a", request(tmp_path))
    inbox.last_of("a")
    inbox.until(lambda e: e == WorkerState("off"))
    assert runner.worker_pid is None
    runner.submit("b", request(tmp_path))
    assert isinstance(inbox.last_of("b"), Finished)


def test_close_ends_a_busy_worker(tmp_path, inbox):
    runner = ProcessRunner(inbox.deliver)
    runner.submit("slow", request(tmp_path, "toy-slow", steps=50))
    inbox.until(lambda e: isinstance(e, Progress))
    pid = runner.worker_pid
    runner.close()
    assert not Path(f"/proc/{pid}").exists() or sys.platform != "linux"
    assert not any(t.name == "jobs" for t in threading.enumerate())


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_the_worker_ends_when_its_parent_is_killed(tmp_path):
    script = tmp_path / "parent.py"
    script.write_text(
        "import sys, time\n"
        "from pathlib import Path\n"
        "from tangostudio.jobs.runners import ProcessRunner\n"
        "from tangostudio.messages import GenerateRequest\n"
        "if __name__ == '__main__':\n"
        "    runner = ProcessRunner(lambda e: print(runner.worker_pid, flush=True))\n"
        "    runner.submit('j', GenerateRequest('toy-slow', 'x', 0.5, (1,), 50, 3.0, 'euler',"
        " out=sys.argv[1]))\n"
        "    time.sleep(600)\n"
    )
    parent = subprocess.Popen(
        [sys.executable, str(script), str(tmp_path)], stdout=subprocess.PIPE, text=True
    )
    assert parent.stdout is not None
    with parent.stdout:
        pid = next(int(line) for line in parent.stdout if line.strip().isdecimal())
        parent.kill()
        parent.wait()
    for _ in range(PATIENCE * 10):
        if not _alive(pid):
            break
        threading.Event().wait(0.1)
    assert not _alive(pid)


def _alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().split()[2] != "Z"
    except OSError:
        return False


def test_an_inline_job_that_was_cancelled_can_be_done_again(tmp_path):
    events: list = []

    def deliver(event) -> None:
        events.append(event)
        if isinstance(event, AudioReady) and len(of_kind(events, Cancelled)) == 0:
            runner.cancel("j")

    runner = InlineRunner(deliver)
    runner.submit("j", request(tmp_path))
    assert isinstance(events[-1], Cancelled)
    assert len(of_kind(events, AudioReady)) == 1
    runner.submit("j", request(tmp_path))
    assert isinstance(events[-1], Finished)
    assert len(of_kind(events, AudioReady)) == 3


def test_a_worker_does_a_job_again_that_was_cancelled_in_it(tmp_path, inbox, runner):
    runner.submit("j", request(tmp_path, "toy-slow", steps=50))
    inbox.until(lambda event: isinstance(event, Progress))
    pid = runner.worker_pid
    runner.cancel("j")
    assert isinstance(inbox.last_of("j"), Cancelled)
    runner.submit("j", request(tmp_path))
    assert isinstance(inbox.last_of("j"), Finished)
    assert runner.worker_pid == pid


def of_kind(events: list, kind: type) -> list:
    return [event for event in events if isinstance(event, kind)]
