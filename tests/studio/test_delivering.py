"""Deliveries from end to end: studio, plan, run, files, report; with the toy model, run inline."""

from __future__ import annotations

import csv
import dataclasses
import errno
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile

from tangostudio import paths
from tangostudio.audio import edits, files, loudness
from tangostudio.cards import Catalogue
from tangostudio.errors import BadRequest, NotFound, StorageError
from tangostudio.export import export, formats, provenance, reading, report
from tangostudio.export.presets import Preset
from tangostudio.export.spec import Spec
from tangostudio.jobs.runners import InlineRunner
from tangostudio.library import Library, NewTake, Take, TakeQuery
from tangostudio.settings import Settings
from tangostudio.studio import delivery_sources
from tangostudio.studio.delivering import Plan, Report
from tangostudio.studio.delivery_plan import Wording
from tangostudio.studio.studio import Studio

PROMPT = "a heavy wooden door slams shut"
HOUSE = Settings(
    creator_id="TS", source_id="DORY", delivery_library="Doors", designer="A. Person",
    manufacturer="A studio",
)  # fmt: skip
PLAIN = Preset("plain", "Plain", Spec("wav", 48000, 16))


def open_studio(folder: Path, settings: Settings = HOUSE) -> Studio:
    library = Library.open(folder, write=True)
    return Studio(library, Catalogue.load(paths.models_dir()), settings, InlineRunner)


@pytest.fixture
def studio(tmp_path: Path) -> Iterator[Studio]:
    made = open_studio(tmp_path / "library")
    yield made
    made.close()


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "out"


def make(studio: Studio, prompt: str = PROMPT, seeds: tuple[int, ...] = (1, 2, 3)) -> list[int]:
    studio.generate(studio.plan("toy", prompt, seeds=seeds, seconds=0.5))
    return [take.id for take in studio.find(TakeQuery(sort="oldest"))][-len(seeds) :]


def add_tone(studio: Studio, title: str, level: float = 0.5, **changes: Any) -> int:
    """A take with a sound of its own: half a second of a tone at a level."""
    time = np.arange(24000) / 48000
    samples = (level * np.sin(2 * np.pi * 500 * time)).astype(np.float32)[:, None]
    stored = files.store(samples, 48000, studio.library.audio_dir)
    new = NewTake(
        project=studio.project, prompt=title, model="toy", model_name="Toy", seed=1, seconds=0.5,
        sha256=stored.sha256, frames=stored.frames, sample_rate=48000, channels=1,
        licence="CC0", commercial="yes", title=title,
    )  # fmt: skip
    return studio.library.takes.add(dataclasses.replace(new, **changes)).id


def names(done: Report) -> list[str]:
    return [f.path.relative_to(done.folder).as_posix() for f in done.files if f.path is not None]


def parts(folder: Path) -> list[Path]:
    return list(folder.rglob("*.part"))


def deliver(studio: Studio, ids: list[int], preset: str, out: Path, **more: Any) -> Report:
    plan = studio.deliveries.plan(ids, studio.deliveries.preset(preset))
    return studio.deliveries.run(plan, out, **more)


# --- the whole way --------------------------------------------------------------------------------


def test_takes_become_files_that_say_everything_and_a_report_that_says_it_too(
    studio: Studio, out: Path
) -> None:
    ids = make(studio)
    done = deliver(studio, ids, "film", out)
    assert names(done) == [f"DOORWood_Heavy Slams Shut_TS_DORY_0{n}.wav" for n in (1, 2, 3)]
    for file in done.files:
        assert file.path is not None
        info = soundfile.info(file.path)
        assert (info.samplerate, info.subtype, info.channels) == (48000, "PCM_24", file.channels)
        said = reading.inspect(file.path)
        assert said.bext is not None
        assert said.ixml is not None
        user, aswg = said.ixml["USER"], said.ixml["ASWG"]
        assert (user["CATID"], user["CREATORID"], user["LIBRARY"]) == ("DOORWood", "TS", "Doors")
        assert aswg["isGenerated"] == "true"
        assert said.info["IART"] == "A. Person"
        found = studio.recipe_in(file.path)
        assert found is not None
        assert (found.take and found.take.id, found.prompt) == (file.take, PROMPT)
    path = report.write(done, out / "report.csv")
    with open(path, encoding="utf-8-sig", newline="") as table:
        rows = list(csv.DictReader(table))
    assert [row["File"] for row in rows] == names(done)
    assert all(row["Licence"] and row["SHA-256 of samples"] for row in rows)


def test_the_plan_says_what_the_run_will_write(studio: Studio, out: Path) -> None:
    ids = [*make(studio), *make(studio, "rain on a tin roof", (5,))]
    plan = studio.deliveries.plan(ids, studio.deliveries.preset("game"))
    done = studio.deliveries.run(plan, out)
    assert names(done) == [file.name for file in plan.files]
    assert names(done)[0] == "Doors/DOORWood_Heavy Slams Shut_TS_DORY_01.wav"
    assert names(done)[-1] == "Rain/RAINMetl_Tin Roof_TS_DORY.wav"
    assert len({file.set for file in plan.files}) == 2
    size = sum(path.stat().st_size for path in out.rglob("*.wav"))
    assert size == pytest.approx(plan.estimated_bytes, rel=0.2)


def test_a_plan_reads_no_sound(studio: Studio, monkeypatch: pytest.MonkeyPatch) -> None:
    ids = make(studio)

    def fail(*_: object, **__: object) -> None:
        raise AssertionError("a sound was read")

    for name in ("read", "opened", "shape_of"):
        monkeypatch.setattr(files, name, fail)
    plan = studio.deliveries.plan(ids, studio.deliveries.preset("film"))
    assert [file.problem for file in plan.files] == [""] * 3
    assert plan.files[0].seconds == pytest.approx(0.5, abs=0.01)


@pytest.mark.parametrize("container", ["flac", "aiff", "ogg", "opus", "mp3"])
def test_every_container_comes_out_and_brings_the_take_back(
    studio: Studio, out: Path, container: Any
) -> None:
    (take,) = make(studio, seeds=(1,))
    bits = 24 if container in ("flac", "aiff") else 0
    preset = dataclasses.replace(PLAIN, spec=Spec(container, 48000, bits))
    done = studio.deliveries.run(studio.deliveries.plan([take], preset), out)
    (path,) = out.iterdir()
    assert (path.suffix, done.files[0].path) == (f".{container}", path)
    found = studio.recipe_in(path)
    assert found is not None
    assert found.seed == 1


def test_a_split_sound_is_a_file_for_each_channel_in_the_report_as_well(
    studio: Studio, out: Path
) -> None:
    (take,) = make(studio, seeds=(1,))
    preset = dataclasses.replace(PLAIN, spec=Spec("wav", 48000, 24, "split"))
    done = studio.deliveries.run(studio.deliveries.plan([take], preset), out)
    channels = studio.take(take).channels
    assert len(done.files) == channels
    assert all(soundfile.info(path).channels == 1 for path in out.iterdir())


def test_edits_are_delivered_and_the_original_stays(studio: Studio, out: Path) -> None:
    (take,) = make(studio, seeds=(1,))
    before = studio.take(take).path.read_bytes()
    studio.editing.apply([take], edits.Trim(0.1, 0.3, snap=False))
    plan = studio.deliveries.plan([take], PLAIN)
    assert plan.files[0].seconds == pytest.approx(0.2)
    done = studio.deliveries.run(plan, out)
    assert done.files[0].seconds == pytest.approx(0.2, abs=0.001)
    assert studio.take(take).path.read_bytes() == before


def test_a_file_that_is_no_take_is_delivered_as_it_lies(studio: Studio, out: Path) -> None:
    source = out.parent / "RAINMetl_Roof.wav"
    soundfile.write(source, np.full((4410, 1), 0.25), 44100)
    takes = delivery_sources.takes_of([source])
    plan = studio.deliveries.plan_of(takes, studio.deliveries.preset("film"))
    assert plan.files[0].name == "RAINMetl_Roof_TS_DORY.wav"
    done = studio.deliveries.run(plan, out)
    assert soundfile.info(str(done.files[0].path)).samplerate == 48000
    assert studio.find(TakeQuery()) == []


def test_the_prompt_can_be_kept_out(studio: Studio, out: Path) -> None:
    (take,) = make(studio, "a secret phrase", (1,))
    studio.rename(take, "Slam")
    studio.update_settings(dataclasses.replace(studio.settings, write_prompts=False))
    done = deliver(studio, [take], "film", out)
    assert done.files[0].path is not None
    assert b"secret" not in done.files[0].path.read_bytes()


# --- names ----------------------------------------------------------------------------------------


def test_what_a_person_says_of_single_files_wins(studio: Studio, out: Path) -> None:
    ids = make(studio)
    plan = studio.deliveries.plan(
        ids,
        PLAIN,
        names={ids[0]: "Set/My door.wav"},
        fx_names={ids[1]: "Big Slam"},
        cat_ids={ids[2]: "DOORMetl"},
    )
    assert [file.name for file in plan.files] == [
        "Set/My door.wav",
        "DOORWood_Big Slam_TS_DORY.wav",
        "DOORMetl_Heavy Wooden Slams Shut_TS_DORY.wav",
    ]
    done = studio.deliveries.run(plan, out)
    assert names(done) == [file.name for file in plan.files]
    said = reading.inspect(out / plan.files[2].name)
    assert said.ixml is not None
    assert said.ixml["USER"]["CATID"] == "DOORMetl"


def test_typed_names_cannot_leave_the_folder_or_fall_together(studio: Studio, out: Path) -> None:
    ids = make(studio)
    typed = dict(zip(ids, ["../../x", "X", "a/../..\\x"], strict=True))
    plan = studio.deliveries.plan(ids, PLAIN, names=typed)
    assert [file.name for file in plan.files] == ["x.wav", "X 2.wav", "a/x.wav"]
    done = studio.deliveries.run(plan, out)
    assert not done.failed
    assert sorted(path.name for path in out.rglob("*.wav")) == ["X 2.wav", "x.wav", "x.wav"]
    assert not list(out.parent.glob("*.wav"))


@pytest.mark.parametrize(
    "title",
    ["x" * 200, "音" * 200, "🎧" * 190, "مرحبا " * 30, 'a<>:"/\\|?*b', "con", "..", "e\u0301" * 99],
)
def test_long_and_strange_titles_become_files(studio: Studio, out: Path, title: str) -> None:
    take = add_tone(studio, title)
    for template in ("{Title}_{NN}", "{CatID}_{FXName}_{CreatorID}_{SourceID}_{NN}"):
        plan = studio.deliveries.plan([take], dataclasses.replace(PLAIN, name_template=template))
        done = studio.deliveries.run(plan, out)
        assert [file.problem for file in done.files] == [""]
    assert len(list(out.iterdir())) == 2


def test_nothing_that_is_there_is_overwritten(studio: Studio, out: Path) -> None:
    ids = make(studio, seeds=(1,))
    first = names(deliver(studio, ids, "film", out))
    data = (out / first[0]).read_bytes()
    assert names(deliver(studio, ids, "film", out)) == [first[0].replace(".wav", " 2.wav")]
    assert (out / first[0]).read_bytes() == data


def test_a_template_that_is_none_is_refused_before_anything(studio: Studio) -> None:
    with pytest.raises(BadRequest):
        studio.deliveries.plan(make(studio), dataclasses.replace(PLAIN, name_template="{Nonsense}"))
    with pytest.raises(NotFound):
        studio.deliveries.plan([99], PLAIN)


# --- levels ---------------------------------------------------------------------------------------


def test_the_takes_of_one_prompt_become_equally_loud_and_others_stay(
    studio: Studio, out: Path
) -> None:
    ids = [
        add_tone(studio, "One", 0.1, prompt="door"),
        add_tone(studio, "Two", 0.4, prompt="Door "),
        add_tone(studio, "Three", 0.2, prompt="bell"),
    ]
    preset = dataclasses.replace(PLAIN, level="match", ceiling_db=-1.0)
    done = studio.deliveries.run(studio.deliveries.plan(ids, preset), out)
    heard = []
    for file in done.files:
        sound = files.read(str(file.path))
        heard.append(loudness.measure(sound.samples, sound.sample_rate))
    assert heard[0].integrated_lufs == pytest.approx(heard[1].integrated_lufs, abs=0.05)
    assert heard[1].sample_peak_db == pytest.approx(20 * np.log10(0.4), abs=0.05)
    assert heard[2].sample_peak_db == pytest.approx(20 * np.log10(0.2), abs=0.05)


def test_a_set_with_a_take_that_is_gone_is_matched_all_the_same(studio: Studio, out: Path) -> None:
    ids = [add_tone(studio, f"T{n}", 0.1 * n, prompt="door") for n in (1, 2, 3)]
    preset = dataclasses.replace(PLAIN, level="match")
    plan = studio.deliveries.plan(ids, preset)
    studio.take(ids[1]).path.write_bytes(b"broken")
    done = studio.deliveries.run(plan, out)
    assert [bool(file.problem) for file in done.files] == [False, True, False]
    assert done.files[0].lufs == pytest.approx(done.files[2].lufs, abs=0.05)


# --- licences -------------------------------------------------------------------------------------


@pytest.fixture
def mixed(studio: Studio) -> list[int]:
    """A free take and one of a model for research only."""
    return [
        add_tone(studio, "Free"),
        add_tone(studio, "Research", 0.3, licence="CC BY-NC 4.0", commercial="no"),
    ]


def test_what_is_not_for_sale_waits_for_an_agreement_and_the_rest_goes_on(
    studio: Studio, out: Path, mixed: list[int]
) -> None:
    plan = studio.deliveries.plan(mixed, studio.deliveries.preset("film"))
    assert plan.restricted == (mixed[1],)
    done = studio.deliveries.run(plan, out)
    assert [file.path is not None for file in done.files] == [True, False]
    assert "commercial" in done.files[1].problem
    assert done.files[1].hint


def test_an_agreement_is_written_into_the_file_and_the_report(
    studio: Studio, out: Path, mixed: list[int]
) -> None:
    done = deliver(studio, mixed, "film", out, agreed=True)
    free, research = done.files
    assert "agreement" not in free.licence
    assert research.licence == "CC BY-NC 4.0 (research only; delivered by agreement)"
    assert research.path is not None
    said = reading.inspect(research.path)
    assert "CC BY-NC 4.0" in said.info["ICOP"]
    assert "delivered by agreement" in said.info["ICOP"]
    assert "delivered by agreement" in report.page(done)


def test_a_preset_that_is_not_for_sale_asks_nothing(studio: Studio, mixed: list[int]) -> None:
    assert studio.deliveries.plan(mixed, studio.deliveries.preset("raw")).restricted == ()


# --- stopping -------------------------------------------------------------------------------------


def test_progress_counts_to_the_end(studio: Studio, out: Path) -> None:
    told: list[tuple[int, int, str]] = []
    deliver(studio, make(studio), "film", out, progress=lambda *step: told.append(step))
    assert told[-1] == (3, 3, "")
    assert [done for done, _, _ in told] == sorted(done for done, _, _ in told)
    assert len({name for _, _, name in told if name}) == 3


def test_a_cancelled_delivery_keeps_what_is_done_and_says_what_is_not(
    studio: Studio, out: Path
) -> None:
    ids = [add_tone(studio, f"Take {n}", 0.01 * n) for n in range(1, 12)]
    stop = threading.Event()

    def progress(done: int, count: int, name: str) -> None:
        if done >= 3:
            stop.set()

    done = deliver(studio, ids, "raw", out, progress=progress, cancelled=stop.is_set)
    assert done.cancelled
    assert 3 <= len(done.written) < 11
    assert len(done.files) == 11
    assert len(list(out.iterdir())) == len(done.written)
    assert all(file.problem for file in done.failed)


def test_a_cancel_after_the_last_file_comes_too_late(studio: Studio, out: Path) -> None:
    stop = threading.Event()

    def progress(done: int, count: int, name: str) -> None:
        if done == count:
            stop.set()

    done = deliver(studio, make(studio), "raw", out, progress=progress, cancelled=stop.is_set)
    assert stop.is_set()
    assert (done.cancelled, len(done.written)) == (False, 3)


def test_an_interrupted_command_begins_no_other_file(studio: Studio, out: Path) -> None:
    def progress(done: int, count: int, name: str) -> None:
        if done >= 5:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        studio.deliveries.run(many(studio, 60), out, progress=progress)
    assert 5 <= len(list(out.iterdir())) <= 8
    assert not parts(out)


def test_a_long_sound_is_cancelled_within(studio: Studio, out: Path) -> None:
    source = out.parent / "long.wav"
    soundfile.write(source, np.zeros((100 * 8000, 1), np.float32), 8000)
    plan = studio.deliveries.plan_of(delivery_sources.takes_of([source]), PLAIN)
    asked = 0

    def cancelled() -> bool:
        nonlocal asked
        asked += 1
        return asked > 4

    done = studio.deliveries.run(plan, out, cancelled=cancelled)
    assert done.cancelled
    assert [file.path for file in done.files] == [None]
    assert list(out.iterdir()) == []


def test_closing_the_studio_stops_a_delivery(tmp_path: Path, out: Path) -> None:
    studio = open_studio(tmp_path / "library")
    work = studio.deliveries.prepare(studio.deliveries.plan(make(studio), PLAIN), out)
    studio.close()
    assert work().cancelled
    assert list(out.iterdir()) == []


# --- what goes wrong ------------------------------------------------------------------------------


def test_a_file_that_fails_does_not_stop_the_others(studio: Studio, out: Path) -> None:
    ids = make(studio, seeds=(1, 2, 3, 4))
    plan = studio.deliveries.plan(ids, PLAIN)
    studio.take(ids[0]).path.unlink()
    studio.take(ids[1]).path.write_bytes(b"fLaC")
    done = studio.deliveries.run(plan, out)
    assert [file.path is not None for file in done.files] == [False, False, True, True]
    assert all(file.problem.endswith(".") for file in done.failed)
    assert not done.problem
    assert not parts(out)


def test_a_take_that_is_known_to_be_lost_is_planned_with_the_reason(studio: Studio) -> None:
    ids = make(studio)
    studio.take(ids[0]).path.unlink()
    plan = studio.deliveries.plan(ids, PLAIN)
    assert [bool(file.problem) for file in plan.files] == [True, False, False]


def test_a_take_that_is_gone_when_the_delivery_begins_is_told(studio: Studio, out: Path) -> None:
    ids = make(studio)
    plan = studio.deliveries.plan(ids, PLAIN)
    studio.trash(ids[:1])
    studio.empty_trash()
    done = studio.deliveries.run(plan, out)
    assert [file.path is not None for file in done.files] == [False, True, True]


def many(studio: Studio, count: int = 200) -> Plan:
    """A plan of many files of one short sound."""
    source = studio.library.folder / "short.wav"
    soundfile.write(source, np.full((480, 1), 0.25), 48000)
    (take,) = delivery_sources.takes_of([source])
    takes = [dataclasses.replace(take, id=-n, title=f"Sound {n}") for n in range(1, count + 1)]
    preset = dataclasses.replace(PLAIN, name_template="{Title}", markers=False)
    return studio.deliveries.plan_of(takes, preset, Wording())


def full_after(count: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let so many files be written; the disk is full when the next is half."""
    begin, lock, begun = formats.begin, threading.Lock(), [0]

    def begun_on_a_disk_that_fills(*arguments: Any) -> Any:
        with lock:
            begun[0] += 1
            number = begun[0]
        writer = begin(*arguments)
        if number > count:
            write = writer.write

            def fail(levels: Any) -> None:
                write(levels[: len(levels) // 2])
                raise OSError(errno.ENOSPC, "No space left on device")

            monkeypatch.setattr(writer, "write", fail)
        return writer

    monkeypatch.setattr(export.formats, "begin", begun_on_a_disk_that_fills)


def test_a_disk_that_fills_in_the_middle_of_200_files_stops_it_with_a_sentence(
    studio: Studio, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = many(studio)
    full_after(40, monkeypatch)
    done = studio.deliveries.run(plan, out)
    assert "full" in done.problem
    assert done.hint
    assert not done.cancelled
    assert len(done.files) == 200
    assert 39 <= len(done.written) <= 40, "the one that was under way beside it may be left out"
    assert {file.problem for file in done.failed} == {done.problem}
    assert sorted(path.name for path in out.iterdir()) == sorted(names(done))
    for path in out.iterdir():
        assert soundfile.info(path).frames == 480


def test_too_little_room_is_said_before_anything_is_written(
    studio: Studio, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = studio.deliveries.plan(make(studio), PLAIN)
    monkeypatch.setattr("tangostudio.machine.free_disk", lambda folder: 1000)
    with pytest.raises(StorageError, match="no room") as caught:
        studio.deliveries.run(plan, out)
    assert caught.value.hint
    assert list(out.iterdir()) == []


def _remove(folder: Path) -> None:
    folder.rename(folder.with_name("unplugged"))


def _replace(folder: Path) -> None:
    """Another disk has its place."""
    folder.rename(folder.with_name("unplugged"))
    folder.mkdir(exist_ok=True)


@pytest.mark.parametrize("vanish", [_remove, _replace])
def test_a_folder_that_vanishes_stops_it_and_nothing_is_written_in_its_place(
    studio: Studio, out: Path, vanish: Callable[[Path], None]
) -> None:
    gone: list[bool] = []

    def progress(done: int, count: int, name: str) -> None:
        if done >= 10 and not gone:
            gone.append(True)
            vanish(out)

    done = studio.deliveries.run(many(studio, 60), out, progress=progress)
    assert "gone" in done.problem
    assert done.hint
    assert len(done.written) < 60
    left = list(out.iterdir()) if out.exists() else []
    assert len(left) <= 1, "the other file was under way when it happened"


def test_a_folder_that_cannot_be_made_is_said(studio: Studio, out: Path) -> None:
    out.write_text("a file")
    plan = studio.deliveries.plan(make(studio), PLAIN)
    with pytest.raises(StorageError) as caught:
        studio.deliveries.run(plan, out / "below")
    assert caught.value.hint


def test_two_deliveries_at_once_into_one_folder_write_every_file(studio: Studio, out: Path) -> None:
    plan = studio.deliveries.plan(make(studio, seeds=(1, 2, 3, 4, 5)), PLAIN)
    works = [studio.deliveries.prepare(plan, out) for _ in range(2)]
    with ThreadPoolExecutor(2) as pool:
        one, two = pool.map(lambda work: work(), works)
    assert not one.failed
    assert not two.failed
    assert len({*names(one), *names(two)}) == 10
    assert sorted(path.name for path in out.iterdir()) == sorted([*names(one), *names(two)])
    for path in out.iterdir():
        assert provenance.read(path) is not None


# --- presets --------------------------------------------------------------------------------------


def test_a_preset_of_ones_own_is_kept_found_and_can_be_undone(studio: Studio) -> None:
    deliveries = studio.deliveries
    stored = deliveries.save_preset(dataclasses.replace(PLAIN, name=" My pack "))
    assert (stored.id, stored.name) == ("my-pack", "My pack")
    assert deliveries.presets()[-1] == stored
    assert deliveries.preset("my PACK") == deliveries.preset("my-pack") == stored
    deliveries.save_preset(dataclasses.replace(stored, tail=2.0))
    studio.undo()
    assert deliveries.preset("my-pack") == stored
    studio.undo()
    with pytest.raises(NotFound, match="my-pack"):
        deliveries.preset("my-pack")
    studio.redo()
    deliveries.remove_preset("my-pack")
    studio.undo()
    assert deliveries.preset("my-pack") == stored


def test_presets_that_ship_stay(studio: Studio) -> None:
    with pytest.raises(BadRequest):
        studio.deliveries.remove_preset("film")
    own = studio.deliveries.save_preset(dataclasses.replace(PLAIN, name="Film"))
    assert own.id != "film"


def test_the_usual_preset_is_the_settings_one_and_film_when_that_is_gone(studio: Studio) -> None:
    for chosen, found in (("podcast", "podcast"), ("gone", "film")):
        studio.update_settings(dataclasses.replace(studio.settings, default_preset=chosen))
        assert studio.deliveries.default_preset().id == found


def test_the_settings_format_is_that_of_the_presets_for_games_and_film(studio: Studio) -> None:
    studio.update_settings(dataclasses.replace(studio.settings, export_rate=96000, export_bits=16))
    assert studio.deliveries.preset("game").spec == Spec("wav", 96000, 16)
    assert studio.deliveries.preset("podcast").spec.rate == 44100


# --- drags ----------------------------------------------------------------------------------------


def test_drag_files_are_made_once_and_used_again_after_a_restart(tmp_path: Path) -> None:
    studio = open_studio(tmp_path / "library")
    ids = make(studio)
    studio.prepare_drag(ids)
    made = studio.drag_files(ids)
    assert studio.drag_files(ids) == made
    assert all(path.is_relative_to(studio.library.exports_dir) for path in made)
    times = [path.stat().st_mtime_ns for path in made]
    studio.close()
    studio = open_studio(tmp_path / "library")
    assert studio.drag_files(ids) == made
    assert [path.stat().st_mtime_ns for path in made] == times
    made[0].unlink()
    assert studio.drag_files(ids)[0].is_file()
    studio.close()


def test_a_drag_after_a_change_of_what_the_file_says_is_another_file(studio: Studio) -> None:
    (take,) = make(studio, seeds=(1,))
    (plain,) = studio.drag_files([take])
    studio.editing.apply([take], edits.Reverse())
    (backwards,) = studio.drag_files([take])
    studio.update_settings(dataclasses.replace(studio.settings, creator_id="XY"))
    (other,) = studio.drag_files([take])
    assert len({plain, backwards, other}) == 3
    assert "XY" in other.name
    studio.undo()
    studio.update_settings(HOUSE)
    assert studio.drag_files([take]) == [plain]


def test_a_take_that_cannot_be_dragged_says_why(studio: Studio) -> None:
    (take,) = make(studio, seeds=(1,))
    studio.take(take).path.unlink()
    studio.prepare_drag([take])
    with pytest.raises(Exception, match="missing") as caught:
        studio.drag_files([take])
    assert isinstance(studio.take(take), Take)
    assert type(caught.value).__name__ in ("ExportError", "AudioFileError")
