"""A working day: takes made, judged by ear, compared, edited, remade in part, delivered; a crash.

Real keys under Xvfb; what came of them is read from the library, from what is played, and from
what a screen reader is told.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import soundfile

from tangostudio.audio import edits
from tangostudio.audio.edits import LoopCrossfade, TrimSilence
from tangostudio.library import Take
from tangostudio.messages import GenerateRequest, request_from_json
from tangostudio.studio import recipes
from tests.e2e import listening, stage
from tests.e2e.conftest import House
from tests.e2e.null_sink import Capture
from tests.e2e.program import Program
from tests.e2e.screen_reader import ScreenReader

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.skipif(bool(stage.LACKING), reason=f"this machine lacks {stage.LACKING}"),
]

IN_PLACE = 0.02  # seconds
FADE = 882  # frames: 20 ms at the starter's 44.1 kHz
SPECTROGRAM = (slice(640, 780), slice(320, 1080))  # of the screen, rows and columns


@pytest.fixture
def program(house: House) -> Iterator[Program]:
    """The program on an empty library."""
    program = house.program()
    try:
        yield program
    finally:
        program.stop()


@pytest.fixture
def reader(house: House) -> Iterator[ScreenReader]:
    """Hears what the window shows."""
    with house.reader() as reader:
        yield reader


# --- hearing and judging --------------------------------------------------------------------------


def test_takes_are_heard_judged_varied_and_compared(house, program):
    stage.write_settings(program, default_takes=8)
    program.start()
    takes = stage.generate(program, "steady rain on a {tin|glass} roof", 8)
    assert sorted(take.prompt for take in takes) == (
        ["steady rain on a glass roof"] * 4 + ["steady rain on a tin roof"] * 4
    )
    with house.sink.capture() as heard:
        judge_by_ear(program, heard, takes)
        near = four_near(program, takes[5])
        assert not {take.seed for take in near} & {take.seed for take in takes}
        compare(program, heard, takes[5], takes[4])
    difference_while_held(program, house.folder)
    assert program.stop() == 0
    assert stage.whole(program) == ""


def judge_by_ear(program: Program, heard: Capture, takes: list[Take]) -> None:
    """Up from the first take: one star more for each, the last rejected, and one step back."""
    for stars, take in enumerate(takes[1:6], start=1):
        program.key("Up")
        listen_for(program, heard, take, takes)
        program.key(str(stars))
    program.key("Up")
    listen_for(program, heard, takes[6], takes)
    program.key("x")
    program.key("Down")
    listen_for(program, heard, takes[5], takes)
    program.until(lambda: stage.row(program, takes[6].id).rejected, "the reject")
    judged = stage.rows(program)
    assert [take.stars for take in judged] == [0, 1, 2, 3, 4, 5, 0, 0]
    assert [take.rejected for take in judged] == [False] * 6 + [True, False]


def four_near(program: Program, take: Take) -> list[Take]:
    """V: four takes whose noise is near that of the shown one."""
    before = len(stage.rows(program))
    program.key("v")
    near = stage.more_takes(program, before + 4, "four takes near one")[before:]
    assert {(one.relation, one.parent, one.prompt) for one in near} == {
        ("variation", take.id, take.prompt)
    }
    assert all(recipes.request_of(one).near == ((take.seed, 1.0),) for one in near)
    return near


def compare(program: Program, heard: Capture, first: Take, second: Take) -> None:
    """A and B, swapped while they play in a loop: each from the moment of the other."""
    program.key("a", "Down")
    listen_for(program, heard, second, [first, second])
    program.key("b", "shift+l")
    pairs = itertools.cycle([(second, first), (first, second)])
    # A busy machine tears the sound now and then: one swap of many without a break will do.
    program.until(lambda: swaps_in_place(program, heard, *next(pairs)), "a swap without a break")
    once_round = len(heard.samples()) + heard.sample_rate * first.frames // first.sample_rate
    program.until(lambda: len(heard.samples()) > once_round, "the loop's second time round")
    assert heard.samples()[-heard.sample_rate // 2 :].any()
    program.key("space")
    heard.wait_for_silence()


def swaps_in_place(program: Program, heard: Capture, now: Take, then: Take) -> bool:
    """Swap; whether the other one went on from the same moment, with no pause between them."""
    began, before = listen_for(program, heard, now, [now, then])
    program.key("grave")
    ended, after = listen_for(program, heard, then, [now, then])
    length, rate = now.frames / now.sample_rate, heard.sample_rate
    late = (after - before - (ended - began) / rate) % length
    silence = listening.longest_silence(heard.samples()[began:ended], rate)
    return min(late, length - late) < IN_PLACE and silence < IN_PLACE


def listen_for(
    program: Program, heard: Capture, wanted: Take, takes: list[Take]
) -> tuple[int, float]:
    """Wait until what is heard now is a take; the frame that was heard, and its second there."""

    def there() -> tuple[int, float] | None:
        samples, rate = heard.samples(), heard.sample_rate
        last = samples[-round(listening.PIECE_SECONDS * rate) :]
        found = max(
            (listening.place(last, rate, take) for take in takes), key=lambda one: one.alike
        )
        alike = found.take == wanted.id and found.alike > listening.ALIKE
        return (len(samples) - len(last), found.seconds) if alike else None

    return program.until(there, f"the sound of take {wanted.id}")


def difference_while_held(program: Program, folder: Path) -> None:
    """The spectrogram is another while D is down, and the same again afterwards."""
    alone = screen(program, folder)
    with program.held("d"):
        program.until(lambda: not np.array_equal(screen(program, folder), alone), "the difference")
    program.until(lambda: np.array_equal(screen(program, folder), alone), "the take alone")


def screen(program: Program, folder: Path) -> np.ndarray:
    """The pixels of the spectrogram, (rows, columns, 3)."""
    file = folder / "screen.ppm"
    program.picture(file)
    head, data = b"", file.read_bytes()
    while head.count(b"\n") < 3:
        head += data[len(head) : len(head) + 1]
    width, height = map(int, head.split()[1:3])
    pixels = np.frombuffer(data[len(head) :], np.uint8).reshape(height, width, 3)
    return pixels[SPECTROGRAM]


# --- editing and delivering -----------------------------------------------------------------------


def test_a_take_is_edited_remade_in_part_and_delivered(program):
    program.start()
    source, *_ = stage.generate(program, "heavy wooden dungeon door, slow creak", 4)
    edit_and_take_back(program, source)
    redo_a_region(program, source)
    extend(program, source)
    files = deliver_five(program)
    for file in files:
        give_back_recipe(program, file)
    assert program.stop() == 0
    assert stage.whole(program) == ""
    assert [take.edits for take in stage.rows(program)] == ["[]"] * 6


def edit_and_take_back(program: Program, take: Take) -> None:
    """Silence trimmed, a loop made, each taken back; the original is never touched."""

    def edited() -> edits.Edits:
        return edits.from_json(stage.row(program, take.id).edits)

    program.key("t")
    program.until(edited, "the trimmed silence")
    assert edited() == (TrimSilence(),)
    program.key("ctrl+z")
    program.until(lambda: not edited(), "the silence that is back")
    stage.command(program, "Make loop")
    program.until(lambda: "Make loop" in program.titles(), "the form of the loop")
    program.key("Return")
    program.until(edited, "the loop")
    assert edited() == (LoopCrossfade(),)
    program.key("ctrl+z")
    program.until(lambda: not edited(), "the take without its loop")
    assert stage.row(program, take.id).sha256 == take.sha256


def redo_a_region(program: Program, source: Take) -> None:
    """Marked by keys and made anew: all else is the source's, bit for bit."""
    program.key("Home", *["Right"] * 20, "bracketleft", *["Right"] * 30, "bracketright")
    program.key("ctrl+shift+g")
    program.until(lambda: "Redo this region" in program.titles(), "the form of the region")
    program.key("ctrl+Return")
    made = stage.more_takes(program, 5, "the region made anew")[-1]
    assert (made.relation, made.parent, made.prompt) == ("redo", source.id, source.prompt)
    seconds = source.frames / source.sample_rate
    ((start, end),) = recipes.request_of(made).regions
    assert (start, end) == pytest.approx((0.2 * seconds, 0.5 * seconds), abs=0.01)
    one, other = integers(source), integers(made)
    first, last = (round(at * source.sample_rate) for at in (start, end))
    assert one.shape == other.shape
    assert np.array_equal(one[: first - FADE], other[: first - FADE])
    assert np.array_equal(one[last + FADE :], other[last + FADE :])
    assert not np.array_equal(one[first:last], other[first:last])


def extend(program: Program, source: Take) -> None:
    """Two seconds longer, and the same until then."""
    stage.command(program, "Extend")
    program.until(lambda: "Extend" in program.titles(), "the form of the extension")
    program.key("ctrl+Return")
    made = stage.more_takes(program, 6, "the longer take")[-1]
    assert (made.relation, made.parent) == ("extend", source.id)
    assert made.frames == source.frames + 2 * source.sample_rate
    one, other = integers(source), integers(made)
    assert np.array_equal(one[:-FADE], other[: len(one) - FADE])
    assert other[len(one) :].any()


def deliver_five(program: Program) -> list[Path]:
    """The five newest takes, selected by keys, as files of 48 kHz and 24 bit; each read back."""
    program.key("ctrl+f", "Return", *["shift+Right"] * 4, "e")
    stage.window(program, "Export 5 takes")
    program.key("Return")
    files = program.until(
        lambda: f if len(f := stage.wav_files(program.home)) == 5 else None, "five files"
    )
    newest = stage.rows(program)[1:]
    for file in files:
        samples, rate = soundfile.read(file, always_2d=True)
        info = soundfile.info(file)
        assert (info.format, info.subtype, rate) == ("WAV", "PCM_24", 48000)
        assert np.abs(samples).max() > 0.01
    lengths = sorted(round(take.frames * 48000 / take.sample_rate) for take in newest)
    assert sorted(soundfile.info(file).frames for file in files) == pytest.approx(lengths, abs=1)
    program.until(lambda: program.focused("Export"), "the dialog that says so")
    program.key("Escape")
    return files


def give_back_recipe(program: Program, file: Path) -> None:
    """What the file says it was made from is what the library says."""
    told = program.command("restore", str(file), "--library", str(program.library), "--json")
    recipe = json.loads(told.stdout.splitlines()[-1])
    take = stage.row(program, recipe["take"])
    assert (recipe["model"], recipe["prompt"], recipe["seed"]) == (
        take.model, take.prompt, take.seed,
    )  # fmt: skip
    assert recipe["notes"] == []


def integers(take: Take) -> np.ndarray:
    """The samples as they are stored, (frames, channels)."""
    return soundfile.read(take.path, dtype="int32", always_2d=True)[0]


# --- a sheet, and a crash -------------------------------------------------------------------------


def test_a_sheet_is_queued_and_a_killed_job_goes_on_where_it_stopped(program, reader, tmp_path):
    stage.write_settings(program, default_takes=16)
    sheet = tmp_path / "sheet.csv"  # xdotool types letters of one keyboard
    sheet.write_text(
        "prompt,seconds,takes,name,category\n"
        "iron latch,1.0,2,Latch,DOORHdwr\n"
        "small stone drops,1.5,1,Pebble,ROCKImpt\n",
        encoding="utf-8",
    )
    program.start()
    queue_sheet(program, reader, sheet)
    takes = stage.more_takes(program, 3, "the takes of the sheet")
    assert [(take.prompt, take.seconds, take.title, take.category) for take in takes] == (
        [("iron latch", 1.0, "Latch", "DOORHdwr")] * 2
        + [("small stone drops", 1.5, "Pebble", "ROCKImpt")]
    )
    kill_and_go_on(program, reader)
    assert program.stop() == 0
    assert stage.whole(program) == ""


def queue_sheet(program: Program, reader: ScreenReader, sheet: Path) -> None:
    """Chosen in the file dialog, shown, and queued."""
    program.key("ctrl+shift+o")
    stage.window(program, "Prompt sheet")
    program.type(str(sheet))
    program.key("Return")
    program.until(lambda: reader.hears("2 rows, 3 takes"), "the sheet")
    program.key("Return")


def kill_and_go_on(program: Program, reader: ScreenReader) -> None:
    """Killed after some of sixteen takes: those stay, the queue waits, and makes only the rest."""
    stage.write_prompt(program, "coins falling into a bowl")
    program.key("ctrl+Return")
    program.until(lambda: len(stage.rows(program)) >= 5, "two takes of sixteen")
    program.kill()
    seen = stage.rows(program)
    assert len(seen) < 3 + 16
    assert stage.whole(program) == ""

    program.start()
    assert stage.rows(program) == seen
    (job,) = [job for job in stage.jobs(program) if job.state != "done"]
    assert (job.state, job.takes) == ("interrupted", len(seen) - 3)
    assert stage.paused(program)
    program.until(lambda: reader.press("Resume"), "the button to resume")
    takes = stage.more_takes(program, 3 + 16, "the takes that were missing")
    assert takes[: len(seen)] == seen
    request = request_from_json(job.request)
    assert isinstance(request, GenerateRequest)
    assert [take.seed for take in takes[3:]] == list(request.seeds)
    assert not stage.paused(program)
