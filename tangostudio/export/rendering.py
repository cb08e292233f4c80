"""From a stored sound to the samples of a delivery: edits, ends, rate, channels, level.

Everything is measured after the conversion, and the level is changed once, as a whole: what would
be over the ceiling is lowered with a note, nothing is ever clipped. Short sounds are kept in
memory; long ones are gone through twice. Knows nothing of files that are written.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tangostudio.audio import blocks, edit, edits, files
from tangostudio.audio.blocks import Blocks
from tangostudio.audio.loudness import SILENCE_LUFS, SILENCE_PEAK_DB, Loudness, Meter
from tangostudio.audio.timeline import Timeline
from tangostudio.errors import AudioFileError
from tangostudio.export import channels, levels, wav
from tangostudio.export.presets import Preset
from tangostudio.export.wav import Levels

FloatArray = NDArray[np.float32]

SHORT_SECONDS = 60.0
TRIM_KEEP_SECONDS = 0.010
NO_EDITS = "[]"


@dataclass(frozen=True)
class Item:
    """A sound that is delivered.

    Attributes:
        path: of the stored sound, or of any sound file.
        sha256: what the stored sound must hold (`files.sha256_of`); "" is not looked at.
        edits: of the take, as JSON.
        title: for what people are told.
    """

    path: Path
    sha256: str = ""
    edits: str = NO_EDITS
    title: str = ""


@dataclass(frozen=True, eq=False)
class Rendered:
    """What one file of a delivery will hold.

    Attributes:
        rate, channels, frames, bits: of the file; 0 bits where it is lossy.
        loudness: of the file, after all that was done.
        timeline: between the sound's moments at `source_rate`, in frames, and those of the file;
            see `originals.moment`.
        gain_db: by how much the level was changed.
        note: what a person should know, such as a lowered level; mostly empty.
        suffix: of the file's name, where a sound is split into channels: `_L`, `_R`, `.1`.
        samples: float32 (frames, channels), where they are in memory: of short sounds.
    """

    rate: int
    channels: int
    frames: int
    bits: int
    loudness: Loudness
    timeline: Timeline
    source_rate: int
    gain_db: float = 0.0
    note: str = ""
    suffix: str = ""
    samples: FloatArray | None = field(default=None, repr=False)

    @property
    def seconds(self) -> float:
        """Length of the file in seconds."""
        return self.frames / self.rate


@dataclass(frozen=True, eq=False)
class Rendering:
    """A rendered sound that is not written yet.

    Attributes:
        parts: the files that it becomes: one, or one for each channel.
        sound: its samples as they are written, before dither: all channels.
    """

    parts: tuple[Rendered, ...]
    sound: Blocks

    def lowered(self, by_db: float, note: str) -> Rendering:
        """The same at a lower level, and why."""
        sound = blocks.scaled(self.sound, -by_db)
        parts = tuple(_lowered(part, by_db, note) for part in self.parts)
        return Rendering(parts, sound)


def render(
    item: Item,
    preset: Preset,
    gain_db: float = 0.0,
    look: Callable[[], None] = lambda: None,
) -> Rendering:
    """Make the samples of a delivery, and measure them.

    Args:
        gain_db: what the level is changed by besides, so that the takes of a set match.
        look: called before each block; may raise to stop.

    Raises:
        BadRequest: edits that cannot be read, or channels that the container cannot hold.
        AudioFileError: the sound is missing, damaged or altered.
    """
    sound, timeline = _source(item, look)
    source_rate = sound.rate
    sound, timeline = _with_ends(sound, timeline, preset)
    sound = blocks.resampled(sound, preset.spec.rate or sound.rate)
    sound = channels.laid_out(sound, preset.spec)
    if sound.seconds <= SHORT_SECONDS:
        sound = blocks.of_array(blocks.kept(sound), sound.rate)
    split = preset.spec.layout == "split" and sound.channels > 1
    meter, singles = _measured(sound, split)
    gain_db, note = levels.gain_for(meter, preset, gain_db)
    sound = blocks.scaled(sound, gain_db)
    whole = Rendered(
        sound.rate, sound.channels, sound.frames, preset.spec.bits, meter.result(gain_db),
        timeline, source_rate, gain_db, note,
    )  # fmt: skip
    if sound.seconds <= SHORT_SECONDS:
        samples = blocks.kept(sound)
        sound = blocks.of_array(samples, sound.rate)
        whole = dataclasses.replace(whole, samples=samples)
    parts = _parts(whole, singles) if split else (whole,)
    return Rendering(parts, sound)


def _source(item: Item, look: Callable[[], None]) -> tuple[Blocks, Timeline]:
    """The item's sound with its edits."""
    sound = blocks.watched(blocks.of_file(item.path), look)
    listed = edits.from_json(item.edits)
    if listed or sound.seconds <= SHORT_SECONDS:
        whole = files.read(item.path)
        sound = blocks.watched(blocks.of_array(whole.samples, whole.sample_rate), look)
        _check(sound, item)
        edited = edits.render_mapped(whole.samples, whole.sample_rate, listed)
        sound = blocks.watched(blocks.of_array(edited.samples, whole.sample_rate), look)
        return sound, edited.timeline
    _check(sound, item)
    return sound, Timeline.whole(sound.frames)


def _check(sound: Blocks, item: Item) -> None:
    if item.sha256 and blocks.sha256_of(sound) != item.sha256:
        raise AudioFileError(
            f"The sound of “{item.title or item.path.name}” is not the one that was stored.",
            "It was altered or damaged; generate the take again from its recipe.",
        )


def _with_ends(sound: Blocks, timeline: Timeline, preset: Preset) -> tuple[Blocks, Timeline]:
    """The preset's own trim, fades and tail."""
    if preset.trim_db is not None:
        bounds = blocks.silence_bounds(sound, preset.trim_db)
        if bounds is not None:
            keep = round(TRIM_KEEP_SECONDS * sound.rate)
            start, end = max(0, bounds[0] - keep), min(sound.frames, bounds[1] + keep)
            sound, timeline = blocks.cut(sound, start, end), timeline.cut(start, end)
    sound = blocks.faded(sound, preset.fade_in, preset.fade_out)
    return blocks.with_tail(sound, preset.tail), timeline


def _measured(sound: Blocks, split: bool) -> tuple[Meter, Sequence[Meter]]:
    """The whole measured, and each channel alone where each becomes a file."""
    meter = Meter(sound.rate, sound.channels)
    singles = [Meter(sound.rate, 1) for _ in range(sound.channels if split else 0)]
    for block in sound:
        meter.feed(block)
        for place, single in enumerate(singles):
            single.feed(block[:, place : place + 1])
    return meter, singles


def _lowered(part: Rendered, by_db: float, note: str) -> Rendered:
    heard = part.loudness
    return dataclasses.replace(
        part,
        loudness=dataclasses.replace(
            heard,
            integrated_lufs=max(SILENCE_LUFS, heard.integrated_lufs - by_db),
            momentary_max_lufs=max(SILENCE_LUFS, heard.momentary_max_lufs - by_db),
            short_term_max_lufs=max(SILENCE_LUFS, heard.short_term_max_lufs - by_db),
            true_peak_db=max(SILENCE_PEAK_DB, heard.true_peak_db - by_db),
            sample_peak_db=max(SILENCE_PEAK_DB, heard.sample_peak_db - by_db),
        ),
        gain_db=part.gain_db - by_db,
        note=f"{part.note} {note}".strip(),
        samples=None if part.samples is None else edit.gain(part.samples, -by_db),
    )


def _parts(whole: Rendered, singles: Sequence[Meter]) -> tuple[Rendered, ...]:
    suffixes = channels.suffixes(len(singles))
    return tuple(
        dataclasses.replace(
            whole,
            channels=1,
            loudness=meter.result(whole.gain_db),
            suffix=suffix,
            samples=None if whole.samples is None else whole.samples[:, place : place + 1],
        )
        for place, (meter, suffix) in enumerate(zip(singles, suffixes, strict=True))
    )


def quantised(sound: Blocks, bits: int, seed: int) -> Iterator[Levels]:
    """The samples as they are written, see `wav.to_levels`; the same for the same seed."""
    random = np.random.default_rng(seed)
    return (wav.to_levels(block, bits, random) for block in sound)
