from __future__ import annotations

import json
from pathlib import Path

import pytest

from tangostudio.corpora import sources
from tangostudio.corpora.captions import Caption, Captioner
from tangostudio.corpora.choices import Choices
from tangostudio.errors import BadRequest
from tangostudio.export import ixml
from tests.corpora.recordings import door, write

SOUND = door(1, seconds=0.2)


def caption(root: Path, path: Path, drop: int = 0, **options) -> Caption:
    source = sources.Source(path.name, path, *sources.stamp(path))
    return Captioner(Choices.of(options), root, drop).of(source)


def text(root: Path, path: Path, **options) -> tuple[str, str]:
    found = caption(root, path, **options)
    return found.text, found.told_by


def with_chunks(path: Path, *chunks: tuple[bytes, bytes]) -> Path:
    """Put chunks behind the sound of a WAV file."""
    data = bytearray(path.read_bytes())
    for name, body in chunks:
        data += name + len(body).to_bytes(4, "little") + body + b"\0" * (len(body) % 2)
    data[4:8] = (len(data) - 8).to_bytes(4, "little")
    path.write_bytes(data)
    return path


def info(**texts: str) -> tuple[bytes, bytes]:
    body = b"INFO"
    for name, said in texts.items():
        value = said.encode() + b"\0"
        value += b"\0" * (len(value) % 2)
        body += name.encode() + len(value).to_bytes(4, "little") + value
    return b"LIST", body


def bext(description: str) -> tuple[bytes, bytes]:
    return b"bext", description.encode().ljust(256, b"\0") + b"\0" * (602 - 256)


@pytest.fixture
def wav(tmp_path: Path) -> Path:
    return write(tmp_path / "Metal Doors" / "TAKE_001.wav", SOUND)


def test_a_text_file_is_trusted_before_everything_else(tmp_path, wav):
    with_chunks(wav, bext("a gate"))
    (wav.parent / "captions.csv").write_text("file,caption\nTAKE_001.wav,a hatch\n")
    wav.with_suffix(".txt").write_text("A heavy door\nfalls shut ", encoding="utf-8")
    assert text(tmp_path, wav) == ("A heavy door falls shut", "text file")
    wav.with_suffix(".txt").unlink()
    assert text(tmp_path, wav) == ("a hatch", "table")
    (wav.parent / "captions.csv").unlink()
    assert text(tmp_path, wav) == ("a gate", "metadata")


def test_a_text_file_may_be_named_by_the_whole_name(tmp_path, wav):
    Path(f"{wav}.txt").write_text("a hatch")
    assert text(tmp_path, wav) == ("a hatch", "text file")


def test_an_empty_text_file_says_nothing(tmp_path, wav):
    wav.with_suffix(".txt").write_text(" \n")
    assert text(tmp_path, wav) == ("metal doors", "folder")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("captions.csv", "file,caption\nTAKE_001.wav,Дверь 門 🚪\n"),
        ("captions.csv", "TAKE_001.wav;Дверь 門 🚪\n"),
        ("metadata.csv", "id,file_name,split,text\n1,./take_001.WAV,train,Дверь 門 🚪\n"),
        ("captions.tsv", "path\tdescription\nTAKE_001\tДверь 門 🚪\n"),
        ("metadata.jsonl", 'no json\n{"file_name": "TAKE_001.wav", "text": "Дверь 門 🚪"}\n[1]\n'),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_tables_of_captions(tmp_path, wav, name, content, encoding):
    (wav.parent / name).write_text(content, encoding=encoding)
    assert text(tmp_path, wav) == ("Дверь 門 🚪", "table")


def test_a_table_above_names_files_with_their_folder(tmp_path, wav):
    (tmp_path / "captions.csv").write_text("file,caption\nMetal Doors\\TAKE_001.wav,a hatch\n")
    assert text(tmp_path, wav) == ("a hatch", "table")


def test_a_table_above_the_folder_is_not_read(tmp_path, wav):
    (tmp_path / "captions.csv").write_text("file,caption\nMetal Doors/TAKE_001.wav,a hatch\n")
    assert text(wav.parent, wav) == ("metal doors", "folder")


def test_a_table_that_is_none_says_nothing(tmp_path, wav):
    (wav.parent / "captions.csv").write_bytes(bytes(range(256)) * 4)
    assert text(tmp_path, wav) == ("metal doors", "folder")


def test_metadata_tells_a_description_then_a_title(tmp_path, wav):
    with_chunks(wav, info(INAM="GateSlam_02", ICMT="a gate in a prison"))
    assert text(tmp_path, wav) == ("a gate in a prison", "metadata")
    other = with_chunks(write(tmp_path / "b.wav", SOUND), info(INAM="GateSlam_02"))
    assert text(tmp_path, other) == ("gate slam", "metadata")


def test_ixml_tells_description_and_category(tmp_path, wav):
    document = b"<BWFXML><USER><DESCRIPTION>a wooden gate</DESCRIPTION><CATID>DOORWood</CATID>"
    with_chunks(wav, (ixml.CHUNK, document + b"</USER></BWFXML>"))
    assert caption(tmp_path, wav) == Caption("a wooden gate", "DOORWood", "metadata")


def test_tags_of_coded_files_are_read(tmp_path):
    import soundfile

    path = tmp_path / "x1.flac"
    with soundfile.SoundFile(path, "w", 22050, 1) as file:
        file.comment = "an old gate"
        file.write(SOUND)
    assert text(tmp_path, path)[0] == "an old gate"


@pytest.mark.parametrize(
    "noise",
    [
        "sSPEED=025.000-ND\r\nsTAKE=02\r\nsUBITS=00000000",
        "zTRK1=Tr1",
        "Recorded with ZOOM H5",
        "Lavf58.29.100",
        "https://example.com/sounds",
        "© 2020 Somebody",
        "12345",
        "TAKE_001",
    ],
)
def test_notes_of_recorders_and_programs_are_no_captions(tmp_path, wav, noise):
    with_chunks(wav, bext(noise), info(ICMT=noise))
    assert text(tmp_path, wav) == ("metal doors", "folder")


def test_a_ucs_name_is_its_words_and_those_of_its_category(tmp_path):
    path = write(tmp_path / "DOORWood_Slam Heavy_ABC_MyLib_Mic2.wav", SOUND)
    assert caption(tmp_path, path) == Caption("slam heavy, wood doors", "DOORWood", "name")


def test_a_folder_tells_the_category(tmp_path):
    path = write(tmp_path / "DOORWood" / "creaking.wav", SOUND)
    assert caption(tmp_path, path) == Caption("creaking, wood doors", "DOORWood", "name")


def test_a_folder_helps_only_where_the_name_says_nothing(tmp_path, wav):
    assert text(tmp_path, wav) == ("metal doors", "folder")
    named = write(wav.parent / "old hinge 3.wav", SOUND)
    assert text(tmp_path, named) == ("old hinge", "name")


def test_nothing_says_what_it_is(tmp_path):
    path = write(tmp_path / "0001" / "TAKE_001.wav", SOUND)
    assert caption(path.parent, path) == Caption("")


def test_a_template_and_a_trigger(tmp_path, wav):
    named = write(tmp_path / "old hinge.wav", SOUND)
    outside = "{name}, recorded outside"
    assert text(tmp_path, named, caption=outside) == ("old hinge, recorded outside", "name")
    assert text(tmp_path, named, trigger="zork") == ("zork, old hinge", "name")
    assert text(tmp_path, wav, caption="{folder} in {category}") == ("metal doors in", "template")
    numbered = write(tmp_path / "01" / "TAKE_1.wav", SOUND)
    folder = numbered.parent
    assert text(folder, numbered, caption=outside) == ("recorded outside", "template")
    assert text(folder, numbered, caption="{name}") == ("", "")
    assert text(folder, numbered, trigger="zork") == ("zork", "template")


@pytest.mark.parametrize("template", ["{nmae}", "{name", "name}", "x" * 301])
def test_a_template_that_makes_no_sense_is_refused(template):
    with pytest.raises(BadRequest):
        Choices.of({"caption": template})


@pytest.mark.parametrize(
    "options",
    [
        {"seconds": 0}, {"seconds": float("nan")}, {"sample_rate": 5}, {"held_out": 0.9},
        {"loudness": 3}, {"trigger": "x" * 99}, {"colour": "blue"}, {"seconds": "long"},
    ],
)  # fmt: skip
def test_choices_that_make_no_sense_are_refused(options):
    with pytest.raises(BadRequest) as refused:
        Choices.of(options)
    assert refused.value.message


def test_choices_of_sound_alone_decide_whether_clips_are_made_anew():
    plain = Choices()
    assert plain.of_sound == Choices(caption="a", trigger="b", held_out=0.2, alike=False).of_sound
    assert plain.of_sound != Choices(seconds=5.0).of_sound
    assert Choices.from_json(json.dumps(plain.as_values())) == plain


def test_a_name_with_bytes_that_are_no_text(tmp_path):
    import os
    import sys

    if sys.platform != "linux":
        pytest.skip("other systems have no such names")
    name = os.fsdecode(b"door \xff slam.wav")
    path = write(tmp_path / "a.wav", SOUND).rename(tmp_path / name)
    assert text(tmp_path, path) == ("door slam", "name")
