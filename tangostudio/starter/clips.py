"""Rendered clips on disk for the codec's training: shards of int16 stereo, made beside it.

A shard is one memory-mapped array of clips end to end with a small index; background processes
render the next ones while training reads the last few. Which shards a step reads follows from the
step alone, so that an interrupted training goes on with the very same clips. Knows the corpus'
`example`, nothing of losses or nets.
"""

import argparse
import json
import os
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from tangostudio.errors import BuildError
from tangostudio.starter.corpus import HELD_OUT_SEEDS, example
from tangostudio.starter.drills import drill
from tangostudio.starter.sounds import FAMILIES

SEEDS_PER_SHARD = 100_000


def render(path: Path, first_seed: int, seconds: float) -> None:
    """Write one shard of random clips: `path` (int16, frames by 2) and its index beside it."""
    clips, families = [], []
    while seconds > 0:
        one = example(first_seed + len(clips))
        clips.append(_stereo(one.audio))
        families.append("+".join(one.families))
        seconds -= one.seconds
    _write(path, clips, families)


def render_held_out(path: Path, per_family: int = 3, seconds: float = 2.0) -> None:
    """Write one shard with the same number of clips of every family, never trained on."""
    clips, families = [], []
    for number, family in enumerate(sorted(FAMILIES)):
        for i in range(per_family):
            seed = HELD_OUT_SEEDS + 1000 * number + i
            one = example(seed, family=family, seconds=seconds, compose=False)
            clips.append(_stereo(one.audio))
            families.append(family)
    _write(path, clips, families)


def _stereo(audio: np.ndarray) -> np.ndarray:
    both = np.broadcast_to(audio, (len(audio), 2))
    return np.clip(np.rint(both * 32767), -32768, 32767).astype(np.int16)


def _write(path: Path, clips: list[np.ndarray], families: list[str]) -> None:
    starts = np.cumsum([0, *map(len, clips)]).tolist()
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(f".{os.getpid()}.part")
    with part.open("wb") as file:
        np.save(file, np.concatenate(clips))
    path.with_suffix(".json").write_text(json.dumps({"starts": starts, "families": families}))
    part.replace(path)


@dataclass
class Shard:
    """One rendered shard, read without loading it."""

    path: Path
    audio: np.ndarray = field(init=False)
    starts: list[int] = field(init=False)
    families: list[str] = field(init=False)

    def __post_init__(self) -> None:
        index = json.loads(self.path.with_suffix(".json").read_text())
        self.audio = np.load(self.path, mmap_mode="r")
        self.starts, self.families = index["starts"], index["families"]

    def clip(self, number: int) -> np.ndarray:
        """Clip `number` as int16 (frames, 2)."""
        return self.audio[self.starts[number] : self.starts[number + 1]]


class Clips:
    """A window over consecutive shards; owns the processes that render the shards after it."""

    def __init__(
        self, folder: Path, *, seconds: float = 600.0, keep: int = 4, fresh: int = 1
    ) -> None:
        """Shards of `seconds` each, `keep` of them at a time; a window further on has `fresh` new
        ones."""
        self.folder, self.seconds, self.keep, self.fresh = folder, seconds, keep, fresh
        self.shards: list[Shard] = []
        self._renderers: dict[int, subprocess.Popen[bytes]] = {}

    def turn(self, window: int) -> None:
        """Take in the shards of a window, counted from 0, and begin to render those of the next.

        Raises:
            BuildError: a shard could not be rendered.
        """
        first = window * self.fresh
        wanted = range(first, first + self.keep)
        for number in range(first, first + self.keep + self.fresh):
            if not self._path(number).exists() and number not in self._renderers:
                self._renderers[number] = _render_beside(self._path(number), number, self.seconds)
        for number in wanted:
            self._wait(number)
        self.shards = [Shard(self._path(number)) for number in wanted]
        for path in self.folder.glob("shard_*.npy"):
            if path < self._path(first):
                path.with_suffix(".json").unlink(missing_ok=True)
                path.unlink()

    def close(self) -> None:
        """Stop rendering."""
        for renderer in self._renderers.values():
            renderer.terminate()
            renderer.wait()
        self._renderers = {}

    def _path(self, number: int) -> Path:
        return self.folder / f"shard_{number:06d}.npy"

    def _wait(self, number: int) -> None:
        renderer = self._renderers.pop(number, None)
        if renderer is not None:
            renderer.wait()
        if not self._path(number).exists():
            raise BuildError(
                f"The sounds of {self._path(number).name} could not be rendered.",
                "See the lines above; is there room on the disk?",
            )

    def batch(
        self, rng: np.random.Generator, count: int, frames: int, drills: float = 0.3
    ) -> np.ndarray:
        """Random excerpts, a part of them drills, float32 (count, 2, frames)."""
        return np.stack([self._excerpt(rng, frames, drills) for _ in range(count)])

    def _excerpt(self, rng: np.random.Generator, frames: int, drills: float) -> np.ndarray:
        if rng.random() < drills:
            audio = np.repeat(drill(rng, frames)[None], 2, 0)
        else:
            audio = self._clip_excerpt(rng, frames)
            audio = audio * np.float32(10 ** (rng.uniform(-9, 3) / 20))
        if rng.random() < 0.12:
            audio = _pan(rng, audio)
        return np.clip(audio, -1, 1)

    def _clip_excerpt(self, rng: np.random.Generator, frames: int) -> np.ndarray:
        start, part = self._part(rng, frames)
        for _ in range(3):
            # Silence teaches little: mostly take excerpts that sound for a third of their time.
            if np.count_nonzero(np.abs(part[0, ::64]) > 33) * 64 > frames // 3:
                break
            start, part = self._part(rng, frames)
        before = max(0, -start)
        padded = np.pad(part, ((0, 0), (before, frames - before - part.shape[1])))
        return padded.astype(np.float32) / 32768

    def _part(self, rng: np.random.Generator, frames: int) -> tuple[int, np.ndarray]:
        shard = self.shards[rng.integers(len(self.shards))]
        clip = shard.clip(int(rng.integers(len(shard.families))))
        start = int(rng.integers(-2000, max(1, len(clip) - frames // 2)))
        return start, clip[max(0, start) : start + frames].T


def _pan(rng: np.random.Generator, audio: np.ndarray) -> np.ndarray:
    """Move the sound from one place between left and right to another."""
    place = np.linspace(rng.uniform(-1, 1), rng.uniform(-1, 1), audio.shape[1])
    gains = np.stack([1 - place, 1 + place]).astype(np.float32)
    return audio.mean(0, keepdims=True) * gains * np.float32(0.7)


def _render_beside(path: Path, number: int, seconds: float) -> "subprocess.Popen[bytes]":
    # Allocator settings that suit training's fixed shapes harm a process of many shapes.
    environment = {k: v for k, v in os.environ.items() if k != "GLIBC_TUNABLES"}
    command = [sys.executable, "-m", "tangostudio.starter.clips"]
    command += [str(path), str(number * SEEDS_PER_SHARD), str(seconds)]
    return subprocess.Popen(command, env=environment)


def main() -> None:
    """Render one shard: PATH FIRST_SEED SECONDS."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("path", type=Path)
    parser.add_argument("first_seed", type=int)
    parser.add_argument("seconds", type=float)
    given = parser.parse_args()
    render(given.path, given.first_seed, given.seconds)


if __name__ == "__main__":
    main()
