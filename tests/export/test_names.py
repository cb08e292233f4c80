from pathlib import Path

import pytest

from tangostudio.export.names import MAX_BYTES, MAX_CHARACTERS, file_stem, free_path

ILLEGAL = set('<>:"/\\|?*')


@pytest.mark.parametrize(
    ("title", "stem"),
    [
        ("door creak 01", "door creak 01"),
        ("  two   spaces\tand a\nline ", "two spaces and a line"),
        ('a/b\\c:d*e?f"g<h>i|j', "a-b-c-d-e-f-g-h-i-j"),
        ("it's “quoted” & 100 %", "it's “quoted” & 100 %"),
        ("門が軋む 🚪", "門が軋む 🚪"),
        ("cafe\u0301", "café"),
        ("family 👨\u200d👩\u200d👧", "family 👨\u200d👩\u200d👧"),
        ("evil\u202egnp.wav", "evilgnp.wav"),
        ("bell\x00\x07 rings", "bell rings"),
        ("ends with dots. . .", "ends with dots"),
        ("...hidden", "hidden"),
        ("../../etc/passwd", "-..-etc-passwd"),
        ("CON", "_CON"),
        ("nul.tar", "_nul.tar"),
        ("lpt1", "_lpt1"),
        ("console", "console"),
        ("", "sound"),
        ("???", "sound"),
        (" . ", "sound"),
        ("\ud800", "sound"),
    ],
)
def test_titles_become_names(title: str, stem: str) -> None:
    assert file_stem(title) == stem


@pytest.mark.parametrize("title", ["x" * 5000, "門" * 5000, "🚪" * 5000, "a " * 5000])
def test_long_titles_fit(title: str) -> None:
    stem = file_stem(title)
    assert 0 < len(stem) <= MAX_CHARACTERS
    assert len(stem.encode()) <= MAX_BYTES
    assert stem == stem.strip()


def test_every_character_gives_a_name_that_can_be_made(tmp_path: Path) -> None:
    for code in [*range(0x300), *range(0x2000, 0x2070), *range(0xD7F0, 0xD810), 0xFEFF, 0x1F6AA]:
        stem = file_stem(f"a{chr(code)}b")
        assert not ILLEGAL & set(stem)
        (tmp_path / f"{stem}.wav").touch()


def test_taken_names_are_numbered(tmp_path: Path) -> None:
    assert free_path(tmp_path, "creak", ".wav").name == "creak.wav"
    (tmp_path / "creak.wav").touch()
    (tmp_path / "creak 2.wav").symlink_to(tmp_path / "nowhere")
    assert free_path(tmp_path, "creak", ".wav").name == "creak 3.wav"
