"""What there is to say of a model's files: values that views show and nothing computes with."""

from __future__ import annotations

from dataclasses import dataclass

from tangostudio.cards import ModelCard

# --- states of a model -------------------------------------------------------------------------

READY = "ready"  # every file is there and was checked
BUNDLED = "bundled"  # comes with the program
ABSENT = "absent"  # nothing is there
INCOMPLETE = "incomplete"  # some files are there
QUEUED = "queued"  # waits for another download
FETCHING = "fetching"
PAUSED = "paused"
CHECKING = "checking"  # a file is read through for its checksum
CONVERTING = "converting"  # a pickle becomes safetensors
FAILED = "failed"  # see the problem

# --- kinds of problems; each has its own way out in the window -----------------------------------

NO_TOKEN = "no-token"  # gated, and nobody is logged in
NOT_ACCEPTED = "not-accepted"  # the account has not accepted the licence
BAD_TOKEN = "bad-token"  # the hub does not know the token
NO_NETWORK = "no-network"
NO_SPACE = "no-space"
WRONG_FILE = "wrong-file"  # checksum or size differ
RATE_LIMITED = "rate-limited"
NOT_THERE = "not-there"  # the hub has no such file
SERVER = "server"  # the hub failed
STORAGE = "storage"  # the folder cannot be written
BUSY = "busy"  # another program works on the files
CONVERSION = "conversion"  # a pickle could not be turned into safetensors


@dataclass(frozen=True)
class Problem:
    """Why something could not be done: its kind, one sentence, one hint."""

    kind: str
    message: str
    hint: str = ""


@dataclass(frozen=True)
class ModelState:
    """One model's files.

    Attributes:
        model: id of the card.
        total_bytes: of all files, 0 while nobody knows.
        done_bytes: that are there already, parts of files included.
        bytes_per_second: of the download under way.
        file: that is being fetched, checked or converted.
        missing: names of files that are not there.
        frees_bytes: what removing it would free on this disk.
    """

    model: str
    state: str
    total_bytes: int = 0
    done_bytes: int = 0
    bytes_per_second: float = 0.0
    file: str = ""
    missing: tuple[str, ...] = ()
    problem: Problem | None = None
    frees_bytes: int = 0

    @property
    def seconds_left(self) -> float | None:
        """Of the download, by its present speed."""
        if self.state != FETCHING or self.bytes_per_second <= 0:
            return None
        return (self.total_bytes - self.done_bytes) / self.bytes_per_second


# --- files that lie around -----------------------------------------------------------------------


@dataclass(frozen=True)
class FoundModel:
    """What a scan found of one model.

    Attributes:
        files: name within the model, and where it lies.
        missing: names that were not found.
        doubtful: names of files whose name fits but whose size or checksum does not, with the
            sentence that says so.
        bytes: of the files that were found.
    """

    model: str
    files: tuple[tuple[str, str], ...]
    missing: tuple[str, ...] = ()
    doubtful: tuple[tuple[str, str], ...] = ()
    bytes: int = 0


@dataclass(frozen=True)
class Scanned:
    """How far a scan is.

    Attributes:
        files: that were looked at.
        file: that is read through for its checksum.
        found: what was found; complete once `over`.
    """

    files: int
    file: str = ""
    found: tuple[FoundModel, ...] = ()
    over: bool = False


# --- the access token ----------------------------------------------------------------------------


@dataclass(frozen=True)
class Tested:
    """What the hub said of a token: None where it opens the model; whose it is, where known."""

    problem: Problem | None
    account: str = ""


@dataclass(frozen=True)
class TokenState:
    """Where the access token comes from.

    Attributes:
        source: "key store", "session", "environment", "file" (the hub's own client) or "" for none.
        can_keep: whether the system has a key store to keep one in.
        account: whose it is, once it was tested.
    """

    source: str = ""
    can_keep: bool = False
    account: str = ""


def whole_size(card: ModelCard, state: ModelState) -> tuple[int, bool]:
    """Bytes of a model's files, here or by its card, and whether that is exact."""
    if state.state in (READY, BUNDLED) and state.total_bytes:
        return state.total_bytes, True
    size, exact = card.size
    return max(size, state.total_bytes), exact
