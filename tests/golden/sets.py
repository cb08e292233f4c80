"""Entries of golden sets: a file of tensors with what its manifest says of it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors import safe_open
from safetensors.torch import load_file

OWN = Path(__file__).parent
"""The repository's own sets; `--golden DIR` names another folder."""


@dataclass(frozen=True, eq=False)
class Entry:
    """One file of a set.

    Attributes:
        facts: the manifest's words on it: config, params, weights, tolerances.
        others: the facts of all files of the set, by name.
    """

    path: Path
    facts: dict[str, Any]
    others: dict[str, Any]

    @property
    def stem(self) -> str:
        """The file's name without its ending."""
        return self.path.stem

    def has(self, *tensors: str) -> bool:
        """Whether it holds tensors of all these names; a file that is missing has what was told."""
        return self.names.issuperset(tensors)

    @cached_property
    def names(self) -> frozenset[str]:
        """Names of its tensors."""
        if not self.path.is_file():
            return frozenset(self.facts.get("tensors", ()))
        with safe_open(self.path, "pt") as file:
            return frozenset(file.keys())

    @cached_property
    def data(self) -> dict[str, torch.Tensor]:
        """Its tensors, half precision widened to float32."""
        return widened(self.path)

    @property
    def config(self) -> dict[str, Any]:
        """The model's configuration: the entry's own, or that of its weights."""
        return self.facts.get("config") or self.others[self.weight_files[0].name]["config"]

    @property
    def params(self) -> dict[str, Any]:
        """How the outputs were made."""
        return self.facts.get("params", {})

    @property
    def weight_files(self) -> list[Path]:
        """The checkpoints that the outputs were made with."""
        named = self.facts["weights"]
        return [self.path.parent / n for n in ([named] if isinstance(named, str) else named)]

    @cached_property
    def weights(self) -> dict[str, torch.Tensor]:
        """All tensors of these checkpoints, half precision widened to float32."""
        found: dict[str, torch.Tensor] = {}
        for path in self.weight_files:
            found |= widened(path)
        return found

    def close(self, name: str, value: torch.Tensor, tolerance: float) -> None:
        """Assert that a value equals the recorded one within an absolute tolerance."""
        torch.testing.assert_close(
            value.float(), self.data[name].float(), atol=tolerance, rtol=0, msg=_worst(self, name)
        )


def _worst(entry: Entry, name: str):
    return lambda text: f"{entry.stem} {name}: {text}"


def widened(path: Path) -> dict[str, torch.Tensor]:
    """A file's tensors with float16 as float32."""
    return {k: v.float() if v.dtype == torch.float16 else v for k, v in load_file(path).items()}


def entries(config: pytest.Config) -> list[Entry]:
    """Every entry of every manifest in the folder that was asked for."""
    root = Path(config.getoption("golden") or OWN)
    found = []
    for manifest in sorted(root.rglob("*manifest.json")):
        files = json.loads(manifest.read_text())["files"]
        found += [Entry(manifest.parent / name, facts, files) for name, facts in files.items()]
    return found


def own(name: str) -> Entry:
    """An entry of the repository's own sets."""
    for manifest in OWN.rglob("*manifest.json"):
        files = json.loads(manifest.read_text())["files"]
        if name in files:
            return Entry(manifest.parent / name, files[name], files)
    raise FileNotFoundError(name)
