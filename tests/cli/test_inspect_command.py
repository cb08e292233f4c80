"""`inspect`: what a file says, for programs and for people."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tangostudio import cli
from tests.export.wave_files import FORMAT, chunk, wave, whole


@pytest.fixture
def door(tmp_path: Path) -> Path:
    """A file that says all that a file can."""
    path = tmp_path / "door.wav"
    path.write_bytes(whole())
    return path


def test_a_program_reads_one_line_of_json(door, capsys):
    assert cli.main(["inspect", str(door), "--json"]) == 0
    (line,) = capsys.readouterr().out.splitlines()
    told = json.loads(line)
    assert (told["event"], told["path"]) == ("File", str(door))
    assert (told["rate"], told["bits"], told["channels"], told["seconds"]) == (48000, 24, 2, 1.0)
    assert told["chunks"][0] == {"name": "JUNK", "start": 20, "size": 28}
    assert told["bext"]["loudness"] == -23.46
    assert told["markers"][0] == {"seconds": 0.25, "label": "attack", "length": 0.125}
    assert told["ixml"] == {"PROJECT": "Tür"}


def test_a_person_reads_lines(door, capsys):
    assert cli.main(["inspect", str(door)]) == 0
    said = capsys.readouterr().out
    assert "  WAV · PCM · 48000 Hz · 24 bits · 2 channels · 1.000 s (48000 frames)" in said
    assert "    JUNK 28, bext 650, fmt 16, data 288000, iXML" in said
    assert "    loudness: -23.46\n" in said
    assert "  INFO\n    INAM: Tür\n" in said
    assert "    0.250 s for 0.125 s attack\n    0.500 s Schläge\n" in said
    assert "  Loop\n    0.100 s to 0.900 s\n" in said
    assert "Problems" not in said


def test_problems_and_nested_texts_are_said_and_nothing_steers_the_terminal(tmp_path, capsys):
    path = tmp_path / "broken.wav"
    document = b"<BWFXML><SPEED><NOTE>a\n&#9;b</NOTE></SPEED></BWFXML>"
    texts = chunk(b"LIST", b"INFO" + chunk(b"ICMT", b"\x1b[31mred" + b"x" * 999))
    chunks = chunk(b"tiny", b"") * 50
    path.write_bytes(wave(chunk(b"fmt ", FORMAT), texts, chunks, chunk(b"iXML", document)))
    assert cli.main(["inspect", str(path)]) == 0
    said = capsys.readouterr().out
    assert "  Problems\n    The file holds no samples.\n" in said
    assert "    SPEED\n      NOTE: a b\n" in said
    assert "\x1b" not in said
    assert f"ICMT: [31mred{'x' * 293}…\n" in said
    assert "and 13 more" in said


@pytest.mark.parametrize("name", ["gone.wav", "text.wav"])
def test_what_cannot_be_read_is_said_in_a_sentence(tmp_path, capsys, name):
    (tmp_path / "text.wav").write_text("no sound")
    assert cli.main(["inspect", str(tmp_path / name)]) == 1
    message, hint = capsys.readouterr().err.splitlines()
    assert message.startswith(name)
    assert hint
