"""The application's verbs on a real library with the toy model, run inline."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import cast

import pytest
import soundfile

from tangostudio import paths
from tangostudio.cards import Catalogue
from tangostudio.errors import BadRequest, NotFound, StorageError
from tangostudio.jobs.runners import InlineRunner
from tangostudio.library import Library, TakeQuery
from tangostudio.messages import (
    AudioReady,
    EmbedRequest,
    Failed,
    Finished,
    Notice,
    Profiled,
    Progress,
    TakeReady,
)
from tangostudio.settings import Settings
from tangostudio.studio.studio import Studio


class Held(InlineRunner):
    """A runner that keeps jobs until the test lets the next one go; it never listens to sounds."""

    def __init__(self, deliver):
        super().__init__(deliver)
        self.held = []
        self.cancelled = []

    def submit(self, job, request):
        if not isinstance(request, EmbedRequest):
            self.held.append((job, request))

    def cancel(self, job):
        self.cancelled.append(job)

    def release(self):
        super().submit(*self.held.pop(0))


def open_studio(folder: Path, runner=InlineRunner) -> Studio:
    library = Library.open(folder, write=True)
    return Studio(library, Catalogue.load(paths.models_dir()), Settings(), runner)


@pytest.fixture
def studio(tmp_path):
    studio = open_studio(tmp_path / "library")
    yield studio
    studio.close()


@pytest.fixture
def heard(studio):
    changes = []
    studio.changes.subscribe(changes.append)
    return changes


def make(studio, prompt="a bell", **values):
    values = {"takes": 1, "seconds": 0.5, **values}
    studio.generate(studio.plan("toy", prompt, **values))
    return studio.find(TakeQuery())


def test_generate_commits_each_take_before_it_is_announced(studio):
    seen = []

    def hear(change):
        if isinstance(change.event, TakeReady):
            take = studio.take(change.event.take)
            seen.append((take.seed, take.path.is_file(), change.takes == (take.id,)))

    studio.changes.subscribe(hear)
    make(studio, seeds=[5, 6, 7])
    assert seen == [(5, True, True), (6, True, True), (7, True, True)]


def test_a_line_about_how_a_job_goes_on_reaches_the_views(studio, heard):
    studio.handle(Notice("job", "Memory ran short: takes are made one by one."))
    assert [change.event.text for change in heard] == [
        "Memory ran short: takes are made one by one."
    ]


def test_a_take_knows_how_to_be_made_again(studio):
    (first,) = make(studio, seeds=[11], negative="hum", steps=5, guidance=2.5)
    values = {name: getattr(first, name) for name in ("negative", "seconds", "steps", "guidance")}
    studio.generate(studio.plan(first.model, first.prompt, seeds=[first.seed], **values))
    again, _ = studio.find(TakeQuery())
    assert again.sha256 == first.sha256
    assert again.path == first.path


def test_the_job_is_announced_from_first_to_last(studio, heard):
    make(studio)
    events = [change.event for change in heard if change.event is not None]
    assert any(isinstance(e, Progress) for e in events)
    assert isinstance(events[-1], Finished)
    assert not any(isinstance(e, AudioReady) for e in events)
    assert studio.jobs() == []


def test_a_failed_job_stays_with_its_error_until_it_is_put_away(studio):
    studio.generate(studio.plan("toy-fail", "x"))
    (job,) = studio.jobs()
    assert job.state == "failed"
    assert job.error is not None
    assert job.error.message == "The toy model failed on purpose."
    studio.remove_job(job.id)
    assert studio.jobs() == []


def test_retry_runs_a_failed_job_again(studio, heard):
    studio.generate(studio.plan("toy-fail", "x"))
    (job,) = studio.jobs()
    heard.clear()
    studio.retry(job.id)
    assert sum(isinstance(change.event, Failed) for change in heard) == 1


def test_the_queue_goes_in_order_and_can_be_changed(tmp_path):
    studio = open_studio(tmp_path, Held)
    jobs = [studio.generate(studio.plan("toy", name)) for name in ("a", "b", "c", "d")]
    studio.move_job(jobs[3], 0)
    studio.cancel(jobs[1])
    assert [job.id for job in studio.jobs()] == [jobs[0], jobs[3], jobs[2]]
    assert [job.state for job in studio.jobs()] == ["running", "queued", "queued"]
    runner = studio._runner
    assert isinstance(runner, Held)
    while runner.held:
        runner.release()
    assert [take.prompt for take in studio.find(TakeQuery(sort="oldest"))] == ["a", "d", "c"]
    studio.close()


def test_a_paused_queue_waits(tmp_path):
    studio = open_studio(tmp_path, Held)
    studio.pause_queue()
    studio.generate(studio.plan("toy", "a"))
    assert [job.state for job in studio.jobs()] == ["queued"]
    studio.resume_queue()
    assert [job.state for job in studio.jobs()] == ["running"]
    studio.close()


def test_closing_keeps_the_queue_and_the_next_session_makes_only_what_is_left(tmp_path):
    studio = open_studio(tmp_path, Held)
    job = studio.generate(studio.plan("toy", "a", seeds=[1, 2, 3]))
    studio.generate(studio.plan("toy", "b"))
    runner = studio._runner
    assert isinstance(runner, Held)

    def stop_after_one(change):
        if isinstance(change.event, TakeReady):
            studio.close()

    studio.changes.subscribe(stop_after_one)
    runner.release()
    again = open_studio(tmp_path, Held)
    assert again.jobs()[0].id == job
    runner = again._runner
    assert isinstance(runner, Held)
    assert runner.held[0][1].seeds == (2, 3)
    again.close()


def test_undo_and_redo_of_marks(studio):
    (take,) = make(studio)
    studio.rate([take.id], 4)
    studio.rename(take.id, "Ding")
    studio.set_tags([take.id], ["metal", "metal", " small "])
    assert (studio.take(take.id).stars, studio.take(take.id).title) == (4, "Ding")
    assert studio.take(take.id).tags == ("metal", "small")
    assert [studio.undo(), studio.undo(), studio.undo(), studio.undo()] == [
        "tags",
        "renaming",
        "rating",
        None,
    ]
    assert (studio.take(take.id).stars, studio.take(take.id).title) == (0, take.title)
    assert studio.redo() == "rating"
    assert studio.take(take.id).stars == 4


def test_trash_keeps_the_sound_until_it_is_emptied(studio):
    (take,) = make(studio)
    studio.trash([take.id])
    assert studio.find(TakeQuery()) == []
    assert take.path.is_file()
    studio.undo()
    assert [t.id for t in studio.find(TakeQuery())] == [take.id]
    studio.trash([take.id])
    assert studio.empty_trash() == 1
    assert not take.path.exists()
    with pytest.raises(NotFound):
        studio.take(take.id)


def test_new_takes_go_to_the_open_project(studio):
    studio.create_project("Dungeon")
    (take,) = make(studio)
    assert take.project == "Dungeon"
    studio.rename_project("Dungeon", "Castle")
    assert studio.project == "Castle"
    assert studio.take(take.id).project == "Castle"


def test_a_full_disk_fails_the_job_and_keeps_what_there_was(studio, monkeypatch, heard):
    make(studio, seeds=[1])

    def full(new, overview=b""):
        raise StorageError("The disk is full.", "Free some space.")

    monkeypatch.setattr(studio.library.takes, "add", full)
    studio.generate(studio.plan("toy", "x", takes=2))
    (job,) = studio.jobs()
    assert job.state == "failed"
    assert job.error is not None
    assert job.error.kind == "StorageError"
    assert len(studio.find(TakeQuery())) == 1


def test_files_for_a_drag_are_complete_in_the_exports_folder_and_made_once(studio):
    takes = make(studio, seeds=[1, 2])
    ids = [take.id for take in takes]
    studio.prepare_drag(ids)
    files = studio.drag_files(ids)
    assert files == studio.drag_files(ids)
    assert len(set(files)) == 2
    assert all(file.is_relative_to(studio.library.exports_dir) for file in files)
    assert {soundfile.info(file).samplerate for file in files} == {48000}


def test_a_pair_is_of_one_prompt_and_a_vote_is_kept_and_can_be_withdrawn(studio):
    make(studio, "one", seeds=[1])
    assert studio.next_pair() is None
    make(studio, "two", seeds=[1, 2])
    pair = studio.next_pair()
    assert pair is not None
    assert {pair.left.prompt, pair.right.prompt} == {"two"}
    gains = studio.pair_gains(pair)
    assert gains[0] + pair.left.lufs == pytest.approx(gains[1] + pair.right.lufs)
    studio.vote(pair, "left", heard_left_ms=900, heard_right_ms=800, response_ms=2500)
    assert studio.votes_count() == 1
    (vote,) = studio.library.votes.all()
    winner = vote.take_a if vote.answer == "a" else vote.take_b
    assert winner == pair.left.id
    studio.undo()
    assert studio.votes_count() == 0
    with pytest.raises(BadRequest):
        studio.vote(pair, "perhaps")


def test_times_are_learned(studio):
    values = {"seconds": 0.5, "steps": 8, "guidance": 3.0}
    assert studio.estimate("toy", **values) is None
    make(studio)
    one = studio.estimate("toy", **values)
    assert one is not None
    assert studio.estimate("toy", takes=4, **values) == pytest.approx(4 * one)


def test_settings_are_stored_when_changed(tmp_path):
    stored = []
    library = Library.open(tmp_path, write=True)
    studio = Studio(
        library,
        Catalogue.load(paths.models_dir()),
        Settings(),
        InlineRunner,
        save_settings=stored.append,
    )
    changed = dataclasses.replace(studio.settings, default_takes=8)
    studio.update_settings(changed)
    assert stored == [changed]
    assert studio.settings.default_takes == 8
    studio.close()


def test_the_machine_is_measured_at_the_first_warming_up_alone(tmp_path):
    studio = open_studio(tmp_path / "library", Held)
    runner = cast(Held, studio._runner)
    numbers = {"seconds": 1.0, "steps": 8, "guidance": 1.0}
    assert studio.expect("stable-audio-3-small-sfx", **numbers) is None
    studio.warm("toy")
    assert [request.profile for _, request in runner.held] == [True]
    studio.handle(Profiled("warm", net=100.0, codec=50.0))
    expected = studio.expect("stable-audio-3-small-sfx", **numbers)
    assert expected is not None
    assert expected.seconds > 0
    assert not expected.measured
    studio.warm("toy")
    assert [request.profile for _, request in runner.held] == [True, False]
    studio.close()
