"""How results are said: as JSON for programs, or as text for people."""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Callable, Mapping
from typing import Any

from tangostudio.cli import (
    corpus_texts,
    evaluate_texts,
    file_texts,
    model_texts,
    precision_texts,
    take_texts,
    train_texts,
)
from tangostudio.cli.take_texts import long
from tangostudio.errors import HubError, TangoStudioError
from tangostudio.library import Take
from tangostudio.messages import (
    Cancelled,
    Converted,
    CorpusProgress,
    Event,
    Failed,
    Loading,
    Notice,
    Progress,
    TakeReady,
    TuneNews,
    Verified,
    event_to_json,
)
from tangostudio.tuning.events import (
    Checked,
    Checking,
    Drafted,
    Encoded,
    LessMemory,
    PairsChosen,
    Stepped,
    Trained,
    Warned,
)

Values = Mapping[str, Any]


class Voice:
    """How results are said."""

    def event(self, event: Event) -> None:
        """Something that a job says."""

    def line(self, event: str, /, **values: Any) -> None:
        """A result."""

    def take(self, take: Take) -> None:
        """A take of the library."""

    def failed(self, error: TangoStudioError) -> None:
        """An error, as the last line."""

    def progress(self, text: str) -> None:
        """How far it is; shown for a moment, to people only."""


class JsonVoice(Voice):
    """One JSON object per line."""

    def event(self, event: Event) -> None:
        """Something that a job says."""
        print(event_to_json(event), flush=True)

    def line(self, event: str, /, **values: Any) -> None:
        """A result; numbers that JSON does not know become null."""
        print(json.dumps({"event": event, **_plain(values)}, ensure_ascii=False), flush=True)

    def take(self, take: Take) -> None:
        """A take of the library."""
        self.line(
            "Take",
            take=take.id,
            path=str(take.path),
            sha256=take.sha256,
            seed=take.seed,
            seconds=take.seconds,
            sample_rate=take.sample_rate,
            channels=take.channels,
            prompt=take.prompt,
            model=take.model,
            stars=take.stars,
            title=take.title,
            project=take.project,
            missing=take.missing,
            category=take.category,
            colour=take.colour,
            tags=list(take.tags),
            flags=None if take.flags is None else list(take.flags),
            parent=take.parent,
            relation=take.relation,
        )

    def failed(self, error: TangoStudioError) -> None:
        """An error, as the last line."""
        more = {"problem": error.problem} if isinstance(error, HubError) else {}
        self.line("Failed", kind=error.kind, message=error.message, hint=error.hint, **more)


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {name: _plain(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value


class TextVoice(Voice):
    """Lines for people; progress on the error output where that is a terminal."""

    def event(self, event: Event) -> None:
        """Something that a job says."""
        match event:
            case Loading():
                where = f" · {event.where}" if event.where else ""
                self.progress(f"Loading {event.what}{where} ...")
            case Progress():
                self.progress(
                    f"Take {event.take} of {event.takes}, step {event.step} of {event.steps}, "
                    f"{event.seconds_left:.1f} s left"
                )
            case CorpusProgress():
                self.progress(f"{event.done} of {event.total}  {event.source}")
            case TakeReady():
                self.progress("")
                print(f"take {event.take}  seed {event.seed}  {event.seconds:.1f} s  {event.path}")
            case Notice(text=text):
                self._said(text)
            case Converted():
                self._said(model_texts.converted(event))
            case Verified():
                self._said(model_texts.verified(event))
            case TuneNews(news=Drafted() | Checking() | Encoded() as news):
                self.progress(_news(news))
            case TuneNews(news=news):
                self.progress("")
                if text := _news(news):
                    print(text, flush=True)
            case Failed():
                self.progress("")
                self._error(event.message, event.hint)
            case Cancelled():
                self.progress("")
                print("Cancelled.", file=sys.stderr)

    def line(self, event: str, /, **values: Any) -> None:
        """A result, in the words of its kind."""
        if event in _PASSING:
            self.progress(_LINES[event](values))
            return
        self.progress("")
        said = _LINES[event](values) if event in _LINES else " ".join(map(str, values.values()))
        print(said, flush=True)

    def take(self, take: Take) -> None:
        """A take of the library."""
        stars = "★" * take.stars
        origin = "imported" if take.imported else f"seed {take.seed}"
        print(f"{take.id:6}  {take.seconds:5.1f} s  {stars:5}  {take.title}  ({origin})")

    def failed(self, error: TangoStudioError) -> None:
        """An error, as the last line."""
        self.progress("")
        self._error(error.message, error.hint)

    def progress(self, text: str) -> None:
        """How far it is, over the line that was there."""
        if sys.stderr.isatty():
            print(f"\r\033[K{text}", end="", file=sys.stderr, flush=True)

    def _said(self, text: str) -> None:
        self.progress("")
        print(text, flush=True)

    def _error(self, message: str, hint: str) -> None:
        print(message, file=sys.stderr)
        if hint:
            print(hint, file=sys.stderr)


# --- what a tuning tells --------------------------------------------------------------------------


def _news(news: Any) -> str:
    match news:
        case Drafted():
            return f"Round {news.round}: candidates of prompt {news.done} of {news.total}"
        case Checking():
            return f"Round {news.round}: checking prompt {news.done} of {news.total}"
        case PairsChosen():
            own = f" and {news.own} of yours" if news.own else ""
            return f"round {news.round}  {news.made} pairs of candidates{own}"
        case Stepped():
            return (
                f"round {news.round}  step {news.step} of {news.steps}  loss {news.loss:.3f}  "
                f"told apart {news.accuracy:.0%}"
            )
        case Encoded():
            return train_texts.encoded(news)
        case Trained():
            return train_texts.trained(news)
        case Checked():
            return _checked(news)
        case LessMemory():
            return f"Memory is short: {news.micro_batch} pairs at once from here on."
        case Warned():
            return news.sentence
    return ""


def _checked(news: Checked) -> str:
    parts = []
    for name, score in news.scores.items():
        mean, low, high = news.gains.get(name, (0.0, 0.0, 0.0))
        gain = f" ({mean:+.3f}, {low:+.3f} to {high:+.3f})" if news.round else ""
        parts.append(f"{name} {score:.3f}{gain}")
    if not math.isnan(news.diversity):
        parts.append(f"diversity {news.diversity:.3f}")
    parts.append(f"faults {news.flagged:.0%}")
    where = f"round {news.round}" if news.round else "the model as it is"
    return f"{where}  {', '.join(parts)}"


# --- results as text ------------------------------------------------------------------------------


def _sound(values: Values) -> str:
    return f"take {values['take']}  {values['gain_db']:+.1f} dB  {values['path']}"


def _pair(values: Values) -> str:
    left, right = _sound(values["left"]), _sound(values["right"])
    return f"{values['prompt']}\nleft   {left}\nright  {right}"


def _vote(values: Values) -> str:
    sides = f"{values['left']} : {values['right']}"
    again = f"  (repeats vote {values['repeat_of']})" if values.get("repeat_of") else ""
    return f"vote {values['vote']:5}  {sides:>13}  {values['answer']:8}  {values['prompt']}{again}"


def _pairs_exported(values: Values) -> str:
    note = f"\n{values['note']}" if values["note"] else ""
    return f"{values['pairs']} pairs of {values['sounds']} sounds -> {values['path']}{note}"


def _pairs_imported(values: Values) -> str:
    return (
        f"{values['votes']} votes on {values['takes']} new takes in “{values['project']}” "
        f"({values['known']} votes were there already, {values['alike']} pairs were of one sound)."
    )


def _ranked(values: Values) -> str:
    taste, match = values["taste"], values["match"]
    told = f"{taste:+6.2f} ± {values['sd']:.2f}" if taste is not None else " " * 13
    told += f"  {match:6.3f}" if match is not None else ""
    return f"{values['rank']:4}  {told}  take {values['take']:5}  {values['title']}"


def _taste(values: Values) -> str:
    found = [values["sentence"]]
    if values["words"]:
        found.append(f"You like: {values['words']}.")
    steady = values["consistency"]
    if steady["cases"]:
        found.append(
            f"{values['votes']} votes; {steady['share']:.0%} of {steady['cases']:.0f} repeated "
            "ones were answered as before."
        )
    else:
        found.append(f"{values['votes']} votes; none repeats another.")
    found += [
        f"  {trait['low']:>8} {_bar(trait['leaning'])} {trait['high']}"
        for trait in values["traits"]
    ]
    found.append(f"Heard by {values['embedder']}; {values['unheard']} sounds not listened to yet.")
    return "\n".join(found)


def _bar(leaning: float) -> str:
    """A scale of 21 places from -1 to 1 with a mark."""
    place = round(10 * (1 + max(-1.0, min(1.0, leaning))))
    return "".join("●" if i == place else "│" if i == 10 else "─" for i in range(21))


def _taste_imported(values: Values) -> str:
    numbers = ", ".join(map(str, values["adapters"]))
    adapters = f" Adapters: {numbers}." if numbers else ""
    return (
        f"{values['votes']} votes and {values['embeddings']} vectors of sounds "
        f"({values['known']} votes were there already).{adapters}"
    )


def _outline(values: Values) -> str:
    spent = values["seconds"]
    about = "" if spent is None else f" About {long(spent)} on this computer."
    parts = ", ".join(f"{name} {share:.0%}" for name, share in values["blend"].items())
    return (
        f"{values['sentence']}{about}\nReward: {parts}. Needs {_gigabytes(values['memory_bytes'])} "
        f"of memory and {_gigabytes(values['disk_bytes'])} of disk."
    )


def _gigabytes(size: float) -> str:
    return f"{size / 2**30:.1f} GB"


def _tuning(values: Values) -> str:
    error = f"  {values['error']['message']}" if values["error"] else ""
    adapter = f"  adapter {values['adapter']}" if values["adapter"] else ""
    return (
        f"{values['tuning']}  {values['state']:11}  {values['share']:4.0%}  {values['method']}  "
        f"{values['model']}  {values['name']}{adapter}{error}"
    )


def _adapter(values: Values) -> str:
    use = f"in use at {values['strength']:.0%}" if values["active"] else "not in use"
    return (
        f"adapter {values['adapter']}  {values['state']:8}  {use}  {values['method']}  "
        f"{values['model']}  {values['name']}  ({values['licence']})"
    )


def _trial(values: Values) -> str:
    return (
        f"Blind test of adapter {values['adapter']}: {values['answered']} of {values['total']} "
        f"pairs answered. {values['sentence']}\n{values['rule']}"
    )


def _trial_pair(values: Values) -> str:
    sides = (
        f"{side:5}  {values[side]['gain_db']:+.1f} dB  {values[side]['path']}"
        for side in ("left", "right")
    )
    return "\n".join((values["prompt"], *sides))


_PASSING = {"Evaluated", "ModelState"}
"""What is progress to people."""

_LINES: dict[str, Callable[[Values], str]] = {
    **model_texts.LINES,
    **take_texts.LINES,
    **file_texts.LINES,
    **corpus_texts.LINES,
    **evaluate_texts.LINES,
    **precision_texts.LINES,
    **train_texts.LINES,
    "Check": lambda v: "The library is whole." if v["ok"] else "\n".join(v["problems"]),
    "Note": lambda v: v["sentence"],
    "Pair": _pair,
    "Ranking": lambda v: "\n".join((v["prompt"], *map(_sound, v["takes"]))),
    "Vote": _vote,
    "Withdrawn": lambda v: f"Taken back: vote {', '.join(map(str, v['votes']))}.",
    "PairsExported": _pairs_exported,
    "PairsImported": _pairs_imported,
    "Ranked": _ranked,
    "Taste": _taste,
    "TasteExported": lambda v: f"{v['votes']} votes, {v['adapters']} adapters -> {v['path']}",
    "TasteImported": _taste_imported,
    "Outline": _outline,
    "Tuning": _tuning,
    "Paused": lambda v: f"Paused. Go on with: {v['resume']}",
    "Adapter": _adapter,
    "Trial": _trial,
    "TrialPair": _trial_pair,
}
