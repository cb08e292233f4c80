"""Markers of a delivered sound: what was made again in it, and where its events begin."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from tangostudio.audio import onsets
from tangostudio.export import originals
from tangostudio.export.metadata import Marker
from tangostudio.library.take import Take
from tangostudio.messages import GenerateRequest, request_from_json

if TYPE_CHECKING:
    from tangostudio.export.rendering import Rendered

MOST = 200
_LABELS = {"redo": "Made again", "extend": "Extended"}


def of_take(take: Take, rendered: Rendered) -> tuple[Marker, ...]:
    """The parts of the take that were made again or added to another sound."""
    label, request = _LABELS.get(take.relation), _request(take)
    if not label or request is None:
        return ()
    source = (Marker(start, label, end - start) for start, end in request.regions)
    return originals.moved(source, rendered)


def onsets_of(rendered: Rendered) -> tuple[Marker, ...]:
    """Where the events of a sound with several begin; none of a long one, or of a single event."""
    if rendered.samples is None:
        return ()
    found = onsets.find(rendered.samples, rendered.rate)
    if not 2 <= len(found) <= MOST:
        return ()
    return tuple(Marker(seconds, f"Onset {n}") for n, seconds in enumerate(found, 1))


def made_to_loop(take: Take) -> bool:
    """Whether the model made its end run into its beginning."""
    request = _request(take)
    return take.relation == "loop" or (request is not None and request.loop)


def ordered(found: Iterable[Marker]) -> tuple[Marker, ...]:
    """Markers by their moments, the same one once."""
    return tuple(sorted(dict.fromkeys(found), key=lambda marker: (marker.seconds, -marker.length)))


def _request(take: Take) -> GenerateRequest | None:
    try:
        request = request_from_json(take.request)
    except (ValueError, TypeError, RecursionError):
        return None
    return request if isinstance(request, GenerateRequest) else None
