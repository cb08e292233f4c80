"""Votes: which of two takes of one prompt was liked better, for ever.

Rows are only added; the database itself refuses to change or delete one. Taking a vote back adds a
withdrawal. A vote outlives its takes, so it carries the hashes of the sounds. How a pair is chosen
is not decided here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from tangostudio.errors import BadRequest, NotFound
from tangostudio.library.database import Database, utc_now

ANSWERS = ("a", "b", "tie", "both_bad")

_COLUMNS = (
    "pair, prompt, seconds, take_a, take_b, sha256_a, sha256_b, shown_left, answer, heard_a_ms, "
    "heard_b_ms, replays, response_ms, gain_a_db, gain_b_db, round, repeat_of, app_version, created"
)


class _ShownTake(Protocol):
    """What a vote needs to know of a take."""

    @property
    def id(self) -> int: ...
    @property
    def seconds(self) -> float: ...
    @property
    def sha256(self) -> str: ...


class _ShownPair(Protocol):
    """What a vote needs to know of two takes that were shown beside each other."""

    @property
    def id(self) -> str: ...
    @property
    def prompt(self) -> str: ...
    @property
    def left(self) -> _ShownTake: ...
    @property
    def right(self) -> _ShownTake: ...
    @property
    def repeat_of(self) -> int | None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Vote:
    """One answer to one pair.

    Attributes:
        pair: id of the showing; the same two takes shown again have another one.
        prompt, seconds: what both takes were asked for.
        left: which of the two, "a" or "b", was shown on the left.
        answer: "a", "b", "tie" or "both_bad".
        heard_a_ms, heard_b_ms, replays, response_ms: how it was listened to.
        gain_a_db, gain_b_db: applied so that both were equally loud.
        round: 0, or the round of a tuning that asked.
        repeat_of: the vote that this one repeats to see how steady the voter is.
        id, created, withdrawn: set by the library.
    """

    pair: str
    prompt: str
    seconds: float
    take_a: int
    take_b: int
    sha256_a: str
    sha256_b: str
    left: str
    answer: str
    heard_a_ms: int = 0
    heard_b_ms: int = 0
    replays: int = 0
    response_ms: int = 0
    gain_a_db: float = 0.0
    gain_b_db: float = 0.0
    round: int = 0
    repeat_of: int | None = None
    app_version: str = ""
    created: str = ""
    id: int = 0
    withdrawn: bool = False

    @classmethod
    def of(
        cls,
        pair: _ShownPair,
        answer: str,
        *,
        heard_left_ms: int = 0,
        heard_right_ms: int = 0,
        replays: int = 0,
        response_ms: int = 0,
        gain_left_db: float = 0.0,
        gain_right_db: float = 0.0,
        app_version: str = "",
    ) -> Vote:
        """A vote from what was on the screen: "left", "right", "tie" or "both_bad".

        The take of the lower id becomes a, whatever its side was.

        Raises:
            BadRequest: another answer.
        """
        if answer not in ("left", "right", "tie", "both_bad"):
            raise BadRequest(f"“{answer}” is no answer to a pair.")
        left_is_a = pair.left.id < pair.right.id
        sides = {"left": "a", "right": "b"} if left_is_a else {"left": "b", "right": "a"}
        heard, gains = (heard_left_ms, heard_right_ms), (gain_left_db, gain_right_db)
        takes = (pair.left, pair.right)
        a, b = (0, 1) if left_is_a else (1, 0)
        return cls(
            pair=pair.id,
            prompt=pair.prompt,
            seconds=takes[a].seconds,
            take_a=takes[a].id,
            take_b=takes[b].id,
            sha256_a=takes[a].sha256,
            sha256_b=takes[b].sha256,
            left=sides["left"],
            answer=sides.get(answer, answer),
            heard_a_ms=heard[a],
            heard_b_ms=heard[b],
            replays=replays,
            response_ms=response_ms,
            gain_a_db=gains[a],
            gain_b_db=gains[b],
            repeat_of=pair.repeat_of,
            app_version=app_version,
        )


class Votes:
    """The votes of one open library.

    They are asked for at every vote, so what was read is kept; since rows are only added, the
    newest ones tell whether anything is new.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._known: list[Vote] = []
        self._known_at: tuple[int, ...] = ()

    def add(self, vote: Vote) -> int:
        """Keep a vote; give its id. Adding a withdrawn one again makes it count again.

        Raises:
            BadRequest: an unknown answer or side, or a take against itself.
        """
        if vote.answer not in ANSWERS or vote.left not in ("a", "b"):
            raise BadRequest(f"A vote cannot be “{vote.answer}” with “{vote.left}” on the left.")
        if vote.take_a == vote.take_b:
            raise BadRequest("A take cannot be compared with itself.")
        return self._database.execute(
            f"INSERT INTO votes ({_COLUMNS}) VALUES ({', '.join('?' * 19)})", _values(vote)
        )

    def withdraw(self, vote: int) -> None:
        """Make a vote count no longer; a second call does nothing.

        Raises:
            NotFound: no such vote.
        """
        if not self._database.value("SELECT 1 FROM votes WHERE id = ?", [vote]):
            raise NotFound(f"There is no vote {vote}.")
        self._database.execute(
            "INSERT INTO withdrawals VALUES (?, ?) ON CONFLICT DO NOTHING", [vote, utc_now()]
        )

    def get(self, vote: int) -> Vote:
        """One vote, withdrawn or not.

        Raises:
            NotFound: no such vote.
        """
        found = self._read("WHERE v.id = ?", [vote])
        if not found:
            raise NotFound(f"There is no vote {vote}.")
        return found[0]

    def all(self, *, withdrawn: bool = False) -> list[Vote]:
        """The votes that count, oldest first; with `withdrawn` the others as well."""
        if withdrawn:
            return self._read("")
        row = self._database.row(
            "SELECT (SELECT coalesce(max(id), 0) FROM votes), (SELECT count(*) FROM votes), "
            "(SELECT count(*) FROM withdrawals)"
        )
        at = (*(row or ()), self._database.rollbacks)  # what was rolled back leaves no other trace
        if at != self._known_at:
            self._known, self._known_at = self._read("WHERE w.vote IS NULL"), at
        return list(self._known)

    def count(self) -> int:
        """How many votes count."""
        return self._database.value(
            "SELECT (SELECT count(*) FROM votes) - (SELECT count(*) FROM withdrawals)"
        )

    def _read(self, where: str, values: list[int] | None = None) -> list[Vote]:
        rows = self._database.rows(
            f"SELECT {_COLUMNS}, v.id, w.vote IS NOT NULL FROM votes v "
            f"LEFT JOIN (SELECT vote FROM withdrawals) w ON w.vote = v.id {where} ORDER BY v.id",
            values or [],
        )
        return [_vote(row) for row in rows]


def _values(vote: Vote) -> list[object]:
    return [
        vote.pair,
        vote.prompt,
        vote.seconds,
        vote.take_a,
        vote.take_b,
        vote.sha256_a,
        vote.sha256_b,
        vote.left,
        vote.answer,
        vote.heard_a_ms,
        vote.heard_b_ms,
        vote.replays,
        vote.response_ms,
        vote.gain_a_db,
        vote.gain_b_db,
        vote.round,
        vote.repeat_of,
        vote.app_version,
        vote.created or utc_now(),
    ]


def _vote(row: tuple) -> Vote:
    names = ["left" if name == "shown_left" else name for name in _COLUMNS.split(", ")]
    return Vote(**dict(zip(names, row, strict=False)), id=row[-2], withdrawn=bool(row[-1]))
