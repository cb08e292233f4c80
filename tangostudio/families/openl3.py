"""OpenL3: what a second of sound is like, learned from videos; for the distance of sets of sounds.

Cramer et al., "Look, Listen, and Learn More: Design Choices for Deep Audio Embeddings", 2019: 256
mel bands, 512 values, the "env" weights for effects. Net, front end and names of tensors are those
of torchopenl3 1.0.1, whose file, turned into safetensors, is read. Frames, channels and level are
those of stable-audio-metrics. Knows nothing of what is compared.
"""

import itertools
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from tangostudio.families import weights

WEIGHTS = "openl3.safetensors"
RATE = 48_000
DIMENSION = 512
"""Values of a channel."""

FRAME, HOP = RATE, RATE // 2
PEAK = 10 ** (-1 / 20)  # -1 dB
N_FFT, STEP, BANDS = 2048, 242, 256
_PAD = (N_FFT - RATE % STEP) // 2  # on both sides of a frame, as Keras' "same" has it
_RANGE_DB, _SMALLEST = 80.0, 1e-10

_WIDTHS = (1, 64, 64, 128, 128, 256, 256, 512)
_POOLED_AFTER = (2, 4, 6)
_POOL = (32, 24)  # what is left of bands and frames
_MEL = "speclayer.mel_basis"
_KERNELS = ("speclayer.dft_real_kernels", "speclayer.dft_imag_kernels")
"""A Fourier transform through Hann's window, which the file holds as numbers; computed here."""


class Net(nn.Module):
    """Convolutions over a picture of mel bands, with torchopenl3's names."""

    def __init__(self) -> None:
        super().__init__()
        for place, width in enumerate(_WIDTHS, 1):
            self.add_module(f"batch_normalization_{place}", nn.BatchNorm2d(width, eps=1e-3))
        for place, (inputs, outputs) in enumerate(itertools.pairwise(_WIDTHS), 1):
            self.add_module(f"conv2d_{place}", nn.Conv2d(inputs, outputs, 3, padding=1))
        self.audio_embedding_layer = nn.Conv2d(_WIDTHS[-1], DIMENSION, 3, padding=1)

    def forward(self, levels: Tensor) -> Tensor:
        """Vectors (B, 512) of levels (B, 1, bands, steps)."""
        x = self.get_submodule("batch_normalization_1")(levels)
        for place in range(1, len(_WIDTHS)):
            x = self.get_submodule(f"conv2d_{place}")(x)
            x = functional.relu(self.get_submodule(f"batch_normalization_{place + 1}")(x))
            if place in _POOLED_AFTER:
                x = functional.max_pool2d(x, 2)
        return functional.max_pool2d(self.audio_embedding_layer(x), _POOL).flatten(1)


class OpenL3:
    """Vectors of a sound's seconds."""

    def __init__(self, net: Net, mel: Tensor, device: str = "cpu") -> None:
        self._net, self._mel, self._device = net.to(device), mel.to(device), device

    @torch.inference_mode()
    def vectors(self, sound: np.ndarray) -> np.ndarray:
        """Vectors (n, 1024), left and right joined, of windows of 1 s every 0.5 s.

        Args:
            sound: float32 (frames, channels) at 48 kHz; brought to a peak of -1 dB. A mono sound
                is on both sides.
        """
        waves = torch.from_numpy(np.ascontiguousarray(sound[:, :2].T, dtype=np.float32))
        peak = float(waves.abs().max())
        waves = waves * (PEAK / peak) if peak > 0 else waves
        frames = _frames(waves.to(self._device))  # (1 or 2, n, RATE)
        # A window at a time: the pictures are large.
        rows = [self._net(self.levels(sides)).flatten() for sides in frames.transpose(0, 1)]
        found = torch.stack(rows).float().cpu().numpy()
        return np.tile(found, 2) if len(waves) == 1 else found

    def levels(self, frames: Tensor) -> Tensor:
        """Mel levels in dB under each frame's loudest (B, 1, 256, 199) of frames (B, 48000)."""
        padded = functional.pad(frames, (_PAD, _PAD)).unfold(-1, N_FFT, STEP)
        window = torch.hann_window(N_FFT, device=frames.device)
        power = torch.fft.rfft(padded * window).abs().square()  # (B, steps, 1025)
        levels = 10 * torch.log10((power @ self._mel.T).sqrt().clamp_min(_SMALLEST))
        levels = (levels - levels.amax((1, 2), keepdim=True)).clamp_min(-_RANGE_DB)
        return levels.transpose(1, 2).unsqueeze(1)


def _frames(waves: Tensor) -> Tensor:
    """Frames (C, n, RATE) of waves (C, frames): the first is centred on the sound's beginning."""
    length = waves.shape[1] + FRAME // 2
    hops = max(0, -(-(length - FRAME) // HOP))
    padded = functional.pad(waves, (FRAME // 2, hops * HOP + FRAME - length))
    return padded.unfold(-1, FRAME, HOP)


def build(folder: Path, device: str = "cpu") -> OpenL3:
    """The embedder whose weights lie in a folder.

    Raises:
        WeightsError: the file is missing, damaged or of another model.
    """
    state = weights.load(folder / WEIGHTS)
    with torch.device("meta"):
        wanted = {name: value.shape for name, value in Net().state_dict().items()}
    wanted[_MEL] = torch.Size((BANDS, N_FFT // 2 + 1))
    given = {name: value for name, value in state.items() if name not in _KERNELS}
    weights.check_keys(wanted, given, WEIGHTS)
    mel = given.pop(_MEL)
    return OpenL3(weights.filled(Net, given), mel, device)
