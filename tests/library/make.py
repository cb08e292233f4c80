"""Takes for tests and measurements: single ones, and libraries of any size."""

from __future__ import annotations

import dataclasses
import hashlib
import random
from typing import Any

from tangostudio.library import Library, NewAdapter, NewTake
from tangostudio.messages import GenerateRequest, request_to_json

OVERVIEW_BYTES = 2400

_THINGS = (
    "door",
    "rain",
    "footstep",
    "glass",
    "engine",
    "bell",
    "wind",
    "thunder",
    "dog",
    "siren",
    "clock",
)
_KINDS = ("heavy", "soft", "distant", "metallic", "wooden", "wet", "dry", "slow", "small", "huge")
_PLACES = ("in a hall", "in a forest", "on gravel", "under water", "behind a wall")


def sha256_of(text: str) -> str:
    """A hash as the audio's would be."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def new_take(prompt: str = "a heavy door slams", seed: int = 1, **changes: Any) -> NewTake:
    """A take to add, with a sound of its own per prompt and seed."""
    request = GenerateRequest(
        model="toy", prompt=prompt, seconds=4.0, seeds=(seed,), steps=8, guidance=4.5, sampler="e"
    )
    take = NewTake(
        project="First project",
        prompt=prompt,
        model=request.model,
        model_name="Toy tones",
        model_hash="f" * 64,
        licence="Apache-2.0",
        commercial="yes",
        app_version="0.1.0",
        seed=seed,
        seconds=request.seconds,
        steps=request.steps,
        guidance=request.guidance,
        sampler=request.sampler,
        request=request_to_json(request),
        sha256=sha256_of(f"{prompt}/{seed}"),
        frames=176400,
        sample_rate=44100,
        channels=1,
        lufs=-23.0,
        peak_db=-1.0,
        job="job",
        render_seconds=0.5,
    )
    return dataclasses.replace(take, **changes)


def new_adapter(name: str = "My taste 1", **changes: Any) -> NewAdapter:
    """An adapter to add, with a hash of its own per name."""
    adapter = NewAdapter(
        sha256=sha256_of(name),
        name=name,
        model="toy",
        model_hash="f" * 64,
        method="crpo",
        licence="Apache-2.0",
        commercial="yes",
        votes=52,
        bytes=3_200_000,
        tuning="tune-1",
        about={"rounds": 3, "words": "hell & trocken"},
    )
    return dataclasses.replace(adapter, **changes)


def put_sound(library: Library, take: NewTake) -> None:
    """A file where the take's sound should be."""
    library.takes.path_of(take.sha256).write_bytes(take.prompt.encode())


def fill(library: Library, count: int, *, sounds: bool = False) -> list[int]:
    """Add many takes of varied prompts, stars and tags, four to a prompt; give their ids."""
    rng = random.Random(count)
    overviews = [rng.randbytes(OVERVIEW_BYTES) for _ in range(16)]
    ids: list[int] = []
    with library.database.transaction():
        for number in range(count):
            words = random.Random(number // 4)
            prompt = f"{words.choice(_KINDS)} {words.choice(_THINGS)} {words.choice(_PLACES)}"
            new = new_take(
                f"{prompt}, variation {number // 4}",
                number,
                created=f"2026-01-01T{number // 3600 % 24:02}:{number // 60 % 60:02}:"
                f"{number % 60:02}.000Z",
                lufs=-30.0 + rng.random() * 20,
            )
            if sounds:
                put_sound(library, new)
            ids.append(library.takes.add(new, overviews[number % 16]).id)
        library.takes.rate({take: rng.randrange(6) for take in ids[::3]})
        library.takes.set_tags({take: (rng.choice(_THINGS), "hallway") for take in ids[::5]})
    return ids
