"""What the process that speaks with the hub is asked, and what it answers: values for a pipe."""

from __future__ import annotations

from dataclasses import dataclass, field

from tangostudio.cards import WeightFile
from tangostudio.hub.states import Problem, Tested

PAUSES = (1.0, 2.0, 4.0, 8.0, 15.0)
"""Seconds to wait before a request that failed is tried again, one after the other."""


@dataclass(frozen=True)
class Download:
    """Fetch files of a model.

    Attributes:
        model: its name, for sentences.
        gated: whether the hub wants to know who asks.
        folder: where the files go.
        token: never shown.
        pauses: see `PAUSES`; they begin anew whenever something arrived.
    """

    model: str
    gated: bool
    files: tuple[WeightFile, ...]
    folder: str
    token: str = field(default="", repr=False)
    pauses: tuple[float, ...] = PAUSES


@dataclass(frozen=True)
class Knock:
    """Ask whether a token opens a model, by one of its files."""

    model: str
    gated: bool
    file: WeightFile
    token: str = field(default="", repr=False)


Order = Download | Knock


@dataclass(frozen=True)
class Sized:
    """The hub says how large a file is, where it does."""

    name: str
    bytes: int


@dataclass(frozen=True)
class Checking:
    """A part of a file that is there already is read for its checksum."""

    name: str


@dataclass(frozen=True)
class Arrived:
    """So many bytes of a file are there."""

    name: str
    bytes: int


@dataclass(frozen=True)
class Whole:
    """A file is there, was checked and has its name."""

    name: str
    bytes: int
    sha256: str


@dataclass(frozen=True)
class Waiting:
    """A request failed and is tried again in a while."""

    name: str
    seconds: float
    problem: Problem


@dataclass(frozen=True)
class Answered:
    """What became of a knock."""

    tested: Tested


@dataclass(frozen=True)
class Stopped:
    """The order could not be done: the last word."""

    problem: Problem


@dataclass(frozen=True)
class Done:
    """The order is done: the last word."""


News = Sized | Checking | Arrived | Whole | Waiting | Answered | Stopped | Done
LAST = (Stopped, Done)
