"""Keeps the presets of the export sheet: saves, renames and deletes one's own.

The studio stores them; what goes wrong is told, not raised.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Signal

from tangostudio.errors import BadRequest, TangoStudioError
from tangostudio.export.preset_files import LONGEST_NAME
from tangostudio.ui.export_form import ExportForm
from tangostudio.ui.texts import tr


class PresetKeeper(QObject):
    """Carries out the verbs of the form's list of presets.

    Signals:
        changed(): the form shows another preset.
        failed(Exception): a preset could not be stored.
    """

    changed = Signal()
    failed = Signal(object)

    def __init__(self, deliveries: Any, form: ExportForm) -> None:
        super().__init__(form)
        self._deliveries = deliveries
        self._form = form
        presets = form.presets
        presets.save_wanted.connect(lambda: self._keep(self._save))
        presets.update_wanted.connect(lambda: self._keep(self._update))
        presets.renamed.connect(lambda *name: self._keep(lambda: self._rename(*name)))
        presets.remove_wanted.connect(lambda name: self._keep(lambda: self._remove(name)))

    def _keep(self, verb: Callable[[], str]) -> None:
        """Change what is stored; the preset whose id the verb gives is shown then."""
        try:
            chosen = verb()
        except TangoStudioError as error:
            chosen = self._form.presets.current()
            self.failed.emit(error)
        self._form.set_presets(self._deliveries.presets(), chosen)
        self.changed.emit()

    def _save(self) -> str:
        preset = self._form.preset()
        name = self._free_name(preset.name)
        return self._deliveries.save_preset(dataclasses.replace(preset, name=name)).id

    def _update(self) -> str:
        return self._deliveries.save_preset(self._form.preset()).id

    def _rename(self, identifier: str, name: str) -> str:
        others = {
            each.name.casefold() for each in self._deliveries.presets() if each.id != identifier
        }
        if name.casefold() in others:
            raise BadRequest(
                tr("There is a preset {name} already.", name=name), tr("Choose another name.")
            )
        before = self._deliveries.preset(identifier)
        stored = self._deliveries.save_preset(dataclasses.replace(before, name=name))
        if stored.id != identifier:
            self._deliveries.remove_preset(identifier)
        return stored.id

    def _remove(self, identifier: str) -> str:
        self._deliveries.remove_preset(identifier)
        return self._deliveries.default_preset().id

    def _free_name(self, name: str) -> str:
        taken = {each.casefold() for each in self._form.presets.names()}
        name = name[: LONGEST_NAME - 8]
        wanted, number = tr("My {preset}", preset=name), 2
        while wanted.casefold() in taken:
            wanted = tr("My {preset} {number}", preset=name, number=number)
            number += 1
        return wanted
