"""Getting a model through the process that downloads: breaks, kills, caches."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tangostudio import machine
from tangostudio.cards import places
from tangostudio.hub import fetch, holdings, process, states
from tangostudio.hub.states import ModelState

from .checkpoints import REPO, card, into_cache, publish, published, tensors
from .loopback import BLOCK, Hub, closed_port

NAME = "tangoflux.safetensors"
SIZE = 2_000_000
PATIENCE = 60


def last(steps) -> ModelState:
    return list(steps)[-1]


def placed(made) -> dict[str, str]:
    return {name: row.place for name, row in places.read_record(made.folder).items()}


def test_a_model_is_fetched_checked_and_recorded(hub, weights):
    files = published()
    publish(hub, files)
    made = card(files, weights)
    seen = list(fetch.fetching(made))
    assert seen[-1] == ModelState(
        "tiny", states.READY, total_bytes=sum(map(len, files.values())),
        done_bytes=sum(map(len, files.values())), frees_bytes=holdings.own_bytes(made),
    )  # fmt: skip
    assert {state.state for state in seen[:-1]} == {states.FETCHING}
    assert [state.done_bytes for state in seen] == sorted(state.done_bytes for state in seen)
    assert made.verify_files() == made.folder
    rows = places.read_record(weights / "tiny")
    assert {row.name: (row.bytes, row.sha256) for row in rows.values()} == {
        item.name: (item.bytes, item.sha256) for item in made.files
    }
    asked = len(hub.asked)
    assert last(fetch.fetching(made)).state == states.READY
    assert len(hub.asked) == asked  # nothing is missing: nobody is asked


@pytest.mark.usefixtures("inline")
def test_a_refusal_is_the_last_state(hub, weights):
    files = published()
    publish(hub, files)
    hub.gated.add(REPO)
    state = last(fetch.fetching(card(files, weights, gated=True)))
    assert state.state == states.FAILED
    assert state.problem is not None
    assert state.problem.kind == states.NO_TOKEN
    assert state.missing == tuple(files)
    assert not (weights / "tiny").exists()


def test_a_token_reaches_the_process_and_stands_nowhere_in_what_comes_back(hub, weights, capfd):
    files = published()
    publish(hub, files)
    hub.gated.add(REPO)
    hub.members["hf_secret"] = "ann"
    seen = list(fetch.fetching(card(files, weights, gated=True), "hf_secret"))
    assert seen[-1].problem is not None
    assert seen[-1].problem.kind == states.NOT_ACCEPTED
    assert "hf_secret" in {item.token for item in hub.asked}
    assert "hf_secret" not in f"{seen}{capfd.readouterr()}"


def test_a_process_that_dies_without_a_word_is_a_problem(hub, weights, monkeypatch):
    files = published()
    publish(hub, files)
    monkeypatch.setattr(process.child, "main", os._exit)
    state = last(fetch.fetching(card(files, weights)))
    assert state.problem is not None
    assert "Something unexpected happened while Tiny Flux was fetched" in state.problem.message


# --- breaks ---------------------------------------------------------------------------------------


@pytest.fixture
def slow(hub: Hub) -> dict[str, bytes]:
    """A model whose large file stops in the middle until the test goes on."""
    files = {NAME: tensors(SIZE)}
    publish(hub, files)
    hub.fail(hold=SIZE // 2, path=NAME)
    hub.redirects = False
    return files


def test_a_pause_ends_the_process_and_what_came_is_not_fetched_again(hub, slow, weights):
    made = card(slow, weights)
    steps = fetch.fetching(made)
    for _ in steps:
        if hub.held.is_set() and holdings.begun(weights / "tiny", NAME) >= SIZE // 2:
            break
    steps.close()  # while the hub still holds the rest back
    assert multiprocessing.active_children() == []
    hub.go_on.set()
    state = holdings.state(made)
    assert (state.state, state.missing) == (states.PAUSED, (NAME,))
    assert state.done_bytes >= SIZE // 2
    seen = list(fetch.fetching(made))
    assert seen[-1].state == states.READY
    assert min(item.done_bytes for item in seen) >= state.done_bytes
    again = hub.got()[-1]
    assert again.range == f"bytes={state.done_bytes}-"
    assert again.sent == len(slow[NAME]) - state.done_bytes
    assert (weights / "tiny" / NAME).read_bytes() == slow[NAME]


def test_an_interrupt_ends_the_process_that_downloads(hub, slow, weights):
    steps = fetch.fetching(card(slow, weights))
    for _ in steps:
        if hub.held.is_set():
            break
    with pytest.raises(KeyboardInterrupt):
        steps.throw(KeyboardInterrupt)
    assert multiprocessing.active_children() == []
    assert holdings.begun(weights / "tiny", NAME) > 0


_CHILD = """
import sys
from pathlib import Path
from tests.hub.checkpoints import card, tensors
from tangostudio.hub import fetch

if __name__ == "__main__":
    files = {sys.argv[2]: tensors(int(sys.argv[3]))}
    for state in fetch.fetching(card(files, Path(sys.argv[1]))):
        print(state.done_bytes, flush=True)
"""


def test_a_program_that_is_killed_goes_on_where_it_was(hub, slow, weights, tmp_path):
    script = tmp_path / "downloads.py"
    script.write_text(_CHILD)
    program = subprocess.Popen(
        [sys.executable, str(script), str(weights), NAME, str(SIZE)],
        env={**os.environ, "PYTHONPATH": os.getcwd()},
        stdout=subprocess.DEVNULL,
    )
    assert hub.held.wait(PATIENCE)
    made = card(slow, weights)
    while holdings.begun(weights / "tiny", NAME) < SIZE // 2:
        time.sleep(0.01)
    program.send_signal(signal.SIGKILL)
    assert program.wait(PATIENCE) == -signal.SIGKILL
    hub.go_on.set()
    # Its child ends with it: the new one is given the folder.
    begun = holdings.begun(weights / "tiny", NAME)
    assert last(fetch.fetching(made)).state == states.READY
    assert (weights / "tiny" / NAME).read_bytes() == slow[NAME]
    again = hub.got()[-1]
    start = int(again.range.removeprefix("bytes=").removesuffix("-"))
    assert start >= begun >= SIZE // 2
    assert again.sent == len(slow[NAME]) - start


def test_the_process_that_downloads_may_be_killed_too(hub, slow, weights):
    made = card(slow, weights)
    seen = []
    for state in fetch.fetching(made):
        seen.append(state)
        if hub.held.is_set() and not hub.go_on.is_set():
            (child,) = multiprocessing.active_children()
            child.kill()
            hub.go_on.set()
    assert seen[-1].state == states.FAILED
    assert seen[-1].problem is not None
    assert f"exit code {-signal.SIGKILL}" in seen[-1].problem.message
    begun = holdings.begun(weights / "tiny", NAME)
    assert last(fetch.fetching(made)).state == states.READY
    assert hub.got()[-1].range == f"bytes={begun}-"


@pytest.mark.usefixtures("inline")
def test_while_the_hub_is_waited_for_the_state_says_for_what(hub, weights):
    files = {NAME: tensors(50_000)}
    publish(hub, files)
    hub.fail(503, method="HEAD")
    seen = list(fetch.fetching(card(files, weights), pauses=(0.0,)))
    waits = [state for state in seen if state.problem is not None]
    assert {(state.state, state.problem.kind) for state in waits if state.problem} == {
        (states.FETCHING, states.SERVER)
    }
    assert seen[-1].state == states.READY


def test_a_disk_without_room_is_told_of_before_anybody_is_asked(hub, weights, monkeypatch):
    files = published()
    publish(hub, files)
    monkeypatch.setattr(machine, "free_disk", lambda _folder: 1_000_000_000)
    state = last(fetch.fetching(card(files, weights)))
    assert state.problem is not None
    assert state.problem.kind == states.NO_SPACE
    assert hub.asked == []


# --- what is here already -------------------------------------------------------------------------


def test_nothing_is_fetched_while_another_program_works_on_the_files(hub, weights):
    files = published()
    publish(hub, files)
    made = card(files, weights)
    with holdings.alone(made):
        state = last(fetch.fetching(made))
    assert state.problem is not None
    assert state.problem.kind == states.BUSY
    assert hub.asked == []


@pytest.mark.parametrize("links", [True, False])
def test_a_cache_of_the_hubs_client_is_used_in_place_without_network(
    weights, home, monkeypatch, links
):
    monkeypatch.setenv("HF_ENDPOINT", closed_port())
    files = published()
    cache = Path(os.environ["XDG_CACHE_HOME"]) / "huggingface" / "hub"
    snapshot = into_cache(cache, files, links=links)
    made = card(files, weights)
    seen = list(fetch.fetching(made))
    assert seen[-1].state == states.READY
    assert states.CHECKING in {state.state for state in seen}
    assert placed(made) == {name: str(snapshot / name) for name in files}
    assert seen[-1].frees_bytes == holdings.own_bytes(made)
    assert made.verify_files() == made.folder
    assert places.locate(weights / "tiny", NAME).read_bytes() == files[NAME]


def test_what_lies_in_a_cache_needs_no_room(weights, home, monkeypatch):
    monkeypatch.setenv("HF_ENDPOINT", closed_port())
    monkeypatch.setattr(machine, "free_disk", lambda _folder: 1000)
    files = published()
    made = card(files, weights)
    assert fetch.shortage_of(made) is not None
    into_cache(Path(os.environ["XDG_CACHE_HOME"]) / "huggingface" / "hub", files)
    assert fetch.shortage_of(made) is None
    assert last(fetch.fetching(made)).state == states.READY


@pytest.mark.usefixtures("inline")
def test_a_cache_is_found_where_the_environment_puts_it_and_what_it_lacks_is_fetched(
    hub, weights, tmp_path, monkeypatch
):
    files = published()
    publish(hub, files)
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path / "cache"))
    snapshot = into_cache(tmp_path / "cache", {NAME: files[NAME]}, commit="e" * 40)
    into_cache(tmp_path / "cache", {"config.json": b"{}"}, commit="d" * 40)  # another version
    made = card(files, weights)
    assert last(fetch.fetching(made)).state == states.READY
    rest = {"vae/vae.safetensors": "", "config.json": ""}
    assert placed(made) == {NAME: str(snapshot / NAME), **rest}
    assert hub.sent() == sum(len(files[name]) for name in rest)


@pytest.mark.usefixtures("inline")
def test_where_the_card_knows_nothing_the_name_in_the_cache_is_the_checksum(
    weights, home, monkeypatch
):
    monkeypatch.setenv("HF_ENDPOINT", closed_port())
    files = {"config.json": b'{"a": 1}', "model.safetensors": tensors(1000)}
    cache = Path(os.environ["XDG_CACHE_HOME"]) / "huggingface" / "hub"
    snapshot = into_cache(cache, files)
    unknown = {name: {"bytes": 0, "sha256": ""} for name in files}
    made = card(files, weights, changes=unknown)
    assert last(fetch.fetching(made)).state == states.READY
    holdings.remove(made)
    (snapshot / "config.json").resolve().write_bytes(b'{"a": 2}')
    state = last(fetch.fetching(made))
    assert state.problem is not None
    assert state.problem.kind == states.NO_NETWORK  # the altered one is not taken
    assert placed(made) == {"model.safetensors": str(snapshot / "model.safetensors")}


@pytest.mark.usefixtures("inline")
def test_a_file_that_lies_in_the_models_folder_is_checked_and_taken_or_set_aside(hub, weights):
    files = published()
    publish(hub, files)
    made = card(files, weights)
    folder = weights / "tiny"
    folder.mkdir(parents=True)
    (folder / NAME).write_bytes(files[NAME])
    (folder / "config.json").write_bytes(b"x" * len(files["config.json"]))
    assert last(fetch.fetching(made)).state == states.READY
    assert hub.sent(NAME) == 0
    assert (folder / "config.json").read_bytes() == files["config.json"]
    assert (folder / "config.json.wrong").read_bytes() == b"x" * len(files["config.json"])


@pytest.mark.usefixtures("inline")
def test_a_model_goes_on_when_its_other_files_are_there(hub, weights):
    files = published()
    publish(hub, files)
    made = card(files, weights)
    list(fetch.fetching(made))
    (weights / "tiny" / "vae" / "vae.safetensors").unlink()
    assert holdings.state(made).missing == ("vae/vae.safetensors",)
    sent = hub.sent()
    assert last(fetch.fetching(made)).state == states.READY
    assert hub.sent() - sent == len(files["vae/vae.safetensors"])
    assert len(files["vae/vae.safetensors"]) > BLOCK
