"""The wheel, built from this checkout, installed elsewhere and used there."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def call(*arguments: str, cwd: Path, **environment: str) -> str:
    """The output of this interpreter with these arguments, run outside of the checkout."""
    answer = subprocess.run(
        [sys.executable, *arguments],
        cwd=cwd,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1", **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.returncode == 0, answer.stdout + answer.stderr
    return answer.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built wheel; nothing is fetched for it."""
    folder = tmp_path_factory.mktemp("wheel")
    options = ["--quiet", "--disable-pip-version-check", "--no-deps", "--no-build-isolation"]
    call("-m", "pip", "wheel", *options, "--wheel-dir", str(folder), str(ROOT), cwd=folder)
    (built,) = folder.glob("tangostudio-*.whl")
    return built


@pytest.fixture(scope="module")
def site(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that the wheel is installed into."""
    folder = tmp_path_factory.mktemp("installed") / "site"
    options = ["--quiet", "--disable-pip-version-check", "--no-deps", "--no-index", "--no-compile"]
    call("-m", "pip", "install", *options, "--target", str(folder), str(wheel), cwd=folder.parent)
    return folder


def test_the_wheel_carries_the_bundle_once_and_no_tests(wheel):
    names = zipfile.ZipFile(wheel).namelist()
    assert "tangostudio/_bundle/models/toy.toml" in names
    assert any(name.startswith("tangostudio/_bundle/resources/") for name in names)
    top = {name.partition("/")[0] for name in names}
    assert {name for name in top if not name.endswith(".dist-info")} == {"tangostudio"}
    cards = [name for name in names if name.endswith("/toy.toml")]
    assert len(cards) == 1


def test_the_wheel_names_its_licence_and_its_command(wheel):
    archive = zipfile.ZipFile(wheel)
    names = archive.namelist()
    assert any(name.endswith("licenses/LICENSE") for name in names)
    (entry,) = [name for name in names if name.endswith("entry_points.txt")]
    assert "tangostudio = tangostudio.__main__:main" in archive.read(entry).decode()


def test_an_installed_program_finds_its_own_folders(site, tmp_path):
    code = "from tangostudio import paths; print(paths.models_dir()); print(paths.resources_dir())"
    models, resources = call("-c", code, cwd=tmp_path, PYTHONPATH=str(site)).splitlines()
    assert Path(models) == site / "tangostudio" / "_bundle" / "models"
    assert Path(resources).is_dir()


@pytest.mark.parametrize("model", ["toy", "starter"])
def test_an_installed_program_generates(site, tmp_path, model):
    if not (ROOT / "models" / f"{model}.toml").is_file():
        pytest.skip(f"the checkout has no model {model}")
    library, out = tmp_path / "library", tmp_path / "takes"
    asked = ["generate", "a door", "--model", model, "--seconds", "1", "--seeds", "7", "--json"]
    folders = ["--library", str(library), "--out", str(out)]
    lines = call("-m", "tangostudio", *asked, *folders, cwd=tmp_path, PYTHONPATH=str(site))
    events = [json.loads(line) for line in lines.splitlines()]
    (take,) = [event for event in events if event["event"] == "TakeReady"]
    assert events[-1]["event"] == "Finished"
    assert take["seed"] == 7
    assert Path(take["path"]).is_relative_to(library)
    assert len(list(out.glob("*.wav"))) == 1
