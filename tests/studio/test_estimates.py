"""Learned times."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tangostudio import paths
from tangostudio.cards import Catalogue, Work
from tangostudio.messages import GenerateRequest
from tangostudio.studio.estimates import Expected, expect, learn

CARD = Catalogue.load(paths.models_dir()).get("toy")
COUNTED = replace(CARD, work=Work(text=2, step=10, step_second=1, decode=4, decode_second=3))
PROFILE = {"net": 100.0, "codec": 10.0}


def request(**changes):
    values = {"seconds": 4.0, "steps": 10, "guidance": 3.0}
    values.update(changes)
    return GenerateRequest(
        "m", "x", values["seconds"], (1,), values["steps"], values["guidance"], "euler"
    )


def guess(rates, **changes):
    values = {"seconds": 4.0, "steps": 10, "guidance": 3.0, "takes": 1}
    expected = expect(rates, {}, CARD, **{**values, **changes})
    return expected and expected.seconds


def foretold(rates, profile, card, **values) -> Expected:
    found = expect(rates, profile, card, **values)
    assert found is not None
    return found


def test_nothing_is_known_before_the_first_take():
    assert guess({}) is None


def test_the_first_take_is_taken_as_it_was():
    rates = {}
    learn(rates, CARD, request(), 2.2)
    assert guess(rates) == pytest.approx(2.2)
    assert guess(rates, takes=4) == pytest.approx(8.8)
    assert guess(rates, seconds=8.0) == pytest.approx(4.4)


def test_without_guidance_there_is_one_forward_a_step():
    rates = {}
    learn(rates, CARD, request(), 2.2)  # 10 steps of 2 forwards and 2 for the decoder: 0.1 s each
    assert guess(rates, guidance=1.0) == pytest.approx(1.2)


def test_a_start_is_encoded_and_a_loop_has_its_seam_made_too():
    rates = {"toy": 0.1}  # a step is 0.8 s for 4 s of sound, and so is decoding
    assert guess(rates) == pytest.approx(8.8)
    assert guess(rates, start=True) == pytest.approx(9.6)
    assert guess(rates, loop=True) == pytest.approx(8.8 + 9.6)
    assert guess(rates, start=True, loop=True) == pytest.approx(9.6)
    assert guess(rates, start=True, regions=((1.0, 2.0), (3.0, 3.5))) == pytest.approx(9.6)


def test_parts_of_a_long_sound_are_made_in_windows():
    rates = {"toy": 0.1}
    window = guess(rates, seconds=30.0, start=True)
    assert window is not None
    asked = {"seconds": 100.0, "start": True}
    assert guess(rates, **asked, regions=((1.0, 2.0),)) == pytest.approx(window)
    assert guess(rates, **asked, regions=((0.0, 20.0), (50.0, 51.0))) == pytest.approx(3 * window)
    assert guess(rates, **asked, loop=True) == pytest.approx(window)


def test_a_start_is_learned_from_as_what_it_costs():
    rates = {}
    learn(rates, CARD, replace(request(), init="x.flac"), 9.6)
    assert guess(rates) == pytest.approx(8.8)
    assert guess(rates, start=True) == pytest.approx(9.6)


def test_newer_takes_weigh_more():
    rates = {}
    learn(rates, CARD, request(), 1.0)
    learn(rates, CARD, request(), 2.0)
    assert guess(rates) == pytest.approx(1.3)


def test_a_counted_model_is_foretold_by_the_machine_s_speed_until_its_first_take():
    values = {"seconds": 4.0, "steps": 10, "guidance": 3.0}
    first = foretold({}, PROFILE, COUNTED, **values)
    # 2 + 20 forwards of 14 GFLOP at 100, and 16 of the codec at 10.
    assert first.seconds == pytest.approx(2.82 + 1.6)
    assert not first.measured
    assert expect({}, {}, COUNTED, **values) is None
    assert expect({}, PROFILE, CARD, **values) is None
    rates = {}
    learn(rates, COUNTED, request(), 9.0)
    known = foretold(rates, PROFILE, COUNTED, **values)
    assert (known.seconds, known.measured) == (pytest.approx(9.0), True)
    longer = foretold(rates, PROFILE, COUNTED, **{**values, "seconds": 8.0})
    assert longer.seconds == pytest.approx(9.0 * (2 + 20 * 18 + 28) / (2 + 20 * 14 + 16))
    assert foretold(rates, PROFILE, COUNTED, **values, takes=3).seconds == pytest.approx(27.0)


def test_a_model_of_fixed_length_costs_the_same_at_any_length():
    fixed = replace(CARD, work=Work(step=10))
    short, long = (
        foretold({}, PROFILE, fixed, seconds=seconds, steps=5, guidance=1.0).seconds
        for seconds in (1.0, 30.0)
    )
    assert short == long == pytest.approx(0.5)
