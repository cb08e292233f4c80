"""Jobs that stand in for those that need torch, and libraries of real sounds to run commands on."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from tangostudio.audio import files, loudness
from tangostudio.cards import embedders
from tangostudio.errors import TuneError
from tangostudio.library import Library, NewAdapter, NewTake, Take
from tangostudio.messages import (
    Embedded,
    EmbedRequest,
    GenerateRequest,
    Loading,
    Progress,
    TrialReady,
    TrialRequest,
    TrialSide,
    TuneNews,
    TuneRequest,
)
from tangostudio.studio.pairs_import import by_hash
from tests.studio import house

RATE = 16_000
seen: list[Any] = []
"""Requests that the fakes were given; a test empties it."""


# --- jobs -----------------------------------------------------------------------------------------


def tune(job: str, request: TuneRequest, resident: dict) -> Iterator[Any]:
    """A whole tuning; one named by its seed fails (13) or is interrupted (2, once)."""
    seen.append(request)
    seed = json.loads(request.plan)["seed"]
    yield Loading(job, "Starter")
    for place, news in enumerate(house.news_of(request)):
        if place == 4 and seed == 13:
            raise TuneError("The judges find all candidates alike.", "Use more candidates.")
        if place == 4 and seed == 2 and len(seen) == 1:
            raise KeyboardInterrupt
        yield TuneNews(job, news)
    yield TuneNews(job, house.result(request))


def trial(job: str, request: TrialRequest, resident: dict) -> Iterator[Any]:
    """Pairs of different noises."""
    for place in range(len(request.prompts)):
        base, tuned = (_side(Path(request.out), 2 * place + side) for side in (0, 1))
        yield Progress(job, place + 1, len(request.prompts), 1, 1, 0.0)
        yield TrialReady(job, place, base, tuned)


def _side(folder: Path, seed: int) -> TrialSide:
    stored = files.store(noise(seed, 0.02), RATE, folder)
    return TrialSide(str(stored.path), stored.sha256, stored.frames, RATE, -20.0, -3.0)


def generate(job: str, request: GenerateRequest, resident: dict) -> Iterator[Any]:
    """Nothing; the request is kept."""
    seen.append(request)
    yield Loading(job, "Starter")


def embed(job: str, request: EmbedRequest, resident: dict) -> Iterator[Any]:
    """The starter's ear: a sound's vector turns with its brightness, a text's points ahead."""
    seen.append(request)
    sounds, gone = [], []
    for sha256, path in request.sounds:
        try:
            sound = files.read(Path(path))
        except Exception:  # noqa: BLE001  # as the engine: it is told, not raised
            gone.append(sha256)
            continue
        turn = np.abs(np.diff(sound.samples[:, 0])).mean() / np.abs(sound.samples).mean()
        sounds.append((sha256, np.array([np.cos(turn), np.sin(turn)], "<f4").tobytes()))
    texts = tuple(np.array([1, 0], "<f4").tobytes() for _ in request.texts)
    yield Embedded(job, request.embedder, tuple(sounds), texts, tuple(gone))


def starter_ear() -> str:
    return embedders.name_of(embedders.STARTER)


# --- libraries ------------------------------------------------------------------------------------


def noise(seed: int, seconds: float = 0.5, bright: float = 0.0) -> np.ndarray:
    """Noise (frames, 1), the brighter the nearer `bright` is to 1."""
    rng = np.random.default_rng(seed)
    white = rng.standard_normal(round(seconds * RATE))
    dark = np.cumsum(white) - np.linspace(0, white.sum(), len(white))
    mixed = bright * white / white.std() + (1 - bright) * dark / dark.std()
    return (0.1 * mixed[:, None]).astype(np.float32)


def add_sound(library: Library, prompt: str, seed: int, bright: float = 0.0, **changes: Any) -> int:
    """A take with a real sound; its id."""
    sound = noise(seed, bright=bright)
    stored = files.store(sound, RATE, library.audio_dir)
    told = loudness.measure(sound, RATE)
    values = {
        "project": "First project",
        "model": "toy",
        "model_name": "Toy",
        "licence": "Apache-2.0",
        "commercial": "yes",
        "seconds": 0.5,
        **changes,
    }
    new = NewTake(
        prompt=prompt,
        seed=seed,
        sha256=stored.sha256,
        frames=stored.frames,
        sample_rate=RATE,
        channels=1,
        lufs=told.integrated_lufs,
        peak_db=told.true_peak_db,
        **values,
    )
    return library.takes.add(new).id


def fill(folder: Path, prompts: int = 2, each: int = 3) -> None:
    """Takes of several prompts, of each from dark to bright."""
    with Library.open(folder, write=True) as library, library.database.transaction():
        for number in range(prompts):
            for place in range(each):
                bright = place / max(1, each - 1)
                add_sound(library, f"sound {number}", 100 * number + place, bright)


def vote_for_bright(folder: Path) -> int:
    """A vote on each pair of neighbours, always for the brighter one; how many."""
    with Library.open(folder, write=True) as library, library.database.transaction():
        takes = library.takes.everything()
        pairs = [
            (a, b)
            for a in takes
            for b in takes
            if a.prompt == b.prompt and 0 < b.id - a.id <= 2
        ]  # fmt: skip
        for dark, light in pairs:
            library.votes.add(house.vote_on(dark, light, "b"))
    return len(pairs)


def add_adapter(library: Library, data: bytes, **changes: Any) -> int:
    """An adapter with its files; its number."""
    sha256 = hashlib.sha256(data).hexdigest()
    values = {
        "name": "My taste 1",
        "model": "starter",
        "model_hash": house.STARTER.weights_hash,
        "method": "crpo",
        "licence": "Apache-2.0",
        "commercial": "yes",
        "votes": 12,
        **changes,
    }
    new = NewAdapter(sha256=sha256, bytes=len(data), **values)
    path = library.adapters_dir / f"{sha256}.safetensors"
    path.write_bytes(data)
    facts = {"sha256": sha256, "model": new.model, "model_hash": new.model_hash}
    path.with_suffix(".json").write_text(json.dumps(facts))
    return library.adapters.add(new).number


def takes_of(folder: Path) -> list[Take]:
    with Library.open(folder, write=False) as library:
        return library.takes.everything()


def sounds_of(folder: Path) -> set[str]:
    return set(by_hash(takes_of(folder)))
