"""Vectors of sounds and texts through the engine, by each embedder."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tangostudio import paths
from tangostudio.audio import files, impressions
from tangostudio.audio.resample import resample
from tangostudio.cards import embedders
from tangostudio.engines import embed
from tangostudio.families import clap, embedding
from tangostudio.jobs.run import run_job
from tangostudio.messages import Cancelled, Embedded, EmbedRequest, Failed, Finished
from tests.families import tiny_clap

RATE = 44_100
RESIDENT: dict[str, Any] = {}  # the starter's embedder is loaded once for all tests of this module


@pytest.fixture
def sounds(tmp_path: Path) -> list[tuple[str, str]]:
    """Four short sounds, of one and of two channels."""
    rng = np.random.default_rng(1)
    found = []
    for number in range(4):
        shape = (RATE // 4, 1 + number % 2)
        stored = files.store((0.1 * rng.normal(size=shape)).astype(np.float32), RATE, tmp_path)
        found.append((stored.sha256, str(stored.path)))
    return found


def run(request: EmbedRequest, resident: dict[str, Any] | None = None) -> list[Any]:
    held = {} if resident is None else resident
    return list(run_job("job", request, held, lambda: False))


def vectors(events: list[Any]) -> dict[str, np.ndarray]:
    found = [item for event in events if isinstance(event, Embedded) for item in event.sounds]
    return {sha256: np.frombuffer(data, "<f4") for sha256, data in found}


def test_impressions_of_files_are_those_of_their_sounds(sounds: list[tuple[str, str]]) -> None:
    events = run(EmbedRequest(impressions.NAME, tuple(sounds)))
    assert isinstance(events[-1], Finished)
    found = vectors(events)
    assert list(found) == [sha256 for sha256, _ in sounds]
    for sha256, path in sounds:
        sound = files.read(Path(path))
        expected = impressions.impression(sound.samples, sound.sample_rate)
        np.testing.assert_array_equal(found[sha256], expected)
    assert {event.embedder for event in events[:-1]} == {impressions.NAME}


def test_a_sound_that_is_missing_or_damaged_is_named_and_the_others_go_on(
    sounds: list[tuple[str, str]], tmp_path: Path
) -> None:
    Path(sounds[1][1]).unlink()
    whole = Path(sounds[2][1]).read_bytes()
    Path(sounds[2][1]).write_bytes(whole[: len(whole) // 2])
    (tmp_path / "text.flac").write_text("no sound")
    asked = (*sounds, ("f" * 64, str(tmp_path / "text.flac")))
    events = run(EmbedRequest(impressions.NAME, asked))
    assert isinstance(events[-1], Finished)
    assert events[0].gone == (sounds[1][0], sounds[2][0], "f" * 64)
    assert list(vectors(events)) == [sounds[0][0], sounds[3][0]]


def test_a_few_at_a_time_so_that_it_can_be_stopped(
    sounds: list[tuple[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(embed, "AT_ONCE", 3)
    request = EmbedRequest(impressions.NAME, tuple(sounds))
    assert [len(event.sounds) for event in run(request)[:-1]] == [3, 1]
    heard: list[Any] = []
    events = run_job("job", request, {}, lambda: len(heard) == 1)
    for event in events:
        heard.append(event)  # noqa: PERF402 - it is asked about meanwhile
    assert [type(event) for event in heard] == [Embedded, Cancelled]


def test_nothing_asked_is_nothing_found() -> None:
    (told, last) = run(EmbedRequest(impressions.NAME))
    assert told == Embedded("job", impressions.NAME, ())
    assert isinstance(last, Finished)


@pytest.mark.parametrize(
    ("embedder", "texts", "words"),
    [
        ("impressions-1", ("rain",), "knows no words"),
        ("impressions-0", (), "is not installed"),
        ("starter-00000000", (), "is not installed"),
        ("clap-00000000", (), "is not on this computer"),
    ],
)
def test_what_cannot_be_embedded(embedder: str, texts: tuple[str, ...], words: str) -> None:
    (last,) = run(EmbedRequest(embedder, texts=texts))
    assert isinstance(last, Failed)
    assert last.kind == "BadRequest"
    assert words in last.message
    assert last.hint


def test_the_starter_s_ear_hears_and_reads_in_one_space(sounds: list[tuple[str, str]]) -> None:
    name = embedders.name_of("starter")
    request = EmbedRequest(name, tuple(sounds[:2]), ("rain", "a bell rings"))
    events = run(request, RESIDENT)
    assert isinstance(events[-1], Finished), events[-1]
    net = embedding.build(paths.models_dir() / "starter", "cpu")
    found = vectors(events)
    for sha256, path in sounds[:2]:
        expected = net.audio([files.read(Path(path)).samples])[0]
        np.testing.assert_allclose(found[sha256], expected, atol=1e-5)
        assert np.linalg.norm(found[sha256]) == pytest.approx(1, abs=1e-4)
    texts = np.stack([np.frombuffer(data, "<f4") for data in events[0].texts])
    np.testing.assert_allclose(texts, net.text(["rain", "a bell rings"]), atol=1e-5)


def test_a_fetched_ear_hears_whole_sounds_at_its_own_rate(tmp_path: Path) -> None:
    folder = paths.weights_dir() / "clap"
    folder.mkdir(parents=True)
    tiny_clap.write(folder)
    noise = np.random.default_rng(2).normal(size=(12 * RATE, 2)) * 0.1
    stored = files.store(noise.astype(np.float32), RATE, tmp_path)
    name = embedders.name_of("clap")
    request = EmbedRequest(name, ((stored.sha256, str(stored.path)),), ("5 6",))
    events = run(request)
    assert isinstance(events[-1], Finished), events[-1]
    net = clap.build(folder)
    heard = resample(files.read(stored.path).samples, RATE, clap.SAMPLE_RATE)
    (found,) = vectors(events).values()
    np.testing.assert_allclose(found, net.long_audio(heard), atol=1e-5)
    (text,) = (np.frombuffer(data, "<f4") for data in events[0].texts)
    np.testing.assert_allclose(text, net.text(["5 6"])[0], atol=1e-5)


def test_one_embedder_stays_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    loaded: list[str] = []

    def ear(name: str) -> embed.Ear:
        loaded.append(name)
        return embed.Ear(name, lambda sound, rate: np.zeros(3))

    monkeypatch.setattr(embed, "ear", ear)
    resident: dict[str, Any] = {"generator": "stays"}
    for name in ("a", "a", "b", "a"):
        run(EmbedRequest(name), resident)
    assert loaded == ["a", "b", "a"]
    assert len(resident) == 2


def test_another_rate_is_heard_at_the_net_s_own(tmp_path: Path) -> None:
    """A tone is the same to it whether it is stored at 44.1 or at 48 kHz."""
    found = []
    for rate in (44_100, 48_000):
        time = np.arange(rate // 2) / rate
        tone = (0.2 * np.sin(2 * np.pi * 700 * time)).astype(np.float32)[:, None]
        stored = files.store(tone, rate, tmp_path)
        request = EmbedRequest(embedders.name_of("starter"), ((stored.sha256, str(stored.path)),))
        (vector,) = vectors(run(request, RESIDENT)).values()
        found.append(vector)
    assert float(found[0] @ found[1]) > 0.98
