"""Text and sound as unit vectors in one space: near when the words tell of the sound.

A contrastive pair (Elizalde et al., "CLAP: Learning Audio Concepts from Natural Language
Supervision", 2023) at a small size: the starter's own text encoder with a small head, and a net
over log-mel frames. For ranking, search by sound, and taste. Knows nothing of what is compared.
"""

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor, nn
from transformers.models.t5.configuration_t5 import T5Config
from transformers.models.t5.modeling_t5 import T5EncoderModel

from tangostudio.errors import WeightsError
from tangostudio.families import weights
from tangostudio.families.nets import int8
from tangostudio.families.nets.audio_embedder import AudioNet, NetConfig, log_mel
from tangostudio.families.tangoflux import TangoFluxConfig, expand_table

FILE, SECOND, TEXT, TOKENIZER, CONFIG = (
    "embedder.safetensors",
    "second_embedder.safetensors",  # from another seed and other clips, to judge what pleased one
    "text.safetensors",
    "tokenizer.json",
    "config.json",
)
DIMENSION = 256
AUDIO = NetConfig(DIMENSION, stack=8, width=128, hidden=184, dilations=(1, 2, 4, 8), placed=True)
HEAD_WIDTH = 128
MAX_TOKENS = 64
AT_ONCE = 64
"""Texts that are encoded together."""

_PREFIX = "text_encoder."
_TABLES = ("shared.weight", "encoder.embed_tokens.weight")


class TextEncoder:
    """The starter's text encoder alone: one mean state per text."""

    def __init__(self, tokenizer: Tokenizer, net: T5EncoderModel, device: str = "cpu") -> None:
        tokenizer.no_truncation()
        tokenizer.enable_padding(pad_id=int(net.config.pad_token_id or 0))
        self.tokenizer = tokenizer
        self.net: Any = net.eval().requires_grad_(False)
        self.net.to(device)
        self.device = device

    @classmethod
    def read(cls, folder: Path, device: str = "cpu") -> "TextEncoder":
        """The encoder that stands in a folder of starter weights.

        Raises:
            WeightsError: a file is missing, damaged or of another model.
        """
        config = T5Config(**TangoFluxConfig.read(folder / CONFIG).text_encoder)
        state = expand_table(weights.load(folder / TEXT, "int8"))
        state = {name.removeprefix(_PREFIX): value for name, value in state.items()}
        with torch.device("meta"):
            net = T5EncoderModel(config)
        wanted = {name: value.shape for name, value in net.state_dict().items()}
        wanted.pop(_TABLES[1], None)
        weights.check_keys(wanted, state, "the text encoder")
        state[_TABLES[1]] = state[_TABLES[0]]
        net.load_state_dict(state, assign=True)
        net.set_input_embeddings(net.shared)
        path = folder / TOKENIZER
        if not path.is_file():
            raise WeightsError(f"The file {path.name} is missing.", f"It belongs into {folder}.")
        return cls(Tokenizer.from_str(path.read_text(encoding="utf-8")), net, device)

    @property
    def width(self) -> int:
        """Values of a state."""
        return int(self.net.config.d_model)

    @torch.no_grad()
    def pooled(self, texts: Sequence[str]) -> Tensor:
        """Mean token states (n, width) of texts; a long one is cut to MAX_TOKENS."""
        if not texts:
            return torch.zeros(0, self.width, device=self.device)
        # Texts of similar length are encoded together, so that few pads are.
        order = sorted(range(len(texts)), key=lambda i: len(texts[i]))
        rows = [
            self._pooled([texts[i] for i in order[j : j + AT_ONCE]])
            for j in range(0, len(order), AT_ONCE)
        ]
        found = torch.empty(len(texts), self.width, device=self.device)
        found[torch.tensor(order, device=self.device)] = torch.cat(rows)
        return found

    def _pooled(self, texts: Sequence[str]) -> Tensor:
        rows = self.tokenizer.encode_batch(list(texts))
        ids = torch.tensor([row.ids for row in rows], device=self.device)
        mask = torch.tensor([row.attention_mask for row in rows], device=self.device)
        if ids.shape[1] > MAX_TOKENS:
            # Of a text that is too long the last token becomes the one that ends every text.
            lengths = mask.sum(1)
            ends = ids.gather(1, (lengths - 1)[:, None])[:, 0]
            ids, mask = ids[:, :MAX_TOKENS].clone(), mask[:, :MAX_TOKENS]
            ids[:, -1] = torch.where(lengths > MAX_TOKENS, ends, ids[:, -1])
        states = self.net(input_ids=ids, attention_mask=mask).last_hidden_state.float()
        weight = mask.unsqueeze(-1).to(states.dtype)
        return (states * weight).sum(1) / weight.sum(1)


class Pair(nn.Module):
    """What is trained: the net for sounds, the head for texts, and the scale of their products."""

    def __init__(self, text_width: int, audio: NetConfig = AUDIO, head: int = HEAD_WIDTH) -> None:
        super().__init__()
        self.audio = AudioNet(audio)
        self.head = nn.Sequential(
            nn.LayerNorm(text_width),
            nn.Linear(text_width, head),
            nn.GELU(),
            nn.Linear(head, audio.outputs),
        )
        # Starts at 14 and is learned, as in CLIP (Radford et al. 2021).
        self.log_scale = nn.Parameter(torch.tensor([2.65]))

    def sounds(self, frames: Tensor, lengths: Tensor) -> Tensor:
        """Unit rows (B, D) of log-mel frames (B, T, bands)."""
        return nn.functional.normalize(self.audio(frames, lengths).float(), dim=-1)

    def texts(self, pooled: Tensor) -> Tensor:
        """Unit rows (B, D) of mean states (B, text width)."""
        return nn.functional.normalize(self.head(pooled).float(), dim=-1)


class Embedder:
    """Vectors for texts and sounds.

    Attributes:
        name: tells these weights from any others: vectors of another name cannot be compared.
        dimension: values of a vector.
    """

    def __init__(self, pair: Pair, text: TextEncoder, name: str, device: str = "cpu") -> None:
        self.pair = pair.eval().requires_grad_(False).to(device)
        self.encoder, self.name, self.device = text, name, device
        self.dimension = pair.audio.config.outputs

    @torch.inference_mode()
    def text(self, texts: Sequence[str]) -> np.ndarray:
        """Unit rows float32 (n, dimension)."""
        if not texts:
            return np.zeros((0, self.dimension), np.float32)
        return self.pair.texts(self.encoder.pooled(texts)).cpu().numpy()

    @torch.inference_mode()
    def audio(self, sounds: Sequence[np.ndarray]) -> np.ndarray:
        """Unit rows float32 (n, dimension) of sounds (frames, channels) at 44.1 kHz.

        The first 10 s of a sound are heard. Each is taken by itself, so that its vector does not
        depend on the others.
        """
        rows = np.zeros((len(sounds), self.dimension), np.float32)
        for row, sound in zip(rows, sounds, strict=True):
            frames = log_mel(sound).unsqueeze(0).to(self.device)
            length = torch.tensor([frames.shape[1]], device=self.device)
            row[:] = self.pair.sounds(frames, length)[0].cpu().numpy()
        return rows


def build(folder: Path, device: str, file: str = FILE) -> Embedder:
    """The embedder of a folder of starter weights, or another one that lies there.

    Raises:
        WeightsError: a file is missing, damaged or of another model.
    """
    path = folder / file
    state = weights.load(path, "int8")
    text = TextEncoder.read(folder, device)
    with torch.device("meta"):
        pair = Pair(text.width)
    wanted = {name: value.shape for name, value in pair.state_dict().items()}
    weights.check_keys(wanted, state, "the embedder")
    pair.load_state_dict(state, assign=True)
    mark = hashlib.sha256(path.read_bytes()).hexdigest()[:8]
    return Embedder(pair, text, f"starter-{mark}", device)


def save(path: Path, state: dict[str, Tensor], text_sha256: str) -> None:
    """Write a pair's weights as int8 rows, with the hash of the text weights they belong to."""
    int8.save(path, state, {"part": "embedder", "text": text_sha256})
