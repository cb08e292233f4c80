from pathlib import Path
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QWidget

from tangostudio.export import provenance
from tangostudio.ui.drops import Drops, zones_for


@pytest.fixture
def window(qtbot):
    made = QWidget()
    made.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
    qtbot.addWidget(made)
    made.resize(1000, 700)
    made.show()
    return made


@pytest.fixture
def reasons():
    return [""]


@pytest.fixture
def drops(window, bridge, reasons):
    return Drops(window, bridge, lambda: reasons[0])


def enter(window, *paths):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    event = QDragEnterEvent(
        QPoint(10, 10), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip
    QApplication.sendEvent(window, event)
    return event


def let_go(drops, key):
    zone = next(zone for zone in drops.overlay.zones if zone.key == key)
    drop_at(drops, zone.geometry().center())


def drop_at(drops, place):
    event = QDropEvent(
        QPointF(place), Qt.DropAction.CopyAction, QMimeData(), Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip
    drops.overlay.dropEvent(event)
    return event


def opened(drops):
    return {zone.key: zone.isEnabled() for zone in drops.overlay.zones}


def test_what_files_may_become(tmp_path):
    sound, table = tmp_path / "a.wav", tmp_path / "a.CSV"
    assert zones_for([sound]) == ("import", "start", "settings")
    assert zones_for([table]) == ("sheet",)
    assert zones_for([tmp_path]) == ("import",)
    assert zones_for([sound, table]) == ("import",)


def test_a_file_over_the_window_shows_what_it_may_become(drops, window, qtbot, tmp_path):
    event = enter(window, tmp_path / "a.wav")
    assert event.isAccepted()
    assert drops.overlay.isVisible()
    assert drops.overlay.geometry() == window.rect()
    assert opened(drops) == {"import": True, "start": True, "settings": False}


def test_a_text_over_the_window_is_none_of_ours(drops, window):
    data = QMimeData()
    data.setText("door")
    event = QDragEnterEvent(
        QPoint(1, 1), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip
    QApplication.sendEvent(window, event)
    assert drops.overlay.isHidden()


@pytest.mark.parametrize(
    ("key", "signal"), [("import", "import_wanted"), ("start", "start_wanted")]
)
def test_a_sound_is_let_go_over_a_zone(drops, window, qtbot, tmp_path, key, signal):
    sound = tmp_path / "a.wav"
    enter(window, sound)
    qtbot.wait(1)
    with qtbot.waitSignal(getattr(drops, signal)) as told:
        let_go(drops, key)
    assert told.args == [[sound] if key == "import" else sound]
    assert drops.overlay.isHidden()


def test_settings_are_offered_where_a_file_has_them(drops, window, qtbot, tmp_path, monkeypatch):
    monkeypatch.setattr(provenance, "read", lambda _path: SimpleNamespace())
    sound = tmp_path / "door.wav"
    enter(window, sound)
    qtbot.waitUntil(lambda: opened(drops)["settings"])
    with qtbot.waitSignal(drops.settings_wanted) as told:
        let_go(drops, "settings")
    assert told.args == [sound]


def test_a_file_that_cannot_be_read_offers_no_settings(drops, window, qtbot, bridge, tmp_path):
    enter(window, tmp_path / "gone.wav")
    assert bridge.wait(2000)
    QApplication.processEvents()
    assert opened(drops)["settings"] is False


def test_a_table_is_dropped_anywhere(drops, window, qtbot, tmp_path):
    enter(window, tmp_path / "a.csv")
    with qtbot.waitSignal(drops.sheet_dropped) as told:
        drop_at(drops, QPoint(3, 3))
    assert told.args == [tmp_path / "a.csv"]


def test_beside_the_zones_nothing_is_dropped(drops, window, qtbot, tmp_path):
    enter(window, tmp_path / "a.wav")
    with qtbot.assertNotEmitted(drops.import_wanted), qtbot.waitSignal(drops.overlay.left):
        event = drop_at(drops, QPoint(3, 3))
    assert not event.isAccepted()


def test_a_model_that_cannot_start_from_a_sound_says_why(drops, window, reasons, tmp_path):
    reasons[0] = "This model makes sounds from prompts only."
    enter(window, tmp_path / "a.wav")
    start = next(zone for zone in drops.overlay.zones if zone.key == "start")
    assert not start.isEnabled()
    assert start.hint.text() == "This model makes sounds from prompts only."


def test_files_that_are_taken_away_leave_nothing(drops, window, tmp_path):
    enter(window, Path("/x/a.wav"))
    drops.overlay.dragLeaveEvent(None)
    assert drops.overlay.isHidden()
