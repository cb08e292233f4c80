"""What a query filters by, in words: one text per filter, and the query without it. No widgets."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from tangostudio.library import TakeQuery
from tangostudio.ui import take_words
from tangostudio.ui.texts import tr, tr_count

_FILTERS = (
    "text", "min_stars", "hide_rejected", "favourites", "colours", "tags", "models", "categories",
    "shortest", "longest", "flagged", "origin", "days", "like", "family",
)  # fmt: skip
_NOTHING = TakeQuery()


@dataclass(frozen=True)
class Active:
    """A filter in force.

    Attributes:
        text: as its chip says it.
        without: the query when it is let go.
    """

    text: str
    without: TakeQuery


def unfiltered(query: TakeQuery, project: str) -> TakeQuery:
    """The query without text and filters; order and trash stay, likeness gives way to time."""
    plain = replace(query, project=project, **{name: getattr(_NOTHING, name) for name in _FILTERS})
    return replace(plain, sort="newest") if plain.sort == "likeness" else plain


def is_filtered(query: TakeQuery) -> bool:
    """Whether text or filters may hide takes."""
    return any(getattr(query, name) != getattr(_NOTHING, name) for name in _FILTERS)


def active(query: TakeQuery, project: str, model_name: Callable[[str], str] = str) -> list[Active]:
    """The filters in force, the text aside, in the order of the filter menu.

    Args:
        project: the open one; a query over all projects says so.
        model_name: the shown name of a model's id.
    """
    found = [*_marks(query), *_sound(query), *_origin(query, model_name)]
    if query.like is not None:
        without = replace(query, like=None, sort="newest")
        found.append(Active(tr("Like #{take}", take=query.like), without))
    if query.family is not None:
        text = tr("Family of #{take}", take=query.family)
        found.append(Active(text, replace(query, family=None)))
    if query.project is None:
        found.append(Active(tr("All projects"), replace(query, project=project)))
    return found


def _marks(query: TakeQuery) -> Iterator[Active]:
    if query.min_stars:
        more = "+" if query.min_stars < 5 else ""
        yield Active(f"★ {query.min_stars}{more}", replace(query, min_stars=0))
    if query.favourites:
        yield Active(tr("Favourites"), replace(query, favourites=False))
    if query.hide_rejected:
        yield Active(tr("Not rejected"), replace(query, hide_rejected=False))
    for colour in query.colours:
        left = _less(query.colours, colour)
        yield Active(take_words.colour_name(colour), replace(query, colours=left))
    for tag in query.tags:
        yield Active(tr("Tag {tag}", tag=tag), replace(query, tags=_less(query.tags, tag)))


def _sound(query: TakeQuery) -> Iterator[Active]:
    for category in query.categories:
        yield Active(category, replace(query, categories=_less(query.categories, category)))
    if query.shortest is not None or query.longest is not None:
        yield Active(_lengths(query), replace(query, shortest=None, longest=None))
    if query.flagged is not None:
        text = tr("With problems") if query.flagged else tr("Without problems")
        yield Active(text, replace(query, flagged=None))


def _origin(query: TakeQuery, model_name: Callable[[str], str]) -> Iterator[Active]:
    for model in query.models:
        yield Active(model_name(model), replace(query, models=_less(query.models, model)))
    if query.origin:
        text = tr("Imported") if query.origin == "imported" else tr("Made here")
        yield Active(text, replace(query, origin=""))
    if query.days is not None:
        today = tr("Made today")
        many = tr_count("Last {count} day", "Last {count} days", query.days)
        yield Active(many if query.days else today, replace(query, days=None))


def _less(values: tuple[str, ...], value: str) -> tuple[str, ...]:
    return tuple(each for each in values if each != value)


def _lengths(query: TakeQuery) -> str:
    if query.longest is None:
        return tr("{least} s or longer", least=f"{query.shortest:g}")
    if query.shortest is None:
        return tr("up to {most} s", most=f"{query.longest:g}")
    return tr("{least} to {most} s", least=f"{query.shortest:g}", most=f"{query.longest:g}")
