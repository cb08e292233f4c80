import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QApplication, QWidget

from tangostudio.ui.held_key import HeldKey


class Window(QWidget):
    def __init__(self):
        super().__init__()
        self.action = QAction("Difference", self)
        self.action.setCheckable(True)
        self.action.setShortcut(QKeySequence("D"))
        self.addAction(self.action)
        self.held = HeldKey(self.action, self)


@pytest.fixture
def window(qtbot):
    made = Window()
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def test_it_is_on_while_the_key_is_held(qtbot, window):
    qtbot.keyPress(window, Qt.Key.Key_D)
    assert window.action.isChecked()
    qtbot.keyRelease(window, Qt.Key.Key_S)
    assert window.action.isChecked()
    qtbot.keyRelease(window, Qt.Key.Key_D)
    assert not window.action.isChecked()


def test_from_a_menu_it_stays_and_the_key_turns_it_off(qtbot, window):
    window.action.trigger()
    qtbot.keyClick(window, Qt.Key.Key_S)
    assert window.action.isChecked()
    qtbot.keyClick(window, Qt.Key.Key_D)
    assert not window.action.isChecked()


def test_a_window_that_loses_the_keyboard_lets_go(qtbot, window):
    qtbot.keyPress(window, Qt.Key.Key_D)
    QApplication.sendEvent(window, QEvent(QEvent.Type.WindowDeactivate))
    assert not window.action.isChecked()


def test_another_key_can_be_chosen(qtbot, window):
    window.action.setShortcut(QKeySequence("Shift+D"))
    qtbot.keyClick(window, Qt.Key.Key_D)
    assert not window.action.isChecked()
    qtbot.keyPress(window, Qt.Key.Key_D, Qt.KeyboardModifier.ShiftModifier)
    assert window.action.isChecked()
    qtbot.keyRelease(window, Qt.Key.Key_D)
    assert not window.action.isChecked()
