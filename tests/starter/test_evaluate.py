"""The evaluation: its statistics, its prompts and sources, its table, its picture, its command."""

from __future__ import annotations

import json
import struct
import zlib
from collections import Counter
from functools import partial

import numpy as np
import pytest

from tangostudio import cli
from tangostudio.errors import BadRequest, BuildError
from tangostudio.starter import evaluate
from tangostudio.starter.evaluation import (
    attribute_rows,
    bench,
    codec_rows,
    estimates,
    event_rows,
    family_rows,
    grid,
    kinds,
    length_rows,
    picture,
    prompts,
    running,
    table,
)
from tangostudio.starter.evaluation.bench import Bench, Composed, Generated, Real, Settings
from tangostudio.starter.evaluation.estimates import Estimate
from tangostudio.starter.evaluation.running import Done, Line, Plan, Result, Row, Task
from tangostudio.starter.sounds import FAMILIES
from tangostudio.starter.wording import NOUNS, OPENINGS, RESERVED

RATE = 44100
SEED = 2**40 + 500_000_000


# --- statistics --------------------------------------------------------------------------------


def test_a_mean_has_the_interval_of_its_standard_error():
    found = estimates.mean([1.0, 2.0, 3.0, 4.0])
    assert found.value == 2.5
    assert found.high - found.value == pytest.approx(1.96 * np.sqrt(5 / 3) / 2)
    assert estimates.mean([3.0]).low == 3.0
    assert np.isnan(estimates.mean([]).value)


def test_a_quotient_of_paired_measurements_is_surer():
    rng = np.random.default_rng(1)
    below = rng.uniform(1, 9, 60).tolist()
    above = [0.5 * value for value in below]
    paired, loose = (estimates.ratio(above, below, paired) for paired in (True, False))
    assert paired.value == loose.value == pytest.approx(0.5)
    assert paired.high - paired.low < 1e-9 < loose.high - loose.low


def test_orders_count_ties_as_half():
    assert estimates.order_right([1, 2], [3, 4]).value == 1
    assert estimates.order_right([3, 4], [1, 2]).value == 0
    assert estimates.order_right([1, 1], [1, 1]).value == 0.5


# --- prompts and sources -----------------------------------------------------------------------


def test_frames_stand_in_no_opening():
    for number in range(len(prompts.FRAMES)):
        text = prompts.framed("A LOUD bell.", number)
        assert "a loud bell" in text
        assert text not in {opening.format("a loud bell") for opening in OPENINGS}


def test_a_phrase_says_all_that_is_wanted_and_nothing_more():
    rng = np.random.default_rng(2)
    wanted = (("speed", "slow"), ("surface", "concrete"))
    for _ in range(5):
        text = prompts.said("footsteps", wanted, rng)
        assert any(word in text for word in ("slow", "unhurried"))
        assert any(word in text for word in ("concrete", "pavement", "hard floor"))
        assert not any(word in text for word in ("loud", "distant", "room"))
    assert any(word in prompts.said("dog_bark", (("count", 3),), rng) for word in ("three", "3"))


def test_every_pair_can_be_said_and_found():
    for pair in attribute_rows.PAIRS:
        for more in (False, True):
            assert prompts.said(pair.family, pair.wanted(more), np.random.default_rng(3))
            facts = Real(
                pair.family, SEED, 1.5 if pair.trait != "count" else 4.0, pair.wanted(more)
            )
            found = facts.example().facts
            traits = found["traits"]
            assert isinstance(traits, dict)
            assert (found if pair.trait == "count" else traits)[pair.trait] == (
                pair.more if more else pair.less
            )


def test_a_clip_that_nothing_gives_is_an_error(monkeypatch):
    monkeypatch.setattr(bench, "REACH", 3)
    with pytest.raises(BuildError, match="No wood_hit"):
        Real("wood_hit", SEED, 0.5, (("count", 40),)).example()


def test_composed_clips_have_the_order_that_was_asked():
    clip = Composed("dog_bark", "glass_break", SEED, 3.0).example()
    assert clip.families == ("dog_bark", "glass_break")
    assert clip.facts["relation"] == "then"


def test_seeds_are_held_out_and_differ():
    seeds = Counter()
    for module in (codec_rows, attribute_rows, event_rows, length_rows):
        for row in module.ROWS:
            if row.name == "codec-stereo":
                continue
            for task in row.tasks(Plan(quick=True)):
                if isinstance(task.source, Real | Composed):
                    assert task.source.seed >= 2**40
                    seeds[row.name, task.key, task.source.seed] += 1
    assert len(seeds) > 250
    assert max(seeds.values()) == 1


def test_the_kinds_are_families():
    assert kinds.TONAL | kinds.NOISE | set(kinds.PASSING) | kinds.UNEVEN <= FAMILIES.keys()
    assert not kinds.TONAL & kinds.NOISE
    assert {*event_rows.COUNTED, *event_rows.RHYTHMS} <= FAMILIES.keys()
    assert {name for pair in event_rows.IN_TURN for name in pair} <= FAMILIES.keys()
    assert set(RESERVED.values()) <= NOUNS.keys()


# --- rows --------------------------------------------------------------------------------------


def test_family_lines_tell_known_from_new_frames():
    done = [
        Done((kind, "rain", new, 1, "text"), ("rain" if right else "wind", 1))
        for kind in ("real", "take")
        for new in (False, True)
        for right in ((True, True) if kind == "real" else (True, not new))
    ]
    lines = {line.measure: line for line in family_rows.family_lines(done)}
    whole = lines["generated, family recognised"]
    assert whole.found
    assert whole.real
    assert (whole.found.value, whole.real.value) == (0.75, 1.0)
    fresh = lines["generated, prompts in frames that no caption has"]
    assert fresh.found
    assert (fresh.found.value, fresh.passed) == (0.5, False)
    assert whole.details["mistaken"] == {"rain -> wind": 1}


def test_count_lines_know_what_a_guess_would_give():
    done = [
        Done((kind, "door_knock", wanted), 3) for kind in ("real", "take") for wanted in range(1, 6)
    ]
    within, exact = event_rows.count_lines(done)
    assert within.found
    assert exact.found
    assert (within.found.value, exact.found.value) == (0.6, 0.2)
    assert "0.60" in within.note


def test_order_lines_want_both_in_order():
    done = [
        Done(("take", "a", "b", "x"), ("a", "b")),
        Done(("take", "a", "b", "y"), ("b", "a")),
        Done(("real", "a", "b", "x"), ("a", "c")),
    ]
    both, one = event_rows.order_lines(done)
    assert both.found
    assert both.real
    assert one.real
    assert (both.found.value, both.real.value, one.real.value) == (0.5, 0.0, 1.0)


def test_a_sound_without_rhythm_counts_as_fully_uneven():
    desk = Bench(Settings())
    silence = np.zeros((RATE, 1), np.float32)
    assert event_rows.unevenness(desk, silence, gap_seconds=0.1, every=1) == 1.0
    clock = Real("clock_tick", SEED, 4.0, (("speed", "fast"),)).sound(desk)
    assert event_rows.unevenness(desk, clock, gap_seconds=0.12, every=1) < 0.1


def test_flags_are_raised_for_what_is_wrong():
    time = np.arange(2 * RATE) / RATE
    steady = (0.3 * np.random.default_rng(5).standard_normal((2 * RATE, 1))).astype(np.float32)
    hit = (np.sin(900 * time) * np.exp(-8 * time)).astype(np.float32)[:, None]
    assert length_rows.flags(steady, 2.0, "rain") == []
    assert length_rows.flags(hit, 2.0, "door_knock") == []
    assert length_rows.flags(steady, 2.5, "rain") == ["length"]
    assert length_rows.flags(steady * 1e-5, 2.0, "rain") == ["silent"]
    assert length_rows.flags(steady + 0.1, 2.0, "rain") == ["direct current"]
    assert length_rows.flags(hit * 3, 2.0, "door_knock") == ["turned down"]
    gone = steady * (time < 1.3)[:, None]
    assert length_rows.flags(gone, 2.0, "rain") == ["faded away"]
    assert length_rows.flags(hit[::-1], 2.0, "door_knock") == ["late", "cut"]


def test_real_clips_raise_hardly_any_flag():
    flagged = 0
    for number, family in enumerate(sorted(FAMILIES)):
        seconds = length_rows.LENGTHS[number % 4]
        clip = Real(family, SEED + number, seconds).example()
        flagged += bool(length_rows.flags(clip.audio, seconds, family))
    assert flagged <= 1


def test_the_tones_are_what_they_say():
    for pair in codec_rows.pairs(6, near_hz=100, far_hz=1000):
        assert pair.partials_hz[1] - pair.partials_hz[0] >= 100
    sines = codec_rows.single_sines(5)
    assert sines[0].partials_hz[0] == pytest.approx(60)
    assert sines[-1].partials_hz[0] == pytest.approx(8000)
    sound = sines[2].sound(Bench(Settings()))
    assert (np.abs(sound).max(), sound.shape) == (pytest.approx(0.5), (2 * RATE, 1))


def test_a_sound_is_at_no_mel_distance_from_itself():
    noise = np.random.default_rng(6).standard_normal((RATE, 1)).astype(np.float32) * 0.1
    assert codec_rows.mel_l1(noise, noise) == 0
    assert codec_rows.mel_l1(noise, noise * 2) == pytest.approx(np.log(2), abs=0.1)


# --- running and telling -----------------------------------------------------------------------


def _sum_up(done: list[Done]) -> list[Line]:
    names = ", ".join(str(item.key) for item in done)
    value = float(sum(item.found for item in done))
    return [Line("onsets", Estimate(value, value, value, len(done)), note=names)]


def _knocks(plan: Plan) -> list[Task]:
    measure = partial(event_rows.count_onsets, gap_seconds=0.1)
    return [
        Task(n, Real("door_knock", SEED, 4.0, (("count", n),)), measure)
        for n in range(1, plan.some(12) + 1)
    ]


@pytest.mark.parametrize("processes", [0, pytest.param(1, marks=pytest.mark.slow)])
def test_tasks_are_shared_out_and_summed_up_in_order(processes: int, capfd):
    row = Row("knocks", _knocks, _sum_up)
    (result,) = running.run([row], Plan(quick=True), Settings(), processes)
    (line,) = result.lines
    assert line.found == Estimate(6.0, 6.0, 6.0, 3)
    assert line.note == "1, 2, 3"
    assert "knocks: " in capfd.readouterr().err


def test_the_table_is_markdown_with_verdicts():
    lines = [
        Line("one | two", Estimate(0.9, 0.85, 0.94, 100), ">= 0.8", True, Estimate(1, 1, 1, 50)),
        Line("three", None, "none", False, note="why"),
    ]
    text = table.markdown([Result("row", lines, 1.0)]).splitlines()
    assert len(text) == 4
    assert text[2] == "| one / two | 0.90 (0.85 to 0.94) | 100 | 1.00 | >= 0.8 | yes |  |"
    assert text[3] == "| three | - |  | - | none | **no** | why |"
    assert json.loads(json.dumps(table.plain([Result("row", lines, 1.0)])))[0]["row"] == "row"


def test_the_command_measures_prints_and_writes(tmp_path, capsys):
    out = tmp_path / "found" / "evaluation.json"
    assert cli.main(["starter", "evaluate", "--rows", "size", "--out", str(out)]) == 0
    assert "| size of the whole folder (MB) |" in capsys.readouterr().out
    written = json.loads(out.read_text())
    assert written["model"] == "starter"
    assert [row["row"] for row in written["rows"]] == ["size"]


def test_an_unknown_row_is_wrong_usage(capsys):
    with pytest.raises(BadRequest, match="no row 'nonsense'"):
        evaluate.chosen("codec-mel,nonsense")
    assert cli.main(["starter", "evaluate", "--rows", "nonsense"]) == cli.USAGE
    assert "Known rows: codec-families" in capsys.readouterr().err


# --- picture -----------------------------------------------------------------------------------


def decoded(data: bytes) -> tuple[np.ndarray, bytes]:
    """Places and palette of a PNG that `write_png` wrote."""
    assert data.startswith(b"\x89PNG\r\n\x1a\n")
    at, parts = 8, {}
    while at < len(data):
        (length,) = struct.unpack(">I", data[at : at + 4])
        kind, body = data[at + 4 : at + 8], data[at + 8 : at + 8 + length]
        (checksum,) = struct.unpack(">I", data[at + 8 + length : at + 12 + length])
        assert zlib.crc32(kind + body) == checksum
        parts[kind] = body
        at += 12 + length
    width, height = struct.unpack(">II", parts[b"IHDR"][:8])
    rows = np.frombuffer(zlib.decompress(parts[b"IDAT"]), np.uint8).reshape(height, width + 1)
    assert not rows[:, 0].any()
    return rows[:, 1:], parts[b"PLTE"]


def test_a_picture_comes_back_as_it_was(tmp_path):
    places = np.random.default_rng(7).integers(0, 5, (9, 13), np.uint8)
    palette = np.arange(15, dtype=np.uint8).reshape(5, 3)
    picture.write_png(tmp_path / "a.png", places, palette)
    again, colours = decoded((tmp_path / "a.png").read_bytes())
    assert np.array_equal(again, places)
    assert colours == palette.tobytes()


def test_every_familys_name_can_be_lettered():
    letters = {letter: picture.letters(letter) for letter in "".join(FAMILIES)}
    assert all(shape.any() for shape in letters.values())
    assert len({shape.tobytes() for shape in letters.values()}) == len(letters)
    assert picture.letters("ab c").shape == (picture.LETTER_HEIGHT, 4 * picture.LETTER_WIDTH)


def test_the_grid_has_every_pair_at_its_place():
    names = sorted(FAMILIES)
    done = [
        Done((family, kind), np.full((grid.HIGH, grid.WIDE), number % 30 + (kind == "take")))
        for number, family in enumerate(names)
        for kind in ("real", "take")
    ]
    places = grid.painted(done)
    row, column = divmod(names.index("rain"), grid.COLUMNS)
    top = row * (grid.HIGH + picture.LETTER_HEIGHT + 3 * grid.GAP) + picture.LETTER_HEIGHT
    left = column * (2 * grid.WIDE + 3 * grid.GAP) + grid.GAP
    cell = places[top + 20, left : left + 2 * grid.WIDE + 1]
    assert cell[5] == names.index("rain") % 30
    assert cell[-5] == cell[5] + 1


def test_a_spectrogram_becomes_shades_with_low_tones_below():
    tone = 0.5 * np.sin(2 * np.pi * 200 * np.arange(3 * RATE) / RATE).astype(np.float32)
    shades = grid.shades(Bench(Settings()), tone[:, None])
    assert shades.shape == (grid.HIGH, grid.WIDE)
    assert shades.max() == grid.SHADES - 1
    assert shades[-8:].max() > shades[:8].max()


def test_a_take_of_the_evaluation_fits_full_scale():
    take = Generated("a gunshot", 0.5, 1)
    assert np.abs(take.sound(Bench(Settings()))).max() <= 1
