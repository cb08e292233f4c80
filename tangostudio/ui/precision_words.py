"""What the settings say of precisions: what was measured on this machine, or that nothing was."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tangostudio.cards import ModelCard
from tangostudio.families import IN_INT8
from tangostudio.studio.precision_records import Record
from tangostudio.ui.texts import tr

MOST = 3
"""Models whose measurements are told, the newest."""

_SAME = 0.05  # of a ratio: less is as fast
_HEARD = 0.1  # dB


def note(records: Sequence[Record], models: Iterable[ModelCard]) -> str:
    """Lines under the setting.

    Args:
        records: of this machine, the newest last.
        models: that are ready.
    """
    ready = list(models)
    names = {card.id: card.name for card in ready}
    known = list(dict.fromkeys(r.model for r in reversed(records) if r.model in names))[:MOST]
    lines = [_of_a_model(names[model], [r for r in records if r.model == model]) for model in known]
    if not lines:
        lines.append(
            tr(
                "int8 mainly saves memory. Whether it is faster depends on the processor and the "
                "model: “tangostudio models precision ID” measures it here."
            )
        )
    without = [card.name for card in ready if card.samplers and card.family not in IN_INT8]
    if without:
        lines.append(tr("int8 has no effect on {models}.", models=", ".join(without)))
    return "\n".join(lines)


def _of_a_model(name: str, records: Sequence[Record]) -> str:
    told = "; ".join(
        tr(
            "{precision}: {speed}, {smaller} times smaller, {sound}",
            precision=record.precision,
            speed=_speed(record.speed),
            smaller=f"{record.smaller:.1f}",
            sound=_sound(record),
        )
        for record in records
    )
    return tr("{name}, measured here: {told}.", name=name, told=told)


def _speed(ratio: float) -> str:
    if abs(ratio - 1) < _SAME:
        return tr("as fast as float32")
    if ratio > 1:
        return tr("{ratio} times as fast", ratio=f"{ratio:.1f}")
    return tr("takes {ratio} times as long", ratio=f"{1 / max(ratio, 0.01):.1f}")


def _sound(record: Record) -> str:
    if record.differs_db < _HEARD:
        return tr("the sound stays the same")
    return tr(
        "sound differs by {db} dB (another seed: {other} dB)",
        db=f"{record.differs_db:.1f}",
        other=f"{record.other_seed_db:.1f}",
    )
