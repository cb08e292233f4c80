"""What Models mode says: every state and every problem has its words and its way out."""

from __future__ import annotations

import dataclasses

import pytest

from tangostudio.hub import states
from tangostudio.hub.states import FoundModel, ModelState
from tangostudio.studio.estimates import Expected
from tangostudio.ui import model_dialog_words, model_words
from tests.ui.fake_models import card, problem

STATES = (
    *(states.READY, states.BUNDLED, states.ABSENT, states.INCOMPLETE, states.QUEUED),
    *(states.FETCHING, states.PAUSED, states.CHECKING, states.CONVERTING, states.FAILED),
)
KINDS = (
    *(states.NO_TOKEN, states.NOT_ACCEPTED, states.BAD_TOKEN, states.NO_NETWORK),
    *(states.NO_SPACE, states.WRONG_FILE, states.RATE_LIMITED, states.NOT_THERE),
    *(states.SERVER, states.STORAGE, states.CONVERSION),
)
GB = 1_000_000_000


def state(kind: str, **values) -> ModelState:
    return ModelState("cascade", kind, **{"total_bytes": 4 * GB, **values})


@pytest.mark.parametrize("kind", STATES)
def test_every_state_has_words_and_a_button(kind):
    shown = state(kind)
    assert model_words.status(shown).text
    assert model_words.main(card("cascade"), shown).verb
    assert model_words.main(card("cascade"), shown).tip


@pytest.mark.parametrize(
    ("kind", "verb", "text"),
    [
        (states.NO_TOKEN, "log_in", "Log in…"),
        (states.NOT_ACCEPTED, "licence", "Open licence page"),
        (states.BAD_TOKEN, "log_in", "New token…"),
        (states.NO_NETWORK, "retry", "Try again"),
        (states.NO_SPACE, "space", "Free space…"),
        (states.WRONG_FILE, "retry", "Get it again"),
        (states.RATE_LIMITED, "retry", "Try again"),
        (states.NOT_THERE, "files", "Use my files…"),
        (states.SERVER, "retry", "Try again"),
        (states.STORAGE, "place", "Another folder…"),
        (states.CONVERSION, "convert", "Convert again"),
    ],
)
def test_every_problem_has_the_button_that_helps(kind, verb, text):
    failed = state(states.FAILED, problem=problem(kind))
    way = model_words.main(card("cascade"), failed)
    assert (way.verb, way.text) == (verb, text)
    others = {other.verb for other in model_words.other_ways(problem(kind))}
    assert verb not in others
    assert {"retry", "convert"} & {verb, *others}, "trying again is always possible"


def test_a_problem_that_nobody_named_can_be_tried_again():
    assert model_words.way_out(dataclasses.replace(problem(states.SERVER), kind="odd")).verb == (
        "retry"
    )


def test_the_model_in_use_says_so():
    assert model_words.status(state(states.READY), in_use=True).text == "✓ In use"
    assert model_words.status(state(states.ABSENT), in_use=True).text == "Not on this computer"


@pytest.mark.parametrize(
    ("done", "total", "text"),
    [
        (1_240_000_000, 3_500_000_000, "1.2 of 3.5 GB"),
        (400_000_000, 3_500_000_000, "400 MB of 3.5 GB"),
        (0, 614_000_000, "0 bytes of 614 MB"),
        (900_000_000, 0, "900 MB"),
    ],
)
def test_parts_share_a_unit_where_they_can(done, total, text):
    assert model_words.part_of(done, total) == text


def test_a_download_tells_bytes_speed_and_time():
    going = state(states.FETCHING, done_bytes=GB, bytes_per_second=20_000_000.0)
    assert model_words.progress(going) == "1.0 of 4.0 GB · 20.0 MB/s · 2 min left"
    assert model_words.percent(going) == 25
    still = state(states.FETCHING, done_bytes=GB)
    assert model_words.progress(still) == "1.0 of 4.0 GB"
    assert model_words.doing(still) == "Asking for the first file"
    assert model_words.percent(state(states.FETCHING, total_bytes=0, done_bytes=5)) == 0


def test_what_comes_over_the_network_is_named():
    cards = [card("aurora-medium"), card("cascade")]
    known = {"cascade": state(states.FETCHING, done_bytes=GB)}
    assert model_words.traffic(cards, known) == "Getting Cascade flow, 25 %"
    assert model_words.traffic(cards, {"cascade": state(states.PAUSED)}) == ""


def test_a_row_says_what_the_sound_is_and_what_the_model_can():
    assert model_words.nature(card("cascade-2")) == "16 kHz mono · up to 10 s · avoid words"
    assert model_words.nature(card("listener", hidden=True)) == ""


@pytest.mark.parametrize(
    ("expected", "value", "label"),
    [
        (None, "–", "per take"),
        (Expected(38.0, False), "≈ 38 s", "per take, estimate"),
        (Expected(0.52, True), "0.5 s", "per take"),
        (Expected(700.0, True), "12 min", "per take"),
        (Expected(9000.0, True), "2.5 h", "per take"),
    ],
)
def test_a_time_is_an_estimate_until_the_first_take(expected, value, label):
    figure = model_words.figures(card("cascade"), state(states.READY), expected, None)["time"]
    assert (figure.value, figure.label) == (value, label)


@pytest.mark.parametrize(
    ("free", "value", "tone"),
    [(None, "5.0 GB", ""), (6 * GB, "5.0 GB", ""), (2 * GB, "⚠ 5.0 GB", "warn")],
)
def test_memory_that_is_short_is_marked(free, value, tone):
    figure = model_words.figures(card("cascade"), state(states.READY), None, free)["memory"]
    assert (figure.value, figure.tone) == (value, tone)


def test_a_size_that_nobody_knows_is_no_number():
    unknown = dataclasses.replace(card("cascade"), files=())
    absent = ModelState("cascade", states.ABSENT)
    assert model_words.figures(unknown, absent, None, None)["size"].value == "–"


def test_details_name_files_and_reasons():
    facts = model_words.details(
        card("aurora-small-effects"), state(states.INCOMPLETE, missing=("tokenizer.json",))
    )
    assert facts["Notice"] == "Powered by Aurora"
    assert "tokenizer.json  34.4 MB  missing" in facts["Files"].splitlines()
    assert facts["Cannot"].splitlines()[0] == (
        "Avoid words: Its few steps leave nothing to avoid with."
    )


@pytest.mark.parametrize(
    ("frees", "question", "consequence"),
    [
        (4 * GB, "Remove Cascade flow from this computer?", "This frees 4.0 GB. Takes"),
        (
            3 * GB,
            "Remove Cascade flow from this computer?",
            "This frees 3.0 GB. Files that lie in other folders stay there. Takes",
        ),
        (681, "Let go of Cascade flow?", "Its files lie in folders that are not the program's own"),
    ],
)
def test_removing_says_what_it_frees_and_that_takes_stay(frees, question, consequence):
    held = state(states.READY, done_bytes=4 * GB, frees_bytes=frees)
    asked, said = model_dialog_words.removal(card("cascade"), held)
    assert asked == question
    assert said.startswith(consequence)
    assert "Takes that were made with it stay." in said
    tip = model_words.removal_tip(card("cascade"), held)
    assert ("frees" in tip) is (frees > GB)


@pytest.mark.parametrize(
    ("found", "text", "tone"),
    [
        (FoundModel("a", (("m", "/x/m"),), bytes=GB), "✓ Its file found, 1.0 GB", "good"),
        (
            FoundModel("a", (("m", "/x/m"), ("n", "/x/n")), bytes=GB),
            "✓ All 2 files found, 1.0 GB",
            "good",
        ),
        (
            FoundModel("a", (("m", "/x/m"),), missing=("n",), bytes=GB),
            "1 of 2 files found, 1.0 GB",
            "warn",
        ),
        (FoundModel("a", (), doubtful=(("m", "it is short."),)), "0 of 1 file found", "warn"),
    ],
)
def test_what_was_found_is_counted(found, text, tone):
    assert model_dialog_words.found_status(found) == model_words.Status(text, tone)


def test_doubtful_and_missing_files_are_told_apart():
    doubtful = (("m.bin", "it is short."), ("n.bin", "n.bin has 3 bytes instead of 5."))
    found = FoundModel("a", (), missing=("x", "y"), doubtful=doubtful)
    assert model_dialog_words.found_problems(found) == [
        "⚠ m.bin: it is short.", "⚠ n.bin has 3 bytes instead of 5.", "Missing: x, y",
    ]  # fmt: skip


def test_the_four_answers_of_the_hub_have_names_of_their_own():
    kinds = (states.NO_TOKEN, states.NOT_ACCEPTED, states.BAD_TOKEN, states.NO_NETWORK)
    assert len({model_dialog_words.TOKEN_PROBLEMS[kind] for kind in kinds}) == 4


def test_a_token_says_where_it_comes_from():
    assert model_dialog_words.token_source("key store", "ann") == (
        "A token of ann is in use, in the system's key store."
    )
    assert model_dialog_words.token_source("", "") == ""
