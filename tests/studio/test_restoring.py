"""A file that the program exported brings back what it was made from."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import soundfile

from tangostudio import paths
from tangostudio.cards import Catalogue
from tangostudio.errors import AudioFileError
from tangostudio.export.presets import Preset
from tangostudio.export.spec import CONTAINERS, Container, Spec
from tangostudio.jobs.runners import InlineRunner
from tangostudio.library import Library, TakeQuery
from tangostudio.settings import Settings
from tangostudio.studio.studio import Studio
from tests.audio.signals import sine
from tests.studio.house import deliver


def _open(folder: Path) -> Studio:
    library = Library.open(folder, write=True)
    return Studio(library, Catalogue.load(paths.models_dir()), Settings(), InlineRunner)


@pytest.fixture
def studio(tmp_path):
    studio = _open(tmp_path / "library")
    yield studio
    studio.close()


@pytest.fixture
def elsewhere(tmp_path):
    studio = _open(tmp_path / "elsewhere")
    yield studio
    studio.close()


@pytest.fixture
def take(studio):
    values = {"seconds": 0.5, "steps": 5, "guidance": 2.5, "negative": "hum"}
    studio.generate(studio.plan("toy", "a <bell> & 門", seeds=[11], **values))
    (take,) = studio.find(TakeQuery())
    studio.rename(take.id, "Ding")
    studio.set_tags([take.id], ["metal", "門"])
    studio.categorise([take.id], "BELLHand")
    return studio.take(take.id)


def _exported(studio, take, folder) -> Path:
    return deliver(studio, take.id, folder, 96000, 16)


def test_an_exported_file_makes_the_same_take_in_another_library(studio, elsewhere, take, tmp_path):
    recipe = elsewhere.recipe_in(_exported(studio, take, tmp_path / "out"))
    assert recipe is not None
    assert (recipe.title, recipe.category, recipe.tags) == ("Ding", "BELLHand", ("metal", "門"))
    assert (recipe.model, recipe.prompt, recipe.seed) == ("toy", "a <bell> & 門", 11)
    assert (recipe.notes, recipe.take) == ((), None)
    request = elsewhere.plan(recipe.model, recipe.prompt, seeds=[recipe.seed], **recipe.values)
    elsewhere.generate(request)
    (again,) = elsewhere.find(TakeQuery())
    assert again.sha256 == take.sha256
    assert (again.negative, again.steps, again.guidance) == ("hum", 5, 2.5)


def test_in_its_own_library_the_take_itself_is_found(studio, take, tmp_path):
    path = _exported(studio, take, tmp_path / "out")
    recipe = studio.recipe_in(path)
    assert recipe is not None
    assert recipe.take == take
    studio.trash([take.id])
    trashed = studio.recipe_in(path)
    assert trashed is not None
    assert trashed.take is not None
    assert trashed.take.trashed


def test_a_sound_of_the_library_s_own_folder_is_known_by_its_name(studio, take, tmp_path):
    recipe = studio.recipe_in(take.path)
    assert recipe is not None
    assert (recipe.take, recipe.prompt, recipe.seed) == (take, take.prompt, 11)
    assert studio.recipe_in(tmp_path / f"{'0' * 64}.flac") is None


def test_a_file_of_another_program_is_none(studio, tmp_path):
    path = tmp_path / "other.wav"
    soundfile.write(path, sine(440, 0.1), 44100)
    assert studio.recipe_in(path) is None
    path.write_text("no sound at all")
    assert studio.recipe_in(path) is None
    with pytest.raises(AudioFileError, match="cannot be read"):
        studio.recipe_in(tmp_path / "nowhere.wav")


def _with(studio, take, **columns):
    for name, value in columns.items():
        studio.library.database.execute(
            f"UPDATE takes SET {name} = ? WHERE id = ?", [value, take.id]
        )
    studio.library.takes._known.clear()
    return studio.take(take.id)


@pytest.mark.parametrize(
    ("columns", "words"),
    [
        ({"model": "gone", "model_name": "Gone 2"}, "The model Gone 2 is not known here."),
        (
            {"model": "tangoflux", "model_name": "TangoFlux"},
            "The model TangoFlux is not on this computer: get it in Models mode.",
        ),
        (
            {"model": "starter", "model_name": "Starter", "model_hash": "e" * 64},
            "Starter has other weights here: the sound will not be the same.",
        ),
        ({"model": "", "request": "{}"}, "It is an imported recording: no model made it."),
    ],
)
def test_what_is_otherwise_here_is_said(studio, take, tmp_path, columns, words):
    changed = _with(studio, take, **columns)
    recipe = studio.recipe_in(_exported(studio, changed, tmp_path / "out"))
    assert recipe is not None
    assert recipe.notes == (words,)


def test_an_adapter_and_a_sound_that_are_not_here_are_left_out(studio, take, tmp_path):
    request = '{"kind": "generate", "model": "toy", "prompt": "x", "seconds": 0.5, "seeds": [1],'
    request += f' "steps": 5, "guidance": 2, "sampler": "euler", "init": "{"c" * 64}.flac",'
    request += ' "strength": 0.4, "regions": [[0.1, 0.3]]}'
    changed = _with(studio, take, adapters=f'[["{"d" * 64}", 0.5]]', request=request)
    recipe = studio.recipe_in(_exported(studio, changed, tmp_path / "out"))
    assert recipe is not None
    assert recipe.notes == (
        "An adapter that it was made with is not here.",
        "The sound that it was started from is not here.",
    )
    assert recipe.values["adapters"] == ()
    assert (recipe.values["init"], recipe.values["regions"]) == ("", ())
    assert recipe.values["strength"] == 1.0


def test_no_path_leads_out_of_the_library_s_folder(studio, take, tmp_path):
    outside = tmp_path / "outside.flac"
    outside.write_bytes(take.path.read_bytes())
    request = take.request.replace('"init": ""', f'"init": "{outside}"')
    changed = _with(studio, take, request=request)
    recipe = studio.recipe_in(_exported(studio, changed, tmp_path / "out"))
    assert recipe is not None
    assert recipe.values["init"] == ""


def test_a_file_that_is_dragged_again_says_what_is_true_now(studio, take):
    (path,) = studio.drag_files([take.id])
    assert studio.drag_files([take.id]) == [path]
    studio.set_tags([take.id], ["other"])
    (fresh,) = studio.drag_files([take.id])
    assert fresh != path
    recipe = studio.recipe_in(fresh)
    assert recipe is not None
    assert recipe.tags == ("other",)
    assert studio.drag_files([take.id]) == [fresh]


# --- every format, and prompts that were left out -----------------------------------------------


def _delivered(studio: Studio, take: int, folder: Path, preset: Preset) -> Path:
    report = studio.deliveries.run(studio.deliveries.plan([take], preset), folder)
    (file,) = report.files
    assert file.path is not None, file.problem
    return file.path


def _preset(container: Container, **changes: Any) -> Preset:
    bits = 24 if container in ("wav", "flac", "aiff") else 0
    return Preset(container, container, Spec(container, 48000, bits), **changes)


@pytest.mark.parametrize("container", CONTAINERS)
def test_every_format_makes_the_same_take_in_another_library(
    studio, elsewhere, take, tmp_path, container
):
    path = _delivered(studio, take.id, tmp_path / "out", _preset(container))
    assert path.suffix == f".{container}"
    recipe = elsewhere.recipe_in(path)
    assert recipe is not None
    assert (recipe.title, recipe.prompt, recipe.seed) == ("Ding", "a <bell> & 門", 11)
    assert (recipe.values["negative"], recipe.notes) == ("hum", ())


def test_a_prompt_that_was_left_out_is_missed_elsewhere_and_known_at_home(
    studio, elsewhere, take, tmp_path
):
    path = _delivered(studio, take.id, tmp_path / "out", _preset("wav", prompt=False))
    recipe = elsewhere.recipe_in(path)
    assert recipe is not None
    assert (recipe.prompt, recipe.seed) == ("", 11)
    assert recipe.notes == ("The prompt was left out of the file.",)
    at_home = studio.recipe_in(path)
    assert at_home is not None
    assert (at_home.prompt, at_home.values["negative"]) == ("a <bell> & 門", "hum")
    assert at_home.notes == ()


@pytest.mark.parametrize("container", ["wav", "flac", "mp3"])
def test_a_delivered_file_that_is_imported_again_is_still_made_by_its_model(
    studio, elsewhere, take, tmp_path, container
):
    path = _delivered(studio, take.id, tmp_path / "out", _preset(container))
    elsewhere.imports.run(elsewhere.imports.plan([path]))
    (again,) = elsewhere.find(TakeQuery())
    assert again.imported
    assert (again.licence, again.commercial) == (take.licence, take.commercial)
    recipe = elsewhere.recipe_in(again.path)
    assert recipe is not None
    assert (recipe.prompt, recipe.seed, recipe.model) == ("a <bell> & 門", 11, "toy")
    second = elsewhere.recipe_in(_delivered(elsewhere, again.id, tmp_path, _preset("ogg")))
    assert second is not None
    assert (second.prompt, second.seed) == ("a <bell> & 門", 11)
