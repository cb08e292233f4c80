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
from tangostudio.ui.texts import mark, tr, tr_marked

_NOTHING = mark("There is nothing to compare.")
_SHOWN = mark("Go on to the next one first.")


def revealed(studio: Any, take: Any, pane: ComparePane, chosen: bool) -> Revealed:
    """What a sound was."""
    # Rows may have been renamed since the round was made.
    with contextlib.suppress(NotFound):
        take = studio.take(take.id)
    wave = None
    with contextlib.suppress(TangoStudioError):
        size = pane.wave_rect().size()
        wave = take_card.wave_pixmap(studio.overview(take), size, pane.devicePixelRatioF())
    return Revealed(
        tr("{title}  #{id} · seed {seed}", title=take.title, id=take.id, seed=take.seed),
        wave,
        chosen,
    )


def offered(judged: Hearing[Any] | None, revealing: bool) -> dict[str, tuple[bool, str]]:
    """Which actions can be done now, with the reason where one cannot."""
    some, ranked = judged is not None, False
    ready = judged is not None and judged.unlocked and not revealing
    if judged is None:
        why = tr_marked(_NOTHING)
    elif revealing:
        why = tr_marked(_SHOWN)
    else:
        why = tr("{to_hear} first.", to_hear=judged.to_hear)
    moves, why_not = ready, why
    if isinstance(judged, RankingRound):
        ranked, moves = True, judged.active is not None and not revealing
        why_not = tr_marked(_SHOWN) if revealing else tr("Play one of them first.")
    can = {f"compare.{name}": (moves, why_not) for name in ("left", "tie", "right")}
    can["compare.both_bad"] = (ready, why)
    can["compare.rank"] = (ready and ranked, why if ranked else tr("Switch to ranking first."))
    can["compare.skip"] = (some, tr_marked(_NOTHING))
    count = len(judged.keys) if judged is not None else 0
    for place, letter in enumerate("abcde"):
        fewer = (
            tr("There is no sound {letter} now.", letter=letter.upper())
            if some
            else tr_marked(_NOTHING)
        )
        can[f"compare.play_{letter}"] = (place < count, fewer)
    return can
