"""The commands of deliveries: `export`, `presets`, and `restore` for the way back."""

from __future__ import annotations

import argparse
import dataclasses
import json
from pathlib import Path
from typing import Any

from tangostudio.audio import edits
from tangostudio.cli.common import (
    DONE,
    FAILED,
    NO_LIBRARY,
    command,
    settings_in_force,
    studio_of_takes,
    studio_to_read,
    studio_to_write,
)
from tangostudio.cli.generate_command import hearing
from tangostudio.cli.voices import Voice
from tangostudio.errors import BadRequest, NotFound
from tangostudio.export import presets, report
from tangostudio.export.presets import Preset
from tangostudio.export.report import DeliveredFile, Report
from tangostudio.export.spec import BITS, CONTAINERS, LAYOUTS, OPUS_RATE, RATES, Spec, rates_of
from tangostudio.library.jobs import JobAbout
from tangostudio.messages import Finished
from tangostudio.studio import delivery_sources
from tangostudio.studio.delivering import Plan, Progress, presets_of
from tangostudio.studio.restoring import Recipe
from tangostudio.studio.studio import Studio


def add(commands: Any) -> None:
    """Add the commands to the program's parser."""
    export = command(commands, "export", "deliver takes and sound files by a preset", _export)
    export.add_argument(
        "sources", nargs="+", metavar="TAKE|FILE", help="a take's number, or any sound file"
    )
    export.add_argument("--to", required=True, metavar="DIR")
    _add_format(export)
    export.add_argument(
        "--name-template", metavar="T", help="such as {CatID}_{FXName}_{CreatorID}_{SourceID}_{NN}"
    )
    export.add_argument("--folder-template", metavar="T", help='such as {Category}; "" for none')
    export.add_argument("--no-prompt", action="store_true", help="write no prompt into the files")
    export.add_argument(
        "--agree-licence", action="store_true", help="deliver also what is not for commercial use"
    )
    export.add_argument(
        "--report", metavar="FILE", action="append", default=[], help="ends in .csv or .html"
    )
    export.add_argument("--dry-run", action="store_true", help="say what would be written")

    listed = command(commands, "presets", "list the presets of deliveries", _presets, library=False)
    listed.set_defaults(library=None)

    restore = command(commands, "restore", "say what a delivered file was made from", _restore)
    restore.add_argument("file", metavar="FILE")
    restore.add_argument("--generate", action="store_true", help="make it again, as a new take")


def _add_format(export: argparse.ArgumentParser) -> None:
    export.add_argument("--preset", metavar="NAME", help="see: presets; yours when left out")
    export.add_argument("--format", choices=CONTAINERS, help="instead of the preset's")
    export.add_argument("--rate", type=int, choices=(0, *RATES), help="0 keeps a take's own")
    export.add_argument("--bits", type=int, choices=(16, 24, 32), help="32 is floating point")
    export.add_argument("--layout", choices=LAYOUTS, help="split makes a file of each channel")


# --- export ---------------------------------------------------------------------------------------


def _export(arguments: argparse.Namespace, say: Voice) -> int:
    for path in arguments.report:
        report.check_name(Path(path))
    with studio_of_takes(arguments) as studio:
        plan = _plan(studio, arguments)
        _say_notes(plan, arguments, say)
        if arguments.dry_run:
            return _say_plan(plan, say)
        done = studio.deliveries.run(
            plan, Path(arguments.to), agreed=arguments.agree_licence, progress=progress_of(say)
        )
    for file in done.files:
        _say_file(file, say)
    for path in arguments.report:
        say.line("Report", path=str(report.write(done, Path(path))))
    return _ended(done, say)


def preset_of(studio: Studio, name: str | None) -> Preset:
    """The preset that was named, else the usual one. Raises NotFound."""
    return studio.deliveries.preset(name) if name else studio.deliveries.default_preset()


def progress_of(say: Voice) -> Progress:
    """How far a delivery is, on a line that is written over."""

    def progress(done: int, count: int, name: str) -> None:
        say.progress(f"{done} of {count}  {name}" if name else "")

    return progress


def _plan(studio: Studio, arguments: argparse.Namespace) -> Plan:
    numbers = [int(source) for source in arguments.sources if source.isdecimal()]
    paths = [Path(source) for source in arguments.sources if not source.isdecimal()]
    takes = studio.library.takes.get_many(list(dict.fromkeys(numbers)))
    takes += delivery_sources.takes_of(list(dict.fromkeys(paths)))
    return studio.deliveries.plan_of(takes, _preset(studio, arguments))


def _preset(studio: Studio, arguments: argparse.Namespace) -> Preset:
    """The preset, with what was asked for instead of its values."""
    preset = preset_of(studio, arguments.preset)
    return dataclasses.replace(
        preset,
        spec=_spec(preset.spec, arguments),
        name_template=arguments.name_template or preset.name_template,
        folder_template=preset.folder_template
        if arguments.folder_template is None
        else arguments.folder_template,
        prompt=preset.prompt and not arguments.no_prompt,
    )


def _spec(spec: Spec, arguments: argparse.Namespace) -> Spec:
    """The format; a preset's own values give way to what another container takes."""
    container = arguments.format or spec.container
    bits, rate = spec.bits, spec.rate
    if bits not in BITS[container]:
        bits = BITS[container][-1]
    if rate not in rates_of(container):
        rate = OPUS_RATE
    return Spec(
        container,
        rate if arguments.rate is None else arguments.rate,
        arguments.bits or bits,
        arguments.layout or spec.layout,
    )


def _say_notes(plan: Plan, arguments: argparse.Namespace, say: Voice) -> None:
    if plan.restricted and not arguments.agree_licence:
        takes = ", ".join(_name(plan, take) for take in plan.restricted)
        say.line(
            "Note",
            sentence=f"Not for commercial use: {takes}. With --agree-licence they are delivered.",
        )


def _name(plan: Plan, take: int) -> str:
    source = plan.sources.get(take)
    return source.path.name if source else f"take {take}"


def _say_plan(plan: Plan, say: Voice) -> int:
    for file in plan.files:
        say.line(
            "PlannedFile",
            take=max(file.take, 0) or None,
            name=file.name,
            title=file.title,
            category=file.cat_id,
            seconds=file.seconds,
            licence=file.licence,
            commercial=file.commercial,
            notes=list(file.notes),
            problem=file.problem,
        )
    return FAILED if any(file.problem for file in plan.files) else DONE


def _say_file(file: DeliveredFile, say: Voice) -> None:
    take = max(file.take, 0) or None
    if file.path is None:
        say.line("NotExported", take=take, title=file.title, message=file.problem, hint=file.hint)
        return
    say.line(
        "Exported",
        take=take,
        path=str(file.path),
        note=file.note,
        title=file.title,
        category=file.cat_id,
        sample_rate=file.sample_rate,
        bits=file.bits,
        channels=file.channels,
        seconds=file.seconds,
        lufs=file.lufs,
        true_peak_db=file.true_peak_db,
        sha256=file.sha256,
        licence=file.licence,
        commercial=file.commercial,
    )


def _ended(done: Report, say: Voice) -> int:
    if done.problem:
        say.line("Note", sentence=f"{done.problem} {done.hint}".strip())
    return FAILED if done.failed else DONE


# --- presets --------------------------------------------------------------------------------------


def _presets(arguments: argparse.Namespace, say: Voice) -> int:
    settings = settings_in_force()
    for preset in presets_of(settings):
        say.line(
            "Preset",
            **{**dataclasses.asdict(preset), **dataclasses.asdict(preset.spec)},
            own=preset.id not in presets.BUILT_IN_IDS,
            usual=preset.id == settings.default_preset,
        )
    return DONE


# --- restore --------------------------------------------------------------------------------------


def _restore(arguments: argparse.Namespace, say: Voice) -> int:
    path = Path(arguments.file)
    if not arguments.generate:
        with studio_to_read(arguments) as studio:
            if studio is None:
                raise NotFound(NO_LIBRARY)
            _say_recipe(_recipe(studio, path), say)
        return DONE
    with studio_to_write(arguments, new=True) as studio:
        recipe = _recipe(studio, path)
        _say_recipe(recipe, say)
        if not recipe.model:
            raise BadRequest(
                "No model made that sound, so none can make it again.", "Import the file instead."
            )
        request = studio.plan(recipe.model, recipe.prompt, seeds=[recipe.seed], **recipe.values)
        about = JobAbout(title=recipe.title, category=recipe.category)
        with hearing(studio, say) as ended:
            studio.generate(request, about=about)
    return DONE if ended and all(isinstance(event, Finished) for event in ended) else FAILED


def _recipe(studio: Studio, path: Path) -> Recipe:
    recipe = studio.recipe_in(path)
    if recipe is None:
        raise NotFound(
            f"{path.name} does not say what it was made from.",
            "Only files that this program wrote do.",
        )
    return recipe


def _say_recipe(recipe: Recipe, say: Voice) -> None:
    say.line(
        "Recipe",
        model=recipe.model,
        model_name=recipe.model_name,
        prompt=recipe.prompt,
        seed=recipe.seed,
        values=recipe.values,
        title=recipe.title,
        category=recipe.category,
        tags=list(recipe.tags),
        licence=recipe.licence,
        commercial=recipe.commercial,
        created=recipe.created,
        app_version=recipe.app_version,
        model_hash=recipe.model_hash,
        edits=json.loads(edits.to_json(edits.readable(recipe.edits))),
        take=recipe.take.id if recipe.take else None,
        notes=list(recipe.notes),
    )
