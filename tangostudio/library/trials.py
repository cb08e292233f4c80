"""Trials: the answers of blind tests of adapters against their base, for ever.

As with votes, rows are only added, and taking one back adds a withdrawal. How pairs are chosen and
what the answers mean is not known here.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

from tangostudio.errors import BadRequest, NotFound
from tangostudio.library.database import Database, utc_now

ANSWERS = ("base", "tuned", "tie", "both_bad")


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """One answer to one pair of a blind test.

    Attributes:
        adapter: its number.
        pair: id of the showing.
        prompt, seconds, seed: what both sides were asked for.
        model: id of the card that both were made with.
        sha256_base, sha256_tuned: hashes of the two sounds, which no take need have.
        shown_left: "base" or "tuned".
        answer: "base", "tuned", "tie" or "both_bad".
        heard_base_ms, heard_tuned_ms, replays, response_ms: how it was listened to.
        gain_base_db, gain_tuned_db: applied so that both were equally loud.
        id, created, withdrawn: set by the library.
    """

    adapter: int
    pair: str
    prompt: str
    seconds: float
    seed: int
    model: str
    sha256_base: str
    sha256_tuned: str
    shown_left: str
    answer: str
    heard_base_ms: int = 0
    heard_tuned_ms: int = 0
    replays: int = 0
    response_ms: int = 0
    gain_base_db: float = 0.0
    gain_tuned_db: float = 0.0
    app_version: str = ""
    created: str = ""
    id: int = 0
    withdrawn: bool = False


_OWN = ("id", "withdrawn")
_NAMES = tuple(item.name for item in fields(Trial) if item.name not in _OWN)


class Trials:
    """The trials of one open library."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, trial: Trial) -> int:
        """Keep an answer; give its id. Adding a withdrawn one again makes it count again.

        Raises:
            BadRequest: an unknown answer or side.
            NotFound: no such adapter.
        """
        if trial.answer not in ANSWERS or trial.shown_left not in ("base", "tuned"):
            raise BadRequest(
                f"A blind test cannot be “{trial.answer}” with “{trial.shown_left}” on the left.",
                f"Known answers: {', '.join(ANSWERS)}.",
            )
        if not self._database.value("SELECT 1 FROM adapters WHERE number = ?", [trial.adapter]):
            raise NotFound(
                f"There is no adapter {trial.adapter}.", "The list of adapters shows them all."
            )
        row = {name: getattr(trial, name) for name in _NAMES}
        row["created"] = trial.created or utc_now()
        return self._database.execute(
            f"INSERT INTO trials ({', '.join(row)}) VALUES ({', '.join('?' * len(row))})",
            list(row.values()),
        )

    def withdraw(self, trial: int) -> None:
        """Make an answer count no longer; a second call does nothing.

        Raises:
            NotFound: no such answer.
        """
        if not self._database.value("SELECT 1 FROM trials WHERE id = ?", [trial]):
            raise NotFound(
                f"There is no answer {trial} to a blind test.", "It may be of another library."
            )
        self._database.execute(
            "INSERT INTO trial_withdrawals VALUES (?, ?) ON CONFLICT DO NOTHING",
            [trial, utc_now()],
        )

    def all(self, adapter: int, *, withdrawn: bool = False) -> list[Trial]:
        """The answers that count, oldest first; with `withdrawn` the others as well."""
        rest = "" if withdrawn else "AND w.trial IS NULL"
        rows = self._database.rows(
            f"SELECT {', '.join(f't.{name}' for name in _NAMES)}, t.id, w.trial IS NOT NULL "
            f"FROM trials t LEFT JOIN trial_withdrawals w ON w.trial = t.id "
            f"WHERE t.adapter = ? {rest} ORDER BY t.id",
            [adapter],
        )
        return [_trial(row) for row in rows]


def _trial(row: tuple[Any, ...]) -> Trial:
    values = dict(zip((*_NAMES, *_OWN), row, strict=True))
    return Trial(**{**values, "withdrawn": bool(values["withdrawn"])})
