"""What commands share: exit codes, opening a library or a studio, naming adapters."""

from __future__ import annotations

import argparse
import contextlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from tangostudio import paths, settings
from tangostudio.cards import ModelCard
from tangostudio.errors import BadRequest, LibraryInUse
from tangostudio.library import Library
from tangostudio.library.adapters import STRONGEST
from tangostudio.preference.intervals import wilson
from tangostudio.preference.knowledge import Knowledge
from tangostudio.studio.open import library_folder, open_for_command, open_to_read
from tangostudio.studio.studio import Studio

DONE, FAILED, USAGE, INTERRUPTED = 0, 1, 2, 130

NO_LIBRARY = "There is no library yet: generate a take first."


def command(
    commands: Any, name: str, text: str, run: Any, *, library: bool = True
) -> argparse.ArgumentParser:
    """A command with the options that all have."""
    made = commands.add_parser(name, help=text, description=text[0].upper() + text[1:] + ".")
    made.add_argument("--json", action="store_true", help="one JSON object per line")
    if library:
        made.add_argument("--library", metavar="DIR", help="the library folder")
    made.set_defaults(run=run)
    return made


def positive(text: str) -> int:
    """A count for argparse."""
    if not text.isdecimal() or not 0 < int(text) < 1_000_000:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number from 1")
    return int(text)


# --- opening --------------------------------------------------------------------------------------


@contextlib.contextmanager
def reading(arguments: argparse.Namespace) -> Iterator[Library | None]:
    """The library opened for reading; None when the default one does not exist yet."""
    folder = _folder(arguments)
    if _is_absent(arguments, folder):
        yield None
        return
    with Library.open(folder, write=False) as library:
        yield library


@contextlib.contextmanager
def studio_to_read(arguments: argparse.Namespace) -> Iterator[Studio | None]:
    """A studio that changes nothing; None when the default library does not exist yet."""
    folder = _folder(arguments)
    if _is_absent(arguments, folder):
        yield None
        return
    with contextlib.closing(open_to_read(folder, settings_in_force())) as studio:
        yield studio


@contextlib.contextmanager
def studio_of_takes(arguments: argparse.Namespace) -> Iterator[Studio]:
    """The same for who needs takes. Raises BadRequest where there is no library."""
    with studio_to_read(arguments) as studio:
        if studio is None:
            raise BadRequest("There is no library yet.", "Generate a take first.")
        yield studio


@contextlib.contextmanager
def studio_to_write(arguments: argparse.Namespace, *, new: bool = False) -> Iterator[Studio]:
    """A studio that may write.

    Args:
        new: make the library when there is none.
    """
    folder = _folder(arguments)
    if not new:
        Library.open(folder, write=False).close()  # a mistyped folder shall not become a library
    with contextlib.closing(open_for_command(folder, settings_in_force())) as studio:
        yield studio


@contextlib.contextmanager
def studio_either(arguments: argparse.Namespace) -> Iterator[Studio | None]:
    """A studio that may keep what it hears, or beside an open window one that only reads."""
    folder = _folder(arguments)
    if _is_absent(arguments, folder):
        yield None
        return
    Library.open(folder, write=False).close()
    try:
        studio = open_for_command(folder, settings_in_force())
    except LibraryInUse:
        studio = open_to_read(folder, settings_in_force())
    with contextlib.closing(studio):
        yield studio


def settings_in_force() -> settings.Settings:
    """The person's settings."""
    return settings.load(paths.settings_file())


def _folder(arguments: argparse.Namespace) -> Path:
    return library_folder(arguments.library, settings_in_force())


def _is_absent(arguments: argparse.Namespace, folder: Path) -> bool:
    return not arguments.library and not folder.exists()


# --- naming ---------------------------------------------------------------------------------------


def project_of(studio: Studio, name: str | None) -> str:
    """The project that was named, else the one that is worked in. Raises NotFound."""
    if name is None:
        return studio.project
    studio.library.projects.id_of(name)
    return name


def adapters_named(
    studio: Studio, card: ModelCard, texts: Sequence[str]
) -> tuple[tuple[str, float], ...]:
    """Hash and strength of adapters that are written as "3" or "3:0.8".

    Raises:
        NotFound: no such adapter.
        BadRequest: another text, a strength out of range, or an adapter of another model.
    """
    found = []
    for text in texts:
        number, strength = _adapter(text)
        adapter = studio.tunes.adapter(number)
        if "adapters" not in card.can:
            reason = card.cannot.get("adapters", "Choose another model.")
            raise BadRequest(f"{card.name} cannot use adapters.", reason)
        if adapter.model not in (card.id, *card.options.get("adapters_from", {})):
            raise BadRequest(
                f"Adapter {number} was made for {adapter.model}, not for {card.id}.",
                f"Choose that model with --model {adapter.model}.",
            )
        found.append((adapter.sha256, adapter.strength if strength is None else strength))
    return tuple(found)


def _adapter(text: str) -> tuple[int, float | None]:
    number, colon, strength = text.partition(":")
    try:
        found = int(number), float(strength) if colon else None
    except ValueError:
        raise BadRequest(
            f"{text!r} names no adapter.", "Write its number, or number and strength: 3 or 3:0.8."
        ) from None
    if found[1] is not None and not 0 <= found[1] <= STRONGEST:
        raise BadRequest(
            f"An adapter's strength cannot be {strength}.", f"Choose 0 to {STRONGEST:g}."
        )
    return found


def told_of_taste(studio: Studio) -> str:
    """What is known of the taste, in one sentence."""
    tasting = studio.tasting
    known = tasting.known or Knowledge(0.0, wilson(0, 0))
    if not known.enough and tasting.useful_votes() > known.votes and tasting.unheard:
        return (
            f"Not enough yet: {tasting.unheard} sounds have not been listened to; "
            "`tangostudio taste fit` does that."
        )
    return known.sentence
