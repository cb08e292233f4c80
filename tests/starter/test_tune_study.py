"""The study of tuning: its prompts, its table's arithmetic, and that a run is read again."""

import json
from dataclasses import asdict

import pytest

from tangostudio.errors import BadRequest
from tangostudio.starter import tune_study
from tangostudio.starter.tune_study import runs, table
from tangostudio.starter.tune_study.runs import Run
from tangostudio.starter.tune_study.sizes import Sizes, asked


def found(arm: str, run: int, last: list[float], **more) -> dict:
    def check(number: int, values: list[float]) -> dict:
        named = dict.fromkeys(("match", "second ear", "kind"), values)
        return {"round": number, "values": named, "diversity": 0.5, "flagged": 0.25}

    fit = {"winner": 0.51, "reference_winner": 0.5, "loser": 0.6, "reference_loser": 0.5}
    return {
        "arm": arm, "run": run, "liking": "", "sizes": {"checks": 2}, "core_minutes": 1.0,
        "minutes": 1.0, "warnings": [], "checks": [check(0, [0.0] * 4), check(1, last)],
        "fits": [fit, fit], **more,
    }  # fmt: skip


def test_held_out_prompts_stand_in_no_bank_and_every_kind_is_there():
    words = asked(("alarm", "camera"), 3, 2, 1.5)
    bank, held_out = ([p.text for p in some] for some in (words.bank, words.held_out))
    assert (len(bank), len(held_out)) == (6, 4)
    assert len({*bank, *held_out}) == 10
    assert [words.kinds[text] for text in held_out] == ["alarm", "camera"] * 2
    assert asked(("alarm", "camera"), 3, 2, 1.5) == words


def test_each_arm_s_first_run_comes_before_any_second_one():
    names = [run.name for run in runs.all_runs(Sizes(runs=2, designers=("bright", "short")))]
    assert names[:5] == ["crpo-0", "dpo-0", "designer-bright-0", "offline-0", "best_of-0"]
    assert names[-1] == "designer-short-0"
    assert len(names) == len(set(names)) == 11


def test_intervals_over_runs_are_student_s():
    assert table.half_width([1.0, 2.0, 3.0]) == pytest.approx(4.302653 / 3**0.5)
    text = table.markdown([found("crpo", n, [0.1 * (n + 1)] * 4) for n in range(3)])
    assert "| CRPO, online | match (reward) | 0.0000 | +0.2000 ± 0.2484 |" in text
    assert "| CRPO, online | variety | 0.5000 | +0.0000 ± 0.0000 |" in text
    # 10 thousandths in each of two rounds.
    assert "| CRPO, online | winners | +10.00 ± 0.00 | +20.00 ± 0.00 |" in text


def test_arms_are_told_apart_prompt_by_prompt():
    crpo = [found("crpo", 0, [0.1, 0.3, 0.5, 0.7])]  # 0.2 and 0.6 of its two prompts
    dpo = [found("dpo", 0, [0.1, 0.1, 0.1, 0.1])]
    text = table.markdown([*crpo, *dpo])
    half = 12.7062 * 0.2828427 / 2**0.5
    cell = f"+0.3000 ± {half:.4f}"
    assert f"| CRPO, online, against DPO alone, online | {cell} | {cell} | {cell} |" in text


def test_a_designer_s_row_says_whether_the_target_is_met():
    good = found("designer", 0, [0.0] * 4, liking="bright", wins=[1, 1, 1, 0], taste_foretells=0.8)
    good["checks"][0]["values"] = dict.fromkeys(("match", "second ear", "kind"), [0.5] * 4)
    good["checks"][1]["values"] = dict.fromkeys(("match", "second ear", "kind"), [0.49] * 4)
    assert "| bright | 1 | 75.0 % | -2.0 % | -2.0 % | -2.0 % | 80.0 % | yes |" in table.markdown(
        [good]
    )
    good["checks"][1]["values"]["match"] = [0.4] * 4
    assert "**no**" in table.markdown([good])


def test_what_was_found_is_read_again_and_other_sizes_are_made_anew(tmp_path, monkeypatch):
    made = []

    def does(run, sizes, work):
        made.append(run.name)
        return {"checks": []}

    monkeypatch.setitem(runs._DOES, "crpo", does)
    first = runs.perform(Run("crpo", 1), Sizes(), tmp_path)
    assert runs.perform(Run("crpo", 1), Sizes(), tmp_path) == first
    assert made == ["crpo-1"]
    assert json.loads((tmp_path / "crpo-1.json").read_text())["sizes"]["rounds"] == 5
    runs.perform(Run("crpo", 1), Sizes(rounds=2), tmp_path)
    assert made == ["crpo-1", "crpo-1"]


def test_quick_sizes_are_small_and_unknown_arms_are_refused():
    small = tune_study.quick(Sizes())
    assert set(asdict(small)) == set(asdict(Sizes()))
    assert small.prompts < 10
    with pytest.raises(BadRequest, match="no arm"):
        tune_study.main(["--arms", "crpo,magic"])
