"""Sentences beside an evaluation's figures: what was left out, and what the figures cannot say."""

from __future__ import annotations

from collections.abc import Sequence

from tangostudio.evaluation import frechet, metrics, statistics
from tangostudio.evaluation.results import Comparison
from tangostudio.tuning.evaluate_references import Known
from tangostudio.tuning.evaluate_tally import Tally

FEW_PROMPTS = 20
MANY_COMPARISONS = 20


def notes(
    tallies: Sequence[Tally],
    prompts: Sequence[tuple[str, float]],
    known: Known | None,
    compared: Sequence[Comparison],
) -> list[str]:
    """What must be said of what was found so far."""
    found = [sentence for tally in tallies for sentence in _failures(tally, prompts)]
    found += [f"“{tally.setting.name}”: {text}" for tally in tallies for text in tally.notices]
    if len(prompts) < FEW_PROMPTS:
        count = "One prompt tells" if len(prompts) == 1 else f"{len(prompts)} prompts tell"
        found.append(f"{count} little: take {FEW_PROMPTS} or more to see what differs.")
    if tallies and tallies[0].takes < 2:
        found.append("With one take of each prompt nothing is said of diversity.")
    found += _of_reference(tallies, known)
    sure = [one for one in compared if one.difference.count > 1]
    if len(sure) >= MANY_COMPARISONS:
        chance = round(len(sure) / 20)
        found.append(
            f"Of {len(sure)} comparisons about {chance} look sure by chance alone, where nothing "
            "differs."
        )
    found.append(
        f"Intervals of 95 % by the bootstrap over prompts ({statistics.DRAWS:,} resamples, "
        "bias-corrected and accelerated; of medians, percentiles; of shares, Wilson's interval "
        "with the takes of a prompt counted as they go together). Every setting has the same "
        "resamples, prompts and seeds."
    )
    return found


def _failures(tally: Tally, prompts: Sequence[tuple[str, float]]) -> list[str]:
    if not tally.failures:
        return []
    place, why = next(iter(tally.failures.items()))
    count = len(tally.failures)
    few = "1 prompt" if count == 1 else f"{count} prompts"
    return [
        f"“{tally.setting.name}” failed on {few} of {len(prompts)}, which are left out: "
        f"“{prompts[place][0]}”: {why}"
    ]


def _of_reference(tallies: Sequence[Tally], known: Known | None) -> list[str]:
    if known is None:
        return ["Without reference sounds nothing is said of distances, recall and coverage."]
    found = list(known.notes)
    takes = max((tally.measured * tally.takes for tally in tallies), default=0)
    found.append(
        f"Distances, recall and coverage are of {takes:,} takes against {known.count:,} reference "
        f"sounds; their intervals are {statistics.SET_DRAWS} resamples of prompts, with the "
        "reference as it is, laid around the value."
    )
    if min(takes, known.count) < frechet.ENOUGH:
        found.append(
            f"The Frechet distance means nothing by itself with fewer than {frechet.ENOUGH} takes "
            "and reference sounds: it is too great, the more so the fewer they are. Between "
            "settings of the same size it may be compared; the kernel distance is fair."
        )
    if not known.tagged:
        found.append(
            f"No reference sound is called as one of the prompts, so that there is no "
            f"{metrics.metric(metrics.DIVERGENCE).label}."
        )
    return found
