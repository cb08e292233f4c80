from __future__ import annotations

import inspect
import pickle

import pytest

from tangostudio import errors
from tangostudio.errors import TangoStudioError

KINDS = [
    kind
    for _name, kind in inspect.getmembers(errors, inspect.isclass)
    if issubclass(kind, TangoStudioError)
]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_an_error_is_a_sentence_a_hint_and_a_kind(kind):
    error = kind("The door is shut.", "Open it.")
    assert (str(error), error.message, error.hint) == (
        "The door is shut.",
        "The door is shut.",
        "Open it.",
    )
    assert error.kind == kind.__name__


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_the_drawing_at_the_top_names_every_error(kind):
    assert kind.__name__ in (errors.__doc__ or "")


def test_an_error_survives_a_pipe():
    error = pickle.loads(pickle.dumps(errors.NotFound("No such take.", "Look again.")))
    assert isinstance(error, errors.NotFound)
    assert error.message == "No such take."


def test_the_library_errors_can_be_caught_together():
    for kind in (errors.LibraryInUse, errors.LibraryTooNew, errors.LibraryDamaged):
        assert issubclass(kind, errors.LibraryError)
