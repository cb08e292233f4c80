from types import SimpleNamespace

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from tangostudio import messages
from tangostudio.ui import job_words
from tangostudio.ui.job_words import bar_state, tuning_state
from tangostudio.ui.jobs_bar import JobsBar
from tangostudio.ui.queue_popup import MOST_ROWS
from tests.ui.fake_studio import JobView

REQUEST = messages.GenerateRequest("starter", "door slam", 4.0, (1, 2, 3, 4), 8, 3.0, "euler")
FAILURE = messages.Failed("a", "OutOfMemory", "There was not enough memory.", "Make it shorter.")


def job(state, job_id="a", **values):
    return JobView(job_id, REQUEST, state, **values)


def progress(take=2, takes=4, step=5, left=3.0):
    return messages.Progress("a", take, takes, step, 8, left)


def test_nothing_to_do():
    assert bar_state([], False, "ready").text == "Ready"
    assert bar_state([], False, "busy", "Loading Starter").text == "Loading Starter"


def test_a_running_job_tells_take_step_and_time():
    state = bar_state([job("running", progress=progress()), job("queued", "b")], False, "busy")
    assert (state.text, state.detail) == ("Take 2 of 4", "step 5 of 8 · 3 s left")
    assert state.fraction == pytest.approx((1 + 5 / 8) / 4)
    assert (state.tone, state.waiting) == ("busy", 1)


def test_a_resumed_job_counts_the_takes_that_were_made_before():
    state = bar_state([job("running", done=2, progress=progress(take=1, takes=2))], False, "busy")
    assert state.text == "Take 3 of 4"
    assert state.fraction == pytest.approx((2 + 5 / 8) / 4)


def test_a_job_that_has_not_begun_says_what_it_waits_for():
    state = bar_state([job("running", what="Starter")], False, "busy")
    assert state.text == "Loading Starter"


def test_a_failed_job_tells_sentence_and_hint():
    state = bar_state([job("failed", error=FAILURE)], False, "ready")
    assert (state.tone, state.text, state.hint) == ("failed", FAILURE.message, FAILURE.hint)


def test_an_interrupted_job_tells_what_is_left():
    state = bar_state([job("interrupted", done=1)], True, "ready")
    assert state.tone == "waiting"
    assert state.text == "Interrupted with 3 takes to make: door slam"


def test_a_paused_queue_says_so():
    assert bar_state([job("queued")], True, "ready").tone == "paused"


def test_a_report_holds_everything_that_was_asked():
    text = job_words.report(job("failed", error=FAILURE))
    for part in ("OutOfMemory", FAILURE.message, FAILURE.hint, "door slam", "1, 2, 3, 4"):
        assert part in text


@pytest.fixture
def bar(fake, bridge, table, put):
    bridge.attach(fake)
    return put(JobsBar(fake, bridge, table))


def shown(bar):
    return [button.text() for button in bar._buttons if button.isVisibleTo(bar)]


def test_the_bar_offers_what_helps(bar, fake):
    assert shown(bar) == []
    first = fake.generate(REQUEST)
    fake.generate(REQUEST)
    fake.set_job(first, state="running", progress=progress())
    bar.refresh()
    assert shown(bar) == ["Cancel"]
    assert bar.queue.text() == "1 job waiting"
    fake.set_job(first, state="failed", error=FAILURE, progress=None)
    fake.remove_job("job2")
    bar.refresh()
    assert shown(bar) == ["Retry", "Copy details", "Dismiss"]
    bar.copy.click()
    assert FAILURE.message in QApplication.clipboard().text()
    bar.retry.click()
    assert fake.jobs()[0].state == "queued"


def test_escape_cancels_the_running_job_only(bar, fake, table):
    first, second = fake.generate(REQUEST), fake.generate(REQUEST)
    fake.set_job(first, state="running", progress=progress())
    bar.refresh()
    table["generate.cancel"].trigger()
    assert [job.id for job in fake.jobs()] == [second]


def test_an_interrupted_job_can_be_resumed_or_discarded(bar, fake):
    job_id = fake.generate(REQUEST)
    fake.set_job(job_id, state="interrupted", done=1)
    bar.refresh()
    assert shown(bar) == ["Resume", "Discard"]
    bar.discard.click()
    assert fake.jobs() == []


def press(popup, name, place):
    """Press the button of this name in the row of this place among those that have one."""
    inner = popup._scroll.widget()
    buttons = [b for b in inner.findChildren(QPushButton) if b.accessibleName() == name]
    [button for button in buttons if button.isVisibleTo(inner)][place].click()


def test_the_list_moves_and_removes_jobs(bar, fake, table):
    ids = [fake.generate(REQUEST) for _ in range(3)]
    popup = bar.popup
    popup.refresh()
    texts = [label.text() for label in popup.findChildren(QLabel)]
    assert sum("4 takes · door slam" in text for text in texts) >= 3
    press(popup, "Do this next", 1)
    assert [job.id for job in fake.jobs()] == [ids[2], ids[0], ids[1]]
    popup.refresh()
    press(popup, "Do this later", 0)
    assert [job.id for job in fake.jobs()] == [ids[0], ids[2], ids[1]]
    popup.refresh()
    press(popup, "Do this earlier", 1)
    assert [job.id for job in fake.jobs()] == [ids[0], ids[1], ids[2]]
    table["queue.pause"].trigger()
    assert fake.queue_paused
    popup._toggle_pause()
    assert not fake.queue_paused


def test_of_a_long_queue_the_first_jobs_and_the_failed_ones_are_listed(bar, fake, monkeypatch):
    asked, jobs = [], fake.jobs
    monkeypatch.setattr(fake, "jobs", lambda limit: asked.append(limit) or jobs(limit))
    ids = [fake.generate(REQUEST) for _ in range(MOST_ROWS + 3)]
    fake.set_job(ids[0], state="failed", error=FAILURE)
    fake.set_job(ids[1], state="running")
    bar.refresh()
    assert bar.queue.text() == f"{MOST_ROWS + 1} jobs waiting"
    bar.popup.refresh()
    texts = [label.text() for label in bar.popup.findChildren(QLabel)]
    assert sum("4 takes · door slam" in text for text in texts) >= MOST_ROWS + 1
    assert texts.count("and 2 more") == 1
    assert any(FAILURE.message in text for text in texts)
    assert max(asked) == MOST_ROWS


def test_many_changes_are_shown_once(bar, fake, monkeypatch, qtbot):
    shows = []
    monkeypatch.setattr(bar._studio, "jobs", lambda limit: shows.append(limit) or [])
    bar._timer.stop()
    before = len(shows)
    for _ in range(20):
        fake.changes.tell("jobs")
    assert len(shows) == before
    qtbot.waitUntil(lambda: len(shows) > before)


def test_the_demonstration_says_how_far_it_is():
    part = SimpleNamespace(job="a", project="Demonstration", number=3, total=12)
    state = bar_state([job("running", progress=progress(1, 1, 4))], False, "busy", part=part)
    assert (state.text, state.detail) == ("Preparing the demonstration: 3 of 12", "")
    assert state.fraction == pytest.approx((2 + 0.5) / 12)
    assert (state.tone, state.job) == ("busy", "a")
    other = bar_state([job("running", "b", progress=progress())], False, "busy", part=part)
    assert other.text == "Take 2 of 4"


def test_a_tuning_is_shown_while_nothing_else_runs():
    view = SimpleNamespace(
        name="My taste 4",
        method="crpo",
        state="running",
        stage="fit",
        done=212,
        total=480,
        share=0.44,
    )
    state = tuning_state(view)
    assert (state.tone, state.text, state.fraction) == ("idle", "Tuning “My taste 4”", 0.44)
    assert state.detail == "learning · step 212 of 480"
