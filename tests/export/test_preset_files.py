"""Presets that ship, and a person's own as files."""

from __future__ import annotations

import dataclasses
import tomllib
from pathlib import Path

import pytest

from tangostudio.errors import BadRequest, StorageError
from tangostudio.export import preset_files
from tangostudio.export.presets import BUILT_IN_IDS, Preset, built_in
from tangostudio.export.spec import Spec

OWN = Preset(
    "my-pack", "My pack", Spec("flac", 96000, 24, "split"), level="true peak", level_db=-3.0,
    ceiling_db=-2.0, trim_db=-70.0, fade_in=0.01, fade_out=0.5, tail=1.0,
    name_template="{Title} {Seed}", folder_template="{Project}/{CatID}", variations=False,
    loop=True, markers=False, prompt=False, commercial=False,
)  # fmt: skip


def test_what_ships_is_offered_and_makes_sense() -> None:
    shipped = built_in()
    assert [preset.name for preset in shipped] == [
        "Game one-shot", "Game loop", "Film/TV", "Podcast", "Raw",
    ]  # fmt: skip
    for preset in shipped:
        preset_files.check(preset)


def test_a_loop_is_neither_trimmed_nor_faded() -> None:
    loop = next(preset for preset in built_in() if preset.loop)
    assert (loop.trim_db, loop.fade_in, loop.fade_out, loop.tail) == (None, 0.0, 0.0, 0.0)


def test_the_houses_format_is_that_of_games_and_film() -> None:
    formats = {preset.id: preset.spec for preset in built_in(96000, 16)}
    assert {name for name, spec in formats.items() if (spec.rate, spec.bits) == (96000, 16)} == {
        "game", "loop", "film",
    }  # fmt: skip


def test_a_preset_comes_back_as_it_was(tmp_path: Path) -> None:
    plain = dataclasses.replace(OWN, id="another", name="Another", trim_db=None)
    preset_files.save(OWN, tmp_path / "presets")
    preset_files.save(plain, tmp_path / "presets")
    assert preset_files.load_all(tmp_path / "presets") == (plain, OWN)
    assert sorted(path.name for path in (tmp_path / "presets").iterdir()) == [
        "another.toml", "my-pack.toml",
    ]  # fmt: skip


def test_no_folder_is_no_presets(tmp_path: Path) -> None:
    assert preset_files.load_all(tmp_path / "none") == ()
    assert not (tmp_path / "none").exists()


@pytest.mark.parametrize(
    "text",
    [
        "name = = 3",
        "\x00",
        "",
        'name = "x"\nfade_in = "long"\n',
        'name = "x"\nfade_in = true\n',
        'name = "x"\nfade_in = nan\n',
        'name = "x"\nlevel = "loud"\n',
        'name = "x"\nname_template = "{Nonsense}"\n',
        'name = "x"\nname_template = "../{Title}"\n',
        'name = "x"\nspec = 3\n',
        'name = "x"\n[spec]\ncontainer = "exe"\n',
        'name = "x"\n[spec]\nbits = 17\n',
        'name = "x"\n[spec]\nrate = 3.5\n',
    ],
)
def test_a_file_that_makes_no_sense_is_kept_beside_and_the_others_stay(
    tmp_path: Path, text: str
) -> None:
    preset_files.save(OWN, tmp_path)
    (tmp_path / "bad.toml").write_text(text, encoding="utf-8")
    assert preset_files.load_all(tmp_path) == (OWN,)
    assert (tmp_path / "bad.toml.broken").read_text(encoding="utf-8") == text
    assert not (tmp_path / "bad.toml").exists()


def test_a_file_that_is_not_utf8_or_far_too_long_is_kept_beside(tmp_path: Path) -> None:
    (tmp_path / "bytes.toml").write_bytes(b'name = "\xff"')
    (tmp_path / "long.toml").write_text("#" * (preset_files.LARGEST + 1))
    assert preset_files.load_all(tmp_path) == ()
    assert len(list(tmp_path.glob("*.broken"))) == 2


def test_a_file_cannot_take_the_place_of_a_preset_that_ships(tmp_path: Path) -> None:
    (tmp_path / "film.toml").write_text('name = "Film/TV"\n')
    assert preset_files.load_all(tmp_path) == ()


def test_a_later_versions_file_is_read_as_far_as_it_is_understood(tmp_path: Path) -> None:
    preset_files.save(OWN, tmp_path)
    path = tmp_path / "my-pack.toml"
    path.write_text(path.read_text().replace("format = 1", 'format = 9\nunheard = "of"'))
    assert preset_files.load_all(tmp_path) == (OWN,)


def test_the_file_says_its_format(tmp_path: Path) -> None:
    preset_files.save(OWN, tmp_path)
    stored = tomllib.loads((tmp_path / "my-pack.toml").read_text())
    assert (stored["format"], stored["spec"]["layout"]) == (preset_files.FORMAT, "split")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("My pack", "my-pack"),
        ("  Türen & Tore!  ", "turen-tore"),
        ("Film", "film-own"),
        ("音", "97f3"),
        ("../../etc", "etc"),
        ("x" * 200, "x" * 60),
    ],
)
def test_ids_are_plain_and_never_those_that_ship(name: str, expected: str) -> None:
    assert preset_files.id_of(name) == expected
    assert expected not in BUILT_IN_IDS


@pytest.mark.parametrize("identifier", ["film", "../x", "", "A", "a/b", "x" * 100])
def test_no_file_is_written_outside_or_over_what_ships(tmp_path: Path, identifier: str) -> None:
    with pytest.raises(BadRequest):
        preset_files.save(dataclasses.replace(OWN, id=identifier), tmp_path / "presets")
    with pytest.raises(BadRequest):
        preset_files.remove(identifier, tmp_path / "presets")
    assert not list(tmp_path.rglob("*"))


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""},
        {"name": "x" * 61},
        {"name": "a\nb"},
        {"level_db": 1.0},
        {"ceiling_db": 20.0},
        {"trim_db": 0.0},
        {"tail": float("inf")},
        {"spec": Spec("mp3", 96000, 0)},
        {"name_template": ""},
        {"name_template": "{Title}" * 100},
        {"folder_template": "{Wrong}"},
    ],
)
def test_values_that_make_no_sense_are_refused(tmp_path: Path, wrong: dict[str, object]) -> None:
    with pytest.raises(BadRequest):
        preset_files.save(dataclasses.replace(OWN, **wrong), tmp_path)  # pyright: ignore
    assert not list(tmp_path.iterdir())


def test_one_that_is_removed_is_gone_and_cannot_be_removed_again(tmp_path: Path) -> None:
    preset_files.save(OWN, tmp_path)
    preset_files.remove("my-pack", tmp_path)
    assert preset_files.load_all(tmp_path) == ()
    with pytest.raises(BadRequest, match="no preset"):
        preset_files.remove("my-pack", tmp_path)


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StorageError):
        preset_files.save(OWN, tmp_path / "file" / "presets")
