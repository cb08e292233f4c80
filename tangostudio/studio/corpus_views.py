"""What views show of a corpus: what there is, what becomes of it, in values and sentences."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tangostudio.corpora import corpus
from tangostudio.corpora.corpus import Corpus
from tangostudio.corpora.look import told_length
from tangostudio.messages import CorpusRequest, Failed

READY, BUILDING, UNFINISHED, DAMAGED = "ready", "building", "unfinished", "damaged"


@dataclass(frozen=True)
class CorpusView:
    """One corpus of the library.

    Attributes:
        state: "ready", "building", "unfinished" (a build was stopped; it can go on) or "damaged".
        folder: where it lies.
        clips, held_out, seconds, left_out: of what is built; 0 where nothing is yet.
        reasons: how many are left out for each reason of `corpus.REASONS`.
        made_at: when it was built last, ISO 8601, UTC; "" where it is not.
        source: folder of the recordings; "" for takes.
        options: see `corpora.choices.Choices`.
        done, total: recordings of a build that runs; current: the one that is read.
        error: why the last build ended without a corpus, in this session.
        problem: why it cannot be read; "" when it can.
        warnings: what to know before training on it.
    """

    id: str
    name: str
    state: str
    folder: Path
    clips: int = 0
    held_out: int = 0
    seconds: float = 0.0
    left_out: int = 0
    reasons: dict[str, int] = field(default_factory=dict)
    made_at: str = ""
    source: str = ""
    options: dict[str, Any] = field(default_factory=dict)
    done: int = 0
    total: int = 0
    current: str = ""
    error: Failed | None = None
    problem: str = ""
    warnings: tuple[str, ...] = ()

    @property
    def sentence(self) -> str:
        """What it is, for people."""
        if self.problem:
            return self.problem
        if self.state == BUILDING:
            return f"Being built: {self.done} of {self.total} recordings."
        if self.state == UNFINISHED and not self.clips:
            return "Not finished; it can go on."
        clips = "1 clip" if self.clips == 1 else f"{self.clips} clips"
        parts = [f"{clips}, {told_length(self.seconds)}", f"{self.held_out} held out"]
        if self.left_out:
            counted = (f"{count} {corpus.REASONS[name]}" for name, count in self.reasons.items())
            parts.append(f"{self.left_out} left out ({', '.join(counted)})")
        return f"{'; '.join(parts)}."


def of_corpus(made: Corpus, request: CorpusRequest | None) -> CorpusView:
    """The view of a corpus that is built."""
    return CorpusView(
        id=made.id,
        name=made.name,
        state=READY,
        folder=made.folder,
        clips=len(made.items),
        held_out=len(made.held_out),
        seconds=made.seconds,
        left_out=len(made.left_out),
        reasons=made.reasons,
        made_at=made.made_at,
        source=request.source if request else "",
        options=made.options,
        warnings=made.warnings,
    )
