"""A small classifier of the corpus' families, for measuring how often a sound is recognised.

An 80-band log-mel spectrogram through one-dimensional ConvNeXt blocks, trained on clips of its own
seeds. It belongs to the evaluation only; knows nothing of codecs or flows.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from tangostudio.families.nets.spectra import mel_matrix
from tangostudio.starter import corpus, optim
from tangostudio.starter.sounds import FAMILIES, SAMPLE_RATE

SEEDS = 2**41
"""The tagger's clips count up from here: neither the models' nor the held-out ones."""

N_FFT, HOP, BANDS, WIDTH = 1024, 512, 80, 128
LONGEST_SECONDS = 4.0


class _Block(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.depthwise = nn.Conv1d(WIDTH, WIDTH, 7, padding=3, groups=WIDTH)
        self.norm = nn.LayerNorm(WIDTH)
        self.mlp = nn.Sequential(nn.Linear(WIDTH, 256), nn.GELU(), nn.Linear(256, WIDTH))

    def forward(self, x: Tensor) -> Tensor:
        """(B, T, WIDTH) to the same."""
        y = self.depthwise(x.transpose(1, 2)).transpose(1, 2)
        return x + self.mlp(self.norm(y))


class Tagger(nn.Module):
    """Log-mel frames (B, T, 80) to a score per family (B, F)."""

    def __init__(self, families: Sequence[str]) -> None:
        super().__init__()
        self.families = tuple(families)
        self.inlet = nn.Linear(2 * BANDS, WIDTH)
        self.blocks = nn.Sequential(*(_Block() for _ in range(3)))
        self.outlet = nn.Linear(2 * WIDTH, len(families))

    def forward(self, frames: Tensor) -> Tensor:
        """Pairs of frames are read together; mean and maximum over time are scored."""
        batch, length, _ = frames.shape
        pairs = frames[:, : length // 2 * 2].reshape(batch, length // 2, -1)
        x = self.blocks(self.inlet(pairs))
        return self.outlet(torch.cat([x.mean(1), x.amax(1)], -1))


def log_mel(audio: np.ndarray) -> np.ndarray:
    """(frames, 1 or 2) sound at 44.1 kHz as float16 log-mel (T, 80); an even T of at least 2."""
    mid = torch.from_numpy(np.ascontiguousarray(audio.mean(1)))[
        : int(LONGEST_SECONDS * SAMPLE_RATE)
    ]
    mid = nn.functional.pad(mid, (0, max(0, 4 * N_FFT - len(mid))))
    window = torch.hann_window(N_FFT)
    power = torch.stft(mid, N_FFT, HOP, window=window, return_complex=True).abs() / N_FFT
    mel = power.T @ mel_matrix(BANDS, N_FFT, SAMPLE_RATE)
    frames = torch.log(mel + 1e-5) / 3 + 2
    return frames[: len(frames) // 2 * 2].to(torch.float16).numpy()


def training_set(per_family: int) -> tuple[list[np.ndarray], np.ndarray]:
    """Log-mels and family numbers of clips that only the tagger sees."""
    mels, labels = [], []
    for number, family in enumerate(sorted(FAMILIES)):
        for i in range(per_family):
            seed = SEEDS + number * 10_000 + i
            mels.append(log_mel(corpus.example(seed, family=family, compose=False).audio))
            labels.append(number)
    return mels, np.array(labels)


def padded(mels: Sequence[np.ndarray], shift: np.ndarray) -> Tensor:
    """Frames of several clips with a level shift each, filled up with the lowest level."""
    longest = max(len(mel) for mel in mels)
    out = np.full((len(mels), longest, BANDS), np.log(1e-5) / 3 + 2, np.float32)
    for row, (mel, change) in enumerate(zip(mels, shift, strict=True)):
        out[row, : len(mel)] = np.maximum(mel.astype(np.float32) + change, out[row, : len(mel)])
    return torch.from_numpy(out)


def train(
    mels: list[np.ndarray], labels: np.ndarray, *, steps: int = 900, batch: int = 48, seed: int = 5
) -> Iterator[tuple[int, float, Tagger]]:
    """Train a tagger; yields step, loss and the tagger itself every 50 steps."""
    torch.manual_seed(seed)
    tagger = Tagger(sorted(FAMILIES))
    optimiser = torch.optim.AdamW(tagger.parameters(), 2e-3, weight_decay=0.02)
    loss_of = nn.CrossEntropyLoss(label_smoothing=0.05)
    for step in range(steps):
        rng = np.random.default_rng([seed, step])
        chosen = rng.integers(len(mels), size=batch)
        frames = padded([mels[i] for i in chosen], rng.uniform(-0.3, 0.3, batch))
        for group in optimiser.param_groups:
            group["lr"] = 2e-3 * optim.schedule(step / steps, step, warmup_steps=50, flat=0.3)
        loss = loss_of(tagger(frames), torch.from_numpy(labels[chosen]))
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        if (step + 1) % 50 == 0 or step + 1 == steps:
            yield step + 1, loss.item(), tagger


@torch.inference_mode()
def recognise(tagger: Tagger, sounds: Sequence[np.ndarray]) -> list[str]:
    """The family that each sound (frames, channels) is taken for."""
    tagger.eval()
    return [
        tagger.families[int(tagger(padded([log_mel(sound)], np.zeros(1))).argmax())]
        for sound in sounds
    ]


def load(path: Path) -> Tagger | None:
    """A stored tagger of the present families, or None."""
    state = optim.load_checkpoint(path)
    if state is None or tuple(state["families"]) != tuple(sorted(FAMILIES)):
        return None
    tagger = Tagger(state["families"])
    tagger.load_state_dict(state["tagger"])
    return tagger


def save(path: Path, tagger: Tagger) -> None:
    """Store a tagger for `load`."""
    optim.save_checkpoint(path, {"families": list(tagger.families), "tagger": tagger.state_dict()})
