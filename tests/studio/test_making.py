"""Making takes from prompts with wildcards, from sounds and from other takes."""

from __future__ import annotations

import dataclasses
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
import soundfile

from tangostudio.audio.edits import Trim
from tangostudio.errors import AudioFileError, BadRequest, NotFound
from tangostudio.jobs.runners import InlineRunner
from tangostudio.library import NewTake, TakeQuery
from tangostudio.messages import GenerateRequest, request_from_json, request_to_json
from tangostudio.studio import recipes
from tests.studio.house import Held, open_house

RATE = 44100


@pytest.fixture
def studio(tmp_path):
    """A studio whose jobs wait: the tests look at what is asked."""
    studio = open_house(tmp_path / "library", Held)
    studio.settings = dataclasses.replace(studio.settings, default_model="toy")
    yield studio
    studio.close()


@pytest.fixture
def working(tmp_path):
    """A studio that makes takes with the toy model."""
    studio = open_house(tmp_path / "library", InlineRunner)
    yield studio
    studio.close()


def noise(seconds=1.0, channels=1, rate=RATE):
    samples = np.random.default_rng(0).normal(0, 0.1, (round(seconds * rate), channels))
    return samples.astype(np.float32)


def asked(studio):
    """What the jobs of the queue ask for, and what their takes are."""
    return [(view.request, view.about) for view in studio.jobs()]


def made(studio, prompt="a bell", **values):
    """A take by the toy model."""
    studio.making.generate("toy", prompt, **{"takes": 1, "seconds": 0.5, **values})
    return studio.find(TakeQuery())[0]


def take_of(studio, **changes):
    """A take's row with a sound of its own, without any engine."""
    start = studio.making.start_from_sound(noise(0.5), RATE, "x")
    values = {
        "project": studio.project, "prompt": "a bell", "model": "toy", "seed": 7, "seconds": 0.5,
        "sha256": start.source, "frames": RATE // 2, "sample_rate": RATE, "channels": 1,
        "steps": 5, "guidance": 2.0, "sampler": "euler", "category": "BELLHand",
    } | changes  # fmt: skip
    return studio.library.takes.add(NewTake(**values))


# --- from a prompt --------------------------------------------------------------------------------


def test_a_plain_prompt_is_one_job(studio):
    (job,) = studio.making.generate("toy", "a bell", takes=4, steps=5)
    ((request, about),) = asked(studio)
    assert studio.jobs()[0].id == job
    assert (request.prompt, len(request.seeds), request.steps) == ("a bell", 4, 5)
    assert (about.parent, about.relation, about.source) == (None, "", "")


def test_every_prompt_of_a_wildcard_is_a_job_and_the_seeds_are_dealt_out(studio):
    jobs = studio.making.generate("toy", "{wood|metal} door", takes=3, seeds=[5, 6, 9])
    assert len(jobs) == 2
    assert [(r.prompt, r.seeds) for r, _ in asked(studio)] == [
        ("wood door", (5, 6)),
        ("metal door", (9,)),
    ]


def test_new_seeds_differ_from_press_to_press(studio):
    studio.making.generate("toy", "a", takes=2)
    studio.making.generate("toy", "a", takes=2)
    first, second = (request.seeds for request, _ in asked(studio))
    assert first != second


def test_in_front_keeps_the_order_of_a_prompts_jobs(studio):
    studio.pause_queue()
    studio.making.generate("toy", "last", takes=1)
    studio.making.generate("toy", "{first|second}", takes=2, front=True)
    assert [request.prompt for request, _ in asked(studio)] == ["first", "second", "last"]


@pytest.mark.parametrize(
    ("prompt", "values"),
    [("{a", {}), ("{a|}", {}), ("", {}), ("a", {"takes": 17}), ("a", {"steps": 99})],
)
def test_nothing_is_queued_when_a_part_of_it_cannot_be_made(studio, prompt, values):
    with pytest.raises(BadRequest) as caught:
        studio.making.generate("toy", prompt, **{"takes": 2, **values})
    assert caught.value.hint
    assert studio.jobs() == []


def test_a_quality_is_values_of_the_card(studio):
    presets = studio.card("toy").presets
    assert list(presets) == ["draft", "balanced", "best"]
    studio.making.generate("toy", "a", takes=1, **presets["draft"])
    assert asked(studio)[0][0].steps == presets["draft"]["steps"]


# --- sounds to start from -------------------------------------------------------------------------


def test_a_start_gives_its_length_and_its_name_is_kept(studio):
    start = studio.making.start_from_sound(noise(0.8), RATE, "Knock.wav")
    start = dataclasses.replace(start, strength=0.4, follow=1.0)
    studio.making.generate("toy", "a door", takes=1, start=start)
    ((request, about),) = asked(studio)
    assert request.seconds == pytest.approx(0.8)
    assert (request.init, request.strength, request.follow) == (f"{start.source}.flac", 0.4, 1.0)
    assert (about.relation, about.source, about.parent) == ("from sound", start.source, None)
    assert studio.library.sources.name(start.source) == "Knock.wav"


@pytest.mark.parametrize(("length", "expected"), [(0.1, 0.5), (40.0, 30.0)])
def test_a_start_that_is_too_short_or_too_long_gives_a_length_that_the_model_can(
    studio, length, expected
):
    start = studio.making.start_from_sound(noise(length, rate=8000), 8000, "x")
    studio.making.generate("toy", "a", takes=1, start=start)
    assert asked(studio)[0][0].seconds == expected


def test_a_loop_of_a_start_is_as_long_as_it_whatever_length_is_set(studio):
    start = studio.making.start_from_sound(noise(40.0, rate=8000), 8000, "x")
    studio.making.generate("toy", "a", takes=1, start=start, loop=True, seconds=2.0)
    request, _ = asked(studio)[0]
    assert (request.loop, request.seconds) == (True, 40.0)


def test_a_take_is_a_start_with_its_own_sound(studio):
    take = take_of(studio)
    start = studio.making.start_from_take(take.id)
    assert (start.source, start.seconds, start.parent) == (take.sha256, 0.5, take.id)
    studio.making.generate("toy", "a", takes=1, start=start)
    assert asked(studio)[0][1].parent == take.id


def test_an_edited_take_is_a_start_as_it_is_heard(studio):
    take = take_of(studio)
    studio.editing.apply([take.id], Trim(0.1, 0.4))
    start = studio.making.start_from_take(take.id)
    assert start.source != take.sha256
    assert (start.seconds, start.parent) == (pytest.approx(0.3, abs=0.001), take.id)
    studio.making.redo(take.id, [(0.1, 0.2)])
    request, about = asked(studio)[0]
    assert (request.init, request.seconds) == (start.init, start.seconds)
    assert about.source == start.source


def test_an_edited_take_is_rendered_on_another_thread_and_redone_from_that(studio):
    take = take_of(studio)
    studio.editing.apply([take.id], Trim(0.1, 0.4))
    with ThreadPoolExecutor(1) as pool:
        start = pool.submit(studio.making.prepare_take_start(take.id)).result()
    assert start == studio.making.start_from_take(take.id)
    studio.making.redo(take.id, [(0.1, 0.2)], start=start)
    request, about = asked(studio)[0]
    assert (request.init, about.parent, about.source) == (start.init, take.id, start.source)
    assert studio.library.sources.name(start.source) == take.title


def test_a_take_whose_sound_is_gone_is_no_start(studio):
    take = take_of(studio)
    take.path.unlink()
    with pytest.raises(AudioFileError, match="missing"):
        studio.making.start_from_take(take.id)
    with pytest.raises(NotFound):
        studio.making.start_from_take(99)


def test_a_chosen_sound_that_was_deleted_meanwhile_is_said_before_anything_is_queued(studio):
    take = take_of(studio)
    start = studio.making.start_from_take(take.id)
    studio.trash([take.id])
    studio.empty_trash()
    with pytest.raises(AudioFileError, match="missing"):
        studio.making.generate("toy", "x", takes=1, start=start)
    with pytest.raises(AudioFileError, match="missing"):
        studio.making.rework(start, "toy", "x", loop=True, seconds=start.seconds)
    assert asked(studio) == []
    assert not studio.library.sources.known()


@pytest.mark.parametrize(
    ("rate", "channels", "kind"),
    [(8000, 1, "WAV"), (192000, 2, "WAV"), (44100, 8, "WAV"), (48000, 2, "FLAC")],
)
def test_files_of_any_kind_are_starts(studio, tmp_path, rate, channels, kind):
    path = tmp_path / "a sound.dat"  # wrongly named: what counts is what is in it
    soundfile.write(path, noise(0.2, channels, rate), rate, format=kind)
    start = studio.making.start_from_file(path)
    info = soundfile.info(studio.library.audio_dir / start.init)
    assert (info.samplerate, info.channels) == (rate, min(channels, 2) if channels < 3 else 1)
    assert start.seconds == pytest.approx(0.2)
    assert start.note == (
        "The 8 channels of a sound.dat are mixed to one." if channels == 8 else ""
    )


def test_of_a_file_of_two_hours_the_beginning_is_used_and_said(studio, tmp_path):
    path = tmp_path / "long.wav"
    soundfile.write(path, np.zeros((2 * 3600 * 4000, 1), np.int16), 4000)
    kept = studio.making.read_start(path)
    assert kept.seconds == 380.0
    assert kept.note == "Of long.wav the first 380 seconds are used."
    assert studio.making.read_start(path, whole=True).seconds == 600.0


@pytest.mark.parametrize("content", [b"", b"no sound at all", b"RIFF\x00\x00\x00\x00WAVEfmt "])
def test_what_is_no_sound_is_refused_and_leaves_nothing(studio, tmp_path, content):
    path = tmp_path / "x.wav"
    path.write_bytes(content)
    with pytest.raises(AudioFileError):
        studio.making.start_from_file(path)
    assert list(studio.library.audio_dir.iterdir()) == []


# --- from a take ----------------------------------------------------------------------------------


def test_a_variation_starts_near_its_takes_noise(studio):
    take = take_of(studio)
    studio.making.vary(take.id, 0.2)
    ((request, about),) = asked(studio)
    assert (request.near, request.distance, len(request.seeds)) == (((7, 1.0),), 0.2, 4)
    assert (request.prompt, request.steps, request.guidance) == ("a bell", 5, 2.0)
    assert (about.parent, about.relation, about.category) == (take.id, "variation", "BELLHand")


def test_a_variation_of_a_variation_goes_on_from_there(working):
    first = made(working, seeds=[7])
    working.making.vary(first.id, 0.2, takes=1)
    second = working.find(TakeQuery())[0]
    working.making.vary(second.id, 0.5, takes=1)
    third = working.find(TakeQuery())[0]
    request = recipes.request_of(third)
    assert request.near == ((7, 1.0), (second.seed, 0.2))
    assert request.distance == 0.5
    assert (second.parent, third.parent) == (first.id, second.id)
    assert (second.relation, third.relation) == ("variation", "variation")


def test_an_imported_sound_is_varied_by_starting_from_it(studio):
    take = take_of(studio, model="", prompt="", title="Gate 3.wav", steps=0, sampler="", seed=0)
    studio.making.vary(take.id, 0.35, takes=2)
    ((request, about),) = asked(studio)
    assert (request.model, request.prompt, request.strength) == ("toy", "Gate 3.wav", 0.35)
    assert (request.init, request.near) == (f"{take.sha256}.flac", ())
    assert (about.relation, about.source, about.parent) == ("from sound", take.sha256, take.id)


def test_redo_keeps_how_the_model_was_driven(studio):
    take = take_of(studio)
    studio.making.redo(take.id, [(0.3, 0.4), (0.1, 0.2)], takes=2)
    ((request, about),) = asked(studio)
    assert request.regions == ((0.1, 0.2), (0.3, 0.4))
    assert (request.init, request.seconds) == (f"{take.sha256}.flac", 0.5)
    assert (request.steps, request.guidance, len(request.seeds)) == (5, 2.0, 2)
    assert (about.parent, about.relation, about.source) == (take.id, "redo", take.sha256)


def test_a_region_may_have_a_prompt_and_a_model_of_its_own(studio):
    take = take_of(studio)
    studio.making.redo(take.id, [(0.1, 0.2)], prompt="a crack", model="toy-slow")
    request, _ = asked(studio)[0]
    assert (request.model, request.prompt) == ("toy-slow", "a crack")
    assert request.steps == studio.card("toy-slow").default("steps")


@pytest.mark.parametrize(
    "regions",
    [[(0.2, 0.1)], [(-0.1, 0.2)], [(0.1, 0.9)], [(0.1, 0.12)], [(0.1, 0.3), (0.2, 0.4)],
     [(float("nan"), 0.2)], [(i / 100, i / 100 + 0.005) for i in range(33)]],
)  # fmt: skip
def test_regions_that_make_no_sense_are_refused(studio, regions):
    take = take_of(studio)
    with pytest.raises(BadRequest) as caught:
        studio.making.redo(take.id, regions)
    assert caught.value.hint
    assert studio.jobs() == []


def test_extending_adds_a_region_after_the_end(studio):
    take = take_of(studio)
    studio.making.extend(take.id, 3.0, prompt="it rings on")
    ((request, about),) = asked(studio)
    assert (request.seconds, request.regions) == (3.5, ((0.5, 3.5),))
    assert (request.prompt, about.relation) == ("it rings on", "extend")


@pytest.mark.parametrize("seconds", [0, -1, 0.01, 700, float("inf")])
def test_an_extension_has_a_length(studio, seconds):
    take = take_of(studio)
    with pytest.raises(BadRequest):
        studio.making.extend(take.id, seconds)


def test_a_sound_that_is_longer_than_the_models_takes_can_be_reworked(studio):
    start = studio.making.start_from_sound(noise(45.0, rate=8000), 8000, "x")
    take = take_of(studio, sha256=start.source, frames=45 * 8000, sample_rate=8000, seconds=30.0)
    studio.making.redo(take.id, [(40.0, 41.0)])
    studio.making.loop(take.id)
    assert [request.seconds for request, _ in asked(studio)] == [45.0, 45.0]
    assert asked(studio)[1][0].loop


def test_what_no_model_made_is_reworked_by_the_default_model(studio):
    take = take_of(studio, model="", prompt="", title="Gate", steps=0, guidance=0.0, sampler="")
    studio.making.loop(take.id, takes=2)
    request, about = asked(studio)[0]
    assert (request.model, request.prompt, request.loop) == ("toy", "Gate", True)
    assert request.steps == studio.card("toy").default("steps")
    assert about.relation == "loop"


def test_again_changes_one_thing_and_keeps_the_seed(working):
    take = made(working, seeds=[11], negative="hum", steps=5)
    working.making.again(take.id, steps=9)
    again = working.find(TakeQuery())[0]
    assert (again.seed, again.steps, again.negative) == (11, 9, "hum")
    assert (again.parent, again.relation) == (take.id, "again")
    working.making.again(take.id, prompt="a gong", takes=3)
    assert len(working.find(TakeQuery(text="gong"))) == 3


def test_again_of_a_variation_can_change_the_distance_alone(working):
    take = made(working, seeds=[7])
    working.making.vary(take.id, 0.2, takes=1)
    near = working.find(TakeQuery())[0]
    working.making.again(near.id, distance=0.7)
    request = recipes.request_of(working.find(TakeQuery())[0])
    assert (request.near, request.distance, request.seeds) == (((7, 1.0),), 0.7, (near.seed,))


def test_again_with_another_model_uses_its_own_steps(studio):
    take = take_of(studio)
    studio.making.again(take.id, model="toy-slow")
    request, _ = asked(studio)[0]
    assert (request.model, request.steps) == ("toy-slow", studio.card("toy-slow").default("steps"))
    assert (request.seeds, request.seconds) == ((7,), 0.5)


def test_what_cannot_be_run_again_is_said(studio):
    imported = take_of(studio, model="", title="Gate")
    with pytest.raises(BadRequest, match="recording"):
        studio.making.again(imported.id, steps=3)
    studio.making.redo(take_of(studio).id, [(0.1, 0.2)])
    request = asked(studio)[0][0]
    redone = take_of(studio, request=_stored(request))
    with pytest.raises(BadRequest, match="length of this take"):
        studio.making.again(redone.id, seconds=3.0)
    (studio.library.audio_dir / request.init).unlink()
    with pytest.raises(AudioFileError, match="to start from"):
        studio.making.again(redone.id, steps=3)


def _stored(request):
    return request_to_json(dataclasses.replace(request, seeds=request.seeds[:1]))


def test_a_stored_request_that_this_version_cannot_read_gives_way_to_the_row(studio):
    take = take_of(studio, request='{"kind": "future"}')
    request = recipes.request_of(take)
    assert (request.prompt, request.seeds, request.steps) == ("a bell", (7,), 5)


def test_takes_from_a_take_lie_beside_it(studio):
    studio.create_project("Castle")
    take = take_of(studio)
    studio.open_project("First project")
    studio.making.vary(take.id, 0.2)
    studio.making.redo(take.id, [(0.1, 0.2)])
    studio.making.again(take.id, steps=3, project="First project")
    assert [view.project for view in studio.jobs()] == ["Castle", "Castle", "First project"]


# --- what models can ------------------------------------------------------------------------------


def test_what_a_model_cannot_do_has_its_cards_reason(studio):
    can = studio.making.can
    assert [can("toy", each) for each in ("init", "inpaint", "loop", "vary", "negative")] == [
        ""
    ] * 5
    reason = can("stable-audio-open-small", "negative")
    assert reason == studio.card("stable-audio-open-small").cannot["negative"]
    assert can("clap", "vary") == "CLAP makes no sounds that could be varied."


@pytest.mark.parametrize(
    ("ability", "ask"),
    [
        ("init", lambda making, take, start: making.generate("x", "a", takes=1, start=start)),
        ("inpaint", lambda making, take, start: making.redo(take, [(0.1, 0.2)], model="x")),
        ("inpaint", lambda making, take, start: making.extend(take, 1.0, model="x")),
        ("loop", lambda making, take, start: making.loop(take, model="x")),
        ("loop", lambda making, take, start: making.generate("x", "a", takes=1, loop=True)),
        ("negative", lambda making, take, start: making.again(take, model="x", negative="hum")),
    ],
)
def test_what_a_model_cannot_do_is_refused_with_the_reason(studio, ability, ask):
    reason = {ability: "It was never shown how."}
    card = dataclasses.replace(studio.card("toy"), id="x", can=frozenset(), cannot=reason)
    studio.catalogue._cards["x"] = card
    take = take_of(studio)
    start = studio.making.start_from_take(take.id)
    with pytest.raises(BadRequest) as caught:
        ask(studio.making, take.id, start)
    assert caught.value.hint == "It was never shown how."
    assert studio.making.can("x", ability) == "It was never shown how."
    assert studio.jobs() == []


# --- with the engine ------------------------------------------------------------------------------


def test_a_redone_take_is_its_source_outside_the_region(working):
    take = made(working, seconds=1.0)
    working.making.redo(take.id, [(0.4, 0.6)])
    redone = working.find(TakeQuery())[0]
    before, _ = soundfile.read(take.path, always_2d=True)
    after, rate = soundfile.read(redone.path, always_2d=True)
    kept = round(0.38 * rate)
    assert len(before) == len(after)
    assert np.array_equal(before[:kept], after[:kept])
    assert not np.array_equal(before, after)
    assert (redone.parent, redone.relation, redone.source) == (take.id, "redo", take.sha256)


def test_a_take_from_a_take_can_be_made_again_to_the_bit(working):
    take = made(working)
    working.making.extend(take.id, 0.5)
    longer = working.find(TakeQuery())[0]
    assert longer.frames == 2 * take.frames
    working.making.again(longer.id)
    assert working.find(TakeQuery())[0].sha256 == longer.sha256


def test_the_request_of_a_take_names_its_sound_and_no_place(working, tmp_path):
    start = working.making.start_from_sound(noise(0.5), RATE, "x")
    take = made(working, start=start)
    request = request_from_json(take.request)
    assert isinstance(request, GenerateRequest)
    assert request.init == f"{start.source}.flac"
    assert str(tmp_path) not in take.request


def test_takes_get_the_category_that_was_chosen_for_the_prompt(working):
    assert made(working, category="BELLHand").category == "BELLHand"
    start = working.making.start_from_sound(noise(0.5), RATE, "x")
    working.making.generate("toy", "a bell", takes=1, start=start, category="BELLLrg")
    newest = working.find(TakeQuery())[0]
    assert (newest.category, newest.relation) == ("BELLLrg", "from sound")
