from __future__ import annotations

import numpy as np
import pytest

from tangostudio.corpora import look
from tangostudio.errors import BadRequest
from tests.corpora.recordings import RATE, asked, door, doors, rain, write


def test_a_look_tells_what_would_be_built_and_writes_nothing(tmp_path):
    source = doors(tmp_path / "in", 30)
    write(source / "rain.wav", rain(1, seconds=5.0))
    write(source / "tick.wav", door(1)[:100])
    (source / "empty.wav").write_bytes(b"")
    (source / "broken.wav").write_bytes(b"x" * 99)
    shown = []
    found = look.look(asked(source, tmp_path / "out", seconds=2.0), show=shown.append)
    assert (found.files, found.clips, found.held_out) == (34, 33, 3)
    assert found.left_out == {"corrupt": 2, "short": 1}
    assert found.seconds == pytest.approx(30 * 0.6 + 5.0)
    assert found.bytes == pytest.approx(23.0 * 44100 * 6, rel=0.01)
    assert found.told_by == {"name": 31}
    assert len(shown) == 34
    assert [row.source for row in found.refused] == ["broken.wav", "empty.wav", "tick.wav"]
    assert not found.problem
    assert not found.warnings
    assert not (tmp_path / "out").exists()


def test_few_of_many_are_held(tmp_path, monkeypatch):
    monkeypatch.setattr(look, "SHOWN", 3)
    source = doors(tmp_path / "in", 8)
    for number in range(6):
        (source / f"x{number}.wav").write_bytes(b"")
    found = look.look(asked(source, tmp_path / "out"))
    assert (len(found.examples), len(found.refused), found.clips) == (3, 3, 8)
    assert found.left_out == {"corrupt": 6}


def test_a_look_that_is_stopped_tells_what_it_saw(tmp_path):
    stops = iter([False, False, True])
    found = look.look(asked(doors(tmp_path / "in", 5), tmp_path / "out"), lambda: next(stops))
    assert found.cancelled
    assert found.files == 2
    assert not found.problem


@pytest.mark.parametrize(
    ("name", "problem"), [("nothing", "no folder"), ("empty", "no sound files"), ("01", "No rec")]
)
def test_what_cannot_be_built_is_told_in_a_sentence(tmp_path, name, problem):
    (tmp_path / "empty").mkdir()
    write(tmp_path / "01" / "TAKE_01.wav", np.full((RATE, 1), 0.1, np.float32))
    found = look.look(asked(tmp_path / name, tmp_path / "out"))
    assert problem in found.problem
    assert found.hint
    assert found.sentence == found.problem
    assert found.clips == 0


def test_choices_are_checked(tmp_path):
    with pytest.raises(BadRequest):
        look.look(asked(tmp_path, tmp_path, seconds=2.0, colour="blue"))


def test_lengths_of_time():
    told = [look.told_length(seconds) for seconds in (3.2, 89, 200, 7000)]
    assert told == ["3 s", "89 s", "3 min", "1.9 h"]
