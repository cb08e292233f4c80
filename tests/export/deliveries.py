"""Delivered files for tests: takes with a stored sound, written by a preset with all they say."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from tangostudio.audio import files, loudness
from tangostudio.audio.timeline import Timeline
from tangostudio.export import describe, ixml
from tangostudio.export.describe import House
from tangostudio.export.export import deliver
from tangostudio.export.metadata import ForeignChunk, Metadata
from tangostudio.export.naming import NamingFields
from tangostudio.export.presets import Preset
from tangostudio.export.rendering import Item, Rendered
from tangostudio.export.spec import Spec
from tangostudio.library.take import Take
from tangostudio.messages import GenerateRequest, request_to_json
from tests.audio.signals import noise

RATE = 44100
HOUSE = House("TS", "DORY", "My & library", "Ada <Ł>", 'Sound "House"')
FILM = Preset("film", "Film", Spec("wav", 48000, 24))
PROMPT = "a heavy door creaks, <slow> & “old”"
NEGATIVE = "no hum & no hiss"


def take_of(folder: Path, samples: np.ndarray | None = None, **changes: Any) -> Take:
    """A take of the toy model with a stored sound."""
    sound = 0.1 * noise(RATE, 2) if samples is None else samples
    folder.mkdir(parents=True, exist_ok=True)
    stored = files.store(np.asarray(sound, np.float32), RATE, folder)
    request = GenerateRequest("toy", PROMPT, 1.0, (7,), 8, 4.5, "euler", negative=NEGATIVE)
    values: dict[str, Any] = {
        "id": 3, "project": "Film & Co", "created": "2026-03-01T12:34:56.789Z",
        "title": "Door Creak", "prompt": PROMPT, "negative": NEGATIVE, "model": "toy",
        "model_name": "Toy", "model_hash": "e" * 64, "licence": "Apache-2.0",
        "commercial": "yes", "app_version": "0.1.0", "seed": 7, "seconds": 1.0, "steps": 8,
        "guidance": 4.5, "sampler": "euler", "request": request_to_json(request),
        "sha256": stored.sha256, "path": stored.path, "frames": stored.frames,
        "sample_rate": RATE, "channels": stored.channels, "gain_db": 0.0, "lufs": -20.0,
        "peak_db": -3.0, "stars": 4, "rejected": False, "favourite": False,
        "tags": ("wood", "<old>"), "notes": "close & dry", "job": "", "index": 0, "parent": None,
        "trashed": None, "render_seconds": 0.1, "category": "DOORWood",
    }  # fmt: skip
    return Take(**values | changes)


def imported(folder: Path, samples: np.ndarray | None = None, **changes: Any) -> Take:
    """A take of a recording."""
    plain: dict[str, Any] = {
        "prompt": "", "negative": "", "model": "", "model_name": "", "model_hash": "",
        "licence": "Imported recording", "commercial": "limited", "seed": 0, "request": "{}",
        "title": "Recording", "notes": "", "tags": (), "category": "", "project": "",
    }  # fmt: skip
    return take_of(folder, samples, **plain | changes)


def fields_of(take: Take) -> NamingFields:
    return NamingFields(title=take.title, cat_id=take.category, project=take.project)


def write(
    take: Take,
    folder: Path,
    preset: Preset = FILM,
    *,
    house: House = HOUSE,
    foreign: Sequence[ForeignChunk] = (),
    naming: NamingFields | None = None,
) -> Path:
    """The file of a delivered take; the first where there are several."""

    def metadata_of(rendered: Rendered) -> Metadata:
        return describe.metadata(
            take,
            rendered,
            naming=naming or fields_of(take),
            preset=preset,
            house=house,
            foreign=foreign,
        )

    item = Item(take.path, take.sha256, take.edits, take.title)
    return deliver(item, folder / "delivered", preset, metadata_of, ixml.document_of)[0].path


def rendered_of(samples: np.ndarray | None = None, **changes: Any) -> Rendered:
    """A rendered sound that was never a file: of one second where it is left out."""
    rate = 48000
    sound = np.asarray(0.1 * noise(rate, 2) if samples is None else samples, np.float32)
    values: dict[str, Any] = {
        "rate": rate, "channels": sound.shape[1], "frames": len(sound), "bits": 24,
        "loudness": loudness.measure(sound, rate), "timeline": Timeline.whole(len(sound)),
        "source_rate": rate, "samples": sound,
    }  # fmt: skip
    return Rendered(**values | changes)
