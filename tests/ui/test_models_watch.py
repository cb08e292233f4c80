"""Models in the rest of the window: the header's choice, notes, and a model that is not here."""

from __future__ import annotations

import dataclasses

import pytest

from tangostudio.hub import states
from tangostudio.ui.audition import Audition
from tangostudio.ui.workspace import Workspace
from tests.ui.fake_models import card
from tests.ui.fake_player import FakePlayer

FLOW, SMALL = "cascade", "aurora-small-effects"


@pytest.fixture
def open_window(qtbot, window, fake, bridge):
    """Opens the workspace on the fake studio as a test left it."""
    fake.models.offer()
    made = []

    def open_it() -> Workspace:
        player = FakePlayer()
        audition = Audition(fake, bridge, make_player=lambda: player)  # type: ignore[arg-type,return-value]
        made.append(Workspace(window, fake, bridge, audition))
        window.show()
        qtbot.waitUntil(lambda: audition.player is not None)
        return made[0]

    yield open_it
    made[0].close()


def menu(workspace):
    return {
        action.text(): action.isEnabled()
        for action in workspace.window.header.model.menu().actions()
        if not action.isSeparator()
    }


def test_only_models_that_are_here_can_be_chosen(open_window, fake, qtbot):
    fake.models.put("cascade-2", states.PAUSED)
    workspace = open_window()
    assert menu(workspace) == {
        "Starter   ·   free": True,
        "Plain Tones With A Rather Long Name   ·   research": True,
        "Aurora 3 small effects   ·   get it in Models": False,
        "Aurora 3 medium   ·   get it in Models": False,
        "Cascade flow   ·   get it in Models": False,
        "Cascade 2 diffusion   ·   download paused": False,
        "damaged   ·   cannot be used": False,
        "Get models…": True,
    }
    fake.models.put(FLOW, states.READY)
    qtbot.waitUntil(lambda: menu(workspace).get("Cascade flow   ·   research") is True)
    checked = [each for each in workspace.window.header.model.menu().actions() if each.isChecked()]
    assert [each.data() for each in checked] == ["starter"]


def test_the_header_leads_to_models(open_window):
    workspace = open_window()
    workspace.window.header.model.menu().actions()[-1].trigger()
    assert workspace.table.mode == "models"


def test_the_header_says_what_comes_over_the_network(open_window, fake, qtbot):
    workspace = open_window()
    header = workspace.window.header
    assert header.offline_text.text() == "Offline, on this computer"
    fake.models.put(FLOW, states.FETCHING, done_bytes=2_029_500_000)
    qtbot.waitUntil(lambda: header.offline_text.text() == "Getting Cascade flow, 50 %")
    fake.models.put(FLOW, states.READY)
    qtbot.waitUntil(lambda: header.offline_text.text() == "Offline, on this computer")


def test_the_end_of_a_download_is_told_in_other_modes(open_window, fake, qtbot):
    workspace = open_window()
    notices = workspace.window.notices
    fake.models.put(FLOW, states.FETCHING)
    workspace.models._catch_up()
    fake.models.put(FLOW, states.READY)
    qtbot.waitUntil(lambda: notices.texts() == ["Cascade flow is ready"])
    fake.models.put(FLOW, states.FETCHING)
    workspace.models._catch_up()
    fake.models.fail(FLOW, states.NO_NETWORK)
    qtbot.waitUntil(lambda: "Cascade flow: The hub cannot be reached." in notices.texts())


def test_in_models_mode_the_rows_tell_it(open_window, fake):
    workspace = open_window()
    workspace.open_mode("models")
    fake.models.put(FLOW, states.READY)
    workspace.models._catch_up()
    assert workspace.window.notices.texts() == []


def test_a_model_that_is_not_here_is_not_chosen_silently(open_window, fake):
    fake.settings = dataclasses.replace(fake.settings, default_model=FLOW)
    workspace = open_window()
    assert workspace.generate.card.id == "starter"
    assert workspace.window.notices.texts() == ["Cascade flow is not on this computer"]


def test_the_default_model_is_used_where_it_is_here(open_window, fake):
    fake.settings = dataclasses.replace(fake.settings, default_model=FLOW)
    fake.models.put(FLOW, states.READY)
    assert open_window().generate.card.id == FLOW


def test_where_no_model_is_here_one_is_shown_all_the_same(open_window, fake):
    for each in fake.catalogue.all():
        fake.models.put(each.id, states.ABSENT)
    assert open_window().generate.card is not None


def test_a_model_that_was_removed_is_replaced_by_one_that_is_here(open_window, fake, qtbot):
    fake.models.put(FLOW, states.READY)
    workspace = open_window()
    workspace.use_model(FLOW)
    fake.models.remove(FLOW)
    qtbot.waitUntil(lambda: workspace.generate.card.id == "starter")
    assert workspace.window.notices.texts() == ["Cascade flow is not on this computer"]


def test_the_settings_of_a_take_whose_model_is_not_here_are_filled_in(open_window, fake):
    fake._takes[1041] = dataclasses.replace(
        fake._takes[1041], model=FLOW, model_name="Cascade flow"
    )
    workspace = open_window()
    workspace.takes.select(1041)
    workspace.table["take.reuse"].trigger()
    assert workspace.generate.card.id == "starter"
    assert workspace.generate.prompt.text() == fake.take(1041).prompt
    assert workspace.window.notices.texts() == ["Cascade flow is not on this computer"]


def test_only_models_that_are_here_can_be_the_one_at_the_start(open_window, fake):
    fake.models.put(FLOW, states.READY)
    workspace = open_window()
    workspace.table["settings"].trigger()
    from tangostudio.ui.settings_dialog import SettingsDialog

    (dialog,) = workspace.window.findChildren(SettingsDialog)
    box = dialog.editors["default_model"]
    assert [box.itemData(at) for at in range(box.count())] == ["starter", "plain", FLOW]


def test_the_line_that_a_licence_asks_for_stands_beside_it(open_window, fake):
    fake.models.put(SMALL, states.READY)
    fake._takes[1041] = dataclasses.replace(fake._takes[1041], model=SMALL)
    workspace = open_window()
    workspace.takes.select(1041)
    assert workspace.inspector.one.notice.text() == "Powered by Aurora"
    workspace.takes.select(1042)
    assert workspace.inspector.one.notice.isHidden()
    workspace.use_model(SMALL)
    assert workspace.window.header.model.toolTip().endswith("Powered by Aurora")


def test_a_number_with_one_value_is_a_fact_and_not_a_slider(open_window, fake):
    fake.models.put(SMALL, states.READY)
    workspace = open_window()
    workspace.use_model(SMALL)
    row = workspace.generate.rows["guidance"]
    reason = card(SMALL).parameters["guidance"].help
    assert row.fixed
    assert row.slider.isHidden()
    assert not row.field.isEnabled()
    assert row.field.accessibleDescription() == reason
    assert row.value() == 1
    workspace.generate.prompt.set_text("door")
    workspace.generate.generate()
    assert fake.jobs()[0].request.guidance == 1
    assert not workspace.generate.rows["steps"].fixed
