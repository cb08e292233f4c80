"""Votes, ranking and the taste from the command line."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tangostudio import cli
from tangostudio.jobs import run as jobs
from tangostudio.library import Library
from tests.cli import fakes

# --- pairs ----------------------------------------------------------------------------------------


def test_the_next_pair_tells_nothing_but_what_hearing_it_takes(run, folder):
    fakes.fill(folder)
    code, (pair,) = run("pairs", "next")
    assert (code, pair.keys()) == (0, {"event", "prompt", "seconds", "left", "right"})
    assert pair["left"].keys() == pair["right"].keys() == {"take", "path", "gain_db"}
    prompts = {take.id: take.prompt for take in fakes.takes_of(folder)}
    assert prompts[pair["left"]["take"]] == prompts[pair["right"]["take"]] == pair["prompt"]
    assert Path(pair["left"]["path"]).is_file()


def test_a_set_to_rank_has_as_many_takes_as_are_asked_for(run, folder):
    fakes.fill(folder, prompts=1, each=5)
    code, (ranking,) = run("pairs", "next", "--ranking", 4)
    assert (code, ranking["event"], len(ranking["takes"])) == (0, "Ranking", 4)
    assert run("pairs", "next", "--ranking", 6)[0] == 2


def test_nothing_to_compare_is_a_note(run, folder):
    fakes.fill(folder, prompts=2, each=1)
    code, (note,) = run("pairs", "next")
    assert (code, note["event"]) == (0, "Note")
    assert "make more takes" in note["sentence"]


def test_an_unknown_project_is_not_found(run, folder):
    fakes.fill(folder)
    for command in (["pairs", "next"], ["rank"]):
        code, events = run(*command, "--project", "Castle")
        assert (code, events[-1]["kind"]) == (1, "NotFound")


def test_a_vote_is_stored_and_a_second_one_on_the_pair_repeats_the_first(run, folder):
    fakes.fill(folder)
    _, (first,) = run("pairs", "vote", 2, 1, "left")
    assert [first[name] for name in ("left", "right", "answer")] == [2, 1, "left"]
    run("pairs", "vote", 1, 2, "tie")
    run("pairs", "vote", 1, 3, "both_bad")
    run("pairs", "vote", 1, 2, "right")
    _, votes = run("pairs", "list")
    assert [vote["repeat_of"] for vote in votes] == [None, 1, None, 1]
    assert [vote["answer"] for vote in votes] == ["left", "tie", "both_bad", "right"]
    with Library.open(folder, write=False) as library:
        vote = library.votes.get(1)
    assert (vote.take_a, vote.answer, vote.left) == (1, "b", "b")
    assert vote.gain_a_db <= 0 <= vote.gain_b_db or vote.gain_b_db <= 0 <= vote.gain_a_db


def test_a_withdrawn_vote_is_repeated_by_none(run, folder):
    fakes.fill(folder)
    run("pairs", "vote", 1, 2, "left")
    assert run("pairs", "undo")[1] == [{"event": "Withdrawn", "votes": [1]}]
    assert run("pairs", "list") == (0, [])
    assert run("pairs", "vote", 1, 2, "left")[1][0]["repeat_of"] is None


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("1", "1", "left"), 2),
        (("1", "4", "left"), 2),  # another prompt
        (("1", "7", "left"), 2),  # another length
        (("1", "8", "left"), 2),  # the same sound
        (("1", "99", "left"), 1),
        (("1", "2"), 2),
        ((), 2),
        (("--ranking", "1,2"), 2),
        (("--ranking", "1,2,2"), 2),
        (("--ranking", "1,x,2"), 2),
        (("--ranking", "1,2,4"), 2),
        (("1", "2", "left", "--ranking", "1,2,3"), 2),
    ],
)
def test_a_vote_that_makes_no_sense_is_refused(run, folder, arguments, code):
    fakes.fill(folder)
    with Library.open(folder, write=True) as library:
        fakes.add_sound(library, "sound 0", 50, seconds=2.0)
        fakes.add_sound(library, "sound 0", 0)
    found, events = run("pairs", "vote", *arguments)
    assert (found, events[-1]["event"]) == (code, "Failed")
    assert events[-1]["hint"]
    assert run("pairs", "list") == (0, [])


def test_a_take_in_the_trash_is_not_voted_on(run, folder):
    fakes.fill(folder)
    with Library.open(folder, write=True) as library:
        library.takes.trash([1])
    code, events = run("pairs", "vote", 1, 2, "left")
    assert (code, "trash" in events[-1]["message"]) == (2, True)


def test_a_ranking_is_votes_on_neighbours_and_one_undo_takes_all_back(run, folder):
    fakes.fill(folder)
    run("pairs", "vote", 4, 5, "left")
    code, votes = run("pairs", "vote", "--ranking", "3,1=2")
    assert code == 0
    better = {vote[vote["answer"]] for vote in votes if vote["answer"] in ("left", "right")}
    ties = [{vote["left"], vote["right"]} for vote in votes if vote["answer"] == "tie"]
    assert (better, ties) == ({3}, [{1, 2}])
    assert run("pairs", "undo")[1][0]["votes"] == [2, 3]
    assert [vote["vote"] for vote in run("pairs", "list")[1]] == [1]


def test_without_a_vote_there_is_nothing_to_take_back(run, folder):
    fakes.fill(folder)
    code, events = run("pairs", "undo")
    assert (code, events[-1]["kind"]) == (1, "NotFound")


def test_pairs_go_out_and_come_into_another_library(run, folder, tmp_path):
    fakes.fill(folder)
    for vote in ((1, 2, "left"), (2, 3, "right"), (4, 6, "left"), (4, 5, "tie")):
        run("pairs", "vote", *vote)
    code, (written,) = run("pairs", "export", "--to", tmp_path / "out", "--format", "tangoflux")
    assert (code, written["pairs"], written["sounds"]) == (0, 3, 5)
    assert (written["left_out"]["tie"], written["licence"]) == (1, "Apache-2.0")
    other = tmp_path / "other"
    code, (found,) = run("pairs", "import", written["path"], library=other)
    assert (code, found["votes"], found["takes"]) == (0, 3, 5)
    again, (known,) = run("pairs", "import", written["path"], library=other)
    assert (again, known["votes"], known["known"], known["takes"]) == (0, 0, 3, 0)
    takes = {take.id: take for take in fakes.takes_of(other)}
    assert {take.project for take in takes.values()} == {"Imported pairs"}
    chosen = {
        (takes[vote[vote["answer"]]].prompt, vote["prompt"])
        for vote in run("pairs", "list", library=other)[1]
    }
    assert chosen == {("sound 0", "sound 0"), ("sound 1", "sound 1")}
    assert run("library", "check", library=other)[0] == 0
    code, (again,) = run("pairs", "export", "--to", tmp_path / "again", library=other)
    rows = [
        json.loads((path / "train.json").read_text())
        for path in (tmp_path / "out", tmp_path / "again")
    ]
    assert [len(row) for row in rows] == [3, 3]
    assert [row["captions"] for row in rows[0]] == [row["captions"] for row in rows[1]]


def test_pairs_go_out_as_a_dataset_too(run, folder, tmp_path):
    fakes.fill(folder)
    run("pairs", "vote", 1, 2, "left")
    code, (written,) = run("pairs", "export", "--to", tmp_path / "out", "--format", "dataset")
    assert (code, Path(written["path"]).name) == (0, "metadata.jsonl")


def test_without_a_decided_vote_no_pair_goes_out(run, folder, tmp_path):
    fakes.fill(folder)
    run("pairs", "vote", 1, 2, "tie")
    code, events = run("pairs", "export", "--to", tmp_path / "out")
    assert (code, "tie 1" in events[-1]["hint"]) == (2, True)
    assert not (tmp_path / "out").exists()


def test_a_file_that_is_not_there_makes_no_library(run, folder):
    for command in ("pairs", "taste"):
        code, events = run(command, "import", folder.parent / "nothing.json")
        assert (code, events[-1]["kind"]) == (1, "NotFound")
    assert not folder.exists()


def test_writing_commands_make_no_library_of_a_mistyped_folder(run, folder):
    for command in (["vote", "1", "2", "left"], ["undo"]):
        code, events = run("pairs", *command)
        assert (code, events[-1]["kind"]) == (1, "NotFound")
    assert not folder.exists()


# --- ranking and taste ----------------------------------------------------------------------------


@pytest.fixture
def liked(folder: Path) -> Path:
    """A library of someone who likes what is bright."""
    fakes.fill(folder, prompts=6, each=4)
    fakes.vote_for_bright(folder)
    return folder


def test_takes_are_ranked_by_taste(run, liked):
    code, ranked = run("rank")
    assert (code, len(ranked)) == (0, 24)
    means = [row["taste"] for row in ranked]
    assert means == sorted(means, reverse=True)
    assert all(row["sd"] > 0 and row["match"] is None for row in ranked)
    bright = {take.id for take in fakes.takes_of(liked) if take.seed % 100 == 3}
    assert {row["take"] for row in ranked[:6]} == bright
    code, best = run("rank", "--search", "sound 1", "--limit", 2)
    assert [row["prompt"] for row in best] == ["sound 1"] * 2
    assert best[0]["rank"] == 1


def test_takes_are_listed_by_taste(run, liked):
    run("taste", "fit")
    _, listed = run("takes", "--sort", "taste")
    assert [take["take"] for take in listed] == [row["take"] for row in run("rank")[1]]
    _, oldest = run("takes", "--sort", "oldest")
    assert [take["take"] for take in oldest] == list(range(1, 25))


def test_a_taste_that_knows_too_little_says_so(run, folder):
    fakes.fill(folder)
    run("pairs", "vote", 1, 2, "left")
    code, (note,) = run("rank")
    assert (code, note["event"]) == (0, "Note")
    assert note["sentence"].startswith("Not enough yet: 1 of the first 10")
    _, (first, *takes) = run("takes", "--sort", "taste")
    assert (first["event"], len(takes)) == ("Note", 6)


def test_the_taste_is_learned_and_told(run, liked):
    _, (before,) = run("taste", "show")
    assert (before["enough"], before["unheard"]) == (False, 24)
    assert "taste fit" in before["sentence"]
    code, (fitted,) = run("taste", "fit")
    assert (code, fitted["enough"], fitted["unheard"]) == (0, True, 0)
    assert fitted["sentence"].startswith("Foretells")
    assert "bright" in fitted["words"]
    leaning = {trait["high"]: trait["leaning"] for trait in fitted["traits"]}
    assert leaning["bright"] > 0.5
    assert run("taste", "show") == (0, [fitted])
    assert (fitted["votes"], fitted["consistency"]["cases"]) == (30, 0)


def test_takes_are_ranked_by_match(run, folder, monkeypatch):
    monkeypatch.setitem(jobs._KINDS, "embed", "tests.cli.fakes:embed")
    fakes.fill(folder, prompts=1, each=3)
    code, ranked = run("rank", "--by", "match")
    assert (code, [row["take"] for row in ranked]) == (0, [1, 2, 3])  # the darkest points ahead
    assert all(-1 <= row["match"] <= 1 and row["taste"] is None for row in ranked)
    with Library.open(folder, write=False) as library:
        assert len(library.embeddings.get(fakes.starter_ear())) == 3
    fakes.seen.clear()
    assert run("rank", "--by", "match")[1] == ranked
    assert [request.sounds for request in fakes.seen if request.texts] == [()]


def test_a_match_beside_an_open_window_is_told_and_not_kept(run, folder, monkeypatch):
    monkeypatch.setitem(jobs._KINDS, "embed", "tests.cli.fakes:embed")
    fakes.fill(folder, prompts=1, each=3)
    with Library.open(folder, write=True) as library:
        code, ranked = run("rank", "--by", "match")
        assert (code, len(ranked)) == (0, 3)
        assert library.embeddings.embedders() == {}


def test_a_take_whose_file_is_gone_is_ranked_last(run, folder, monkeypatch):
    monkeypatch.setitem(jobs._KINDS, "embed", "tests.cli.fakes:embed")
    fakes.fill(folder, prompts=1, each=3)
    fakes.takes_of(folder)[0].path.unlink()
    ranked = run("rank", "--by", "match")[1]
    assert [(row["take"], row["match"] is None) for row in ranked][-1] == (1, True)


def test_a_taste_goes_out_and_comes_into_another_library(run, liked, tmp_path):
    data = b"tensors"
    run("taste", "fit")
    with Library.open(liked, write=True) as library:
        number = fakes.add_adapter(library, data, name="Helle Türen")
        (library.adapters_dir / f"{library.adapters.get(number).sha256}.json").unlink()
    code, (note, written) = run("taste", "export", tmp_path / "mine")
    assert (code, note["event"], written["adapters"]) == (0, "Note", 0)
    assert (written["votes"], written["embeddings"]) == (30, 24)
    assert written["path"] == str(tmp_path / "mine.tangotaste")
    other = tmp_path / "other"
    code, (found,) = run("taste", "import", written["path"], library=other)
    assert (code, found["votes"], found["here"], found["embeddings"]) == (0, 30, 0, 24)
    again = run("taste", "import", written["path"], library=other)[1][0]
    assert (again["votes"], again["known"]) == (0, 30)
    (told,) = run("taste", "show", library=other)[1]
    assert told["enough"] is True
    assert run("pairs", "list", library=other)[1][0]["left"] is None  # no take of this library


@pytest.mark.parametrize("content", [b"", b"no zip", b"PK\x05\x06" + b"\0" * 18])
def test_what_is_no_taste_is_refused(run, folder, tmp_path, content):
    fakes.fill(folder)
    (tmp_path / "bad.tangotaste").write_bytes(content)
    code, events = run("taste", "import", tmp_path / "bad.tangotaste")
    assert (code, events[-1]["kind"]) == (2, "BadRequest")
    assert events[-1]["hint"]


def test_an_empty_taste_is_not_written(run, folder, tmp_path):
    fakes.fill(folder)
    assert run("taste", "export", tmp_path / "mine.tangotaste")[0] == 2
    assert list(tmp_path.glob("*.tangotaste")) == []


# --- all of them ----------------------------------------------------------------------------------


def test_beside_an_open_window_reading_works_and_writing_says_so(run, liked, tmp_path):
    run("taste", "fit")
    with Library.open(liked, write=True):
        for command in (
            ["pairs", "next"],
            ["pairs", "list"],
            ["pairs", "export", "--to", tmp_path / "out"],
            ["rank"],
            ["takes", "--sort", "taste"],
            ["taste", "show"],
            ["taste", "export", tmp_path / "mine"],
        ):
            assert run(*command)[0] == 0, command
        for command in (["pairs", "vote", 1, 2, "left"], ["pairs", "undo"], ["taste", "fit"]):
            code, events = run(*command)
            assert (code, events[-1]["kind"]) == (1, "LibraryInUse"), command
    assert len(run("pairs", "list")[1]) == 30


def test_without_a_library_there_is_a_note(capsys):
    for command in (["pairs", "next"], ["rank"], ["taste", "show"], ["tune", "list"]):
        assert cli.main([*command, "--json"]) == 0
        assert "no library yet" in json.loads(capsys.readouterr().out)["sentence"]
    assert cli.main(["pairs", "list", "--json"]) == 0
    assert cli.main(["taste", "export", "x", "--json"]) == 2
    assert cli.main(["pairs", "export", "--to", "x", "--json"]) == 2


PROBE = """
import sys
from tangostudio import cli
for command in (["pairs", "next"], ["pairs", "list"], ["pairs", "vote", "1", "2", "left"],
                ["rank"], ["taste", "fit"], ["taste", "show"], ["takes", "--sort", "taste"],
                ["tune", "list"], ["pairs", "export", "--to", sys.argv[2]]):
    assert cli.main([*command, "--library", sys.argv[1]]) == 0, command
sys.exit(sum(name in sys.modules for name in ("torch", "PySide6", "transformers")))
"""


def test_these_commands_do_without_torch(liked, tmp_path):
    command = [sys.executable, "-c", PROBE, str(liked), str(tmp_path / "out")]
    answer = subprocess.run(command, check=False, capture_output=True, text=True)
    assert (answer.returncode, answer.stderr) == (0, "")
    assert "Foretells" in answer.stdout


def test_text_is_for_people(liked, capsys):
    place = ["--library", str(liked)]
    for command, told in (
        (["taste", "fit"], "You like: "),
        (["rank", "--limit", "1"], "±"),
        (["pairs", "next"], "left   take"),
        (["pairs", "list"], "vote     1"),
        (["pairs", "vote", "1", "2", "tie"], "repeats vote 1"),
        (["pairs", "undo"], "Taken back"),
    ):
        assert cli.main([*command, *place]) == 0
        assert told in capsys.readouterr().out
