import pytest

from tangostudio.ui.view_bar import ViewChip
from tangostudio.ui.view_settings import ViewSettings


class Chip(ViewChip):
    def __init__(self):
        self.settings = ViewSettings()
        super().__init__(self.settings)


@pytest.fixture
def chip(qtbot, qapp):
    made = Chip()
    qtbot.addWidget(made)
    made.show()
    made.set_colours("viridis")
    made.open()
    yield made
    assert made.popup is not None
    made.popup.close()


def test_the_chip_says_how_it_is_drawn(chip):
    assert chip.text() == "Mel · 2048"
    chip.settings.change(scale="erb", n_fft=512)
    assert chip.text() == "ERB · 512"
    assert chip.accessibleName() == "Picture settings: ERB · 512"


def test_the_popup_shows_the_view_in_force(chip):
    popup = chip.popup
    assert popup.scale.chosen() == ("mel",)
    assert popup.colours.chosen() == ("viridis",)
    chip.settings.change(scale="log", n_fft=4096, wave_db=True, overlay=True, floor_db=-100)
    assert popup.scale.chosen() == ("log",)
    assert popup.window_length.chosen() == (4096,)
    assert popup.height_scale.chosen() == (True,)
    assert popup.overlay.chosen() == (True,)
    assert popup.floor.value() == -100


def test_every_choice_changes_the_view(chip):
    popup, settings = chip.popup, chip.settings
    popup.scale.buttons["linear"].click()
    popup.window_length.buttons[16384].click()
    popup.height_scale.buttons[True].click()
    popup.overlay.buttons[True].click()
    view = settings.view
    assert (view.scale, view.n_fft, view.wave_db, view.overlay) == ("linear", 16384, True, True)
    popup.overlay.buttons[True].click()
    assert not settings.view.overlay


def test_levels_give_way_to_each_other(chip):
    popup, settings = chip.popup, chip.settings
    popup.ceiling.setValue(-80)
    assert (settings.view.floor_db, settings.view.ceiling_db) == (-100, -80)
    popup.floor.setValue(-40)
    assert (settings.view.floor_db, settings.view.ceiling_db) == (-40, -20)
    assert (popup.floor.value(), popup.ceiling.value()) == (-40, -20)


def test_colours_are_asked_for(qtbot, chip):
    with qtbot.waitSignal(chip.colours_wanted) as told:
        chip.popup.colours.buttons["grey"].click()
    assert told.args == ["grey"]
