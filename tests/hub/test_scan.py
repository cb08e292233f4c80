"""Looking for files of models in folders as people have them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tangostudio.hub import scan, walk
from tangostudio.hub.checks import Sums
from tangostudio.hub.states import FoundModel

from .checkpoints import card, into_cache, published, tensors
from .loopback import tag

FILES = published(20_000)
NAME, VAE, CONFIG = FILES
UNKNOWN = {CONFIG: {"bytes": 0, "sha256": ""}}


class Counted(Sums):
    """Remembers what was read."""

    def __init__(self) -> None:
        super().__init__()
        self.read: set[Path] = set()

    def reading(self, path):
        self.read.add(path)
        return super().reading(path)


def put(folder: Path, files: dict[str, bytes]) -> None:
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def found(folder: Path, *cards, sums: Sums | None = None) -> tuple[FoundModel, ...]:
    steps = list(scan.scanning(folder, cards, sums or Sums()))
    assert steps[-1].over
    assert not any(step.over for step in steps[:-1])
    return steps[-1].found


@pytest.fixture
def drive(tmp_path: Path) -> Path:
    folder = tmp_path / "drive"
    folder.mkdir()
    return folder


def test_a_checkpoint_as_it_is_published_is_found_whole(drive, weights):
    put(drive / "downloads" / "TangoFlux", FILES)
    put(drive, {"photo.jpg": b"x" * 999, "model.safetensors": tensors(77)})
    made = card(FILES, weights)
    assert found(drive, made) == (
        FoundModel(
            "tiny",
            tuple((name, str(drive / "downloads" / "TangoFlux" / name)) for name in FILES),
            bytes=sum(map(len, FILES.values())),
        ),
    )


def test_only_what_could_be_a_models_file_is_read(drive, weights):
    put(drive, {**FILES, "other.bin": b"1" * 50_000, "a/b/c.txt": b"2"})
    sums = Counted()
    found(drive, card(FILES, weights), sums=sums)
    assert sums.read == {drive / name for name in FILES}


def test_a_file_with_another_name_is_known_by_size_and_checksum(drive, weights):
    put(drive, {"ComfyUI/models/checkpoints/tango_flux_v1.safetensors": FILES[NAME]})
    put(drive, {"same_size.bin": bytes(len(FILES[NAME]))})
    (one,) = found(drive, card(FILES, weights))
    where = drive / "ComfyUI/models/checkpoints/tango_flux_v1.safetensors"
    assert one.files == ((NAME, str(where)),)
    assert one.missing == (VAE, CONFIG)
    assert one.doubtful == ()


def test_blobs_of_a_cache_are_known_by_their_names(drive, weights):
    digits = tag(NAME, FILES[NAME])
    put(drive, {f"blobs/{digits}": FILES[NAME]})
    unknown_size = {NAME: {"bytes": 0, "sha256": digits[:16]}}
    (one,) = found(drive, card(FILES, weights, changes=unknown_size))
    assert one.files == ((NAME, str(drive / "blobs" / digits)),)


def test_a_cache_is_found_by_its_names_rather_than_by_its_blobs(drive, weights):
    snapshot = into_cache(drive, FILES)
    (one,) = found(drive, card(FILES, weights, changes=UNKNOWN))
    assert dict(one.files) == {name: str(snapshot / name) for name in FILES}
    (two,) = found(snapshot, card(FILES, weights, changes=UNKNOWN))
    assert dict(two.files) == {name: str(snapshot / name) for name in FILES}


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"short", f"{NAME} has 5 bytes instead of {len(FILES[NAME]):,}."),
        (bytes(len(FILES[NAME])), f"{NAME} is not the published file"),
    ],
)
def test_a_file_that_is_called_right_but_differs_is_doubtful(drive, weights, data, words):
    put(drive, {**FILES, NAME: data})
    (one,) = found(drive, card(FILES, weights))
    ((name, sentence),) = one.doubtful
    assert name == NAME
    assert sentence.startswith(words)
    assert one.missing == ()
    assert [name for name, _ in one.files] == [VAE, CONFIG]


def test_a_right_copy_beside_a_doubtful_one_is_found(drive, weights):
    put(drive / "a", {NAME: b"cut"})
    put(drive / "b", {NAME: FILES[NAME]})
    (one,) = found(drive, card(FILES, weights))
    assert one.files == ((NAME, str(drive / "b" / NAME)),)
    assert one.doubtful == ()


def test_common_names_elsewhere_are_nobodys(drive, weights):
    put(drive, {"other/config.json": b"{}", "game/model.safetensors": tensors(50)})
    files = {"model.safetensors": tensors(500), "config.json": b'{"a": 1}'}
    assert found(drive, card(files, weights)) == ()
    assert found(drive, card(files, weights, changes=UNKNOWN)) == ()


@pytest.mark.parametrize("folder", ["TangoFlux", "models--declare-lab--TangoFlux/snapshots/abc"])
def test_without_a_checksum_the_name_of_the_repository_decides(drive, weights, folder):
    files = {"model.safetensors": tensors(500), "config.json": b'{"a": 1}'}
    unknown = {name: {"bytes": 0, "sha256": ""} for name in files}
    put(drive / folder, files)
    put(drive / "elsewhere", files)
    (one,) = found(drive, card(files, weights, changes=unknown))
    assert dict(one.files) == {name: str(drive / folder / name) for name in files}
    (named,) = found(drive / "elsewhere", card(files, weights, changes=unknown))
    assert dict(named.files) == {name: str(drive / "elsewhere" / name) for name in files}


def test_without_a_checksum_a_file_belongs_to_those_that_lie_beside_it(drive, weights):
    put(drive / "stuff", FILES)
    put(drive / "other", {CONFIG: b'{"other": 1}'})
    (one,) = found(drive, card(FILES, weights, changes=UNKNOWN))
    assert dict(one.files)[CONFIG] == str(drive / "stuff" / CONFIG)


def test_without_a_checksum_a_file_must_at_least_look_right_inside(drive, weights):
    put(drive / "TangoFlux", {CONFIG: b"{"})
    (one,) = found(drive, card(FILES, weights, changes=UNKNOWN))
    assert one.files == ()
    assert one.doubtful == ((CONFIG, "config.json cannot be read as what it should be: it is "
                             "damaged."),)  # fmt: skip


def test_two_models_that_share_a_file_both_find_it(drive, weights):
    put(drive, {NAME: FILES[NAME]})
    first = card({NAME: FILES[NAME]}, weights)
    second = card({NAME: FILES[NAME]}, weights, id="other", repo="declare-lab/Other")
    sums = Counted()
    assert [one.model for one in found(drive, first, second, sums=sums)] == ["tiny", "other"]
    assert sums.read == {drive / NAME}


def test_models_that_come_with_the_program_are_passed_over(drive, weights):
    put(drive, FILES)
    assert found(drive, card(FILES, weights, bundled=True)) == ()


# --- walking --------------------------------------------------------------------------------------


def walked(folder: Path) -> set[str]:
    return {
        path.relative_to(folder).as_posix()
        for entry in walk.files_below(folder)
        if entry is not None
        for path in entry[:1]
    }


def test_links_that_lead_out_and_round_are_not_followed(drive, tmp_path):
    put(tmp_path / "outside", {"a": b"1"})
    put(drive, {"folder/b": b"2"})
    (drive / "out").symlink_to(tmp_path / "outside")
    (drive / "folder" / "round").symlink_to(drive)
    (drive / "file-out").symlink_to(tmp_path / "outside" / "a")
    (drive / "file-in").symlink_to(drive / "folder" / "b")
    (drive / "broken").symlink_to(drive / "none")
    assert walked(drive) == {"folder/b", "file-in"}


def test_folders_of_the_system_are_not_entered(drive):
    put(drive, {"$RECYCLE.BIN/a": b"1", ".Trash-1000/b": b"2", ".cache/c": b"3", "d": b"4"})
    put(drive, {"System Volume Information/e": b"5"})
    assert walked(drive) == {".cache/c", "d"}


def test_a_folder_that_cannot_be_read_is_passed_over(drive, monkeypatch):
    put(drive, {"closed/a": b"1", "open/b": b"2"})
    scandir = os.scandir

    def refusing(path):
        if str(path).endswith("closed"):
            raise PermissionError(13, "no")
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refusing)
    assert walked(drive) == {"open/b"}


def test_a_file_that_goes_away_meanwhile_is_no_crash(drive, weights, monkeypatch):
    put(drive, FILES)
    reading = Sums.reading

    def vanishing(self, path):
        if path.name == NAME:
            path.unlink(missing_ok=True)
        return reading(self, path)

    monkeypatch.setattr(Sums, "reading", vanishing)
    (one,) = found(drive, card(FILES, weights))
    assert [name for name, _ in one.files] == [VAE, CONFIG]
    assert one.doubtful[0][0] == NAME


def test_many_files_are_looked_at_and_told_of_now_and_then(drive, weights, monkeypatch):
    many = [(drive / f"{number}.wav", number) for number in range(20_000)]
    put(drive, {NAME: FILES[NAME]})
    many.append((drive / NAME, len(FILES[NAME])))
    monkeypatch.setattr(scan, "files_below", lambda _folder: iter(many))
    now = [0.0]

    def passing() -> float:
        now[0] += 5e-4
        return now[0]

    monkeypatch.setattr(scan.time, "monotonic", passing)
    steps = list(scan.scanning(drive, [card(FILES, weights)], Sums()))
    assert [step.files for step in steps] == sorted(step.files for step in steps)
    assert 50 < len(steps) < 10 * now[0] + 2
    assert steps[-1].found[0].files == ((NAME, str(drive / NAME)),)
