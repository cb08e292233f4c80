"""What trainings on a corpus say to people: one text per kind of result. Knows no commands."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from tangostudio.cli.take_texts import long
from tangostudio.tuning.events import Encoded, Trained

Values = Mapping[str, Any]

_STAGES = {"warm_up": "warm-up", "train": "training"}
_GB = 2**30


def encoded(news: Encoded) -> str:
    """How many clips are latents."""
    return f"Reading clip {news.done} of {news.total}"


def trained(news: Trained) -> str:
    """A step with its losses."""
    losses = ", ".join(f"{name.replace('_', ' ')} {value:.4f}" for name, value in
                       news.losses.items())  # fmt: skip
    stage = _STAGES.get(news.stage, news.stage)
    return f"{stage}  step {news.step} of {news.steps}  {losses}"


def _outline(values: Values) -> str:
    spent = values["seconds"]
    about = "" if spent is None else f" About {long(spent)} on this computer."
    held_out = f"{values['held_out']} clips are held out to check with."
    return (
        f"{values['sentence']}{about}\n{held_out} Needs {values['memory_bytes'] / _GB:.1f} GB of "
        f"memory and {values['disk_bytes'] / _GB:.1f} GB of disk."
    )


LINES: dict[str, Callable[[Values], str]] = {"TrainOutline": _outline}
