"""Edits as the studio's verbs, on a real library with the toy model."""

from __future__ import annotations

import hashlib
import json
import threading
from pathlib import Path

import numpy as np
import pytest
import soundfile

from tangostudio import paths
from tangostudio.audio import files, overview
from tangostudio.audio.edits import (
    FadeIn,
    FadeOut,
    Gain,
    LoopCrossfade,
    PeakNormalise,
    RemoveDC,
    Reverse,
    Trim,
    TrimSilence,
    render,
)
from tangostudio.cards import Catalogue
from tangostudio.errors import AudioFileError, BadRequest, NotFound
from tangostudio.jobs.runners import InlineRunner
from tangostudio.library import Library, TakeQuery
from tangostudio.messages import EditsHeard
from tangostudio.settings import Settings
from tangostudio.studio.studio import Studio
from tests.studio.house import deliver


def open_studio(folder: Path, **options) -> Studio:
    library = Library.open(folder, write=True)
    return Studio(library, Catalogue.load(paths.models_dir()), Settings(), InlineRunner, **options)


@pytest.fixture
def studio(tmp_path):
    studio = open_studio(tmp_path / "library")
    studio.generate(studio.plan("toy", "a bell", takes=2, seconds=1.0))
    yield studio
    studio.close()


@pytest.fixture
def ids(studio):
    return [take.id for take in studio.find(TakeQuery(sort="oldest"))]


def file_hash(studio, take):
    return hashlib.sha256(studio.take(take).path.read_bytes()).hexdigest()


def original(studio, take):
    return files.read(studio.take(take).path).samples


def test_an_edit_is_kept_with_the_take_and_the_file_stays_as_it_was(studio, ids):
    before = file_hash(studio, ids[0])
    studio.editing.apply(ids[:1], Gain(-6.0))
    assert studio.editing.edits(ids[0]) == (Gain(-6.0),)
    assert studio.editing.edits(ids[1]) == ()
    heard = studio.editing.sound(ids[0]).samples
    assert heard == pytest.approx(original(studio, ids[0]) * 10 ** (-6 / 20), abs=1e-6)
    assert file_hash(studio, ids[0]) == before


def test_edits_of_several_takes_are_one_undo(studio, ids):
    studio.editing.apply(ids, Gain(3.0))
    studio.editing.apply(ids, Reverse())
    assert studio.undo_label == "reverse"
    studio.undo()
    assert [studio.editing.edits(take) for take in ids] == [(Gain(3.0),)] * 2
    studio.undo()
    assert [studio.take(take).edited for take in ids] == [False, False]
    studio.redo()
    assert [studio.editing.edits(take) for take in ids] == [(Gain(3.0),)] * 2


def test_undo_reaches_the_takes_that_are_left_when_one_was_deleted_for_good(studio, ids):
    studio.editing.apply(ids, Gain(3.0))
    new = studio.editing.bake(ids[1])
    studio.trash([ids[0], new])
    studio.empty_trash()
    assert [studio.undo() for _ in range(3)][1:] == ["saving as a new take", "gain"]
    assert not studio.take(ids[1]).edited
    assert [studio.redo() for _ in range(2)] == ["gain", "saving as a new take"]
    assert studio.editing.edits(ids[1]) == (Gain(3.0),)


def test_setting_removing_and_clearing_come_back_too(studio, ids):
    listed = (Trim(0.1, 0.5), FadeIn(0.1))
    studio.editing.set(ids[0], listed)
    studio.editing.remove(ids[:1], FadeIn)
    assert studio.editing.edits(ids[0]) == (Trim(0.1, 0.5),)
    studio.editing.clear(ids[:1])
    assert not studio.take(ids[0]).edited
    studio.undo()
    studio.undo()
    assert studio.editing.edits(ids[0]) == listed


def test_what_changes_nothing_is_no_deed_and_is_not_announced(studio, ids):
    studio.editing.apply(ids, Gain(3.0))
    heard = []
    studio.changes.subscribe(heard.append)
    studio.editing.apply(ids, Gain(3.0))
    assert heard == []
    studio.undo()
    assert studio.undo_label is None


def test_a_change_says_which_takes_it_touched(studio, ids):
    heard = []
    studio.changes.subscribe(heard.append)
    studio.editing.apply(ids[:1], Gain(3.0))
    assert [(change.kinds, change.takes) for change in heard] == [
        ({"takes"}, (ids[0],)),
        ({"history"}, ()),
    ]


def test_an_unknown_take_changes_none(studio, ids):
    with pytest.raises(NotFound):
        studio.editing.apply([ids[0], 999], Gain(1.0))
    assert not studio.take(ids[0]).edited


# --- trims ---


def test_a_trim_is_of_what_is_heard_and_gets_short_fades(studio, ids):
    studio.editing.trim(ids[0], 0.2, 0.9, snap=False)
    studio.editing.trim(ids[0], 0.1, 0.5, snap=False)
    trim, *fades = studio.editing.edits(ids[0])
    assert (trim.start, trim.end) == (pytest.approx(0.3), pytest.approx(0.7))
    assert fades == [FadeIn(0.003), FadeOut(0.020)]


def test_a_trim_of_a_reversed_take_cuts_what_was_marked(studio, ids):
    studio.editing.apply(ids[:1], Reverse())
    marked = studio.editing.sound(ids[0]).samples[: len(original(studio, ids[0])) // 4]
    studio.editing.trim(ids[0], 0.0, 0.25, snap=False)
    inside = slice(500, -1500)
    cut = studio.editing.sound(ids[0]).samples
    assert np.array_equal(cut[inside], marked[: len(cut)][inside])


def test_trimming_a_loop_at_its_beginning_keeps_its_end(studio, ids):
    studio.editing.apply(ids[:1], LoopCrossfade(0.2))
    studio.editing.trim(ids[0], 0.1, 0.8, snap=False)
    (trim, loop) = studio.editing.edits(ids[0])
    assert (trim.start, trim.end) == (pytest.approx(0.1), 1.0)
    assert loop == LoopCrossfade(0.2)


def test_dragging_both_ends_back_takes_the_trim_away(studio, ids):
    studio.editing.trim(ids[0], 0.2, 0.9)
    studio.editing.apply(ids[:1], TrimSilence())
    studio.editing.keep(ids[0], 0.0, 1.0)
    assert not {Trim, TrimSilence} & {type(edit) for edit in studio.editing.edits(ids[0])}


# --- facts ---


def test_an_edited_take_measures_what_is_heard(studio, ids):
    take = studio.take(ids[0])
    assert studio.editing.facts(take) is None
    assert studio.editing.as_heard(take) is take
    studio.editing.set(ids[0], (Trim(0.0, 0.5, snap=False), PeakNormalise(-6.0)))
    facts = studio.editing.facts(studio.take(ids[0]))
    assert facts.seconds == pytest.approx(0.5)
    assert facts.peak_db == pytest.approx(-6.0, abs=0.05)
    shown = overview.unpack(studio.overview(studio.take(ids[0])))
    assert shown.maximum.max() <= 10 ** (-6 / 20) + 1e-3
    assert studio.overview(take) == studio.library.takes.overview(take.sha256)


def test_loudness_is_matched_as_takes_are_heard(studio, ids):
    even = studio.gains([studio.take(take) for take in ids])
    studio.editing.apply(ids[:1], Gain(-10.0))
    quiet, other = studio.gains([studio.take(take) for take in ids])
    assert quiet - other == pytest.approx(even[0] - even[1] + 10.0, abs=0.1)


def test_facts_are_found_on_another_thread_once_and_announced(tmp_path):
    delivered, arrived = [], threading.Event()

    def deliver(event):
        delivered.append(event)
        if isinstance(event, EditsHeard):
            arrived.set()

    studio = open_studio(tmp_path / "library", deliver=deliver, session_only=True)
    studio.generate(studio.plan("toy", "a bell", takes=1, seconds=0.5))
    for event in delivered:
        studio.handle(event)
    (take,) = studio.find(TakeQuery())
    studio.editing.apply([take.id], Reverse())
    take = studio.take(take.id)
    assert studio.editing.facts(take) is None
    assert studio.editing.facts(take) is None
    assert studio.overview(take) == studio.library.takes.overview(take.sha256)
    assert arrived.wait(20)
    told = []
    studio.changes.subscribe(told.append)
    events = [event for event in delivered if isinstance(event, EditsHeard)]
    studio.handle(events[0])
    assert len(events) == 1
    assert [change.takes for change in told] == [(take.id,)]
    facts = studio.editing.facts(take)
    assert facts is not None
    assert facts.frames == take.frames
    studio.close()


def test_a_lost_file_has_no_facts_and_the_original_s_picture(studio, ids):
    studio.editing.apply(ids[:1], Reverse())
    take = studio.take(ids[0])
    away = take.path.rename(take.path.with_suffix(".away"))
    assert studio.editing.facts(take) is None
    assert studio.overview(take) == studio.library.takes.overview(take.sha256)
    with pytest.raises(AudioFileError):
        studio.editing.sound(ids[0])
    away.rename(take.path)  # put back, it is measured
    assert studio.editing.facts(take) is not None


# --- edits of a newer version ---


def test_edits_of_a_newer_version_are_left_alone_until_they_are_cleared(studio, ids):
    unknown = json.dumps([{"edit": "spin", "version": 9}])
    studio.library.takes.set_edits({ids[0]: unknown})
    assert "newer version" in studio.editing.trouble(ids[0])
    assert studio.editing.trouble(ids[1]) == ""
    with pytest.raises(BadRequest, match="newer version"):
        studio.editing.apply(ids, Gain(1.0))
    assert studio.take(ids[0]).edits == unknown
    assert studio.overview(studio.take(ids[0]))
    studio.editing.clear(ids[:1])
    assert studio.editing.edits(ids[0]) == ()


# --- mending ---


def test_a_flag_is_mended_by_its_edit(studio, ids):
    studio.editing.mend(ids, "dc")
    assert studio.editing.edits(ids[1]) == (RemoveDC(),)
    studio.editing.mend(ids[:1], "hard cut")
    assert studio.editing.edits(ids[0]) == (RemoveDC(), FadeOut())


@pytest.mark.parametrize("flag", ["silence", "hum", "no such flag"])
def test_what_no_edit_mends_says_so(studio, ids, flag):
    with pytest.raises(BadRequest, match="No edit mends"):
        studio.editing.mend(ids, flag)


# --- out of the program ---


def test_exports_and_drags_have_the_edits_in_them(studio, ids, tmp_path):
    before, samples = file_hash(studio, ids[0]), original(studio, ids[0])
    (plain,) = studio.drag_files(ids[:1])
    studio.editing.apply(ids[:1], Reverse())
    exported = deliver(studio, ids[0], tmp_path / "out", 44100, 32)
    (dragged,) = studio.drag_files(ids[:1])
    written = soundfile.read(exported, dtype="float32", always_2d=True)[0]
    assert np.array_equal(written, samples[::-1])
    assert dragged != plain
    assert studio.drag_files(ids[:1]) == [dragged]
    studio.undo()
    assert studio.drag_files(ids[:1]) == [plain]
    assert file_hash(studio, ids[0]) == before


def test_a_baked_take_is_a_take_of_its_own_that_undo_takes_back(studio, ids):
    studio.editing.set(ids[0], (Trim(0.0, 0.5, snap=False), Reverse()))
    expected = render(original(studio, ids[0]), 44100, studio.editing.edits(ids[0]))
    made = studio.take(studio.editing.bake(ids[0]))
    parent = studio.take(ids[0])
    assert (made.parent, made.relation, made.edits) == (parent.id, "edit", "[]")
    assert (made.prompt, made.seed, made.licence) == (parent.prompt, parent.seed, parent.licence)
    assert made.title == f"{parent.title} (edited)"
    assert made.frames == len(expected) == len(original(studio, made.id))
    assert np.abs(original(studio, made.id) - expected).max() < 1e-6
    assert studio.overview(made)
    studio.undo()
    assert studio.take(made.id).trashed
    studio.redo()
    assert not studio.take(made.id).trashed
