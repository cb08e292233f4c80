"""`tune trial`: an adapter's blind test, prepared and answered from the command line."""

from __future__ import annotations

import argparse
import json
import random
from pathlib import Path
from typing import Any

from tangostudio.cli.common import DONE, FAILED, command, positive, studio_to_write
from tangostudio.cli.voices import Voice
from tangostudio.errors import BadRequest
from tangostudio.messages import Cancelled, Failed, Loading, Progress
from tangostudio.studio.changes import Change
from tangostudio.studio.studio import Studio
from tangostudio.studio.trials import TrialPair

ANSWERS = ("left", "right", "tie", "both_bad")


def add(actions: Any) -> None:
    """Add the command to those of `tune`."""
    made = command(actions, "trial", "prepare an adapter's blind test, or answer it", _trial)
    made.add_argument("number", type=positive, metavar="N", help="an adapter's number")
    made.add_argument("--answers", metavar="FILE", help="a JSON list, in the order of the pairs")


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
