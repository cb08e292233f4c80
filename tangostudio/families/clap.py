"""CLAP: texts and sounds as unit vectors in one space, near when the words tell of the sound.

Wu et al., "Large-scale Contrastive Language-Audio Pretraining with Feature Fusion and
Keyword-to-Caption Augmentation", 2023, in the layout of laion/clap-htsat-unfused. A cosine is a
score: 0.4 to 0.6 is usual for a sound and its own caption. The original hears a random ten seconds
of a longer sound; here the first ten are heard, so that a vector is always the same. Knows nothing
of what is compared.
"""

from collections.abc import Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional
from transformers.configuration_utils import PreTrainedConfig
from transformers.models.clap.configuration_clap import (
    ClapAudioConfig,
    ClapConfig,
    ClapTextConfig,
)
from transformers.models.clap.feature_extraction_clap import ClapFeatureExtractor
from transformers.models.clap.modeling_clap import ClapAudioSelfAttention, ClapModel

from tangostudio.cards import ModelCard, places
from tangostudio.errors import WeightsError
from tangostudio.families import weights, words

WEIGHTS, CONFIG, TOKENIZER = "model.safetensors", "config.json", "tokenizer.json"
EXTRACTOR_CONFIG = "preprocessor_config.json"
SAMPLE_RATE = 48_000
HEARD = 10 * SAMPLE_RATE
HOP = 5 * SAMPLE_RATE
MAX_TOKENS = 77
"""As in training; the net could read more."""

EXTRACTOR: dict[str, Any] = {
    "feature_size": 64,
    "sampling_rate": SAMPLE_RATE,
    "hop_length": 480,
    "max_length_s": 10,
    "fft_window_size": 1024,
    "frequency_min": 50,  # the class has 0, which shifts every vector
    "frequency_max": 14_000,
    "top_db": None,
}


class Clap:
    """Vectors for texts and sounds.

    Attributes:
        name: tells these weights from any others: vectors of another name cannot be compared.
        dimension: values of a vector.
    """

    def __init__(
        self,
        net: ClapModel,
        extractor: ClapFeatureExtractor,
        tokenizer: Tokenizer,
        name: str,
        device: str = "cpu",
    ) -> None:
        self.net: Any = net
        self.net.to(device)
        self.extractor, self.tokenizer, self.name, self.device = extractor, tokenizer, name, device
        self.dimension = int(net.config.projection_dim)

    @torch.inference_mode()
    def text(self, texts: Sequence[str]) -> np.ndarray:
        """Unit rows float32 (n, dimension). Each text is read by itself."""
        rows = np.zeros((len(texts), self.dimension), np.float32)
        for row, text in zip(rows, texts, strict=True):
            ids = torch.tensor([words.tokens(self.tokenizer, text, MAX_TOKENS)])
            row[:] = self.read(ids, torch.ones_like(ids))[0].cpu().numpy()
        return rows

    @torch.inference_mode()
    def audio(self, sounds: Sequence[np.ndarray]) -> np.ndarray:
        """Unit rows float32 (n, dimension) of sounds (frames, channels) at 48 kHz.

        The first 10.0 s of a sound are heard, mixed to mono; a shorter one is repeated as often as
        it fits whole. Each is taken by itself, so that its vector does not depend on the others.
        """
        rows = np.zeros((len(sounds), self.dimension), np.float32)
        for row, sound in zip(rows, sounds, strict=True):
            row[:] = self.hear(self.features(sound))[0].cpu().numpy()
        return rows

    def long_audio(self, sound: np.ndarray) -> np.ndarray:
        """Unit vector (dimension,) of a whole sound (frames, channels) at 48 kHz.

        The mean over windows of 10 s, one every 5 s; the last one ends with the sound.
        """
        last = max(0, len(sound) - HEARD)
        starts = [*range(0, last, HOP), last]
        mean = self.audio([sound[first : first + HEARD] for first in starts]).mean(0)
        return mean / max(float(np.linalg.norm(mean)), 1e-12)

    def score(self, text: str, sound: np.ndarray) -> float:
        """Cosine of a text and the first 10 s of a sound (frames, channels) at 48 kHz."""
        return float(self.text([text])[0] @ self.audio([sound])[0])

    # --- the two nets ------------------------------------------------------------------------

    def features(self, sound: np.ndarray) -> Tensor:
        """Log-mel frames in dB (1, 1, 1001, 64) of the first 10 s of a sound (frames, channels)."""
        heard = sound[:HEARD].mean(1, dtype=np.float64) if len(sound) else np.zeros(HEARD)
        told = self.extractor(heard, truncation="rand_trunc", sampling_rate=SAMPLE_RATE)
        return torch.from_numpy(np.stack(told["input_features"])).float().to(self.device)

    def hear(self, features: Tensor) -> Tensor:
        """Unit rows (B, D) of log-mel frames (B, 1, frames, 64)."""
        pooled = self.net.audio_model(input_features=features).pooler_output
        return functional.normalize(self.net.audio_projection(pooled), dim=-1)

    def read(self, ids: Tensor, mask: Tensor) -> Tensor:
        """Unit rows (B, D) of token ids and their mask (B, N)."""
        told = {"input_ids": ids.to(self.device), "attention_mask": mask.to(self.device)}
        pooled = self.net.text_model(**told).pooler_output
        return functional.normalize(self.net.text_projection(pooled), dim=-1)


# --- loading ---------------------------------------------------------------------------------


def build(folder: Path, device: str = "cpu", name: str = "clap") -> Clap:
    """The embedder of a checkpoint's folder.

    Args:
        name: of its vectors.

    Raises:
        WeightsError: a file is missing, damaged or of another model.
    """
    net = load_net(places.locate(folder, WEIGHTS), read_config(places.locate(folder, CONFIG)))
    extractor = read_extractor(places.locate(folder, EXTRACTOR_CONFIG))
    tokenizer = words.read_tokenizer(places.locate(folder, TOKENIZER))
    return Clap(net, extractor, tokenizer, name, device)


def tables(card: ModelCard, folder: Path) -> dict[str, dict[str, torch.Size]]:
    """Names and shapes that the file of tensors must hold. Raises WeightsError."""
    net = _empty(read_config(places.locate(folder, CONFIG)))
    counted = _counted(net)
    return {WEIGHTS: {k: v.shape for k, v in net.state_dict().items() if k not in counted}}


def read_config(path: Path) -> ClapConfig:
    """The config of a checkpoint's folder; values that the nets do not know are left aside.

    Raises:
        WeightsError: it is missing, damaged, or of the kind that fuses several crops of a sound.
    """
    values = weights.read_json(path)
    try:
        config = ClapConfig(
            text_config=_known(ClapTextConfig, values.get("text_config", {})),
            audio_config=_known(ClapAudioConfig, values.get("audio_config", {})),
            projection_dim=values.get("projection_dim", 512),
            projection_hidden_act=values.get("projection_hidden_act", "relu"),
        )
    except Exception as error:  # the library's checks raise errors of their own
        raise WeightsError(f"{path.name} is no config of this model.", weights.AGAIN) from error
    if config.audio_config.enable_fusion:  # pyright: ignore
        raise WeightsError(
            f"{path.name} is of a model that hears several crops of a sound at random.",
            "Get the one whose name ends in unfused.",
        )
    return config


def _known(kind: Any, values: dict[str, Any]) -> dict[str, Any]:
    names = {item.name for item in fields(kind)} - {item.name for item in fields(PreTrainedConfig)}
    return {name: value for name, value in values.items() if name in names}


def read_extractor(path: Path) -> ClapFeatureExtractor:
    """How waves become features: by the checkpoint's file, or as published where it has none."""
    values = weights.read_json(path) if path.is_file() else {}
    return ClapFeatureExtractor(**{k: values.get(k, v) for k, v in EXTRACTOR.items()})


def load_net(path: Path, config: ClapConfig) -> ClapModel:
    """Both nets. Tables of places and counters follow from the config: the file may lack them.

    Raises:
        WeightsError: the file is missing, damaged or of another model.
    """
    stored = weights.load(path)
    empty = _empty(config)
    counted = _counted(empty)
    missing = counted.keys() - stored.keys()
    wanted = {k: v.shape for k, v in empty.state_dict().items() if k not in missing}
    weights.check_keys(wanted, stored, path.name)
    return weights.filled(lambda: empty, stored | counted)


def _empty(config: ClapConfig) -> ClapModel:
    with torch.device("meta"):
        return ClapModel(config)


def _counted(net: Any) -> dict[str, Tensor]:
    """The integer tables and counters of the net, which are not learned."""
    places_of_tokens = net.text_model.embeddings.position_ids.shape[-1]
    found = {
        "text_model.embeddings.position_ids": torch.arange(places_of_tokens)[None],
        "text_model.embeddings.token_type_ids": torch.zeros(1, places_of_tokens, dtype=torch.long),
    }
    for name, module in net.named_modules():
        if isinstance(module, ClapAudioSelfAttention):
            table = module.create_relative_position_index()
            found[f"{name}.relative_position_index"] = table
        elif isinstance(module, nn.BatchNorm2d):
            found[f"{name}.num_batches_tracked"] = torch.zeros((), dtype=torch.long)
    return found
