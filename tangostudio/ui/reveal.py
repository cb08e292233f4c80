"""Showing a file or folder in the desktop's own file manager."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices


def reveal(path: Path) -> bool:
    """Open the folder that holds `path`, with the file marked where the desktop can do that."""
    if path.is_file() and sys.platform == "win32":
        subprocess.Popen(["explorer", "/select,", str(path)])
        return True
    if path.is_file() and sys.platform == "darwin":
        subprocess.Popen(["open", "-R", str(path)])
        return True
    folder = path if path.is_dir() else path.parent
    return QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))
