"""What kind of folder the library lies in: a disk of its own, a network drive, a synced folder.

A best effort, for a warning and for the choice of the journal. It reads the mount table on Linux,
asks Windows for the drive's type, and knows the marks that synchronisers leave; network drives of
macOS are not recognised.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

_NETWORK_TYPES = {
    "9p", "afs", "beegfs", "ceph", "cifs", "davfs", "drvfs", "fuse.davfs2", "fuse.gcsfuse",
    "fuse.glusterfs", "fuse.rclone", "fuse.s3fs", "fuse.sshfs", "gfs2", "lustre", "ncpfs", "nfs",
    "nfs4", "ocfs2", "prl_fs", "smb3", "smbfs", "vboxsf", "virtiofs", "vmhgfs",
}  # fmt: skip
_SYNC_MARKS = {
    ".dropbox": "Dropbox",
    ".dropbox.cache": "Dropbox",
    ".owncloudsync.log": "ownCloud",
    ".nextcloudsync.log": "Nextcloud",
    ".stfolder": "Syncthing",
    ".tmp.drivedownload": "Google Drive",
}
_SYNC_NAMES = {
    "dropbox": "Dropbox",
    "google drive": "Google Drive",
    "googledrive": "Google Drive",
    "icloud drive": "iCloud",
    "mobile documents": "iCloud",
    "onedrive": "OneDrive",
}
_DRIVE_REMOTE = 4  # GetDriveTypeW


def shared_place(folder: Path, mounts: str | None = None) -> str:
    """What serves the folder, if it is not a plain disk: "a network drive (nfs4)", "Dropbox" or "".

    Args:
        folder: it need not exist.
        mounts: text of a mount table in the form of /proc/mounts; None reads this machine's.
    """
    folder = Path(os.path.realpath(folder))
    if network := _network(folder, _mount_table() if mounts is None else mounts):
        return f"a network drive ({network})"
    return _synchroniser(folder)


def _mount_table() -> str:
    try:
        return Path("/proc/mounts").read_text(encoding="utf-8", errors="surrogateescape")
    except OSError:
        return ""


def _network(folder: Path, mounts: str) -> str:
    if sys.platform == "win32":
        return _windows_network(folder)
    deepest, kind = -1, ""
    for line in mounts.splitlines():
        fields = line.split(" ")
        if len(fields) < 3:
            continue
        point = Path(_unescape(fields[1]))
        # A later mount on the same point hides an earlier one.
        if folder.is_relative_to(point) and len(point.parts) >= deepest:
            deepest, kind = len(point.parts), fields[2]
    return kind if kind in _NETWORK_TYPES else ""


def _unescape(point: str) -> str:
    for code, sign in (("\\040", " "), ("\\011", "\t"), ("\\012", "\n"), ("\\134", "\\")):
        point = point.replace(code, sign)
    return point


def _windows_network(folder: Path) -> str:
    if folder.drive.startswith("\\\\"):
        return "shared folder"
    if sys.platform == "win32":
        import ctypes

        if ctypes.windll.kernel32.GetDriveTypeW(folder.anchor) == _DRIVE_REMOTE:
            return folder.drive
    return ""


def _synchroniser(folder: Path) -> str:
    for place in (folder, *folder.parents):
        name = place.name.lower()
        for known, service in _SYNC_NAMES.items():
            if name == known or name.startswith((f"{known} -", f"{known} (")):
                return service
        for mark, service in _SYNC_MARKS.items():
            if place != Path.home() and (place / mark).exists():
                return service
    return ""
