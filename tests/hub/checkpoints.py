"""Tiny checkpoints as they are published, and their cards."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import numpy as np
from safetensors.numpy import save

from tangostudio.cards import Catalogue, Licence, ModelCard, WeightFile

from .loopback import Hub

LICENCE = Licence("Test 1.0", "no", "For tests only", "https://licences.test/one")
REPO = "declare-lab/TangoFlux"


def tensors(size: int, seed: int = 0) -> bytes:
    """A safetensors file of about so many bytes."""
    rng = np.random.default_rng(seed)
    return save({"net.weight": rng.standard_normal(max(1, size // 4)).astype(np.float32)})


def published(size: int = 300_000) -> dict[str, bytes]:
    """The layout of a model with its codec in a folder below."""
    return {
        "tangoflux.safetensors": tensors(size),
        "vae/vae.safetensors": tensors(size // 3, 1),
        "config.json": json.dumps({"num_layers": 6, "max_duration": 30}).encode(),
    }


def card(files: dict[str, bytes], root: Path, **values: Any) -> Any:
    """A model card that knows size and checksum of each file, and has its folder below `root`."""
    identifier = values.pop("id", "tiny")
    repo = values.pop("repo", REPO)
    changes: dict[str, dict[str, Any]] = values.pop("changes", {})
    items = (
        {
            "name": name,
            "bytes": len(data),
            "sha256": hashlib.sha256(data).hexdigest(),
            "repo": repo,
            **changes.get(name, {}),
        }
        for name, data in files.items()
    )
    return ModelCard(
        id=identifier, name=values.pop("name", "Tiny Flux"), family="toy", summary="",
        licence=LICENCE, sample_rate=44100, channels=2, parameters={}, samplers=("euler",),
        files=tuple(WeightFile(**item) for item in items), folder=root / identifier, **values,
    )  # fmt: skip


def publish(hub: Hub, files: dict[str, bytes], repo: str = REPO) -> None:
    """Put files onto the hub."""
    hub.files.update({(repo, name): data for name, data in files.items()})


def catalogue(*cards: ModelCard) -> Catalogue:
    """A catalogue of these."""
    return Catalogue(list(cards))


def into_cache(
    cache: Path, files: dict[str, bytes], repo: str = REPO, commit: str = "f" * 40, *, links=True
) -> Path:
    """Files in the layout of the hub client's own cache; the folder of the snapshot."""
    from .loopback import tag

    base = cache / f"models--{repo.replace('/', '--')}"
    snapshot = base / "snapshots" / commit
    for folder in (base / "blobs", base / "refs"):
        folder.mkdir(parents=True, exist_ok=True)
    (base / "refs" / "main").write_text(commit)
    for name, data in files.items():
        path = snapshot / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if links:
            blob = base / "blobs" / tag(name, data)
            blob.write_bytes(data)
            path.symlink_to(blob)
        else:
            path.write_bytes(data)
    return snapshot
