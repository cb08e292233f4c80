"""A family of three tensors, two files and no sense: cards, checkpoints and what engines call.

`main` holds an embedding table and a projection, `codec` one row; the config says how wide.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
import torch

from tangostudio import families, paths
from tangostudio.cards import places
from tangostudio.families import weights

MAIN, CODEC = "main.safetensors", "codec.safetensors"
TABLE = "embed.weight"

CARD = """
format = 1
id = "{name}"
name = "Tiny {name}"
family = "tiny"
summary = "Nothing."
samplers = ["euler"]

[licence]
name = "CC0-1.0"
commercial = "yes"
summary = "Free for any use"

[audio]
sample_rate = 8000
channels = 1

[parameters]
seconds = {{ label = "Seconds", minimum = 0.5, maximum = 2.0, default = 1.0 }}
steps = {{ label = "Steps", minimum = 1, maximum = 8, default = 2, integer = true }}
guidance = {{ label = "Guidance", minimum = 1.0, maximum = 4.0, default = 1.0 }}

[weights]
"""


def use(patch: pytest.MonkeyPatch, models: Path) -> None:
    """Make this the family of a folder of cards, which is the program's for as long as it lasts."""
    patch.setitem(families._FAMILIES, "tiny", __name__)
    patch.setattr(paths, "models_dir", lambda: models)
    models.mkdir(exist_ok=True)


def write_card(models: Path, name: str, files: list[dict[str, Any]]) -> None:
    """A card that names these files; each comes from a repository."""
    lines = [CARD.format(name=name)]
    for item in files:
        lines.append("[[weights.files]]")
        lines += [f"{key} = {json.dumps(value)}" for key, value in {"repo": "a/b", **item}.items()]
    (models / f"{name}.toml").write_text("\n".join(lines))


def facts(path: Path, **more: Any) -> dict[str, Any]:
    """Name, size and checksum of a file, as a card has them."""
    data = path.read_bytes()
    sha256 = hashlib.sha256(data).hexdigest()
    return {"name": path.name, "bytes": len(data), "sha256": sha256, **more}


def tensors(seed: int = 0, width: int = 4) -> tuple[dict[str, Any], dict[str, Any]]:
    """What the two files hold."""
    generator = torch.Generator().manual_seed(seed)
    table = torch.randn(6, width, generator=generator)
    main = {TABLE: table, "out.weight": torch.randn(width, generator=generator)}
    return main, {"row": torch.randn(width, generator=generator)}


def write_config(folder: Path, width: int = 4) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "config.json"
    path.write_text(json.dumps({"width": width}))
    return path


# --- what engines call ----------------------------------------------------------------------------


def tables(card: Any, folder: Path) -> dict[str, dict[str, Any]]:
    width = weights.read_json(places.locate(folder, "config.json"))["width"]
    main = {TABLE: torch.Size([6, width]), "out.weight": torch.Size([width])}
    return {MAIN: main, CODEC: {"row": torch.Size([width])}}


def build(card: Any, folder: Path, place: Any, adapters: Any = ()) -> Any:
    weights.verify(card.files, folder)
    stored: dict[str, Any] = {}
    for name, table in tables(card, folder).items():
        stored[name] = weights.load(places.locate(folder, name))
        weights.check_keys(table, stored[name], name)
    return SimpleNamespace(row=stored[CODEC]["row"].numpy())


def condition(*_: Any) -> None:
    return None


def latent_shape(model: Any, seconds: float) -> tuple[int, int]:
    return round(seconds * 10), len(model.row)


def start(model: Any, shape: tuple[int, int], seed: int) -> tuple[Any, Any]:
    generator = np.random.default_rng(seed)
    return noise(model, shape, generator), generator


def noise(model: Any, shape: tuple[int, int], generator: Any) -> Any:
    return generator.standard_normal((1, *shape)).astype(np.float32)


def velocity(model: Any, x: Any, sigma: float, conditioning: Any) -> Any:
    return x


def decode(model: Any, x: Any, seconds: float, generators: Any) -> list[Any]:
    frames = round(seconds * 8000)
    wave = np.sin(np.arange(frames) / 3) * model.row[0]
    return [wave.astype(np.float32)[:, None] for _ in x]
