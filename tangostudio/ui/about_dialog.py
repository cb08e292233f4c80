"""About the program: version, what it is made of and under which licences.

Versions are read from the installed packages without importing them.
"""

from __future__ import annotations

from importlib import metadata

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from tangostudio import __version__
from tangostudio.ui import icons, theme, widgets
from tangostudio.ui.dialog import Dialog
from tangostudio.ui.texts import tr

PARTS = (
    ("PySide6-Essentials", "Qt for Python", "LGPL-3.0"),
    ("torch", "PyTorch", "BSD-3-Clause"),
    ("diffusers", "Diffusers", "Apache-2.0"),
    ("transformers", "Transformers", "Apache-2.0"),
    ("safetensors", "Safetensors", "Apache-2.0"),
    ("numpy", "NumPy", "BSD-3-Clause"),
    ("scipy", "SciPy", "BSD-3-Clause"),
    ("soundfile", "python-soundfile with libsndfile", "BSD-3-Clause, LGPL-2.1"),
    ("sounddevice", "python-sounddevice with PortAudio", "MIT"),
    ("soxr", "python-soxr with libsoxr", "LGPL-2.1"),
    ("platformdirs", "platformdirs", "MIT"),
)


class AboutDialog(Dialog):
    """Name, version, one sentence, the parts."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("About Tango Studio"), 560, parent)
        sign = widgets.label()
        sign.setPixmap(icons.pixmap("tangostudio", theme.ACCENT, 64, 2))
        words = widgets.column(
            widgets.label("Tango Studio", "heading"),
            widgets.label(
                tr("Version {version} · Apache License 2.0", version=__version__), "number-quiet"
            ),
            widgets.label(
                tr("Sound effects from a prompt, made on your own machine."), "quiet", wrap=True
            ),
            spacing=4,
        )
        head = widgets.row(sign, spacing=18)
        head.addLayout(words, 1)
        self.body.addLayout(head)
        self.body.addSpacing(10)
        self.body.addWidget(widgets.section(tr("Made with")))
        self.body.addWidget(_parts())
        self.body.addStretch(1)
        self.add_button(widgets.button(tr("Close"), "", self.reject))


def _parts() -> QWidget:
    table = QWidget()
    grid = QGridLayout(table)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setVerticalSpacing(4)
    grid.setColumnStretch(0, 1)
    for row, (package, name, licence) in enumerate(PARTS):
        version = widgets.label(installed_version(package), "number-quiet")
        grid.addWidget(widgets.label(name, "second"), row, 0)
        grid.addWidget(version, row, 1, Qt.AlignmentFlag.AlignRight)
        grid.addWidget(widgets.label(licence, "quiet"), row, 2)
    grid.setHorizontalSpacing(16)
    return table


def installed_version(package: str) -> str:
    """The version of a package, or a dash where it is not installed."""
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return "–"
