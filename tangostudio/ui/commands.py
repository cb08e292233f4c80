"""What the command palette offers: every action of the table, and what else is passed in.

Pure lists: it draws nothing and runs nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtGui import QKeySequence

from tangostudio.ui import fuzzy
from tangostudio.ui.actions import Actions
from tangostudio.ui.texts import tr, tr_marked

HIDDEN = frozenset({"palette.open"})
_PLACE_WEIGHT, _KEYS_WEIGHT, _HELP_WEIGHT = 0.9, 0.8, 0.4


@dataclass(frozen=True)
class Command:
    """One line of the palette.

    Attributes:
        id: stable, to remember what was used.
        text: what it is called.
        place: where else it stands: its menu, "Project", "Model".
        help: one sentence.
        keys: its shortcuts as the system writes them.
        reason: why it does nothing now; "" where it does something.
    """

    id: str
    text: str
    place: str
    run: Callable[[], object]
    help: str = ""
    keys: tuple[str, ...] = ()
    reason: str = ""

    def spoken(self) -> str:
        """One sentence for a screen reader."""
        parts = [self.text, self.place, *self.keys[:1], self.reason or self.help]
        return ", ".join(part for part in parts if part)


def of_actions(actions: Actions) -> list[Command]:
    """All actions in the order of the menus."""
    return [
        Command(
            spec.id,
            actions[spec.id].text().rstrip("…").replace("&", ""),
            tr_marked(spec.menu),
            actions[spec.id].trigger,
            tr_marked(spec.help),
            tuple(dict.fromkeys(native(key) for key in actions.keys(spec.id))),
            actions.reason(spec.id),
        )
        for spec in actions
        if spec.id not in HIDDEN
    ]


def find(typed: str, commands: Iterable[Command], recent: Sequence[str]) -> list[Command]:
    """The commands that answer, best first; with nothing typed those used last come first."""
    ages = {identifier: age for age, identifier in enumerate(recent)}
    found = []
    for index, command in enumerate(commands):
        value = _score(typed, command)
        if value is not None:
            age = ages.get(command.id, len(ages))
            works = bool(command.reason) if typed.strip() else False
            found.append(((-value, works, age, index), command))
    return [command for _order, command in sorted(found, key=lambda item: item[0])]


def _score(typed: str, command: Command) -> float | None:
    named = fuzzy.score(typed, command.text)
    placed = fuzzy.score(typed, f"{command.text} {command.place}")
    keyed = next((value for key in command.keys if (value := fuzzy.score(typed, key))), None)
    helped = fuzzy.score(typed, f"{command.text} {command.place} {command.help}")
    scores = ((named, 1.0), (placed, _PLACE_WEIGHT), (keyed, _KEYS_WEIGHT), (helped, _HELP_WEIGHT))
    return max((value * weight for value, weight in scores if value is not None), default=None)


def native(key: str) -> str:
    """A key as the system writes it, with the names that stand on keyboards."""
    text = QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)
    return {"Return": tr("Enter"), "Del": tr("Delete")}.get(text, text.replace("Return", "Enter"))
