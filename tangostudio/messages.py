"""Requests and events: what a job is asked, and what it says.

Frozen values only, so that they cross a pipe, a queue table and a log alike. A job answers with any
number of events and exactly one last one: `Finished`, `Cancelled` or `Failed`. Nothing here knows
how a job is run.
"""

from __future__ import annotations

import dataclasses
import json
from dataclasses import dataclass
from typing import Any, ClassVar

# --- requests -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class GenerateRequest:
    """Make takes from a prompt.

    Attributes:
        model: id of a model card.
        prompt, negative: what to make, what to avoid (empty: nothing).
        seconds: length of each take.
        seeds: one take each; all randomness of a take comes from its own seed.
        steps, guidance, sampler: how the model is driven.
        out: folder for the finished audio files.
        batch: takes per forward; 1 makes the first take ready soonest.
    """

    kind: ClassVar[str] = "generate"

    model: str
    prompt: str
    seconds: float
    seeds: tuple[int, ...]
    steps: int
    guidance: float
    sampler: str
    negative: str = ""
    out: str = ""
    batch: int = 1


@dataclass(frozen=True)
class WarmRequest:
    """Load a model so that the next take starts at once."""

    kind: ClassVar[str] = "warm"

    model: str


Request = GenerateRequest | WarmRequest

# --- events ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Loading:
    """The worker loads something; `what` is shown."""

    job: str
    what: str


@dataclass(frozen=True)
class Progress:
    """Step `step` of `steps` of take `take` of `takes` (both counted from 1) is done."""

    job: str
    take: int
    takes: int
    step: int
    steps: int
    seconds_left: float


@dataclass(frozen=True)
class AudioReady:
    """A finished sound lies in the library's audio folder.

    Attributes:
        index: which of the request's seeds, from 0.
        sha256: of rate, channels and the 24-bit samples; also the file's name.
        gain_db: what was applied so that the peak fits full scale (0 when it did).
        lufs: integrated loudness, or the momentary maximum for sounds under 0.4 s.
        overview: packed waveform overview (see audio.overview).
    """

    job: str
    index: int
    seed: int
    path: str
    sha256: str
    frames: int
    sample_rate: int
    channels: int
    gain_db: float
    lufs: float
    peak_db: float
    overview: bytes
    model_hash: str
    render_seconds: float


@dataclass(frozen=True)
class TakeReady:
    """A take's row is committed: the take exists. Announced by the studio, never by the worker."""

    job: str
    take: int
    path: str
    sha256: str
    seed: int
    seconds: float
    sample_rate: int
    channels: int


@dataclass(frozen=True)
class Finished:
    """The job is done."""

    job: str


@dataclass(frozen=True)
class Cancelled:
    """The job was stopped by the person."""

    job: str


@dataclass(frozen=True)
class Failed:
    """The job could not be done: an error's kind, sentence and hint."""

    job: str
    kind: str
    message: str
    hint: str = ""


@dataclass(frozen=True)
class WorkerState:
    """What the process that does the work is doing: "off", "starting", "ready" or "busy"."""

    state: str


LAST_EVENTS = (Finished, Cancelled, Failed)
LastEvent = Finished | Cancelled | Failed
Event = Loading | Progress | AudioReady | TakeReady | WorkerState | LastEvent

# --- as JSON --------------------------------------------------------------------------------------

_REQUESTS: dict[str, type[Any]] = {cls.kind: cls for cls in (GenerateRequest, WarmRequest)}


def request_to_json(request: Request) -> str:
    """A request as one line of JSON, its kind included."""
    return json.dumps({"kind": request.kind, **dataclasses.asdict(request)}, ensure_ascii=False)


def request_from_json(text: str) -> Request:
    """The request that `request_to_json` wrote; lists come back as tuples.

    Raises:
        ValueError: not a request, or one of a kind or shape that this version does not know.
    """
    values = json.loads(text)
    if not isinstance(values, dict):
        raise ValueError("a request is a JSON object")
    cls = _REQUESTS.get(values.pop("kind", ""))
    if cls is None:
        raise ValueError("a request of an unknown kind")
    known = {item.name for item in dataclasses.fields(cls)}
    if unknown := values.keys() - known:
        raise ValueError(f"a request with unknown fields: {', '.join(sorted(unknown))}")
    values = {key: tuple(v) if isinstance(v, list) else v for key, v in values.items()}
    try:
        return cls(**values)
    except TypeError as error:
        raise ValueError(str(error)) from error


def event_to_json(event: Any) -> str:
    """Any event dataclass as one line of JSON with its type's name under "event"."""
    return json.dumps(
        {"event": type(event).__name__, **dataclasses.asdict(event)}, ensure_ascii=False
    )
