"""The system's key store through `keyring`: one secret for each hub.

Imported when it is first needed: finding the store asks the system, which takes a moment.
"""

from __future__ import annotations

import keyring
from keyring.backends import fail, null
from keyring.errors import KeyringError, PasswordDeleteError

from tangostudio.errors import StorageError

SERVICE = "Tango Studio"
_REFUSALS = (KeyringError, OSError, RuntimeError)  # backends raise what their systems do


def is_usable() -> bool:
    """Whether the system has a key store."""
    return not isinstance(keyring.get_keyring(), fail.Keyring | null.Keyring)


def get(hub: str) -> str:
    """What is kept for a hub; "" without, or where the store is closed."""
    try:
        return keyring.get_password(SERVICE, hub) or ""
    except _REFUSALS:
        return ""


def put(hub: str, secret: str) -> None:
    """Keep a secret for a hub. Raises StorageError."""
    if not is_usable():
        raise StorageError(
            "This system has no key store to keep the access token in.",
            "Use it for this session only, or set HF_TOKEN.",
        )
    try:
        keyring.set_password(SERVICE, hub, secret)
    except _REFUSALS as error:
        raise _refused(error) from None


def delete(hub: str) -> None:
    """Keep nothing for a hub. Raises StorageError."""
    try:
        keyring.delete_password(SERVICE, hub)
    except PasswordDeleteError:
        pass  # somebody else has deleted it
    except _REFUSALS as error:
        raise _refused(error) from None


def _refused(error: Exception) -> StorageError:
    # Only the error's name, and not the error itself: a backend might quote what it was given.
    return StorageError(
        f"The system's key store refuses ({type(error).__name__}).",
        "Open the key store, or use the token for this session only.",
    )
