"""The takes panel on a real studio with no worker, shown off the screen."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMainWindow

from tangostudio import paths
from tangostudio.cards import Catalogue
from tangostudio.jobs.runners import InlineRunner
from tangostudio.library import Library
from tangostudio.settings import Settings
from tangostudio.studio.studio import Studio
from tangostudio.ui.actions import Actions
from tangostudio.ui.audition import Audition
from tangostudio.ui.bridge import Bridge
from tangostudio.ui.takes_panel import TakesPanel
from tests.ui.fake_player import FakePlayer


@contextmanager
def open_panel(folder: Path) -> Iterator[TakesPanel]:
    """The panel over all takes of a library."""
    library = Library.open(folder, write=True)
    catalogue = Catalogue.load(paths.models_dir())
    studio = Studio(library, catalogue, Settings(), InlineRunner, session_only=True)
    window = QMainWindow()
    window.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
    bridge = Bridge()
    bridge.attach(studio)
    audition = Audition(studio, bridge, window, make_player=FakePlayer)  # type: ignore[arg-type]
    panel = TakesPanel(studio, bridge, Actions(window), audition)
    window.setCentralWidget(panel)
    window.resize(1200, 900)
    window.show()
    QApplication.processEvents()
    yield panel
    audition.close()
    bridge.close()
    studio.close()
