"""The process that speaks with the hub: the only one in which the hub's client is switched on.

It hears one order on its pipe, answers with news and ends. When the pipe closes, the parent is gone
or wants no more, and so is the process; what arrived stays on the disk.
"""

from __future__ import annotations

import contextlib
import os
import signal
import threading
from multiprocessing.connection import Connection

from tangostudio.errors import TangoStudioError
from tangostudio.hub import orders, problems
from tangostudio.hub.orders import Order

_SWITCHES = {
    "HF_HUB_OFFLINE": "0",
    "TRANSFORMERS_OFFLINE": "0",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "HF_HUB_DISABLE_IMPLICIT_TOKEN": "1",  # the order brings the one that is meant
    "HF_HUB_DISABLE_XET": "1",  # see `client`
    "HF_HUB_VERBOSITY": "error",  # what matters comes back as news
}


def main(pipe: Connection) -> None:
    """Do one order; the target of the spawned process."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is the parent's to handle
    os.environ.update(_SWITCHES)
    order: Order = pipe.recv()
    threading.Thread(target=_end_with, args=(pipe,), name="ear", daemon=True).start()
    # Not before the switches are set: the client reads them once.
    from tangostudio.hub import downloading

    try:
        for news in downloading.work(order):
            pipe.send(news)
        last = orders.Done()
    except ConnectionError:  # of the pipe: nobody listens any more
        return
    except TangoStudioError as error:
        last = orders.Stopped(problems.of(error))
    except Exception as error:  # noqa: BLE001  # whatever happens, the parent gets a word
        last = orders.Stopped(problems.unexpected(order.model, type(error).__name__))
    with contextlib.suppress(ConnectionError):
        pipe.send(last)


def _end_with(pipe: Connection) -> None:
    """Wait for the pipe to close, which nothing else comes through any more."""
    try:
        pipe.recv()
    except (EOFError, OSError):
        os._exit(0)
