"""Puts what a sound was made from back into the panel that makes takes: of a take, or of a file."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tangostudio.library.hashes import sound_in
from tangostudio.ui.generate_panel import GeneratePanel
from tangostudio.ui.main_window import MainWindow
from tangostudio.ui.models_watch import ModelsWatch
from tangostudio.ui.texts import tr

_NUMBERS = ("seconds", "steps", "guidance")


class SettingsBack:
    """Fills the panel, with the model first, since it says what can be set."""

    def __init__(
        self,
        window: MainWindow,
        studio: Any,
        models: ModelsWatch,
        panel: GeneratePanel,
        use_model: Callable[[str], object],
    ) -> None:
        self._window = window
        self._studio = studio
        self._models = models
        self._panel = panel
        self._use_model = use_model

    def reuse(self, take: Any) -> None:
        """Everything that made a take, its seed included."""
        if take.imported:
            self._window.notices.plain(
                tr("A recording was not made from settings"),
                hint=tr("Start new takes from its sound instead."),
            )
            return
        self._take_model(take.model, take.model_name)
        self._panel.reuse(take)

    def use(self, recipe: Any) -> None:
        """Everything that a file says of its making."""
        if recipe.model:
            self._take_model(recipe.model, recipe.model_name)
        values = recipe.values
        self._panel.restore(
            {
                "prompt": recipe.prompt,
                "seed": str(recipe.seed),
                "negative": values.get("negative", ""),
                "loop": bool(values.get("loop", False)),
                **{name: values[name] for name in _NUMBERS if name in values},
            }
        )
        if init := values.get("init", ""):
            self._panel.set_start(self._start(init, values))

    def _start(self, init: str, values: dict[str, Any]) -> Any:
        """The sound that it was started from, by its file's name in the library."""
        from tangostudio.studio.starts import Start

        sha256 = sound_in(init)
        name = self._studio.library.sources.name(sha256) or tr("a sound")
        return Start(sha256, name, values.get("seconds", 0.0), strength=values.get("strength", 0.6),
                     follow=values.get("follow", 0.0))  # fmt: skip

    def _take_model(self, model: str, name: str) -> None:
        filled_in = tr("The prompt and the numbers were filled in for the model in use.")
        in_use = self._panel.card.id if self._panel.card is not None else ""
        if self._models.ready(model):
            if model != in_use:
                self._use_model(model)
        elif model in {card.id for card in self._studio.catalogue.all()}:
            self._models.tell_absent(model, filled_in)
        else:
            self._window.notices.bad(
                tr("The model {name} is not here any more.", name=name), hint=filled_in
            )
