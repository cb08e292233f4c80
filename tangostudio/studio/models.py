"""Models on this computer: what is there, fetching, adopting, removing. The verbs of Models mode.

Everything that takes time runs on a thread of its own or in a throw-away process; what it tells
comes back as events, and `changes` announces "models". No torch here: a pickle is converted and a
model is verified by jobs.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from tangostudio.hub.states import FoundModel, ModelState, Problem, TokenState


class Models:
    """The models of the catalogue with the state of their files, and what can be done about it."""

    def state(self, model: str) -> ModelState:
        """One model's files, without touching the network. Raises BadRequest."""
        raise NotImplementedError

    def fetch(self, model: str) -> None:
        """Download what is missing, or go on with it; the disk is checked first.

        Raises:
            StorageError: there is not enough room.
        """
        raise NotImplementedError

    def pause(self, model: str) -> None:
        """Stop the download; what is there stays and is gone on with."""
        raise NotImplementedError

    def remove(self, model: str) -> int:
        """Delete the model's own files; takes stay. Bytes that were freed.

        Files that lie in another program's cache or a folder of the person's are let go of, not
        deleted.
        """
        raise NotImplementedError

    def scan(self, folder: Path) -> None:
        """Look through a folder or drive for files of known models; `found` has the answer."""
        raise NotImplementedError

    @property
    def scanning(self) -> bool:
        """Whether a scan is under way."""
        raise NotImplementedError

    @property
    def found(self) -> tuple[FoundModel, ...]:
        """What the last scan found."""
        raise NotImplementedError

    def adopt(self, found: FoundModel, *, copy: bool = False) -> None:
        """Use files where they lie, or copy them; each is checked first."""
        raise NotImplementedError

    def convert(self, model: str) -> None:
        """Turn the model's published pickles into safetensors, in a process of its own."""
        raise NotImplementedError

    def shopping_list(self, models: Sequence[str]) -> str:
        """Addresses, sizes and checksums of what is missing, to carry to another computer."""
        raise NotImplementedError

    def licence_page(self, model: str) -> str:
        """The page on which a gated model's licence is accepted, or the licence's own page."""
        raise NotImplementedError

    # --- the token --------------------------------------------------------------------------------

    @property
    def token(self) -> TokenState:
        """Where the access token comes from; never the token itself."""
        raise NotImplementedError

    def test_token(self, model: str, token: str = "") -> None:
        """Ask the hub whether a token (or the one in use) opens a model; `tested` has the answer.

        Nothing is stored.
        """
        raise NotImplementedError

    @property
    def tested(self) -> Problem | None:
        """The answer to the last `test_token`: a problem, or None when it opens the model."""
        raise NotImplementedError

    def set_token(self, token: str, *, keep: bool) -> None:
        """Use a token; keep it in the system's key store, or for this session only.

        Raises:
            StorageError: there is no key store, or it refuses.
        """
        raise NotImplementedError

    def forget_token(self) -> None:
        """Take the token out of the key store and out of use."""
        raise NotImplementedError
