"""The study's tables in Markdown: what was found, with intervals over the runs.

An interval is Student's t over the runs' means, 95 %; with three runs it is wide, and honest. It
only reads what the runs wrote.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
from scipy import stats

from tangostudio.starter.tune_study.judging import KIND, SECOND
from tangostudio.tuning.rewards import MATCH

Found = Mapping[str, Any]
Value = Callable[[Found], float]

LEAST_WINS = 0.75
WITHIN = 0.05


def markdown(found: Sequence[Found]) -> str:
    """Every table of the study."""
    arms: dict[str, list[Found]] = {}
    for item in found:
        arms.setdefault(item["arm"], []).append(item)
    parts = [
        _rounds(arms),
        _over_prompts(arms),
        _losses(arms),
        _best_of(arms.get("best_of", [])),
        _designers(arms.get("designer", [])),
        _spent(found),
    ]
    return "\n\n".join(part for part in parts if part)


# --- (a), (b), (c): over rounds --------------------------------------------------------------


_NAMES = {"crpo": "CRPO, online", "dpo": "DPO alone, online", "offline": "CRPO, offline"}


def _rounds(arms: Mapping[str, Sequence[Found]]) -> str:
    """Gains on held-out prompts after each round, by arm and judge."""
    known = {arm: arms[arm] for arm in _NAMES if arms.get(arm)}
    if not known:
        return ""
    count = len(next(iter(known.values()))[0]["checks"])
    heads = " | ".join(f"round {n}" for n in range(1, count))
    lines = [
        f"| arm | judge | base | {heads} |",
        "| --- | --- | --- |" + " --- |" * (count - 1),
    ]
    for arm, runs in known.items():
        for judge in (MATCH, SECOND, KIND):
            base = _mean([_score(run, 0, judge) for run in runs])
            cells = [
                _signed([_score(r, n, judge) - _score(r, 0, judge) for r in runs], 4)
                for n in range(1, count)
            ]
            role = f"{judge} (reward)" if judge == MATCH else judge
            lines.append(f"| {_NAMES[arm]} | {role} | {base:.4f} | {' | '.join(cells)} |")
        for name, key in (("variety", "diversity"), ("faults", "flagged")):
            base = _mean([run["checks"][0][key] for run in runs])
            cells = [
                _signed([r["checks"][n][key] - r["checks"][0][key] for r in runs], 4)
                for n in range(1, count)
            ]
            lines.append(f"| {_NAMES[arm]} | {name} | {base:.4f} | {' | '.join(cells)} |")
    return "\n".join(lines)


def _over_prompts(arms: Mapping[str, Sequence[Found]]) -> str:
    """Changes after the last round, prompt by prompt, and what tells the arms from each other.

    The runs of an arm are averaged first, prompt by prompt; the intervals are over the prompts.
    """
    known = {arm: arms[arm] for arm in _NAMES if arms.get(arm)}
    if not known:
        return ""
    lines = [
        "| after the last round, over the held-out prompts | match (reward) | second ear | kind |",
        "| --- | --- | --- | --- |",
    ]
    gains = {
        arm: {judge: _gains(runs, judge) for judge in (MATCH, SECOND, KIND)}
        for arm, runs in known.items()
    }
    rows = [(f"{_NAMES[arm]}, against the base", gains[arm]) for arm in known]
    if "crpo" in known:
        for other in [arm for arm in known if arm != "crpo"]:
            between = {judge: gains["crpo"][judge] - gains[other][judge] for judge in gains[other]}
            rows.append((f"{_NAMES['crpo']}, against {_NAMES[other]}", between))
    for name, found in rows:
        cells = [_signed(found[judge].tolist(), 4) for judge in (MATCH, SECOND, KIND)]
        lines.append(f"| {name} | {' | '.join(cells)} |")
    return "\n".join(lines)


def _gains(runs: Sequence[Found], judge: str) -> np.ndarray:
    """Change of each held-out prompt, (prompts,), averaged over its takes and over the runs."""
    changes = []
    for run in runs:
        before, after = (np.array(run["checks"][n]["values"][judge]) for n in (0, -1))
        changes.append((after - before).reshape(-1, run["sizes"]["checks"]).mean(1))
    return np.mean(changes, axis=0)


def _score(run: Found, number: int, judge: str) -> float:
    return float(np.mean(run["checks"][number]["values"][judge]))


def _losses(arms: Mapping[str, Sequence[Found]]) -> str:
    """Growth of the winners' and the losers' flow-matching error, summed over the rounds."""
    known = {arm: arms[arm] for arm in _NAMES if arms.get(arm)}
    if not known:
        return ""
    count = len(next(iter(known.values()))[0]["fits"])
    heads = " | ".join(f"round {n}" for n in range(1, count + 1))
    lines = [
        f"| arm | growth of L_FM since the base, in thousandths | {heads} |",
        "| --- | --- |" + " --- |" * count,
    ]
    for arm, runs in known.items():
        for side in ("winner", "loser"):
            grown = [
                np.cumsum([1000 * (f[side] - f[f"reference_{side}"]) for f in run["fits"]])
                for run in runs
            ]
            cells = [_signed([row[n] for row in grown], 2) for n in range(count)]
            lines.append(f"| {_NAMES[arm]} | {side}s | {' | '.join(cells)} |")
    return "\n".join(lines)


# --- best of several -------------------------------------------------------------------------


def _best_of(runs: Sequence[Found]) -> str:
    if not runs:
        return ""
    counts = list(runs[0]["best_of"])
    lines = [
        "| best of N by the reward, base model | " + " | ".join(f"N = {n}" for n in counts) + " |",
        "| --- |" + " --- |" * len(counts),
    ]
    for judge in (MATCH, SECOND, KIND):
        cells = [
            _plain([float(np.mean(run["best_of"][n][judge])) for run in runs], 3) for n in counts
        ]
        role = f"{judge} (reward)" if judge == MATCH else judge
        lines.append(f"| {role} | {' | '.join(cells)} |")
    return "\n".join(lines)


# --- (d): designers --------------------------------------------------------------------------


def _designers(runs: Sequence[Found]) -> str:
    if not runs:
        return ""
    lines = [
        "| designer who likes | runs | blind pairs to the tuned model | change of match | "
        "change at the second ear | change of kind | taste foretells | 75 %, match within 5 % |",
        "| --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    for liking in dict.fromkeys(run["liking"] for run in runs):
        some = [run for run in runs if run["liking"] == liking]
        wins = [float(np.mean(run["wins"])) for run in some]
        changes = {
            judge: [_score(run, -1, judge) / _score(run, 0, judge) - 1 for run in some]
            for judge in (MATCH, SECOND, KIND)
        }
        fits = _mean(wins) >= LEAST_WINS and abs(_mean(changes[MATCH])) <= WITHIN
        cells = [
            liking,
            str(len(some)),
            _percent(wins),
            *(_percent(changes[judge], signed=True) for judge in (MATCH, SECOND, KIND)),
            _percent([run["taste_foretells"] for run in some]),
            "yes" if fits else "**no**",
        ]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def _spent(found: Sequence[Found]) -> str:
    cores = sum(item["core_minutes"] for item in found)
    warned = sum(bool(item.get("warnings")) for item in found)
    return (
        f"{len(found)} runs, {cores:.0f} core-minutes; in {warned} of them the loop itself warned "
        "that something but the reward had suffered."
    )


# --- numbers ---------------------------------------------------------------------------------


def _mean(values: Sequence[float]) -> float:
    return float(np.mean(values))


def half_width(values: Sequence[float]) -> float:
    """Half of the 95 % interval of a mean over runs; NaN for a single one."""
    if len(values) < 2:
        return math.nan
    error = float(np.std(values, ddof=1)) / math.sqrt(len(values))
    return float(stats.t.ppf(0.975, len(values) - 1)) * error


def _plain(values: Sequence[float], digits: int) -> str:
    half = half_width(values)
    tail = "" if math.isnan(half) else f" ± {half:.{digits}f}"
    return f"{_mean(values):.{digits}f}{tail}"


def _signed(values: Sequence[float], digits: int) -> str:
    text = _plain(values, digits)
    return text if text.startswith("-") else f"+{text}"


def _percent(values: Sequence[float], *, signed: bool = False) -> str:
    hundred = [100 * value for value in values]
    return f"{_signed(hundred, 1) if signed else _plain(hundred, 1)} %"
