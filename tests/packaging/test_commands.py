from __future__ import annotations

import os
import subprocess

import pytest
from bootstrapping import commands, demonstration, environment, gate, libraries
from bootstrapping.environment import State
from bootstrapping.machine import Machine, Project
from bootstrapping.report import SetupStopped

SCREEN = Machine("Linux", display=True)
NO_SCREEN = Machine("Linux", display=False)


class Program:
    """Answers for every process that would be started."""

    def __init__(self, failing: str = "") -> None:
        self.commands: list[list[str]] = []
        self.environments: list[dict[str, str]] = []
        self.failing = failing

    def __call__(self, command, **options):
        self.commands.append(command)
        self.environments.append(options.get("env") or {})
        return subprocess.CompletedProcess(command, int(self.failing in command))


@pytest.mark.parametrize(
    ("line", "command", "torch", "rest"),
    [
        ("run", "run", None, []),
        ("run -- generate door --json", "run", None, ["generate", "door", "--json"]),
        ("run --torch cpu -- --torch x", "run", "cpu", ["--torch", "x"]),
        ("test -- -k loudness", "test", None, ["-k", "loudness"]),
        ("test --", "test", None, []),
    ],
)
def test_arguments_behind_the_dashes_go_on(line, command, torch, rest):
    options, found = commands.parse(line.split())
    assert (options.command, options.torch, found) == (command, torch, rest)


def test_the_index_for_torch_may_come_from_the_environment(monkeypatch):
    monkeypatch.setenv("TANGOSTUDIO_TORCH_INDEX", "file:///wheels")
    assert commands.parse(["run"])[0].torch_index == "file:///wheels"
    assert commands.parse(["run", "--torch-index", "x"])[0].torch_index == "x"


class TestRun:
    def test_with_a_display_this_process_becomes_the_studio(self, checkout, monkeypatch):
        became = []
        monkeypatch.setattr(os, "execv", lambda path, arguments: became.append((path, arguments)))
        commands.perform(checkout, SCREEN, "run", [])
        python = str(checkout.python)
        assert became == [(python, [python, "-m", "tangostudio"])]

    def test_on_windows_it_stays_as_the_parent(self, checkout, monkeypatch):
        program = Program(failing="-m")
        monkeypatch.setattr(subprocess, "run", program)
        there = Project(checkout.root, "Windows")
        assert commands.perform(there, Machine("Windows"), "run", ["models"]) == 1
        assert program.commands[0][0].endswith("python.exe")
        assert program.commands[0][1:] == ["-m", "tangostudio", "models"]

    def test_without_a_display_it_demonstrates(self, checkout, monkeypatch):
        shown = []
        monkeypatch.setattr(demonstration, "demonstrate", shown.append)
        assert commands.perform(checkout, NO_SCREEN, "run", []) == 0
        assert shown == [checkout]

    def test_without_a_display_the_command_line_still_works(self, checkout, monkeypatch):
        became = []
        monkeypatch.setattr(os, "execv", lambda _path, arguments: became.append(arguments))
        commands.perform(checkout, NO_SCREEN, "run", ["takes", "--json"])
        assert became[0][-2:] == ["takes", "--json"]


class TestDemonstration:
    def test_it_names_the_sounds_and_the_picture(self, checkout, capsys):
        program = Program()
        folder = checkout.root / "build" / "demonstration"

        def run(command, **options):
            (folder / "takes").mkdir(parents=True, exist_ok=True)
            (folder / "takes" / "door creak.wav").touch()
            (folder / "window.png").touch()
            return program(command, **options)

        demonstration.demonstrate(checkout, run)
        said = capsys.readouterr().out.splitlines()
        assert said[0].startswith("There is no display here")
        assert said[1] == f"Sound: {folder / 'takes' / 'door creak.wav'}"
        assert said[2] == f"Picture: {folder / 'window.png'}"
        assert program.commands[0][3] == "generate"
        assert program.commands[1][-2:] == ["--screenshot", str(folder / "window.png")]
        assert program.environments[1]["QT_QPA_PLATFORM"] == "offscreen"

    def test_both_calls_use_one_library_of_its_own(self, checkout):
        program = Program()
        with pytest.raises(SetupStopped, match="left no sound"):
            demonstration.demonstrate(checkout, program)
        libraries_ = [line[line.index("--library") + 1] for line in program.commands]
        assert len(set(libraries_)) == 1
        assert libraries_[0].startswith(str(checkout.root / "build"))

    def test_a_failure_is_one_sentence(self, checkout):
        with pytest.raises(SetupStopped, match="failed with exit code 1"):
            demonstration.demonstrate(checkout, Program(failing="generate"))


class TestGate:
    def test_every_check_runs_and_the_tests_come_last(self, checkout):
        program = Program()
        steps = gate.test_steps(checkout, ["-k", "x"])
        assert gate.run_steps(checkout, steps, program) == 0
        assert [name for name, _command in steps] == [
            "ruff check",
            "ruff format",
            "pyright",
            "lint-imports",
            "pytest",
        ]
        assert program.commands[-1][-2:] == ["-k", "x"]

    @pytest.mark.parametrize("failing", ["check", "--check", "pyright", "pytest"])
    def test_one_failure_fails_the_whole_and_is_named(self, checkout, failing, capsys):
        program = Program(failing)
        assert gate.run_steps(checkout, gate.test_steps(checkout, []), program) == 1
        assert len(program.commands) == 5
        assert capsys.readouterr().out.splitlines()[-1].count("FAILED") == 1


class TestEnsure:
    @pytest.fixture
    def calls(self, monkeypatch):
        made = []

        def install(_project, here, state, sets, torch, index):
            made.append((tuple(sets), torch, index, here.nvidia))
            return State(fingerprint="x", torch=torch, sets=list(sets), libraries=state.libraries)

        monkeypatch.setattr(environment, "install", install)
        monkeypatch.setattr(environment, "write_state", lambda _project, state: made.append(state))
        monkeypatch.setattr(commands.machine, "has_nvidia", lambda _system: True)
        monkeypatch.setattr(libraries, "provide", lambda _here, _sets: True)
        return made

    def test_the_first_time_the_hardware_decides(self, checkout, calls):
        commands.ensure(checkout, SCREEN, commands.parse(["run"])[0])
        assert calls[0] == (("run",), "cuda", "", True)
        assert calls[1].libraries == ["run"]

    def test_later_what_is_installed_stays(self, checkout, calls, monkeypatch):
        monkeypatch.setattr(environment, "read_state", lambda _project: State(torch="cpu"))
        commands.ensure(checkout, SCREEN, commands.parse(["test"])[0])
        assert calls[0][:2] == (("run", "test"), "cpu")

    def test_a_ready_environment_costs_nothing(self, checkout, calls, monkeypatch):
        ready = State("x", "3.11", "cpu", ["run"], ["run"])
        monkeypatch.setattr(environment, "read_state", lambda _project: ready)
        monkeypatch.setattr(environment, "is_ready", lambda *_arguments: True)
        commands.ensure(checkout, SCREEN, commands.parse(["run"])[0])
        assert calls == []

    def test_missing_libraries_are_looked_for_again(self, checkout, calls, monkeypatch):
        monkeypatch.setattr(libraries, "provide", lambda _here, _sets: False)
        commands.ensure(checkout, SCREEN, commands.parse(["run"])[0])
        assert len(calls) == 1


def test_a_stopped_set_up_is_a_sentence_and_exit_code_1(monkeypatch, capsys):
    def stop(*_arguments):
        raise SetupStopped("No room.", "Make some.")

    monkeypatch.setattr(commands, "ensure", stop)
    assert commands.main(["run"]) == 1
    assert capsys.readouterr().err == "No room.\nMake some.\n"


def test_an_interrupted_set_up_is_exit_code_130(monkeypatch, capsys):
    def interrupt(*_arguments):
        raise KeyboardInterrupt

    monkeypatch.setattr(commands, "ensure", interrupt)
    assert commands.main(["setup"]) == 130
    assert "goes on where this stopped" in capsys.readouterr().err
