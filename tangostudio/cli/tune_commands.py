"""Commands that teach a model what is liked, and that test and use what came of it: tune."""

from __future__ import annotations

import argparse
import dataclasses
import importlib
import json
import random
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tangostudio.cli.common import (
    DONE,
    FAILED,
    NO_LIBRARY,
    command,
    positive,
    studio_to_read,
    studio_to_write,
)
from tangostudio.cli.voices import Voice
from tangostudio.errors import BadRequest, TuneError
from tangostudio.library import StoredAdapter
from tangostudio.messages import (
    Cancelled,
    Event,
    Failed,
    Finished,
    Loading,
    Progress,
    TuneNews,
)
from tangostudio.studio.changes import Change
from tangostudio.studio.studio import Studio
from tangostudio.studio.trials import TrialPair
from tangostudio.studio.tune_views import TuneView, keeps
from tangostudio.studio.tunes import METHODS, WAITING
from tangostudio.tuning.events import Stepped, Tuned
from tangostudio.tuning.plan import STRATEGIES, Options, Plan

ANSWERS = ("left", "right", "tie", "both_bad")

# What a file of options may hold; the reward is told by the match's share, the loss by the method.
_ADAPTER = {item.name for item in dataclasses.fields(Options)}
_OPTIONS = {item.name for item in dataclasses.fields(Plan)} - {"adapter", "blend", "loss"}
_OPTIONS |= {*_ADAPTER, "match_share"}
_TOLD = ("rounds", "prompts", "candidates", "epochs", "rank", "match_share", "seed")


# --- tuning ---------------------------------------------------------------------------------------


def _tune(arguments: argparse.Namespace, say: Voice) -> int:
    given = {name: value for name in _TOLD if (value := getattr(arguments, name)) is not None}
    if arguments.full:
        given["full"] = True
    options = {**(_config(Path(arguments.config)) if arguments.config else {}), **given}
    if arguments.resume is not None:
        if options or arguments.name or arguments.model:
            raise BadRequest(
                "A tuning goes on as it began.", "Leave the other options away, or begin a new one."
            )
        return _resume(arguments, say)
    with studio_to_write(arguments) as studio:
        say.progress("Listening to what is new ...")
        studio.tasting.listen()
        model = arguments.model or ""
        _outline(studio, model, arguments.method, options, say)
        run = _Run(studio, say)
        return run.follow(
            lambda: studio.tunes.start(arguments.name or "", arguments.method, model, **options)
        )


def _outline(
    studio: Studio, model: str, method: str, options: Mapping[str, Any], say: Voice
) -> None:
    """Say what the tuning will do. Raises TuneError when it cannot be done here."""
    outline = studio.tunes.outline(model, method, **options)
    say.line("Outline", **{**dataclasses.asdict(outline), "blend": dict(outline.blend)})
    if outline.problem:
        raise TuneError(outline.problem, "Choose a lower rank, or fewer prompts and candidates.")


def _resume(arguments: argparse.Namespace, say: Voice) -> int:
    with studio_to_write(arguments) as studio:
        view = _waiting(studio, arguments.method, arguments.resume)
        _say_tuning(say, view)
        run = _Run(studio, say)
        return run.follow(lambda: studio.tunes.resume(view.id))


def _waiting(studio: Studio, method: str, identifier: str) -> TuneView:
    """The tuning that is named, else the newest of a method that waits to go on."""
    if identifier:
        return studio.tunes.view(identifier)
    for view in studio.tunes.all():
        if view.state in WAITING and view.method == method:
            return view
    raise BadRequest(
        f"No tuning by {method} waits to go on.", "`tangostudio tune list` shows all of them."
    )


class _Run:
    """A tuning that runs here and now, and what is said of it."""

    def __init__(self, studio: Studio, say: Voice) -> None:
        self._studio, self._say = studio, say
        self._last: Event | None = None
        studio.changes.subscribe(self._hear)

    def follow(self, begin: Any) -> int:
        """Run it to its end; the exit code. An interrupt from the keyboard pauses it."""
        try:
            begin()
        except KeyboardInterrupt:
            if isinstance(self._last, Cancelled):
                view = self._studio.tunes.view(self._last.job)
                resume = f"tangostudio tune {view.method} --resume {view.id}"
                folder = self._studio.library.folder
                self._say.line(
                    "Paused",
                    tuning=view.id,
                    round=view.round,
                    share=view.share,
                    resume=f'{resume} --library "{folder}"',
                )
            raise
        return DONE if isinstance(self._last, Finished) else FAILED

    def _hear(self, change: Change) -> None:
        event = change.event
        match event:
            case TuneNews(news=Stepped() as step) if not keeps(step):
                pass
            case TuneNews(news=Tuned()):
                self._say.event(event)
                view = self._studio.tunes.view(event.job)
                if view.adapter is not None:
                    _say_adapter(self._say, self._studio.tunes.adapter(view.adapter))
            case Loading() | TuneNews():
                self._say.event(event)
            case Finished() | Failed():
                self._say.event(event)
                self._last = event
            case Cancelled():
                self._last = event


def _config(path: Path) -> dict[str, Any]:
    """Options of a TOML or JSON file.

    Raises:
        BadRequest: it cannot be read, or names something that is no option.
    """
    try:
        text = path.read_text(encoding="utf-8")
        values = json.loads(text) if path.suffix == ".json" else tomllib.loads(text)
    except (OSError, ValueError) as error:
        raise BadRequest(
            f"The options {path.name} cannot be read: {error}.", "Write TOML, or JSON in a .json."
        ) from error
    if not isinstance(values, dict):
        raise BadRequest(f"{path.name} holds no options.", "Write lines such as: rounds = 2")
    adapter = values.pop("adapter", {})
    values = {**values, **(adapter if isinstance(adapter, dict) else {"adapter": adapter})}
    if unknown := sorted(values.keys() - _OPTIONS):
        raise BadRequest(
            f"{path.name} has an unknown option {unknown[0]!r}.",
            f"Known: {', '.join(sorted(_OPTIONS))}.",
        )
    if "strategies" in values and not isinstance(values["strategies"], list):
        raise BadRequest("The strategies of a tuning are a list.", f"Of: {', '.join(STRATEGIES)}.")
    return values


# --- lists and adapters ---------------------------------------------------------------------------


def _list(arguments: argparse.Namespace, say: Voice) -> int:
    with studio_to_read(arguments) as studio:
        if studio is None:
            say.line("Note", sentence=NO_LIBRARY)
            return DONE
        tunings, adapters = studio.tunes.all(), studio.tunes.adapters()
        for view in tunings:
            _say_tuning(say, view)
        for adapter in adapters:
            _say_adapter(say, adapter)
        if not tunings and not adapters:
            say.line("Note", sentence="Nothing has been tuned in this library.")
    return DONE


def _say_tuning(say: Voice, view: TuneView) -> None:
    say.line(
        "Tuning",
        tuning=view.id,
        name=view.name,
        model=view.model,
        method=view.method,
        state=view.state,
        votes=view.votes,
        round=view.round,
        rounds=view.rounds,
        share=view.share,
        blend=dict(view.blend),
        warnings=view.warnings,
        adapter=view.adapter,
        error=dataclasses.asdict(view.error) if view.error is not None else None,
    )


def _say_adapter(say: Voice, adapter: StoredAdapter) -> None:
    values = {"adapter": adapter.number, **dataclasses.asdict(adapter)}
    del values["number"], values["about"]
    say.line("Adapter", **values)


def _accept(arguments: argparse.Namespace, say: Voice) -> int:
    return _changed(arguments, say, lambda studio: studio.tunes.accept(arguments.number))


def _reject(arguments: argparse.Namespace, say: Voice) -> int:
    return _changed(arguments, say, lambda studio: studio.tunes.reject(arguments.number))


def _strength(arguments: argparse.Namespace, say: Voice) -> int:
    def change(studio: Studio) -> None:
        studio.tunes.set_strength(arguments.number, arguments.strength)

    return _changed(arguments, say, change)


def _import(arguments: argparse.Namespace, say: Voice) -> int:
    with studio_to_write(arguments) as studio:
        path = Path(arguments.file)
        _say_adapter(say, studio.tunes.bring_in(path, arguments.model or "", arguments.name or ""))
    return DONE


def _rollback(arguments: argparse.Namespace, say: Voice) -> int:
    return _changed(arguments, say, lambda studio: studio.tunes.rollback())


def _changed(arguments: argparse.Namespace, say: Voice, change: Any) -> int:
    """Do something to adapters, and say how those stand that it changed or that were named."""
    with studio_to_write(arguments) as studio:
        before = {item.number: item for item in studio.tunes.adapters()}
        change(studio)
        named = getattr(arguments, "number", None)
        for item in studio.tunes.adapters():
            if item.number == named or item != before[item.number]:
                _say_adapter(say, item)
    return DONE


# --- the blind test -------------------------------------------------------------------------------


def _trial(arguments: argparse.Namespace, say: Voice) -> int:
    answers = _answers(Path(arguments.answers)) if arguments.answers else []
    with studio_to_write(arguments) as studio:
        number = arguments.number
        if studio.trials.view(number).state == "none" and not _render(studio, number, say):
            return FAILED
        for answer in answers:
            pair = _next_pair(studio, number)
            if pair is None:
                break
            left, right = studio.trials.gains(pair)
            studio.trials.answer(pair, answer, gain_left_db=left, gain_right_db=right)
        _say_trial(studio, number, say)
        if (pair := _next_pair(studio, number)) is not None:
            _say_pair(studio, pair, say)
            say.line(
                "Note",
                sentence="Listen in Tune mode, or give answers with --answers FILE: a JSON list "
                f"of {', '.join(ANSWERS)}, the first for the pair that is shown here.",
            )
    return DONE


def _render(studio: Studio, number: int, say: Voice) -> bool:
    """Render the pairs; whether they are there."""

    def hear(change: Change) -> None:
        # What names the two sides is not said.
        if isinstance(change.event, Loading | Progress | Failed | Cancelled):
            say.event(change.event)

    end = studio.changes.subscribe(hear)
    studio.trials.begin(number)
    end()
    return studio.trials.view(number).error is None


def _next_pair(studio: Studio, number: int) -> TrialPair | None:
    """The next pair; its sides are drawn, and are the same until it is answered."""
    answered = studio.trials.view(number).answered
    sha256 = studio.tunes.adapter(number).sha256
    return studio.trials.next_pair(number, random.Random(f"{sha256}/{answered}"))


def _say_trial(studio: Studio, number: int, say: Voice) -> None:
    view = studio.trials.view(number)
    say.line(
        "Trial",
        adapter=number,
        state=view.state,
        rendered=view.rendered,
        total=view.total,
        answered=view.answered,
        # While it is open nobody is told how it stands.
        wins=view.verdict.wins if view.state == "done" else None,
        losses=view.verdict.losses if view.state == "done" else None,
        word=view.verdict.word,
        sentence=view.verdict.sentence,
        rule=view.rule,
    )


def _say_pair(studio: Studio, pair: TrialPair, say: Voice) -> None:
    gains = studio.trials.gains(pair)
    sides = {
        name: {"path": str(sound.path), "gain_db": round(gain, 2)}
        for name, sound, gain in zip(("left", "right"), (pair.left, pair.right), gains, strict=True)
    }
    say.line("TrialPair", adapter=pair.adapter, prompt=pair.prompt, **sides)


def _answers(path: Path) -> list[str]:
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise BadRequest(f"The answers {path.name} cannot be read: {error}.") from error
    if not isinstance(values, list) or not all(value in ANSWERS for value in values):
        raise BadRequest(
            f"{path.name} holds no list of answers.", f"An answer is {', '.join(ANSWERS)}."
        )
    return values


def _study(arguments: argparse.Namespace, say: Voice) -> int:
    # As with the starter's recipe: nothing else shall wait for torch.
    module = importlib.import_module("tangostudio.starter.tune_study")
    return module.main(arguments.rest) or DONE


# --- arguments ------------------------------------------------------------------------------------


def add(commands: Any) -> None:
    """Add these commands to the parser's."""
    tune = commands.add_parser("tune", help="teach a model what you like")
    actions = tune.add_subparsers(required=True, metavar="ACTION")
    for method in METHODS:
        _add_method(actions, method)

    command(actions, "list", "list tunings and adapters", _list)
    made = command(actions, "import", "add an adapter from a file", _import)
    made.add_argument("file", metavar="FILE", help="a .safetensors file")
    made.add_argument("--model", metavar="ID", help="whose adapter it is; the settings' model else")
    made.add_argument("--name", metavar="NAME", help="the file's name when left out")
    made = command(actions, "trial", "prepare an adapter's blind test, or answer it", _trial)
    made.add_argument("number", type=positive, metavar="N", help="an adapter's number")
    made.add_argument("--answers", metavar="FILE", help="a JSON list, in the order of the pairs")
    for name, text, run in (
        ("accept", "make takes with an adapter from now on", _accept),
        ("reject", "put an adapter aside", _reject),
        ("strength", "set how much of an adapter is added", _strength),
    ):
        made = command(actions, name, text, run)
        made.add_argument("number", type=positive, metavar="N", help="an adapter's number")
    made.add_argument("strength", type=float, metavar="S", help="0 to 1.5")
    command(actions, "rollback", "make takes with the models as they are", _rollback)
    # Its options are its own: none of them starts with a sign that this parser knows.
    study = actions.add_parser(
        "study",
        help="measure what tuning gains on the bundled model",
        add_help=False,
        prefix_chars="\0",
    )
    study.add_argument("rest", nargs=argparse.REMAINDER)
    study.set_defaults(run=_study, json=False)


def _add_method(actions: Any, method: str) -> None:
    made = command(actions, method, f"tune by {method.upper()}; Ctrl+C pauses it", _tune)
    made.add_argument("--model", metavar="ID", help="the settings' model when left out")
    made.add_argument("--name", metavar="NAME", help="of the adapter that comes of it")
    made.add_argument("--config", metavar="FILE", help="options as TOML or JSON")
    for name in ("rounds", "prompts", "candidates", "epochs", "rank", "seed"):
        made.add_argument(f"--{name}", type=int, metavar="N")
    made.add_argument("--match-share", type=float, metavar="0..1", help="the taste has the rest")
    made.add_argument("--full", action="store_true", help="every weight, not a low-rank adapter")
    made.add_argument(
        "--resume",
        nargs="?",
        const="",
        metavar="ID",
        help="go on with a tuning, else with the newest that waits",
    )
    made.set_defaults(method=method)
