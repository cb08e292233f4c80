"""Files that are ready before a drag starts: takes delivered by the default preset, and kept.

They stay in the library's exports folder, never in a temporary one, since a DAW may go on reading
them there. A file that still says the same is used again, also in later sessions.
"""

from __future__ import annotations

import dataclasses
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from tangostudio.errors import ExportError, TangoStudioError
from tangostudio.export import channels, provenance
from tangostudio.export.names import file_stem, numbered

if TYPE_CHECKING:
    from tangostudio.export.describe import House
    from tangostudio.export.presets import Preset
    from tangostudio.studio.delivery_run import Order
    from tangostudio.studio.studio import Studio


@dataclass(frozen=True)
class _Wanted:
    """A take to be dragged: all that is read of it, and the folder of its files."""

    order: Order
    preset: Preset
    house: House
    folder: Path


class DragFiles:
    """Renders the takes of coming drags behind the window, one at a time."""

    def __init__(self, studio: Studio) -> None:
        self._studio = studio
        self._ready: dict[tuple[Path, str], tuple[Path, ...]] = {}
        self._lock = threading.Lock()
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="drag")

    def files(self, ids: Sequence[int]) -> list[Path]:
        """Complete files of these takes, rendered now where they are not there yet.

        Raises:
            NotFound: no such take.
            AudioFileError, StorageError, ExportError: a file cannot be made.
        """
        return self.work(ids)()

    def work(self, ids: Sequence[int]) -> Callable[[], list[Path]]:
        """The same, its rows read now: call the result, on any thread, for the files."""
        return partial(self._all, self._wanted(ids))

    def ready(self, ids: Sequence[int]) -> list[Path] | None:
        """The files if all of them are there already; it never waits for one. Raises NotFound."""
        known = [self._ready.get((each.folder, each.order.key), ()) for each in self._wanted(ids)]
        there = all(paths and all(path.is_file() for path in paths) for paths in known)
        return [path for paths in known for path in paths] if there else None

    def prepare(self, ids: Sequence[int]) -> None:
        """Render the files of a coming drag in the background; a failure shows when dragging."""
        self._pool.submit(self._prepare, self._wanted(ids))

    def close(self) -> None:
        """Wait for the rendering that is under way and start no more."""
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _wanted(self, ids: Sequence[int]) -> list[_Wanted]:
        deliveries, exports = self._studio.deliveries, self._studio.library.exports_dir
        preset, house = deliveries.default_preset(), deliveries.house()
        wanted = []
        for take in map(self._studio.take, ids):
            plan = deliveries.plan([take.id], preset)
            order = deliveries.order(plan.files[0], plan, agreed=True)
            key = provenance.delivery_key(take, plan.preset, repr(order.file.fields), repr(house))
            order = dataclasses.replace(order, key=key)
            folder = exports / file_stem(take.project)
            wanted.append(_Wanted(order, plan.preset, house, folder))
        return wanted

    def _all(self, wanted: Sequence[_Wanted]) -> list[Path]:
        with self._lock:
            return [path for each in wanted for path in self._files(each)]

    def _prepare(self, wanted: Sequence[_Wanted]) -> None:
        for each in wanted:
            try:
                with self._lock:
                    self._files(each)
            except TangoStudioError:
                return

    def _files(self, wanted: _Wanted) -> tuple[Path, ...]:
        key = (wanted.folder, wanted.order.key)
        paths = self._ready.get(key)
        if not paths or not all(path.is_file() for path in paths):
            paths = self._ready[key] = self._found(wanted) or self._made(wanted)
        return paths

    def _made(self, wanted: _Wanted) -> tuple[Path, ...]:
        from tangostudio.studio import delivery_run

        order = wanted.order
        if order.problem:
            raise ExportError(f"“{order.file.title}”: {order.problem}", order.hint)
        made = delivery_run.write(order, wanted.preset, wanted.folder, wanted.house)
        return tuple(each.path for each in made)

    def _found(self, wanted: _Wanted) -> tuple[Path, ...]:
        """Files of an earlier session that say the same; numbered names are looked through."""
        order, spec = wanted.order, wanted.preset.spec
        split = spec.layout == "split" and order.take is not None and order.take.channels > 1
        endings = channels.suffixes(order.take.channels) if split and order.take else ("",)
        for name in numbered(order.file.name.removesuffix(spec.suffix)):
            paths = [wanted.folder / f"{name}{ending}{spec.suffix}" for ending in endings]
            if not paths[0].is_file():
                return ()
            if all(_says(path, order.key) for path in paths):
                return tuple(paths)
        return ()


def _says(path: Path, key: str) -> bool:
    """Whether a file is the one of a delivery; one that cannot be read is not."""
    try:
        said = provenance.read(path)
    except (OSError, TangoStudioError):
        return False
    return said is not None and said.delivery == key
