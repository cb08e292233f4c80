"""Commands on models: what there is, downloading, removing."""

from __future__ import annotations

import argparse
import sys
from typing import Any

from tangostudio.cards import ModelCard, places
from tangostudio.cli import model_files_command, model_shop, precision_command, token_command
from tangostudio.cli.common import DONE, command
from tangostudio.cli.model_shop import Shop
from tangostudio.cli.voices import Voice
from tangostudio.errors import BadRequest
from tangostudio.hub import states
from tangostudio.hub.room import size
from tangostudio.hub.states import ModelState
from tangostudio.studio.models import Models

# --- what there is --------------------------------------------------------------------------------


def _list(arguments: argparse.Namespace, say: Voice) -> int:
    with model_shop.opened_with_times(arguments) as shop:
        for card in shop.cards():
            say.line("Model", **_facts(card, shop))
        for broken in shop.catalogue.broken:
            say.line("BrokenModel", id=broken.id, message=broken.message, hint=broken.hint)
    return DONE


def _show(arguments: argparse.Namespace, say: Voice) -> int:
    with model_shop.opened_with_times(arguments) as shop:
        card = shop.catalogue.get(arguments.model)
        say.line(
            "Model",
            **_facts(card, shop),
            good_at=card.good_at,
            limits=card.limits,
            channels=card.channels,
            can=sorted(card.can),
            licence_summary=card.licence.summary,
            licence_url=card.licence.url,
            notice=card.notice,
            page=shop.models.licence_page(card.id),
            folder=str(card.folder or ""),
            files=_files(card, shop),
        )
    return DONE


def _facts(card: ModelCard, shop: Shop) -> dict[str, Any]:
    state, expected = shop.models.state(card.id), shop.expect(card)
    size, exact = states.whole_size(card, state)
    return {
        "id": card.id,
        "name": card.name,
        "family": card.family,
        "summary": card.summary,
        "state": state.state,
        "bytes": size,
        "bytes_known": exact,
        "licence": card.licence.name,
        "commercial": card.licence.commercial,
        "gated": card.gated,
        "memory_bytes": card.memory_bytes,
        "seconds_per_take": None if expected is None else round(expected.seconds, 3),
        "estimated": expected is not None and not expected.measured,
        "take_seconds": card.default("seconds") if "seconds" in card.parameters else 0.0,
        "sample_rate": card.sample_rate,
        "parameters": {
            name: {"minimum": p.minimum, "maximum": p.maximum, "default": p.default}
            for name, p in card.parameters.items()
        },
    }


def _files(card: ModelCard, shop: Shop) -> list[dict[str, Any]]:
    """Each file as it lies here, or as it is published where it is missing."""
    missing = shop.models.state(card.id).missing
    record = places.read_record(card.folder) if card.folder and not card.bundled else {}
    return [
        {
            "name": item.name if item.used in missing else item.used,
            "bytes": record[item.used].bytes if item.used in record else item.bytes,
            "sha256": record[item.used].sha256 if item.used in record else item.sha256,
            "place": str(places.locate(card.folder, item.used)) if item.used in record else "",
            "missing": item.used in missing,
        }
        for item in card.files
        if card.folder is not None
    ]


# --- getting --------------------------------------------------------------------------------------


def _get(arguments: argparse.Namespace, say: Voice) -> int:
    with model_shop.opened() as shop:
        cards = [shop.catalogue.get(model) for model in arguments.models]
        for card in cards:
            if shop.models.state(card.id).state not in model_shop.HERE:
                _fetch(card, shop.models, say)
            state = shop.models.state(card.id)
            say.line(
                "Fetched",
                model=card.id,
                state=state.state,
                bytes=states.whole_size(card, state)[0],
                folder=str(card.folder or ""),
            )
    return DONE


def _fetch(card: ModelCard, models: Models, say: Voice) -> None:
    try:
        model_shop.follow(models.fetching(card.id), card, say)
    except KeyboardInterrupt:
        say.line("Paused", model=card.id, resume=f"tangostudio models get {card.id}")
        raise


# --- removing -------------------------------------------------------------------------------------


def _remove(arguments: argparse.Namespace, say: Voice) -> int:
    with model_shop.opened() as shop:
        card = shop.catalogue.get(arguments.model)
        state = shop.models.state(card.id)
        if state.state == states.BUNDLED:
            raise BadRequest(f"{card.name} comes with the program and stays.")
        if state.state == states.ABSENT and not state.frees_bytes:
            raise BadRequest(f"{card.name} is not on this computer.", "There is nothing to remove.")
        if not arguments.yes and not _agreed(card, state):
            say.line("Note", sentence="Nothing was removed.")
            return DONE
        say.line("Removed", model=card.id, bytes=shop.models.remove(card.id))
    return DONE


def _agreed(card: ModelCard, state: ModelState) -> bool:
    if not sys.stdin.isatty():
        raise BadRequest("Removing a model asks first.", "Add --yes to remove it unasked.")
    frees = f"frees {size(state.frees_bytes)}" if state.frees_bytes else "deletes no file"
    question = f"Remove {card.name}? This {frees}; takes that were made with it stay. [y/N] "
    print(question, end="", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip().lower() in ("y", "yes")


# --- arguments ------------------------------------------------------------------------------------


def add(commands: Any) -> None:
    """Add these commands to the parser's."""
    models = command(commands, "models", "list the models, or do something about them", _list)
    actions = models.add_subparsers(metavar="ACTION")
    made = command(actions, "show", "tell everything about a model", _show)
    made.add_argument("model", metavar="ID", help="a model's id (see: models)")
    made = command(actions, "get", "download models; Ctrl+C pauses it", _get, library=False)
    made.add_argument("models", nargs="+", metavar="ID", help="a model's id (see: models)")
    made = command(actions, "remove", "delete a model's files; takes stay", _remove, library=False)
    made.add_argument("model", metavar="ID", help="a model's id (see: models)")
    made.add_argument("--yes", action="store_true", help="do not ask")
    model_files_command.add(actions)
    precision_command.add(actions)
    token_command.add(actions)
