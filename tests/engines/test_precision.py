"""Which precision is asked, which can be had, and what is said where they differ."""

from __future__ import annotations

from dataclasses import replace

import pytest
import torch

from tangostudio import paths
from tangostudio.cards import Catalogue
from tangostudio.engines import generate, precision
from tangostudio.errors import BadRequest
from tangostudio.families.nets import int8_linear
from tangostudio.families.placement import INT8, INT8_TEXT
from tangostudio.jobs.run import run_job
from tangostudio.messages import AudioReady, Failed, GenerateRequest, Notice, WarmRequest

CARDS = Catalogue.load(paths.models_dir())
STARTER, TOY = CARDS.get("starter"), CARDS.get("toy")
int8_there = pytest.mark.skipif(not int8_linear.is_there(), reason="no int8 products here")


@pytest.mark.parametrize("asked", ["", "float32", "bfloat16"])
def test_floats_are_always_there(asked):
    assert precision.settle(TOY, "cpu", asked) == precision.Settled(asked)


@pytest.mark.parametrize("asked", [INT8, INT8_TEXT])
@int8_there
def test_int8_is_there_for_families_that_can(asked):
    assert precision.settle(STARTER, "cpu", asked) == precision.Settled(asked)
    found = precision.settle(TOY, "cpu", asked)
    assert found.precision == ""
    assert found.note == (f"{TOY.name} cannot compute in int8. It is used as without that setting.")


def test_without_the_kernel_the_program_chooses_and_says_so(monkeypatch):
    monkeypatch.setattr(int8_linear, "is_there", lambda: False)
    found = precision.settle(STARTER, "cpu", INT8)
    assert found.precision == ""
    assert "no exact int8 products" in found.note


@pytest.mark.parametrize("asked", precision.ASKED)
def test_a_graphics_card_has_its_own_rules(asked):
    assert precision.settle(STARTER, "cuda", asked) == precision.Settled("")


def test_what_is_no_precision_is_refused():
    with pytest.raises(BadRequest, match="'int4' is no precision"):
        precision.settle(STARTER, "cpu", "int4")


# --- in a job ------------------------------------------------------------------------------------


def request(out, **changes) -> GenerateRequest:
    return GenerateRequest(
        **{
            "model": "starter",
            "prompt": "a door slams",
            "seconds": 0.5,
            "seeds": (1,),
            "steps": 2,
            "guidance": 2.0,
            "sampler": "euler",
            "out": str(out),
            **changes,
        }
    )


@pytest.fixture
def on_processor(monkeypatch):
    monkeypatch.setenv("TANGOSTUDIO_DEVICE", "cpu")


def run(asked, resident) -> list:
    return list(run_job("job", asked, resident, lambda: False))


def hashes(events: list) -> list[str]:
    return [event.sha256 for event in events if isinstance(event, AudioReady)]


@int8_there
@pytest.mark.usefixtures("on_processor")
def test_a_take_is_made_in_its_precision_and_again_to_the_bit(tmp_path):
    resident: dict = {}
    small, exact = (run(request(tmp_path, precision=p), resident) for p in (INT8, "float32"))
    assert hashes(small) != hashes(exact)
    again = run(request(tmp_path, precision=INT8), {})
    assert hashes(again) == hashes(small)
    # A model that was warmed in the precision is not loaded again.
    resident = {}
    run(WarmRequest("starter", precision=INT8), resident)
    held = resident["generator"].model
    events = run(request(tmp_path, precision=INT8), resident)
    assert resident["generator"].model is held
    assert hashes(events) == hashes(small)


@int8_there
@pytest.mark.usefixtures("on_processor")
def test_a_take_in_int8_does_not_depend_on_who_is_made_beside_it(tmp_path):
    """The whole numbers do not; floats between them may round otherwise in a batch."""
    resident: dict = {}
    list(generate.load("job", "starter", resident, precision=INT8))
    net = resident["generator"].model.net.transformer
    layers = [x for x in net.modules() if isinstance(x, int8_linear.Int8Linear)]
    for layer in layers[:6]:
        x = torch.randn(3, 5, layer.inputs)
        assert torch.equal(layer(x)[1:2], layer(x[1:2]))


@pytest.mark.usefixtures("on_processor")
def test_a_model_that_cannot_says_so_once_and_works(tmp_path):
    asked = request(tmp_path, model="toy", precision=INT8)
    resident: dict = {}
    events = run(asked, resident)
    notices = [event.text for event in events if isinstance(event, Notice)]
    assert len(notices) == 1
    assert notices[0].startswith(f"{TOY.name} cannot")
    assert hashes(events) == hashes(run(replace(asked, precision=""), {}))
    assert not [event for event in run(asked, resident) if isinstance(event, Notice)]


@pytest.mark.usefixtures("on_processor")
def test_a_precision_that_nobody_knows_ends_in_a_sentence(tmp_path):
    *_, last = run(request(tmp_path, model="toy", precision="int4"), {})
    assert isinstance(last, Failed)
    assert last.kind == "BadRequest"
