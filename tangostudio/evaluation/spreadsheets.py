"""Texts in tables that spreadsheet programs open."""

import unicodedata
from typing import Any


def harmless(value: Any) -> Any:
    """A cell; a text that would be taken for a formula gets an apostrophe in front."""
    if isinstance(value, str):
        seen = unicodedata.normalize("NFKC", value).lstrip()  # full-width signs are signs too
        if seen.startswith(("=", "+", "-", "@")):
            return f"'{value}"
    return value
