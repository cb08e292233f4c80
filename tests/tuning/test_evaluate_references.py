"""Real sounds: folders that hold others, nothing, damaged files or a corpus; captions by name."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import soundfile

from tangostudio.corpora import corpus
from tangostudio.engines import embed
from tangostudio.errors import BadRequest
from tangostudio.messages import Loading, Progress
from tangostudio.tuning import evaluate_references
from tangostudio.tuning.evaluate_panel import Panel, Tagger
from tangostudio.tuning.evaluate_references import Known, Reference, of_folder, words_of


def hear(sound: np.ndarray, rate: int) -> np.ndarray:
    return np.array([float(sound.max()), float(rate)])


JUDGES = Panel(
    {"": embed.Ear("ear", hear)}, Tagger(("a", "b"), lambda sound, rate: np.array([0.5, 0.5]))
)


def write(path: Path, level: float = 0.5, frames: int = 800) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    soundfile.write(path, np.full(frames, level), 8000)


def known(sounds, prompts=("rain on a roof",)) -> tuple[list, Known]:
    going = evaluate_references.hear("job", sounds, JUDGES, prompts)
    seen = []
    while True:
        try:
            seen.append(next(going))
        except StopIteration as ended:
            return seen, ended.value


def test_a_folder_and_those_in_it_are_heard(tmp_path):
    write(tmp_path / "b.wav", 0.25)
    write(tmp_path / "more" / "a.FLAC", 0.75)
    (tmp_path / "notes.txt").write_text("no sound")
    source = of_folder(str(tmp_path))
    assert source.count == 2
    _, found = known(source.sounds())
    np.testing.assert_allclose(found.rows[""], [[0.25, 8000], [0.75, 8000]], atol=1e-3)
    assert found.count == 2
    assert found.notes == []


def test_captions_are_names_of_files(tmp_path):
    for name in ("Rain_on-a roof.wav", "rain on a roof 02.wav", "rain on a roof_take3.wav"):
        write(tmp_path / name)
    write(tmp_path / "rain.wav")
    _, found = known(of_folder(str(tmp_path)).sounds())
    assert {name: len(rows) for name, rows in found.tagged.items()} == {"rain on a roof": 3}
    assert words_of("  Rain,  ON a—roof! ") == "rain on a roof"
    assert words_of("雨の音。") == "雨の音"


def test_damaged_files_are_left_out_and_told(tmp_path):
    for name in ("a", "b"):
        write(tmp_path / f"{name}.wav")
    (tmp_path / "broken.wav").write_bytes(b"RIFF nothing")
    (tmp_path / "empty.flac").write_bytes(b"")
    _, found = known(of_folder(str(tmp_path)).sounds())
    assert found.count == 2
    (note,) = found.notes
    assert note.startswith("2 reference sounds were left out: broken.wav")


def test_a_folder_without_sounds_is_refused(tmp_path):
    with pytest.raises(BadRequest, match="no sound files"):
        of_folder(str(tmp_path))
    with pytest.raises(BadRequest, match="no folder"):
        of_folder(str(tmp_path / "nowhere"))


def test_a_folder_of_damaged_files_alone_is_refused(tmp_path):
    (tmp_path / "broken.wav").write_bytes(b"RIFF nothing")
    with pytest.raises(BadRequest, match="no reference sounds") as caught:
        known(of_folder(str(tmp_path)).sounds())
    assert "broken.wav" in caught.value.message
    with pytest.raises(BadRequest, match="1 reference"):
        known([Reference(np.ones((10, 1), np.float32), 8000)])


def test_of_very_many_sounds_some_are_heard(tmp_path, monkeypatch):
    monkeypatch.setattr(evaluate_references, "MOST", 3)
    for number in range(7):
        write(tmp_path / f"{number}.wav", number / 10)
    source = of_folder(str(tmp_path))
    assert source.count == 3
    assert source.notes == ("Of 7 reference sounds 3 were heard.",)
    _, found = known(source.sounds())
    np.testing.assert_allclose(found.rows[""][:, 0], [0, 0.3, 0.6], atol=1e-3)


def test_long_sounds_are_heard_from_their_beginning(tmp_path, monkeypatch):
    monkeypatch.setattr(evaluate_references, "MOST_SECONDS", 0.05)
    write(tmp_path / "long.wav")
    (found,) = of_folder(str(tmp_path)).sounds()
    assert isinstance(found, Reference)
    assert len(found.samples) == 400


def test_a_corpus_gives_its_own_captions(tmp_path):
    write(tmp_path / "audio" / "ab" / "x.flac")
    item = corpus.Item("audio/ab/x.flac", "ab" * 32, 0.1, "rain on a roof", "", "x.wav", False, -20)
    whole = corpus.Corpus("id", "Mine", tmp_path, "2026-01-01T00:00:00+00:00", 8000, (item,))
    corpus.write(whole)
    (found,) = of_folder(str(tmp_path)).sounds()
    assert isinstance(found, Reference)
    assert found.caption == "rain on a roof"


def test_what_is_given_one_by_one_is_heard_while_progress_is_told():
    sounds = [Reference(np.full((10, 1), 0.1, np.float32), 8000, "x") for _ in range(17)]
    seen, found = known(iter([*sounds, "One is missing."]))
    assert isinstance(seen[0], Loading)
    assert sum(isinstance(event, Progress) for event in seen) == 2
    assert found.count == 17
    assert found.notes == ["A reference sound was left out: One is missing."]


def test_an_embedding_that_is_no_number_is_left_out():
    sounds = [Reference(np.full((10, 1), level, np.float32), 8000) for level in (0.1, 0.2, np.nan)]
    _, found = known(sounds)
    assert found.count == 2
    assert "no number" in found.notes[0]
