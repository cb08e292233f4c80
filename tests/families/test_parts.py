"""Nets that are needed for a moment: when they are read, and when they are let go."""

from __future__ import annotations

from typing import Any

import pytest
from torch import nn

from tangostudio.families.parts import Memory, Part
from tangostudio.families.placement import DROP, KEEP, OFFLOAD, Placement


def part(parts: str) -> tuple[Part, list[str]]:
    """A part, and what happened to its net: that it was read, and where it was moved to."""
    seen: list[str] = []

    class Net(nn.Module):
        def to(self, device: Any) -> Any:
            seen.append(device)
            return self

    def load() -> nn.Module:
        seen.append("read")
        return Net()

    return Part(load, Placement("mps", parts=parts)), seen


@pytest.mark.parametrize(
    ("parts", "moves"),
    [
        (KEEP, ["read", "mps", "mps"]),
        (OFFLOAD, ["read", "mps", "cpu", "mps", "cpu"]),
        (DROP, ["read", "mps", "read", "mps"]),
    ],
)
def test_a_part_is_read_when_it_is_needed_and_waits_as_the_placement_says(parts, moves):
    held, seen = part(parts)
    assert seen == []
    for _ in range(2):
        with held.ready():
            pass
    assert seen == moves


def test_a_part_that_is_held_is_read_once_and_only_if_it_is_needed():
    held, seen = part(DROP)
    with held.held():
        assert seen == []
        for _ in range(2):
            with held.ready():
                pass
    with held.held():
        pass
    assert seen.count("read") == 1
    with held.ready():
        pass
    assert seen.count("read") == 2


def test_a_part_is_let_go_when_its_use_fails():
    held, seen = part(OFFLOAD)
    with pytest.raises(MemoryError), held.ready():
        raise MemoryError
    assert seen == ["read", "mps", "cpu"]


def test_the_newest_results_are_remembered():
    memory, made = Memory(2), []
    for key in ("a", "b", "a", "c", "a", "b"):
        assert memory.get(key, lambda key=key: made.append(key) or key.upper()) == key.upper()
    assert made == ["a", "b", "c", "b"]
