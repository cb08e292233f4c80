"""The measures of an evaluation: how each is called, explained and compared.

A measure that an ear or a tagger takes has its sign at the end of its name: "clap_second" is the
score by the second ear. How anything is measured is not known here.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Iterable
from dataclasses import dataclass

from tangostudio.evaluation.results import Metric

SCORE, DIVERSITY, SECONDS = "clap", "diversity", "seconds"
FRECHET, KERNEL = "frechet", "kernel"
RECALL, COVERAGE, PRECISION, DENSITY = "recall", "coverage", "precision", "density"
DIVERGENCE, RECOGNISED, FAULTS, ORDER, TASTE = "kl", "recognised", "faults", "order", "taste"
MEAN_SECONDS, MEMORY = "seconds_mean", "memory"
SETS = (FRECHET, KERNEL, RECALL, COVERAGE, PRECISION, DENSITY)
"""Of all takes of a setting against all reference sounds."""

SHARES = (RECALL, COVERAGE, PRECISION)
"""Those that cannot exceed 1; none of them is negative but the kernel distance."""

EARS = {
    "": "the bundled ear",
    "second": "the second ear, which nothing was tuned to please",
    "laion": "CLAP",
    "openl3": "OpenL3",
}
"""Signs of the ears and what they are called."""

MOST_EVENTS = 3
"""Prompts with more events count with these."""


@dataclass(frozen=True)
class _Measure:
    """A metric, and what is said of the better one of two settings."""

    label: str
    help: str
    better: str = "higher"
    said: str = ""
    digits: int = 3
    unit: str = ""
    of: str = ""


_MEASURES: dict[str, _Measure] = {
    SCORE: _Measure(
        "CLAP score",
        "Cosine of the prompt's and the sound's embeddings, as CLAP has it (Elizalde et al. 2023, "
        "Wu et al. 2023), mean over prompts. It hears whether a thing is there, and little of "
        "order, level and quality.",
        said="matches its prompts better",
    ),
    RECOGNISED: _Measure(
        "Recognised",
        "Share of takes that a tagger, which takes no part in any training, takes for the kind of "
        "sound that was asked for.",
        said="is recognised more often",
        digits=1,
        unit="%",
    ),
    FRECHET: _Measure(
        "Frechet distance",
        "Between the takes' and the reference's embeddings, as if each set were a Gaussian (Heusel "
        "et al. 2017). Small sets make it too great; values of other embeddings or other numbers "
        "of takes cannot be compared.",
        "lower",
        "is nearer to the reference",
    ),
    KERNEL: _Measure(
        "Kernel distance",
        "Squared maximum mean discrepancy between the takes' and the reference's embeddings "
        "(Binkowski et al. 2018). Fair to small sets: 0 on average where both are alike.",
        "lower",
        "is nearer to the reference",
        4,
    ),
    RECALL: _Measure(
        "Recall",
        "Share of the reference that lies where the takes do (Kynkäänniemi et al. 2019, 5 nearest "
        "neighbours): variety.",
        said="covers more of the reference",
    ),
    COVERAGE: _Measure(
        "Coverage",
        "Share of the reference sounds with a take nearby (Naeem et al. 2020, 5 nearest "
        "neighbours): variety, less misled by outliers.",
        said="covers more of the reference",
    ),
    PRECISION: _Measure(
        "Precision",
        "Share of the takes that lie where the reference does (Kynkäänniemi et al. 2019): quality.",
        said="stays nearer to the reference",
        of=RECALL,
    ),
    DENSITY: _Measure(
        "Density",
        "How many neighbourhoods of reference sounds a take lies in, of 5 (Naeem et al. 2020): "
        "quality; it may exceed 1.",
        said="stays nearer to the reference",
        of=COVERAGE,
    ),
    DIVERGENCE: _Measure(
        "KL divergence",
        "Of a tagger's probabilities for a take from those for the real sound of the same caption, "
        "1e-6 in the logarithm, mean over prompts that have one.",
        "lower",
        "is heard more like the real sounds",
    ),
    DIVERSITY: _Measure(
        "Diversity (CCDS)",
        "1 less the mean cosine between the embeddings of a prompt's takes, mean over prompts "
        "(Novack et al. 2025); 0 where all takes are one.",
        said="varies more",
    ),
    ORDER: _Measure(
        "Order right",
        "Share of takes of “A, then B” whose beginning sounds more like A and end more like B than "
        "the other way round. Guessing gives 50 %.",
        said="has the order right more often",
        digits=1,
        unit="%",
    ),
    FAULTS: _Measure(
        "Takes with a fault",
        "Share of takes that are silent, clipped, far too loud or beside the zero line; Wilson's "
        "interval.",
        "lower",
        "has fewer faults",
        1,
        "%",
    ),
    TASTE: _Measure(
        "Taste", "How much your own votes would like it.", said="is more to your taste", digits=2
    ),
    SECONDS: _Measure(
        "Seconds per take",
        "Median time of a take that is made alone by a model that is warm, on this machine, with "
        "the lengths of these prompts.",
        "lower",
        "is quicker",
        2,
        "s",
    ),
    MEAN_SECONDS: _Measure(
        "Mean", "Mean time of a take.", "lower", "is quicker", 2, "s", of=SECONDS
    ),
    MEMORY: _Measure(
        "Peak memory",
        "Of the whole process while takes were made, the judges that listen included; on a "
        "graphics card, of the card.",
        "lower",
        "needs less memory",
        0,
        "MB",
    ),
}


def by_events(events: int) -> str:
    """Name of the score of prompts with so many events; the last one has those with more."""
    return f"{SCORE}_{min(events, MOST_EVENTS)}"


def by_ear(measure: str, ear: str) -> str:
    """Name of a measure that an ear takes."""
    return f"{measure}_{ear}" if ear else measure


def metric(name: str) -> Metric:
    """A measure by its name, as it is shown."""
    measure, ear = _parts(name)
    known = _MEASURES[measure]
    made = Metric(name, known.label, known.help, known.better, known.digits, known.unit, known.of)
    if ear.isdigit():
        count = f"{ear} or more events" if int(ear) == MOST_EVENTS else f"{ear} events"
        label = "1 event" if ear == "1" else count
        help_ = "The score of prompts that tell of so many events (counted by the words that join)."
        return dataclasses.replace(made, label=label, help=help_, of=SCORE)
    if ear:
        made = dataclasses.replace(
            made,
            label=f"{known.label} ({_SHORT[ear]})",
            help=f"{known.help} By {EARS[ear]}.",
            of=by_ear(known.of, ear) if known.of else "",
        )
    return made


_SHORT = {"second": "second ear", "laion": "LAION", "openl3": "OpenL3"}


def bounds(name: str) -> tuple[float, float]:
    """The least and the most that a measure of sets can be."""
    measure, _ = _parts(name)
    return -math.inf if measure == KERNEL else 0.0, 1.0 if measure in SHARES else math.inf


def better_said(name: str) -> str:
    """What is said of the better one of two settings: "varies more"."""
    return _MEASURES[_parts(name)[0]].said


def in_order(names: Iterable[str]) -> list[str]:
    """Names of measures as they are shown: by measure, and within one by ear."""
    places = list(_MEASURES)
    ears = ["", *map(str, range(1, MOST_EVENTS + 1)), *_SHORT]

    def place(name: str) -> tuple[int, int]:
        measure, ear = _parts(name)
        return places.index(measure), ears.index(ear)

    return sorted(set(names), key=place)


def _parts(name: str) -> tuple[str, str]:
    """A name's measure and the sign of its ear or the number of its events."""
    if name in _MEASURES:
        return name, ""
    measure, _, ear = name.rpartition("_")
    return measure, ear
