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
        self._blocks = 0  # that the net may not be let go in

    @contextmanager
    def ready(self) -> Iterator[Any]:
        """The net on the device, for as long as the block lasts."""
        with self.held():
            if self._net is None:
                self._net = self._load()
            yield self._net.to(self._placement.device)

    @contextmanager
    def held(self) -> Iterator[None]:
        """Once it is made ready in the block, the net stays so until the block ends."""
        self._blocks += 1
        try:
            yield
        finally:
            self._blocks -= 1
            if not self._blocks:
                self._let_go()

    def _let_go(self) -> None:
        if self._placement.parts == DROP:
            self._net = None
        elif self._placement.parts == OFFLOAD and self._net is not None:
            self._net.to("cpu")


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
