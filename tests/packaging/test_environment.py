from __future__ import annotations

import shutil
import subprocess
from collections import namedtuple

import pytest
from bootstrapping import environment, packages, pip
from bootstrapping.environment import State
from bootstrapping.machine import Machine
from bootstrapping.report import SetupStopped

HERE = Machine("Linux")
Usage = namedtuple("Usage", "total used free")


class Pip:
    """Stands in for pip and for the interpreter; fails at the call that it is told to."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.calls: list[str] = []
        self.fails_at = ""
        self.built = False
        self.version = "3.11"
        monkeypatch.setattr(pip, "install", self.install)
        monkeypatch.setattr(pip, "uninstall", lambda _project, name: self.note(f"remove {name}"))
        monkeypatch.setattr(pip, "mend", lambda _project: self.note("mend"))
        monkeypatch.setattr(pip, "resolve", lambda _project, _requirement: "2.13.0+cpu")
        monkeypatch.setattr(environment, "_make", self.make)
        monkeypatch.setattr(environment, "_is_usable", lambda _project, _state: self.built)
        monkeypatch.setattr(environment, "python_version", lambda _python: self.version)

    def note(self, call: str) -> None:
        self.calls.append(call)

    def make(self, project) -> None:
        self.note("make")
        project.venv.mkdir(exist_ok=True)
        self.built = True

    def install(self, _project, *arguments: str) -> None:
        what = arguments[0] if arguments[0] != "--no-deps" else "itself"
        if self.fails_at and what.startswith(self.fails_at):
            raise SetupStopped("The connection broke.")
        self.note(what)


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> Pip:
    return Pip(monkeypatch)


def install(checkout, sets=("run",), torch="cpu", index=""):
    state = environment.read_state(checkout)
    return environment.install(checkout, HERE, state, sets, torch, index)


def test_a_first_set_up_says_its_size_first_and_installs_torch_first(checkout, fake, capsys):
    install(checkout)
    assert fake.calls == ["make", "torch==2.13.0", "numpy>=2,<3", "itself"]
    first = capsys.readouterr().out.splitlines()[0]
    assert "about 390 MB to download" in first
    assert "CPU build" in first


def test_a_finished_set_up_is_ready(checkout, fake):
    install(checkout)
    state = environment.read_state(checkout)
    assert environment.is_ready(checkout, state, ["run"], None)
    assert environment.is_ready(checkout, state, ["run"], "cpu")
    assert not environment.is_ready(checkout, state, ["run", "test"], None)
    assert not environment.is_ready(checkout, state, ["run"], "cuda")


def test_new_requirements_make_it_out_of_date(checkout, fake):
    install(checkout)
    checkout.constraints.write_text("torch==2.14.0\n")
    assert not environment.is_ready(checkout, environment.read_state(checkout), ["run"], None)


def test_an_interpreter_that_is_gone_makes_it_out_of_date(checkout, fake):
    install(checkout)
    fake.version = ""
    assert not environment.is_ready(checkout, environment.read_state(checkout), ["run"], None)


def test_an_interrupted_set_up_goes_on_where_it_stopped(checkout, fake):
    fake.fails_at = "numpy"
    with pytest.raises(SetupStopped):
        install(checkout)
    assert not environment.is_ready(checkout, environment.read_state(checkout), ["run"], None)
    fake.fails_at = ""
    fake.calls.clear()
    install(checkout)
    assert fake.calls == ["mend", "numpy>=2,<3", "itself"]
    assert environment.is_ready(checkout, environment.read_state(checkout), ["run"], None)


def test_the_tools_come_later_without_torch_again(checkout, fake, capsys):
    install(checkout)
    fake.calls.clear()
    capsys.readouterr()
    state = install(checkout, sets=("run", "test"))
    assert fake.calls == ["numpy>=2,<3", "itself"]
    assert state.sets == ["run", "test"]
    assert "about 90 MB" in capsys.readouterr().out


def test_running_after_testing_keeps_the_tools(checkout, fake):
    install(checkout, sets=("run", "test"))
    checkout.constraints.write_text("torch==2.13.0\nnumpy==2.4.7\n")
    assert install(checkout, sets=("run",)).sets == ["run", "test"]


def test_another_build_of_torch_replaces_the_first(checkout, fake):
    install(checkout)
    fake.calls.clear()
    state = install(checkout, torch="cuda")
    assert fake.calls[:2] == ["remove torch", "torch==2.13.0"]
    assert state.torch == "cuda"


def test_an_index_for_torch_is_handed_on(checkout, fake):
    install(checkout, index="file:///wheels")
    assert "--extra-index-url" in fake.calls


def test_an_index_without_a_cpu_build_is_said(checkout, fake, monkeypatch, capsys):
    monkeypatch.setattr(pip, "resolve", lambda _project, _requirement: "2.13.0")
    install(checkout)
    assert "--torch-index" in capsys.readouterr().out


def test_a_disk_that_is_too_small_stops_before_anything_is_fetched(checkout, fake, monkeypatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: Usage(0, 0, 300_000_000))
    with pytest.raises(SetupStopped, match=r"Only 0\.3 GB"):
        install(checkout)
    assert fake.calls == []


@pytest.mark.parametrize("text", ["", "{", "[]", '{"colour": 1}', "\x00"])
def test_a_damaged_state_counts_as_no_set_up(checkout, text):
    checkout.venv.mkdir()
    checkout.state_file.write_text(text)
    assert environment.read_state(checkout) == State()


def test_the_state_comes_back(checkout):
    checkout.venv.mkdir()
    state = State("abc", "3.11", "cpu", ["run"], ["run"])
    environment.write_state(checkout, state)
    assert environment.read_state(checkout) == state


def test_a_python_without_ensurepip_names_the_package(checkout, monkeypatch):
    monkeypatch.setattr(environment.importlib.util, "find_spec", lambda _name: None)
    with pytest.raises(SetupStopped, match="ensurepip") as caught:
        environment._make(checkout)
    assert "apt-get install python3" in caught.value.hint


def test_a_folder_that_cannot_be_written_is_one_sentence(checkout, monkeypatch):
    def refuse(*_arguments):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(environment.venv.EnvBuilder, "create", refuse)
    with pytest.raises(SetupStopped, match="could not be made"):
        environment._make(checkout)


def test_the_version_of_an_interpreter(tmp_path):
    assert environment.python_version(tmp_path / "gone") == ""
    assert environment.python_version(environment.Path(environment.sys.executable)).startswith("3.")


@pytest.mark.parametrize(
    ("stderr", "sentence"),
    [
        (
            "WARNING: Retrying after connection broken by 'NewConnectionError: [Errno -2] Name or "
            "service not known'\nERROR: No matching distribution found for torch==2.13.0",
            "cannot be reached",
        ),
        ("ERROR: Could not install packages: [Errno 28] No space left on device", "disk is full"),
        ("ERROR: No matching distribution found for torch==2.13.0", "no build of torch==2.13.0"),
        ("ERROR: something odd", "something odd"),
    ],
)
def test_what_pip_says_becomes_a_sentence(stderr, sentence):
    assert sentence in pip.explain(stderr).message


class TestMend:
    """On a site folder that really lacks something."""

    def record(self, site, name: str, size: int) -> None:
        info = site / f"{name}-1.0.dist-info"
        info.mkdir(parents=True)
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
        (info / "RECORD").write_text(f"{name}.py,sha256=AAAA,{size}\n{name}.pyc,,\n")
        (site / f"{name}.py").write_text("x = 1\n")

    def test_a_package_cut_short_is_found(self, tmp_path):
        self.record(tmp_path, "whole", 6)
        self.record(tmp_path, "cut", 600)
        self.record(tmp_path, "gone", 6)
        (tmp_path / "gone.py").unlink()
        answer = subprocess.run(
            [environment.sys.executable, "-S", "-c", pip._BROKEN],
            env={"PYTHONPATH": str(tmp_path)},
            capture_output=True,
            text=True,
            check=True,
        )
        assert sorted(answer.stdout.split()) == ["cut==1.0", "gone==1.0"]


def test_a_fingerprint_needs_both_files(checkout):
    checkout.constraints.unlink()
    with pytest.raises(FileNotFoundError):
        packages.fingerprint(checkout, "3.11")
