"""How well the bundled model does: `tangostudio starter evaluate`.

Prints the table of measures with 95 % intervals as Markdown and writes everything as JSON. All
clips and prompts have seeds that training never saw. It chooses what is measured; the package
`evaluation` does the measuring.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from tangostudio.errors import BadRequest
from tangostudio.starter.evaluation import (
    attribute_rows,
    codec_rows,
    event_rows,
    family_rows,
    length_rows,
    other_rows,
    table,
)
from tangostudio.starter.evaluation.bench import Bench, Settings
from tangostudio.starter.evaluation.grid import draw_grid
from tangostudio.starter.evaluation.running import Plan, Result, Row, run

_MODULES = (codec_rows, family_rows, attribute_rows, event_rows, length_rows, other_rows)
ROWS: tuple[Row, ...] = tuple(row for module in _MODULES for row in module.ROWS)


def chosen(names: str | None) -> list[Row]:
    """The rows of a list with commas; all without one.

    Raises:
        BadRequest: there is no such row.
    """
    known = {row.name: row for row in ROWS}
    wanted = names.split(",") if names else list(known)
    for name in wanted:
        if name not in known:
            raise BadRequest(f"There is no row {name!r}.", f"Known rows: {', '.join(known)}.")
    return [known[name] for name in wanted]


def document(settings: Settings, plan: Plan, results: list[Result]) -> dict[str, Any]:
    """What the JSON file holds."""
    bench = Bench(settings)
    return {
        "model": bench.card.id,
        "version": bench.card.version,
        "weights": bench.card.weights_hash if settings.folder is None else str(settings.folder),
        "steps": bench.steps,
        "guidance": bench.guidance,
        "per_family": plan.per_family,
        "quick": plan.quick,
        "rows": table.plain(results),
    }


def main(arguments: list[str] | None = None) -> int:
    """Measure the bundled model and print the table as Markdown."""
    given = _parser().parse_args(arguments)
    settings = Settings(given.card, given.folder, given.steps, given.guidance)
    if given.grid is not None:
        draw_grid(given.grid, settings, given.processes)
        print(f"Wrote {given.grid}.", file=sys.stderr)
        if given.rows is None:
            return 0
    rows, plan = chosen(given.rows), Plan(given.per_family, given.quick)
    results: list[Result] = []
    for result in run(rows, plan, settings, given.processes):
        results.append(result)
        given.out.parent.mkdir(parents=True, exist_ok=True)
        text = json.dumps(document(settings, plan, results), indent=1) + "\n"
        given.out.write_text(text, encoding="utf-8")
    print(table.markdown(results))
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="tangostudio starter evaluate", description=main.__doc__)
    parser.add_argument("--rows", metavar="A,B", help=", ".join(row.name for row in ROWS))
    parser.add_argument("--per-family", type=int, default=8, metavar="N", help="takes per family")
    parser.add_argument("--quick", action="store_true", help="a quarter of everything")
    parser.add_argument("--card", type=Path, metavar="FILE", help="another model card")
    parser.add_argument("--folder", type=Path, metavar="DIR", help="other weights, hashes unread")
    parser.add_argument("--steps", type=int, metavar="N", help="the card's default when left out")
    parser.add_argument("--guidance", type=float, metavar="G")
    parser.add_argument("--processes", type=int, default=2, metavar="N", help="0: this one alone")
    parser.add_argument(
        "--out", type=Path, default=Path("build/starter/evaluation.json"), metavar="FILE"
    )
    parser.add_argument(
        "--grid", type=Path, metavar="FILE.png", help="draw every family real and generated"
    )
    return parser


if __name__ == "__main__":
    raise SystemExit(main())
