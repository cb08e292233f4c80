"""Clips of the corpus as latents on the disk: what the flow is trained on.

A shard holds a run of seeds: tokens, lengths, and the facts of each clip, from which a caption is
worded anew whenever one is needed, so that a sound is not tied to one wording. A shard that exists
is not made again. Knows nothing of the flow.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from tangostudio import errors
from tangostudio.starter import corpus
from tangostudio.starter.sounds import BEDS, SAMPLE_RATE

PER_SHARD = 500
LATENTS_PER_TOKEN = 2
Encode = Callable[[Tensor], Tensor]
"""Audio (1, 2, frames) to latents (1, T, C), T even."""


@dataclass
class Clips:
    """Clips in one table of tokens.

    Attributes:
        tokens: float16 (sum of lengths, 2 C).
        starts, lengths: where each clip's tokens are.
        seconds: its duration.
        kinds: "bed" (may be cut anywhere), "event" (may be followed by silence), "fixed".
        facts: what is known of it, as of `corpus.Example`.
        families: its family, or two of a composition.
        silence: float16 (2 C,), the token of silence.
    """

    tokens: np.ndarray
    starts: np.ndarray
    lengths: np.ndarray
    seconds: np.ndarray
    kinds: list[str]
    facts: list[Mapping[str, object]]
    families: list[tuple[str, ...]]
    silence: np.ndarray

    def __len__(self) -> int:
        return len(self.lengths)

    def caption(self, clip: int, rng: np.random.Generator) -> str:
        """A true caption of a clip in new words."""
        return corpus.worded(self.families[clip], self.facts[clip], rng)


def kind_of(families: tuple[str, ...]) -> str:
    """How a clip of these families may be shortened or lengthened."""
    beds = [name in BEDS for name in families]
    if all(beds) and len(families) == 1:
        return "bed"
    return "fixed" if any(beds) else "event"


def stereo(audio: np.ndarray) -> Tensor:
    """(frames, 1 or 2) as (1, 2, frames)."""
    return torch.from_numpy(np.ascontiguousarray(audio.T)).expand(2, -1).unsqueeze(0)


def as_tokens(latents: Tensor) -> np.ndarray:
    """Latents (1, T, C) as float16 tokens (T / 2, 2 C)."""
    _, length, channels = latents.shape
    shape = length // LATENTS_PER_TOKEN, LATENTS_PER_TOKEN * channels
    return latents.reshape(shape).to(torch.float16).numpy()


def on(encode: Encode, device: str) -> Encode:
    """An encoder that works on a device, given and giving tensors on the CPU."""
    return encode if device == "cpu" else lambda audio: encode(audio.to(device)).cpu()


@torch.no_grad()
def dump(
    encode: Encode, folder: Path, first_seed: int, count: int, label: str, workers: int = 0
) -> Iterator[dict[str, int]]:
    """Encode `count` examples from `first_seed` on into shards; yields after each shard.

    With `workers` the examples are rendered in as many processes beside the encoder.
    """
    folder.mkdir(parents=True, exist_ok=True)
    silent = as_tokens(encode(torch.zeros(1, 2, 4 * SAMPLE_RATE)))
    silence = silent[len(silent) // 2]
    with corpus.rendering(workers) as render:
        for start in range(0, count, PER_SHARD):
            path = folder / f"shard_{first_seed + start:013d}.npz"
            end = min(start + PER_SHARD, count)
            if not path.exists():
                examples = render(corpus.example, range(first_seed + start, first_seed + end))
                _write_shard(path, encode, examples, silence, label)
            yield {"clips": end, "of": count}


def _write_shard(
    path: Path,
    encode: Encode,
    examples: Iterable[corpus.Example],
    silence: np.ndarray,
    label: str,
) -> None:
    tokens: list[np.ndarray] = []
    facts: list[dict[str, object]] = []
    for example in examples:
        tokens.append(as_tokens(encode(stereo(example.audio))))
        facts.append(
            {"seconds": example.seconds, "families": example.families, "facts": example.facts}
        )
    partial = path.with_suffix(".partial")
    with partial.open("wb") as file:
        np.savez(
            file,
            tokens=np.concatenate(tokens),
            lengths=np.array([len(t) for t in tokens]),
            silence=silence,
            facts=np.array(json.dumps(facts, default=float)),
            label=np.array(label),
        )
    partial.replace(path)


def load(folder: Path, label: str) -> Clips:
    """Every shard of a folder.

    Raises:
        BuildError: there is none, or one was made with another encoder.
    """
    shards = [_read_shard(path, label) for path in sorted(folder.glob("shard_*.npz"))]
    if not shards:
        raise errors.BuildError(f"There are no latents in {folder}.", "Run the latents stage.")
    lengths = np.concatenate([shard["lengths"] for shard in shards])
    facts = [fact for shard in shards for fact in json.loads(str(shard["facts"]))]
    families = [tuple(fact["families"]) for fact in facts]
    return Clips(
        tokens=np.concatenate([shard["tokens"] for shard in shards]),
        starts=np.cumsum(lengths) - lengths,
        lengths=lengths,
        seconds=np.array([fact["seconds"] for fact in facts], np.float32),
        kinds=[kind_of(names) for names in families],
        facts=[fact["facts"] for fact in facts],
        families=families,
        silence=shards[0]["silence"],
    )


def _read_shard(path: Path, label: str) -> Mapping[str, np.ndarray]:
    with np.load(path) as file:
        shard = {name: file[name] for name in file.files}
    if str(shard["label"]) != label:
        raise errors.BuildError(
            f"{path.name} was made with another encoder.", f"Remove {path.parent} and go on."
        )
    return shard
