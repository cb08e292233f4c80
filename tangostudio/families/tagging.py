"""What kind of sound something is: the bundled tagger, a small net with one score per kind.

It judges what is heard, not how cleanly it was rendered. Knows nothing of how it was trained.
"""

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from tangostudio import paths
from tangostudio.errors import WeightsError
from tangostudio.families import weights
from tangostudio.families.nets import int8
from tangostudio.families.nets.audio_embedder import SAMPLE_RATE, AudioNet, NetConfig, log_mel

FILE = "tagger.safetensors"
RATE = SAMPLE_RATE
"""Of the sounds that it hears."""


class Tagger(nn.Module):
    """A net with one score per family."""

    def __init__(self, families: Sequence[str]) -> None:
        super().__init__()
        self.families = tuple(families)
        self.net = AudioNet(NetConfig(len(self.families)))

    def forward(self, frames: Tensor, lengths: Tensor) -> Tensor:
        """Scores (B, F) of log-mel frames (B, T, bands) that are `lengths` (B,) long."""
        return self.net(frames, lengths)


def save(path: Path, families: Sequence[str], state: dict[str, Tensor]) -> None:
    """Write a tagger's weights as int8 rows, its families beside them."""
    int8.save(path, state, {"part": "tagger", "families": json.dumps(list(families))})


def load(path: Path) -> Tagger:
    """A tagger that `save` wrote.

    Raises:
        WeightsError: the file is missing, damaged, or no tagger.
    """
    state, told = int8.load(path), int8.load_metadata(path)
    if "families" not in told:
        raise WeightsError(f"{path.name} is not a tagger.", weights.AGAIN)
    tagger = Tagger(json.loads(told["families"]))
    weights.check_keys({k: v.shape for k, v in tagger.state_dict().items()}, state, "the tagger")
    tagger.load_state_dict(state)
    return tagger.eval().requires_grad_(False)


def bundled() -> Tagger:
    """The tagger that comes with the starter."""
    return load(paths.models_dir() / "starter" / FILE)


@torch.inference_mode()
def scores(tagger: Tagger, sounds: Sequence[np.ndarray]) -> np.ndarray:
    """Probabilities (n, F) of each family for sounds (frames, channels) at 44.1 kHz."""
    rows = []
    for sound in sounds:
        mel = log_mel(sound)
        rows.append(tagger(mel.unsqueeze(0), torch.tensor([len(mel)])).softmax(-1)[0].numpy())
    return np.stack(rows) if rows else np.zeros((0, len(tagger.families)), np.float32)


def recognise(tagger: Tagger, sounds: Sequence[np.ndarray]) -> list[str]:
    """The family that each sound (frames, channels) is taken for."""
    return [tagger.families[int(row.argmax())] for row in scores(tagger, sounds)]
