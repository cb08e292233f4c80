"""Nets that a model needs for a moment only: its text encoder, its codec.

A part is read when it is first needed; between uses it is kept, waits in main memory, or is let go,
as the placement says. Knows nothing of what the nets compute.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from typing import Any

from torch import nn

from tangostudio.families.placement import DROP, OFFLOAD, Placement

REMEMBERED = 64


class Part:
    """One such net.

    `load` reads it into main memory, checked and ready; it raises what reading raises.
    """

    def __init__(self, load: Callable[[], nn.Module], placement: Placement) -> None:
        self._load, self._placement = load, placement
        self._net: nn.Module | None = None

    @contextmanager
    def ready(self) -> Iterator[Any]:
        """The net on the device, for as long as the block lasts."""
        net = self._net if self._net is not None else self._load()
        self._net = net.to(self._placement.device)
        try:
            yield self._net
        finally:
            if self._placement.parts == OFFLOAD:
                self._net = net.to("cpu")
            elif self._placement.parts == DROP:
                self._net = None


class Memory:
    """The newest few results by what they were computed from, so that a prompt is read once."""

    def __init__(self, most: int = REMEMBERED) -> None:
        self._kept: OrderedDict[Hashable, Any] = OrderedDict()
        self._most = most

    def get(self, key: Hashable, make: Callable[[], Any]) -> Any:
        """The result of `make`, or the one that was kept for this key."""
        if key not in self._kept:
            self._kept[key] = make()
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
        self._kept.move_to_end(key)
        return self._kept[key]
