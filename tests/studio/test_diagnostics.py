from __future__ import annotations

import getpass
import logging
import socket
from pathlib import Path

import pytest

from tangostudio.errors import StorageError
from tangostudio.studio import diagnostics
from tangostudio.studio.diagnostics import LEFT_OUT, LastErrors, Section
from tests.studio.house import add_take, open_house

log = logging.getLogger("tangostudio.studio.tests")
PROMPT = "the secret door of my neighbour Adelheid"


@pytest.fixture
def errors():
    kept = diagnostics.watch(safe=["starter"])
    yield kept
    kept.let_go()


@pytest.fixture
def studio_with_takes(tmp_path):
    studio = open_house(tmp_path / "adelheid's library")
    studio.library.projects.create("my project of secrets")
    add_take(studio.library, PROMPT, title="a title")
    yield studio
    studio.close()


def test_of_a_warning_only_the_programs_own_words_and_numbers_are_kept(errors, caplog):
    log.warning("no vector for %s after %d tries: %s", PROMPT, 3, StorageError(PROMPT))
    ((head, said),) = errors.rows()
    assert head.endswith("warning studio.tests")
    assert said == f"no vector for {LEFT_OUT} after 3 tries: StorageError"


def test_names_of_models_are_said_because_they_are_nobodys_secret(errors, caplog):
    log.warning("%s could not be loaded from %s", "starter", "/home/ann/models")
    assert errors.rows()[0][1] == f"starter could not be loaded from {LEFT_OUT}"


def test_an_exception_is_its_kind_and_its_places_in_the_program(errors, caplog, tmp_path):
    try:
        diagnostics.without_names(PROMPT, [None])  # type: ignore[list-item]
    except TypeError:
        log.exception("broken")
    said = errors.rows()[0][1]
    assert said.startswith("broken (TypeError < studio/diagnostics.py:")
    assert said.endswith("without_names)")


def test_only_the_last_warnings_are_kept(errors, caplog):
    for number in range(100):
        log.warning("warning %d", number)
    assert len(errors.rows()) == diagnostics.MOST_ERRORS
    assert errors.rows()[-1][1] == "warning 99"


def test_nothing_is_kept_after_it_was_let_go(caplog):
    kept = diagnostics.watch()
    kept.let_go()
    log.warning("too late")
    assert kept.rows() == ()


def test_paths_user_and_computer_are_taken_out_of_the_text():
    home = Path.home()
    text = f"{home}/music /var/lib/x C:\\Users\\Ann\\a.wav Ann's headphones on studio7, channel 2/2"
    clean = diagnostics.without_names(text, ["ann", "studio7"])
    assert clean == "~/music <path> <path> <name>'s headphones on <name>, channel 2/2"


def test_the_report_of_a_library_names_no_path_no_person_and_no_prompt(
    studio_with_takes, errors, caplog, monkeypatch
):
    studio = studio_with_takes
    monkeypatch.setattr(getpass, "getuser", lambda: "adelheid")
    monkeypatch.setattr(socket, "gethostname", lambda: "adelheids-mac.local")
    log.warning("job %s failed: %s", PROMPT, studio.library.folder)
    sections = diagnostics.collect(
        studio, devices=["Adelheid's AirPods", "Built-in"], errors=errors
    )
    text = diagnostics.as_text(sections)
    lowered = text.lower()
    secrets = (PROMPT, "adelheid", str(Path.home()), str(studio.library.folder), "/tmp", "/home",
               "my project of secrets", "a title")  # fmt: skip
    for secret in secrets:
        assert secret.lower() not in lowered, secret
    assert "Takes: 1" in text
    assert "Worker: off" in text
    assert "starter: version" in text
    assert "<name>'s AirPods; Built-in" in text


def test_a_section_without_lines_says_so():
    assert diagnostics.as_text([Section("Last problems", ())]) == "Last problems\n  none\n"


def test_a_template_that_does_not_fit_its_values_stops_nothing():
    kept = LastErrors()
    kept.emit(logging.LogRecord("x", logging.ERROR, "f", 1, "%d of %d", ("a",), None))
    assert kept.rows()[0][1] == "%d of %d"
