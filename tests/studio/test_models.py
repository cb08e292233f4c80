"""The verbs of Models mode: at once for a command, on threads for the window."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tangostudio import machine, paths
from tangostudio.cards import Catalogue, places
from tangostudio.cards.places import Held as Row
from tangostudio.errors import BadRequest, StorageError
from tangostudio.hub import fetch, holdings, scan, states
from tangostudio.hub.states import FoundModel, ModelState, TokenState
from tangostudio.library import Library
from tangostudio.messages import (
    Cancelled,
    Converted,
    ConvertRequest,
    Failed,
    Finished,
    GenerateRequest,
    Loading,
    ModelsNews,
    WorkerState,
)
from tangostudio.settings import Settings
from tangostudio.studio import open as opening
from tangostudio.studio.changes import Changes
from tangostudio.studio.models import Models
from tangostudio.studio.studio import Studio
from tests.hub.checkpoints import REPO, card, publish, published, tensors
from tests.hub.loopback import Hub, asked_by_the_client, orders_in_this_process

from .house import Held

NAME, VAE, CONFIG = FILES = tuple(published(60_000))
DATA = published(60_000)
PATIENCE = 60


class Window:
    """A studio's thread: takes events in, one after the other, until something holds."""

    def __init__(self, *cards: Any, **values: Any) -> None:
        self.events: queue.SimpleQueue[Any] = queue.SimpleQueue()
        self.changes = Changes()
        self.announced: list[frozenset[str]] = []
        self.threads: set[str] = set()
        self.seen: list[Any] = []
        self.changes.subscribe(lambda change: self.announced.append(change.kinds))
        self.models = Models(Catalogue(list(cards)), self.changes, self.deliver, **values)

    def deliver(self, event: Any) -> None:
        self.threads.add(threading.current_thread().name)
        self.events.put(event)

    def until(self, holds: Callable[[], bool]) -> None:
        while not holds():
            event = self.events.get(timeout=PATIENCE)
            self.seen.append(event.news)
            self.models.handle(event)

    def rests(self, model: str = "tiny") -> ModelState:
        """Wait until nothing is done to a model's files."""
        busy = (states.QUEUED, states.FETCHING, states.CHECKING, states.CONVERTING)
        self.until(lambda: self.models.state(model).state not in busy)
        return self.models.state(model)


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch) -> Iterator[Hub]:
    """A hub on loopback that the client is told to ask."""
    yield from asked_by_the_client(monkeypatch)


@pytest.fixture
def inline(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Orders are done in this process, for tests that ask nothing of the one that downloads."""
    yield from orders_in_this_process(monkeypatch)


@pytest.fixture
def weights(tmp_path: Path) -> Path:
    """The folder in which models have theirs."""
    return tmp_path / "weights"


@pytest.fixture
def window(hub, weights) -> Iterator[Window]:
    """A window with one model, which the hub has."""
    publish(hub, DATA)
    made = Window(card(DATA, weights))
    yield made
    made.models.close()


@pytest.fixture
def command(hub, weights) -> Models:
    """The models of a command."""
    publish(hub, DATA)
    return Models(Catalogue([card(DATA, weights)]), Changes())


def put(folder: Path, files: dict[str, bytes]) -> FoundModel:
    """Files in a folder of the person's, as a scan finds them."""
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    return FoundModel("tiny", tuple((name, str(folder / name)) for name in files))


# --- fetching -------------------------------------------------------------------------------------


def test_a_download_goes_on_a_thread_and_is_announced(window):
    window.models.fetch("tiny")
    assert window.models.state("tiny").state == states.QUEUED
    state = window.rests()
    assert state.state == states.READY
    assert window.threads == {"models"}
    assert set(window.announced) == {frozenset(["models"])}
    done = [news.done_bytes for news in window.seen]
    assert done == sorted(done)
    assert states.FETCHING in {news.state for news in window.seen}


@pytest.mark.usefixtures("inline")
def test_a_command_fetches_step_by_step(command):
    steps = list(command.fetching("tiny"))
    assert steps[-1].state == command.state("tiny").state == states.READY
    assert command.remove("tiny") == steps[-1].frees_bytes
    command.fetch("tiny")
    assert command.state("tiny").state == states.READY


@pytest.mark.usefixtures("inline")
def test_downloads_go_one_after_the_other(hub, weights):
    other = {"other.safetensors": tensors(5000, 7)}
    publish(hub, {**DATA, **other})
    window = Window(card(DATA, weights), card(other, weights, id="other"))
    hub.fail(hold=0, path=CONFIG)
    window.models.fetch("tiny")
    window.models.fetch("other")
    window.models.fetch("other")
    assert hub.held.wait(PATIENCE)
    assert window.models.state("other").state == states.QUEUED
    hub.go_on.set()
    assert window.rests().state == window.rests("other").state == states.READY
    assert window.models.state("tiny").state == states.READY
    window.models.close()


def test_a_pause_keeps_what_came_and_fetch_goes_on(window, hub):
    hub.fail(hold=32 * 1024, path=f"{REPO}/{NAME}")
    window.models.fetch("tiny")
    folder = window.models._catalogue.get("tiny").folder
    window.until(lambda: hub.held.is_set() and holdings.begun(folder, NAME) > 0)
    window.models.pause("tiny")
    state = window.rests()
    assert state.state == states.PAUSED
    assert state.done_bytes == holdings.begun(folder, NAME)
    hub.go_on.set()
    window.models.fetch("tiny")
    assert window.rests().state == states.READY


def test_what_waits_is_taken_out_of_the_line(hub, weights):
    other = {"other.safetensors": tensors(5000, 7)}
    publish(hub, {**DATA, **other})
    window = Window(card(DATA, weights), card(other, weights, id="other"))
    hub.fail(hold=0, path=CONFIG)
    window.models.fetch("tiny")
    window.models.fetch("other")
    window.until(hub.held.is_set)
    window.models.pause("other")
    assert window.rests("other").state == states.ABSENT
    assert window.models.state("tiny").state == states.FETCHING
    window.models.pause("tiny")
    assert window.rests().state == states.PAUSED
    window.models.pause("tiny")  # nothing goes on: nothing happens
    hub.go_on.set()
    window.models.close()


@pytest.mark.usefixtures("inline")
def test_a_failure_stays_until_the_next_try(window, hub):
    hub.gated.add(REPO)
    window.models.fetch("tiny")
    state = window.rests()
    assert state.state == states.FAILED
    assert state.problem is not None
    assert state.problem.kind == states.NO_TOKEN
    assert window.models.state("tiny") == state
    hub.gated.clear()
    window.models.fetch("tiny")
    assert window.rests().state == states.READY


def test_a_disk_without_room_refuses_at_once(window, monkeypatch):
    monkeypatch.setattr(machine, "free_disk", lambda _folder: 1000)
    with pytest.raises(StorageError, match="Tiny Flux needs"):
        window.models.fetch("tiny")
    assert window.models.state("tiny").state == states.ABSENT
    assert window.announced == []


def test_what_nobody_expected_is_a_problem_too(window, monkeypatch, caplog):
    def broken(*_values: Any) -> Any:
        raise ZeroDivisionError

    monkeypatch.setattr("tangostudio.hub.fetch.fetching", broken)
    window.models.fetch("tiny")
    state = window.rests()
    assert state.problem is not None
    assert "ZeroDivisionError" in state.problem.message
    assert "models: tiny" in caplog.text


@pytest.mark.parametrize(
    "verb", ["fetch", "fetching", "remove", "convert", "test_token"], ids=lambda verb: verb
)
def test_what_comes_with_the_program_is_left_alone(weights, verb):
    models = Models(Catalogue([card(DATA, weights, bundled=True)]), Changes())
    assert models.state("tiny").state == states.BUNDLED
    with pytest.raises(BadRequest, match="comes with the program"):
        getattr(models, verb)("tiny")
    with pytest.raises(BadRequest, match="There is no model"):
        getattr(models, verb)("none")
    with pytest.raises(BadRequest, match="There is no model"):
        models.state("none")


# --- removing -------------------------------------------------------------------------------------


@pytest.mark.usefixtures("inline")
def test_a_model_is_not_removed_while_its_files_are_worked_on_or_a_job_needs_it(hub, weights):
    publish(hub, DATA)
    used = {"tiny"}
    window = Window(card(DATA, weights), is_used=used.__contains__)
    hub.fail(hold=0, path=CONFIG)
    window.models.fetch("tiny")
    assert hub.held.wait(PATIENCE)
    with pytest.raises(BadRequest, match="are being worked on"):
        window.models.remove("tiny")
    hub.go_on.set()
    window.rests()
    with pytest.raises(BadRequest, match="needed by a job"):
        window.models.remove("tiny")
    used.clear()
    frees = window.models.state("tiny").frees_bytes
    assert window.models.remove("tiny") == frees > 80_000
    assert window.models.state("tiny").state == states.ABSENT
    assert window.announced[-1] == {"models"}
    window.models.close()


# --- files that lie around ------------------------------------------------------------------------


def test_a_scan_finds_what_can_be_adopted_without_reading_it_again(window, tmp_path):
    put(tmp_path / "drive", DATA)
    window.models.scan(tmp_path / "drive")
    assert window.models.scanning
    window.until(lambda: not window.models.scanning)
    (found,) = window.models.found
    assert [name for name, _ in found.files] == list(FILES)
    assert window.models.scanned == len(FILES)
    read = [list(window.models._sums.reading(Path(path))) for _, path in found.files]
    assert read == [[]] * len(FILES)
    window.models.adopt(found)
    assert window.rests().state == states.READY
    assert window.threads == {"models", "models-scan"}


def test_a_command_scans_and_adopts_at_once(command, tmp_path):
    put(tmp_path / "drive", DATA)
    command.scan(tmp_path / "drive")
    assert not command.scanning
    command.adopt(command.found[0], copy=True)
    assert command.state("tiny").state == states.READY
    assert command.state("tiny").frees_bytes > 60_000


def test_a_scan_that_is_stopped_finds_nothing(window, tmp_path, monkeypatch):
    going = threading.Event()

    def endless(*_values: Any) -> Iterator[states.Scanned]:
        for number in range(10**9):
            going.set()
            yield states.Scanned(number)

    monkeypatch.setattr(scan, "scanning", endless)
    window.models.scan(tmp_path)
    assert going.wait(PATIENCE)
    window.until(lambda: window.models.scanned > 2)
    window.models.stop_scan()
    assert not window.models.scanning
    monkeypatch.undo()
    put(tmp_path / "drive", DATA)
    window.models.scan(tmp_path / "drive")
    assert (window.models.scanning, window.models.scanned) == (True, 0)
    window.until(lambda: not window.models.scanning)
    assert len(window.models.found) == 1


def test_a_scan_of_no_folder_is_refused(command, tmp_path):
    with pytest.raises(BadRequest, match="There is no folder"):
        command.scan(tmp_path / "none")
    assert not command.scanning


def test_a_file_that_the_card_does_not_have_is_not_adopted(command):
    with pytest.raises(BadRequest, match=r"has no file other\.bin"):
        command.adopt(FoundModel("tiny", (("other.bin", "/a"),)))


@pytest.mark.usefixtures("inline")
def test_the_shopping_list_and_the_licence_page(command):
    assert command.shopping_list(["tiny"]).count(f"/{REPO}/resolve/main/") == len(FILES)
    command.fetch("tiny")
    assert command.shopping_list(["tiny"]) == ""
    assert command.licence_page("tiny") == "https://licences.test/one"
    assert command.tokens_page().endswith("/settings/tokens")


# --- the token ------------------------------------------------------------------------------------


@pytest.mark.usefixtures("inline")
def test_a_token_is_tested_then_used_and_opens_the_model(hub, weights):
    publish(hub, DATA)
    hub.gated.add(REPO)
    hub.members["hf_ann"] = "ann"
    window = Window(card(DATA, weights, gated=True))
    models = window.models
    assert models.token == TokenState()
    models.test_token("tiny", " hf_ann ")
    assert models.testing
    window.until(lambda: not models.testing)
    assert models.tested is not None
    assert models.tested.kind == states.NOT_ACCEPTED
    hub.accepted.add(("hf_ann", REPO))
    models.test_token("tiny", "hf_ann")
    window.until(lambda: not models.testing)
    assert models.tested is None
    assert models.tested_account == "ann"
    assert models.token.source == ""
    models.set_token("hf_ann", keep=False)
    assert models.token == TokenState("session", False, "ann")
    models.fetch("tiny")
    assert window.rests().state == states.READY
    models.forget_token()
    assert models.token.source == ""
    assert "hf_ann" not in f"{window.seen}{vars(models)}"
    models.close()


def test_what_is_no_token_is_no_good_without_asking(command, hub):
    command.test_token("tiny", "two words")
    assert command.tested is not None
    assert command.tested.kind == states.BAD_TOKEN
    assert hub.asked == []


def test_a_command_knows_where_its_token_comes_from(command, monkeypatch):
    monkeypatch.setenv("HF_TOKEN", "hf_env")
    assert command.token.source == "environment"
    with pytest.raises(StorageError, match="no key store"):
        command.set_token("hf_other", keep=True)


# --- conversions ----------------------------------------------------------------------------------

PICKLE = {"model.bin": b"\x80" * 5000}


class Converter:
    """A runner that converts as a test says."""

    def __init__(self, folder: Path, *events: Any, makes: bool = True) -> None:
        self.folder, self.events, self.makes = folder, events, makes
        self.asked: list[Any] = []
        self.closed = False

    def __call__(self, deliver: Callable[[Any], None]) -> Any:
        self.deliver = deliver
        return self

    def submit(self, job: str, request: Any) -> None:
        self.asked.append(request)
        assert places.locate(self.folder, "model.bin").read_bytes() == PICKLE["model.bin"]
        if self.makes:
            (self.folder / "model.safetensors").write_bytes(b"s" * 4800)
        for event in self.events:
            self.deliver(event)

    def cancel(self, job: str) -> None:
        raise AssertionError("it is closed instead")

    def close(self) -> None:
        self.closed = True


MADE = Converted("convert", "tiny", (("model.safetensors", 4800, "5" * 64, "b" * 64),))
RIGHT = (WorkerState("busy"), Loading("convert", "model.bin"), MADE, Finished("convert"))


def pickled(weights: Path) -> Any:
    return card(PICKLE, weights, changes={"model.bin": {"converts_to": "model.safetensors"}})


@pytest.mark.usefixtures("inline")
def test_a_pickle_that_was_fetched_is_converted_by_itself_and_deleted(hub, weights):
    publish(hub, PICKLE)
    made, runner = pickled(weights), Converter(weights / "tiny", *RIGHT)
    window = Window(made, make_converter=runner)
    window.models.fetch("tiny")
    assert window.rests().state == states.READY
    shown = [(news.state, news.file) for news in window.seen]
    assert (states.CONVERTING, "model.bin") in shown
    assert states.INCOMPLETE not in {state for state, _ in shown}
    assert runner.asked == [ConvertRequest("tiny", str(weights / "tiny"))]
    assert runner.closed
    assert not (weights / "tiny" / "model.bin").exists()
    row = places.read_record(weights / "tiny")
    assert row == {"model.safetensors": Row("model.safetensors", 4800, "5" * 64, "", "b" * 64)}
    window.models.close()


def test_a_pickle_of_the_persons_own_stays(hub, weights, tmp_path):
    runner = Converter(weights / "tiny", *RIGHT)
    models = Models(Catalogue([pickled(weights)]), Changes(), make_converter=runner)
    models.adopt(put(tmp_path / "mine", PICKLE))
    assert models.state("tiny").state == states.READY
    assert (tmp_path / "mine" / "model.bin").exists()
    assert set(places.read_record(weights / "tiny")) == {"model.safetensors"}


@pytest.mark.usefixtures("inline")
@pytest.mark.parametrize(
    "end", [Failed("convert", "WeightsError", "It is bad.", "Get another."), Cancelled("convert")]
)
def test_a_conversion_that_fails_keeps_the_pickle_and_can_be_tried_again(hub, weights, end):
    publish(hub, PICKLE)
    runner = Converter(weights / "tiny", Loading("convert", "model.bin"), end, makes=False)
    models = Models(Catalogue([pickled(weights)]), Changes(), make_converter=runner)
    models.fetch("tiny")
    state = models.state("tiny")
    if isinstance(end, Failed):
        assert state.problem == states.Problem(states.CONVERSION, "It is bad.", "Get another.")
    else:
        assert (state.state, state.missing) == (states.INCOMPLETE, ("model.safetensors",))
    assert (weights / "tiny" / "model.bin").exists()
    runner.events, runner.makes = RIGHT, True
    models.convert("tiny")
    assert models.state("tiny").state == states.READY


@pytest.mark.usefixtures("inline")
def test_a_record_that_cannot_be_written_after_a_conversion_is_told_of(hub, weights, monkeypatch):
    publish(hub, PICKLE)
    runner = Converter(weights / "tiny", *RIGHT)
    models = Models(Catalogue([pickled(weights)]), Changes(), make_converter=runner)

    def refuse(*_values: Any) -> None:
        raise StorageError("It is full.", "Make room.")

    monkeypatch.setattr("tangostudio.hub.holdings.let_go", refuse)
    models.fetch("tiny")
    assert models.state("tiny").problem == states.Problem(
        states.STORAGE, "It is full.", "Make room."
    )
    assert runner.closed


@pytest.mark.usefixtures("inline")
def test_nothing_is_converted_while_another_program_works_on_the_files(hub, weights):
    publish(hub, PICKLE)
    made, runner = pickled(weights), Converter(weights / "tiny", *RIGHT, makes=False)
    models = Models(Catalogue([made]), Changes(), make_converter=runner)
    list(fetch.fetching(made))
    with holdings.alone(made):
        models.convert("tiny")
    problem = models.state("tiny").problem
    assert problem is not None
    assert problem.kind == states.BUSY
    assert runner.asked == []


@pytest.mark.usefixtures("inline")
def test_a_conversion_is_stopped_by_ending_its_process(hub, weights):
    publish(hub, PICKLE)
    runner = Converter(weights / "tiny", makes=False)
    window = Window(pickled(weights), make_converter=runner)
    window.models.fetch("tiny")
    window.until(lambda: window.models.state("tiny").state == states.CONVERTING)
    window.models.pause("tiny")
    assert window.rests().state == states.PAUSED
    assert runner.closed
    window.models.close()


def test_what_cannot_be_converted_is_refused(command, weights):
    with pytest.raises(BadRequest, match="has nothing to convert"):
        command.convert("tiny")
    with pytest.raises(BadRequest, match="is not there"):
        Models(Catalogue([pickled(weights)]), Changes()).convert("tiny")


# --- the studio -----------------------------------------------------------------------------------


def test_a_studio_hands_news_on_and_knows_which_models_its_jobs_need(tmp_path, weights):
    library = Library.open(tmp_path / "library", write=True)
    runner: list[Held] = []

    def make_runner(deliver: Any) -> Any:
        runner.append(Held(deliver))
        return runner[0]

    tiny = card(DATA, weights, id="toy-x")
    cards = [*Catalogue.load(paths.models_dir()).all(), tiny]
    studio = Studio(library, Catalogue(cards), Settings(), make_runner, session_only=True)
    news = ModelState("toy-x", states.FETCHING, 10, 3)
    studio.handle(ModelsNews("models", news))
    assert studio.models.state("toy-x") == news
    put(weights / "toy-x", DATA)
    holdings.keep(tiny, *_rows())
    studio.handle(ModelsNews("models", holdings.state(tiny)))
    assert studio.models.state("toy-x").state == states.READY
    request = GenerateRequest("toy-x", "a", 1.0, (1,), 1, 1.0, "euler")
    job = studio.generate(request)
    with pytest.raises(BadRequest, match="needed by a job"):
        studio.models.remove("toy-x")
    studio.handle(Finished(job))
    assert studio.models.remove("toy-x") > 60_000
    studio.close()


def _rows() -> list[Row]:
    return [Row(name, len(data), "ab" * 32) for name, data in DATA.items()]


def test_the_settings_name_the_folder_of_models_unless_the_environment_does(tmp_path, monkeypatch):
    monkeypatch.setenv(paths.WEIGHTS, "")
    chosen = Settings(weights_folder=str(tmp_path / "mine"))
    opening.load_catalogue(Settings())
    assert paths.weights_dir() != tmp_path / "mine"
    opening.load_catalogue(chosen)
    assert paths.weights_dir() == tmp_path / "mine"
    monkeypatch.setenv(paths.WEIGHTS, str(tmp_path / "named"))
    opening.load_catalogue(chosen)
    assert paths.weights_dir() == tmp_path / "named"
