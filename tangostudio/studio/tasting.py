"""The taste in an open library: sounds are heard in the background, votes are learned from.

It keeps what a taste needs at hand (vectors, the fitted taste, scores), asks the runner for vectors
that are missing, and fits again whenever votes, marks or vectors change. It belongs to the studio's
thread; only the fit itself runs on a thread of its own, where there is one.
"""

from __future__ import annotations

import logging
import random
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from tangostudio import errors
from tangostudio.audio.impressions import Trait
from tangostudio.cards import embedders
from tangostudio.errors import BadRequest, TangoStudioError
from tangostudio.library import Library, Take, TakeQuery, Vote
from tangostudio.messages import Embedded, EmbedRequest, Event, Failed, LastEvent, TasteFitted
from tangostudio.preference import rankings, taste, telling
from tangostudio.preference.intervals import Share
from tangostudio.preference.knowledge import Knowledge
from tangostudio.preference.opinions import opinions
from tangostudio.preference.pairs import Pair
from tangostudio.preference.rankings import Ranking
from tangostudio.preference.taste import Taste, Vector
from tangostudio.preference.weak import weak_opinions
from tangostudio.studio import portrait

if TYPE_CHECKING:
    from tangostudio.jobs.runners import Runner
    from tangostudio.studio.changes import Change, Changes

log = logging.getLogger(__name__)

Question = TypeVar("Question")

JOB = "listening"  # the id of its jobs; they are no stored ones
AT_ONCE = 24
"""Sounds per job, so that whoever presses Generate waits for a moment at most."""

_MOST_VECTORS = 2000  # of takes that nobody voted on: they only make a taste's scale steadier


@dataclass(frozen=True)
class Material:
    """What a taste is fitted to, read in the studio's thread and used in any."""

    votes: tuple[Vote, ...]
    takes: tuple[Take, ...]
    vectors: Mapping[str, Vector]
    embedder: str

    def fit(self) -> Taste | None:
        """The taste that votes and marks tell of; None without any vote or vector."""
        found = [*opinions(self.votes), *weak_opinions(self.takes, self.votes)]
        if not found or not self.vectors:
            return None
        return taste.fit(found, self.vectors, self.embedder)


@dataclass
class _Asked:
    """What a question for matches has heard so far."""

    vectors: dict[str, Vector] = field(default_factory=dict)
    texts: list[Vector] = field(default_factory=list)
    end: LastEvent | None = None


def _with_files(
    takes: list[Take],
    ask: Callable[[list[Take]], Question | None],
    asked: Callable[[Question], Iterable[Take]],
) -> Question | None:
    """The first question all of whose takes have their file; None when there is none left.

    The disk is asked about the takes of a question only: asking about thousands takes too long.
    """
    while (question := ask(takes)) is not None:
        missing = {take.id for take in asked(question) if take.missing}
        if not missing:
            return question
        takes = [take for take in takes if take.id not in missing]
    return None


def _cosine(first: Vector, second: Vector) -> float:
    length = float(np.linalg.norm(first) * np.linalg.norm(second))
    return float(first @ second) / length if length else 0.0


class Tasting:
    """What is known of the person's taste.

    Attributes:
        embedder: name of what sounds are heard by.
        taste: the fitted taste; None until there is something to fit.
        state: "idle", "listening" (vectors are made) or "learning" (a fit is under way).
    """

    def __init__(
        self,
        library: Library,
        runner: Runner,
        changes: Changes,
        choice: str,
        deliver: Callable[[Event], None] | None = None,
    ) -> None:
        """Take over a library's votes and vectors.

        Args:
            choice: kind of embedder, see `cards.embedders`; impressions where it is not there.
            deliver: brings a fit to the studio's thread; None fits at once, where it is asked for.
        """
        self._library = library
        self._runner = runner
        self._changes = changes
        self._deliver = deliver
        self._pool = ThreadPoolExecutor(1, "taste") if deliver else None
        self._gone: set[str] = set()
        self._takes: tuple[Take, ...] | None = None
        changes.subscribe(self._follow)
        self._listening = self._learning = self._stale = False
        self._looping = self._failed = False
        self._asked: _Asked | None = None
        self._scores: dict[str, tuple[float, float]] | None = None
        self.taste: Taste | None = None
        self.embedder = ""
        self._read: dict[str, Vector] | None = None
        try:
            self.hear_by(choice)
        except BadRequest:  # its weights were taken away; impressions need none
            self.hear_by(embedders.IMPRESSIONS)

    def hear_by(self, choice: str) -> None:
        """Hear with another embedder from now on; the taste is learned again by `listen`.

        Raises:
            BadRequest: there is no such embedder, or its weights are not there.
        """
        name = embedders.name_of(choice)
        if name != self.embedder:
            self.embedder = name
            self._read = None
            self.taste, self._scores = None, None
            self._gone.clear()

    def read_again(self) -> None:
        """Vectors were added to the library by another hand."""
        self._read = self._scores = None

    @property
    def _vectors(self) -> dict[str, Vector]:
        """The library's vectors, read when they are first needed: a large library has many."""
        if self._read is None:
            self._read = dict(self._library.embeddings.get(self.embedder))
        return self._read

    def close(self) -> None:
        """Wait for a fit that is under way; nothing is delivered afterwards."""
        if self._pool is not None:
            self._pool.shutdown(wait=True)

    # --- what is known ----------------------------------------------------------------------------

    @property
    def state(self) -> str:
        """What it is doing."""
        return "listening" if self._listening else "learning" if self._learning else "idle"

    @property
    def known(self) -> Knowledge | None:
        """How well the taste foretells; None before there is one."""
        return self.taste.known if self.taste is not None else None

    @property
    def unheard(self) -> int:
        """Sounds that have no vector yet."""
        return len(set(self._library.embeddings.wanting(self.embedder)) - self._gone)

    @property
    def vectors(self) -> Mapping[str, Vector]:
        """What sounds are heard as, by hash; grows as they are listened to."""
        return self._vectors

    def cannot_hear(self, sha256: str) -> bool:
        """Whether a sound was found to be missing or unreadable in this session."""
        return sha256 in self._gone

    def consistency(self) -> Share:
        """How many repeated pairs were answered as before."""
        return telling.consistency(self._library.votes.all())

    def useful_votes(self) -> int:
        """Votes in which one of the two sounds was chosen."""
        return sum(vote.answer in ("a", "b") for vote in self._library.votes.all())

    def scores(self, takes: Sequence[Take]) -> dict[int, tuple[float, float]]:
        """How much takes are liked, in log odds, and how unsure that is; by id.

        Takes without a vector are left out; empty while not enough is known.
        """
        known = self._known_scores()
        return {take.id: known[take.sha256] for take in takes if take.sha256 in known}

    def ordered(self, takes: Sequence[Take]) -> list[Take]:
        """The takes by taste, best first; those without a score keep their order at the end."""
        known = self._known_scores()
        return sorted(takes, key=lambda take: -known.get(take.sha256, (-np.inf, 0.0))[0])

    def words(self) -> str:
        """What the taste is like, such as "bright and dry, fairly sure"; empty while not known."""
        if self.taste is None or not self.taste.known.enough:
            return ""
        return portrait.words(self.taste, self._vectors)

    def traits(self) -> list[tuple[Trait, float]]:
        """How the taste leans in each trait that has a word, -1 to 1; empty while not known."""
        if self.taste is None or not self.taste.known.enough:
            return []
        return portrait.traits(self.taste, self._vectors)

    def matches(self, takes: Sequence[Take]) -> dict[int, float]:
        """How well takes fit their own prompts: the cosine of text and sound, by id.

        What the starter's ear has not heard is heard now and kept; the runner must do a job before
        it returns. Takes whose file is gone are left out.

        Raises:
            TangoStudioError: the embedder cannot be used.
        """
        if not takes:
            return {}
        name = embedders.name_of(embedders.STARTER)
        hashes = dict.fromkeys(take.sha256 for take in takes)
        vectors = dict(self._library.embeddings.get(name, hashes))
        texts = tuple(dict.fromkeys(take.prompt for take in takes))
        missing = ((s, str(self._library.takes.path_of(s))) for s in hashes if s not in vectors)
        asked = self._asked = _Asked()
        try:
            self._runner.submit(JOB, EmbedRequest(name, tuple(missing), texts))
        finally:
            self._asked = None
        if isinstance(asked.end, Failed):
            kind = getattr(errors, asked.end.kind, TangoStudioError)
            raise kind(asked.end.message, asked.end.hint)
        # As they are kept, so that asking again gives the same numbers.
        vectors |= {name: row.astype("<f2").astype("<f4") for name, row in asked.vectors.items()}
        rows = dict(zip(texts, asked.texts, strict=False))
        return {
            take.id: _cosine(rows[take.prompt], vectors[take.sha256])
            for take in takes
            if take.sha256 in vectors and take.prompt in rows
        }

    def _known_scores(self) -> dict[str, tuple[float, float]]:
        if self.taste is None or not self.taste.known.enough or not self._vectors:
            return {}
        if self._scores is None:
            names = list(self._vectors)
            found = self.taste.score(np.stack([self._vectors[n] for n in names]), self.embedder)
            pairs = zip(found.mean.tolist(), found.sd.tolist(), strict=True)
            self._scores = dict(zip(names, pairs, strict=True))
        return self._scores

    # --- what to ask ------------------------------------------------------------------------------

    def next_pair(
        self, project: str, rng: random.Random | None = None, *, without: Collection[int] = ()
    ) -> Pair[Take] | None:
        """Two takes of one prompt to judge next, the pair that tells most; None without any.

        Args:
            without: ids of takes that are passed over this time.
        """
        rng = rng or random.Random()
        votes = self._library.votes.all()
        return _with_files(
            self._present(project, without),
            lambda takes: telling.telling_pair(takes, votes, rng, self.taste, self._vectors),
            lambda pair: (pair.left, pair.right),
        )

    def next_ranking(
        self,
        project: str,
        size: int = rankings.MOST,
        rng: random.Random | None = None,
        *,
        without: Collection[int] = (),
    ) -> Ranking[Take] | None:
        """Three to five takes of one prompt to put in order; None without. Raises BadRequest."""
        rng = rng or random.Random()
        votes = self._library.votes.all()
        return _with_files(
            self._present(project, without),
            lambda takes: rankings.next_ranking(takes, votes, rng, size),
            lambda ranking: ranking.takes,
        )

    def _present(self, project: str, without: Collection[int]) -> list[Take]:
        # Recordings have no prompt that they could be better or worse for.
        query = TakeQuery(project=project, hide_rejected=True, origin="made")
        takes = self._library.takes.find(query)
        return [take for take in takes if take.id not in without]

    # --- listening and learning -------------------------------------------------------------------

    def listen(self) -> None:
        """Make the vectors that are missing, a few at a time, then learn anew if anything is new.

        Without a thread of its own (a command) everything is done when this returns.
        """
        if self._looping:
            return
        self._looping, self._failed = True, False
        try:
            while not (self._listening or self._failed) and (request := self._next_request()):
                self._listening = True
                self._runner.submit(JOB, request)
        finally:
            self._looping = False
        if not self._listening:
            self.learn()

    def learn(self) -> None:
        """Fit the taste to the votes, marks and vectors that there are now."""
        if self._learning:
            self._stale = True
            return
        material = self._material()
        if self._pool is None:
            self.take_in(TasteFitted(JOB, material.fit()))
            return
        self._learning, self._stale = True, False
        self._pool.submit(self._fit, material)

    def keep(self, event: Embedded) -> None:
        """Store vectors that arrived."""
        vectors = {sha256: np.frombuffer(data, "<f4") for sha256, data in event.sounds}
        if self._asked is not None:
            self._asked.vectors.update(vectors)
            self._asked.texts += [np.frombuffer(data, "<f4") for data in event.texts]
            if not self._library.writable:
                return
        else:
            self._gone.update(event.gone)
        try:
            self._library.embeddings.add(event.embedder, vectors)
        except TangoStudioError as error:
            log.warning("vectors could not be kept: %s", error.message)
            self._gone.update(vectors)
            return
        if event.embedder == self.embedder:
            self._vectors.update(vectors)
            self._scores = None

    def ended(self, event: LastEvent) -> None:
        """A job of listening ended; go on with the next sounds."""
        if self._asked is not None:
            self._asked.end = event
            return
        self._listening = False
        if isinstance(event, Failed):
            log.warning("listening failed: %s", event.message)
            self._failed = True  # the same sounds would fail again; the next take starts anew
            if not self._looping:
                self.learn()
            return
        self.listen()

    def take_in(self, event: TasteFitted) -> None:
        """A fit is there."""
        self._learning = False
        fitted: Taste | None = event.taste
        if fitted is None or fitted.embedder == self.embedder:
            self.taste, self._scores = fitted, None
            self._changes.announce("taste")
        if self._stale or (fitted is not None and fitted.embedder != self.embedder):
            self.learn()

    def _next_request(self) -> EmbedRequest | None:
        most = AT_ONCE + len(self._gone)
        wanted = self._library.embeddings.wanting(self.embedder, limit=most)
        some = [sha256 for sha256 in wanted if sha256 not in self._gone][:AT_ONCE]
        if not some:
            return None
        folder = self._library.audio_dir
        return EmbedRequest(self.embedder, tuple((s, str(folder / f"{s}.flac")) for s in some))

    def _material(self) -> Material:
        votes = tuple(self._library.votes.all())
        wanted = {name for vote in votes for name in (vote.sha256_a, vote.sha256_b)}
        if self._takes is None:
            self._takes = tuple(self._library.takes.find(TakeQuery()))
        takes = self._takes
        marked = {take.sha256 for take in takes if take.stars or take.rejected}
        others = list(self._vectors)[-_MOST_VECTORS:]
        prompts = {take.prompt for take in takes if take.sha256 in marked}
        wanted |= {take.sha256 for take in takes if take.prompt in prompts}
        names = dict.fromkeys([*others, *(name for name in wanted if name in self._vectors)])
        vectors = {name: self._vectors[name] for name in names}
        return Material(votes, takes, vectors, self.embedder)

    def _follow(self, change: Change) -> None:
        if "takes" in change.kinds:
            self._takes = None

    def _fit(self, material: Material) -> None:
        assert self._deliver is not None
        try:
            fitted = material.fit()
        except (TangoStudioError, np.linalg.LinAlgError) as error:
            log.warning("the taste could not be learned: %s", error)
            fitted = None
        self._deliver(TasteFitted(JOB, fitted))
