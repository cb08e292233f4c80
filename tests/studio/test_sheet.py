"""Prompt sheets: reading, trying out, queueing."""

from __future__ import annotations

import pytest

from tangostudio.errors import BadRequest
from tangostudio.jobs.runners import InlineRunner
from tangostudio.library import TakeQuery
from tangostudio.messages import Finished
from tangostudio.studio import sheet
from tangostudio.studio.sheet import SheetRow
from tests.studio.house import Held, open_house

TABLE = """Prompt,Seconds,TAKES, name ,category
"heavy door, slow",2.5,3,Door,DOORSlam
{wood|metal} knock,,,,
"two
lines",1,1,,
"""


@pytest.fixture
def read(tmp_path):
    def write(content, **how):
        path = tmp_path / "sheet.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode(**how))
        return sheet.read(path)

    return write


@pytest.fixture
def studio(tmp_path):
    studio = open_house(tmp_path / "library", Held)
    yield studio
    studio.close()


def test_rows_as_written(read):
    found = read(TABLE)
    assert found.rows == (
        SheetRow(2, "heavy door, slow", 2.5, 3, "Door", "DOORSlam"),
        SheetRow(3, "{wood|metal} knock"),
        SheetRow(4, "two\nlines", 1.0, 1),
    )
    assert found.problems == ()
    assert found.notes == ()


@pytest.mark.parametrize("sign", [";", "\t"])
def test_other_signs_divide_too_and_the_order_is_free(read, sign):
    text = f"category{sign}prompt{sign}seconds\r\nDOOR{sign}a, b{sign}1,5\r\n"
    assert read(text).rows == (SheetRow(2, "a, b", 1.5, None, "", "DOOR"),)


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"]
)
def test_encodings(read, encoding):
    found = read("prompt,name\nTür knarrt – “alt”,Türe\n", encoding=encoding)
    assert found.rows == (SheetRow(2, "Tür knarrt – “alt”", name="Türe"),)
    assert found.problems == ()
    assert bool(found.notes) == (encoding == "cp1252")


def test_any_script_in_utf_16_with_a_mark(read):
    assert read("prompt\n扉がきしむ\n", encoding="utf-16").rows[0].prompt == "扉がきしむ"


def test_unknown_columns_are_named_and_ignored(read):
    found = read("prompt,Colour,,Mood\na,red,,sad\n")
    assert found.rows == (SheetRow(2, "a"),)
    assert found.notes == ("Ignored columns: Colour, Mood.",)


def test_bad_rows_are_named_by_their_lines_and_the_others_go_on(read):
    found = read(
        "prompt,seconds,takes,name,category\n"
        "good,1,1,,\n"
        ",1,1,,\n"
        "\n"
        ',,,,\n"two\nlines",x,1,,\n'
        "a,-1,1,,\n"
        "a,nan,1,,\n"
        "a,1,17,,\n"
        "a,1,many,,\n"
        "{a|b,1,1,,\n"
        f"a,1,1,{'n' * 201},\n"
        f"a,1,1,,{'c' * 61}\n"
        "a,1,1,n,c,and,more\n"
        "short\n"
        "last,1,1,,"
    )
    assert [row.prompt for row in found.rows] == ["good", "short", "last"]
    assert [row.line for row in found.rows] == [2, 16, 17]
    assert [problem.line for problem in found.problems] == [3, 6, 8, 9, 10, 11, 12, 13, 14, 15]
    assert "empty" in found.problems[0].message
    assert "“x” is no number" in found.problems[1].message
    assert "character 1 " in found.problems[6].message
    assert "7 cells" in found.problems[9].message


def test_a_quotation_mark_that_is_left_open_is_a_problem_of_its_line(read):
    found = read('prompt\ngood\n"open\n' + "x\n" * 100_000)
    assert [row.prompt for row in found.rows][:1] == ["good"]
    assert found.problems[0].line == 3
    assert "quotation mark" in found.problems[0].message


@pytest.mark.parametrize(
    "content", ["", "\n\n", "name,seconds\na,1\n", "prompt,prompt\na,b\n", b"\xff\xfe\x00\xd8", "a"]
)
def test_what_is_no_sheet_is_refused_with_a_hint(read, content):
    with pytest.raises(BadRequest) as caught:
        read(content)
    assert caught.value.hint


def test_a_file_that_is_not_there_or_far_too_large_is_refused(tmp_path):
    with pytest.raises(BadRequest, match="cannot be read"):
        sheet.read(tmp_path / "none.csv")
    with pytest.raises(BadRequest, match="cannot be read"):
        sheet.read(tmp_path)
    path = tmp_path / "large.csv"
    with open(path, "wb") as file:
        file.truncate(sheet.MAX_BYTES + 1)
    with pytest.raises(BadRequest, match="no table"):
        sheet.read(path)


def test_a_hundred_thousand_rows_are_read_and_a_sentence_says_how_many_can_be_queued(read, studio):
    found = read("prompt,seconds\n" + "a door slams,1.5\n" * 100_000)
    assert (len(found.rows), found.problems) == (100_000, ())
    with pytest.raises(BadRequest, match="100,000 rows; 10,000 are queued at once"):
        studio.making.queue_sheet(found, "toy")
    assert studio.waiting() == 0


def test_a_dry_run_says_what_will_be_made_and_what_the_model_cannot(read, studio):
    found = read("prompt,seconds,takes\n{a|b},1,3\nlong,99,1\nplain,,\n,1,1\n")
    planned = studio.making.plan_sheet(found, "toy", takes=2, seconds=2.0, steps=5)
    assert (planned.rows, planned.takes, planned.seconds) == (2, 5, None)
    assert [(r.prompt, len(r.seeds), r.seconds, r.steps) for r, _ in planned.jobs] == [
        ("a", 2, 1.0, 5),
        ("b", 1, 1.0, 5),
        ("plain", 2, 2.0, 5),
    ]
    assert [problem.line for problem in planned.problems] == [3, 5]
    assert "out of range" in planned.problems[0].message
    assert studio.jobs() == []


def test_a_dry_run_foretells_the_time(read, studio):
    studio.library.meta.set("seconds_per_work", {"toy": 0.01})
    found = read("prompt,seconds,takes\na,1,3\nb,,2\n")
    values = {"seconds": 2.0, "steps": 8, "guidance": 1.0}
    one = studio.estimate("toy", seconds=1.0, steps=8, guidance=1.0)
    expected = pytest.approx(3 * one + 4 * one)
    assert studio.making.plan_sheet(found, "toy", **values).seconds == expected


def test_takes_of_a_sheet_have_its_names_and_categories(read, tmp_path):
    studio = open_house(tmp_path / "library", InlineRunner)
    found = read("prompt,seconds,takes,name,category\na bell,0.5,2,Ding,BELLHand\nrain,0.5,,,\n")
    assert len(studio.making.queue_sheet(found, "toy")) == 2
    rain, *bells = studio.find(TakeQuery())
    assert (rain.title, rain.category) == ("rain", "")
    assert [(bell.title, bell.category) for bell in bells] == [("Ding", "BELLHand")] * 2
    studio.close()


def test_many_rows_run_one_after_another_in_the_command_line_s_runner(read, tmp_path, monkeypatch):
    ended = []

    class Quick(InlineRunner):
        def submit(self, job, request):
            ended.append(request)
            self._deliver(Finished(job))

    studio = open_house(tmp_path / "library", Quick, session_only=True)
    studio.making.queue_sheet(read("prompt\n" + "a door\n" * 200), "toy")
    assert len(ended) == 200
    assert studio.jobs() == []
    studio.close()


def test_a_sheet_without_a_row_that_can_be_made_is_refused(read, studio):
    with pytest.raises(BadRequest, match="no row that can be made"):
        studio.making.queue_sheet(read("prompt,seconds\nlong,99\n"), "toy")
    with pytest.raises(BadRequest, match="no row that can be made"):
        studio.making.queue_sheet(read("prompt,seconds\n"), "toy")
