"""Every family that can be held in int8: near what it is in float32, and smaller."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import torch
from torch import nn

from tangostudio.families import (
    IN_INT8,
    adapters,
    precisions,
    stable_audio,
    stable_audio_3,
    tangoflux,
)
from tangostudio.families.nets import half, int8_linear
from tangostudio.families.nets.int8_linear import Int8Linear
from tangostudio.families.placement import BFLOAT16, INT8, INT8_TEXT, Placement
from tests.families import tiny_stable_audio, tiny_stable_audio_3, tiny_tangoflux

pytestmark = pytest.mark.skipif(not int8_linear.is_there(), reason="no int8 products here")


@dataclass(frozen=True)
class Case:
    """A family, a checkpoint of it, and a request."""

    family: Any
    write: Callable[[Path], Any]
    prompt: str
    seconds: float


def single(folder: Path) -> Any:
    config = tiny_stable_audio.SMALL
    return tiny_stable_audio.write_single(folder, config, tiny_stable_audio.random_state(config))


def third(folder: Path) -> Any:
    tiny_stable_audio_3.write(folder)
    return tiny_stable_audio_3.card()


def flux(folder: Path) -> Any:
    return tiny_tangoflux.checkpoint(folder)


CASES = {
    "stable_audio": Case(stable_audio, single, "7 8", 0.02),
    "stable_audio_3": Case(stable_audio_3, third, "a dog", 0.5),
    "tangoflux": Case(tangoflux, flux, "7 8", 1.0),
}


def test_every_family_that_says_so_is_here():
    assert CASES.keys() == IN_INT8


@pytest.fixture(scope="module", params=CASES)
def case(request: pytest.FixtureRequest) -> Case:
    return CASES[request.param]


@pytest.fixture(scope="module")
def checkpoint(case: Case, tmp_path_factory: pytest.TempPathFactory) -> tuple[Any, Path]:
    folder = tmp_path_factory.mktemp("checkpoints") / "tiny"
    folder.mkdir()
    return case.write(folder), folder


def velocity(case: Case, model: Any) -> torch.Tensor:
    told = case.family.condition(model, case.prompt, "", case.seconds, 1.0)
    shape = case.family.latent_shape(model, case.seconds)
    x, _ = case.family.start(model, shape, 5)
    return case.family.velocity(model, x, 0.6, told)


def kinds(net: nn.Module) -> set[type[nn.Module]]:
    return {type(layer) for layer in net.modules()}


def test_in_int8_the_velocity_is_near_and_the_net_is_smaller(case, checkpoint):
    exact = case.family.build(*checkpoint, "cpu")
    small = case.family.build(*checkpoint, Placement("cpu", INT8))
    assert Int8Linear in kinds(small.net)
    found, wanted = velocity(case, small), velocity(case, exact)
    assert found.dtype == torch.float32
    assert 0 < ((found - wanted).norm() / wanted.norm()).item() < 0.06
    assert precisions.held_bytes(small.net) < precisions.held_bytes(exact.net)
    for part in ("text", "codec"):
        if hasattr(held := getattr(small, part), "ready"):
            with held.ready() as net:
                assert Int8Linear not in kinds(net)


def test_the_text_encoder_is_in_int8_where_that_is_asked(case, checkpoint):
    exact = case.family.build(*checkpoint, "cpu")
    small = case.family.build(*checkpoint, Placement("cpu", INT8_TEXT))
    with small.text.ready() as net:
        names = {n for n, layer in net.named_modules() if isinstance(layer, Int8Linear)}
        floats = {n for n, layer in net.named_modules() if isinstance(layer, nn.Linear)}
    assert names
    assert floats
    assert all(name.endswith((".wo", ".down_proj")) for name in floats)
    found, wanted = velocity(case, small), velocity(case, exact)
    assert 0 < ((found - wanted).norm() / wanted.norm()).item() < 0.1


def test_int8_is_for_processors(checkpoint):
    card = checkpoint[0]
    assert precisions.chosen(card, Placement("cpu", INT8)) == torch.int8
    assert precisions.chosen(card, Placement("meta", INT8)) == torch.float32


def test_a_flow_in_int8_keeps_modulation_in_bfloat16(tmp_path):
    net = tangoflux.build(flux(tmp_path), tmp_path, Placement("cpu", INT8)).net.transformer
    layers = dict(net.named_modules())
    double, single_ = "transformer_blocks.0.", "single_transformer_blocks.1."
    for name in (f"{double}attn.to_q", f"{double}ff_context.net.2", f"{single_}proj_out"):
        assert isinstance(layers[name], Int8Linear), name
    for name in (f"{double}norm1.linear", f"{single_}norm.linear"):
        assert isinstance(layers[name], half.HalfLinear), name
        assert layers[name].weight.dtype == torch.bfloat16
    for name in ("proj_out", "x_embedder"):
        assert type(layers[name]) is nn.Linear, name


def test_adapters_are_added_before_weights_become_int8(tmp_path):
    card = flux(tmp_path)
    name = "transformer.single_transformer_blocks.1.attn.to_q.weight"
    plain = tiny_tangoflux.stored()[name]
    tensors = {
        name.replace(".weight", adapters.DOWN): torch.randn(2, plain.shape[1]),
        name.replace(".weight", adapters.UP): torch.randn(plain.shape[0], 2),
    }
    facts = adapters.Facts("lora", card.id, card.weights_hash, 2, 4.0, {name: list(plain.shape)})
    made = adapters.write(tmp_path / "it.safetensors", adapters.Adapter(facts, tensors))
    place = Placement("cpu", INT8)
    net = tangoflux.build(card, tmp_path, place, [(tmp_path / "it.safetensors", 0.5)]).net
    layer: Any = net.transformer.get_submodule("single_transformer_blocks.1.attn.to_q")
    wanted = plain + 0.5 * made.delta(name)
    x = torch.randn(9, plain.shape[1])
    found = layer(x) - layer._bias
    assert ((found - x @ wanted.T).norm() / (x @ wanted.T).norm()).item() < 0.03
    assert ((found - x @ plain.T).norm() / (x @ plain.T).norm()).item() > 0.1


def test_what_is_held_is_counted_once():
    net = nn.Sequential(nn.Linear(8, 8), nn.Linear(8, 8))
    net[1].weight = net[0].weight
    assert precisions.held_bytes(net) == 4 * (64 + 8 + 8)
    precisions.use(net, torch.float32)
    assert kinds(net) == {nn.Sequential, nn.Linear}
    precisions.use(net, torch.bfloat16, lambda name: name == "1")
    assert [type(layer) for layer in net] == [nn.Linear, half.HalfLinear]
    assert precisions.DTYPES[BFLOAT16] == torch.bfloat16
