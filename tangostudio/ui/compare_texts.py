"""What Compare mode says: headings, large keys, hints and what stands where there is nothing."""

from __future__ import annotations

from dataclasses import dataclass

from tangostudio.preference.rankings import LEAST
from tangostudio.ui.compare_board import Answer
from tangostudio.ui.compare_clock import REST
from tangostudio.ui.compare_facts import FEW_PROMPTS, Stock
from tangostudio.ui.compare_round import LETTERS
from tangostudio.ui.ranking_round import RANKED as RANK_LETTERS
from tangostudio.ui.texts import mark, tr, tr_marked

WHICH = mark("Which is closer to what you want?")
ORDER = mark("Best first: which order is right?")
PAIR = LETTERS
RANKED = dict(enumerate(RANK_LETTERS))
PAIR_KEYS = (
    Answer("left", mark("A is better"), "←", "compare.left"),
    Answer("tie", mark("No difference"), "↑", "compare.tie"),
    Answer("both_bad", mark("Both bad"), "↓", "compare.both_bad"),
    Answer("right", mark("B is better"), "→", "compare.right"),
)
RANK_KEYS = (
    Answer("left", mark("Better"), "←", "compare.left"),
    Answer("right", mark("Worse"), "→", "compare.right"),
    Answer("tie", mark("Tie"), "T", "compare.tie"),
    Answer("both_bad", mark("All bad"), "↓", "compare.both_bad"),
    Answer("rank", mark("This order"), "Enter", "compare.rank"),
)
MORE = {
    False: mark("Space plays again · Ctrl Z takes the last vote back"),
    True: mark("Ctrl Z takes the last order back"),
}
CANNOT_PLAY = {
    False: mark("One of the two cannot be played · S goes to another pair"),
    True: mark("One of them cannot be played · S goes to another set"),
}
LEFT_OUT = mark("A sound that cannot be played was left out.")
ACTIONS = {
    False: {
        "compare.left": mark("A is better"),
        "compare.tie": mark("No difference"),
        "compare.both_bad": mark("Both bad"),
        "compare.right": mark("B is better"),
        "compare.skip": mark("Another pair"),
    },
    True: {
        "compare.left": mark("Better than the one before"),
        "compare.tie": mark("Tie with the one before"),
        "compare.both_bad": mark("All bad"),
        "compare.right": mark("Worse than the next"),
        "compare.skip": mark("Another set"),
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
    create = (tr("Go to Create"), "mode.create")
    if stock.prompts == 0:
        return Nothing(
            tr("Nothing to compare yet"),
            tr(
                "Make at least two takes of one prompt; then choose the better one here, "
                "without seeing which is which."
            ),
            *create,
        )
    if ranking and stock.largest < LEAST:
        return Nothing(
            tr("No three takes of one prompt"),
            tr("A ranking needs at least three. Two can be compared."),
            tr("Compare two"),
            "compare.ranking",
        )
    head = tr("Every set is ranked") if ranking else tr("Every pair is judged")
    return Nothing(head, tr("Make more takes of one prompt to go on."), *create)


def note(*, left_out: bool, tiring: bool, prompts: int) -> str:
    """The quiet line under the meter: what matters most, or nothing."""
    if left_out:
        return tr_marked(LEFT_OUT)
    if tiring:
        return f"{tr_marked(REST)}."
    return tr_marked(FEW_PROMPTS) if prompts == 1 else ""


def after_vote(said: str, again: bool | None) -> str:
    """The hint once a vote is given; `again`: a repeated pair was answered as before, or not."""
    about = []
    if again is not None:
        same = tr("You answered this pair as before")
        about = [same if again else tr("You answered this pair differently than before")]
    return " · ".join([said, *about, tr("Space plays the next"), tr("Ctrl Z takes it back")])
