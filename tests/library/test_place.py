"""Network drives and synced folders."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tangostudio.library import Library
from tangostudio.library import library as module
from tangostudio.library.place import shared_place

_MOUNTS = """\
/dev/sda1 / ext4 rw 0 0
server:/export /mnt/team\\040share nfs4 rw 0 0
/dev/sdb1 /mnt/team\\040share/local ext4 rw 0 0
//server/sounds /mnt/sounds cifs rw 0 0
nas: /mnt/nas fuse.sshfs rw 0 0
/dev/sdc1 /mnt/nas ext4 rw 0 0
short line
"""

linux = pytest.mark.skipif(sys.platform != "linux", reason="the mount table of Linux")


@linux
@pytest.mark.parametrize(
    ("folder", "kind"),
    [
        ("/home/me/Tango Studio", ""),
        ("/mnt/team share/takes", "a network drive (nfs4)"),
        ("/mnt/team share/local/takes", ""),
        ("/mnt/team", ""),
        ("/mnt/sounds", "a network drive (cifs)"),
        ("/mnt/soundsfolder", ""),
        ("/mnt/nas/a", ""),
    ],
)
def test_the_deepest_and_latest_mount_decides(folder: str, kind: str) -> None:
    assert shared_place(Path(folder), _MOUNTS) == kind


@pytest.mark.parametrize(
    ("folder", "service"),
    [
        ("Dropbox/Tango Studio", "Dropbox"),
        ("OneDrive - A Company/x", "OneDrive"),
        ("Mobile Documents/com~apple~CloudDocs/x", "iCloud"),
        ("Dropboxes/x", ""),
        ("sounds", ""),
    ],
)
def test_synced_folders_are_known_by_name(tmp_path: Path, folder: str, service: str) -> None:
    assert shared_place(tmp_path / folder, "") == service


def test_synced_folders_are_known_by_their_marks(tmp_path: Path) -> None:
    (tmp_path / ".stfolder").mkdir()
    assert shared_place(tmp_path / "a" / "b", "") == "Syncthing"


def test_a_shared_library_is_warned_of_and_has_no_log(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "shared_place", lambda _folder: "a network drive (nfs4)")
    with Library.open(folder, write=True) as library:
        assert "nfs4" in library.warning
        assert library.database.value("PRAGMA journal_mode") == "delete"
        with Library.open(folder, write=False) as reader:
            assert reader.projects.all()


def test_a_library_on_a_plain_disk_is_not_warned_of(library: Library) -> None:
    assert library.warning == ""
    assert library.database.value("PRAGMA journal_mode") == "wal"
