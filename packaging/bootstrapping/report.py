"""How the set-up speaks: one line at a time, and one sentence with a hint when it cannot go on."""

from __future__ import annotations


class SetupStopped(Exception):
    """The set-up cannot go on.

    Attributes:
        message: one sentence, what happened.
        hint: what to do about it; may be empty.
    """

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


def say(text: str) -> None:
    """One line, shown at once even when the output is a file or a pipe."""
    print(text, flush=True)
