"""Embedders by their names."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

import pytest

from tangostudio import paths
from tangostudio.audio import impressions
from tangostudio.cards import Catalogue, embedders, places
from tangostudio.errors import BadRequest
from tangostudio.settings import Settings, fields


@pytest.fixture
def models(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the embedder that a test may harm."""
    file = paths.models_dir() / "starter" / "embedder.safetensors"
    (tmp_path / "starter").mkdir()
    shutil.copy(file, tmp_path / "starter" / file.name)
    monkeypatch.setattr(paths, "models_dir", lambda: tmp_path)
    return tmp_path


@pytest.fixture
def clap_files() -> list[Path]:
    """Files where the fetched model's would be; nobody reads them here."""
    card = Catalogue.load(paths.models_dir()).get("clap")
    assert card.folder is not None
    card.folder.mkdir(parents=True)
    found = [card.folder / item.used for item in card.files]
    for path in found:
        path.write_text("a file")
    return found


@pytest.mark.usefixtures("clap_files")
@pytest.mark.parametrize("choice", embedders.CHOICES)
def test_each_choice_has_a_name_and_is_found_by_it(choice: str) -> None:
    name = embedders.name_of(choice)
    assert name.startswith(f"{choice}-")
    assert embedders.choice_of(name) == choice
    assert embedders.CHOICES[choice].endswith(".")


def test_the_settings_choose_one_of_them() -> None:
    (choice,) = (item for name, _, _, item in fields() if name == "taste_embedder")
    assert choice.options == tuple(embedders.CHOICES)
    assert Settings().taste_embedder in embedders.CHOICES


def test_the_name_of_impressions_is_what_they_call_themselves() -> None:
    assert embedders.name_of("impressions") == impressions.NAME


def test_other_weights_have_another_name(models: Path) -> None:
    file = models / "starter" / "embedder.safetensors"
    mark = hashlib.sha256(file.read_bytes()).hexdigest()[:8]
    assert embedders.name_of("starter") == f"starter-{mark}"
    embedders._mark.cache_clear()
    file.write_bytes(b"other weights")
    assert embedders.name_of("starter") != f"starter-{mark}"
    with pytest.raises(BadRequest, match=f"starter-{mark} is not installed") as caught:
        embedders.choice_of(f"starter-{mark}")
    assert caught.value.hint


def test_weights_that_are_gone_are_named(models: Path) -> None:
    embedders._mark.cache_clear()
    (models / "starter" / "embedder.safetensors").unlink()
    with pytest.raises(BadRequest, match="cannot be read") as caught:
        embedders.name_of("starter")
    assert caught.value.hint
    assert embedders.name_of("impressions") == impressions.NAME


def test_an_embedder_that_must_be_fetched_says_where(clap_files: list[Path]) -> None:
    name = embedders.name_of("clap")
    clap_files[-1].unlink()
    for ask in (lambda: embedders.name_of("clap"), lambda: embedders.choice_of(name)):
        with pytest.raises(BadRequest, match="CLAP is not on this computer") as caught:
            ask()
        assert "Models mode" in caught.value.hint
    assert embedders.choice_of(impressions.NAME) == "impressions"


def test_the_name_of_fetched_weights_goes_by_their_record(clap_files: list[Path]) -> None:
    names = set()
    for digit in "12":
        held = {
            path.name: places.Held(path.name, path.stat().st_size, digit * 64)
            for path in clap_files
        }
        (clap_files[0].parent / places.RECORD).write_text(places.record_text(held))
        names.add(embedders.name_of("clap"))
    assert len(names) == 2
    assert all(name.startswith("clap-") for name in names)


@pytest.mark.parametrize("choice", ["", "Clap", "Starter", "impressions-1"])
def test_a_choice_that_is_none(choice: str) -> None:
    with pytest.raises(BadRequest, match="no embedder") as caught:
        embedders.name_of(choice)
    assert "impressions, starter, clap" in caught.value.hint


@pytest.mark.parametrize("name", ["", "impressions", "impressions-2", "starter-00000000"])
def test_a_name_that_is_none(name: str) -> None:
    with pytest.raises(BadRequest, match="is not installed"):
        embedders.choice_of(name)
