"""The actions of the View menu that say how a take is drawn, bound to the view settings."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from tangostudio.audio.colours import TABLES
from tangostudio.audio.spectrum import SCALES
from tangostudio.ui.actions import Actions
from tangostudio.ui.held_key import HeldKey
from tangostudio.ui.texts import tr
from tangostudio.ui.view_settings import View, ViewSettings


class ViewActions(QObject):
    """Keeps the actions and the view alike.

    Signals:
        difference_wanted(bool): the difference to the other take is wanted, or no longer.
        colours_wanted(str): another table of colours.
        choices_wanted(): all choices at once.
    """

    difference_wanted = Signal(bool)
    colours_wanted = Signal(str)
    choices_wanted = Signal()

    def __init__(self, actions: Actions, settings: ViewSettings, parent: QObject) -> None:
        super().__init__(parent)
        self._actions = actions
        self._settings = settings
        self._colours = next(iter(TABLES))
        self._bind()
        settings.changed.connect(lambda _before: self._show(settings.view))
        self._show(settings.view)
        self.set_other(False)
        window = actions["view.difference"].parent()
        assert isinstance(window, QWidget)
        self._held = HeldKey(actions["view.difference"], window)

    def set_other(self, known: bool) -> None:
        """Whether there is another take to compare with."""
        reason = tr("Select two takes first.")
        for identifier in ("view.difference", "view.overlay"):
            self._actions.set_enabled(identifier, known, reason)
        if not known and self._actions["view.difference"].isChecked():
            self._actions["view.difference"].setChecked(False)
            self.difference_wanted.emit(False)

    def set_colours(self, colours: str) -> None:
        """The table of colours in force."""
        self._colours = colours

    def _bind(self) -> None:
        bind, settings = self._actions.bind, self._settings
        for scale in SCALES:
            bind(f"view.spectrogram_{scale}", lambda _on, s=scale: settings.change(scale=s))
        bind("view.window_longer", lambda: settings.lengthen_window(1))
        bind("view.window_shorter", lambda: settings.lengthen_window(-1))
        bind("view.range_wider", lambda: settings.lower_floor(1))
        bind("view.range_narrower", lambda: settings.lower_floor(-1))
        bind("view.next_colours", self._next_colours)
        bind("view.wave_db", lambda on: settings.change(wave_db=on))
        bind("view.overlay", lambda on: settings.change(overlay=on))
        bind("view.difference", self.difference_wanted.emit)
        bind("view.choices", self.choices_wanted.emit)

    def _show(self, view: View) -> None:
        self._actions[f"view.spectrogram_{view.scale}"].setChecked(True)
        self._actions["view.wave_db"].setChecked(view.wave_db)
        self._actions["view.overlay"].setChecked(view.overlay)

    def _next_colours(self) -> None:
        names = list(TABLES)
        place = names.index(self._colours) if self._colours in names else -1
        self.colours_wanted.emit(names[(place + 1) % len(names)])
