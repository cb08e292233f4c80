"""Models on this computer: what is there, fetching, adopting, removing. The verbs of Models mode.

Everything that takes time runs on a thread of its own or in a throw-away process; what it tells
comes back as events, and `changes` announces "models". No torch here: a pickle is converted and a
model is verified by jobs.
"""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Callable, Generator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from tangostudio.cards import Catalogue, ModelCard
from tangostudio.errors import BadRequest, StorageError
from tangostudio.hub import (
    addresses,
    adopt,
    fetch,
    holdings,
    orders,
    problems,
    process,
    scan,
    shopping,
    states,
    tokens,
)
from tangostudio.hub.checks import Sums
from tangostudio.hub.lane import Lane, Work
from tangostudio.hub.states import FoundModel, ModelState, Problem, Scanned, Tested, TokenState
from tangostudio.hub.tokens import Tokens
from tangostudio.messages import Event, ModelsNews
from tangostudio.studio import conversions
from tangostudio.studio.changes import Changes
from tangostudio.studio.conversions import MakeRunner

JOB = "models"
_AT_REST = (states.READY, states.ABSENT, states.INCOMPLETE)
_BUSY = (states.QUEUED, states.FETCHING, states.CHECKING, states.CONVERTING)

Steps = Generator[ModelState, None, None]


class Models:
    """The models of the catalogue with the state of their files, and what can be done about it.

    It belongs to one thread. Downloads, checks and conversions go one after the other; a scan and
    a test of a token go beside them.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        changes: Changes,
        deliver: Callable[[Event], None] | None = None,
        *,
        is_used: Callable[[str], bool] = lambda model: False,
        make_converter: MakeRunner = conversions.throw_away_runner,
    ) -> None:
        """Start nothing yet.

        Args:
            deliver: brings an event to this object's thread and there to `handle`; None does all
                work where it is asked for.
            is_used: whether a job that waits or runs needs the model.
            make_converter: makes the runner of one conversion.
        """
        self._catalogue = catalogue
        self._changes = changes
        self._deliver = deliver or self.handle
        self._is_used = is_used
        self._make_converter = make_converter
        threaded = deliver is not None
        self._files = Lane("models", threaded=threaded)
        self._scans = Lane("models-scan", threaded=threaded)
        self._asks = Lane("models-token", threaded=threaded)
        self._tokens, self._sums = Tokens(), Sums()
        self._live: dict[str, ModelState] = {}
        self._scan, self._scan_key = Scanned(0, over=True), ""
        self._numbers = itertools.count(1)
        self._token: TokenState | None = None
        self._tested, self._test_key = Tested(None), ""

    def close(self) -> None:
        """Stop what is under way; what has arrived stays."""
        for lane in (self._scans, self._asks, self._files):
            lane.close()

    def handle(self, event: ModelsNews) -> None:
        """Take in what a thread tells, on this object's thread."""
        match event.news:
            case ModelState(model=model, state=state) if state in _AT_REST:
                self._live.pop(model, None)  # the disk tells it from now on
            case ModelState(model=model):
                self._live[model] = event.news
            case Scanned() if event.job == self._scan_key:
                self._scan = event.news
            case Tested() if event.job == self._test_key:
                self._tested, self._test_key = event.news, ""
            case TokenState():
                self._token = event.news
        self._changes.announce("models", event=event)

    # --- files ------------------------------------------------------------------------------------

    def state(self, model: str) -> ModelState:
        """One model's files, without touching the network. Raises BadRequest."""
        return self._live.get(model) or holdings.state(self._catalogue.get(model))

    def fetch(self, model: str) -> None:
        """Download what is missing, or go on with it; the disk is checked first.

        Raises:
            BadRequest: there is no such model, or it comes with the program.
            StorageError: there is not enough room.
        """
        card = self._fetched(model)
        if shortage := fetch.shortage_of(card):
            raise StorageError(shortage.message, shortage.hint)
        self._begin(card, self.fetching(model))

    def fetching(self, model: str) -> Steps:
        """`fetch`, step by step, for whoever waits for it; closing the generator pauses it.

        The last state is that of the files, or `FAILED` with its problem.
        """
        card = self._fetched(model)
        return self._then_convert(
            card, lambda: fetch.fetching(card, self._tokens.current().text, self._sums)
        )

    def pause(self, model: str) -> None:
        """Stop the download; what is there stays and is gone on with."""
        self._files.stop(model)

    def remove(self, model: str) -> int:
        """Delete the model's own files; takes stay. Bytes that were freed.

        Files that lie in another program's cache or a folder of the person's are let go of, not
        deleted.

        Raises:
            BadRequest: it comes with the program, something is being done to its files, or a job
                needs it.
            HubError: another program works on its files.
            StorageError: a file cannot be deleted.
        """
        card = self._fetched(model)
        if self._is_busy(model):
            raise BadRequest(f"The files of {card.name} are being worked on.", "Pause that first.")
        if self._is_used(model):
            raise BadRequest(
                f"{card.name} is needed by a job that runs or waits.",
                "Wait for it, or cancel it, then remove the model.",
            )
        freed = holdings.remove(card)
        self._live.pop(model, None)
        self._changes.announce("models")
        return freed

    def adopt(self, found: FoundModel, *, copy: bool = False) -> None:
        """Use files where they lie, or copy them; each is checked first. Raises BadRequest."""
        self._begin(self._fetched(found.model), self.adopting(found, copy=copy))

    def adopting(self, found: FoundModel, *, copy: bool = False) -> Steps:
        """`adopt`, step by step. Raises BadRequest."""
        card = self._fetched(found.model)
        if unknown := {name for name, _ in found.files} - {item.name for item in card.files}:
            raise BadRequest(f"{card.name} has no file {min(unknown)}.", "Look for files again.")
        return self._then_convert(card, lambda: adopt.adopting(card, found, self._sums, copy=copy))

    def convert(self, model: str) -> None:
        """Turn the model's published pickles into safetensors, in a process of its own.

        Raises:
            BadRequest: there are none.
        """
        self._begin(self._fetched(model), self.converting(model))

    def converting(self, model: str) -> Steps:
        """`convert`, step by step. Raises BadRequest."""
        card = self._fetched(model)
        if not any(item.converts_to for item in card.files):
            raise BadRequest(f"{card.name} has nothing to convert.", "Its files are used as is.")
        rows = holdings.held(card)
        for item in card.files:
            if item.converts_to and item.name not in rows:
                raise BadRequest(f"{item.name} of {card.name} is not there.", "Get it first.")
        return conversions.converting(card, self._make_converter)

    def shopping_list(self, models: Sequence[str]) -> str:
        """Addresses, sizes and checksums of what is missing, to carry to another computer."""
        return shopping.shopping_list(self._catalogue.get(model) for model in models)

    def licence_page(self, model: str) -> str:
        """The page on which a gated model's licence is accepted, or the licence's own page."""
        return addresses.licence_page(self._catalogue.get(model))

    def _fetched(self, model: str) -> ModelCard:
        """A card whose files are fetched. Raises BadRequest."""
        card = self._catalogue.get(model)
        if card.bundled or not card.files:
            raise BadRequest(f"{card.name} comes with the program.", "There is nothing to get.")
        return card

    def _is_busy(self, model: str) -> bool:
        """Whether something is being done to a model's files."""
        live = self._live.get(model)
        return live is not None and live.state in _BUSY

    def _begin(self, card: ModelCard, steps: Steps) -> None:
        """Have something done to a model's files, unless something is being done already."""
        if self._is_busy(card.id):
            return
        self._tell_here(dataclasses.replace(holdings.state(card), state=states.QUEUED))
        self._files.put(
            Work(
                card.id,
                lambda: steps,
                hear=self._tell,
                stopped=lambda: self._tell(_paused(card)),
                broke=lambda error: self._tell(_broken(card, error)),
            )
        )

    def _then_convert(self, card: ModelCard, steps: Callable[[], Any]) -> Steps:
        """The steps, then the conversion that they made possible."""
        with closing(steps()) as states_:
            for state in states_:
                if state.state != states.INCOMPLETE or not conversions.is_due(card):
                    yield state
        if conversions.is_due(card):
            yield from conversions.converting(card, self._make_converter)

    # --- files that lie around --------------------------------------------------------------------

    def scan(self, folder: Path) -> None:
        """Look through a folder or drive for files of known models; `found` has the answer.

        A scan that is under way is stopped.

        Raises:
            BadRequest: there is no such folder.
        """
        steps = self.looking(folder)
        self._scans.stop(self._scan_key)
        self._scan_key = key = f"scan-{next(self._numbers)}"
        self._tell_here(Scanned(0), key)
        self._scans.put(
            Work(
                key,
                lambda: steps,
                hear=lambda news: self._tell(news, key),
                broke=lambda error: self._tell(Scanned(0, over=True), key),
            )
        )

    def looking(self, folder: Path) -> Generator[Scanned, None, None]:
        """`scan`, step by step. Raises BadRequest."""
        if not folder.is_dir():
            raise BadRequest(f"There is no folder {folder}.", "Choose another one.")
        return scan.scanning(folder, self._catalogue.all(), self._sums)

    def stop_scan(self) -> None:
        """Stop the scan; nothing is found by it."""
        self._scans.stop(self._scan_key)
        self._tell_here(Scanned(0, over=True), self._scan_key)
        self._scan_key = ""  # what it tells on its way out is no news any more

    @property
    def scanning(self) -> bool:
        """Whether a scan is under way."""
        return not self._scan.over

    @property
    def scanned(self) -> int:
        """How many files the scan has looked at so far."""
        return self._scan.files

    @property
    def found(self) -> tuple[FoundModel, ...]:
        """What the last scan found."""
        return self._scan.found

    # --- the token --------------------------------------------------------------------------------

    @property
    def token(self) -> TokenState:
        """Where the access token comes from; never the token itself.

        The key store is asked on a thread at the first call; "models" is announced when it answers.
        """
        if self._token is None:
            self._token = TokenState()
            self._ask("token", lambda: (step for step in (self._tokens.state(),)))
        return self._token

    def test_token(self, model: str, token: str = "") -> None:
        """Ask the hub whether a token (or the one in use) opens a model; `tested` has the answer.

        Nothing is stored.

        Raises:
            BadRequest: there is no such model, or it comes with the program.
        """
        card = self._fetched(model)
        self._asks.stop(self._test_key)
        self._test_key = f"test-{next(self._numbers)}"
        self._changes.announce("models")
        self._ask(self._test_key, lambda: self._knock(card, token))

    @property
    def testing(self) -> bool:
        """Whether a token is being tested."""
        return bool(self._test_key)

    @property
    def tested(self) -> Problem | None:
        """The answer to the last `test_token`: a problem, or None when it opens the model."""
        return self._tested.problem

    @property
    def tested_account(self) -> str:
        """Whose the token is that was tested last; "" where the hub did not say."""
        return self._tested.account

    def set_token(self, token: str, *, keep: bool) -> None:
        """Use a token; keep it in the system's key store, or for this session only.

        Raises:
            BadRequest: it is no token.
            StorageError: there is no key store, or it refuses.
        """
        self._tokens.use(token, keep=keep)
        self._tell_here(self._tokens.state())

    def forget_token(self) -> None:
        """Take the token out of the key store and out of use. Raises StorageError."""
        self._tokens.forget()
        self._tell_here(self._tokens.state())

    def tokens_page(self) -> str:
        """The page on which an account makes its access tokens."""
        return addresses.tokens_page()

    def _ask(self, key: str, steps: Callable[[], Generator[Any, None, None]]) -> None:
        def broke(error: Exception) -> None:
            self._tell(Tested(problems.unexpected("the model", type(error).__name__)), key)

        self._asks.put(Work(key, steps, hear=lambda news: self._tell(news, key), broke=broke))

    def _knock(self, card: ModelCard, token: str) -> Generator[Any, None, None]:
        """What the hub says of a token."""
        try:
            text = tokens.clean(token) if token else self._tokens.current().text
        except BadRequest as error:
            yield Tested(Problem(states.BAD_TOKEN, error.message, error.hint))
            return
        file = next(item for item in card.files if item.repo)
        order = orders.Knock(card.name, card.gated, file, text)
        with closing(process.asked(order)) as answers:
            for news in answers:
                if isinstance(news, orders.Answered):
                    self._tokens.belongs_to(text, news.tested.account)
                    yield self._tokens.state()
                    yield news.tested
                elif isinstance(news, orders.Stopped):
                    yield Tested(news.problem)
                else:
                    yield None  # a moment in which it can be stopped

    # --- news -------------------------------------------------------------------------------------

    def _tell(self, news: Any, key: str = JOB) -> None:
        """Bring news from whatever thread to this object's."""
        if news is not None:
            self._deliver(ModelsNews(key, news))

    def _tell_here(self, news: Any, key: str = JOB) -> None:
        self.handle(ModelsNews(key, news))


def _paused(card: ModelCard) -> ModelState:
    """The state after work was stopped: paused, unless nothing was begun or all was done."""
    found = holdings.state(card)
    begun = found.state in (states.INCOMPLETE, states.PAUSED)
    return dataclasses.replace(found, state=states.PAUSED) if begun else found


def _broken(card: ModelCard, error: Exception) -> ModelState:
    problem = problems.unexpected(card.name, type(error).__name__)
    return dataclasses.replace(holdings.state(card), state=states.FAILED, problem=problem)
