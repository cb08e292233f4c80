"""What the dialogs of Models mode say: removing, files that were found, the access token.

Texts only, no widgets.
"""

from __future__ import annotations

from typing import Any

from tangostudio.hub import states
from tangostudio.hub.states import FoundModel, ModelState
from tangostudio.ui import counts, words
from tangostudio.ui.model_words import Status
from tangostudio.ui.texts import mark, tr

TOKEN_PROBLEMS = {
    states.NO_TOKEN: mark("Not logged in"),
    states.NOT_ACCEPTED: mark("Licence not accepted"),
    states.BAD_TOKEN: mark("Wrong token"),
    states.NO_NETWORK: mark("No connection"),
    states.STORAGE: mark("Not kept"),
}

# --- removing -------------------------------------------------------------------------------------


def removal(card: Any, state: ModelState) -> tuple[str, str]:
    """The question before a model is removed, and what comes of it."""
    stays = tr("Takes that were made with it stay. New ones need {name} again.", name=card.name)
    elsewhere = max(state.done_bytes - state.frees_bytes, 0)
    if elsewhere >= state.frees_bytes:
        where = tr("Its files lie in folders that are not the program's own, and are not deleted.")
        return tr("Let go of {name}?", name=card.name), f"{where} {stays}"
    kept = tr(" Files that lie in other folders stay there.") if elsewhere else ""
    question = tr("Remove {name} from this computer?", name=card.name)
    return question, tr(
        "This frees {size}.{kept} {stays}",
        size=words.size(state.frees_bytes),
        kept=kept,
        stays=stays,
    )


# --- files that were found ------------------------------------------------------------------------


def found_status(found: FoundModel) -> Status:
    """How much of a model was found."""
    have, doubtful = len(found.files), len(found.doubtful)
    total = have + doubtful + len(found.missing)
    if have == total:
        files = tr("Its file") if total == 1 else tr("All {total} files", total=total)
        return Status(
            tr("✓ {files} found, {size}", files=files, size=words.size(found.bytes)), "good"
        )
    size = f", {words.size(found.bytes)}" if found.bytes else ""
    return Status(
        tr("{have} of {count} found{size}", have=have, count=counts.files(total), size=size), "warn"
    )


def found_problems(found: FoundModel) -> list[str]:
    """What is missing and what is doubtful, a line each."""
    lines = [
        f"⚠ {reason}" if name in reason else f"⚠ {name}: {reason}"
        for name, reason in found.doubtful
    ]
    if found.missing:
        lines.append(tr("Missing: {missing}", missing=", ".join(found.missing)))
    return lines


def found_nothing(folder: str) -> tuple[str, str]:
    """What a scan says that found no model."""
    return (
        tr("No files of known models there"),
        tr(
            "Nothing in {folder} has the name and size of a model's file. Choose another "
            "folder, or take the shopping list to a computer that has a connection.",
            folder=folder,
        ),
    )


# --- the access token -----------------------------------------------------------------------------


def token_source(source: str, account: str) -> str:
    """Where the token in use comes from, as a sentence; "" without one."""
    place = {
        "key store": tr("in the system's key store"),
        "session": tr("until the program ends"),
        "environment": tr("from the environment"),
        "file": tr("kept by another program of this computer"),
    }.get(source, "")
    whose = tr(" of {account}", account=account) if account else ""
    return tr("A token{whose} is in use, {place}.", whose=whose, place=place) if place else ""
