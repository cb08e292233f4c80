"""A TangoFlux of random weights with a codec and judges that take no time."""

from collections.abc import Sequence

import numpy as np
import torch
from tokenizers import Tokenizer, models, pre_tokenizers, processors

from tangostudio.cards import Licence, ModelCard, WeightFile
from tangostudio.families import tangoflux
from tangostudio.families.parts import Part
from tangostudio.families.placement import Placement
from tangostudio.tuning import lora, rewards

CONFIG = tangoflux.TangoFluxConfig(
    num_layers=1,
    num_single_layers=1,
    in_channels=6,
    attention_head_dim=16,
    num_attention_heads=2,
    joint_attention_dim=24,
    max_duration=10,
    axes_dims_rope=(4, 6, 6),
    text_encoder={
        "vocab_size": 20,
        "d_model": 24,
        "d_kv": 8,
        "d_ff": 32,
        "num_layers": 1,
        "num_heads": 3,
        "feed_forward_proj": "gated-gelu",
    },
)
WORDS = ("pad", "end", "unk", "rain", "bell", "door", "dog", "a", "soft", "loud")
RATE = 100


class Codec:
    """Sound is the latents themselves, one frame per token."""

    sample_rate = RATE
    hop = RATE // 4
    tokens_per_second = 4.0

    def decode(self, x: torch.Tensor, frames: int, generators: Sequence[torch.Generator]):
        """Each token's first two channels."""
        return [item[:, :2].contiguous().numpy() for item in x]

    def encode(self, sound: torch.Tensor):
        """No tuning starts from a sound."""
        raise AssertionError


def card(mark: str = "a") -> ModelCard:
    return ModelCard(
        id="tiny", name="Tiny", family="tangoflux", summary="",
        licence=Licence("none", "no", "for tests"), sample_rate=RATE, channels=2, parameters={},
        samplers=("euler",), files=(WeightFile("flow.safetensors", 1, mark * 64),),
    )  # fmt: skip


def tokenizer() -> Tokenizer:
    made = Tokenizer(models.WordLevel({w: i for i, w in enumerate(WORDS)}, unk_token="unk"))
    made.pre_tokenizer = pre_tokenizers.Whitespace()
    made.post_processor = processors.TemplateProcessing(
        single="$A end", special_tokens=[("end", 1)]
    )
    return made


def network(seed: int = 0) -> tangoflux.TangoFlux:
    torch.manual_seed(seed)
    net = tangoflux.TangoFlux(CONFIG)
    # Louder than a fresh start, so that conditions and adapters make a difference.
    with torch.no_grad():
        for parameter in net.transformer.parameters():
            if parameter.ndim == 2:
                parameter.mul_(1.5)
    return net.eval().requires_grad_(False)


def base(seed: int = 0) -> lora.Base:
    net = network(seed)
    text = Part(lambda: net.text_encoder, Placement())
    model = tangoflux.Model(net, text, tokenizer(), Codec(), False, 16, "cpu")
    return lora.Base(card(), model)


def judge(prompt: str, sounds: Sequence[np.ndarray]) -> rewards.Judged:
    """Likes a high mean of the first channel; watches the second."""
    rows = np.stack([sound.mean(0) for sound in sounds])
    unit = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    flags = tuple(("loud",) if np.abs(s).max() > 50 else () for s in sounds)
    return rewards.Judged({"high": rows[:, 0], "other": rows[:, 1]}, unit, flags)
