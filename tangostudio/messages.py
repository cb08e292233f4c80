"""Requests and events: what a job is asked, and what it says.

Frozen values only, so that they cross a pipe, a queue table and a log alike. A job answers with any
number of events and exactly one last one: `Finished`, `Cancelled` or `Failed`. Nothing here knows
how a job is run.
"""

from __future__ import annotations

import dataclasses
import json
import math
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
        adapters: hash and strength (0 to 1.5) of each adapter that is added to the model.
        adapter_dir: folder that holds them.
        init: sound file to start from, or "". Stored, it is a name in the library's audio folder.
        strength: how much of it is made anew, from 0 to 1.
        regions: (start, end) in seconds: only these are made, the rest of `init` is kept sample
            for sample outside their cross-fades. One that ends after `init` extends it; `seconds`
            is then the length of the result.
        follow: how closely the takes follow the loudness of `init` in time, from 0 to 1.
        loop: make the end run into the beginning; with `init` and no regions, only the seam is
            made.
        near: seeds, each with a distance from 0 to 1, whose noise is blended from left to right;
            every take starts from that, moved by `distance` towards the noise of its own seed.
        distance: see `near`; without effect where that is empty.
        precision: of the net on a processor: "float32", "bfloat16", "int8", or "int8+text" with the
            text encoder too; "" leaves it to the program.
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
    adapters: tuple[tuple[str, float], ...] = ()
    adapter_dir: str = ""
    init: str = ""
    strength: float = 1.0
    regions: tuple[tuple[float, float], ...] = ()
    follow: float = 0.0
    loop: bool = False
    near: tuple[tuple[int, float], ...] = ()
    distance: float = 1.0
    precision: str = ""


@dataclass(frozen=True)
class WarmRequest:
    """Load a model so that the next take starts at once.

    Attributes:
        profile: also measure how fast this machine computes.
        precision: as in `GenerateRequest`.
    """

    kind: ClassVar[str] = "warm"

    model: str
    profile: bool = False
    precision: str = ""


@dataclass(frozen=True)
class EmbedRequest:
    """Turn sounds, and texts, into vectors.

    Attributes:
        embedder: which vectors (see `cards.embedders`).
        sounds: hash and file of each sound.
        texts: to be compared with the sounds.
    """

    kind: ClassVar[str] = "embed"

    embedder: str
    sounds: tuple[tuple[str, str], ...] = ()
    texts: tuple[str, ...] = ()


@dataclass(frozen=True)
class TuneRequest:
    """Teach a model what is liked, or what a corpus holds; the result is an adapter.

    Attributes:
        tuning: names the tuning; it goes on from its folder's checkpoint if there is one.
        method: "crpo" or "dpo", in rounds of pairs; "lora" or "arc", on a corpus.
        folder: of its checkpoint, pairs, sounds and result.
        plan: sizes and choices as JSON (see `tuning.plan`, `finetune_plan`, `arc_plan`).
        bank, held_out: texts and seconds of prompts to learn from, and of those to check with.
        own: pairs of the person's votes as JSON (see `tuning.pairs`).
        taste: file of the taste in the folder; empty for none.
        corpus: folder of the recordings to learn from; empty for methods that need none.
    """

    kind: ClassVar[str] = "tune"

    tuning: str
    model: str
    method: str
    folder: str
    plan: str
    bank: tuple[tuple[str, float], ...]
    held_out: tuple[tuple[str, float], ...]
    own: str = "[]"
    taste: str = ""
    corpus: str = ""


@dataclass(frozen=True)
class TrialRequest:
    """Render pairs for a blind test: each prompt and seed by the model as it is and as tuned.

    Attributes:
        prompts: text, seconds and seed of each pair.
        adapters, adapter_dir: of the tuned side, as in `GenerateRequest`.
        steps, guidance, sampler: how the model is driven.
        tuned_steps, tuned_guidance, tuned_sampler: the same of the tuned side where its adapter
            wants it otherwise; 0 and "" are the model's.
    """

    kind: ClassVar[str] = "trial"

    model: str
    prompts: tuple[tuple[str, float, int], ...]
    adapters: tuple[tuple[str, float], ...]
    adapter_dir: str
    steps: int
    guidance: float
    sampler: str
    out: str
    tuned_steps: int = 0
    tuned_guidance: float = 0.0
    tuned_sampler: str = ""


@dataclass(frozen=True)
class ConvertRequest:
    """Turn the pickles that a model is published as into safetensors files.

    Attributes:
        folder: the model's own; the new files are put there.
    """

    kind: ClassVar[str] = "convert"

    model: str
    folder: str


@dataclass(frozen=True)
class VerifyRequest:
    """Check a checkpoint's files: names, sizes, checksums, tensors, and one step of a take.

    Attributes:
        model: which one it should be; "" finds out.
        folder: where the files lie.
    """

    kind: ClassVar[str] = "verify"

    model: str
    folder: str


@dataclass(frozen=True)
class CorpusRequest:
    """Turn recordings into a corpus.

    Attributes:
        corpus: its id.
        folder: of the corpus; what a build that was stopped has done there is kept.
        name: that people gave it.
        source: folder of the recordings; "" where takes are named.
        takes: name, file, caption, category and edits (as JSON) of each take.
        options: choices as JSON (see `corpora.choices`).
    """

    kind: ClassVar[str] = "corpus"

    corpus: str
    folder: str
    name: str
    source: str = ""
    takes: tuple[tuple[str, str, str, str, str], ...] = ()
    options: str = "{}"


Request = (
    GenerateRequest
    | WarmRequest
    | EmbedRequest
    | TuneRequest
    | TrialRequest
    | ConvertRequest
    | VerifyRequest
    | CorpusRequest
)

# --- events ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Loading:
    """The worker loads something; `what` is shown, and `where`: the device and why."""

    job: str
    what: str
    where: str = ""


@dataclass(frozen=True)
class Notice:
    """One line for the person about how a job goes on."""

    job: str
    text: str


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
        momentary_lufs, range_lu: the loudest 400 ms, and the loudness range.
        flags: what is wrong with the sound (see audio.quality).
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
    momentary_lufs: float | None = None
    range_lu: float | None = None
    flags: tuple[str, ...] | None = None


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
class Embedded:
    """Vectors of sounds and texts.

    Attributes:
        embedder: whose vectors they are.
        sounds: hash and vector of each, float32 little endian.
        texts: vectors in the order of the request.
        gone: hashes of sounds whose file is missing or cannot be read.
    """

    job: str
    embedder: str
    sounds: tuple[tuple[str, bytes], ...]
    texts: tuple[bytes, ...] = ()
    gone: tuple[str, ...] = ()


@dataclass(frozen=True)
class TuneNews:
    """What a tuning tells; `news` is one of the records of `tuning.events`."""

    job: str
    news: Any


@dataclass(frozen=True)
class TrialSide:
    """One sound of a blind test's pair; the fields mean what they mean in `AudioReady`."""

    path: str
    sha256: str
    frames: int
    sample_rate: int
    lufs: float
    peak_db: float


@dataclass(frozen=True)
class TrialReady:
    """A pair of a blind test is rendered.

    Attributes:
        index: which of the request's prompts, from 0.
    """

    job: str
    index: int
    base: TrialSide
    tuned: TrialSide


@dataclass(frozen=True)
class Profiled:
    """How fast this machine computes: GFLOP/s of a net's block and of a codec's."""

    job: str
    net: float
    codec: float


@dataclass(frozen=True)
class Converted:
    """Every pickle of a model became a safetensors file, read again and found equal.

    Attributes:
        files: name, bytes and SHA-256 of each new file, and the SHA-256 of its pickle.
    """

    job: str
    model: str
    files: tuple[tuple[str, int, str, str], ...]


@dataclass(frozen=True)
class CheckedFile:
    """A checkpoint's file beside what is known of it.

    Attributes:
        answer: "equal", "differs", "unknown" (nobody knows its checksum) or "missing".
    """

    name: str
    answer: str
    bytes: int = 0
    sha256: str = ""


@dataclass(frozen=True)
class CountedKeys:
    """How many of the tensors that a file must hold it holds, in the right shape."""

    name: str
    found: int
    wanted: int


@dataclass(frozen=True)
class Verified:
    """What was found out about a checkpoint.

    Attributes:
        licence, commercial: of the model, in one line; "yes", "limited" or "no".
        tested: whether one step of a short take gave a sound that is finite and not silent.
        peak: of that sound; 0 where none was made.
        problems: one sentence each; none where the checkpoint can be used.
    """

    job: str
    model: str
    licence: str
    commercial: str
    files: tuple[CheckedFile, ...]
    keys: tuple[CountedKeys, ...] = ()
    tested: bool = False
    peak: float = 0.0
    problems: tuple[str, ...] = ()


@dataclass(frozen=True)
class ModelsNews:
    """What getting weights tells; `news` is one of the values of `hub.states`."""

    job: str
    news: Any


@dataclass(frozen=True)
class TasteFitted:
    """A taste was learned in the background; `taste` is a `preference.taste.Taste` or None."""

    job: str
    taste: Any


@dataclass(frozen=True)
class EditsHeard:
    """What an edited sound measures.

    Attributes:
        sha256, edits: of the sound as it is stored, and its edits as JSON.
        facts: a `studio.heard.EditedFacts`, or None where the sound cannot be read.
    """

    job: str
    sha256: str
    edits: str
    facts: Any


@dataclass(frozen=True)
class SoundsRead:
    """Recordings were read and stored; `batch` is a `studio.imports.Batch`."""

    job: str
    batch: Any


@dataclass(frozen=True)
class Examined:
    """What was measured of takes; `found` holds a `studio.examining.Finding` for each."""

    job: str
    found: tuple[Any, ...]


@dataclass(frozen=True)
class AutoExported:
    """A take was delivered by itself, or could not be; `report` is an `export.report.Report`.

    `content` tells its sound with its edits from others.
    """

    job: str
    take: int
    content: str
    report: Any


@dataclass(frozen=True)
class CorpusProgress:
    """So many of the recordings are looked through, and `source` is next."""

    job: str
    done: int
    total: int
    source: str


@dataclass(frozen=True)
class CorpusBuilt:
    """A corpus is written; `corpus` is its id."""

    job: str
    corpus: str


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
Event = (
    Loading
    | Notice
    | Progress
    | AudioReady
    | TakeReady
    | Embedded
    | TuneNews
    | TrialReady
    | Profiled
    | Converted
    | Verified
    | ModelsNews
    | TasteFitted
    | EditsHeard
    | SoundsRead
    | Examined
    | AutoExported
    | CorpusProgress
    | CorpusBuilt
    | WorkerState
    | LastEvent
)

# --- as JSON --------------------------------------------------------------------------------------

_REQUESTS: dict[str, type[Any]] = {
    cls.kind: cls
    for cls in (
        GenerateRequest,
        WarmRequest,
        EmbedRequest,
        TuneRequest,
        TrialRequest,
        ConvertRequest,
        VerifyRequest,
        CorpusRequest,
    )
}


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
    values = {key: _as_tuples(value) for key, value in values.items()}
    try:
        return cls(**values)
    except TypeError as error:
        raise ValueError(str(error)) from error


def _as_tuples(value: Any) -> Any:
    return tuple(_as_tuples(item) for item in value) if isinstance(value, list) else value


def _plain(value: Any) -> Any:
    """The value without infinities and the like, which JSON does not know."""
    if isinstance(value, dict):
        return {name: _plain(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value


def event_to_json(event: Any) -> str:
    """Any event dataclass as one line of JSON with its type's name under "event".

    What a tuning tells appears under its own name, with the job's id.
    """
    if isinstance(event, TuneNews):
        values = {"job": event.job, **_plain(dataclasses.asdict(event.news))}
        return json.dumps({"event": type(event.news).__name__, **values}, ensure_ascii=False)
    return json.dumps(
        {"event": type(event).__name__, **dataclasses.asdict(event)}, ensure_ascii=False
    )
