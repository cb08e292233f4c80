"""What the dialogs of Models mode say: removing, files that were found, the access token.

Texts only, no widgets.
"""

from __future__ import annotations

from typing import Any

from tangostudio.hub import states
from tangostudio.hub.states import FoundModel, ModelState
from tangostudio.ui import words
from tangostudio.ui.model_words import Status, count

TOKEN_PROBLEMS = {
    states.NO_TOKEN: "Not logged in",
    states.NOT_ACCEPTED: "Licence not accepted",
    states.BAD_TOKEN: "Wrong token",
    states.NO_NETWORK: "No connection",
    states.STORAGE: "Not kept",
}

# --- removing -------------------------------------------------------------------------------------


def removal(card: Any, state: ModelState) -> tuple[str, str]:
    """The question before a model is removed, and what comes of it."""
    stays = f"Takes that were made with it stay. New ones need {card.name} again."
    elsewhere = max(state.done_bytes - state.frees_bytes, 0)
    if elsewhere >= state.frees_bytes:
        where = "Its files lie in folders that are not the program's own, and are not deleted."
        return f"Let go of {card.name}?", f"{where} {stays}"
    kept = " Files that lie in other folders stay there." if elsewhere else ""
    question = f"Remove {card.name} from this computer?"
    return question, f"This frees {words.size(state.frees_bytes)}.{kept} {stays}"


# --- files that were found ------------------------------------------------------------------------


def found_status(found: FoundModel) -> Status:
    """How much of a model was found."""
    have, doubtful = len(found.files), len(found.doubtful)
    total = have + doubtful + len(found.missing)
    if have == total:
        files = "Its file" if total == 1 else f"All {total} files"
        return Status(f"✓ {files} found, {words.size(found.bytes)}", "good")
    size = f", {words.size(found.bytes)}" if found.bytes else ""
    return Status(f"{have} of {count(total, 'file')} found{size}", "warn")


def found_problems(found: FoundModel) -> list[str]:
    """What is missing and what is doubtful, a line each."""
    lines = [
        f"⚠ {reason}" if name in reason else f"⚠ {name}: {reason}"
        for name, reason in found.doubtful
    ]
    if found.missing:
        lines.append(f"Missing: {', '.join(found.missing)}")
    return lines


def found_nothing(folder: str) -> tuple[str, str]:
    """What a scan says that found no model."""
    return (
        "No files of known models there",
        f"Nothing in {folder} has the name and size of a model's file. Choose another folder, or "
        "take the shopping list to a computer that has a connection.",
    )


# --- the access token -----------------------------------------------------------------------------


def token_source(source: str, account: str) -> str:
    """Where the token in use comes from, as a sentence; "" without one."""
    place = {
        "key store": "in the system's key store",
        "session": "until the program ends",
        "environment": "from the environment",
        "file": "kept by another program of this computer",
    }.get(source, "")
    whose = f" of {account}" if account else ""
    return f"A token{whose} is in use, {place}." if place else ""
