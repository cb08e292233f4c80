"""Delivered files as other programs read them: wavinfo, mediainfo, ffprobe, sndfile-info, sox."""

from __future__ import annotations

import json
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from wavinfo import WavInfoReader

from tangostudio.export import provenance, reading
from tangostudio.export.describe import House
from tangostudio.export.spec import Spec

from .deliveries import FILM, HOUSE, RATE, take_of, write

RATE_OUT = 48000
SCRIPTS = "Ä ß ø Привет ελληνικά עברית العربية हिन्दी ไทย 門の音 한국어 🔔"
ODD = "<a> & \"b\" 'c' ]]>"
CONTROL = "bell\x07 escape\x1b[0m line\r\nend\0"
LONG = "long words " * 27 + "end"  # 300 characters
TEXTS = {"odd": ODD, "scripts": SCRIPTS, "control": CONTROL, "long": LONG}
LOOPING = replace(FILM, loop=True)


def _sound() -> np.ndarray:
    """Two knocks in silence, one second."""
    sound = np.zeros((RATE, 2), np.float32)
    for moment in (0.25, 0.75):
        first = round(moment * RATE)
        sound[first : first + 400] = 0.5
    return sound


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with all that can be in one."""
    folder = tmp_path_factory.mktemp("delivered")
    return write(take_of(folder, _sound(), relation="loop"), folder / "out", LOOPING)


def _run(*command: str) -> str:
    if shutil.which(command[0]) is None:
        pytest.skip(f"{command[0]} is not installed")
    done = subprocess.run(command, capture_output=True, timeout=60, check=True)
    return done.stdout.decode("utf-8", "replace")


def _wavinfo(path: Path) -> Any:
    return WavInfoReader(str(path), info_encoding="utf-8")


# --- wavinfo -------------------------------------------------------------------------------------


def test_wavinfo_reads_format_and_bext(path):
    facts, read = reading.inspect(path), _wavinfo(path)
    assert (read.fmt.sample_rate, read.fmt.channel_count) == (RATE_OUT, 2)
    assert (read.fmt.bits_per_sample, read.data.frame_count) == (24, RATE_OUT)
    said = facts.bext
    assert said is not None
    assert read.bext.version == 2
    assert read.bext.description == said["description"] == 'a heavy door creaks, <slow> & "old"'
    assert read.bext.originator == said["originator"]
    assert read.bext.originator_ref == said["originator_reference"]
    assert (read.bext.originator_date, read.bext.originator_time) == ("2026-03-01", "12:34:56")
    assert read.bext.time_reference == 0
    assert read.bext.coding_history == said["coding_history"]
    assert read.bext.loudness_value == pytest.approx(said["loudness"])
    assert read.bext.max_true_peak == pytest.approx(said["true_peak"])
    assert read.bext.max_momentary_loudness == pytest.approx(said["momentary_max"])
    assert read.bext.max_shortterm_loudness == pytest.approx(said["short_term_max"])
    assert read.bext.loudness_range == pytest.approx(327.67)  # not known under 3 s


def test_wavinfo_reads_ixml(path):
    facts, read = reading.inspect(path), _wavinfo(path).ixml
    assert read.project == "Film & Co"
    assert [(t.channel_index, t.name, t.function) for t in read.track_list] == [
        ("1", "Left", "LEFT"),
        ("2", "Right", "RIGHT"),
    ]
    assert facts.ixml is not None
    for group in ("USER", "ASWG", "LOUDNESS", "SPEED", "BEXT"):
        theirs = {item.tag: item.text for item in read.raw_xml.find(f"./{group}")}
        assert theirs == facts.ixml[group]
    recipe = provenance.parse(read.raw_xml.findtext("./TANGOSTUDIO"))
    assert recipe == provenance.read(path)


def test_wavinfo_reads_info_markers_and_loop(path):
    facts, read = reading.inspect(path), _wavinfo(path)
    assert read.info.title == "Door Creak"
    assert read.info.artist == HOUSE.designer
    assert (read.info.genre, read.info.product) == ("DOORS", HOUSE.library)
    assert read.info.comment == facts.info["ICMT"]
    assert (read.info.keywords, read.info.copyright) == ("wood; <old>", "Apache-2.0")
    assert (read.info.created_date, read.info.software) == ("2026-03-01", facts.info["ISFT"])
    cues = [(cue["label"], cue["frame"]) for cue in read.cues.to_dict().values()]
    ours = [(marker.label, round(marker.seconds * RATE_OUT)) for marker in facts.markers]
    assert cues == ours
    assert [frame for _, frame in cues] == pytest.approx([12000, 36000], abs=50)
    (loop,) = read.smpl.to_dict()["loops"]
    assert (loop["start_samples"], loop["end_samples"]) == (0, RATE_OUT - 1)
    assert read.smpl.sample_period_ns == 20833


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_texts_of_all_kinds_reach_wavinfo(tmp_path, text):
    take = take_of(
        tmp_path / "audio", prompt=text, notes=text, project=text, title=text[:200],
        tags=tuple(f"{number} {text}"[:60] for number in range(64)),
    )  # fmt: skip
    house = House("A", "B", text, text, text)
    read = _wavinfo(write(take, tmp_path / "out", house=house))
    user = {item.tag: item.text for item in read.ixml.raw_xml.find("./USER")}
    said = text.replace("\r\n", "\n").translate({0: " ", 7: " ", 27: " "})
    for name in ("DESCRIPTION", "NOTES", "LIBRARY", "DESIGNER", "MANUFACTURER", "SHOW"):
        assert user[name] == said
    assert user["KEYWORDS"] == ", ".join(
        tag.replace("\r\n", "\n").translate({0: " ", 7: " ", 27: " "}) for tag in take.tags
    )
    assert read.info.artist == text.replace("\0", " ").rstrip("\0")
    assert read.bext.description.isascii()
    assert read.bext.description.isprintable()
    assert len(read.bext.description) <= 256
    recipe = provenance.parse(read.ixml.raw_xml.findtext("./TANGOSTUDIO"))
    assert recipe is not None
    assert (recipe.prompt, recipe.tags) == (text, take.tags)


# --- programs of the distribution --------------------------------------------------------------


def test_mediainfo_reads_the_same(path):
    facts = reading.inspect(path)
    general, audio = json.loads(_run("mediainfo", "--Output=JSON", str(path)))["media"]["track"]
    assert (general["Format"], general["Title"]) == ("Wave", "Door Creak")
    assert (general["Genre"], general["Keywords"]) == ("DOORS", "wood; <old>")
    assert general["Description"] == 'a heavy door creaks, <slow> & "old"'
    assert general["Encoded_Date"].startswith("2026-03-01 12:34:56")
    assert general["Copyright"] == "Apache-2.0"
    assert facts.bext is not None
    assert general["extra"]["Producer_Reference"] == facts.bext["originator_reference"]
    shape = (audio["SamplingRate"], audio["Channels"], audio["BitDepth"], audio["SamplingCount"])
    assert shape == ("48000", "2", "24", "48000")
    levels = {
        "LoudnessValue": "loudness",
        "MaxTruePeakLevel": "true_peak",
        "MaxMomentaryLoudness": "momentary_max",
        "MaxShortTermLoudness": "short_term_max",
    }
    for theirs, ours in levels.items():
        assert float(audio["extra"][theirs]) == pytest.approx(facts.bext[ours])


def _ffprobe(path: Path) -> Any:
    shown = ("-show_format", "-show_streams", "-show_chapters")
    return json.loads(_run("ffprobe", "-v", "error", *shown, "-of", "json", str(path)))


def test_ffprobe_reads_the_same(path):
    facts, read = reading.inspect(path), _ffprobe(path)
    (stream,) = read["streams"]
    assert (stream["codec_name"], stream["sample_rate"]) == ("pcm_s24le", "48000")
    assert (stream["channels"], stream["duration_ts"]) == (2, RATE_OUT)
    tags = read["format"]["tags"]
    assert facts.bext is not None
    assert (tags["title"], tags["artist"]) == ("Door Creak", HOUSE.designer)
    assert (tags["album"], tags["genre"]) == (HOUSE.library, "DOORS")
    assert (tags["comment"], tags["copyright"]) == (facts.info["ICMT"], "Apache-2.0")
    assert tags["originator_reference"] == facts.bext["originator_reference"]
    assert tags["coding_history"] == facts.bext["coding_history"]
    chapters = [(each["tags"]["title"], each["start"]) for each in read["chapters"]]
    assert chapters == [(m.label, round(m.seconds * RATE_OUT)) for m in facts.markers]


@pytest.mark.parametrize("container", ["flac", "aiff", "ogg", "opus", "mp3"])
def test_ffprobe_reads_the_tags_of_the_other_formats(tmp_path, container):
    bits = 24 if container in ("flac", "aiff") else 0
    preset = replace(FILM, spec=Spec(container, RATE_OUT, bits))
    read = _ffprobe(write(take_of(tmp_path / "audio", title=SCRIPTS), tmp_path / "out", preset))
    (stream,) = read["streams"]
    found = {**stream.get("tags", {}), **read["format"].get("tags", {})}
    tags = {name.lower(): text for name, text in found.items()}
    assert tags["title"] == SCRIPTS
    assert (tags.get("artist") or tags["author"]) == HOUSE.designer
    assert "Generated by AI" in " ".join(found.values())
    assert (stream["sample_rate"], stream["channels"]) == ("48000", 2)


def test_sndfile_info_reads_the_same(path):
    told = [" ".join(line.split()) for line in _run("sndfile-info", str(path)).splitlines()]
    assert "Sample Rate : 48000" in told
    assert "Bit Width : 24" in told
    assert "Loop Count : 1" in told
    assert any("Start : 0 End : 47999" in line for line in told)
    for number, marker in enumerate(reading.inspect(path).markers, 1):
        frame = round(marker.seconds * RATE_OUT)
        assert f"labl : {number} : {marker.label}" in told
        assert any(f"Cue ID : {number} Pos : {frame} " in line for line in told)
    assert "INAM : Door Creak" in told


@pytest.mark.parametrize("bits", [16, 24, 32])
def test_sox_reads_the_same(tmp_path, bits):
    preset = replace(FILM, spec=Spec("wav", 96000, bits))
    path = write(take_of(tmp_path / "audio"), tmp_path / "out", preset)
    told = [" ".join(line.split()) for line in _run("sox", "--i", str(path)).splitlines()]
    assert "Channels : 2" in told
    assert "Sample Rate : 96000" in told
    assert any("= 96000 samples" in line for line in told)
    kind = "32-bit Floating Point PCM" if bits == 32 else f"{bits}-bit Signed Integer PCM"
    assert f"Sample Encoding: {kind}" in told
