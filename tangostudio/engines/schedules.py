"""Noise schedules: the sigmas that a sampler walks, from 1 down to 0. Plain numbers, no arrays."""

from __future__ import annotations


def linear(steps: int) -> list[float]:
    """`steps` equal steps: 1, 1 - 1/N, ..., 1/N, and a last 0 (TangoFlux: no shift)."""
    return [1.0 - i / steps for i in range(steps)] + [0.0]
