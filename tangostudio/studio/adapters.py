"""Adapters: which are there, which are in use and how much, and bringing one in.

What comes of a tuning is brought in here; it belongs to the studio's thread.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from tangostudio.audio import whole_files
from tangostudio.cards import ModelCard, sampling
from tangostudio.errors import StorageError
from tangostudio.library.adapters import SUFFIXES, NewAdapter, StoredAdapter
from tangostudio.studio import adapter_import
from tangostudio.studio.history import Deed
from tangostudio.tuning.events import Tuned

if TYPE_CHECKING:
    from tangostudio.studio.studio import Studio


class Adapters:
    """The adapters of an open library."""

    def __init__(self, studio: Studio) -> None:
        self._studio = studio
        self._library = studio.library

    def adapters(self) -> list[StoredAdapter]:
        """All adapters, the newest first."""
        return self._library.adapters.all()

    def adapter(self, number: int) -> StoredAdapter:
        """One adapter. Raises NotFound."""
        return self._library.adapters.get(number)

    def in_use(self, card: ModelCard) -> tuple[tuple[str, float], ...]:
        """Hash and strength of the adapters that a model's takes are made with."""
        models = {card.id, *card.options.get("adapters_from", {})}
        return tuple((item.sha256, item.strength) for item in self._library.adapters.active(models))

    def named(self, used: Sequence[tuple[str, float]]) -> str:
        """The adapters that a take was made with: "My taste 3 · 80 %"; empty for none."""
        known = {item.sha256: item.name for item in self.adapters()} if used else {}
        return " + ".join(
            f"{known.get(sha256, sha256[:8])} · {100 * strength:.0f} %" for sha256, strength in used
        )

    def bring_in(self, path: Path, model: str = "", name: str = "") -> StoredAdapter:
        """Add an adapter from a file, not in use.

        Its model is the one that the file names, else the settings' model, unless one is named.

        Raises:
            BadRequest, WeightsError, StorageError: as `adapter_import.bring_in`.
        """
        card = self._card(model or adapter_import.model_of(path))
        kept = adapter_import.bring_in(self._library, path, card, name)
        self._studio.changes.announce("adapters")
        return kept

    def accept(self, number: int) -> None:
        """Make an adapter the one that its model's takes are made with; others are switched off."""
        chosen = self.adapter(number)
        others = [a.number for a in self.adapters() if a.active and a.model == chosen.model]
        self._change(
            "accepting an adapter",
            states={number: "accepted"},
            active={**dict.fromkeys(others, False), number: True},
        )

    def reject(self, number: int) -> None:
        """Put an adapter aside."""
        self.adapter(number)
        self._change("rejecting an adapter", states={number: "rejected"}, active={number: False})

    def rollback(self) -> None:
        """Make takes with the models as they are: every adapter is switched off."""
        active = {item.number: False for item in self.adapters() if item.active}
        if active:
            self._change("rolling back", active=active)

    def set_active(self, number: int, active: bool) -> None:
        """Use an adapter, beside those that are in use, or do not.

        A few-step adapter takes the place of another one.
        """
        chosen, others = self.adapter(number), dict[int, bool]()
        if active and is_few_steps(chosen):
            others = {
                item.number: False
                for item in self.adapters()
                if item.active and item.model == chosen.model and is_few_steps(item)
            }
        self._change("switching an adapter", active={**others, number: active})

    def set_strength(self, number: int, strength: float) -> None:
        """How much of an adapter is added, 0 to 1.5; 0 or 1 for a few-step one. Raises BadRequest.

        A few-step adapter makes another kind of model, which a part of it does not.
        """
        chosen = self.adapter(number)
        if is_few_steps(chosen):
            sampling.check_strength(strength)
        before = chosen.strength

        def put(value: float) -> None:
            self._library.adapters.set_strength(number, value)
            self._studio.changes.announce("adapters")

        put(strength)
        self._studio.remember(
            Deed("adapter strength", undo=partial(put, before), redo=partial(put, strength))
        )

    def _change(
        self,
        label: str,
        *,
        states: Mapping[int, str] | None = None,
        active: Mapping[int, bool] | None = None,
    ) -> None:
        """Write states and switches, and remember the way back."""
        states, active = dict(states or {}), dict(active or {})
        numbers = {*states, *active}
        before = {number: self.adapter(number) for number in numbers}

        def put(states: Mapping[int, str], active: Mapping[int, bool]) -> None:
            for number, state in states.items():
                self._library.adapters.set_state(number, state)
            for number, on in active.items():
                self._library.adapters.set_active(number, on)
            self._studio.changes.announce("adapters")

        put(states, active)
        old_states = {number: before[number].state for number in states}
        old_active = {number: before[number].active for number in active}
        undo, redo = partial(put, old_states, old_active), partial(put, states, active)
        self._studio.remember(Deed(label, undo=undo, redo=redo))

    def _adopt(self, identifier: str, news: Tuned) -> None:
        """Bring a tuning's result into the library's adapters."""
        stored = self._library.tunings.get(identifier)
        card = self._card(stored.model)
        source = Path(news.path)
        try:
            for suffix in SUFFIXES:
                data = source.with_suffix(suffix).read_bytes()
                target = self._library.adapters_dir / f"{news.sha256}{suffix}"
                whole_files.replace_whole(whole_files.write_part(target, data), target)
            about = json.loads(source.with_suffix(".json").read_text(encoding="utf-8"))["about"]
        except (OSError, ValueError, KeyError) as error:
            raise StorageError(
                f"The adapter of “{stored.name}” could not be read: {error}.",
                "Resume the tuning to write it again.",
            ) from error
        kept = self._library.adapters.add(
            NewAdapter(
                sha256=news.sha256,
                name=stored.name,
                model=card.id,
                model_hash=card.weights_hash,
                method=stored.method,
                # Its pairs are the model's own takes, or its clips the person's own recordings: the
                # base's licence is the strictest that is known.
                licence=card.licence.name,
                commercial=card.licence.commercial,
                votes=stored.votes,
                bytes=source.stat().st_size,
                tuning=identifier,
                about=about,
            )
        )
        self._library.tunings.set_adapter(identifier, kept.number)
        self._studio.changes.announce("adapters")

    def _card(self, model: str) -> ModelCard:
        return self._studio.catalogue.get(model or self._studio.settings.default_model)


def is_few_steps(adapter: StoredAdapter) -> bool:
    """Whether an adapter makes a few-step model of its base; see `cards.sampling`."""
    return sampling.of(adapter.about) is not None
