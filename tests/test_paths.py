from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tangostudio import paths


@pytest.fixture(autouse=True)
def _fresh() -> Iterator[None]:
    paths._bundle.cache_clear()
    yield
    paths._bundle.cache_clear()


def bundle(folder: Path) -> Path:
    (folder / "models").mkdir(parents=True)
    (folder / "resources").mkdir()
    return folder


def test_a_checkout_uses_its_own_folders():
    root = Path(__file__).resolve().parents[1]
    assert paths.models_dir() == root / "models"
    assert paths.resources_dir() == root / "resources"


def test_an_installed_wheel_uses_the_folders_within_the_package(tmp_path, monkeypatch):
    package = tmp_path / "site-packages" / "tangostudio"
    inside = bundle(package / "_bundle")
    bundle(package.parent)  # somebody else's folders beside the package are not meant
    monkeypatch.setattr(paths, "__file__", str(package / "paths.py"))
    assert paths.models_dir() == inside / "models"


def test_a_frozen_bundle_uses_its_unpacked_folder(tmp_path, monkeypatch):
    frozen = bundle(tmp_path / "frozen")
    monkeypatch.setattr(sys, "_MEIPASS", str(frozen), raising=False)
    assert paths.resources_dir() == frozen / "resources"


def test_missing_folders_are_named(tmp_path, monkeypatch):
    monkeypatch.setattr(paths, "__file__", str(tmp_path / "nowhere" / "tangostudio" / "paths.py"))
    with pytest.raises(FileNotFoundError, match="models/ and resources/"):
        paths.models_dir()


def test_settings_and_library_lie_in_the_home(home):
    assert paths.settings_file().is_relative_to(home)
    assert paths.settings_file().name == "settings.toml"
    assert paths.default_library() == home / "Tango Studio"


def test_asking_makes_no_folder(home):
    paths.settings_file()
    paths.default_library()
    assert list(home.iterdir()) == []
