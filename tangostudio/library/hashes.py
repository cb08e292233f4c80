"""How sounds and adapters are named: by the SHA-256 of what they hold, in 64 hexadecimal digits."""

from __future__ import annotations

import re

HASH = re.compile("[0-9a-f]{64}")
_SOUND = re.compile(r"([0-9a-f]{64})\.flac")


def sound_file(sha256: str) -> str:
    """The name of a sound's file in the library's audio folder."""
    return f"{sha256}.flac"


def sound_in(name: str) -> str:
    """The hash of the sound whose file has this name; "" for any other name."""
    found = _SOUND.fullmatch(name)
    return found[1] if found else ""
