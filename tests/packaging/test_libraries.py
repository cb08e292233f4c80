from __future__ import annotations

import subprocess

import pytest
from bootstrapping import libraries
from bootstrapping.libraries import Need
from bootstrapping.machine import MANAGERS, Machine

DEBIAN_ROOT = Machine("Linux", root=True, manager="apt-get")
DEBIAN_USER = Machine("Linux", root=False, manager="apt-get")
CURSOR, PORTAUDIO = (
    next(need for need in libraries.WINDOW_NEEDS if need.name.startswith(name))
    for name in ("libxcb-cursor", "libportaudio")
)


class Packages:
    """A machine's package manager: what it was asked, and what is missing until it installs it."""

    def __init__(self, *missing: Need, fails: int = 0) -> None:
        self.missing = list(missing)
        self.fails = fails
        self.commands: list[list[str]] = []

    def find(self, needs):
        return [need for need in needs if need in self.missing]

    def run(self, command, **_options):
        self.commands.append(command)
        if "install" in command:
            self.fails -= 1
            if self.fails < 0:
                self.missing = []
                return subprocess.CompletedProcess(command, 0, "", "")
        return subprocess.CompletedProcess(command, 100, "", "E: Unable to locate package\n")


def test_nothing_missing_runs_nothing(capsys):
    packages = Packages()
    assert libraries.provide(DEBIAN_ROOT, ["run"], packages.find, packages.run)
    assert packages.commands == []
    assert capsys.readouterr().out == ""


def test_root_on_debian_installs_without_questions():
    packages = Packages(CURSOR, PORTAUDIO)
    assert libraries.provide(DEBIAN_ROOT, ["run"], packages.find, packages.run)
    command = "apt-get install -y --no-install-recommends libportaudio2 libxcb-cursor0"
    assert packages.commands == [command.split()]


def test_package_lists_are_fetched_only_after_a_first_try():
    packages = Packages(CURSOR, fails=1)
    assert libraries.provide(DEBIAN_ROOT, ["run"], packages.find, packages.run)
    assert [command[1] for command in packages.commands] == ["install", "update", "install"]


def test_a_package_manager_that_fails_is_no_reason_to_stop(capsys):
    packages = Packages(CURSOR, fails=2)
    assert not libraries.provide(DEBIAN_ROOT, ["run"], packages.find, packages.run)
    said = capsys.readouterr().out
    assert "Unable to locate package" in said
    assert "Not on this machine: libxcb-cursor.so.0." in said


@pytest.mark.parametrize(
    ("manager", "command"),
    [
        (
            "apt-get",
            "sudo apt-get install -y --no-install-recommends libportaudio2 libxcb-cursor0",
        ),
        ("dnf", "sudo dnf install -y portaudio xcb-util-cursor"),
        ("pacman", "sudo pacman -S --needed --noconfirm portaudio xcb-util-cursor"),
    ],
)
def test_without_the_right_the_one_command_is_named(capsys, manager, command):
    packages = Packages(CURSOR, PORTAUDIO)
    here = Machine("Linux", manager=manager)
    assert not libraries.provide(here, ["run"], packages.find, packages.run)
    assert packages.commands == []
    assert command in capsys.readouterr().out


def test_an_unknown_distribution_is_told_the_names(capsys):
    packages = Packages(CURSOR)
    assert not libraries.provide(Machine("Linux"), ["run"], packages.find, packages.run)
    said = capsys.readouterr().out
    assert "libxcb-cursor.so.0" in said
    assert "packages of your system" in said


def test_windows_needs_the_c_runtime_only(capsys):
    packages = Packages(*libraries.WINDOWS_NEEDS)
    assert not libraries.provide(Machine("Windows"), ["run"], packages.find, packages.run)
    assert packages.commands == []
    assert "winget install" in capsys.readouterr().out


def test_macos_needs_nothing():
    assert libraries.needs_of(Machine("Darwin"), ["run", "test"]) == ()


def test_the_tests_need_a_display_and_a_sound_server_as_well():
    run = {need.name for need in libraries.needs_of(DEBIAN_USER, ["run"])}
    test = {need.name for need in libraries.needs_of(DEBIAN_USER, ["run", "test"])}
    assert {"Xvfb", "xdotool", "pulseaudio"} <= test - run


def test_every_need_has_a_package_for_every_manager():
    for need in libraries.WINDOW_NEEDS + libraries.TEST_NEEDS:
        assert set(need.packages) == set(MANAGERS), need.name
        assert all(need.packages.values()), need.name


def test_looking_for_real():
    absent = [
        Need("libdoesnotexist.so.9", "library", {}),
        Need("no-such-program", "program", {}),
        Need("alsa-lib/no-such-file.so", "file", {}),
    ]
    present = Need("python3" if libraries.shutil.which("python3") else "cmd", "program", {})
    assert libraries.find_missing([*absent, present]) == absent
