"""What commands on models work on: the catalogue, the models' files, and what their takes cost."""

from __future__ import annotations

import argparse
import contextlib
import dataclasses
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass
from pathlib import Path

from tangostudio import paths, settings
from tangostudio.cards import Catalogue, ModelCard
from tangostudio.cli import model_texts
from tangostudio.cli.common import studio_to_read
from tangostudio.cli.voices import Voice
from tangostudio.errors import BadRequest, HubError
from tangostudio.hub import states
from tangostudio.hub.states import ModelState, Problem
from tangostudio.studio.changes import Changes
from tangostudio.studio.estimates import Expected
from tangostudio.studio.models import Models
from tangostudio.studio.open import load_catalogue

HERE = (states.READY, states.BUNDLED)
_NUMBERS = ("seconds", "steps", "guidance")  # that a time can be foretold from


@dataclass(frozen=True)
class Shop:
    """The models.

    Attributes:
        expect: the time that a take of a model needs, None while nothing is known.
    """

    catalogue: Catalogue
    models: Models
    expect: Callable[[ModelCard], Expected | None]

    def cards(self) -> list[ModelCard]:
        """Those that make sounds, bundled ones first, and those that listen and must be got."""
        listen = [
            card for card in self.catalogue.all() if card.hidden and card.files and not card.bundled
        ]
        return [*sorted(self.catalogue, key=lambda card: not card.bundled), *listen]


def open_models(catalogue: Catalogue) -> Models:
    """Models that do all work where it is asked for."""
    return Models(catalogue, Changes())


@contextlib.contextmanager
def opened() -> Iterator[Shop]:
    """The models, without a library."""
    catalogue = load_catalogue(settings.load(paths.settings_file()))
    with contextlib.closing(open_models(catalogue)) as models:
        yield Shop(catalogue, models, lambda _card: None)


@contextlib.contextmanager
def opened_with_times(arguments: argparse.Namespace) -> Iterator[Shop]:
    """The models, with what a library knows of times, if there is one."""
    with opened() as shop, studio_to_read(arguments) as studio:
        if studio is None:
            yield shop
            return

        def expect(card: ModelCard) -> Expected | None:
            if card.hidden or not set(_NUMBERS) <= card.parameters.keys():
                return None
            seconds, steps, guidance = map(card.default, _NUMBERS)
            return studio.expect(card.id, seconds=seconds, steps=int(steps), guidance=guidance)

        yield Shop(shop.catalogue, shop.models, expect)


def follow(steps: Generator[ModelState, None, None], card: ModelCard, say: Voice) -> None:
    """Tell the states that a model's files go through; they stop where this is interrupted.

    Raises:
        HubError: it ended with a problem.
    """
    before = None
    with contextlib.closing(steps):
        for state in steps:
            if state.state == states.FAILED and state.problem is not None:
                raise error(state.problem, card)
            if state != before:
                values = dataclasses.asdict(state)
                say.line("ModelState", **values, seconds_left=state.seconds_left)
            before = state


def error(problem: Problem, card: ModelCard) -> HubError:
    """A problem as an error, with a hint for the command line."""
    hint = model_texts.way_out(problem.kind, card) or problem.hint
    return HubError(problem.message, hint, problem.kind)


def folder_named(text: str) -> Path:
    """A folder that must be there. Raises BadRequest."""
    folder = Path(text).expanduser().resolve()
    if not folder.is_dir():
        raise BadRequest(f"There is no folder {folder}.", "Name a folder or a drive.")
    return folder
