"""Commands on the access token for gated models. A token is read unseen and never an argument."""

from __future__ import annotations

import argparse
import getpass
import sys
from typing import Any

from tangostudio.cards import Catalogue, ModelCard
from tangostudio.cli import model_shop
from tangostudio.cli.common import DONE, command
from tangostudio.cli.voices import Voice
from tangostudio.errors import BadRequest, StorageError
from tangostudio.hub import addresses
from tangostudio.studio.models import Models


def _show(arguments: argparse.Namespace, say: Voice) -> int:
    with model_shop.opened() as shop:
        _say_token(shop.models, say)
    return DONE


def _set(arguments: argparse.Namespace, say: Voice) -> int:
    with model_shop.opened() as shop:
        token = _read()
        if not token:
            raise BadRequest("No access token was given.", f"Make one: {addresses.tokens_page()}")
        try:
            shop.models.set_token(token, keep=True)
        except StorageError as error:
            hint = "Set the environment variable HF_TOKEN instead."
            raise StorageError(error.message, hint) from error
        _say_token(shop.models, say)
    return DONE


def _read() -> str:
    """From the keyboard without showing it, or from whatever is piped in."""
    if sys.stdin.isatty():
        return getpass.getpass("Access token (it is not shown): ").strip()
    return sys.stdin.readline().strip()


def _test(arguments: argparse.Namespace, say: Voice) -> int:
    with model_shop.opened() as shop:
        card = _gated(shop.catalogue, arguments.model)
        say.progress("Asking the hub ...")
        shop.models.test_token(card.id)
        if (problem := shop.models.tested) is not None:
            raise model_shop.error(problem, card)
        say.line("TokenTested", model=card.id, account=shop.models.tested_account)
    return DONE


def _gated(catalogue: Catalogue, named: str | None) -> ModelCard:
    if named:
        return catalogue.get(named)
    for card in catalogue:
        if card.gated:
            return card
    raise BadRequest("No model needs an access token.", "Name a model to test it with.")


def _forget(arguments: argparse.Namespace, say: Voice) -> int:
    with model_shop.opened() as shop:
        shop.models.forget_token()
        _say_token(shop.models, say)
    return DONE


def _say_token(models: Models, say: Voice) -> None:
    token = models.token
    say.line("Token", source=token.source, can_keep=token.can_keep, account=token.account)


def add(actions: Any) -> None:
    """Add these commands to those on models."""
    token = actions.add_parser("token", help="the access token for gated models")
    verbs = token.add_subparsers(required=True, metavar="ACTION")
    command(verbs, "show", "tell where the token comes from", _show, library=False)
    text = "keep a token in the system's key store; it is asked for, or read from a pipe"
    command(verbs, "set", text, _set, library=False)
    made = command(verbs, "test", "ask the hub whether the token is good", _test, library=False)
    made.add_argument("model", nargs="?", metavar="ID", help="a gated model, else the first one")
    command(verbs, "forget", "take the token out of the key store", _forget, library=False)
