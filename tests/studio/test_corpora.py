from __future__ import annotations

import json
import queue
import shutil
import threading
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from tangostudio.corpora import corpus
from tangostudio.errors import BadRequest, NotFound, StorageError
from tangostudio.jobs.runners import InlineRunner, ProcessRunner
from tangostudio.library import Library, NewTake
from tangostudio.messages import (
    Cancelled,
    CorpusProgress,
    CorpusRequest,
    Event,
    Failed,
    Finished,
)
from tangostudio.settings import Settings
from tangostudio.studio import corpus_requests
from tangostudio.studio.studio import Studio
from tests.corpora.recordings import door, doors, write

from .house import CATALOGUE, Held


@pytest.fixture
def library(tmp_path: Path) -> Path:
    return tmp_path / "library"


def opened(library: Path, builder: Any = InlineRunner) -> Studio:
    return Studio(
        Library.open(library, write=True), CATALOGUE, Settings(), Held, make_builder=builder
    )


@pytest.fixture
def studio(library: Path):
    studio = opened(library)
    yield studio
    studio.close()


@pytest.fixture
def held(library: Path):
    """A studio whose builds wait for the test."""
    studio = opened(library, Held)
    yield studio
    studio.close()


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return doors(tmp_path / "in", 6)


def test_a_corpus_is_built_listed_and_read(studio, source):
    told = []
    studio.changes.subscribe(lambda change: told.append(change))
    identifier = studio.corpora.build("Old doors", source)
    (view,) = studio.corpora.all()
    assert view == studio.corpora.view(identifier)
    assert (view.name, view.state, view.clips, view.held_out) == ("Old doors", "ready", 6, 1)
    assert view.source == str(source)
    assert view.options["seconds"] == 10.0  # the longest that the starter makes
    assert view.sentence.startswith("6 clips, 4 s; 1 held out")
    assert len(studio.corpora.get(identifier).items) == 6
    assert studio.corpora.running() is None
    events = [type(change.event).__name__ for change in told if "corpora" in change.kinds]
    assert events[0] == "NoneType"
    assert events[-2:] == ["CorpusBuilt", "Finished"]
    assert studio.corpora.named("OLD DOORS") == identifier


def test_a_build_is_seen_while_it_runs_and_stopped(held, source):
    identifier = held.corpora.build("Doors", str(source))
    runner: Any = held._builder
    ((job, request),) = runner.jobs
    assert isinstance(request, CorpusRequest)
    assert (job, request.corpus, request.folder) == (
        identifier, identifier, str(held.library.corpora_dir / identifier),
    )  # fmt: skip
    held.handle(CorpusProgress(identifier, 2, 6, "door c.wav"))
    view = held.corpora.running()
    assert view is not None
    assert (view.state, view.done, view.total, view.current) == ("building", 2, 6, "door c.wav")
    for verb in (
        lambda: held.corpora.build("More", source),
        lambda: held.corpora.rename(identifier, "x"),
        lambda: held.corpora.remove(identifier),
        lambda: held.corpora.set_caption(identifier, "ab", "x"),
    ):
        with pytest.raises(BadRequest):
            verb()
    held.corpora.cancel(identifier)
    assert runner.cancelled == [identifier]
    held.handle(Cancelled(identifier))
    assert held.corpora.view(identifier).state == "unfinished"
    with pytest.raises(BadRequest):
        held.corpora.cancel(identifier)
    held.corpora.resume(identifier)
    assert runner.jobs[-1] == (identifier, request)
    held.handle(Finished(identifier))


def test_a_build_that_fails_says_why_and_can_go_on(held, source):
    identifier = held.corpora.build("Doors", source)
    failed = Failed(identifier, "StorageError", "The disk is full.", "Free some space.")
    held.handle(failed)
    view = held.corpora.view(identifier)
    assert (view.state, view.error) == ("unfinished", failed)
    held.corpora.resume(identifier)
    assert held.corpora.view(identifier).error is None


def test_a_build_runs_in_a_process_of_its_own(library, source):
    events: queue.Queue[Event] = queue.Queue()
    studio = Studio(
        Library.open(library, write=True), CATALOGUE, Settings(), Held,
        deliver=events.put, make_builder=ProcessRunner,
    )  # fmt: skip
    try:
        identifier = studio.corpora.build("Doors", source)
        while studio.corpora.running() is not None:
            studio.handle(events.get(timeout=60))
        assert studio.corpora.view(identifier).clips == 6
    finally:
        studio.close()


def test_an_unfinished_build_is_there_in_the_next_session(library, source):
    studio = opened(library, Held)
    identifier = studio.corpora.build("Doors", source)
    studio.close()
    studio = opened(library)
    try:
        assert studio.corpora.view(identifier).state == "unfinished"
        studio.corpora.resume(identifier)
        assert studio.corpora.view(identifier).state == "ready"
    finally:
        studio.close()


def test_it_is_built_again_with_what_is_new(studio, source):
    identifier = studio.corpora.build("Doors", source, trigger="zork")
    mark = studio.corpora.get(identifier).mark
    write(source / "gate.wav", door(20))
    assert studio.corpora.rebuild(identifier) == identifier
    found = studio.corpora.get(identifier)
    assert (len(found.items), found.name) == (7, "Doors")
    assert "zork, gate" in {item.caption for item in found.items}
    assert found.mark != mark
    assert studio.corpora.view(identifier).clips == 7


def test_a_corpus_is_renamed_captioned_and_removed(studio, source):
    identifier = studio.corpora.build("Doors", source)
    other = studio.corpora.build("Others", source)
    studio.corpora.rename(identifier, " Old doors ")
    assert studio.corpora.view(identifier).name == "Old doors"
    assert studio.corpora.get(identifier).name == "Old doors"
    for name in ("others", "", "x" * 200):
        with pytest.raises(BadRequest):
            studio.corpora.rename(identifier, name)
    item = studio.corpora.get(identifier).items[0]
    studio.corpora.set_caption(identifier, item.sha256, "門が閉まる")
    assert studio.corpora.get(identifier).items[0].caption == "門が閉まる"
    studio.corpora.remove(identifier)
    assert [view.id for view in studio.corpora.all()] == [other]
    assert not (studio.library.corpora_dir / identifier).exists()
    assert len(list(source.iterdir())) == 6
    for verb in (studio.corpora.view, studio.corpora.remove, studio.corpora.rebuild):
        with pytest.raises(NotFound):
            verb(identifier)
    with pytest.raises(NotFound):
        studio.corpora.view(f"../{studio.library.corpora_dir.name}/{other}")


def test_what_a_tuning_learns_from_stays_as_it_is(studio, source, monkeypatch):
    identifier = studio.corpora.build("Doors", source)
    other = studio.corpora.build("Others", source)
    tuning = SimpleNamespace(name="My doors", corpus=identifier)
    monkeypatch.setattr(studio.tunes, "running", lambda: tuning)
    for verb in (studio.corpora.remove, studio.corpora.rebuild):
        with pytest.raises(BadRequest, match="My doors"):
            verb(identifier)
    assert studio.corpora.view(identifier).state == "ready"
    studio.corpora.remove(other)


def test_names_are_used_once(studio, source):
    studio.corpora.build("Doors", source)
    with pytest.raises(BadRequest, match="already"):
        studio.corpora.build("DOORS", source)
    assert len(studio.corpora.all()) == 1


@pytest.mark.parametrize("options", [{"seconds": -1}, {"colour": "blue"}, {"caption": "{x}"}])
def test_nothing_is_left_of_what_is_refused(studio, source, options):
    with pytest.raises(BadRequest):
        studio.corpora.build("Doors", source, **options)
    with pytest.raises(BadRequest):
        studio.corpora.build("Doors", source / "nothing")
    assert not studio.corpora.all()
    assert not list(studio.library.corpora_dir.iterdir())


def test_the_librarys_own_folders_are_refused(studio):
    for folder in (studio.library.folder, studio.library.audio_dir, studio.library.corpora_dir):
        with pytest.raises(BadRequest, match="library"):
            studio.corpora.build("Own", folder)
        with pytest.raises(BadRequest, match="library"):
            studio.corpora.plan(folder)


def test_a_plan_is_made_on_any_thread(studio, source):
    take(studio, "A door slams")
    found, project = [], f"project:{studio.project}"

    def look() -> None:
        found.append(studio.corpora.plan(source, trigger="zork"))
        found.append(studio.corpora.plan(project))

    thread = threading.Thread(target=look)
    thread.start()
    thread.join()
    assert [look.clips for look in found] == [6, 1]
    assert found[0].examples[0].caption == "zork, door a"
    with pytest.raises(NotFound):
        studio.corpora.plan("project:none")


def test_a_damaged_corpus_is_listed_and_can_be_built_again(studio, source):
    identifier = studio.corpora.build("Doors", source)
    path = studio.library.corpora_dir / identifier / corpus.FILE
    path.write_text("{")
    view = studio.corpora.view(identifier)
    assert view.state == "damaged"
    assert view.name == "Doors"
    assert "cannot be read" in view.problem
    with pytest.raises(BadRequest):
        studio.corpora.get(identifier)
    studio.corpora.rebuild(identifier)
    assert studio.corpora.view(identifier).state == "ready"


def test_a_corpus_that_was_copied_in_is_found(studio, source):
    identifier = studio.corpora.build("Doors", source)
    folder = studio.library.corpora_dir
    shutil.copytree(folder / identifier, folder / "from a friend")
    (folder / "from a friend" / corpus_requests.FILE).unlink()
    copied = studio.corpora.view("from a friend")
    assert (copied.id, copied.state, copied.clips, copied.source) == (
        "from a friend", "ready", 6, "",
    )  # fmt: skip
    with pytest.raises(BadRequest, match="built from"):
        studio.corpora.rebuild("from a friend")


def test_a_disk_that_refuses_says_so_and_changes_nothing(studio, source, monkeypatch):
    identifier = studio.corpora.build("Doors", source)
    item = studio.corpora.get(identifier).items[0]

    def refuse(*_):
        raise StorageError("The disk is full.", "Free some space.", full=True)

    monkeypatch.setattr("tangostudio.audio.whole_files.write_part", refuse)
    for verb in (
        lambda: studio.corpora.set_caption(identifier, item.sha256, "x"),
        lambda: studio.corpora.rename(identifier, "x"),
        lambda: studio.corpora.build("More", source),
    ):
        with pytest.raises(StorageError):
            verb()
    monkeypatch.undo()
    assert [view.name for view in studio.corpora.all()] == ["Doors"]
    assert studio.corpora.get(identifier).items[0] == item


# --- takes ----------------------------------------------------------------------------------------


def take(studio: Studio, prompt: str, kind: int = 1, **values) -> int:
    path = write(studio.library.audio_dir / f"{kind:064x}.flac", door(kind))
    new = NewTake(
        project=studio.project, prompt=prompt, model="starter" if prompt else "", seed=1,
        seconds=0.6, sha256=path.stem, frames=13230, sample_rate=22050, channels=1, **values,
    )  # fmt: skip
    return studio.library.takes.add(new, b"").id


def test_a_project_becomes_a_corpus(studio):
    takes = [
        take(studio, "A door slams"),
        take(studio, "", 2, title="Slam Heavy_ABC_Lib", category="DOORWood"),
        take(studio, "", 3, title="Old Hinge 03"),
        take(studio, "", 4, title="TAKE_001"),
    ]
    assert studio.corpora.takes_of(studio.project) == takes
    identifier = studio.corpora.build("Mine", takes)
    found = studio.corpora.get(identifier)
    assert {item.source: item.caption for item in found.items} == {
        f"take {takes[0]}": "A door slams",
        f"take {takes[1]}": "slam heavy, wood doors",
        f"take {takes[2]}": "old hinge",
    }
    assert [(left.source, left.reason) for left in found.left_out] == [
        (f"take {takes[3]}", "no_caption")
    ]
    assert studio.corpora.view(identifier).source == ""


def test_no_takes_are_no_corpus(studio):
    with pytest.raises(BadRequest, match="no takes"):
        studio.corpora.build("Mine", [])
    with pytest.raises(NotFound):
        studio.corpora.build("Mine", "project:none")
    with pytest.raises(BadRequest, match="no takes"):
        studio.corpora.plan(f"project:{studio.project}")


def test_requests_are_kept_whatever_folders_are_called(tmp_path):
    request = CorpusRequest("corpus-1", str(tmp_path / "corpus-1"), "門", "/in/\udcff")
    corpus_requests.keep(request)
    assert corpus_requests.stored(tmp_path / "corpus-1") == request
    (tmp_path / "corpus-1" / corpus_requests.FILE).write_text(
        json.dumps({"kind": "warm", "model": "starter"})
    )
    assert corpus_requests.stored(tmp_path / "corpus-1") is None
