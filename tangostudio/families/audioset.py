"""A tagger of AudioSet's classes: the Audio Spectrogram Transformer in transformers' layout.

Gong et al., "AST: Audio Spectrogram Transformer", 2021 (such as
MIT/ast-finetuned-audioset-10-10-0.4593). Windows and probabilities are those of the KL divergence
in stable-audio-metrics. Knows nothing of what is compared.
"""

from pathlib import Path
from typing import Any

import numpy as np
import torch
from transformers.models.audio_spectrogram_transformer.configuration_audio_spectrogram_transformer import (  # noqa: E501
    ASTConfig,
)
from transformers.models.audio_spectrogram_transformer.feature_extraction_audio_spectrogram_transformer import (  # noqa: E501
    ASTFeatureExtractor,
)
from transformers.models.audio_spectrogram_transformer.modeling_audio_spectrogram_transformer import (  # noqa: E501
    ASTForAudioClassification,
)

from tangostudio.errors import WeightsError
from tangostudio.families import weights

WEIGHTS, CONFIG, EXTRACTOR = "model.safetensors", "config.json", "preprocessor_config.json"
RATE = 16_000
WINDOW, HOP = 10 * RATE, 5 * RATE
SHORTEST = round(0.15 * WINDOW)
"""A last window that is shorter is left out, since it would be heard as silence."""

PEAK = 10 ** (-1 / 20)  # -1 dB
_KNOWN = ("num_mel_bins", "max_length", "do_normalize", "mean", "std")


class Tagger:
    """Probabilities of AudioSet's classes.

    Attributes:
        labels: names of the classes (C,).
    """

    def __init__(
        self, net: ASTForAudioClassification, extractor: ASTFeatureExtractor, device: str = "cpu"
    ) -> None:
        self._net: Any = net
        self._net.to(device)
        self._extractor, self._device = extractor, device
        names: dict[Any, Any] = dict(net.config.id2label or {})
        self.labels = tuple(str(names[place]) for place in sorted(names))

    @torch.inference_mode()
    def probabilities(self, sound: np.ndarray) -> np.ndarray:
        """Softmax (C,) over the mean scores of windows of 10 s every 5 s.

        Args:
            sound: float32 (frames, channels) at 16 kHz; mixed to one channel with a peak of -1 dB.
        """
        wave = np.asarray(sound, np.float64).mean(1)
        peak = float(np.abs(wave).max(initial=0.0))
        wave = wave * (PEAK / peak) if peak > 0 else wave
        told = [
            self._extractor(window.astype(np.float32), sampling_rate=RATE, return_tensors="pt")
            for window in _windows(wave)
        ]
        frames = torch.cat([one["input_values"] for one in told]).to(self._device)
        return self._net(frames).logits.float().mean(0).softmax(-1).cpu().numpy()


def _windows(wave: np.ndarray) -> list[np.ndarray]:
    starts = range(0, max(HOP, len(wave) - HOP), HOP)
    found = [wave[start : start + WINDOW] for start in starts]
    kept = [window for window in found if len(window) >= SHORTEST] or found[:1]
    return [np.pad(window, (0, WINDOW - len(window))) for window in kept]


def build(folder: Path, device: str = "cpu") -> Tagger:
    """The tagger of a checkpoint's folder.

    Raises:
        WeightsError: a file is missing, damaged or of another model.
    """
    values = weights.read_json(folder / CONFIG)
    if values.get("model_type") != "audio-spectrogram-transformer":
        raise WeightsError(
            f"{CONFIG} in {folder} is of no Audio Spectrogram Transformer.",
            "Give the folder of one that was trained on AudioSet.",
        )
    path = folder / EXTRACTOR
    told = weights.read_json(path) if path.is_file() else {}
    try:
        config = ASTConfig.from_dict(values)
        extractor = ASTFeatureExtractor(**{k: told[k] for k in _KNOWN if k in told})
    except Exception as error:  # the library's checks raise errors of their own
        raise WeightsError(f"{CONFIG} is no config of this model.", weights.AGAIN) from error
    state = weights.load(folder / WEIGHTS)
    with torch.device("meta"):
        empty = ASTForAudioClassification(config)
    weights.check_keys({k: v.shape for k, v in empty.state_dict().items()}, state, WEIGHTS)
    return Tagger(weights.filled(lambda: empty, state), extractor, device)
