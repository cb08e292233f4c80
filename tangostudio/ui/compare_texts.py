"""What Compare mode says: headings, large keys, hints and what stands where there is nothing."""

from __future__ import annotations

from dataclasses import dataclass

from tangostudio.preference.rankings import LEAST
from tangostudio.ui.compare_board import Answer
from tangostudio.ui.compare_clock import REST
from tangostudio.ui.compare_facts import FEW_PROMPTS, Stock
from tangostudio.ui.compare_round import LETTERS
from tangostudio.ui.ranking_round import RANKED as RANK_LETTERS

WHICH = "Which is closer to what you want?"
ORDER = "Best first: which order is right?"
PAIR = LETTERS
RANKED = dict(enumerate(RANK_LETTERS))
PAIR_KEYS = (
    Answer("left", "A is better", "←", "compare.left"),
    Answer("tie", "No difference", "↑", "compare.tie"),
    Answer("both_bad", "Both bad", "↓", "compare.both_bad"),
    Answer("right", "B is better", "→", "compare.right"),
)
RANK_KEYS = (
    Answer("left", "Better", "←", "compare.left"),
    Answer("right", "Worse", "→", "compare.right"),
    Answer("tie", "Tie", "T", "compare.tie"),
    Answer("both_bad", "All bad", "↓", "compare.both_bad"),
    Answer("rank", "This order", "Enter", "compare.rank"),
)
MORE = {
    False: "Space plays again · Ctrl Z takes the last vote back",
    True: "Ctrl Z takes the last order back",
}
CANNOT_PLAY = {
    False: "One of the two cannot be played · S goes to another pair",
    True: "One of them cannot be played · S goes to another set",
}
LEFT_OUT = "A sound that cannot be played was left out."
ACTIONS = {
    False: {
        "compare.left": "A is better",
        "compare.tie": "No difference",
        "compare.both_bad": "Both bad",
        "compare.right": "B is better",
        "compare.skip": "Another pair",
    },
    True: {
        "compare.left": "Better than the one before",
        "compare.tie": "Tie with the one before",
        "compare.both_bad": "All bad",
        "compare.right": "Worse than the next",
        "compare.skip": "Another set",
    },
}


@dataclass(frozen=True)
class Nothing:
    """What stands where there is nothing to compare; the button does an action of the table."""

    head: str
    hint: str
    button: str
    action: str


def nothing(stock: Stock, ranking: bool) -> Nothing:
    """Why there is nothing to compare, and what helps."""
    create = ("Go to Create", "mode.create")
    if stock.prompts == 0:
        return Nothing(
            "Nothing to compare yet",
            "Make at least two takes of one prompt; then choose the better one here, "
            "without seeing which is which.",
            *create,
        )
    if ranking and stock.largest < LEAST:
        return Nothing(
            "No three takes of one prompt",
            "A ranking needs at least three. Two can be compared.",
            "Compare two",
            "compare.ranking",
        )
    what = "set is ranked" if ranking else "pair is judged"
    return Nothing(f"Every {what}", "Make more takes of one prompt to go on.", *create)


def note(*, left_out: bool, tiring: bool, prompts: int) -> str:
    """The quiet line under the meter: what matters most, or nothing."""
    if left_out:
        return LEFT_OUT
    if tiring:
        return f"{REST}."
    return FEW_PROMPTS if prompts == 1 else ""


def after_vote(said: str, again: bool | None) -> str:
    """The hint once a vote is given; `again`: a repeated pair was answered as before, or not."""
    how = "as before" if again else "differently than before"
    about = [f"You answered this pair {how}"] if again is not None else []
    return " · ".join([said, *about, "Space plays the next", "Ctrl Z takes it back"])
