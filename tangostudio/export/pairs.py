"""Preference pairs as folders that other people's training reads.

Two layouts: TangoFlux's own list of pairs, and a data set for the Hugging Face `datasets` library.
Votes and sounds are handed in as plain values; how votes were asked for and where sounds are kept
is not known here. A folder is written whole beside its place and named last.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import shutil
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import soundfile

import tangostudio
from tangostudio.audio import files, whole_files
from tangostudio.audio.files import Sound
from tangostudio.audio.resample import resample
from tangostudio.errors import AudioFileError, BadRequest
from tangostudio.export import names, pairs_card, wav
from tangostudio.export.pairs_gather import (
    ExportPair,
    Gathered,
    LeftOut,
    PairSound,
    gather,
    strictest,
)

__all__ = [
    "ExportPair",
    "Gathered",
    "LeftOut",
    "PairSound",
    "Written",
    "gather",
    "strictest",
    "write_dataset",
    "write_tangoflux",
]

ABOUT = "about.json"
TANGOFLUX_RATE = 44100
_MADE_BY = "Tango Studio"
_SLUG_LENGTH = 40
_BYTES_A_SAMPLE = 3


@dataclass(frozen=True)
class Written:
    """A finished folder.

    Attributes:
        folder, path: the folder, and the file in it that lists the pairs.
        pairs, sounds: how many there are.
        licence: the one that allows least of all its sounds'.
        left_out: how many votes are not in it, by reason.
    """

    folder: Path
    path: Path
    pairs: int
    sounds: int
    licence: str
    left_out: LeftOut


# --- layouts ---------------------------------------------------------------------------------


def write_tangoflux(folder: Path, pairs: Gathered) -> Written:
    """Write TangoFlux's layout: `train.json` and 44.1 kHz WAV files of 24 bits in `audio/`.

    `train.json` is a list of {"captions", "duration", "chosen", "reject"}; its paths are relative
    to its folder. `about.json` has a row for each of its rows: model, licence, agreement.

    Raises:
        BadRequest: no pair is left, or the folder holds something already.
        StorageError: the folder cannot be written or is full.
    """

    def fill(part: Path) -> Written:
        placed = _place_sounds(part / "audio", pairs, ".wav", _wav)
        rows = [
            {
                "captions": pair.prompt,
                "duration": pair.seconds,
                "chosen": f"audio/{chosen}",
                "reject": f"audio/{rejected}",
            }
            for pair, chosen, rejected in placed.rows
        ]
        text = json.dumps(rows, indent=1, ensure_ascii=False) + "\n"
        _write(part / "train.json", text)
        return _finish(part, "tangoflux", "train.json", placed)

    return _write_folder(folder, pairs, fill)


def write_dataset(folder: Path, pairs: Gathered) -> Written:
    """Write a folder that `load_dataset("audiofolder", data_dir=folder)` reads, with its card.

    `data/train/metadata.jsonl` has one row for each pair. A column called `X_file_name` holds a
    path relative to that file and is loaded as an audio column `X`, so that a row has two sounds
    (https://huggingface.co/docs/datasets/audio_dataset, "AudioFolder", and in the library's source
    `packaged_modules/folder_based_builder`). Sounds are the library's 24-bit FLAC files.

    Raises:
        BadRequest: no pair is left, or the folder holds something already.
        StorageError: the folder cannot be written or is full.
    """

    def fill(part: Path) -> Written:
        train = part / "data" / "train"
        placed = _place_sounds(train / "audio", pairs, ".flac", _as_stored)
        lines = []
        for pair, chosen, rejected in placed.rows:
            files_of = {
                "chosen_file_name": f"audio/{chosen}",
                "rejected_file_name": f"audio/{rejected}",
            }
            row = {"prompt": pair.prompt, "seconds": pair.seconds, **files_of, **_origin(pair)}
            lines.append(json.dumps(row, ensure_ascii=False) + "\n")
        _write(train / "metadata.jsonl", "".join(lines))
        _write(part / "README.md", pairs_card.card([row[0] for row in placed.rows]))
        return _finish(part, "dataset", "data/train/metadata.jsonl", placed)

    return _write_folder(folder, pairs, fill)


def _origin(pair: ExportPair) -> dict[str, Any]:
    one, other = pair.chosen_sound, pair.rejected_sound
    return {
        "model": _both(one.model, other.model),
        "model_hash": _both(one.model_hash, other.model_hash),
        "licence": pair.licence,
        "agreement": pair.agreement,
    }


def _both(chosen: str, rejected: str) -> str:
    return chosen if chosen == rejected else f"{chosen} | {rejected}"


# --- sounds ----------------------------------------------------------------------------------

_Encode = Callable[[Sound, PairSound, str, str], bytes]


@dataclass(frozen=True)
class _Placed:
    """Pairs with the names of their files, and what is left out by now."""

    rows: list[tuple[ExportPair, str, str]]
    left_out: LeftOut


def _place_sounds(folder: Path, pairs: Gathered, suffix: str, encode: _Encode) -> _Placed:
    """Write each sound of the pairs once; a pair with a damaged one is left out."""
    found: dict[str, str | None] = {}
    taken: set[str] = set()

    def place(sha256: str, sound: PairSound, prompt: str) -> str | None:
        if sha256 not in found:
            name = _file_name(prompt, sha256, suffix, taken)
            try:
                data = encode(_verified(sound.path, sha256), sound, prompt, sha256)
            except AudioFileError:
                found[sha256] = None
            else:
                whole_files.replace_whole(
                    whole_files.write_part(folder / name, data), folder / name
                )
                found[sha256] = name
        return found[sha256]

    rows, damaged = [], 0
    for pair in pairs.pairs:
        chosen = place(pair.chosen, pair.chosen_sound, pair.prompt)
        rejected = place(pair.rejected, pair.rejected_sound, pair.prompt)
        if chosen is None or rejected is None:
            damaged += pair.votes
        else:
            rows.append((pair, chosen, rejected))
    left_out = replace(pairs.left_out, damaged=pairs.left_out.damaged + damaged)
    if not rows:
        raise _nothing(left_out)
    used = {name for _, chosen, rejected in rows for name in (chosen, rejected)}
    for name in set(found.values()) - used:
        if name is not None:  # its partner turned out to be damaged
            (folder / name).unlink()
    return _Placed(rows, left_out)


def _verified(path: Path, sha256: str) -> Sound:
    sound = files.read(path)
    if files.sha256_of(sound.samples, sound.sample_rate) != sha256:
        raise AudioFileError(f"{path.name} does not hold the sound that was voted on.")
    return sound


def _wav(sound: Sound, origin: PairSound, prompt: str, sha256: str) -> bytes:
    samples = resample(sound.samples, sound.sample_rate, TANGOFLUX_RATE)
    levels = wav.to_levels(wav.fit(samples, 24)[0], 24, np.random.default_rng(0))
    facts = (
        f"Prompt: {prompt}",
        f"Model: {origin.model}",
        f"Licence: {origin.licence}",
        f"Source: sha256 {sha256}",
        "Generated by AI",
    )
    texts = {"ICMT": " | ".join(facts).replace("\0", " "), "ISFT": _program()}
    file = io.BytesIO()
    with wav.Writer(
        file, rate=TANGOFLUX_RATE, channels=sound.channels, bits=24, info=texts
    ) as writer:
        writer.write(levels)
    return file.getvalue()


def _as_stored(sound: Sound, origin: PairSound, prompt: str, sha256: str) -> bytes:
    """The library's own file, which was just found to be whole."""
    try:
        return origin.path.read_bytes()
    except OSError as error:
        raise AudioFileError(f"{origin.path.name} cannot be read.") from error


def _file_name(prompt: str, sha256: str, suffix: str, taken: set[str]) -> str:
    """The prompt's words and the start of the hash; the whole hash should another have that."""
    for length in (12, len(sha256)):
        name = f"{_slug(prompt)}-{sha256[:length]}{suffix}"
        if name.casefold() not in taken:
            break
    taken.add(name.casefold())
    return name


def _slug(prompt: str) -> str:
    """Letters and digits of any script, joined by "-"."""
    text = names.file_stem(prompt).casefold()
    signs = (sign if unicodedata.category(sign)[0] in "LMN" else " " for sign in text)
    return "-".join("".join(signs).split())[:_SLUG_LENGTH].strip("-") or "sound"


# --- folders ---------------------------------------------------------------------------------


def _write_folder(folder: Path, pairs: Gathered, fill: Callable[[Path], Written]) -> Written:
    """Fill a folder beside its place, then give it its name; nothing half is left."""
    folder = Path(folder).absolute()
    _refuse_used(folder)
    if not pairs.pairs:
        raise _nothing(pairs.left_out)
    part = folder.with_name(f".{folder.name}.{os.getpid()}{whole_files.PART}")
    shutil.rmtree(part, ignore_errors=True)
    try:
        part.mkdir(parents=True)
        whole_files.require_space(part, _needed_bytes(pairs.pairs))
        written = fill(part)
        if folder.exists():
            folder.rmdir()
        part.rename(folder)
    except OSError as error:
        raise whole_files.storage_error(folder.parent, error) from error
    finally:
        shutil.rmtree(part, ignore_errors=True)
    whole_files.sync_folder(folder.parent)
    return replace(written, folder=folder, path=folder / written.path.relative_to(part))


def _refuse_used(folder: Path) -> None:
    if not folder.exists():
        return
    if not folder.is_dir():
        raise BadRequest(f"{folder} is a file, not a folder.", "Choose a new name.")
    try:
        if not any(folder.iterdir()):
            return
    except OSError as error:
        raise whole_files.storage_error(folder, error) from error
    hint = "Choose an empty folder or a new name."
    if _is_ours(folder):
        fresh = names.free_path(folder.parent, folder.name, "")
        hint = f"It holds an earlier export; write to “{fresh}” instead."
    raise BadRequest(f"{folder} is not empty, and nothing is overwritten.", hint)


def _is_ours(folder: Path) -> bool:
    with contextlib.suppress(OSError, ValueError):
        about = json.loads((folder / ABOUT).read_text(encoding="utf-8"))
        return isinstance(about, dict) and str(about.get("made_by")).startswith(_MADE_BY)
    return False


def _nothing(left_out: LeftOut) -> BadRequest:
    hint = left_out.sentence or "Vote on some pairs first."
    return BadRequest("There is no pair to export.", hint)


def _needed_bytes(pairs: Sequence[ExportPair]) -> int:
    """About what the sounds take as WAV files."""
    paths = {sound.path for pair in pairs for sound in (pair.chosen_sound, pair.rejected_sound)}
    needed = 0
    for path in paths:
        with contextlib.suppress(soundfile.LibsndfileError, OSError):
            info = soundfile.info(path)
            needed += int(info.duration * TANGOFLUX_RATE) * info.channels * _BYTES_A_SAMPLE
    return needed


def _finish(part: Path, layout: str, listed: str, placed: _Placed) -> Written:
    pairs = [row[0] for row in placed.rows]
    sounds = {name for _, chosen, rejected in placed.rows for name in (chosen, rejected)}
    licence, commercial = strictest(s for p in pairs for s in (p.chosen_sound, p.rejected_sound))
    about = {
        "made_by": _program(),
        "layout": layout,
        "note": "The sounds were generated by AI; which of two is better, a person said.",
        "pairs": len(pairs),
        "sounds": len(sounds),
        "licence": licence,
        "commercial": commercial,
        "votes_left_out": asdict(placed.left_out),
        "rows": [_origin(pair) for pair in pairs],
    }
    _write(part / ABOUT, json.dumps(about, indent=1, ensure_ascii=False) + "\n")
    return Written(part, part / listed, len(pairs), len(sounds), licence, placed.left_out)


def _write(path: Path, text: str) -> None:
    whole_files.replace_whole(whole_files.write_part(path, text.encode()), path)


def _program() -> str:
    return f"{_MADE_BY} {tangostudio.__version__}"
