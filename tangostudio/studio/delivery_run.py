"""A delivery at work: two files at once, each whole or not at all, and what became of each.

What is wrong with one file does not stop the others; a full disk or a folder that is gone does. It
knows no database: what it needs of the library was read before.
"""

from __future__ import annotations

import dataclasses
import os
import threading
from collections import defaultdict
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from tangostudio import machine
from tangostudio.audio import loudness, whole_files
from tangostudio.audio.loudness import Loudness
from tangostudio.errors import StorageError, TangoStudioError
from tangostudio.export import describe, ixml, licence_guard
from tangostudio.export.describe import House
from tangostudio.export.export import Delivered, Item, deliver
from tangostudio.export.metadata import ForeignChunk, Metadata
from tangostudio.export.naming import NamingFields
from tangostudio.export.presets import Preset
from tangostudio.export.rendering import Rendered, render
from tangostudio.export.report import DeliveredFile, Report
from tangostudio.export.spec import Layout
from tangostudio.library import Take
from tangostudio.studio.delivery_plan import PlannedFile, Progress

AT_ONCE = 2
_SPARE_BYTES = 16 * 1024 * 1024
_ANY_PEAK = 200.0  # dBTP: a ceiling that lowers nothing


class _Stopped(Exception):
    """Someone wants no more files."""


@dataclass(frozen=True)
class Order:
    """One file that is to be written.

    Attributes:
        take: as it is now; None when it is gone.
        carried: chunks of the imported file that the take came from.
        problem, hint: why it is not written; "" when it is.
        key: of a file that is used again, see `provenance.delivery_key`; "" for one alone.
    """

    file: PlannedFile
    take: Take | None
    carried: tuple[ForeignChunk, ...] = ()
    problem: str = ""
    hint: str = ""
    key: str = ""


def require_place(folder: Path, needed_bytes: int) -> None:
    """Make a delivery's folder and see that there is room. Raises StorageError."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise whole_files.storage_error(folder, error) from error
    free = machine.free_disk(folder)
    if free is not None and free < needed_bytes + _SPARE_BYTES:
        raise StorageError(
            f"There is no room for that: {free / 1e6:.0f} MB are free in {folder}, about "
            f"{needed_bytes / 1e6:.0f} MB are needed.",
            "Free some space there, or choose another folder.",
            full=True,
        )


def write(
    order: Order,
    preset: Preset,
    folder: Path,
    house: House,
    gain_db: float = 0.0,
    cancelled: Callable[[], bool] = lambda: False,
) -> tuple[Delivered, ...]:
    """Write one file, or one for each channel, on any thread; none when it is cancelled.

    Raises:
        AudioFileError, BadRequest: the sound cannot be read, or not be held by the format.
        StorageError, ExportError: the file cannot be written, or reads back otherwise.
    """
    file, take = order.file, order.take
    assert take is not None

    def metadata_of(rendered: Rendered) -> Metadata:
        found = describe.metadata(
            take,
            rendered,
            naming=file.fields or NamingFields(title=take.title),
            preset=preset,
            house=house,
            foreign=order.carried,
            delivery=order.key,
        )
        licence = licence_guard.marked(found.licence, take.commercial, for_sale=preset.commercial)
        return dataclasses.replace(found, licence=licence)

    return deliver(
        item_of(take),
        folder / file.name.removesuffix(preset.spec.suffix),
        preset,
        metadata_of,
        ixml.document_of,
        gain_db=gain_db,
        cancelled=cancelled,
    )


class Run:
    """One delivery, on its way."""

    def __init__(
        self,
        preset: Preset,
        folder: Path,
        orders: Sequence[Order],
        needed_bytes: int,
        house: House,
        closing: Callable[[], bool],
    ) -> None:
        self._preset = preset
        self._folder = folder
        self._orders = orders
        self._needed_bytes = needed_bytes
        self._house = house
        self._closing = closing
        self._place: tuple[int, int] | None = None
        self._lock = threading.Lock()
        self._done = 0
        self._stopped = False
        self._error: TangoStudioError | None = None
        self._gains: dict[int, float] = {}
        self._progress: Progress | None = None
        self._cancelled: Callable[[], bool] = lambda: False

    def work(
        self, progress: Progress | None = None, cancelled: Callable[[], bool] = lambda: False
    ) -> Report:
        """Write the files; what became of them.

        Raises:
            StorageError: the folder cannot be made, or there is not enough room.
        """
        self._progress, self._cancelled = progress, cancelled
        require_place(self._folder, self._needed_bytes)
        self._place = _identity(self._folder)
        with ThreadPoolExecutor(AT_ONCE, "deliver") as pool:
            try:
                if self._preset.level == "match":
                    self._gains = self._matched(pool)
                files = [file for made in pool.map(self._one, self._orders) for file in made]
            except BaseException:  # such as Ctrl+C: the pool is waited for and shall be quick
                self._cancelled = lambda: True
                raise
        self._tell("")
        error = self._error
        return Report(
            self._preset,
            self._folder,
            tuple(files),
            cancelled=self._stopped and error is None,
            problem=error.message if error else "",
            hint=error.hint if error else "",
        )

    def safely(self) -> Report:
        """The same, for someone who only reads what became of it."""
        try:
            return self.work()
        except StorageError as error:
            self._error = error
            files = tuple(self._left(order) for order in self._orders)
            return Report(self._preset, self._folder, files, problem=error.message, hint=error.hint)

    # --- one file ---------------------------------------------------------------------------------

    def _one(self, order: Order) -> list[DeliveredFile]:
        """What became of one order; on a thread of the pool."""
        if order.problem:
            self._count()
            return [_failed(order, order.problem, order.hint)]
        if self._stops():
            return [self._left(order)]
        self._tell(order.file.name)
        try:
            if gone := self._gone():
                raise gone
            made = [_delivered(order, each, self._preset) for each in self._deliver(order)]
            if not made:
                return [self._left(order)]
        except StorageError as error:
            if ends := error if error.full else self._gone():
                self._error = self._error or ends
            made = [_failed(order, *_said(ends or error))]
        except TangoStudioError as error:
            made = [_failed(order, *_said(error))]
        self._count()
        return made

    def _deliver(self, order: Order) -> tuple[Delivered, ...]:
        gain_db = self._gains.get(order.file.take, 0.0)
        return write(order, self._preset, self._folder, self._house, gain_db, self._stops)

    # --- sets -------------------------------------------------------------------------------------

    def _matched(self, pool: ThreadPoolExecutor) -> dict[int, float]:
        """Gains in dB, by take, that make the takes of each set equally loud."""
        sets = defaultdict(list)
        for order in self._orders:
            if order.take is not None and not order.problem:
                sets[order.file.set].append(order)
        members = [order for orders in sets.values() if len(orders) > 1 for order in orders]
        heard = pool.map(self._measure, members)
        found = dict(zip((order.file.take for order in members), heard, strict=True))
        gains: dict[int, float] = {}
        for orders in sets.values():
            takes = [order.file.take for order in orders]
            known = {take: level for take in takes if (level := found.get(take))}
            matched = loudness.matching_gains_db(
                [level.integrated_lufs for level in known.values()],
                [level.true_peak_db for level in known.values()],
                self._preset.ceiling_db,
            )
            gains |= dict(zip(known, matched, strict=True))
        return gains

    def _measure(self, order: Order) -> Loudness | None:
        """A take as it would be delivered; None for one that cannot be read: that is said later."""
        if self._stops() or order.take is None:
            return None
        self._tell(order.file.name)
        spec = dataclasses.replace(self._preset.spec, layout=_whole(self._preset.spec.layout))
        plain = dataclasses.replace(self._preset, spec=spec, level="none", ceiling_db=_ANY_PEAK)
        try:
            return render(item_of(order.take), plain, look=self._look).parts[0].loudness
        except (_Stopped, TangoStudioError):
            return None

    # --- how it goes ------------------------------------------------------------------------------

    def _is_cancelled(self) -> bool:
        return self._cancelled() or self._closing()

    def _stops(self) -> bool:
        return self._error is not None or self._is_cancelled()

    def _look(self) -> None:
        if self._stops():
            raise _Stopped

    def _gone(self) -> StorageError | None:
        """What is said when the folder is not the one any more that the delivery began with."""
        if _identity(self._folder) == self._place:
            return None
        return StorageError(
            f"The folder {self._folder} is gone.",
            "Plug the disk in again or choose another folder; what was written stays there.",
        )

    def _left(self, order: Order) -> DeliveredFile:
        """What is said of a file that nobody began."""
        error = self._error
        if error is None:
            self._stopped = True
            return _failed(order, "The delivery was stopped before it.", "")
        return _failed(order, *_said(error))

    def _count(self) -> None:
        with self._lock:
            self._done += 1

    def _tell(self, name: str) -> None:
        if self._progress is not None:
            with self._lock:
                self._progress(self._done, len(self._orders), name)


def item_of(take: Take) -> Item:
    """What of a take is delivered."""
    return Item(take.path, take.sha256, take.edits, take.title)


def _whole(layout: Layout) -> Layout:
    """The layout that is measured: files of one sound keep their levels to each other."""
    return "as is" if layout == "split" else layout


def _identity(folder: Path) -> tuple[int, int] | None:
    """What tells a folder from another of its name; None when it is gone."""
    try:
        found = os.stat(folder)
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _said(error: TangoStudioError) -> tuple[str, str]:
    return error.message, error.hint


def _failed(order: Order, problem: str, hint: str) -> DeliveredFile:
    file = order.file
    return DeliveredFile(
        file.take, file.title, None, problem, cat_id=file.cat_id, licence=file.licence,
        commercial=file.commercial, hint=hint,
    )  # fmt: skip


def _delivered(order: Order, made: Delivered, preset: Preset) -> DeliveredFile:
    file = order.file
    heard = made.loudness
    return DeliveredFile(
        take=file.take,
        title=file.title,
        path=made.path,
        note=made.note,
        cat_id=file.cat_id,
        sample_rate=made.sample_rate,
        bits=made.bits,
        channels=made.channels,
        seconds=made.seconds,
        lufs=heard.integrated_lufs,
        true_peak_db=heard.true_peak_db,
        sha256=made.sha256,
        licence=licence_guard.marked(file.licence, file.commercial, for_sale=preset.commercial),
        commercial=file.commercial,
        markers=made.metadata.markers,
        loop=made.metadata.loop,
    )
