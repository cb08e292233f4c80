"""Which take came from which, and with what change, in words.

It goes by the rows of the takes and their requests alone; no sound is read.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from tangostudio.library import Library, Take
from tangostudio.messages import GenerateRequest
from tangostudio.studio.recipes import request_of

_COMPARED = ("prompt", "negative", "seconds", "steps", "guidance", "sampler", "strength", "follow")
_LONGEST_TEXT = 40


@dataclass(frozen=True)
class Node:
    """A take in its family.

    Attributes:
        take: None where it was deleted for good. One in the trash says so itself.
        relation: how it came from the node above, one of `library.take.RELATIONS`, or "".
        change: the same in words, such as "variation 0.2"; "" where nothing is known.
        children: what came from it, the oldest first.
    """

    take: Take | None
    relation: str = ""
    change: str = ""
    children: tuple[Node, ...] = ()


@dataclass(frozen=True)
class Lineage:
    """The family of a take, from the eldest that is known."""

    root: Node

    def nodes(self) -> Iterator[Node]:
        """All nodes, parents before their children."""
        waiting = [self.root]
        while waiting:
            node = waiting.pop()
            yield node
            waiting.extend(reversed(node.children))


def lineage(library: Library, take_id: int) -> Lineage:
    """The family of a take: its eldest ancestor and all that came from that. Raises NotFound."""
    eldest = _eldest(library, library.takes.get(take_id))
    family = {take.id: take for take in library.takes.branch(eldest.id)}
    children: defaultdict[int, list[Node]] = defaultdict(list)
    # A take is always newer than what it came from: from the newest back, children come first.
    for take in sorted(family.values(), key=lambda take: -take.id):
        parent = family.get(take.parent) if take.parent is not None else None
        below = tuple(reversed(children.pop(take.id, [])))
        node = Node(take, take.relation, change(library, take, parent), below)
        if take.id == eldest.id:
            return Lineage(_under_lost_parent(node))
        assert take.parent is not None
        children[take.parent].append(node)
    raise AssertionError("the eldest is of its own family")


def change_of(library: Library, take_id: int) -> str:
    """How a take came from its parent, in words. Raises NotFound."""
    take, parent = library.takes.get(take_id), None
    if take.parent is not None and library.takes.exists(take.parent):
        parent = library.takes.get(take.parent)
    return change(library, take, parent)


def change(library: Library, take: Take, parent: Take | None) -> str:
    """How a take came from its parent, in words; "" for one that came from nothing."""
    request = request_of(take)
    match take.relation:
        case "variation":
            return f"variation {request.distance:g}"
        case "redo":
            return f"redo {_spans(request)}"
        case "extend":
            return _extension(take, parent)
        case "loop":
            return "made a loop"
        case "edit":
            return "its edits made fast"
        case "from sound":
            return f"from {_source(library, take, parent)} at {request.strength * 100:.0f} %"
        case "again":
            return _again(take, parent)
    return take.relation


def _eldest(library: Library, take: Take) -> Take:
    while take.parent is not None and take.parent < take.id:
        take = library.takes.get(take.parent)
    return take


def _under_lost_parent(node: Node) -> Node:
    """Below a node without a take, where what the eldest came from was deleted for good."""
    take = node.take
    lost = take is not None and take.parent is None and take.relation not in ("", "from sound")
    return Node(None, children=(node,)) if lost else node


def _spans(request: GenerateRequest) -> str:
    return ", ".join(f"{start:.1f}–{end:.1f} s" for start, end in request.regions)


def _extension(take: Take, parent: Take | None) -> str:
    if parent is None:
        return "extended"
    more = take.frames / take.sample_rate - parent.frames / parent.sample_rate
    return f"extended by {round(more, 1):g} s"


def _source(library: Library, take: Take, parent: Take | None) -> str:
    return library.sources.name(take.source) or (parent.title if parent else "a sound")


def _again(take: Take, parent: Take | None) -> str:
    """Which of the values that a person sets differ."""
    if parent is None:
        return "again"
    request, before = request_of(take), request_of(parent)
    found = []
    if take.model != parent.model:
        found.append(f"model {parent.model_name} → {take.model_name}")
    for name in _COMPARED:
        old, new = getattr(before, name), getattr(request, name)
        if old != new:
            found.append(f"{name} {_value(old)} → {_value(new)}")
    if request.adapters != before.adapters:
        found.append("other adapters")
    if not found:
        found.append("another seed" if request.seeds != before.seeds else "the same once more")
    return f"again: {', '.join(found)}"


def _value(value: object) -> str:
    if isinstance(value, float):
        return f"{value:g}"
    text = str(value)
    if isinstance(value, str) and len(text) > _LONGEST_TEXT:
        text = text[: _LONGEST_TEXT - 1].rstrip() + "…"
    return text if not isinstance(value, str) or text.isidentifier() else f"“{text}”"
