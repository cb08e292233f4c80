"""What commands on models say to people: one text per kind of result. Knows nothing of commands."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

from tangostudio.cards import ModelCard
from tangostudio.hub import addresses, states
from tangostudio.hub.room import size
from tangostudio.messages import Converted, Verified

Values = Mapping[str, Any]

STATES = {
    states.READY: "ready",
    states.BUNDLED: "comes with it",
    states.ABSENT: "not here",
    states.INCOMPLETE: "files missing",
    states.QUEUED: "waiting",
    states.FETCHING: "downloading",
    states.PAUSED: "begun",
    states.CHECKING: "checking",
    states.CONVERTING: "converting",
    states.FAILED: "stopped",
}
_SOURCES = {
    "key store": "kept in the system's key store",
    "session": "of this session",
    "environment": "from the environment",
    "file": "kept by another program of this computer",
}
_ANSWERS = {
    "equal": "checksum equal",
    "differs": "checksum DIFFERS",
    "unknown": "checksum unknown",
    "missing": "MISSING",
}


# --- models ---------------------------------------------------------------------------------------


def model(values: Values) -> str:
    """One line, or everything where the files are told too."""
    return _whole_model(values) if "files" in values else _model_line(values)


def _model_line(values: Values) -> str:
    parts = (
        f"commercial: {values['commercial']}",
        "gated" if values["gated"] else "",
        f"memory {size(values['memory_bytes'])}" if values["memory_bytes"] else "",
        _per_take(values),
        values["licence"],
    )
    told = ", ".join(part for part in parts if part)
    amount = _size(values["bytes"]) or "?"
    about = "" if values["bytes_known"] or amount == "?" else "~"
    return f"{values['id']:32} {STATES[values['state']]:13} {about + amount:>8}  {told}"


def _whole_model(values: Values) -> str:
    channels = "stereo" if values["channels"] == 2 else "mono"
    longest = values["parameters"].get("seconds", {}).get("maximum")
    up_to = f", up to {longest:g} s" if longest else ""
    account = f"needed, with the licence accepted on {values['page']}" if values["gated"] else ""
    rows = {
        "About": values["summary"],
        "Good at": values["good_at"],
        "Limits": values["limits"],
        "Sound": f"{values['sample_rate'] / 1000:g} kHz {channels}{up_to}",
        "State": STATES[values["state"]],
        "Licence": f"{values['licence']}: {values['licence_summary']}",
        "": values["licence_url"],
        "Commercial": values["commercial"],
        "Notice": values["notice"],
        "Account": account,
        "Memory": _size(values["memory_bytes"]),
        "Per take": _per_take(values),
        "Folder": values["folder"],
    }
    lines = [f"{values['name']} ({values['id']})"]
    lines += [f"  {name:10}  {text}" for name, text in rows.items() if text]
    return "\n".join([*lines, *map(_file_of_model, values["files"])])


def _file_of_model(item: Values) -> str:
    missing = "  missing" if item["missing"] else ""
    return f"  {_size(item['bytes']) or '?':>10}  {item['name']}{missing}"


def _per_take(values: Values) -> str:
    seconds = values["seconds_per_take"]
    if seconds is None:
        return ""
    estimated = ", estimated" if values["estimated"] else ""
    return f"{long(seconds)} for {values['take_seconds']:g} s of sound{estimated}"


def _size(count: int) -> str:
    return size(count) if count else ""


def long(seconds: float) -> str:
    """A time in few letters: "12 s", "3 min", "1.5 h"."""
    if seconds < 9.5:
        return f"{seconds:.1f} s"
    if seconds < 90:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 5400 else f"{seconds / 3600:.1f} h"


# --- getting --------------------------------------------------------------------------------------


def under_way(values: Values) -> str:
    """What is done to a model's files, how far it is, how fast, and the time that is left."""
    if values["problem"]:
        return f"{values['model']}: waiting. {values['problem']['message']}"
    done, total = values["done_bytes"], values["total_bytes"]
    amount = f"{size(done)} of {size(total)}" if total else size(done)
    parts = [f"{values['model']}: {STATES[values['state']]} {values['file']}".rstrip(), amount]
    if values["bytes_per_second"]:
        parts.append(f"{size(values['bytes_per_second'])}/s")
    if values["seconds_left"] is not None:
        parts.append(f"{long(values['seconds_left'])} left")
    return ", ".join(parts)


def way_out(problem: str, card: ModelCard) -> str:
    """What to do about a kind of problem from the command line; "" where nothing is known."""
    page, again = addresses.licence_page(card), "then run the command again; what is there stays."
    return {
        states.NO_TOKEN: f"Accept the licence on {page}, then: tangostudio models token set",
        states.NOT_ACCEPTED: f"Accept it on {page} with this account, {again}",
        states.BAD_TOKEN: f"Make a token that may read gated repositories on "
        f"{addresses.tokens_page()}, then: tangostudio models token set",
        states.NO_NETWORK: f"Check the connection and the proxy, {again} Without a network: "
        f"tangostudio models list-missing {card.id}",
        states.NO_SPACE: "Free some space, or choose another folder of models in the settings, "
        f"{again}",
        states.WRONG_FILE: f"Fetch it again: tangostudio models get {card.id}",
        states.RATE_LIMITED: f"Wait a while, {again}",
        states.SERVER: f"Wait a while, {again}",
        states.NOT_THERE: "If you have its files: tangostudio models find FOLDER --use",
        states.STORAGE: f"Check that the folder of models can be written, {again}",
        states.BUSY: f"Let that one end, {again}",
        states.CONVERSION: f"To try again: tangostudio models convert {card.id}; to fetch its "
        "files anew, remove it first.",
    }.get(problem, "")


def found(values: Values) -> str:
    """What of a model lies in a folder."""
    whole = not values["missing"] and not values["doubtful"]
    what = "every file" if whole else f"{len(values['files'])} files"
    lines = [f"{values['model']}: {what} found, {size(values['bytes'])}"]
    lines += [f"  {item['name']}  {item['path']}" for item in values["files"]]
    lines += [f"  {item['name']}  doubtful: {item['reason']}" for item in values["doubtful"]]
    lines += [f"  {name}  missing" for name in values["missing"]]
    return "\n".join(lines)


def token(values: Values) -> str:
    """Where the access token comes from."""
    if not values["source"]:
        kept = "" if values["can_keep"] else " This system has no key store to keep one in."
        return f"No access token is in use.{kept}"
    whose = f" of {values['account']}" if values["account"] else ""
    return f"An access token{whose} is in use, {_SOURCES[values['source']]}."


# --- jobs -----------------------------------------------------------------------------------------


def converted(event: Converted) -> str:
    """What was made of which model's pickles."""
    return "\n".join(f"{name}  {size(count)}  {sha}" for name, count, sha, _ in event.files)


def verified(event: Verified) -> str:
    """Everything that was found out about a checkpoint."""
    lines = [f"{event.model}: {event.licence} (commercial: {event.commercial})"]
    lines += [
        f"  {_ANSWERS[file.answer]:16}  {size(file.bytes):>8}  {file.name}  {file.sha256}".rstrip()
        for file in event.files
    ]
    lines += [f"  {item.found} of {item.wanted} tensors  {item.name}" for item in event.keys]
    if event.tested:
        level = 20 * math.log10(event.peak)
        lines.append(f"  One step of a short take makes a sound, peak {level:.1f} dB.")
    lines += [f"  {problem}" for problem in event.problems]
    return "\n".join(lines)


LINES: dict[str, Callable[[Values], str]] = {
    "Model": model,
    "ModelState": under_way,
    "Fetched": lambda v: f"{v['model']}: {STATES[v['state']]}, {size(v['bytes'])} in {v['folder']}",
    "Removed": lambda v: f"{v['model']} is removed; {size(v['bytes'])} are free again.",
    "Found": found,
    "Adopted": lambda v: f"{v['model']}: {STATES[v['state']]}",
    "Converted": lambda v: f"{v['model']}: {', '.join(v['files'])} in {v['folder']}",
    "ShoppingList": lambda v: f"The list -> {v['path']}" if v["path"] else v["text"].rstrip(),
    "Token": token,
    "TokenTested": lambda v: f"The token opens {v['model']}.",
}
"""Texts by the name of a result."""
