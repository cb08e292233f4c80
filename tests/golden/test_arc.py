"""ARC post-training against recordings of the original implementation."""

from __future__ import annotations

import copy
from functools import cache
from typing import Any

import pytest
import torch
from torch import Tensor, nn

from tangostudio.families import stable_audio
from tangostudio.families.stable_audio_config import TOTAL, from_single_file
from tangostudio.families.stable_audio_files import split
from tangostudio.tuning import arc_losses
from tangostudio.tuning.arc_heads import ConvHead, ConvNeXtHead
from tangostudio.tuning.arc_nets import Discriminator, StableAudioGenerator, StableAudioTrunk, Texts
from tangostudio.tuning.arc_steps import Draws, discriminator_step, generator_step
from tests.golden.sets import Entry

HEAD, TRUNK = "discriminator_head.", "discriminator_trunk."
STEP = ("gen.in.noise", "dis.in.renoise", "in.prompt_states")
SCORES = ("dis.out.scores_real", "dis.out.scores_rolled_ideal", "dis.out.loss_contrastive_ideal")
LIMIT = 1e-4


def turned(x: Tensor) -> Tensor:
    return x.transpose(-1, -2)


def named(entry: Entry, prefix: str) -> dict[str, Tensor]:
    return {k.removeprefix(prefix): v for k, v in entry.data.items() if k.startswith(prefix)}


@cache
def nets(entry: Entry) -> tuple[StableAudioGenerator, Discriminator]:
    """The generator, and the discriminator whose head and some of whose trunk are recorded."""
    config = from_single_file(entry.config)
    own, _ = split(config, entry.weights)
    net = stable_audio.load_net(config, own, "cpu", torch.float32).requires_grad_(True)
    facts = entry.params["arc"]["discriminator"]
    trunk = StableAudioTrunk(net, facts["dit_hidden_layer"] + 1)
    missing, unknown = trunk.net.load_state_dict(named(entry, TRUNK), strict=False)
    assert missing
    assert not unknown
    head = _head(facts, config.dit.width)
    head.load_state_dict(named(entry, HEAD))
    return StableAudioGenerator(net), Discriminator(trunk, head)


def _head(facts, width: int) -> nn.Module:
    if facts["type"] == "conv":
        return ConvHead(width)
    sizes = facts["config"]
    return ConvNeXtHead(
        width, sizes["channels"], sizes["c_mults"], sizes["strides"], sizes["num_blocks"]
    )


def told(entry: Entry) -> tuple[Tensor, Texts]:
    data = entry.data
    texts = Texts(data["in.prompt_states"], data["in.prompt_mask"], data[f"in.{TOTAL}"])
    return turned(data["in.reals"]), texts


def draws(entry: Entry, step: str) -> Draws:
    data = entry.data
    moves = [
        turned(data[name]) if (name := f"{step}.in.penalty_noise_{kind}") in data else None
        for kind in ("real", "fake")
    ]
    return Draws(
        turned(data[f"{step}.in.noise"]), data["in.t_generator"],
        turned(data[f"{step}.in.renoise"]), data["in.t_discriminator"], *moves,
    )  # fmt: skip


def slope(entry: Entry, name: str, gradient: Tensor | None) -> None:
    assert gradient is not None
    wanted = entry.data[name]
    assert float((gradient - wanted).norm() / wanted.norm()) < 1e-3


@pytest.mark.golden(*STEP)
def test_a_step_of_the_generator_is_the_originals(entry: Entry):
    generator, discriminator = (copy.deepcopy(net) for net in nets(entry))
    reals, texts = told(entry)
    found = generator_step(generator, discriminator, reals, texts, draws(entry, "gen"))
    entry.close("gen.out.scores_real", found.real, LIMIT)
    entry.close("gen.out.scores_fake", found.fake, LIMIT)
    entry.close("gen.out.loss", found.total, LIMIT)
    found.total.backward()
    net: Any = generator.net
    transformer = net.transformer.transformer
    slope(entry, "gen.out.grad.layer0.to_qkv", transformer.layers[0].self_attn.to_qkv.weight.grad)
    slope(entry, "gen.out.grad.project_out", transformer.project_out.weight.grad)


@pytest.mark.golden(*STEP)
def test_a_step_of_the_discriminator_is_the_originals_with_every_item_mistold(entry: Entry):
    generator, discriminator = (copy.deepcopy(net) for net in nets(entry))
    reals, texts = told(entry)
    found = discriminator_step(generator, discriminator, reals, texts, draws(entry, "dis"))
    entry.close("dis.out.scores_real", found.real, LIMIT)
    entry.close("dis.out.scores_fake", found.fake, LIMIT)
    entry.close("dis.out.loss_relativistic", found.parts["discriminator"], LIMIT)
    entry.close("dis.out.loss_contrastive_ideal", found.parts["contrastive"], LIMIT)
    penalty = (entry.data["dis.out.r1"] + entry.data["dis.out.r2"]) / 2
    torch.testing.assert_close(found.parts["penalty"], penalty, atol=LIMIT, rtol=1e-4)
    found.total.backward()
    assert not any(p.grad is not None for p in generator.parameters())


@pytest.mark.golden(*SCORES)
def test_losses_of_recorded_scores_are_the_originals(entry: Entry):
    data = entry.data
    real, fake = data["dis.out.scores_real"], data["dis.out.scores_fake"]
    losses = {
        "dis.out.loss_relativistic": arc_losses.relativistic(real, fake),
        "dis.out.loss_contrastive_ideal": arc_losses.contrastive(
            real, data["dis.out.scores_rolled_ideal"]
        ),
        "dis.out.loss_contrastive_as_coded": arc_losses.contrastive(
            real, data["dis.out.scores_rolled"]
        ),
        "gen.out.loss": arc_losses.relativistic(
            data["gen.out.scores_fake"], data["gen.out.scores_real"]
        ),
        "dis.out.r1": arc_losses.penalty(real, data["dis.out.scores_noised_real"]),
        "dis.out.r2": arc_losses.penalty(fake, data["dis.out.scores_noised_fake"]),
    }
    for name, loss in losses.items():
        entry.close(name, loss, 1e-6 * max(1.0, float(data[name])))


def test_everybody_gets_the_prompt_of_another():
    assert arc_losses.shuffled(4) == [1, 2, 3, 0]
    assert arc_losses.shuffled(2) == [1, 0]
