"""Where things of the hub are: addresses on the network, and its client's folders on this disk.

They follow the variables of the environment that the client follows, read anew at every call.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from urllib.parse import quote

from tangostudio.cards import ModelCard, WeightFile

HUB = "https://huggingface.co"
TOKENS = "/settings/tokens"


def endpoint() -> str:
    """The hub that is asked."""
    return (os.environ.get("HF_ENDPOINT") or HUB).rstrip("/")


def shown() -> str:
    """The hub that is asked, without a name and password that its address may hold."""
    return re.sub(r"(?<=//)[^/@]*@", "", endpoint())


def address(item: WeightFile, revision: str = "") -> str:
    """Where a file is fetched from, at the card's revision or another."""
    where = quote(revision or item.revision, safe="")
    return f"{endpoint()}/{item.repo}/resolve/{where}/{quote(item.source)}"


def licence_page(card: ModelCard) -> str:
    """Where a gated model's licence is accepted, or the licence's own page."""
    repos = [item.repo for item in card.files if item.repo]
    if repos and (card.gated or not card.licence.url):
        return f"{endpoint()}/{repos[0]}"
    return card.licence.url


def tokens_page() -> str:
    """Where an account makes its access tokens."""
    return endpoint() + TOKENS


def cache_folder() -> Path:
    """Where the client, and programs that use it, keep what they fetched."""
    named = os.environ.get("HF_HUB_CACHE") or os.environ.get("HUGGINGFACE_HUB_CACHE")
    return _expanded(named) if named else _home() / "hub"


def token_file() -> Path:
    """Where the client keeps the token of whoever logged in with it."""
    named = os.environ.get("HF_TOKEN_PATH")
    return _expanded(named) if named else _home() / "token"


def _home() -> Path:
    if named := os.environ.get("HF_HOME"):
        return _expanded(named)
    return _expanded(os.environ.get("XDG_CACHE_HOME") or "~/.cache") / "huggingface"


def _expanded(path: str) -> Path:
    return Path(os.path.expandvars(os.path.expanduser(path)))
