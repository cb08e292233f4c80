"""The dialogs of Models mode: access token, files that were found, shopping list, free space."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLineEdit

from tangostudio.errors import BadRequest, StorageError
from tangostudio.hub import states
from tangostudio.hub.states import FoundModel, TokenState
from tangostudio.ui.found_dialog import NOTHING, RESULTS, SCANNING, START, FoundDialog
from tangostudio.ui.shopping_dialog import ShoppingDialog
from tangostudio.ui.space_dialog import SpaceDialog
from tangostudio.ui.token_dialog import TokenDialog
from tests.ui.fake_models import problem

SMALL, FLOW = "aurora-small-effects", "cascade"
TOKEN = "hf_secret"


@pytest.fixture
def models(fake, bridge):
    fake.models.offer()
    bridge.attach(fake)
    return fake.models


def said(fake, verb):
    return [call[1:] for call in fake.calls if call[0] == verb]


# --- the access token -----------------------------------------------------------------------------


@pytest.fixture
def token(qtbot, fake, bridge, models):
    made = TokenDialog(fake, bridge, SMALL)
    qtbot.addWidget(made)
    made.show()
    return made


def marks(dialog):
    return [step.disc.property("tone") or "" for step in dialog.steps]


def test_the_pages_of_the_first_steps_open_in_the_browser(token):
    wanted = []
    token.page_wanted.connect(wanted.append)
    token.page.click()
    token.tokens.click()
    assert wanted == [f"https://hub.test/aurora/{SMALL}", "https://hub.test/settings/tokens"]


def test_the_token_is_hidden_until_it_is_asked_for(token):
    assert token.field.echoMode() == QLineEdit.EchoMode.Password
    token.show_text.click()
    assert token.field.echoMode() == QLineEdit.EchoMode.Normal
    token.show_text.click()
    assert token.field.echoMode() == QLineEdit.EchoMode.Password


def test_a_good_token_is_kept_and_the_model_fetched(token, fake, models, qtbot):
    token.field.setText(f"  {TOKEN}\n")
    assert not token.get.isEnabled()
    qtbot.keyClick(token.field, Qt.Key.Key_Return)
    assert said(fake, "test_token") == [(SMALL, TOKEN)]
    assert not token.busy.isHidden()
    assert not token.check.isEnabled()
    models.answer()
    assert token.verdict.text() == "✓ The token opens Aurora 3 small effects"
    assert "account ann" in token.reason.text()
    assert marks(token) == ["good", "good", "good"]
    with qtbot.waitSignal(token.opened) as opened:
        token.get.click()
    assert opened.args == [SMALL]
    assert said(fake, "set_token") == [(TOKEN, True)]


@pytest.mark.parametrize(
    ("kind", "title", "marked"),
    [
        (states.NOT_ACCEPTED, "⚠ Licence not accepted", ["bad", "", ""]),
        (states.NO_TOKEN, "⚠ Not logged in", ["", "bad", ""]),
        (states.BAD_TOKEN, "⚠ Wrong token", ["", "bad", ""]),
        (states.NO_NETWORK, "⚠ No connection", ["", "", "bad"]),
        (states.SERVER, "⚠ The hub could not answer", ["", "", "bad"]),
    ],
)
def test_what_went_wrong_is_told_apart_and_marked_at_its_step(token, models, kind, title, marked):
    token.field.setText(TOKEN)
    token.check.click()
    models.answer(kind)
    assert token.verdict.text() == title
    assert problem(kind).message in token.reason.text()
    assert marks(token) == marked
    assert token.field.property("wrong") == ("true" if marked[1] else "false")
    assert not token.get.isEnabled()


def test_a_longer_answer_makes_room_for_itself(token, models):
    token.field.setText(TOKEN)
    token.check.click()
    before = token.height()
    models.tested, models.testing = problem(states.SERVER, "A long sentence. " * 30), False
    models.tell()
    assert token.height() > before
    assert token.height() >= token.layout().totalHeightForWidth(token.width())


def test_another_token_is_tested_anew(token, models):
    token.field.setText(TOKEN)
    token.check.click()
    models.answer()
    token.field.setText("hf_other")
    assert not token.get.isEnabled()
    assert token.verdict.isHidden()
    assert marks(token) == ["", "", ""]


def test_news_of_a_download_are_no_answer(token, models):
    token.field.setText(TOKEN)
    models.put(FLOW, states.FETCHING)
    assert token.verdict.isHidden()
    token.check.click()
    models.put(FLOW, states.FETCHING)
    assert token.verdict.text() == "Asking the hub…"
    assert not token.get.isEnabled()


def test_a_token_can_be_used_for_this_session_only(token, fake, models):
    token.session.click()
    token.field.setText(TOKEN)
    token.check.click()
    models.answer()
    token.get.click()
    assert said(fake, "set_token") == [(TOKEN, False)]


def test_without_a_key_store_only_the_session_is_offered(token, models):
    models.token = TokenState("", False)
    models.tell()
    assert not token.keep.isEnabled()
    assert token.session.isChecked()
    assert not token.no_store.isHidden()
    models.token = TokenState("", True)
    models.tell()
    assert token.keep.isChecked()
    assert token.no_store.isHidden()


def test_what_was_picked_stays_when_the_key_store_answers(token, models):
    token.session.click()
    models.tell()
    assert token.session.isChecked()


def test_a_key_store_that_refuses_is_told_and_the_session_offered(token, fake, models):
    token.field.setText(TOKEN)
    token.check.click()
    models.answer()
    models.error = StorageError("The key store is locked.", "Unlock it.")
    token.get.click()
    assert token.verdict.text() == "⚠ Not kept"
    assert "The key store is locked." in token.reason.text()
    assert token.session.isChecked()
    assert token.isVisible()
    models.error = None
    token.get.click()
    assert said(fake, "set_token")[-1] == (TOKEN, False)


def test_the_token_in_use_can_be_tested_and_forgotten(token, fake, models):
    models.token = TokenState("key store", True, "ann")
    models.tell()
    assert token.known.text() == "A token of ann is in use, in the system's key store."
    token.check.click()
    assert said(fake, "test_token") == [(SMALL, "")]
    models.answer()
    token.forget.click()
    assert said(fake, "forget_token") == [()]
    assert token._known.isHidden()
    assert not token.get.isEnabled()


def test_a_token_alone_fetches_nothing(qtbot, fake, bridge, models):
    dialog = TokenDialog(fake, bridge, SMALL, fetches=False)
    qtbot.addWidget(dialog)
    dialog.field.setText(TOKEN)
    dialog.check.click()
    models.answer()
    assert dialog.get.text() == "Use the token"
    with qtbot.assertNotEmitted(dialog.opened):
        dialog.get.click()
    assert said(fake, "set_token") == [(TOKEN, True)]


def test_a_token_of_another_program_cannot_be_forgotten_here(token, models):
    models.token = TokenState("file", True)
    models.tell()
    assert token.forget.isHidden()


# --- files that were found ------------------------------------------------------------------------

WHOLE = FoundModel(
    FLOW, (("model.safetensors", "/drive/a/model.safetensors"),), bytes=2_065_000_000
)
PARTLY = FoundModel(
    SMALL, (("config.json", "/drive/b/config.json"),), ("tokenizer.json",),
    (("model.safetensors", "it is short."),), 10_454,
)  # fmt: skip


@pytest.fixture
def found(qtbot, fake, bridge, models):
    made = FoundDialog(fake, bridge)
    qtbot.addWidget(made)
    made.show()
    return made


def test_a_folder_is_looked_through_and_can_be_left_alone_again(found, fake):
    assert found.pages.currentIndex() == START
    found.look_through("/drive")
    assert said(fake, "scan") == [(Path("/drive"),)]
    assert found.pages.currentIndex() == SCANNING
    assert found.where.fullText() == "/drive"
    assert found.close_button.text() == "Cancel"
    fake.models.scanned = 12_345
    fake.models.tell()
    assert found.count.text() == "12 345 files so far"
    found.close_button.click()
    assert said(fake, "stop_scan") == [()]
    assert found.pages.currentIndex() == START
    assert found.isVisible()


def test_closing_the_dialog_stops_the_scan(found, fake):
    found.look_through("/drive")
    found.reject()
    assert said(fake, "stop_scan") == [()]


def test_a_scan_that_goes_on_is_shown(qtbot, fake, bridge, models):
    models.scanning = True
    dialog = FoundDialog(fake, bridge)
    qtbot.addWidget(dialog)
    assert dialog.pages.currentIndex() == SCANNING


def test_what_was_found_is_listed_model_by_model(found, models):
    found.look_through("/drive")
    models.find(WHOLE, PARTLY)
    assert found.pages.currentIndex() == RESULTS
    assert list(found.rows) == [FLOW, SMALL]
    assert found.rows[FLOW].status.text() == "✓ Its file found, 2.1 GB"
    assert found.rows[SMALL].accessibleName() == (
        "Aurora 3 small effects: 1 of 3 files found, 10 KB"
    )
    shown = [label.text() for label in found.rows[SMALL].problems]
    assert shown == ["⚠ model.safetensors: it is short.", "Missing: tokenizer.json"]


def test_a_model_that_is_here_already_has_no_problems(found, models):
    models.put(SMALL, states.READY)
    found.look_through("/drive")
    models.find(PARTLY)
    row = found.rows[SMALL]
    assert row.status.text() == "✓ Ready"
    assert all(label.isHidden() for label in row.problems)
    assert row.use.isHidden()


@pytest.mark.parametrize("copy", [False, True])
def test_files_are_used_or_copied(found, fake, models, copy):
    found.look_through("/drive")
    models.find(WHOLE)
    row = found.rows[FLOW]
    (row.copy if copy else row.use).click()
    assert said(fake, "adopt") == [(FLOW, copy)]
    assert row.status.text() == "Checking model.safetensors · 400 MB of 4.1 GB"
    assert row.use.isHidden()
    models.put(FLOW, states.READY)
    assert row.status.text() == "✓ Ready"
    assert row.copy.isHidden()


def test_files_that_prove_wrong_can_be_tried_again(found, models):
    found.look_through("/drive")
    models.find(WHOLE)
    found.rows[FLOW].use.click()
    models.fail(FLOW, states.WRONG_FILE)
    assert found.rows[FLOW].status.text() == "⚠ model.safetensors is not the published file."
    assert not found.rows[FLOW].use.isHidden()


def test_files_that_are_refused_say_why(found, models):
    found.look_through("/drive")
    models.find(WHOLE)
    models.error = BadRequest("Cascade flow is here already.", "Remove it first.")
    found.rows[FLOW].use.click()
    assert found.rows[FLOW].status.text() == "⚠ Cascade flow is here already. Remove it first."


def test_doubtful_files_alone_cannot_be_used(found, models):
    found.look_through("/drive")
    models.find(FoundModel(FLOW, (), doubtful=(("model.safetensors", "it is short."),)))
    assert found.rows[FLOW].use.isHidden()
    assert found.rows[FLOW].copy.isHidden()


def test_a_folder_without_models_offers_the_shopping_list(found, models, qtbot):
    found.look_through("/drive")
    models.find()
    assert found.pages.currentIndex() == NOTHING
    assert "/drive" in found.nothing.hint.text()
    with qtbot.waitSignal(found.shopping_wanted):
        found.nothing.button.click()


def test_a_folder_that_is_not_there_is_said(found, models):
    models.error = BadRequest("There is no folder /gone.", "Choose another one.")
    found.look_through("/gone")
    assert found.pages.currentIndex() == NOTHING
    assert found.nothing.head.text() == "There is no folder /gone."


# --- the shopping list ----------------------------------------------------------------------------


@pytest.fixture
def shopping(qtbot, fake, models):
    made = ShoppingDialog(models, [fake.catalogue.get(each) for each in (SMALL, FLOW)])
    qtbot.addWidget(made)
    return made


def test_the_list_holds_what_is_ticked(shopping, models):
    assert shopping.chosen() == [SMALL, FLOW]
    assert shopping.text.toPlainText() == models.shopping_list([SMALL, FLOW])
    shopping.names.item(0).setCheckState(Qt.CheckState.Unchecked)
    assert shopping.text.toPlainText() == models.shopping_list([FLOW])
    shopping.names.item(1).setCheckState(Qt.CheckState.Unchecked)
    assert not shopping.copy_button.isEnabled()
    assert shopping.note.text() == "Tick at least one model."


def test_one_model_can_be_chosen_from_the_start(qtbot, fake, models):
    cards = [fake.catalogue.get(each) for each in (SMALL, FLOW)]
    dialog = ShoppingDialog(models, cards, [FLOW])
    qtbot.addWidget(dialog)
    assert dialog.chosen() == [FLOW]


def test_the_list_is_copied(shopping):
    shopping.copy_button.click()
    assert QGuiApplication.clipboard().text() == shopping.text.toPlainText()
    assert shopping.note.text() == "✓ Copied to the clipboard"


def test_the_list_is_saved_or_it_is_said_why_not(shopping, tmp_path):
    shopping.write(tmp_path / "list.txt")
    assert (tmp_path / "list.txt").read_text(encoding="utf-8") == shopping.text.toPlainText()
    assert shopping.note.property("tone") == "good"
    shopping.write(tmp_path / "gone" / "list.txt")
    assert shopping.note.text().startswith("⚠ list.txt could not be written")


def test_where_nothing_is_missing_the_list_says_so(qtbot, models):
    dialog = ShoppingDialog(models, [])
    qtbot.addWidget(dialog)
    assert not dialog.save_button.isEnabled()


# --- free space -----------------------------------------------------------------------------------


@pytest.fixture
def space(qtbot, fake, bridge, models):
    models.put("aurora-medium", states.READY, frees_bytes=10_000_000_000)
    models.put(FLOW, states.READY, frees_bytes=4_000_000_000)
    models.put("cascade-2", states.READY, frees_bytes=0)
    models.fail(SMALL, states.NO_SPACE)
    made = SpaceDialog(fake, bridge, SMALL, models.state(SMALL))
    qtbot.addWidget(made)
    return made


def test_models_that_take_room_are_listed_largest_first(space):
    assert list(space.buttons) == ["aurora-medium", FLOW]
    assert space.buttons[FLOW].accessibleName() == "Remove Cascade flow, frees 4.0 GB"


def test_removing_is_asked_for_and_the_list_follows(space, models, qtbot):
    with qtbot.waitSignal(space.removal_wanted) as wanted:
        space.buttons[FLOW].click()
    assert wanted.args == [FLOW]
    models.put(FLOW, states.ABSENT)
    assert list(space.buttons) == ["aurora-medium"]


def test_then_the_model_is_tried_again(space, qtbot):
    with qtbot.waitSignal(space.again_wanted) as wanted:
        space.again.click()
    assert wanted.args == [SMALL]
