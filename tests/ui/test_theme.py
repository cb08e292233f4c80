import re

import pytest
from PySide6.QtGui import QColor

from tangostudio import paths
from tangostudio.ui import icons, theme

BODY = ("TEXT", "SECOND", "QUIET", "GOOD", "WARN", "BAD", "ACCENT", "INFO")
GROUNDS = ("GROUND", "PANEL", "CANVAS", "RAISED")


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2 defines it."""
    parts = [
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
        for value in (QColor(colour).redF(), QColor(colour).greenF(), QColor(colour).blueF())
    ]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("text", BODY)
@pytest.mark.parametrize("ground", GROUNDS)
def test_texts_can_be_read_on_every_ground(text, ground):
    assert contrast(theme.TOKENS[text], theme.TOKENS[ground]) >= 4.5


@pytest.mark.parametrize(
    ("text", "ground"),
    [("ON_ACCENT", "ACCENT"), ("GOOD", "GOOD_GROUND"), ("WARN", "WARN_GROUND"),
     ("BAD", "BAD_GROUND"), ("INFO", "INFO_GROUND")],
)  # fmt: skip
def test_chips_and_the_main_button_can_be_read(text, ground):
    assert contrast(theme.TOKENS[text], theme.TOKENS[ground]) >= 4.5


def test_every_token_of_the_style_sheet_is_filled_in(qapp):
    sheet = theme.style_sheet()
    assert "$" not in sheet
    for name in re.findall(r'url\("([^"]+)"\)', sheet):
        assert (paths.resources_dir() / "icons" / name.rsplit("/", 1)[-1]).is_file()


def test_every_picture_can_be_drawn_and_tinted(qapp):
    for file in (paths.resources_dir() / "icons").glob("*.svg"):
        drawn = icons.pixmap(file.stem, "#ff0000", 24).toImage()
        inked = [
            drawn.pixelColor(x, y)
            for x in range(24)
            for y in range(24)
            if drawn.pixelColor(x, y).alpha() > 200
        ]
        assert inked, file.stem
        if "currentColor" in file.read_text():
            assert all(colour.red() > 200 and colour.green() < 60 for colour in inked), file.stem


def test_icons_are_faint_where_their_control_is_disabled(qapp):
    icon = icons.icon("play")
    normal = icon.pixmap(16, icon.Mode.Normal).toImage()
    disabled = icon.pixmap(16, icon.Mode.Disabled).toImage()
    assert normal != disabled
    assert not icons.application_icon().isNull()
