"""What went wrong with a request, told from the client's exception. Never shows a token.

Imported in the process that speaks with the hub alone.
"""

from __future__ import annotations

import errno
import re
from collections.abc import Mapping
from dataclasses import dataclass

from huggingface_hub.errors import HfHubHTTPError, OfflineModeIsEnabled

from tangostudio.errors import HubError
from tangostudio.hub import problems, states
from tangostudio.hub.client import transport
from tangostudio.hub.states import Problem

_RETRIED = frozenset((408, 500, 502, 503, 504))
_REFUSALS = frozenset((401, 403, 404, 410))
_RESET = re.compile(r";\s*t=(\d+)")


@dataclass(frozen=True)
class Asked:
    """What a request was about.

    Attributes:
        token: whether it went with one.
    """

    model: str
    gated: bool
    name: str
    repo: str
    folder: str
    token: bool


@dataclass(frozen=True)
class Trouble:
    """A problem with what may be done about it.

    Attributes:
        again: whether it may go right by itself.
        wait: seconds after which the hub wants to be asked again, where it says.
    """

    problem: Problem
    again: bool = False
    wait: float | None = None


def of(error: Exception, asked: Asked) -> Trouble:
    """The trouble behind one of `client.TROUBLES`."""
    model = asked.model
    if isinstance(error, HubError):
        return Trouble(problems.of(error))
    if isinstance(error, HfHubHTTPError):
        return _refused(error, asked)
    if isinstance(error, transport.ProxyError):
        return Trouble(problems.no_network(model, "the proxy refuses"))
    if isinstance(error, transport.ConnectError):
        if "CERTIFICATE" in str(error):
            return Trouble(problems.distrusted(model))
        return Trouble(problems.no_network(model), again=True)
    if isinstance(error, transport.TransportError) and not isinstance(
        error, transport.UnsupportedProtocol
    ):
        return Trouble(problems.lost(model), again=True)
    if isinstance(error, transport.HTTPError | transport.InvalidURL):
        return Trouble(problems.no_hub(model))
    if isinstance(error, OfflineModeIsEnabled):
        return Trouble(problems.no_network(model, "the hub's client is switched off"))
    return Trouble(disk(error, model, asked.folder))


def disk(error: Exception, model: str, folder: str) -> Problem:
    """What the operating system refuses, or something that nobody thought of."""
    if isinstance(error, OSError):
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            return problems.no_space(model)
        return problems.storage(model, folder, error.strerror or type(error).__name__)
    return problems.unexpected(model, type(error).__name__)


def _refused(error: HfHubHTTPError, asked: Asked) -> Trouble:
    """An answer of the hub with a status that is no success."""
    status, headers = error.response.status_code, error.response.headers
    if status in _REFUSALS and (store := _store(error)):
        # A link that is too old, or a network that lets the hub through but not its store.
        return Trouble(problems.store(asked.model, store, status), again=True)
    code = headers.get("X-Error-Code", "")
    gated = asked.gated or code == "GatedRepo"
    if status == 401:
        if asked.token:
            return Trouble(problems.bad_token(asked.model))
        if gated or code != "RepoNotFound":
            return Trouble(problems.no_token(asked.model))
    elif status == 403:
        return Trouble(_forbidden(error, asked))
    elif status == 429:
        wait = _wait(headers)
        return Trouble(problems.rate_limited(asked.model, wait), wait=wait)
    elif status not in (404, 410):
        return Trouble(problems.server(asked.model, status), again=status in _RETRIED)
    return Trouble(problems.not_there(asked.model, asked.name, asked.repo))


def _store(error: HfHubHTTPError) -> str:
    """The address that the hub sent to and that answered; "" where the hub itself did."""
    asked = [answer.url for answer in (*error.response.history, error.response)]
    first, last = asked[0], asked[-1]
    return "" if first.netloc == last.netloc else last.host


def _forbidden(error: HfHubHTTPError, asked: Asked) -> Problem:
    said = f"{error.response.headers.get('X-Error-Message', '')} {error.server_message}".lower()
    if "fine-grained" in said:
        return problems.narrow_token(asked.model)
    if "awaiting" in said:
        return problems.not_answered(asked.model)
    return problems.not_accepted(asked.model) if asked.token else problems.no_token(asked.model)


_UNSAID = 30.0  # seconds to wait where the hub does not say how long


def _wait(headers: Mapping[str, str]) -> float:
    """Seconds after which the hub wants to be asked again."""
    after = headers.get("Retry-After", "").strip()
    if after.isdigit():
        return float(after)
    reset = _RESET.search(headers.get("RateLimit", ""))
    return float(reset.group(1)) if reset else _UNSAID


def is_refusal(problem: Problem) -> bool:
    """Whether the hub wants to know who asks."""
    return problem.kind in (states.NO_TOKEN, states.NOT_ACCEPTED)
