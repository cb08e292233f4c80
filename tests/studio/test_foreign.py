"""What imported files said goes with their takes, and comes out with what is delivered."""

from __future__ import annotations

import struct
from pathlib import Path

import numpy as np
import pytest
import soundfile

from tangostudio.audio.edits import Trim
from tangostudio.export import bext, markers, reading, riff
from tangostudio.export.metadata import Loop, Marker, Metadata
from tangostudio.export.presets import Preset
from tangostudio.library import Take, TakeQuery
from tangostudio.studio import foreign
from tangostudio.studio.studio import Studio
from tests.audio.signals import noise

from .house import open_house

RATE = 48000
SECRET = bytes(range(256))
FILM = Preset("film", "Film")


@pytest.fixture
def studio(tmp_path: Path):
    studio = open_house(tmp_path / "library")
    yield studio
    studio.close()


def _recording(path: Path, seed: int = 0, mark: str = "knock") -> Path:
    """A WAV file with bext, cue points, a loop, INFO, and a chunk that nobody knows."""
    soundfile.write(path, 0.1 * noise(RATE, 1, seed=seed), RATE, subtype="PCM_24")
    said = [Marker(0.25, mark), Marker(0.5, "region", 0.25)]
    chunks = [
        riff.Chunk(b"bext", bext.chunk(Metadata(description="Wind"), RATE, 24, 1)),
        *markers.chunks(said, Loop(0.3, 0.8), RATE, RATE),
        riff.info_chunk({"IENG": "Bo"}),
        riff.Chunk(b"SMED", SECRET),
    ]
    data = path.read_bytes()
    for chunk in chunks:
        data += struct.pack("<4sI", chunk.name, len(chunk.data)) + bytes(chunk.data)
        data += bytes(len(chunk.data) % 2)
    path.write_bytes(data[:4] + struct.pack("<I", len(data) - 8) + data[8:])
    return path


def _import(studio: Studio, *paths: Path) -> list[Take]:
    studio.imports.run(studio.imports.plan(paths))
    return studio.find(TakeQuery(sort="oldest"))


def _delivered(studio: Studio, take: Take, folder: Path) -> Path:
    (file,) = studio.deliveries.run(studio.deliveries.plan([take.id], FILM), folder).files
    assert file.path is not None, file.problem
    return file.path


def test_chunks_are_kept_with_the_take_and_written_back(studio, tmp_path):
    path = _recording(tmp_path / "Wind.wav")
    before = path.read_bytes()
    (take,) = _import(studio, path)
    chunks = foreign.chunks_of(studio.library, take)
    assert chunks == reading.foreign_chunks(path)
    facts = reading.inspect(_delivered(studio, take, tmp_path / "out"))
    assert facts.problems == ()
    assert [m.label for m in facts.markers] == ["knock", "region"]
    assert facts.loop == Loop(0.3, 0.8)
    assert facts.info["IENG"] == "Bo"
    kept = reading.foreign_chunks(next((tmp_path / "out").iterdir()))
    assert [chunk.data for chunk in kept if chunk.name == b"SMED"] == [SECRET]
    assert path.read_bytes() == before


def test_edits_move_what_has_a_place(studio, tmp_path):
    (take,) = _import(studio, _recording(tmp_path / "Wind.wav"))
    studio.editing.set(take.id, (Trim(0.2, 0.9, snap=False),))
    facts = reading.inspect(_delivered(studio, studio.take(take.id), tmp_path / "out"))
    assert [(m.label, m.seconds) for m in facts.markers] == [
        ("knock", pytest.approx(0.05)),
        ("region", pytest.approx(0.3)),
    ]
    assert facts.loop is not None
    assert (facts.loop.start, facts.loop.end) == pytest.approx((0.1, 0.6))


def test_a_take_that_edits_were_saved_as_has_them_where_they_are_now(studio, tmp_path):
    (take,) = _import(studio, _recording(tmp_path / "Wind.wav"))
    studio.editing.set(take.id, (Trim(0.2, 0.9, snap=False),))
    new = studio.take(studio.editing.bake(take.id))
    chunks = foreign.chunks_of(studio.library, new)
    found, loop = markers.parse(chunks, new.sample_rate)
    assert [(m.label, m.seconds) for m in found] == [
        ("knock", pytest.approx(0.05)),
        ("region", pytest.approx(0.3)),
    ]
    assert loop is not None
    assert (loop.start, loop.end) == pytest.approx((0.1, 0.6))
    assert SECRET in [chunk.data for chunk in chunks]
    studio.trash([take.id])
    studio.library.takes.purge([take.id])
    assert foreign.chunks_of(studio.library, new) == chunks
    facts = reading.inspect(_delivered(studio, new, tmp_path / "out"))
    assert [m.seconds for m in facts.markers] == pytest.approx([0.05, 0.3])


def test_the_same_sound_with_other_words_is_told_apart(studio, tmp_path):
    first, second = (_recording(tmp_path / f"{mark}.wav", mark=mark) for mark in ("one", "two"))
    _import(studio, first)
    studio.create_project("Other")
    takes = _import(studio, second)
    assert takes[0].sha256 == takes[1].sha256
    for take, mark in zip(takes, ("one", "two"), strict=True):
        found, _ = markers.parse(foreign.chunks_of(studio.library, take), RATE)
        assert found[0].label == mark
    studio.trash([takes[0].id])
    studio.library.takes.purge()
    assert len(foreign.chunks_of(studio.library, takes[1])) > 0


def test_a_file_that_the_project_has_changes_nothing(studio, tmp_path):
    (take,) = _import(studio, _recording(tmp_path / "one.wav", mark="one"))
    before = foreign.chunks_of(studio.library, take)
    assert _import(studio, _recording(tmp_path / "two.wav", mark="two")) == [take]
    assert foreign.chunks_of(studio.library, take) == before


def test_chunks_that_lie_do_not_stop_an_import(studio, tmp_path):
    path = _recording(tmp_path / "broken.wav")
    path.write_bytes(
        path.read_bytes() + b"SMED\xff\xff\xff\x7fxx" + b"cue \x04\0\0\0\xff\xff\xff\xff"
    )
    (take,) = _import(studio, path)
    assert reading.inspect(_delivered(studio, take, tmp_path / "out")).problems == ()


def test_files_without_chunks_carry_none(studio, tmp_path):
    path = tmp_path / "plain.flac"
    soundfile.write(path, 0.1 * np.ones((RATE, 1)), RATE)
    (take,) = _import(studio, path)
    assert foreign.chunks_of(studio.library, take) == ()
    assert foreign.chunks_in(tmp_path / "nowhere.wav") == ()
