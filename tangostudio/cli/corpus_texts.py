"""What is said of corpora, as text for people."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from tangostudio.corpora.captions import TOLD_BY
from tangostudio.corpora.corpus import REASONS
from tangostudio.corpora.look import told_length

Values = Mapping[str, Any]


def _corpus(values: Values) -> str:
    found = [f"{values['corpus']}  {values['state']:10}  {values['name']}: {values['sentence']}"]
    if values["error"]:
        found.append(f"  {values['error']['message']} {values['error']['hint']}".rstrip())
    return "\n".join([*found, *(f"  {text}" for text in values["warnings"])])


def _clip(values: Values) -> str:
    side = "held out" if values["held_out"] else "train   "
    return f"{values['sha256'][:12]}  {values['seconds']:5.1f} s  {side}  {values['caption']}"


def _captioned(values: Values) -> str:
    told_by = TOLD_BY.get(values["told_by"], values["told_by"])
    start = f" at {values['start']:.1f} s" if values["start"] else ""
    return f"{_clip(values)}\n  from {told_by}: {values['source']}{start}"


def _left_out(values: Values) -> str:
    reason = REASONS.get(values["reason"], values["reason"])
    return f"{values['source']}: {reason}. {values['sentence']}"


def _planned(values: Values) -> str:
    clips = f" in {values['clips']} clips" if values["clips"] > 1 else ""
    return f"{values['source']}  {values['seconds']:.1f} s{clips}: {values['caption']}"


def _look(values: Values) -> str:
    counted = ", ".join(f"{count} {REASONS[name]}" for name, count in values["left_out"].items())
    found = [
        f"{values['clips']} clips of {told_length(values['seconds'])} from {values['files']} "
        f"files, about {values['held_out']} held out, at most {values['bytes'] / 1e6:.0f} MB.",
        *([f"Left out: {counted}."] if counted else ()),
        *values["warnings"],
    ]
    return "\n".join(found)


LINES: dict[str, Callable[[Values], str]] = {
    "Corpus": _corpus,
    "Clip": _clip,
    "Captioned": _captioned,
    "LeftOut": _left_out,
    "PlannedClip": _planned,
    "CorpusPlan": _look,
    "CorpusStopped": lambda v: f"Stopped. Go on with: {v['resume']}",
    "CorpusRemoved": lambda v: f"Removed: {v['name']}",
}
