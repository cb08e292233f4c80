import threading

from tangostudio.errors import StorageError
from tests.ui.fake_studio import FakeStudio


def test_a_posted_call_runs_in_the_windows_thread(bridge, qtbot):
    threads = []
    worker = threading.Thread(
        target=lambda: bridge.post(lambda: threads.append(threading.current_thread()))
    )
    worker.start()
    worker.join()
    assert threads == []  # never at once, whatever thread it comes from
    qtbot.waitUntil(lambda: bool(threads))
    assert threads == [threading.main_thread()]


def test_posted_calls_keep_their_order(bridge, qtbot):
    seen = []
    for number in range(50):
        bridge.post(lambda number=number: seen.append(number))
    qtbot.waitUntil(lambda: len(seen) == 50)
    assert seen == list(range(50))


def test_background_work_answers_in_the_windows_thread(bridge, qtbot):
    told = []
    bridge.background(threading.current_thread, lambda thread: told.append((thread, _here())))
    qtbot.waitUntil(lambda: bool(told))
    worked_in, told_in = told[0]
    assert worked_in is not threading.main_thread()
    assert told_in is threading.main_thread()


def test_an_error_of_background_work_goes_to_failed_or_to_crashed(bridge, qtbot):
    def fail():
        raise StorageError("The disk is full.", "Make room.")

    failed, crashed = [], []
    bridge.crashed.connect(crashed.append)
    bridge.background(fail, None, failed.append)
    bridge.background(fail)
    qtbot.waitUntil(lambda: bool(failed) and bool(crashed))
    assert failed[0].message == crashed[0].message == "The disk is full."


def test_a_cancelled_task_says_nothing(bridge, qtbot):
    gate, told, later = threading.Event(), [], []
    task = bridge.background(gate.wait, told.append)
    task.cancel()
    gate.set()
    bridge.background(lambda: 1, later.append)
    qtbot.waitUntil(lambda: bool(later))
    assert bridge.wait(1000)
    bridge.post(lambda: later.append(2))
    qtbot.waitUntil(lambda: len(later) == 2)
    assert told == []


def test_changes_of_the_studio_are_sent_on_until_it_is_let_go(bridge, tmp_path):
    studio, seen = FakeStudio(tmp_path, takes=1), []
    bridge.changed.connect(seen.append)
    bridge.attach(studio)
    studio.rate([1041], 3)
    assert [change.takes for change in seen] == [(1041,)]
    bridge.detach()
    studio.rate([1041], 4)
    assert len(seen) == 1


def test_what_is_posted_after_closing_is_dropped(bridge, qapp):
    seen = []
    bridge.post(lambda: seen.append(1))
    bridge.close()
    bridge.post(lambda: seen.append(2))
    qapp.processEvents()
    assert seen == []


def _here() -> threading.Thread:
    return threading.current_thread()
