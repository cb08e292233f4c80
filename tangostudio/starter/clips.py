"""Rendered clips on disk for the codec's training: shards of int16 stereo, made beside it.

A shard is one memory-mapped array of clips end to end with a small index; a background process
renders the next one while training reads the last few. Knows the corpus' `example`, nothing of
losses or nets.
"""

import argparse
import json
import os
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from tangostudio.starter.corpus import HELD_OUT_SEEDS, example
from tangostudio.starter.drills import drill
from tangostudio.starter.sounds import FAMILIES


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
    part = path.with_suffix(".part")
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
    """A window over the newest shards in a folder; owns the process that renders the next one."""

    def __init__(self, folder: Path, seconds: float = 600.0, keep: int = 4) -> None:
        self.folder, self.seconds, self.keep = folder, seconds, keep
        self.shards: list[Shard] = []
        self._renderer: subprocess.Popen[bytes] | None = None
        self.refresh()

    def refresh(self) -> None:
        """Take in shards that are ready, drop the oldest ones, and start rendering one more."""
        if self._renderer is not None and self._renderer.poll() is None:
            return
        paths = sorted(self.folder.glob("shard_*.npy"))
        for old in paths[: -self.keep]:
            old.with_suffix(".json").unlink(missing_ok=True)
            old.unlink()
        known = {shard.path: shard for shard in self.shards}
        paths = paths[-self.keep :]
        self.shards = [known.get(path) or Shard(path) for path in paths]
        number = int(paths[-1].stem.removeprefix("shard_")) + 1 if paths else 0
        self._renderer = _render_beside(self.folder, number, self.seconds)

    def wait(self) -> None:
        """Wait for the shard that is being rendered, and take it in."""
        if self._renderer is not None:
            self._renderer.wait()
        self.refresh()

    def close(self) -> None:
        """Stop rendering."""
        if self._renderer is not None:
            self._renderer.terminate()
            self._renderer.wait()

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


def _render_beside(folder: Path, number: int, seconds: float) -> "subprocess.Popen[bytes]":
    # Allocator settings that suit training's fixed shapes harm a process of many shapes.
    environment = {k: v for k, v in os.environ.items() if k != "GLIBC_TUNABLES"}
    path = folder / f"shard_{number:06d}.npy"
    first_seed = number * 100_000
    command = [sys.executable, "-m", "tangostudio.starter.clips"]
    command += [str(path), str(first_seed), str(seconds)]
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
