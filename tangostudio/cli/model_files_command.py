"""Commands on files of models that did not come by download: found, carried, converted, checked."""

from __future__ import annotations

import argparse
import contextlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tangostudio import paths, settings
from tangostudio.audio import whole_files
from tangostudio.cli import model_shop
from tangostudio.cli.common import DONE, FAILED, command
from tangostudio.cli.model_shop import Shop
from tangostudio.cli.voices import Voice
from tangostudio.errors import BadRequest, NotFound, WeightsError
from tangostudio.hub import addresses, shopping, states
from tangostudio.hub.states import FoundModel
from tangostudio.jobs.run import run_job
from tangostudio.messages import Failed, Finished, Verified, VerifyRequest
from tangostudio.studio.open import load_catalogue


def _list_missing(arguments: argparse.Namespace, say: Voice) -> int:
    with model_shop.opened() as shop:
        cards = [shop.catalogue.get(model) for model in arguments.models]
        text = shop.models.shopping_list([card.id for card in cards])
        files = [
            {
                "model": card.id,
                "name": item.name,
                "address": addresses.address(item),
                "bytes": item.bytes,
                "sha256": item.sha256,
            }
            for card in cards
            for item in shopping.missing(card)
        ]
    path = Path(arguments.out).expanduser() if arguments.out else None
    if path is not None:
        whole_files.replace_whole(whole_files.write_part(path, text.encode()), path)
    say.line("ShoppingList", path=str(path or ""), files=files, text=text)
    return DONE


# --- finding --------------------------------------------------------------------------------------


def _find(arguments: argparse.Namespace, say: Voice) -> int:
    folder = model_shop.folder_named(arguments.folder)
    with model_shop.opened() as shop:
        named = [shop.catalogue.get(model).id for model in arguments.model or ()]
        looked = _look(folder, shop, say)
        everything = [found for found in looked if not named or found.model in named]
        for found in everything:
            _say_found(found, say)
        if not everything:
            what = " or ".join(named) if named else "known models"
            raise NotFound(
                f"No files of {what} lie in {folder}.",
                "A file is known by its size and checksum, whatever its name.",
            )
        if arguments.use or arguments.copy:
            for found in everything if named else _whole(everything):
                _adopt(found, shop, arguments.copy, say)
    return DONE


def _whole(everything: Sequence[FoundModel]) -> list[FoundModel]:
    """The models of which every file was found.

    Raises:
        BadRequest: there are none, or the same files may be several models'.
    """
    whole = [found for found in everything if not found.missing and not found.doubtful]
    if not whole:
        raise BadRequest(
            "Of no model every file was found.",
            "Name a model to use what was found of it: --model ID. What it lacks can be fetched.",
        )
    places = {frozenset(place for _, place in found.files) for found in whole}
    if len(places) < len(whole):
        several = ", ".join(found.model for found in whole)
        raise BadRequest(
            f"The same files may be of several models: {several}.", "Name one of them: --model ID."
        )
    return whole


def _look(folder: Path, shop: Shop, say: Voice) -> tuple[FoundModel, ...]:
    found: tuple[FoundModel, ...] = ()
    with contextlib.closing(shop.models.looking(folder)) as steps:
        for step in steps:
            say.progress(f"Looked at {step.files} files {step.file}")
            found = step.found
    return found


def _adopt(found: FoundModel, shop: Shop, copy: bool, say: Voice) -> None:
    card = shop.catalogue.get(found.model)
    model_shop.follow(shop.models.adopting(found, copy=copy), card, say)
    state = shop.models.state(card.id)
    say.line("Adopted", model=card.id, state=state.state, missing=list(state.missing))


def _say_found(found: FoundModel, say: Voice) -> None:
    say.line(
        "Found",
        model=found.model,
        bytes=found.bytes,
        files=[{"name": name, "path": path} for name, path in found.files],
        missing=list(found.missing),
        doubtful=[{"name": name, "reason": reason} for name, reason in found.doubtful],
    )


# --- converting and checking ----------------------------------------------------------------------


def _convert(arguments: argparse.Namespace, say: Voice) -> int:
    with model_shop.opened() as shop:
        card = shop.catalogue.get(arguments.model)
        made = [item.used for item in card.files if item.converts_to]
        if not made or shop.models.state(card.id).state != states.READY:
            model_shop.follow(shop.models.converting(card.id), card, say)
        say.line("Converted", model=card.id, files=made, folder=str(card.folder or ""))
    return DONE


def _verify(arguments: argparse.Namespace, say: Voice) -> int:
    load_catalogue(settings.load(paths.settings_file()))
    folder = model_shop.folder_named(arguments.folder)
    problems: Sequence[str] = ()
    for event in run_job("verify", VerifyRequest(arguments.model or "", str(folder)), {}, _never):
        if isinstance(event, Finished) and problems:
            some = "one problem" if len(problems) == 1 else f"{len(problems)} problems"
            raise WeightsError(f"The checkpoint has {some}.", "Each is named above.")
        say.event(event)
        if isinstance(event, Verified):
            problems = event.problems
        if isinstance(event, Failed):
            return FAILED
    return DONE


def _never() -> bool:
    return False


# --- arguments ------------------------------------------------------------------------------------


def add(actions: Any) -> None:
    """Add these commands to those on models."""
    text = "list what is missing, to fetch it on another computer"
    made = command(actions, "list-missing", text, _list_missing, library=False)
    made.add_argument("models", nargs="+", metavar="ID", help="a model's id (see: models)")
    made.add_argument("--out", metavar="FILE", help="write the list into this file")

    made = command(actions, "find", "look for files of models in a folder", _find, library=False)
    made.add_argument("folder", metavar="FOLDER", help="a folder or a drive")
    made.add_argument("--model", action="append", metavar="ID", help="look for this model only")
    how = made.add_mutually_exclusive_group()
    how.add_argument("--use", action="store_true", help="use the files where they lie")
    how.add_argument("--copy", action="store_true", help="copy the files, and use the copies")

    text = "turn a model's pickles into safetensors, once"
    made = command(actions, "convert", text, _convert, library=False)
    made.add_argument("model", metavar="ID", help="a model's id (see: models)")

    made = command(actions, "verify", "check a folder with a model's files", _verify, library=False)
    made.add_argument("folder", metavar="FOLDER")
    made.add_argument("--model", metavar="ID", help="which model it should be")
