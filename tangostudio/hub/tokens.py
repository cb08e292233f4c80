"""The access token: typed in, in the system's key store, in the environment, or the client's own.

A token is never shown: not in a log, a sentence, a setting or the text of an object.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from types import ModuleType

from tangostudio.errors import BadRequest
from tangostudio.hub import addresses
from tangostudio.hub.states import TokenState

_TOKEN = re.compile(r"[\x21-\x7e]+")  # what may stand in a header


@dataclass(frozen=True)
class Token:
    """A token and where it comes from; see `TokenState.source`."""

    text: str = field(default="", repr=False)
    source: str = ""


def clean(text: str) -> str:
    """A token as it was pasted, without what surrounds it.

    Raises:
        BadRequest: it is none.
    """
    text = text.strip()
    if not _TOKEN.fullmatch(text):
        raise BadRequest(
            "This is no access token: it is empty, or has spaces or other signs in it.",
            "Copy it again; it begins with hf_.",
        )
    return text


class Tokens:
    """The token in use: typed in for the session, else kept, else of the environment, else the one
    that the hub's client keeps of whoever logged in with it."""

    def __init__(self) -> None:
        self._session = ""
        self._kept: str | None = None  # not looked up yet
        self._accounts: dict[str, str] = {}  # by token

    def current(self) -> Token:
        """The token in use. The key store is asked once; it may ask the person to open it."""
        for source, ask in (
            ("session", lambda: self._session),
            ("key store", self._stored),
            ("environment", _from_environment),
            ("file", _from_file),
        ):
            if text := ask():
                return Token(text, source)
        return Token()

    def state(self) -> TokenState:
        """What may be shown of it."""
        token = self.current()
        account = self._accounts.get(token.text, "")
        return TokenState(token.source, _store().is_usable(), account)

    def belongs_to(self, token: str, account: str) -> None:
        """A test told whose a token is."""
        if account:
            self._accounts[token] = account

    def use(self, text: str, *, keep: bool) -> None:
        """Use a token from now on; keep it in the key store, or for this session only.

        Raises:
            BadRequest: it is no token.
            StorageError: there is no key store, or it refuses.
        """
        text = clean(text)
        if keep:
            _store().put(addresses.endpoint(), text)
        self._session, self._kept = ("", text) if keep else (text, self._kept)

    def forget(self) -> None:
        """Take the token out of the key store and out of use. Raises StorageError."""
        self._session = ""
        self._accounts.clear()
        if _store().is_usable():  # whether it tells of a token or not: it may have been closed
            _store().delete(addresses.endpoint())
        self._kept = ""

    def _stored(self) -> str:
        if self._kept is None:
            self._kept = _cleaned(_store().get(addresses.endpoint()))
        return self._kept


def _store() -> ModuleType:
    from tangostudio.hub import keystore

    return keystore


def _from_environment() -> str:
    names = ("HF_TOKEN", "HUGGING_FACE_HUB_TOKEN")
    return next((text for name in names if (text := _cleaned(os.environ.get(name, "")))), "")


def _from_file() -> str:
    try:
        return _cleaned(addresses.token_file().read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return ""


def _cleaned(text: str) -> str:
    text = text.strip()
    return text if _TOKEN.fullmatch(text) else ""
