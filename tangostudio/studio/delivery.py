"""Files that leave the program: exports to a folder, and files that are ready before a drag starts.

It reads audio and writes files, on any thread; it never touches the database.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tangostudio.errors import TangoStudioError
from tangostudio.export import Exported, ExportOptions, export_take, find_export, provenance
from tangostudio.export.names import file_stem
from tangostudio.library import Library, Take


class Delivery:
    """Renders takes with their edits to WAV.

    Files for dragging stay in the library's exports folder, never in a temporary one, since a DAW
    may go on reading them there.
    """

    def __init__(self, library: Library) -> None:
        self._exports = library.exports_dir
        self._ready: dict[tuple[int, str, ExportOptions], Path] = {}
        self._lock = threading.Lock()
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="render")

    def export(self, takes: Sequence[Take], folder: Path, options: ExportOptions) -> list[Exported]:
        """Write each take into the folder; existing files are never overwritten."""
        return [export_take(take, folder, options) for take in takes]

    def drag_files(self, takes: Sequence[Take], options: ExportOptions) -> list[Path]:
        """Complete files of these takes, rendered now where they are not there yet."""
        with self._lock:
            return [self._file(take, options) for take in takes]

    def prepare(self, takes: Sequence[Take], options: ExportOptions) -> None:
        """Render the files of a coming drag in the background; a failure shows when dragging."""
        self._pool.submit(self._prepare, list(takes), options)

    def close(self) -> None:
        """Wait for the rendering that is under way and start no more."""
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _prepare(self, takes: Sequence[Take], options: ExportOptions) -> None:
        for take in takes:
            try:
                self.drag_files([take], options)
            except TangoStudioError:
                return

    def _file(self, take: Take, options: ExportOptions) -> Path:
        key = (take.id, provenance.text_of(take), options)  # all that the file says
        path = self._ready.get(key)
        if path is None or not path.is_file():
            folder = self._exports / file_stem(take.project)
            path = find_export(take, folder, options) or export_take(take, folder, options).path
            self._ready[key] = path
        return path
