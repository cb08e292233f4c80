"""Which keys belong to which actions, when two actions want the same, and what may be stored.

Two actions may share a key where they never work in the same mode. It knows no window.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from PySide6.QtGui import QKeySequence

from tangostudio.ui.actions import ActionSpec
from tangostudio.ui.texts import tr, tr_marked

Keys = Mapping[str, tuple[str, ...]]
_MODIFIERS = {"", "Shift", "Ctrl", "Control", "Alt", "Meta"}


def portable(key: str) -> str:
    """The key as settings hold it; "" where it is no key or more than one press."""
    sequence = QKeySequence(key)
    text = sequence.toString(QKeySequence.SequenceFormat.PortableText)
    return text if sequence.count() == 1 and text not in _MODIFIERS else ""


def overlap(one: ActionSpec, other: ActionSpec) -> bool:
    """Whether there is a mode in which both work."""
    return not one.modes or not other.modes or bool(set(one.modes) & set(other.modes))


def keys_of(spec: ActionSpec, changed: Keys) -> tuple[str, ...]:
    """The keys of an action, as portable names."""
    return tuple(portable(key) for key in changed.get(spec.id, spec.shortcuts))


def owners(
    table: Iterable[ActionSpec], changed: Keys, wanting: ActionSpec, key: str
) -> list[ActionSpec]:
    """The other actions that have this key in a mode in which `wanting` works too."""
    return [
        spec
        for spec in table
        if spec.id != wanting.id
        and overlap(spec, wanting)
        and portable(key) in keys_of(spec, changed)
    ]


def given(table: Iterable[ActionSpec], changed: Keys, wanting: ActionSpec, key: str) -> Keys:
    """The changed keys once `wanting` has this one as its first; its owners lose it."""
    table = list(table)
    result = dict(changed)
    for owner in owners(table, changed, wanting, key):
        result[owner.id] = tuple(k for k in keys_of(owner, changed) if k != portable(key))
    others = [k for k in keys_of(wanting, changed)[1:] if k != portable(key)]
    result[wanting.id] = (portable(key), *others)
    return without_defaults(table, result)


def without_defaults(table: Iterable[ActionSpec], changed: Keys) -> Keys:
    """Only what differs from the table."""
    plain = {spec.id: keys_of(spec, {}) for spec in table}
    return {name: keys for name, keys in changed.items() if plain.get(name) != keys}


def usable(table: Iterable[ActionSpec], stored: Keys) -> tuple[Keys, list[str]]:
    """What of the stored keys can be used, and one sentence for each action that cannot.

    Names that no action has are those of another version: they are ignored without a word.
    """
    table = list(table)
    specs = {spec.id: spec for spec in table}
    found: dict[str, tuple[str, ...]] = {}
    problems: list[str] = []
    for name, keys in stored.items():
        if name not in specs:
            continue
        text = tr_marked(specs[name].text).rstrip("…")
        if not all(portable(key) for key in keys):
            problems.append(tr("{name}: “{key}” is no key.", name=text, key=" ".join(keys)))
            continue
        found[name] = tuple(portable(key) for key in keys)
    for name in list(found):
        for key in found[name]:
            if other := owners(table, found, specs[name], key):
                text, owner = (tr_marked(s.text).rstrip("…") for s in (specs[name], other[0]))
                problems.append(
                    tr("{name}: {key} belongs to {owner}.", name=text, key=key, owner=owner)
                )
                del found[name]
                break
    return found, problems
