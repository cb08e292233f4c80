"""The bext chunk: 602 bytes, ASCII, loudness, and what older files say."""

from __future__ import annotations

import io
import struct
from dataclasses import replace

import pytest
from wavinfo import WavInfoReader

from tangostudio.audio.loudness import Loudness
from tangostudio.export import ascii_text, bext
from tangostudio.export.metadata import Metadata, Original
from tests.export.wave_files import FULL, whole

LOUDNESS = struct.Struct("<5h")
HISTORY = "A=PCM,F=48000,W=24,M=stereo,T=Tango Studio 1.2\r\n"


def _made(metadata: Metadata = FULL, channels: int = 2) -> bytes:
    return bext.chunk(metadata, 48000, 24, channels)


def _levels(loudness: Loudness | None) -> tuple[int, ...]:
    return LOUDNESS.unpack_from(_made(replace(FULL, loudness=loudness)), 412)


def test_every_field_lies_where_the_standard_says():
    data = _made()
    assert data[:256] == b'Tur achzt - "gross"'.ljust(256, b"\0")
    assert data[256:288] == b"Tango Studio 1.2".ljust(32, b"\0")
    assert data[288:320] == b"0123456789abcdef0123456789abcdef"
    assert data[320:338] == b"2025-03-0110:20:30"
    assert data[338:348] == struct.pack("<QH", 0, 2)
    assert data[348:412] == bytes(64)
    assert LOUDNESS.unpack_from(data, 412) == (-2346, 712, -102, -2050, -2125)
    assert data[422:602] == bytes(180)
    assert data[602:] == HISTORY.encode()


def test_another_reader_finds_the_same():
    found = WavInfoReader(io.BytesIO(whole())).bext
    assert found is not None
    own = bext.parse(_made())
    assert found.description == own["description"]
    assert found.originator == own["originator"]
    assert found.originator_ref == own["originator_reference"]
    assert (found.originator_date, found.originator_time) == (own["date"], own["time"])
    assert (found.version, found.time_reference) == (own["version"], own["time_reference"])
    assert found.coding_history == own["coding_history"] == HISTORY
    assert found.loudness_value == own["loudness"] == -23.46
    assert found.loudness_range == own["range"] == 7.12
    assert found.max_true_peak == own["true_peak"] == -1.02
    assert found.max_momentary_loudness == own["momentary_max"] == -20.5
    assert found.max_shortterm_loudness == own["short_term_max"] == -21.25


def test_what_is_not_known_of_the_loudness_is_said_to_be_unknown():
    unknown = bext.UNKNOWN
    assert _levels(None) == (unknown,) * 5
    short = Loudness(-20.0, -20.0, True, -3.0, -3.0, -25.0, None)
    assert _levels(short) == (unknown, unknown, -300, -2000, -2500)
    silent = Loudness(-70.0, -70.0, False, -120.0, -120.0)
    assert _levels(silent) == (unknown,) * 5
    found = bext.parse(_made(replace(FULL, loudness=None)))
    assert found["loudness"] is found["true_peak"] is None


def test_texts_that_are_too_long_are_cut_to_their_fields():
    data = _made(replace(FULL, description="ä" * 300, software="x" * 40, identifier="y" * 33))
    assert data[:320] == b"a" * 256 + b"x" * 32 + b"y" * 32
    assert len(data) == 602 + len(HISTORY) - len("Tango Studio 1.2") + 40


def test_the_title_stands_in_for_a_description_that_is_left_out():
    assert bext.parse(_made(replace(FULL, description="")))["description"] == "Door"


@pytest.mark.parametrize(
    ("created", "said"),
    [
        ("2025-03-01T23:30:00+02:00", "2025-03-0121:30:00"),
        ("2025-03-01", "2025-03-0100:00:00"),
        ("", ""),
        ("yesterday", ""),
    ],
)
def test_the_moment_is_in_utc_and_empty_where_it_is_none(created, said):
    data = _made(replace(FULL, created=created))
    assert data[320:338].rstrip(b"\0").decode() == said


def test_what_an_imported_original_says_of_its_making_stands():
    original = Original(
        originator="Recorder",
        reference="R1",
        date="2001-02-03",
        time="04:05:06",
        time_reference=2**40,
        umid=b"\x11" * 32,
        coding_history="A=PCM,F=96000,W=24,T=Recorder\r\n\r\n",
    )
    found = bext.parse(_made(replace(FULL, original=original), channels=1))
    assert found["description"] == 'Tur achzt - "gross"'
    assert (found["originator"], found["originator_reference"]) == ("Recorder", "R1")
    assert (found["date"], found["time"]) == ("2001-02-03", "04:05:06")
    assert (found["time_reference"], found["umid"]) == (2**40, "11" * 32 + "00" * 32)
    assert found["coding_history"].splitlines() == [
        "A=PCM,F=96000,W=24,T=Recorder",
        "A=PCM,F=48000,W=24,M=mono,T=Tango Studio 1.2",
    ]


def test_an_original_that_says_nothing_and_one_that_says_too_much():
    assert _made(replace(FULL, original=Original())) == _made()
    wild = Original(date="x" * 99, time="ü" * 99, umid=bytes(range(99)), time_reference=2**70)
    found = bext.parse(_made(replace(FULL, original=wild)))
    assert (found["date"], found["time"]) == ("x" * 10, "u" * 8)
    assert (found["time_reference"], len(found["umid"])) == (2**64 - 1, 128)


def test_chunks_that_are_cut_short_and_of_earlier_versions_are_read():
    data = _made()
    assert bext.parse(data[:300])["description"] == 'Tur achzt - "gross"'
    assert bext.parse(b"")["description"] == ""
    first = data[:346] + struct.pack("<H", 0) + b"\x11" * 64 + data[412:]
    found = bext.parse(first)
    assert (found["version"], found["umid"], found["loudness"]) == (0, "", None)
    second = bext.parse(data[:346] + struct.pack("<H", 1) + b"\x11" * 64 + data[412:])
    assert (second["umid"], second["loudness"]) == ("11" * 64, None)


@pytest.mark.parametrize(
    ("text", "spelt"),
    [
        ("Tür ächzt – “groß” Łódź…", 'Tur achzt - "gross" Lodz...'),
        ("Дверь скрипит, Ёж", "Dver skripit, Ezh"),
        ("ΩΜΕΓΑ πόρτα", "OMEGA porta"),
        ("ドア きしむ", "doa kisimu"),
        ("문 소리", "mun sori"),
        ("門 💥", "? ?"),
        ("a\0b\nc\t d", "a b c d"),
        ("ﬁne ½ ²", "fine 1?2 2"),
    ],
)
def test_texts_of_all_scripts_are_spelt_in_ascii(text, spelt):
    assert ascii_text.spelt(text) == spelt
