"""Takes that reach their stars leave by themselves: once, quietly, and over restarts."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tangostudio import paths
from tangostudio.audio import edits
from tangostudio.cards import Catalogue
from tangostudio.errors import StorageError
from tangostudio.jobs.runners import InlineRunner
from tangostudio.library import Library, TakeQuery
from tangostudio.messages import AutoExported, Event
from tangostudio.settings import Settings
from tangostudio.studio import delivery_run
from tangostudio.studio.studio import Studio


@pytest.fixture
def best(tmp_path: Path) -> Path:
    return tmp_path / "best"


@pytest.fixture
def settings(best: Path) -> Settings:
    return Settings(auto_export_folder=str(best), auto_export_stars=4, creator_id="TS")


def open_studio(tmp_path: Path, settings: Settings, **more: Any) -> Studio:
    library = Library.open(tmp_path / "library", write=True)
    catalogue = Catalogue.load(paths.models_dir())
    return Studio(library, catalogue, settings, InlineRunner, **more)


@pytest.fixture
def studio(tmp_path: Path, settings: Settings) -> Iterator[Studio]:
    made = open_studio(tmp_path, settings)
    yield made
    made.close()


def make(studio: Studio, *seeds: int) -> list[int]:
    studio.generate(studio.plan("toy", "a bell", seeds=seeds or (1, 2), seconds=0.5))
    return [take.id for take in studio.find(TakeQuery(sort="oldest"))]


def there(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


def test_a_take_with_enough_stars_is_exported_and_one_with_fewer_is_not(
    studio: Studio, best: Path
) -> None:
    first, second = make(studio)
    studio.rate([first], 3)
    assert not best.exists()
    studio.rate([second], 5)
    assert len(there(best)) == 1
    found = studio.recipe_in(next(best.rglob("*.wav")))
    assert found is not None
    assert found.take is not None
    assert found.take.id == second


def test_it_happens_once_for_a_take_and_again_only_for_another_sound(
    studio: Studio, best: Path
) -> None:
    (take, _) = make(studio)
    studio.rate([take], 4)
    studio.rate([take], 5)
    studio.set_notes(take, "loud")
    studio.rate([take], 1)
    studio.rate([take], 4)
    studio.undo()
    studio.redo()
    assert len(there(best)) == 1
    studio.editing.apply([take], edits.Reverse())
    assert len(there(best)) == 1, "an edit alone is no reason"
    studio.rate([take], 0)
    studio.rate([take], 5)
    assert len(there(best)) == 2


def test_a_restart_does_not_export_again(tmp_path: Path, settings: Settings, best: Path) -> None:
    studio = open_studio(tmp_path, settings)
    take, other = make(studio)
    studio.rate([take], 5)
    studio.close()
    shutil.rmtree(best)
    studio = open_studio(tmp_path, settings)
    studio.set_notes(take, "x")
    studio.rate([take], 0)
    studio.rate([take], 5)
    assert not best.exists()
    studio.rate([other], 5)
    assert len(there(best)) == 1
    studio.close()


def test_stars_from_before_it_was_switched_on_export_nothing(
    tmp_path: Path, settings: Settings, best: Path
) -> None:
    studio = open_studio(tmp_path, Settings())
    take, other = make(studio)
    studio.rate([take], 5)
    studio.update_settings(settings)
    studio.set_notes(take, "x")
    assert not best.exists()
    studio.rate([other], 4)
    assert len(there(best)) == 1
    studio.update_settings(Settings())
    studio.rate([take], 0)
    studio.rate([take], 5)
    assert len(there(best)) == 1
    studio.close()


def test_a_take_that_was_brought_back_or_thrown_away_is_no_new_one(
    studio: Studio, best: Path
) -> None:
    take, _ = make(studio)
    studio.rate([take], 5)
    studio.trash([take])
    studio.restore([take])
    assert len(there(best)) == 1
    studio.trash([take])
    studio.empty_trash()
    assert studio.auto_export.trouble == ""


def test_a_folder_that_is_gone_is_a_quiet_trouble_and_nothing_is_forgotten(
    tmp_path: Path, settings: Settings, best: Path
) -> None:
    studio = open_studio(tmp_path, settings)
    kinds: list[frozenset[str]] = []
    studio.changes.subscribe(lambda change: kinds.append(change.kinds))
    best.write_text("a file is in its place")
    take, other = make(studio)
    studio.rate([take], 5)
    assert studio.take(take).title in studio.auto_export.trouble
    assert frozenset({"deliveries"}) in kinds
    studio.close()
    best.unlink()
    studio = open_studio(tmp_path, settings)
    assert len(there(best)) == 1, "what waited is delivered at the next start"
    studio.rate([other], 5)
    assert studio.auto_export.trouble == ""
    assert len(there(best)) == 2
    studio.close()


def test_a_take_that_cannot_be_read_does_not_hold_up_the_others(studio: Studio, best: Path) -> None:
    take, other = make(studio)
    studio.take(take).path.unlink()
    studio.rate([take, other], 5)
    assert len(there(best)) == 1
    studio.rate([take], 5)
    assert len(there(best)) == 1


def test_a_library_that_cannot_be_written_makes_no_rating_fail(
    studio: Studio, best: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    take, other = make(studio)

    def full(*_: object) -> None:
        raise StorageError("The disk is full.", "Free some space.")

    with monkeypatch.context() as patch:
        patch.setattr(studio.library.meta, "set", full)
        studio.rate([take], 5)
        assert studio.auto_export.trouble == "The disk is full. Free some space."
    assert studio.take(take).stars == 5
    studio.rate([other], 5)
    assert len(there(best)) == 1
    assert studio.auto_export.trouble == ""


def test_what_is_for_research_only_does_not_leave_by_itself_for_sale(
    studio: Studio, best: Path
) -> None:
    take, _ = make(studio)
    add = studio.library.database.execute
    add("UPDATE takes SET commercial = 'no' WHERE id = ?", [take])
    studio.library.takes._known.clear()
    studio.rate([take], 5)
    assert there(best) == []
    assert "commercial" in studio.auto_export.trouble


class Window:
    """Brings events of other threads to the studio's, as the window does."""

    def __init__(self) -> None:
        self.events: list[Event] = []
        self.came = threading.Event()

    def deliver(self, event: Event) -> None:
        self.events.append(event)
        if isinstance(event, AutoExported):
            self.came.set()

    def pump(self, studio: Studio) -> None:
        while self.events:
            studio.handle(self.events.pop(0))


def test_in_the_window_it_happens_behind(tmp_path: Path, settings: Settings, best: Path) -> None:
    window = Window()
    studio = open_studio(tmp_path, settings, deliver=window.deliver)
    make(studio)
    window.pump(studio)
    take, other = (take.id for take in studio.find(TakeQuery(sort="oldest")))
    for each in (take, other):
        window.came.clear()
        studio.rate([each], 5)
        assert window.came.wait(30)
        window.pump(studio)
    assert len(there(best)) == 2
    studio.close()


def test_what_was_written_while_the_window_closed_is_remembered(
    tmp_path: Path, settings: Settings, best: Path
) -> None:
    window = Window()
    studio = open_studio(tmp_path, settings, deliver=window.deliver)
    make(studio)
    window.pump(studio)
    take = studio.find(TakeQuery(sort="oldest"))[0].id
    studio.rate([take], 5)
    assert window.came.wait(30)
    studio.close()
    assert len(there(best)) == 1
    studio = open_studio(tmp_path, settings)
    assert len(there(best)) == 1
    studio.close()


def test_a_fault_of_the_program_is_told_and_ends_nothing(
    studio: Studio, best: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    first, second = make(studio)

    def fail(_run: delivery_run.Run) -> None:
        raise ZeroDivisionError

    with monkeypatch.context() as patch, caplog.at_level("CRITICAL", "tangostudio"):
        patch.setattr(delivery_run.Run, "safely", fail)
        studio.rate([first], 5)
    assert "fault of the program" in studio.auto_export.trouble
    studio.rate([second], 5)
    assert len(there(best)) == 2
    assert not studio.auto_export.trouble
