"""The look in one place: colours, spaces, faces, and the style sheet made from them.

It knows no widget of this program; the style sheet names them by object name or by a property.
"""

from __future__ import annotations

from functools import cache
from string import Template

from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory

from tangostudio import paths

GROUND = "#14161a"  # window, inputs, surround of the canvas
CANVAS = "#101216"  # behind waveform and spectrogram
PANEL = "#1b1e24"  # side panels, cards, header, footer
RAISED = "#232730"  # chips, round buttons
SELECTED = "#2a2f39"  # active tab, hovered chip
HAIRLINE = "#2a2e37"
BORDER = "#3a4150"  # of inputs
TEXT = "#e6e8ec"
SECOND = "#c7cdd8"
QUIET = "#9aa3b2"
FAINT = "#6d7685"  # only for what may be missed
ACCENT = "#ff8a3d"  # the one main action, playhead, selection, progress
ACCENT_HOVER = "#ff9a57"
ACCENT_PRESSED = "#ec7a2e"
ON_ACCENT = "#1d120a"
GOOD = "#86d6b2"
WARN = "#ffb86b"
BAD = "#ff6b6b"
STARS = "#f2c14e"
GOOD_GROUND = "#1c2a26"
WARN_GROUND = "#2c2419"
BAD_GROUND = "#2e1d20"
INFO = "#8ec9f2"
INFO_GROUND = "#1d2f3c"
MARKS = {  # colours that a person marks takes with; each keeps 3:1 on a selected card
    "red": "#f2727c",
    "orange": "#f59e5b",
    "yellow": "#e8cf5f",
    "green": "#7fcf8c",
    "blue": "#6fb1f0",
    "purple": "#b998f5",
}

SPACE = 4
GAP = 8
GROUP = 14
MARGIN = 16
RADIUS = 8
RADIUS_SMALL = 6
HEADER = 48
FOOTER = 34
SEARCH = 44
TRANSPORT = 52
LEFT = 280
RIGHT = 268
BODY_PX = 13
TITLE_PX = 15
LABEL_PX = 11
MOTION_MS = 120

TOKENS: dict[str, str] = {
    name: str(value)
    for name, value in dict(globals()).items()
    if name.isupper() and isinstance(value, str | int) and not name.startswith("_")
}


@cache
def interface_family() -> str:
    """The face of all texts: Inter where it is installed, otherwise the system's own."""
    known = set(QFontDatabase.families())
    for family in ("Inter", "Inter Variable", "Inter Display"):
        if family in known:
            return family
    return QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont).family()


@cache
def number_family() -> str:
    """The fixed-width face of all numbers."""
    known = set(QFontDatabase.families())
    for family in ("JetBrains Mono", "SF Mono", "Cascadia Mono", "DejaVu Sans Mono", "Consolas"):
        if family in known:
            return family
    return QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont).family()


def interface_font(px: int = BODY_PX, semibold: bool = False) -> QFont:
    """The interface face at a size in pixels."""
    font = QFont(interface_family())
    font.setPixelSize(px)
    if semibold:
        font.setWeight(QFont.Weight.DemiBold)
    return font


def number_font(px: int = 12) -> QFont:
    """The fixed-width face at a size in pixels."""
    font = QFont(number_family())
    font.setStyleHint(QFont.StyleHint.Monospace)
    font.setPixelSize(px)
    return font


def palette() -> QPalette:
    """The palette for what the style sheet does not reach (native parts, item views)."""
    roles = QPalette.ColorRole
    colours = {
        roles.Window: GROUND,
        roles.Base: GROUND,
        roles.AlternateBase: PANEL,
        roles.ToolTipBase: RAISED,
        roles.ToolTipText: TEXT,
        roles.WindowText: TEXT,
        roles.Text: TEXT,
        roles.ButtonText: TEXT,
        roles.BrightText: TEXT,
        roles.Button: PANEL,
        roles.Light: BORDER,
        roles.Midlight: SELECTED,
        roles.Mid: HAIRLINE,
        roles.Dark: CANVAS,
        roles.Shadow: CANVAS,
        roles.Highlight: BORDER,
        roles.HighlightedText: TEXT,
        roles.Link: ACCENT,
        roles.LinkVisited: ACCENT,
        roles.PlaceholderText: FAINT,
        roles.Accent: ACCENT,
    }
    made = QPalette()
    for role, colour in colours.items():
        made.setColor(role, QColor(colour))
    for role in (roles.WindowText, roles.Text, roles.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, role, QColor(FAINT))
    return made


def style_sheet() -> str:
    """The style sheet with every token filled in."""
    source = (paths.resources_dir() / "style.qss").read_text(encoding="utf-8")
    faces = {"INTERFACE": interface_family(), "NUMBERS": number_family()}
    icons = (paths.resources_dir() / "icons").as_posix()
    return Template(source).substitute(TOKENS | faces | {"ICONS": icons})


def apply(app: QApplication) -> None:
    """Give the whole program its look."""
    app.setStyle(QStyleFactory.create("Fusion"))
    app.setPalette(palette())
    app.setFont(interface_font())
    app.setStyleSheet(style_sheet())
