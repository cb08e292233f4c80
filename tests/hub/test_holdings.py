from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys

import pytest

from tangostudio.cards.places import RECORD, Held, read_record
from tangostudio.errors import HubError, StorageError
from tangostudio.hub import holdings, states

from .checkpoints import card, published, tensors

FILES = published(10_000)
NAME = "tangoflux.safetensors"


def held(name: str, data: bytes, place: str = "") -> Held:
    return Held(name, len(data), hashlib.sha256(data).hexdigest(), place)


def put(made, *names: str) -> None:
    """Files as a download leaves them."""
    for name in names:
        path = made.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(FILES[name])
        holdings.keep(made, held(name, FILES[name]))


def test_a_models_state_is_told_from_the_disk(weights):
    made = card(FILES, weights)
    total = sum(map(len, FILES.values()))
    empty = holdings.state(made)
    assert (empty.state, empty.total_bytes, empty.done_bytes) == (states.ABSENT, total, 0)
    assert empty.missing == tuple(FILES)
    put(made, "config.json")
    some = holdings.state(made)
    assert (some.state, some.done_bytes) == (states.INCOMPLETE, len(FILES["config.json"]))
    part = holdings.part_of(made.folder, NAME, "a tag")
    part.write_bytes(b"x" * 400)
    begun = holdings.state(made)
    assert (begun.state, begun.done_bytes) == (states.PAUSED, some.done_bytes + 400)
    part.unlink()
    put(made, *FILES)
    whole = holdings.state(made)
    assert (whole.state, whole.done_bytes, whole.missing) == (states.READY, total, ())
    assert whole.frees_bytes == total + (made.folder / RECORD).stat().st_size


def test_a_file_that_was_cut_short_or_went_away_is_missing(weights):
    made = card(FILES, weights)
    put(made, *FILES)
    (made.folder / NAME).write_bytes(b"short")
    (made.folder / "config.json").unlink()
    assert holdings.state(made).missing == (NAME, "config.json")


def test_a_model_that_comes_with_the_program_is_no_business_of_the_folder(weights):
    assert holdings.state(card(FILES, weights, bundled=True)).state == states.BUNDLED
    assert holdings.state(card({}, weights)).state == states.BUNDLED


def test_a_pickle_counts_until_it_is_converted_and_what_is_made_of_it_afterwards(weights):
    files = {"model.bin": b"p" * 500}
    made = card(files, weights, changes={"model.bin": {"converts_to": "model.safetensors"}})
    made.folder.mkdir(parents=True)
    (made.folder / "model.bin").write_bytes(files["model.bin"])
    assert holdings.needed(made) == 1000
    holdings.keep(made, held("model.bin", files["model.bin"]))
    state = holdings.state(made)
    assert (state.state, state.missing) == (states.INCOMPLETE, ("model.safetensors",))
    assert state.done_bytes == state.total_bytes == 500
    assert holdings.needed(made) == 500
    (made.folder / "model.bin").unlink()
    (made.folder / "model.safetensors").write_bytes(b"s" * 480)
    holdings.let_go(made, "model.bin")
    holdings.keep(made, held("model.safetensors", b"s" * 480))
    assert holdings.state(made).state == states.READY
    assert holdings.needed(made) == 0


def test_removing_deletes_what_is_the_programs_own_and_nothing_else(weights, tmp_path):
    elsewhere = tmp_path / "elsewhere.safetensors"
    elsewhere.write_bytes(FILES[NAME])
    made = card(FILES, weights)
    put(made, "vae/vae.safetensors", "config.json")
    holdings.keep(made, held(NAME, FILES[NAME], str(elsewhere)))
    holdings.part_of(made.folder, NAME, "a tag").write_bytes(b"part")
    (made.folder / "config.json.wrong").write_bytes(b"wrong")
    (made.folder / "notes.txt").write_text("mine")
    before = shutil.disk_usage(weights).used, holdings.own_bytes(made)
    sizes = sum(path.stat().st_size for path in made.folder.rglob("*") if path.is_file()) - 4
    assert before[1] == sizes == holdings.state(made).frees_bytes
    assert holdings.remove(made) == sizes
    assert elsewhere.read_bytes() == FILES[NAME]
    assert [path.name for path in made.folder.iterdir()] == ["notes.txt"]
    (made.folder / "notes.txt").unlink()
    put(made, *FILES)
    holdings.remove(made)
    assert not made.folder.exists()
    assert holdings.remove(made) == 0


def test_a_folder_of_somebody_elses_that_is_linked_to_keeps_its_files(weights, tmp_path):
    (tmp_path / "vae").mkdir()
    (tmp_path / "vae" / "vae.safetensors").write_bytes(b"theirs")
    made = card(FILES, weights)
    put(made, "config.json")
    (made.folder / "vae").symlink_to(tmp_path / "vae")
    holdings.remove(made)
    assert (tmp_path / "vae" / "vae.safetensors").read_bytes() == b"theirs"


def test_what_a_program_left_that_was_killed_while_it_wrote_the_record_goes_too(weights):
    made = card(FILES, weights)
    put(made, "config.json")
    (made.folder / f"{RECORD}.123-456.part").write_bytes(b"half")
    holdings.remove(made)
    assert not made.folder.exists()


def test_nothing_is_removed_while_another_program_works_on_it(weights):
    made = card(FILES, weights)
    put(made, *FILES)
    with holdings.alone(made), pytest.raises(HubError, match="by another window or command"):
        holdings.remove(made)
    assert holdings.state(made).state == states.READY
    assert holdings.remove(made) > 0


_HOLDS = """
import sys
from pathlib import Path
from tangostudio.hub import holdings
from tests.hub.checkpoints import card

with holdings.alone(card({}, Path(sys.argv[1]))):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_a_program_that_is_killed_gives_the_model_back(weights):
    made = card({}, weights)
    program = subprocess.Popen(
        [sys.executable, "-c", _HOLDS, str(weights)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": os.getcwd()},
    )  # fmt: skip
    with program:
        assert program.stdout is not None
        assert program.stdout.readline() == b"held\n"
        with pytest.raises(HubError, match="by another"), holdings.alone(made):
            pass
        program.kill()
    with holdings.alone(made):
        pass


def test_a_folder_of_models_that_cannot_be_made_is_told_of(tmp_path):
    (tmp_path / "file").write_bytes(b"")
    with (
        pytest.raises(HubError, match="cannot be kept"),
        holdings.alone(card({}, tmp_path / "file" / "weights")),
    ):
        pass


def test_a_link_frees_nothing_and_what_it_links_to_stays(weights, tmp_path):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.write_bytes(FILES[NAME])
    made = card(FILES, weights)
    made.folder.mkdir(parents=True)
    (made.folder / NAME).symlink_to(elsewhere)
    assert holdings.remove(made) == 0
    assert elsewhere.exists()


def test_a_record_keeps_what_others_wrote_and_is_written_whole(weights):
    made = card(FILES, weights)
    holdings.keep(made, held("a", b"1"))
    holdings.keep(made, held("b", b"2"))
    assert set(read_record(made.folder)) == {"a", "b"}
    holdings.let_go(made, "a")
    assert set(read_record(made.folder)) == {"b"}
    assert [path.name for path in made.folder.iterdir()] == [RECORD]


def test_a_record_that_cannot_be_written_is_said(weights):
    made = card(FILES, weights)
    weights.mkdir()
    (weights / "tiny").write_text("a file where the folder should be")
    with pytest.raises(StorageError, match="cannot be written"):
        holdings.keep(made, held("a", b"1"))


def test_parts_of_files_with_like_names_are_told_apart(tmp_path):
    (tmp_path / "model[1].bin").write_bytes(b"")
    one = holdings.part_of(tmp_path, "model[1].bin", "t")
    two = holdings.part_of(tmp_path, "model", "t")
    for path in (one, two, tmp_path / "model.bin.0123.incomplete"):
        path.write_bytes(tensors(10))
    assert holdings.parts(tmp_path, "model[1].bin") == [one]
    assert holdings.parts(tmp_path, "model") == [two]
