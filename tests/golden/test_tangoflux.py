"""TangoFlux against its reference: forwards, whole sampling loops, losses and their gradients."""

from __future__ import annotations

import copy
import re
from typing import Any

import pytest
import torch
from tokenizers import Tokenizer, models, pre_tokenizers, processors
from torch import Tensor, nn
from torch.testing import assert_close

from tangostudio.engines import schedules
from tangostudio.engines.samplers import sampler
from tangostudio.families import tangoflux
from tangostudio.families.parts import Part
from tangostudio.families.placement import Placement
from tangostudio.tuning import losses
from tests.golden.sets import Entry

END = 1  # T5's token at the end of a text


def limit(entry: Entry, words: str, otherwise: float | None = None) -> float:
    """The number in the manifest's tolerance whose description has these words."""
    for text, value in entry.facts["tolerance_atol_float32"].items():
        if words in text:
            return float(re.findall(r"\d+\.?\d*(?:e-?\d+)?", str(value))[0])
    assert otherwise is not None, words
    return otherwise


def network(entry: Entry) -> tangoflux.TangoFlux:
    values = dict(entry.config)
    values["axes_dims_rope"] = tuple(values["axes_dims_rope"])
    values["text_encoder"] = {"feed_forward_proj": "gated-gelu", **values["text_encoder"]}
    known = tangoflux.TangoFluxConfig.__dataclass_fields__
    config = tangoflux.TangoFluxConfig(**{k: v for k, v in values.items() if k in known})
    return tangoflux.load_network(config, entry.weights, entry.stem)


def model_of(entry: Entry) -> tangoflux.Model:
    """The family's model, whose words are numbers; its codec is never asked."""
    net = network(entry)
    count = net.config.text_encoder["vocab_size"]
    tokenizer: Any = Tokenizer(models.WordLevel({str(i): i for i in range(count)}, unk_token="2"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    tokenizer.post_processor = processors.TemplateProcessing(
        single=f"$A {END}", special_tokens=[(str(END), END)]
    )
    text = Part(lambda: net.text_encoder, Placement())
    codec: Any = None
    return tangoflux.Model(net, text, tokenizer, codec, True, 512, "cpu")


# --- one forward -----------------------------------------------------------------------------


@pytest.mark.golden("in.text_states", "in.text_mask", "in.timestep_scalar", "out.velocity")
@torch.inference_mode()
def test_the_velocity_is_the_reference_s(entry: Entry):
    net, data = network(entry), entry.data
    mean = pooled(data["in.text_states"], data["in.text_mask"])
    states, projection = net.join(data["in.text_states"], mean, data["in.duration"])
    near = limit(entry, "pooled_projection")
    entry.close("out.pooled", mean, near)
    entry.close("out.duration_embed", states[:, -1:], near)
    entry.close("out.encoder_hidden_states", states, near)
    entry.close("out.pooled_projection", projection, near)
    for time, name in (("in.timestep", "velocity"), ("in.timestep_scalar", "velocity_scalar_t")):
        found = net(data["in.latents"], data[time], states, projection)
        entry.close(f"out.{name}", found, limit(entry, "velocity"))


# --- sampling --------------------------------------------------------------------------------


@pytest.mark.golden("in.cond_input_ids", "in.initial_noise", "mid.sigmas", "out.latents")
@torch.inference_mode()
def test_a_prompt_becomes_the_reference_s_latents(entry: Entry):
    model, data, params = model_of(entry), entry.data, entry.params
    ids = data["in.cond_input_ids"][0].tolist()
    prompt = " ".join(str(i) for i in ids[:-1])
    assert tangoflux.tokens(model, prompt) == ids
    told = tangoflux.condition(model, prompt, "", params["duration"], params["guidance_scale"])
    takes = params["num_samples_per_prompt"]
    near = limit(entry, "text states", 5e-5)
    for row, (states, projection) in enumerate(told.halves):
        assert_close(states[0], data["mid.encoder_hidden_states"][row * takes], atol=near, rtol=0)
        assert_close(projection[0], data["mid.pooled_projection"][row * takes], atol=near, rtol=0)
    times = schedules.linear(params["steps"])
    assert_close(torch.tensor(times), data["mid.sigmas"], atol=1e-6, rtol=0)
    near = limit(entry, "final_latents", 2e-4)
    noise = data["in.initial_noise"]
    walk = sampler("euler").walk(velocity(model, told), noise, times, lambda: noise)
    steps = data.get("mid.latents_after_step")
    for number, x in enumerate(walk):
        if steps is not None:
            assert_close(x, steps[number], atol=near, rtol=0)
    entry.close("out.latents", x, near)


def velocity(model: tangoflux.Model, told: tangoflux.Conditioning):
    return lambda x, sigma: tangoflux.velocity(model, x, sigma, told)


@pytest.mark.golden("in.cond_input_ids", "in.initial_noise", "mid.cond_text_states")
def test_a_seed_means_the_reference_s_noise(entry: Entry):
    model = model_of(entry)
    shape = tangoflux.latent_shape(model, entry.params["duration"])
    noise, _ = tangoflux.start(model, shape, entry.params["seed"])
    # The reference draws the takes of a batch one after the other from one seed.
    assert torch.equal(noise, entry.data["in.initial_noise"][:1])


# --- losses ----------------------------------------------------------------------------------


def pooled(states: Tensor, mask: Tensor) -> Tensor:
    weight = mask.unsqueeze(-1).float()
    return (states * weight).sum(1) / weight.sum(1)


def trained(entry: Entry) -> tangoflux.TangoFlux:
    net = network(entry)
    net.transformer.requires_grad_(True)
    net.fc.requires_grad_(True)
    return net


def read(net: tangoflux.TangoFlux, entry: Entry) -> tuple[Tensor, Tensor]:
    """States and projection of an entry's texts, by the text encoder too."""
    data = entry.data
    states, mean = net.encode_text(data["in.input_ids"], data["in.attention_mask"])
    entry.close("mid.text_states", states, limit(entry, "text states", 5e-5))
    return net.join(states, mean, data["in.duration"])


def assert_gradients(entry: Entry, net: nn.Module) -> None:
    found = {name: p.grad for name, p in net.named_parameters() if p.grad is not None}
    wanted = [name for name in entry.data if name.startswith("out.grad.")]
    assert wanted
    worst = limit(entry, "gradients")
    for name in wanted:
        value, grad = entry.data[name], found[name.removeprefix("out.grad.")]
        assert ((grad - value).norm() / value.norm()).item() <= worst, name
    norm = torch.stack([grad.norm() for grad in found.values()]).norm()
    assert_close(norm, entry.data["out.grad_norm_transformer_and_fc"], rtol=worst, atol=0)


@pytest.mark.golden("in.u", "in.noise", "mid.sigmas", "mid.text_states", "out.loss")
def test_the_flow_matching_loss_and_its_gradients_are_the_reference_s(entry: Entry):
    net, data = trained(entry), entry.data
    sigma, x0, noise = data["mid.sigmas"].view(-1), data["in.latents"], data["in.noise"]
    # The reference rounds its logit-normal draws to thousandths; ours are as drawn.
    assert_close(1 - torch.floor(1000 * data["in.u"]) / 1000, sigma)
    states, projection = read(net, entry)

    def loss(states: Tensor) -> Tensor:
        found = net(losses.flow_input(x0, noise, sigma), sigma, states, projection)
        return losses.flow_error(found, x0, noise).mean()

    entire = loss(states)
    entry.close("out.loss", entire.detach(), limit(entry, "loss"))
    entire.backward()
    assert_gradients(entry, net)
    if "out.loss_uncondition_row1_dropped" in data:
        states = states.detach().clone()
        states[1] = 0
        dropped = loss(states).detach()
        entry.close("out.loss_uncondition_row1_dropped", dropped, limit(entry, "loss"))


@pytest.mark.golden("in.latents_winner", "in.noise_shared", "mid.text_states", "mid.inside_term")
def test_the_crpo_loss_and_its_gradients_are_the_reference_s(entry: Entry):
    net, data, beta = trained(entry), entry.data, entry.params["beta"]
    reference = copy.deepcopy(net).requires_grad_(False)
    prefix = "ref_transformer."
    other = {k.removeprefix(prefix): v for k, v in data.items() if k.startswith(prefix)}
    assert other.keys() <= reference.transformer.state_dict().keys()
    reference.transformer.load_state_dict(other, strict=False)
    states, projection = read(net, entry)
    sigma, noise = data["mid.timesteps"].view(-1) / 1000, data["in.noise_shared"]

    def errors(of: tangoflux.TangoFlux, latents: str) -> Tensor:
        x0 = data[f"in.latents_{latents}"]
        # The reference network is frozen, but reads the policy's projection of the text.
        text = projection if of is net else projection.detach()
        found = of(losses.flow_input(x0, noise, sigma), sigma, states, text)
        return losses.flow_error(found, x0, noise)

    found = losses.PairErrors(
        *(errors(of, side) for of in (net, reference) for side in ("winner", "loser"))
    )
    assert_pair(entry, found, beta)
    losses.crpo(found, beta).mean().backward()
    assert_gradients(entry, net)


@torch.no_grad()
def assert_pair(entry: Entry, found: losses.PairErrors, beta: float) -> None:
    near, loss = limit(entry, "model_mse"), limit(entry, "loss")
    entry.close("mid.model_mse", torch.cat([found.winner, found.loser]), near)
    both = torch.cat([found.reference_winner, found.reference_loser])
    entry.close("mid.ref_mse", both, near)
    entry.close("mid.inside_term", beta / 2 * found.margin, limit(entry, "inside_term"))
    entry.close("out.dpo_term", losses.dpo(found, beta).mean(), loss)
    entry.close("out.winner_fm_term", found.winner.mean(), near)
    entry.close("out.loss", losses.crpo(found, beta).mean(), loss)
    entry.close("out.raw_model_loss", (found.winner.mean() + found.loser.mean()) / 2, near)
    entry.close("out.raw_ref_loss", both.mean(), near)
    entry.close("out.implicit_acc", (found.margin > 0).float().mean(), 0.0)
