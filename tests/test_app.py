"""The program's start and end, in processes of their own."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tangostudio import app


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "tangostudio", *arguments],
        env=os.environ | environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_importing_the_entry_loads_neither_qt_nor_torch():
    code = "import sys, tangostudio.__main__; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "tangostudio.__main__" in done.stdout.split()
    assert not {"PySide6", "torch", "numpy"} & set(done.stdout.split())


def test_a_command_goes_to_the_command_line(capsys):
    assert app.main(["models"]) == 0
    assert capsys.readouterr().out


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="there is always a display")
def test_without_a_display_one_sentence_is_said(monkeypatch, capsys):
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    assert app.main([]) == 1
    assert "no display" in capsys.readouterr().err


def test_an_unknown_option_is_wrong_usage():
    with pytest.raises(SystemExit) as stop:
        app.main(["--no-such-option"])
    assert stop.value.code == 2


def test_a_picture_of_the_window_is_drawn_without_a_display(tmp_path: Path):
    from PySide6.QtGui import QImage

    file = tmp_path / "Bild 絵 '1'.png"
    done = run("--library", str(tmp_path / "My takes 音"), "--screenshot", str(file))
    assert done.returncode == 0, done.stderr
    image = QImage(str(file))
    assert (image.width(), image.height()) == app.PICTURE_SIZE
    colours = {image.pixelColor(x, y).name() for x in range(0, 1440, 9) for y in range(0, 900, 9)}
    assert {"#1b1e24", "#14161a", "#ff8a3d"} <= colours


def test_a_picture_that_cannot_be_written_is_a_failure(tmp_path: Path):
    done = run("--library", str(tmp_path / "lib"), "--screenshot", str(tmp_path / "no" / "x.png"))
    assert done.returncode == 1
    assert "could not be written" in done.stderr


def test_a_window_that_was_closed_opens_no_library_any_more(qtbot, tmp_path: Path):
    from PySide6.QtWidgets import QApplication

    from tangostudio.ui.main_window import MainWindow
    from tangostudio.ui.memory import WindowMemory

    window = MainWindow(WindowMemory(tmp_path / "window.ini"))
    qtbot.addWidget(window)
    instance = QApplication.instance()
    assert isinstance(instance, QApplication)
    session = app.Session(instance, window, str(tmp_path / "library"))
    window.close()
    session.open()
    assert session.workspace is None
    assert not (tmp_path / "library").exists()


def test_a_library_that_cannot_be_opened_is_shown_and_tried_again(qtbot, tmp_path: Path):
    from PySide6.QtWidgets import QApplication

    from tangostudio.ui.library_problem import LibraryProblem
    from tangostudio.ui.main_window import MainWindow
    from tangostudio.ui.memory import WindowMemory

    (tmp_path / "file").write_text("in the way")
    window = MainWindow(WindowMemory(tmp_path / "window.ini"))
    qtbot.addWidget(window)
    instance = QApplication.instance()
    assert isinstance(instance, QApplication)
    session = app.Session(instance, window, str(tmp_path / "file" / "library"))
    session.open()
    assert window.shell.page() == "problem"
    (tmp_path / "file").unlink()
    page = window.shell.pages.currentWidget()
    assert isinstance(page, LibraryProblem)
    page.retry.click()
    assert window.shell.page() == "create"
    window.close()
    assert session.workspace is None


@pytest.mark.parametrize("demonstrates", [True, False])
def test_the_demonstration_is_made_where_the_start_wants_it(
    qtbot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, demonstrates: bool
):
    from PySide6.QtWidgets import QApplication

    from tangostudio.studio.studio import Studio
    from tangostudio.ui.main_window import MainWindow
    from tangostudio.ui.memory import WindowMemory

    asked: list[Studio] = []
    monkeypatch.setattr(Studio, "prepare_demonstration", lambda studio: asked.append(studio))
    monkeypatch.setattr(Studio, "warm", lambda studio, model: None)
    window = MainWindow(WindowMemory(tmp_path / "window.ini"))
    qtbot.addWidget(window)
    instance = QApplication.instance()
    assert isinstance(instance, QApplication)
    session = app.Session(instance, window, str(tmp_path / "library"), demonstrates)
    session.open()
    assert len(asked) == demonstrates
    window.close()


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_closes_the_window_cleanly(tmp_path: Path, number: int):
    process = subprocess.Popen(
        [sys.executable, "-m", "tangostudio", "--library", str(tmp_path / "lib")],
        env=os.environ | {app.TRACE: "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert process.stdout is not None
    for line in process.stdout:
        if line.startswith("Ready"):
            break
    process.send_signal(number)
    rest = process.stdout.read()
    process.stdout.close()
    assert process.wait(60) == 0
    assert "Traceback" not in rest
