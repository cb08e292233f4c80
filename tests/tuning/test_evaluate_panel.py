"""The judges: stretches of a sound, the order of events, and what real ones should say."""

from __future__ import annotations

import numpy as np
import pytest

from tangostudio.engines import embed
from tangostudio.errors import WeightsError
from tangostudio.evaluation.divergence import divergence
from tangostudio.evaluation.statistics import paired
from tangostudio.starter import corpus
from tangostudio.tuning import evaluate_panel
from tangostudio.tuning.evaluate_panel import Asked, Panel, stretches
from tests.families import tiny_audioset, tiny_clap, tiny_openl3

RATE = 1000


def level_of(sound: np.ndarray, rate: int) -> np.ndarray:
    loud = float(np.abs(sound).mean()) > 0.5
    return np.array([1.0, 0.0]) if loud else np.array([0.0, 1.0])


def read(texts) -> np.ndarray:
    return np.array([[1.0, 0.0] if "bang" in text else [0.0, 1.0] for text in texts])


JUDGES = Panel({"": embed.Ear("ear", level_of, read)}, order="")


def test_silence_at_both_ends_is_no_part_of_a_sound():
    sound = np.zeros((1000, 2), np.float32)
    sound[200:400], sound[400:600] = 1.0, 0.25
    first, second = stretches(sound, RATE, 2)
    assert (first.mean(), second.mean()) == (1.0, 0.25)
    three = stretches(sound, RATE, 3)
    assert sum(map(len, three)) == 400


@pytest.mark.parametrize("sound", [np.zeros((50, 1)), np.ones((3, 1)), np.ones((1, 1))])
def test_silence_and_clicks_have_stretches_too(sound):
    assert len(stretches(sound.astype(np.float32), RATE, 2)) == 2


def test_the_order_of_events_is_right_or_wrong():
    right = np.concatenate([np.full((500, 1), 0.9), np.full((500, 1), 0.2)]).astype(np.float32)
    sounds = [right, right[::-1].copy(), np.full((900, 1), 0.2, np.float32)]
    told = JUDGES.listen(Asked("a bang, then a hum"), sounds, RATE)
    assert told.scores["order"].tolist() == [1, 0, 0]
    again = JUDGES.listen(Asked("a hum, then a bang"), sounds, RATE)
    assert again.scores["order"].tolist() == [0, 1, 0]
    for text in ("a bang", "a bang while it hums"):
        assert "order" not in JUDGES.listen(Asked(text), sounds, RATE).scores


# --- the bundled ones ----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def bundled() -> Panel:
    return evaluate_panel.panel()


@pytest.fixture(scope="module")
def examples() -> list[corpus.Example]:
    names = ("dog_bark", "rain", "church_bell", "laser", "glass_break", "explosion", "cow", "siren")
    first = corpus.HELD_OUT_SEEDS + 50_000
    return [
        corpus.example(first + place, family=name, seconds=2.0, compose=False)
        for place, name in enumerate(names)
    ]


def test_the_score_falls_when_prompts_are_shuffled(bundled, examples):
    texts = [one.caption for one in examples]
    for name in ("clap", "clap_second"):
        own, other = (
            [
                float(bundled.listen(Asked(text), [one.audio], 44100).scores[name][0])
                for text, one in zip(said, examples, strict=True)
            ]
            for said in (texts, texts[1:] + texts[:1])
        )
        found = paired(other, own)
        assert found.interval.low > 0.1, name


def test_the_tagger_knows_real_sounds_and_hears_equal_ones_alike(bundled, examples):
    tagger = bundled.tagger
    assert tagger is not None
    told = np.stack([tagger.tag(one.audio, 44100) for one in examples])
    named = [tagger.labels[place] for place in told.argmax(1)]
    assert sum(a == one.families[0] for a, one in zip(named, examples, strict=True)) >= 7
    np.testing.assert_allclose(divergence(told, told), 0, atol=1e-3)
    assert divergence(told, told[::-1]).mean() > 2


def test_one_take_repeated_has_no_diversity_and_every_rate_is_heard(bundled, examples):
    sound = examples[0].audio
    told = bundled.listen(Asked("a dog"), [sound, sound], 44100)
    assert all(np.array_equal(*rows) for rows in told.rows.values())
    half = bundled.listen(Asked("a dog"), [sound[::2]], 22050)
    # Cut to half the band it is much the same sound.
    assert float(half.rows[""][0] @ told.rows[""][0]) > 0.5


# --- weights of a folder -------------------------------------------------------------------------


def test_folders_of_weights_are_more_judges(tmp_path):
    for name in ("clap", "ast", "openl3"):
        (tmp_path / name).mkdir()
    tiny_clap.write(tmp_path / "clap")
    tiny_audioset.write(tmp_path / "ast")
    tiny_openl3.write(tmp_path / "openl3")
    embedder, tagger, openl3 = (str(tmp_path / name) for name in ("clap", "ast", "openl3"))
    made = evaluate_panel.panel(embedder, tagger, openl3)
    assert list(made.ears) == ["", "second", "laion", "openl3"]
    assert made.order == "laion"
    sound = np.random.default_rng(0).normal(0, 0.1, (4410, 2)).astype(np.float32)
    told = made.listen(Asked("5 7", "Dog", np.full((1, 3), 1 / 3)), [sound], 44100)
    assert {"clap", "clap_laion", "recognised", "kl"} <= told.scores.keys()
    assert told.rows["openl3"].shape == (1, 1024)
    assert "clap_openl3" not in told.scores


def test_a_folder_of_other_weights_is_refused(tmp_path):
    with pytest.raises(WeightsError):
        evaluate_panel.panel(embedder=str(tmp_path))
    with pytest.raises(WeightsError):
        evaluate_panel.panel(tagger=str(tmp_path))
