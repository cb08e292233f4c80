"""What a round allows, and what its sounds were once a vote is given."""

from __future__ import annotations

import contextlib
from typing import Any

from tangostudio.errors import NotFound, TangoStudioError
from tangostudio.ui import take_card
from tangostudio.ui.compare_board import Revealed
from tangostudio.ui.compare_pane import ComparePane
from tangostudio.ui.compare_round import Hearing
from tangostudio.ui.ranking_round import RankingRound

_NOTHING = "There is nothing to compare."
_SHOWN = "Go on to the next one first."


def revealed(studio: Any, take: Any, pane: ComparePane, chosen: bool) -> Revealed:
    """What a sound was."""
    # Rows may have been renamed since the round was made.
    with contextlib.suppress(NotFound):
        take = studio.take(take.id)
    wave = None
    with contextlib.suppress(TangoStudioError):
        size = pane.wave_rect().size()
        wave = take_card.wave_pixmap(studio.overview(take), size, pane.devicePixelRatioF())
    return Revealed(f"{take.title}  #{take.id} · seed {take.seed}", wave, chosen)


def offered(judged: Hearing[Any] | None, revealing: bool) -> dict[str, tuple[bool, str]]:
    """Which actions can be done now, with the reason where one cannot."""
    some, ranked = judged is not None, False
    ready = judged is not None and judged.unlocked and not revealing
    why = _NOTHING if judged is None else _SHOWN if revealing else f"{judged.to_hear} first."
    moves, why_not = ready, why
    if isinstance(judged, RankingRound):
        ranked, moves = True, judged.active is not None and not revealing
        why_not = _SHOWN if revealing else "Play one of them first."
    can = {f"compare.{name}": (moves, why_not) for name in ("left", "tie", "right")}
    can["compare.both_bad"] = (ready, why)
    can["compare.rank"] = (ready and ranked, why if ranked else "Switch to ranking first.")
    can["compare.skip"] = (some, _NOTHING)
    count = len(judged.keys) if judged is not None else 0
    for place, letter in enumerate("abcde"):
        fewer = f"There is no sound {letter.upper()} now." if some else _NOTHING
        can[f"compare.play_{letter}"] = (place < count, fewer)
    return can
