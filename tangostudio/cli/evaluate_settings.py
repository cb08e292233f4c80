"""The settings that `evaluate` compares, from their texts: "name: model=ID steps=8 guidance=1".

What is left out of a text is the command's own option, else the model's default, as it is with the
adapters that are named. Nothing is measured here.
"""

from __future__ import annotations

import argparse
import dataclasses
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from tangostudio.cards import Catalogue, ModelCard, sampling
from tangostudio.errors import BadRequest
from tangostudio.evaluation.figures import counted
from tangostudio.evaluation.results import Setting

PRECISIONS = ("auto", "float32", "bfloat16", "int8", "int8+text")
MOST = 64
AS_IT_IS = "as it is"

_KEYS = ("model", "steps", "guidance", "sampler", "adapter", "precision")
_EXAMPLE = 'Write it as: "few steps: model=starter steps=8 guidance=1 sampler=pingpong adapter=3"'
_GRID_EXAMPLE = 'Write it as: "guidance=1,2,3.5 steps=8,16"'

Adapters = tuple[tuple[str, float], ...]


@dataclass(frozen=True)
class Source:
    """Where settings are made from.

    Attributes:
        model: the model of settings that name none.
        steps, guidance: likewise; None leaves them to the model.
        adapters_of: hash and strength of adapters that are written as "3" or "3:0.8".
        adapter_dir: where adapters lie; None where there is no library.
    """

    catalogue: Catalogue
    model: str
    steps: int | None
    guidance: float | None
    adapters_of: Callable[[ModelCard, Sequence[str]], Adapters]
    adapter_dir: Path | None


def chosen(arguments: argparse.Namespace, source: Source) -> tuple[Setting, ...]:
    """The settings that were asked for, under different names.

    Raises:
        BadRequest, NotFound: a text, a model, an adapter or a number that makes no sense.
    """
    if arguments.setting and arguments.grid is not None:
        raise BadRequest("A grid has settings of its own.", "Leave --setting or --grid away.")
    if arguments.setting and arguments.adapter:
        raise BadRequest(
            "Settings name their own adapters.", "Write adapter=N:STRENGTH within --setting."
        )
    if arguments.setting:
        made = [parse(text, source) for text in arguments.setting]
    elif arguments.grid is not None:
        made = grid(arguments.grid, arguments.adapter or (), source)
    else:
        made = _with_and_without(arguments.adapter or (), source)
    names = [setting.name for setting in made]
    for name in names:
        if names.count(name) > 1:
            raise BadRequest(
                f"Two settings are called “{name}”.", "Give each of them a name of its own."
            )
    if len(made) > MOST:
        raise BadRequest(f"{len(made)} settings are too many.", f"Compare up to {MOST} at once.")
    return tuple(made)


def parse(text: str, source: Source) -> Setting:
    """The setting of a text.

    Raises:
        BadRequest, NotFound: it cannot be read, or asks for what there is not.
    """
    name, colon, rest = text.partition(":")
    if not colon or "=" in name:
        name, rest = "", text
    values: dict[str, str] = {}
    adapters: list[str] = []
    for word in rest.split():
        key, sign, value = word.partition("=")
        if not sign or not value or key not in _KEYS:
            raise BadRequest(
                f"{word!r} cannot be read in the setting {text!r}.",
                f"{_EXAMPLE}. It may tell {', '.join(_KEYS)}.",
            )
        if key == "adapter":
            adapters.append(value)
        elif key in values:
            raise BadRequest(f"The setting {text!r} tells {key} twice.", _EXAMPLE)
        else:
            values[key] = value
    if not values and not adapters and not name.strip():
        raise BadRequest("One of the settings is empty.", _EXAMPLE)
    return _setting(name.strip(), values, adapters, source)


def grid(text: str, adapters: Sequence[str], source: Source) -> list[Setting]:
    """The settings of all combinations: "guidance=1,2,3.5 steps=8,16".

    Raises:
        BadRequest, NotFound: it cannot be read, or asks for what there is not.
    """
    sides: dict[str, list[str]] = {}
    for word in text.split():
        key, sign, value = word.partition("=")
        told = list(dict.fromkeys(part for part in value.split(",") if part))
        if not sign or not told or key not in ("guidance", "steps") or key in sides:
            raise BadRequest(f"{word!r} cannot be read in the grid {text!r}.", _GRID_EXAMPLE)
        sides[key] = told
    if not sides:
        raise BadRequest("The grid is empty.", _GRID_EXAMPLE)
    made = [
        _setting("", {**_told("steps", steps), **_told("guidance", guidance)}, adapters, source)
        for steps in sides.get("steps", [""])
        for guidance in sides.get("guidance", [""])
    ]
    return [
        dataclasses.replace(one, name=f"{counted(one.steps, 'step')}, guidance {one.guidance:g}")
        for one in made
    ]


def ordered(settings: Sequence[Setting], compared: Sequence[str] | None) -> tuple[Setting, ...]:
    """The settings, the first of those that are compared by name before all others.

    Raises:
        BadRequest: there is no such setting, or only one is named.
    """
    if not compared:
        return tuple(settings)
    known = {setting.name: setting for setting in settings}
    for name in compared:
        if name not in known:
            raise BadRequest(
                f"There is no setting “{name}” to compare.", f"There are: {', '.join(known)}."
            )
    if len(set(compared)) < 2:
        raise BadRequest("A comparison needs two settings.", "Name two of them after --compare.")
    first = known[compared[0]]
    return (first, *(setting for setting in settings if setting is not first))


def _told(key: str, value: str) -> dict[str, str]:
    return {key: value} if value else {}


def _with_and_without(adapters: Sequence[str], source: Source) -> list[Setting]:
    """The model as it is; with adapters, it and the model with them."""
    plain = _setting("", {}, (), source)
    if not adapters:
        return [dataclasses.replace(plain, name=source.catalogue.get(source.model).name)]
    tuned = _setting("", {}, adapters, source)
    numbers = ", ".join(text.partition(":")[0] for text in adapters)
    word = "adapter" if len(adapters) == 1 else "adapters"
    return [
        dataclasses.replace(plain, name=AS_IT_IS),
        dataclasses.replace(tuned, name=f"{word} {numbers}"),
    ]


def _setting(name: str, values: dict[str, str], adapters: Sequence[str], source: Source) -> Setting:
    card = source.catalogue.get(values.get("model", source.model))
    if not card.samplers:
        raise BadRequest(f"{card.name} listens and makes no sounds.", "Choose another model.")
    stack = source.adapters_of(card, adapters) if adapters else ()
    if stack and source.adapter_dir is not None:
        card = sampling.driven(card, sampling.of_adapters(source.adapter_dir, stack))
    sampler = values.get("sampler", card.samplers[0])
    if sampler not in card.samplers:
        raise BadRequest(
            f"{card.name} has no sampler {sampler!r}.", f"It has: {', '.join(card.samplers)}."
        )
    precision = values.get("precision", "")
    if precision and precision not in PRECISIONS:
        raise BadRequest(
            f"There is no precision {precision!r}.", f"Choose {', '.join(PRECISIONS)}."
        )
    setting = Setting(
        name,
        card.id,
        int(_number(card, "steps", values, source.steps)),
        _number(card, "guidance", values, source.guidance),
        sampler,
        stack,
        "" if precision == "auto" else precision,
    )
    return setting if name else dataclasses.replace(setting, name=_called(setting, adapters))


def _number(card: ModelCard, key: str, values: dict[str, str], given: float | None) -> float:
    """A number of the text, else the one that was given, else the model's; in its range."""
    known = card.parameters[key]
    if key not in values:
        fixed = known.minimum == known.maximum  # an adapter may leave no choice
        return known.check(known.default if given is None or fixed else given)
    try:
        return known.check(float(values[key]))
    except ValueError:
        raise BadRequest(f"{known.label} must be a number, not {values[key]!r}.") from None


def _called(setting: Setting, adapters: Sequence[str]) -> str:
    """A name for a setting that was given none."""
    parts = [setting.model, counted(setting.steps, "step"), f"guidance {setting.guidance:g}"]
    parts += [f"adapter {text}" for text in adapters]
    return ", ".join([*parts, setting.precision] if setting.precision else parts)
