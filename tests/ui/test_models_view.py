"""Models mode: rows, states, verbs, filters, keys."""

from __future__ import annotations

import dataclasses

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QMessageBox

from tangostudio.errors import BadRequest, StorageError
from tangostudio.hub import states
from tangostudio.hub.states import TokenState
from tangostudio.ui import model_verbs
from tangostudio.ui.model_row import BrokenRow
from tangostudio.ui.models_view import ModelsView
from tests.ui.fake_models import EAR, card

SMALL, FLOW = "aurora-small-effects", "cascade"


@pytest.fixture
def problems(bridge) -> list[str]:
    """What the window would tell of errors."""
    told: list[str] = []
    bridge.crashed.connect(lambda error: told.append(error.message))
    return told


@pytest.fixture
def page(qtbot, fake, bridge, table, frame):
    """The page alone in a window, with every model of the fake catalogue on offer."""
    fake.models.offer()
    bridge.attach(fake)
    table.set_mode("models")
    made = ModelsView(fake, bridge, table, lambda: "starter")
    frame.layout().addWidget(made)
    frame.resize(1300, 900)
    frame.show()
    frame.activateWindow()
    qtbot.waitUntil(frame.isActiveWindow)
    return made


@pytest.fixture
def opened(monkeypatch) -> list[str]:
    """Addresses that would be opened in the browser."""
    urls: list[str] = []
    monkeypatch.setattr(
        model_verbs.QDesktopServices, "openUrl", lambda url: urls.append(url.toString())
    )
    return urls


def put(page, model, state, **values):
    page._studio.models.put(model, state, **values)
    page.refresh()
    return page.rows[model]


def said(page, verb):
    return [call[1:] for call in page._studio.calls if call[0] == verb]


# --- rows -----------------------------------------------------------------------------------------


def test_there_is_a_row_per_model_and_the_ear_stands_apart(page):
    assert list(page.rows) == [
        "starter", "plain", SMALL, "aurora-medium", FLOW, "cascade-2", EAR,
    ]  # fmt: skip
    assert page._heard.indexOf(page.rows[EAR]) == 0
    assert page._list.indexOf(page.rows[EAR]) == -1
    assert len(page.findChildren(BrokenRow)) == 1


def test_hidden_models_without_files_are_not_shown(page, fake):
    fake.catalogue._cards["toy"] = dataclasses.replace(card(FLOW), id="toy", hidden=True, files=())
    page.refresh()
    assert "toy" not in page.rows


def test_models_that_come_with_the_program_are_first(page, fake):
    fake.catalogue._cards = dict(reversed(fake.catalogue._cards.items()))
    page.refresh()
    assert list(page.rows)[:2] == ["plain", "starter"]


@pytest.mark.parametrize(
    ("state", "values", "text", "status"),
    [
        (states.ABSENT, {}, "Get", "Not on this computer"),
        (states.INCOMPLETE, {"missing": ("a", "b")}, "Get the rest", "2 files missing"),
        (states.QUEUED, {}, "Pause", "Waiting"),
        (states.FETCHING, {"done_bytes": 10**9}, "Pause", "Downloading"),
        (states.PAUSED, {"done_bytes": 10**9}, "Go on", "Paused"),
        (states.CHECKING, {"file": "model.safetensors"}, "Pause", "Checking"),
        (states.CONVERTING, {"file": "a.bin"}, "Pause", "Converting"),
        (states.READY, {}, "Use", "✓ Ready"),
        (states.BUNDLED, {}, "Use", "✓ Comes with it"),
    ],
)
def test_a_row_shows_its_state_and_one_button(page, state, values, text, status):
    row = put(page, FLOW, state, **values)
    assert row.main.text() == text
    assert row.main.accessibleName() == f"{text}: Cascade flow"
    assert row.status.text() == status
    barred = state in (
        states.QUEUED, states.FETCHING, states.PAUSED, states.CHECKING, states.CONVERTING
    )  # fmt: skip
    assert row.progress.isHidden() is not barred
    assert row.problem.isHidden()


def test_a_download_moves_the_bar_and_tells_its_numbers(page):
    total = sum(item.bytes for item in page.rows[FLOW].card.files)
    row = put(
        page, FLOW, states.FETCHING, done_bytes=total // 4, bytes_per_second=10_000_000.0,
        file="model.safetensors",
    )  # fmt: skip
    assert row.progress.bar.value() == 250
    assert row.progress.doing.fullText() == "model.safetensors"
    assert row.progress.numbers.text() == "1.0 of 4.1 GB · 10.0 MB/s · 5 min left"


def test_a_conversion_has_no_end_that_could_be_foretold(page):
    row = put(page, FLOW, states.CONVERTING, file="a.bin")
    assert row.progress.bar.maximum() == 0
    assert put(page, FLOW, states.PAUSED, done_bytes=5).progress.bar.maximum() == 1000


def test_a_failure_says_what_and_what_helps(page):
    page._studio.models.fail(FLOW, states.NO_NETWORK, "No way to the hub.", "Plug it in.")
    page.refresh()
    row = page.rows[FLOW]
    assert row.problem.accessibleName() == "No way to the hub. Plug it in."
    assert [button.text() for button in row.problem.buttons] == ["I already have the files…"]
    assert row.property("tone") == "bad"
    assert put(page, FLOW, states.READY).property("tone") == ""


def test_the_model_in_use_is_marked_and_another_can_be_used(page):
    chosen = []
    page.chosen.connect(chosen.append)
    assert page.rows["starter"].status.text() == "✓ In use"
    put(page, FLOW, states.READY).main.click()
    assert chosen == [FLOW]
    page._in_use = lambda: FLOW
    page.refresh()
    assert page.rows[FLOW].status.text() == "✓ In use"
    assert page.rows["starter"].status.text() == "✓ Comes with it"


def test_news_of_models_reach_the_page(page, fake, qtbot):
    fake.models.put(FLOW, states.READY)
    qtbot.waitUntil(lambda: page.rows[FLOW].main.text() == "Use")


def test_details_unfold_and_fold(page):
    row = page.rows[SMALL]
    assert row.details.isHidden()
    row.unfold.click()
    assert row.details.facts.texts()["Notice"] == "Powered by Aurora"
    assert row.unfold.accessibleName() == "Fewer facts on Aurora 3 small effects"
    row.unfold.click()
    assert row.details.isHidden()


def test_numbers_go_below_the_texts_in_a_narrow_window(page, frame):
    frame.resize(900, 640)
    assert page.rows[FLOW]._middle.direction() == page.rows[FLOW]._middle.Direction.TopToBottom
    assert page.rows[FLOW].width() < 900
    frame.resize(1440, 900)
    assert page.rows[FLOW]._middle.direction() == page.rows[FLOW]._middle.Direction.LeftToRight


# --- verbs ----------------------------------------------------------------------------------------


def test_getting_pausing_and_going_on(page, qtbot):
    row = page.rows[FLOW]
    for text, call in (("Get", "fetch"), ("Pause", "pause"), ("Go on", "fetch")):
        qtbot.waitUntil(lambda text=text: row.main.text() == text)
        row.main.click()
        assert said(page, call)[-1] == (FLOW,)


def test_a_model_that_needs_an_account_asks_for_it_first(page, fake):
    page.rows[SMALL].main.click()
    assert said(page, "fetch") == []
    assert page.verbs.dialog is not None
    page.verbs.dialog.reject()
    fake.models.token = TokenState("key store", True, "ann")
    page.rows[SMALL].main.click()
    assert said(page, "fetch") == [(SMALL,)]


def test_a_download_that_there_is_no_room_for_is_told_in_its_row(page, fake, qtbot):
    fake.models.error = StorageError("4.1 GB are needed and 1 GB is free.", "Free space.")
    page.rows[FLOW].main.click()
    qtbot.waitUntil(lambda: page.rows[FLOW].main.text() == "Free space…")
    assert page.rows[FLOW].problem.accessibleName().startswith("4.1 GB are needed")
    fake.models.error = None
    page.rows[FLOW].problem.buttons[0].click()
    qtbot.waitUntil(lambda: page.rows[FLOW].main.text() == "Pause")
    fake.models.put(FLOW, states.ABSENT)
    page.refresh()
    assert page.rows[FLOW].main.text() == "Get"


def test_a_verb_that_is_refused_is_told(page, fake, problems):
    put(page, FLOW, states.FETCHING)
    fake.models.error = BadRequest("The files are being worked on.", "Wait.")
    page.rows[FLOW].main.click()
    assert problems == ["The files are being worked on."]


def test_the_licence_page_opens_in_the_browser(page, fake, opened):
    fake.models.fail(SMALL, states.NOT_ACCEPTED)
    page.refresh()
    page.rows[SMALL].main.click()
    page.rows[SMALL].unfold.click()
    page.rows[SMALL].details.read.click()
    assert opened == [f"https://hub.test/aurora/{SMALL}", "https://licences.test/community"]


def test_a_conversion_is_tried_again(page, fake):
    fake.models.fail(FLOW, states.CONVERSION)
    page.refresh()
    page.rows[FLOW].main.click()
    assert said(page, "convert") == [(FLOW,)]


def test_removing_asks_first(page, qtbot):
    row = put(page, FLOW, states.READY, frees_bytes=4_059_000_000)
    assert row.remove.accessibleName() == "Remove Cascade flow, frees 4.1 GB"
    row.remove.click()
    question = page.findChildren(QMessageBox)[-1]
    assert question.informativeText().startswith("This frees 4.1 GB. Takes")
    assert said(page, "remove") == []
    next(each for each in question.buttons() if each.text() == "Remove").click()
    assert said(page, "remove") == [(FLOW,)]
    qtbot.waitUntil(lambda: row.main.text() == "Get")
    assert row.remove.isHidden()


def test_an_ear_that_is_ready_can_only_be_removed(page):
    row = put(page, EAR, states.READY, frees_bytes=614_000_000)
    assert (row.main.text(), row.status.text()) == ("Remove…", "✓ Ready")
    assert row.remove.isHidden()


def test_another_folder_for_models_is_kept_in_the_settings(page, fake, qtbot):
    with qtbot.waitSignal(page.verbs.moved):
        page.verbs.keep_in("/data/models")
    assert fake.settings.weights_folder == "/data/models"


def test_every_verb_that_a_row_may_want_exists(page):
    from tangostudio.ui import model_words

    wanted = {way.verb for way in model_words._WAYS.values()}
    wanted |= {"use", "get", "pause", "remove", "read_licence", "folder", "shopping", "retry"}
    assert wanted <= set(page.verbs._verbs)


# --- filters --------------------------------------------------------------------------------------


def shown(page):
    return [model for model, row in page.rows.items() if not row.isHidden()]


def test_filters_leave_out_what_does_not_fit(page):
    page.commercial.click()
    assert shown(page) == ["starter", SMALL, "aurora-medium", EAR]
    page._free = 5_000_000_000
    page.fitting.click()
    assert shown(page) == ["starter", SMALL, EAR]
    page.commercial.click()
    assert FLOW in shown(page)


def test_where_nothing_is_left_a_button_shows_all_again(page, fake):
    for each in ("starter", "plain", EAR):
        del fake.catalogue._cards[each]
    page._free = 1_000_000_000
    page.fitting.click()
    assert shown(page) == []
    assert not page._nothing.isHidden()
    page.show_all.click()
    assert page._nothing.isHidden()
    assert not page.fitting.isChecked()
    assert len(shown(page)) == 4


def test_the_account_is_a_button_where_one_is_needed(page, fake):
    assert page.account.text() == "Log in…"
    fake.models.token = TokenState("key store", True, "ann")
    page.refresh()
    assert page.account.text() == "Account ann…"
    page.account.click()
    assert page.verbs.dialog.windowTitle() == "Log in"
    page.verbs.dialog.reject()
    for each in [each for each in fake.catalogue.all() if each.gated]:
        del fake.catalogue._cards[each.id]
    page.refresh()
    assert page.account.isHidden()


# --- keys -----------------------------------------------------------------------------------------


def test_actions_mean_the_row_that_has_the_focus(page, table, frame, qtbot):
    assert not table.enabled("models.get")
    page.rows[FLOW].main.setFocus()
    qtbot.waitUntil(page.rows[FLOW].main.hasFocus)
    assert page.rows[FLOW].property("current") == "true"
    assert table.enabled("models.get")
    assert not table.enabled("models.remove")
    qtbot.keyClick(frame, Qt.Key.Key_G)
    assert said(page, "fetch") == [(FLOW,)]
    qtbot.waitUntil(lambda: table.enabled("models.pause"))
    qtbot.keyClick(frame, Qt.Key.Key_P)
    assert said(page, "pause") == [(FLOW,)]


def test_a_click_on_a_row_picks_it(page, table, qtbot):
    put(page, FLOW, states.READY, frees_bytes=5)
    qtbot.mouseClick(page.rows[FLOW], Qt.MouseButton.LeftButton)
    table["models.remove"].trigger()
    assert "Cascade flow" in page.findChildren(QMessageBox)[-1].text()


def test_actions_rest_in_other_modes(page, table):
    page.rows[FLOW].picked.emit()
    assert table.enabled("models.get")
    table.set_mode("create")
    assert not table.enabled("models.get")
    assert not table.enabled("models.find_files")


def test_the_tab_key_goes_down_the_page(page, frame, qtbot):
    put(page, FLOW, states.READY, frees_bytes=5)
    stops = [page.find_files, page.shopping, page.commercial, page.fitting, page.account]
    for model in ("starter", "plain", SMALL, "aurora-medium", FLOW):
        row = page.rows[model]
        stops += [row.main, row.remove, row.unfold] if model == FLOW else [row.main, row.unfold]
    stops[0].setFocus()
    qtbot.waitUntil(stops[0].hasFocus)
    for stop in stops[1:]:
        qtbot.keyClick(frame.focusWidget(), Qt.Key.Key_Tab)
        assert frame.focusWidget() is stop


def test_everything_that_can_be_pressed_has_a_name_and_a_tip(page):
    for row in page.rows.values():
        row.toggle_details()
        for stop in row.stops():
            assert stop.accessibleName(), stop
            assert stop.isHidden() or stop.toolTip(), stop.accessibleName()
    for stop in (page.find_files, page.shopping, page.commercial, page.fitting, page.account):
        assert stop.accessibleName()
        assert stop.toolTip()


def test_the_lists_of_files_open_from_the_keyboard(page, table):
    for action in ("models.find_files", "models.shopping_list"):
        table[action].trigger()
        dialog = page.verbs.dialog
        assert isinstance(dialog, QDialog)
        assert dialog.isVisible()
        dialog.reject()
    assert page.verbs.dialog is None
