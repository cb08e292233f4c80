"""Problems as sentences with what to press, each naming its model. Knows nothing of the client."""

from __future__ import annotations

from tangostudio.errors import HubError, TangoStudioError
from tangostudio.hub import addresses, states
from tangostudio.hub.states import Problem

_STAYS = "what is there stays"


def of(error: TangoStudioError) -> Problem:
    """An error as a problem; one that names no kind is the storage's."""
    kind = error.problem if isinstance(error, HubError) else ""
    return Problem(kind or states.STORAGE, error.message, error.hint)


def error(problem: Problem) -> HubError:
    """The other way."""
    return HubError(problem.message, problem.hint, problem.kind)


def no_token(model: str) -> Problem:
    """Gated, and nobody is logged in."""
    return Problem(
        states.NO_TOKEN,
        f"{model} is given only to accounts that accepted its licence, and nobody is logged in.",
        "Press Log in, accept the licence on its page, then paste an access token.",
    )


def bad_token(model: str) -> Problem:
    """The hub does not know the token."""
    return Problem(
        states.BAD_TOKEN,
        f"The hub does not know the access token that {model} was asked for with.",
        "Press New token and paste one that was copied whole, or make a new one.",
    )


def narrow_token(model: str) -> Problem:
    """The token is good, but not for gated models."""
    return Problem(
        states.BAD_TOKEN,
        f"The access token may not read gated models such as {model}.",
        "Press New token, and allow it to read public gated repositories where you make it.",
    )


def not_accepted(model: str) -> Problem:
    """The account has not accepted the licence."""
    return Problem(
        states.NOT_ACCEPTED,
        f"The account of the access token has not accepted the licence of {model}.",
        "Press Open licence page, accept it there with this account, then press Try again.",
    )


def not_answered(model: str) -> Problem:
    """The account asked for the model, and its publisher has not agreed yet."""
    return Problem(
        states.NOT_ACCEPTED,
        f"The account has asked for {model}, and its publisher has not agreed yet.",
        "Press Try again once the publisher has agreed.",
    )


def no_network(model: str, reason: str = "") -> Problem:
    """The hub cannot be reached."""
    because = f" ({reason})" if reason else ""
    return Problem(
        states.NO_NETWORK,
        f"{model} cannot be fetched: {addresses.shown()} cannot be reached{because}.",
        f"Check the connection and the proxy, then press Try again; {_STAYS}.",
    )


def distrusted(model: str) -> Problem:
    """The hub's certificate, or that of a proxy in its place, is not trusted."""
    return Problem(
        states.NO_NETWORK,
        f"{model} cannot be fetched: the certificate of {addresses.shown()} is not trusted.",
        "Name the certificate of your proxy or virus scanner in SSL_CERT_FILE, then press Try "
        "again.",
    )


def no_hub(model: str) -> Problem:
    """Something answers that is no hub, such as the login page of a network."""
    return Problem(
        states.NO_NETWORK,
        f"{model} cannot be fetched: what answers at {addresses.shown()} is not the hub.",
        "Log in to the network, or check HF_ENDPOINT, then press Try again.",
    )


def lost(model: str) -> Problem:
    """The connection is cut again and again."""
    return Problem(
        states.NO_NETWORK,
        f"The connection was lost several times while {model} was fetched.",
        f"Check the connection, then press Try again; {_STAYS}.",
    )


def no_space(model: str) -> Problem:
    """The disk became full on the way."""
    return Problem(
        states.NO_SPACE,
        f"The disk became full while {model} was fetched.",
        f"Free some space, then press Try again; {_STAYS}.",
    )


def storage(model: str, folder: str, reason: str) -> Problem:
    """The model's folder cannot be written."""
    return Problem(
        states.STORAGE,
        f"{model} cannot be kept: {folder} cannot be written ({reason}).",
        "Check who may write there, or choose another folder of models in the settings.",
    )


def busy(model: str) -> Problem:
    """Another program changes the model's files."""
    return Problem(
        states.BUSY,
        f"The files of {model} are being worked on by another window or command.",
        "Let that one end, then try again.",
    )


def wrong_file(model: str, fault: str, aside: str) -> Problem:
    """What arrived is not what was asked for."""
    return Problem(
        states.WRONG_FILE,
        f"A file of {model} is wrong: {fault.removesuffix('.')}; it was set aside as {aside}.",
        "Press Get it again; if that does not help, look for a newer version of this program.",
    )


def other_version(model: str, name: str, there: int, wanted: int) -> Problem:
    """The hub has a file of another size than the card."""
    return Problem(
        states.WRONG_FILE,
        f"The hub has another version of {name} of {model}: {there:,} bytes instead of {wanted:,}.",
        "Look for a newer version of this program, or use files that you have.",
    )


def doubtful(model: str, fault: str) -> Problem:
    """A file that the person has is not the published one."""
    return Problem(
        states.WRONG_FILE,
        f"A file of {model} cannot be used: {fault}",
        "Press Get to download it, or look in another folder.",
    )


def rate_limited(model: str, seconds: float) -> Problem:
    """The hub wants fewer requests."""
    wait = f"{seconds:.0f} s" if seconds < 90 else f"{seconds / 60:.0f} min"
    return Problem(
        states.RATE_LIMITED,
        f"The hub asks to wait {wait} before more of {model} is fetched.",
        f"Press Try again then; {_STAYS}.",
    )


def not_there(model: str, name: str, repo: str) -> Problem:
    """The hub has no such file, or not for everybody."""
    return Problem(
        states.NOT_THERE,
        f"The hub has no {name} of {model} at {repo}.",
        "Press Use my files if you have it, or look for a newer version of this program.",
    )


def store(model: str, host: str, status: int) -> Problem:
    """The address that the hub keeps its large files at does not give them."""
    return Problem(
        states.NO_NETWORK,
        f"{model} cannot be fetched: {host}, where the hub keeps it, refuses (status {status}).",
        f"Check that the network lets {host} through, then press Try again; {_STAYS}.",
    )


def server(model: str, status: int) -> Problem:
    """The hub failed."""
    return Problem(
        states.SERVER,
        f"The hub failed while {model} was fetched (status {status}).",
        f"Press Try again in a few minutes; {_STAYS}.",
    )


def unexpected(model: str, what: str) -> Problem:
    """Something that nobody thought of; `what` must hold no secret."""
    return Problem(
        states.SERVER,
        f"Something unexpected happened while {model} was fetched: {what}.",
        f"Press Try again; {_STAYS}. If it happens again, report it.",
    )
