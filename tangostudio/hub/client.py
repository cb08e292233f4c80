"""The hub through its own client: what a file is, its bytes, and whose a token is.

Imported in the process that speaks with the hub alone, since the client reads its switches
(`HF_HUB_OFFLINE`, `HF_ENDPOINT`) when it is imported. Files are streamed over the client's session:
its own download begins anew after a break, its faster protocol (xet) tells nothing of single bytes,
and both keep files in their own layout.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import huggingface_hub
from huggingface_hub import constants
from huggingface_hub.errors import HfHubHTTPError
from huggingface_hub.utils import build_hf_headers, hf_raise_for_status

from tangostudio.cards import WeightFile
from tangostudio.errors import HubError
from tangostudio.hub import addresses, problems

# The client's library for HTTP, which has another name in another version.
transport = importlib.import_module(HfHubHTTPError.__mro__[1].__module__.partition(".")[0])

TROUBLES: tuple[type[Exception], ...] = (
    transport.HTTPError,
    transport.InvalidURL,
    OSError,
    HubError,
)
"""What a request may end with."""


@dataclass(frozen=True)
class Remote:
    """A file as the hub has it.

    Attributes:
        size: None where the hub does not say.
        etag: SHA-256 of a large file, git's hash of a small one.
        commit: the version of the repository that it is of.
    """

    size: int | None
    etag: str
    commit: str


def look(model: str, item: WeightFile, token: str) -> Remote:
    """Ask about a file.

    Raises:
        HubError: what answers is no hub.
        TROUBLES: anything else.
    """
    found = huggingface_hub.get_hf_file_metadata(
        addresses.address(item), token=token or False, endpoint=addresses.endpoint()
    )
    if found.commit_hash is None or found.etag is None:
        raise problems.error(problems.no_hub(model))
    return Remote(found.size, found.etag, found.commit_hash)


@contextmanager
def opened(
    item: WeightFile, remote: Remote, start: int, token: str
) -> Iterator[tuple[int, Iterator[bytes]]]:
    """The bytes of a file from `start`, or from 0 where the server does not begin elsewhere.

    Raises:
        TROUBLES: whatever may go wrong.
    """
    headers = build_hf_headers(token=token or False, library_name="tangostudio")
    headers["Accept-Encoding"] = "identity"  # a place in a packed stream is no place in the file
    if start:
        headers["Range"] = f"bytes={start}-"
    with huggingface_hub.get_session().stream(
        "GET",
        addresses.address(item, remote.commit),
        headers=headers,
        follow_redirects=True,
        timeout=constants.HF_HUB_DOWNLOAD_TIMEOUT,
    ) as response:
        hf_raise_for_status(response)
        yield (start if response.status_code == 206 else 0), response.iter_bytes()


def account_of(token: str) -> str:
    """Whose token it is; "" where a mirror of the hub knows no accounts. Raises TROUBLES."""
    try:
        return str(huggingface_hub.HfApi(addresses.endpoint()).whoami(token).get("name", ""))
    except HfHubHTTPError as error:
        if error.response.status_code == 404:
            return ""
        raise
