"""What Compare mode says of the votes and of the taste, read from the studio into plain values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tangostudio.library import TakeQuery
from tangostudio.preference.pairs import comparable
from tangostudio.ui.texts import mark, tr

FEW_PROMPTS = mark("Votes on one prompt teach little: make takes of other prompts too.")


@dataclass(frozen=True)
class Tally:
    """Votes that stand.

    Attributes:
        total: all of them, over all projects.
        useful: those in which one sound was chosen.
        repeats, agreed: repeated pairs, and how many of them were answered as before.
    """

    total: int = 0
    useful: int = 0
    repeats: float = 0.0
    agreed: float = 0.0

    @property
    def others(self) -> int:
        """Votes without a choice."""
        return max(0, self.total - self.useful)


@dataclass(frozen=True)
class Knowing:
    """What is known of the taste.

    Attributes:
        enough: whether takes can be ordered by it.
        sentence: how much is known.
        words: what the taste is like; "" while that is not known.
    """

    enough: bool = False
    sentence: str = ""
    words: str = ""

    @property
    def line(self) -> str:
        """Both in one line."""
        if not self.words:
            return self.sentence
        return tr(
            "Taste: {words} · {sentence}",
            words=self.words,
            sentence=self.sentence[:1].lower() + self.sentence[1:],
        )


@dataclass(frozen=True)
class Stock:
    """What there is to compare in a project.

    Attributes:
        prompts: prompts that have two takes or more.
        largest: takes of the prompt that has most.
    """

    prompts: int = 0
    largest: int = 0


def tally(studio: Any) -> Tally:
    """Counts of votes, as they are now."""
    again = studio.tasting.consistency()
    useful = studio.tasting.useful_votes()
    return Tally(studio.votes_count(), useful, again.cases, again.right)


def knowing(studio: Any) -> Knowing:
    """What is known of the taste now."""
    known = studio.tasting.known
    if known is None:
        return Knowing(sentence=tr("Nothing is known of your taste yet."))
    return Knowing(known.enough, known.sentence, studio.tasting.words())


def stock(studio: Any) -> Stock:
    """What the open project has to compare."""
    takes = studio.find(TakeQuery(project=studio.project, hide_rejected=True))
    groups = comparable(takes)
    prompts = {group[0].prompt.strip() for group in groups}
    return Stock(len(prompts), max(map(len, groups), default=0))
