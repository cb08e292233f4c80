"""The synthesiser's families: well-formed signals, and sounds that do what their facts say."""

import numpy as np
import pytest
from scipy.ndimage import maximum_filter1d
from scipy.stats import rankdata

from tangostudio.starter.sounds import BEDS, FAMILIES, SAMPLE_RATE, Sound, render
from tangostudio.starter.sounds.toolkit import band, coloured, ringing

LENGTHS = {0.5: (0, 1, 2), 2.0: (3, 4), 7.0: (5,)}
PLACES = ("distance", "room")


def sound(family: str, seed: int, seconds: float = 3.0) -> Sound:
    return render(family, np.random.default_rng(seed), seconds)


def traits(of: Sound) -> dict[str, str]:
    words = of.facts["traits"]
    assert isinstance(words, dict)
    return words


def dry(family: str, number: int, seconds: float = 3.0) -> list[Sound]:
    """The first sounds of a family that stand neither far away nor in a room."""
    found = []
    seed = 0
    while len(found) < number:
        candidate = sound(family, seed, seconds)
        seed += 1
        if not any(place in traits(candidate) for place in PLACES):
            found.append(candidate)
    return found


def centroid(audio: np.ndarray) -> float:
    """Power-weighted mean of log frequency."""
    power = np.abs(np.fft.rfft(audio.mean(axis=1))) ** 2
    hz = np.fft.rfftfreq(len(audio), 1 / SAMPLE_RATE)
    keep = hz > 20
    return float((power[keep] * np.log(hz[keep])).sum() / power[keep].sum())


def order(first: list[object], second: list[float]) -> float:
    """Rank correlation."""
    ranks = rankdata(np.asarray(first, float)), rankdata(second)
    return float(np.corrcoef(*ranks)[0, 1])


def envelope(audio: np.ndarray, hop: int = 220) -> np.ndarray:
    level = np.abs(audio).max(axis=1)
    return level[: len(level) // hop * hop].reshape(-1, hop).max(axis=1)


def events(audio: np.ndarray) -> list[float]:
    """Times at which a level that had fallen under 35 % of the peak comes over 55 %."""
    level = maximum_filter1d(envelope(audio), 7)
    level = level / level.max()
    found, low = [], True
    for index, value in enumerate(level.tolist()):
        if low and value > 0.55:
            found.append(index * 220 / SAMPLE_RATE)
            low = False
        elif not low and value < 0.35:
            low = True
    return found


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("seconds", LENGTHS)
def test_every_family_gives_clean_audio(family: str, seconds: float) -> None:
    for seed in LENGTHS[seconds]:
        audio = sound(family, seed, seconds).audio
        peak = np.abs(audio).max()
        assert audio.dtype == np.float32
        assert audio.shape in ((round(seconds * SAMPLE_RATE), 1), (round(seconds * SAMPLE_RATE), 2))
        assert np.isfinite(audio).all()
        assert 0.05 < peak <= 1
        ending = np.abs(audio[-44:] if family in BEDS else audio[-220:]).max()
        assert ending < (0.05 if family in BEDS else 0.01) * peak
        assert np.abs(audio[:3]).max() < 0.2 * peak
        assert abs(audio.mean()) < 0.05 * np.sqrt(np.mean(np.square(audio)))


@pytest.mark.parametrize("family", FAMILIES)
def test_a_seed_gives_the_same_sound_again(family: str) -> None:
    first, second = sound(family, 5, 0.7), sound(family, 5, 0.7)
    assert np.array_equal(first.audio, second.audio)
    assert first.facts == second.facts
    assert not np.array_equal(first.audio, sound(family, 6, 0.7).audio)


def test_there_are_enough_families_and_some_are_stereo() -> None:
    assert len(FAMILIES) >= 62
    assert set(FAMILIES) > BEDS
    stereo = {family for family in FAMILIES if sound(family, 0, 0.5).audio.shape[1] == 2}
    assert {"rain", "wind", "car_pass", "jet", "bee", "choir", "thunder", "magic"} <= stereo
    assert not stereo & {"door_knock", "church_bell", "footsteps", "laser"}


@pytest.mark.parametrize("family", sorted(BEDS - {"riser", "wind_chime"}))
def test_a_bed_goes_on_to_its_end(family: str) -> None:
    audio = sound(family, 1, 4.0).audio
    parts = [np.sqrt(np.mean(part**2)) for part in np.array_split(audio, 8)]
    assert min(parts) > 0.02 * max(parts)


@pytest.mark.parametrize("family", FAMILIES)
def test_the_level_is_real_and_named_after_it(family: str) -> None:
    for seed in range(5):
        item = sound(family, seed, 0.5)
        peak = float(np.abs(item.audio).max())
        level_db = item.facts["level_db"]
        assert isinstance(level_db, float)
        assert 20 * np.log10(peak) == pytest.approx(level_db, abs=0.1)
        if traits(item).get("level") == "quiet":
            assert peak < 0.2
        if traits(item).get("level") == "loud":
            assert peak > 0.5


@pytest.mark.parametrize(
    "family",
    [
        name
        for name in FAMILIES
        if "pitch" in {trait for seed in range(4) for trait in traits(sound(name, seed, 0.5))}
    ],
)
def test_a_higher_pitch_sounds_higher(family: str) -> None:
    items = dry(family, 12, 1.2)
    pitches = [item.facts["pitch_hz"] for item in items]
    assert order(pitches, [centroid(item.audio) for item in items]) > 0.45


@pytest.mark.parametrize("family", ["sonar", "wolf", "whistle", "owl", "church_bell", "alarm"])
def test_the_pitch_is_where_the_facts_say(family: str) -> None:
    for item in dry(family, 3, 2.0):
        spectrum = np.abs(np.fft.rfft(item.audio[:, 0] * np.hanning(len(item.audio))))
        hz = np.fft.rfftfreq(len(item.audio), 1 / SAMPLE_RATE)
        pitch = item.facts["pitch_hz"]
        assert isinstance(pitch, float)
        near = (hz > pitch * 0.94) & (hz < pitch * 1.06)
        assert spectrum[near].max() > 0.3 * spectrum[hz > 20].max()


@pytest.mark.parametrize(
    "family", ["dog_bark", "glass_break", "explosion", "cat", "splash", "rocks", "bubbles", "frog"]
)
def test_a_larger_thing_sounds_lower(family: str) -> None:
    items = dry(family, 12, 2.0)
    sizes = [item.facts["size"] for item in items]
    assert order(sizes, [centroid(item.audio) for item in items]) < -0.6


@pytest.mark.parametrize(
    ("family", "fact"),
    [
        ("rain", "drops_hz"),
        ("wind", "strength"),
        ("waves", "roughness"),
        ("hail", "stones_hz"),
        ("applause", "size"),
        ("fire", "roar"),
    ],
)
def test_a_heavier_one_is_louder(family: str, fact: str) -> None:
    items = dry(family, 12, 2.0)
    levels = [float(np.sqrt(np.mean(item.audio**2))) for item in items]
    assert order([item.facts[fact] for item in items], levels) > 0.6


@pytest.mark.parametrize(
    "family",
    [
        *("door_knock", "snare_drum", "horn", "game_jump", "kick_drum", "game_coin", "dog_bark"),
        *("gunshot", "cough", "duck"),
    ],
)
def test_a_count_is_that_many_events(family: str) -> None:
    items = dry(family, 12, 4.0)
    right = sum(len(events(item.audio)) == item.facts["count"] for item in items)
    assert right >= 10
    assert len({item.facts["count"] for item in items}) > 2


@pytest.mark.parametrize("family", ["footsteps", "clock_tick", "heartbeat"])
def test_rhythms_are_even_with_a_human_jitter(family: str) -> None:
    for item in dry(family, 4, 7.0):
        onsets = item.facts["onsets"]
        assert isinstance(onsets, list)
        if len(onsets) > 4:
            steps = np.diff(onsets)
            assert 0.003 < steps.std() / steps.mean() < 0.08


@pytest.mark.parametrize("family", ["clock_tick", "door_knock", "snare_drum"])
def test_onsets_are_heard_where_the_facts_say(family: str) -> None:
    for item in dry(family, 3, 3.0):
        level = envelope(item.audio, 44)
        onsets = item.facts["onsets"]
        assert isinstance(onsets, list)
        for onset in onsets:
            at = int(onset * 1002.3)
            assert level[at : at + 20].max() > 0.3 * level.max()


@pytest.mark.parametrize("family", ["car_pass", "jet", "train", "helicopter", "whoosh", "bee"])
def test_what_passes_by_moves_across(family: str) -> None:
    seconds = 0.7 if family == "whoosh" else 4.0
    moving = [
        item
        for item in (sound(family, seed, seconds) for seed in range(16))
        if "direction" in traits(item)
    ]
    assert len({traits(item)["direction"] for item in moving}) == 2
    for item in moving:
        level = np.square(item.audio).max(axis=1)
        heard = np.flatnonzero(level > 1e-4 * level.max())
        parts = np.array_split(np.square(item.audio[heard[0] : heard[-1]]), 6)
        starts_left, ends_left = (
            parts[index][:, 0].sum() > parts[index][:, 1].sum() for index in (0, -1)
        )
        assert starts_left == (traits(item)["direction"] == "left to right")
        assert ends_left != starts_left


@pytest.mark.parametrize("family", ["rain", "waves", "applause", "crowd", "choir", "thunder"])
def test_what_is_all_around_is_wide(family: str) -> None:
    left, right = sound(family, 2, 2.0).audio.T
    assert np.corrcoef(left, right)[0, 1] < 0.95
    assert 0.5 < np.std(left) / np.std(right) < 2


def graded(family: str, trait: str, seconds: float = 2.0) -> tuple[list[Sound], list[Sound]]:
    """Four sounds each whose trait is the low and the high end, near and in no room."""
    ends = {"low": 0, "small": 0, "damped": 0, "slow": 0, "light": 0, "down": 0, "falling": 0}
    ends |= {"high": 1, "large": 1, "ringing": 1, "fast": 1, "heavy": 1, "up": 1, "rising": 1}
    found: tuple[list[Sound], list[Sound]] = ([], [])
    for seed in range(60):
        item = sound(family, seed, seconds)
        grade = traits(item).get(trait)
        if grade in ends and not any(place in traits(item) for place in PLACES):
            found[ends[grade]].append(item)
    return found[0][:4], found[1][:4]


def fall_seconds(audio: np.ndarray) -> float:
    """How long a sound stays within 20 dB of its peak."""
    level = envelope(audio)
    return float(np.flatnonzero(level > 0.1 * level.max())[-1] * 220 / SAMPLE_RATE)


def period(audio: np.ndarray, shortest: float) -> float:
    """Seconds after which the envelope looks most like itself."""
    level = envelope(audio, 44)
    level = level - level.mean()
    alike = np.correlate(level, level, "full")[len(level) - 1 :]
    first = int(shortest * 1002.3)
    return float((first + np.argmax(alike[first : len(alike) * 2 // 3])) / 1002.3)


def test_high_lasers_chirp_from_higher_up() -> None:
    low, high = graded("laser", "pitch", 0.6)
    assert max(map(opening_pitch, low)) < min(map(opening_pitch, high))


def opening_pitch(item: Sound) -> float:
    """Centroid of the first 30 ms that are heard."""
    level = np.abs(item.audio[:, 0])
    start = int(np.flatnonzero(level > 0.1 * level.max())[0])
    return centroid(item.audio[start : start + 1323])


def test_bells_ring_and_wood_does_not() -> None:
    bells = [
        fall_seconds(item.audio)
        for family in ("church_bell", "small_bell", "gong")
        for item in dry(family, 10, 3.0)
        if item.facts.get("count", 1) == 1
    ]
    wood = [
        fall_seconds(item.audio) for item in dry("wood_hit", 10, 3.0) if item.facts["count"] == 1
    ]
    assert min(bells) > 0.2 > max(wood)
    assert all(
        np.square(item.audio[-22050:]).sum() < 0.1 * np.square(item.audio).sum()
        for item in dry("gong", 4, 3.0)
    )


def test_metal_rings_as_long_as_it_is_said_to() -> None:
    damped, ringing_ = graded("metal_hit", "ring", 1.2)
    single = [
        [fall_seconds(i.audio) for i in side if i.facts["count"] == 1]
        for side in (damped, ringing_)
    ]
    assert max(single[0]) < min(single[1])


@pytest.mark.parametrize("family", ["clock_tick", "heartbeat", "alarm", "helicopter"])
def test_the_tempo_is_heard(family: str) -> None:
    for item in [i for i in dry(family, 8, 5.0) if "count" not in i.facts][:4]:
        rate = item.facts["rate_hz"]
        assert isinstance(rate, float)
        beats = period(item.audio, 0.7 / rate) * rate
        assert abs(beats - round(beats)) < 0.12
        assert 1 <= round(beats) <= 8


def test_running_steps_follow_each_other_faster() -> None:
    steps = [item for item in dry("footsteps", 10, 5.0) if "count" not in item.facts]
    intervals = [item.facts["interval_seconds"] for item in steps]
    assert order(intervals, [len(events(item.audio)) for item in steps]) < -0.5


def brilliance(audio: np.ndarray) -> float:
    """Share of the energy above 2 kHz."""
    power = np.abs(np.fft.rfft(audio.mean(axis=1))) ** 2
    return float(power[np.fft.rfftfreq(len(audio), 1 / SAMPLE_RATE) > 2000].sum() / power.sum())


def test_far_explosions_are_duller_and_quieter_than_near_ones() -> None:
    items = [sound("explosion", seed, 1.5) for seed in range(24)]
    far, near = (
        [item.audio for item in items if traits(item).get("distance") == word]
        for word in ("distant", "close")
    )
    assert min(len(far), len(near)) >= 3
    assert max(brilliance(a) for a in far) < min(brilliance(a) for a in near)
    assert max(np.abs(a).max() for a in far) < min(np.abs(a).max() for a in near)


def test_engines_speed_up_and_large_ones_are_low() -> None:
    items = dry("engine", 10, 2.0)
    for item in items:
        if traits(item)["variant"] == "accelerating":
            first, last = item.audio[:22050], item.audio[-22050:]
            assert centroid(last) > centroid(first)
    small, large = graded("engine", "size", 1.0)
    assert np.mean([centroid(i.audio) for i in large]) < np.mean([centroid(i.audio) for i in small])


@pytest.mark.parametrize(("family", "up"), [("power", "up"), ("magic", "rising")])
def test_what_rises_ends_higher(family: str, up: str) -> None:
    for item in dry(family, 6, 1.5):
        level = envelope(item.audio)
        end = int(np.flatnonzero(level > 0.1 * level.max())[-1]) * 220
        rises = centroid(item.audio[end // 2 : end]) > centroid(item.audio[: end // 2])
        assert rises == (traits(item)["variant"] == up)


def test_even_the_shortest_paper_is_heard() -> None:
    for seed in range(40):
        assert np.abs(sound("paper", seed, 0.5).audio).max() > 0.05


def test_building_blocks_do_what_they_say() -> None:
    tone = ringing(1000.0, 0.1, 44100)
    time = np.arange(44100) / SAMPLE_RATE
    exact = np.exp(-time / 0.1) * np.sin(2 * np.pi * 1000 * time)
    assert np.abs(tone - exact).max() < 1e-4
    noise = coloured(np.random.default_rng(0), 44100, band(500, 2000, 2))
    power = np.abs(np.fft.rfft(noise)) ** 2
    assert power[500:2000].sum() > 0.8 * power.sum()
    assert np.sqrt(np.mean(noise**2)) == pytest.approx(1, abs=1e-3)
