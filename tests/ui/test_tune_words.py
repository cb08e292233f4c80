import pytest

from tangostudio.ui import tune_amounts, tune_words
from tests.ui.fake_tunes import StoredAdapter, TrialView, outline, trial, tune_view, won


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({}, "Learning “My taste 4” from 61 votes on the Starter"),
        ({"votes": 1}, "Learning “My taste 4” from 1 vote on the Starter"),
        ({"votes": 0}, "Learning “My taste 4” from prompts alone on the Starter"),
        ({"state": "paused"}, "“My taste 4” is paused"),
        ({"state": "interrupted"}, "“My taste 4” was interrupted"),
        ({"state": "failed"}, "“My taste 4” could not go on"),
        ({"state": "done"}, "“My taste 4” is learned"),
    ],
)
def test_the_heading_says_what_is_learned(values, said):
    assert tune_words.heading(tune_view(**values), "Starter") == said


def test_the_line_says_where_it_stands():
    assert tune_words.line(tune_view()) == (
        "Round 2 of 3 · 80 prompts, 5 candidates each · about 6 minutes left on this computer · "
        "you can go on working"
    )
    assert "left" not in tune_words.line(tune_view(seconds_left=None))
    assert tune_words.line(tune_view(state="done")).startswith("3 rounds · ")
    assert "nothing is lost" in tune_words.line(tune_view(state="interrupted", round=0))
    assert tune_words.line(tune_view(state="paused", round=0)).startswith("Round 1 of 3")


def test_the_stage_is_told_only_while_it_goes_on():
    assert tune_words.stage(tune_view()) == "learning · step 212 of 480"
    draft = tune_view(stage="draft", done=12, total=80)
    assert tune_words.stage(draft) == "making candidates · prompt 12 of 80"
    assert tune_words.stage(tune_view(stage="check", total=0)).startswith("playing prompts")
    assert tune_words.stage(tune_view(state="done")) == ""


def test_the_facts_before_and_after_the_start():
    before = tune_words.planned(outline(), 12)
    assert before == {
        "Votes": "61 pairs, 12 prompts",
        "Weights": "LoRA rank 16, 1.2 MB",
        "Memory": "1.1 of 9.2 GB free",
        "Disk": "420 MB of 210 GB free",
        "Reward": "match 50 % · taste 50 %",
    }
    assert tune_words.planned(outline(own_pairs=0), 0)["Votes"] == "none, prompts alone"
    after = tune_words.going(tune_view(), outline())
    assert after["Checkpoint"] == "2 minutes ago"
    assert after["Memory"] == before["Memory"]
    alone = tune_words.going(tune_view(saved_seconds_ago=None), None)
    assert alone["Weights"] == "LoRA rank 16"
    assert alone["Checkpoint"] == ""
    assert "Memory" not in alone


def test_memory_that_the_system_does_not_tell_is_left_out():
    assert tune_amounts.of_free(1_100_000_000, None) == "1.1 GB"


def test_a_single_judge_has_the_whole_reward():
    assert tune_words.blend({"match": 1.0}) == "match 100 %"
    assert tune_words.blend({"match": 1.0, "taste": 0.0}) == "match 100 %"
    assert tune_words.blend({"match": 3.0, "taste": 1.0}) == "match 75 % · taste 25 %"


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (3, "just now"),
        (40, "40 seconds ago"),
        (125, "2 minutes ago"),
        (60 * 100, "2 hours ago"),
        (86400 * 3, "3 days ago"),
    ],
)
def test_how_long_ago(seconds, said):
    assert tune_amounts.ago(seconds) == said


def test_memory_that_just_suffices_is_said():
    short = outline(free_memory=600_000_000)
    assert "one by one" in tune_words.tight(short)
    assert tune_words.tight(outline()) == ""
    assert tune_words.tight(outline(free_memory=1, problem="Too little memory.")) == ""


def test_the_blind_test_of_an_adapter_in_one_line():
    def said(adapter, **values):
        return tune_words.result(adapter, TrialView(3, **values))

    new = StoredAdapter(3, "My taste 3")
    assert said(new) == "Not tested yet"
    assert said(new, state="rendering", rendered=9) == "Blind test: pair 9 of 28 is made"
    begun = trial.verdict(["tuned", "base", "tie"])
    assert said(new, state="open", answered=3, verdict=begun) == (
        "Blind test begun: 2 of 20 pairs decided"
    )
    assert said(new, state="done", verdict=won(16)) == (
        "16 of 20 blind wins against the base, p = 0.006"
    )
    assert said(new, state="done", verdict=won(12)) == (
        "12 of 20 blind wins: no clear difference, kept aside"
    )


def test_an_open_test_never_tells_who_is_ahead():
    ahead = TrialView(3, "open", answered=8, verdict=trial.verdict(["tuned"] * 7 + ["tie"]))
    behind = TrialView(3, "open", answered=8, verdict=trial.verdict(["base"] * 7 + ["tie"]))
    assert (
        tune_words.answered(ahead) == tune_words.answered(behind) == "8 answers · 7 of 20 decided"
    )
    adapter = StoredAdapter(3, "My taste 3")
    assert tune_words.result(adapter, ahead) == tune_words.result(adapter, behind)


def test_probabilities_in_figures_and_in_words():
    assert tune_words.chance(0.0059) == "0.006"
    assert tune_words.chance(0.252) == "0.25"
    assert tune_words.chance(1e-6) == "under 0.001"
    assert tune_words.by_chance(won(16)) == "by chance alone so many come once in 169 tests"
    assert tune_words.by_chance(won(11)) == ""


def test_adapters_in_use_as_the_header_shows_them():
    first = StoredAdapter(2, "Bright doors", active=True, strength=1.0)
    second = StoredAdapter(3, "My taste 3", active=True, strength=0.8)
    assert tune_words.chip([first, second]) == "Bright doors · 100 % + My taste 3 · 80 %"
    assert tune_words.numbered(first) == "Bright doors #2"
    assert tune_words.numbered(second) == "My taste 3"
    assert tune_words.in_use(second) == "in use · 80 %"
