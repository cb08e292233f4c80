"""From files to the import dialog, and from an exported file to the panel that makes takes.

It asks for files and folders, and wires what was dropped onto the window to who can use it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from tangostudio.errors import TangoStudioError
from tangostudio.ui.bridge import Bridge
from tangostudio.ui.drops import Drops
from tangostudio.ui.main_window import MainWindow
from tangostudio.ui.texts import tr, tr_count

SOUNDS = (
    "*.wav *.wave *.bwf *.rf64 *.w64 *.flac *.aif *.aiff *.aifc *.ogg *.oga *.opus *.mp3 *.caf *.au"
)


class Importing(QObject):
    """Recordings become takes; what a file says of its making comes back.

    Attributes:
        drops: what is dropped onto the window.
    """

    def __init__(
        self,
        window: MainWindow,
        studio: Any,
        bridge: Bridge,
        *,
        can_start: Callable[[], str],
        use_recipe: Callable[[Any], object],
    ) -> None:
        """Bind the actions and watch the window.

        Args:
            can_start: why the model in use cannot start from a sound, or "".
            use_recipe: fills the panel from a `Recipe`.
        """
        super().__init__(window)
        self._window = window
        self._studio = studio
        self._bridge = bridge
        self._use_recipe = use_recipe
        self.drops = Drops(window, bridge, can_start)
        self.drops.import_wanted.connect(self.import_paths)
        self.drops.settings_wanted.connect(self.use_settings)
        window.table.bind("library.import", self.choose_files)
        window.table.bind("library.import_folder", self.choose_folder)

    def choose_files(self) -> None:
        """Ask for sound files."""
        kinds = tr("Sound files ({patterns})", patterns=SOUNDS)
        every = tr("All files ({patterns})", patterns="*")
        names, _ = QFileDialog.getOpenFileNames(
            self._window, tr("Import sounds"), "", f"{kinds};;{every}"
        )
        if names:
            self.import_paths([Path(name) for name in names])

    def choose_folder(self) -> None:
        """Ask for a folder of sounds."""
        name = QFileDialog.getExistingDirectory(self._window, tr("Import a folder of sounds"))
        if name:
            self.import_paths([Path(name)])

    def import_paths(self, paths: Sequence[Path]) -> None:
        """Show what files and folders hold, and import it where the person wants that."""
        from tangostudio.ui.import_dialog import ImportDialog

        dialog = ImportDialog(self._studio, self._bridge, paths, self._window)
        dialog.imported.connect(self._imported)
        self._window.open_dialog(dialog)

    def use_settings(self, path: Path) -> None:
        """Bring back what an exported file was made from."""
        try:
            recipe = self._studio.recipe_in(path)
        except TangoStudioError as error:
            self._window.show_error(error)
            return
        if recipe is None:
            self._window.notices.plain(
                tr("{name} does not say how it was made", name=path.name),
                hint=tr("Only files that Tango Studio exported do."),
            )
            return
        self._use_recipe(recipe)
        notes = " ".join(recipe.notes)
        self._window.notices.good(tr("The settings of {name} are back", name=path.name), hint=notes)

    def _imported(self, takes: int) -> None:
        if takes:
            self._window.notices.good(
                tr_count("{count} take imported", "{count} takes imported", takes)
            )
