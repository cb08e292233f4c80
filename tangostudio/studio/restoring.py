"""A file that this program wrote brings back what it was made from.

A delivered file says it itself, in whichever format; a sound of the library's own folder is known
by its name. What this computer cannot do again as it was done is said in sentences.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tangostudio.errors import AudioFileError, BadRequest, WeightsError
from tangostudio.export import originals, provenance
from tangostudio.export.provenance import Provenance
from tangostudio.library import Take
from tangostudio.library.hashes import sound_in
from tangostudio.studio import foreign, recipes

if TYPE_CHECKING:
    from tangostudio.studio.studio import Studio

_PLAIN = {"init": "", "strength": 1.0, "regions": (), "follow": 0.0}


@dataclass(frozen=True)
class Recipe:
    """What a sound was made from.

    Attributes:
        model: id of its model; "" for an imported recording.
        model_name: as it was called then.
        seed: of this one sound.
        values: what `plan` is told beside model, prompt and seeds.
        title, category, tags: of the take.
        licence, commercial, created, app_version, model_hash, edits: as they were then.
        take: the take of this library that it is; None where it is not here.
        notes: one sentence for each thing that is otherwise here.
    """

    model: str
    model_name: str
    prompt: str
    seed: int
    values: dict[str, Any] = field(default_factory=dict)
    title: str = ""
    category: str = ""
    tags: tuple[str, ...] = ()
    licence: str = ""
    commercial: str = ""
    created: str = ""
    app_version: str = ""
    model_hash: str = ""
    edits: str = "[]"
    take: Take | None = None
    notes: tuple[str, ...] = ()


def recipe_in(studio: Studio, path: Path) -> Recipe | None:
    """What a file brings back; None for a file that this program did not write.

    Raises:
        AudioFileError: the file cannot be read.
    """
    if sha256 := sound_in(path.name):
        take = _take_of(studio, sha256)
        return recipe_of(studio, take) if take is not None else None
    try:
        said = provenance.read(path)
    except OSError as error:
        raise AudioFileError(
            f"{path.name} cannot be read: {error.strerror}.", "Check that it is still there."
        ) from error
    return None if said is None else _recipe(studio, said)


def recipe_of(studio: Studio, take: Take) -> Recipe:
    """What a take of the library brings back; of a file that was imported, what the file said."""
    said = provenance.parse(provenance.text_of(take))
    assert said is not None
    if take.imported:
        of_file = originals.provenance_in(foreign.chunks_of(studio.library, take))
        said = of_file if of_file is not None and of_file.model else said
    return dataclasses.replace(_recipe(studio, said), take=take)


def _recipe(studio: Studio, said: Provenance) -> Recipe:
    notes = [*_model_notes(studio, said)]
    if said.private:
        said, found = _with_prompt(studio, said)
        notes += [] if found else ["The prompt was left out of the file."]
    values = recipes.values_of(recipes.request_of(said))
    known = tuple(a for a in said.adapters if studio.library.adapters.by_hash(a[0]) is not None)
    if known != said.adapters:
        notes.append("An adapter that it was made with is not here.")
        values |= _driven_without(studio, said.model, known, values["sampler"])
    values["adapters"] = known
    if values["init"] and not _is_here(studio, values["init"]):
        values |= _PLAIN
        notes.append("The sound that it was started from is not here.")
    return Recipe(
        model=said.model,
        model_name=said.model_name or said.model,
        prompt=said.prompt,
        seed=said.seed,
        values=values,
        title=said.title,
        category=said.category,
        tags=said.tags,
        licence=said.licence,
        commercial=said.commercial,
        created=said.created,
        app_version=said.app_version,
        model_hash=said.model_hash,
        edits=said.edits,
        take=_take_of(studio, said.sha256),
        notes=tuple(notes),
    )


def _driven_without(
    studio: Studio, model: str, known: tuple[tuple[str, float], ...], sampler: str
) -> dict[str, Any]:
    """The model's own way where that of a take was its few-step adapter's, which is gone."""
    try:
        card = studio.driven(studio.catalogue.get(model), known)
    except BadRequest:  # the model is gone too
        return {}
    if not card.samplers or sampler in card.samplers:
        return {}
    steps, guidance = int(card.default("steps")), card.default("guidance")
    return {"sampler": card.samplers[0], "steps": steps, "guidance": guidance}


def _with_prompt(studio: Studio, said: Provenance) -> tuple[Provenance, bool]:
    """The prompts of the take itself where this library has it, and whether it has."""
    take = _take_of(studio, said.sha256)
    if take is None or not (take.prompt or take.negative):
        return said, False
    known = {"prompt": take.prompt, "negative": take.negative, "request": take.request}
    return dataclasses.replace(said, **known), True


def _model_notes(studio: Studio, said: Provenance) -> list[str]:
    if not said.model:
        return ["It is an imported recording: no model made it."]
    name = said.model_name or said.model
    try:
        card = studio.card(said.model)
        if card.files:
            card.verify_files()
    except BadRequest:
        return [f"The model {name} is not known here."]
    except WeightsError:
        return [f"The model {name} is not on this computer: get it in Models mode."]
    if said.model_hash and card.weights_hash and said.model_hash != card.weights_hash:
        return [f"{name} has other weights here: the sound will not be the same."]
    return []


def _is_here(studio: Studio, init: str) -> bool:
    """Whether a sound to start from lies in the library; a path that leads elsewhere does not."""
    return bool(sound_in(init)) and (studio.library.audio_dir / init).is_file()


def _take_of(studio: Studio, sha256: str) -> Take | None:
    found = studio.library.takes.of_sound(sha256)
    return found[0] if found else None
