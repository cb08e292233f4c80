"""The two actions that take a taste along, on the real studio."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest
from PySide6.QtWidgets import QFileDialog

from tangostudio.library import NewTake
from tangostudio.settings import Settings
from tangostudio.studio.open import open_for_command
from tangostudio.ui.taste_sharing import TasteSharing


class Said:
    def __init__(self):
        self.good_ones: list[str] = []
        self.bad_ones: list[str] = []

    def good(self, text, choice=None, hint=""):
        self.good_ones.append(f"{text} | {hint}")

    def bad(self, text, hint=""):
        self.bad_ones.append(f"{text} | {hint}")


@pytest.fixture
def studio(tmp_path):
    made = open_for_command(tmp_path / "library", Settings())
    for seed in (1, 2):
        made.library.takes.add(
            NewTake(
                project=made.project, prompt="rain", model="starter", seed=seed, seconds=1.0,
                sha256=f"{seed:064x}", frames=44100, sample_rate=44100, channels=1,
            )
        )  # fmt: skip
    yield made
    made.close()


def sharing(studio, qtbot):
    actions = SimpleNamespace(bind=lambda *_args: None)
    said = Said()
    return TasteSharing(studio, actions, said, None), said  # pyright: ignore


def asked(monkeypatch, which: str, path: Path | str) -> None:
    monkeypatch.setattr(QFileDialog, which, lambda *_args, **_more: (str(path), ""))


def vote(studio) -> None:
    takes = studio.library.takes.everything()
    studio.vote(SimpleNamespace(id="p", prompt="rain", left=takes[0], right=takes[1],
                                repeat_of=None), "left")  # fmt: skip


def test_a_taste_goes_out_and_comes_back(studio, qtbot, monkeypatch, tmp_path):
    vote(studio)
    it, said = sharing(studio, qtbot)
    asked(monkeypatch, "getSaveFileName", tmp_path / "mine.tangotaste")
    it.export()
    assert said.good_ones[0].startswith("1 vote and 0 adapters exported | mine.tangotaste")
    asked(monkeypatch, "getOpenFileName", tmp_path / "mine.tangotaste")
    it.bring()
    assert "1 vote here already." in said.good_ones[1]
    assert said.good_ones[1].startswith("0 votes and 0 adapters imported")
    assert studio.votes_count() == 1


def test_what_cannot_be_done_is_said(studio, qtbot, monkeypatch, tmp_path):
    it, said = sharing(studio, qtbot)
    asked(monkeypatch, "getSaveFileName", tmp_path / "mine.tangotaste")
    it.export()
    assert "no taste to export yet" in said.bad_ones[0]
    (tmp_path / "bad.tangotaste").write_bytes(b"no archive")
    asked(monkeypatch, "getOpenFileName", tmp_path / "bad.tangotaste")
    it.bring()
    assert len(said.bad_ones) == 2
    assert not said.good_ones


def test_nothing_happens_when_no_file_is_chosen(studio, qtbot, monkeypatch):
    vote(studio)
    it, said = sharing(studio, qtbot)
    for which, verb in (("getSaveFileName", it.export), ("getOpenFileName", it.bring)):
        asked(monkeypatch, which, "")
        verb()
    assert said.good_ones == said.bad_ones == []
