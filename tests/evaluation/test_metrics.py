"""The table of measures: whole, in order, and each with its words."""

from __future__ import annotations

import pytest

from tangostudio.evaluation import metrics

BY_EAR = [
    metrics.by_ear(measure, ear)
    for measure in (metrics.SCORE, metrics.DIVERSITY, *metrics.SETS)
    for ear in metrics.EARS
]
ALONE = [
    *(metrics.DIVERGENCE, metrics.RECOGNISED, metrics.FAULTS, metrics.ORDER, metrics.TASTE),
    *(metrics.SECONDS, metrics.MEAN_SECONDS, metrics.MEMORY),
    *(metrics.by_events(count) for count in (1, 2, 3)),
]


@pytest.mark.parametrize("name", [*BY_EAR, *ALONE])
def test_every_name_has_a_metric_with_words(name):
    found = metrics.metric(name)
    assert found.name == name
    assert found.label
    assert found.help.endswith(".")
    assert found.better in ("higher", "lower")
    assert metrics.better_said(name)
    assert not found.of or metrics.metric(found.of).name == found.of


def test_labels_tell_all_of_them_apart():
    labels = [(metrics.metric(name).label, metrics.metric(name).of) for name in [*BY_EAR, *ALONE]]
    assert len(set(labels)) == len(labels)


def test_parts_belong_to_the_same_ear():
    assert metrics.metric("precision_second").of == "recall_second"
    assert metrics.metric("clap_2").of == "clap"
    assert metrics.metric("seconds_mean").of == "seconds"
    assert metrics.metric("clap_second").of == ""


def test_they_are_shown_by_measure_and_then_by_ear():
    found = metrics.in_order(
        ["memory", "diversity", "clap_second", "clap_2", "kl", "clap_1", "clap"]
    )
    assert found == ["clap", "clap_1", "clap_2", "clap_second", "kl", "diversity", "memory"]


def test_prompts_with_many_events_count_with_the_last_group():
    assert metrics.by_events(1) == "clap_1"
    assert metrics.by_events(7) == "clap_3"
    assert "or more" in metrics.metric("clap_3").label
