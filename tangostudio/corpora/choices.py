"""What can be chosen for a corpus: its rate, how long its clips are, their captions and levels."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tangostudio.corpora import texts
from tangostudio.errors import BadRequest

FIELDS = ("name", "folder", "category")
"""Fields of a caption's template: the words that were found, those of the folder, the category."""

LONGEST_TRIGGER = 60
_FIELD = re.compile(r"\{([^{}]*)\}")
_RATES = (8000, 192000)
_SECONDS = (0.5, 600.0)
_LOUDNESS = (-40.0, -6.0)
_OF_SOUND = ("sample_rate", "seconds", "cut", "keep_loudness", "loudness")


@dataclass(frozen=True)
class Choices:
    """How recordings become clips.

    Attributes:
        sample_rate: of the clips, in Hz: the model's.
        seconds: of the longest clip.
        cut: longer recordings become several clips; otherwise they are left out.
        caption: a template of `FIELDS` for all captions; "" leaves them as they were found.
        trigger: put before every caption.
        held_out: share of the clips that are kept from training.
        keep_loudness: leave levels as they are.
        loudness: of the clips in LUFS, as far as their peaks allow it.
        alike: look for clips that are nearly the same, and keep one of them.
    """

    sample_rate: int = 44100
    seconds: float = 10.0
    cut: bool = True
    caption: str = ""
    trigger: str = ""
    held_out: float = 0.1
    keep_loudness: bool = False
    loudness: float = -23.0
    alike: bool = True

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> Choices:
        """Choices of plain values. Raises BadRequest."""
        known = {item.name for item in dataclasses.fields(cls)}
        if unknown := sorted(values.keys() - known):
            raise BadRequest(
                f"There is no choice “{unknown[0]}” for a corpus.",
                f"Known: {', '.join(sorted(known))}.",
            )
        try:
            made = cls(**values)
            made = dataclasses.replace(
                made, sample_rate=int(made.sample_rate), seconds=float(made.seconds),
                held_out=float(made.held_out), loudness=float(made.loudness),
                trigger=texts.clean(str(made.trigger)),
            )  # fmt: skip
        except (TypeError, ValueError, OverflowError) as error:
            raise BadRequest(f"A choice for the corpus makes no sense: {error}.") from error
        made.check()
        return made

    @classmethod
    def from_json(cls, text: str) -> Choices:
        """Choices of a request. Raises BadRequest."""
        try:
            values = json.loads(text)
            assert isinstance(values, dict)
        except (ValueError, AssertionError) as error:
            raise BadRequest("The choices for the corpus cannot be read.") from error
        return cls.of(values)

    def as_values(self) -> dict[str, Any]:
        """As values that JSON knows."""
        return dataclasses.asdict(self)

    def check(self) -> None:
        """Raise BadRequest for what makes no sense."""
        _within("The sample rate", self.sample_rate, _RATES, "Hz")
        _within("The longest clip", self.seconds, _SECONDS, "s")
        _within("The loudness", self.loudness, _LOUDNESS, "LUFS")
        if not 0.0 <= self.held_out <= 0.5:
            raise BadRequest(
                f"{self.held_out:g} is no share to hold out.", "Choose 0 to 0.5, such as 0.1."
            )
        if len(self.trigger) > LONGEST_TRIGGER:
            raise BadRequest(
                f"The trigger has more than {LONGEST_TRIGGER} characters.", "One word is enough."
            )
        _check_template(self.caption)

    @property
    def of_sound(self) -> str:
        """The same for choices that give the same clips, whatever their captions."""
        values = [getattr(self, name) for name in _OF_SOUND]
        return hashlib.sha256(json.dumps(values).encode()).hexdigest()[:16]

    @property
    def captions_all(self) -> bool:
        """Whether every recording gets a caption, also one that has no words of its own."""
        return bool(self.trigger) or texts.has_words(_FIELD.sub("", self.caption))


def _check_template(template: str) -> None:
    for name in _FIELD.findall(template):
        if name.strip() not in FIELDS:
            raise BadRequest(
                f"There is no field {{{name}}} for captions.",
                f"Fields are {', '.join(f'{{{field}}}' for field in FIELDS)}.",
            )
    rest = _FIELD.sub("", template)
    if "{" in rest or "}" in rest:
        raise BadRequest("A brace in the caption has no partner.", "Write {name}, for instance.")
    if len(template) > texts.LONGEST:
        raise BadRequest(f"The caption has more than {texts.LONGEST} characters.", "Shorten it.")


def _within(what: str, value: float, bounds: tuple[float, float], unit: str) -> None:
    low, high = bounds
    if not (math.isfinite(value) and low <= value <= high):
        raise BadRequest(f"{what} cannot be {value:g} {unit}.", f"Choose {low:g} to {high:g}.")
