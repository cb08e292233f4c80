"""From a sound to finished, checked files: rendered, written whole, read back, then named.

A file counts only after it was read back from the disk by other code than wrote it. Nothing that
exists is overwritten, and nothing half is left. Knows nothing of takes.
"""

from __future__ import annotations

import contextlib
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from numpy.typing import NDArray

from tangostudio.audio import blocks, whole_files
from tangostudio.audio.blocks import Blocks
from tangostudio.audio.loudness import Loudness
from tangostudio.export import describe, formats, names, rendering, spec, verification
from tangostudio.export.formats import Form, Said
from tangostudio.export.metadata import Metadata
from tangostudio.export.presets import Preset
from tangostudio.export.rendering import Item, Rendered, Rendering

_TRIES = 3
_OVERSHOOT_DB = 0.05
_SPARE_BYTES = 1 << 20  # for what is written beside the samples

MetadataOf = Callable[[Rendered], Metadata]
DocumentOf = Callable[[Metadata, Rendered], bytes]


@dataclass(frozen=True)
class Delivered:
    """A finished file.

    Attributes:
        path: of the file. bytes: its length.
        sample_rate, bits, channels, frames: of its sound; 0 bits where it is lossy.
        loudness: measured after conversion.
        sha256: of its samples; of 16 and 24 bits that of `audio.files.sha256_of`.
        note: what a person should know of it, such as a lowered level; mostly empty.
        metadata: what it says.
    """

    path: Path
    bytes: int
    sample_rate: int
    bits: int
    channels: int
    frames: int
    loudness: Loudness
    sha256: str
    note: str = ""
    metadata: Metadata = field(default_factory=Metadata)

    @property
    def seconds(self) -> float:
        """Length in seconds."""
        return self.frames / self.sample_rate


class _Stopped(Exception):
    """The delivery was cancelled."""


@dataclass(frozen=True, eq=False)
class _File:
    """A file under way: where it is written, what it is and says, and which channel it holds."""

    part: Path
    form: Form
    said: Said
    rendered: Rendered
    channel: int | None

    @property
    def name(self) -> str:
        """What it will be called, but for a number."""
        return self.part.name.rsplit(".", 2)[0]

    def of(self, block: NDArray[Any]) -> NDArray[Any]:
        """What of a block of all channels it holds."""
        return block if self.channel is None else block[:, self.channel : self.channel + 1]


def deliver(
    item: Item,
    target_stem: Path,
    preset: Preset,
    metadata_of: MetadataOf,
    ixml_of: DocumentOf,
    *,
    gain_db: float = 0.0,
    cancelled: Callable[[], bool] = lambda: False,
) -> tuple[Delivered, ...]:
    """Write a sound as one file, or as one for each channel; numbered if the name is taken.

    Args:
        target_stem: folder and name without suffix; missing folders are made.
        metadata_of, ixml_of: what a file says, asked for once its sound is known.
        gain_db: what the level is changed by besides, so that the takes of a set match.
        cancelled: asked between blocks.

    Returns:
        The files, in the order of the channels; none when it was cancelled.

    Raises:
        BadRequest: what the preset asks for is not offered, or edits that cannot be read.
        AudioFileError: the sound is missing, damaged or altered.
        StorageError: the folder cannot be written, went away or is full.
        ExportError: a file reads back differently than it was written.
    """

    def look() -> None:
        if cancelled():
            raise _Stopped

    spec.check(preset.spec)
    try:
        made = rendering.render(item, preset, gain_db, look)
        made = Rendering(made.parts, blocks.watched(made.sound, look))
        _make_room(target_stem.parent, made, preset)
        return _Delivery(item, target_stem, preset, metadata_of, ixml_of).run(made)
    except _Stopped:
        return ()


def _make_room(folder: Path, made: Rendering, preset: Preset) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise whole_files.storage_error(folder, error) from error
    sound = made.sound
    needed = sound.frames * sound.channels * (preset.spec.bits or 8) // 8
    whole_files.require_space(folder, needed + _SPARE_BYTES)


@dataclass(frozen=True)
class _Delivery:
    item: Item
    stem: Path
    preset: Preset
    metadata_of: MetadataOf
    ixml_of: DocumentOf

    def run(self, made: Rendering) -> tuple[Delivered, ...]:
        """Write the files; again and lower, where a lossy encoding went over the ceiling."""
        for _ in range(_TRIES):
            with self._parts(made) as files:
                written = self._write(files, made.sound)
                found = self._verify(files, written, made.sound)
                peaks = [each.true_peak_db for each in found if each.true_peak_db is not None]
                over = max(peaks, default=-math.inf) - min(0.0, self.preset.ceiling_db)
                if over <= _OVERSHOOT_DB:
                    return self._finish(files, found)
            made = made.lowered(
                over, f"Lowered by {over:.2f} dB, for its encoding raised its peak."
            )
        with self._parts(made) as files:
            written = self._write(files, made.sound)
            return self._finish(files, self._verify(files, written, made.sound))

    @contextlib.contextmanager
    def _parts(self, made: Rendering) -> Iterator[list[_File]]:
        """The files under way; none of them is left."""
        files = [self._file(part, place, len(made.parts)) for place, part in enumerate(made.parts)]
        try:
            yield files
        except OSError as error:
            raise whole_files.storage_error(self.stem.parent, error) from error
        finally:
            for file in files:
                with contextlib.suppress(OSError):
                    file.part.unlink(missing_ok=True)

    def _file(self, rendered: Rendered, place: int, count: int) -> _File:
        metadata = self.metadata_of(rendered)
        said = Said(metadata, self.ixml_of(metadata, rendered), describe.info(metadata))
        container = self.preset.spec.container
        form = Form(container, rendered.rate, rendered.channels, rendered.bits)
        target = self._target(self.stem.name, rendered)
        part = whole_files.part_path(target)
        return _File(part, form, said, rendered, place if count > 1 else None)

    def _target(self, stem: str, rendered: Rendered) -> Path:
        return self.stem.parent / f"{stem}{rendered.suffix}{self.preset.spec.suffix}"

    def _write(self, files: list[_File], sound: Blocks) -> list[verification.Sum]:
        seed = int(self.item.sha256[:16] or "0", 16)
        sums = [verification.Sum(file.form) for file in files]
        with contextlib.ExitStack() as stack:
            writers = [
                stack.enter_context(formats.begin(file.part, file.form, file.said))
                for file in files
            ]
            for block in rendering.quantised(sound, files[0].form.bits, seed):
                for file, writer, total in zip(files, writers, sums, strict=True):
                    levels = file.of(block)
                    writer.write(levels)
                    total.add(levels)
        return sums

    def _verify(
        self, files: list[_File], sums: list[verification.Sum], sound: Blocks
    ) -> list[verification.Found]:
        return [
            verification.check(
                file.part, file.name, file.form, file.said, total, (file.of(b) for b in sound)
            )
            for file, total in zip(files, sums, strict=True)
        ]

    def _finish(self, files: list[_File], found: list[verification.Found]) -> tuple[Delivered, ...]:
        sizes = [file.part.stat().st_size for file in files]
        targets = self._name(files)
        return tuple(
            Delivered(
                path, size, file.form.rate, file.form.bits, file.form.channels,
                file.rendered.frames, file.rendered.loudness, read.sha256, file.rendered.note,
                file.said.metadata,
            )
            for path, size, file, read in zip(targets, sizes, files, found, strict=True)
        )  # fmt: skip

    def _name(self, files: list[_File]) -> list[Path]:
        """Give all files the first name that none of them has taken from another."""
        for stem in names.numbered(self.stem.name):
            targets = [self._target(stem, file.rendered) for file in files]
            if any(target.exists() or target.is_symlink() for target in targets):
                continue
            if _name_all(files, targets):
                return targets
        raise AssertionError("numbers do not end")


def _name_all(files: list[_File], targets: list[Path]) -> bool:
    """Give each file its name; False, and none of them has it, where one is taken by now."""
    named: list[tuple[_File, Path]] = []
    try:
        for file, target in zip(files, targets, strict=True):
            if not whole_files.name_whole(file.part, target):
                return False
            named.append((file, target))
        return True
    finally:
        if len(named) < len(files):
            for file, target in named:
                with contextlib.suppress(OSError):  # the folder may have gone away
                    target.rename(file.part)
