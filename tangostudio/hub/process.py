"""The parent's side of the process that speaks with the hub."""

from __future__ import annotations

import multiprocessing
from collections.abc import Generator
from multiprocessing.process import BaseProcess

from tangostudio.hub import child, orders, problems
from tangostudio.hub.orders import News, Order

SILENCE_SECONDS = 0.2


def asked(order: Order) -> Generator[News | None, None, None]:
    """What becomes of an order, ending with `Stopped` or `Done`; None for each moment of silence.

    The process ends with the iteration: closing the generator stops a download within a moment.
    """
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=child.main, args=(theirs,), name="hub", daemon=True)
    try:
        process.start()
        theirs.close()
        ours.send(order)
        news = None
        while not isinstance(news, orders.LAST):
            news = ours.recv() if ours.poll(SILENCE_SECONDS) else None
            yield news
    except (EOFError, OSError):
        yield _died(order, process)
    finally:
        theirs.close()
        ours.close()
        if process.pid is not None:
            process.kill()
            process.join()


def _died(order: Order, process: BaseProcess) -> News:
    if process.pid is None:
        what = "the process that downloads could not be started"
    else:
        process.join(timeout=1)
        what = f"the process that downloads ended (exit code {process.exitcode})"
    return orders.Stopped(problems.unexpected(order.model, what))
