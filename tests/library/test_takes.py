"""Takes: adding, finding, marking, the trash."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from typing import Any

import pytest

from tangostudio.errors import BadRequest, NotFound
from tangostudio.library import Library, Take, TakeQuery
from tangostudio.messages import GenerateRequest, request_from_json

from .make import fill, new_take, put_sound, sha256_of


def _add(library: Library, prompt: str = "a door", seed: int = 1, **changes: Any) -> Take:
    return library.takes.add(new_take(prompt, seed, **changes), b"overview")


def _found(library: Library, **query: Any) -> list[str]:
    return [take.prompt for take in library.takes.find(TakeQuery(**query))]


# --- adding ---------------------------------------------------------------------------------------


def test_what_is_added_comes_back_whole(library: Library) -> None:
    new = new_take("rain on a tin roof", 7, negative="music", gain_db=-0.5, index=3)
    take = library.takes.add(new, b"overview")
    assert take == library.takes.get(take.id)
    for name in ("prompt", "seed", "negative", "gain_db", "index", "sha256", "licence", "request"):
        assert getattr(take, name) == getattr(new, name)
    assert take.project == "First project"
    assert take.title == "rain on a tin roof"
    assert take.path == library.folder / "audio" / f"{take.sha256}.flac"
    assert (take.stars, take.rejected, take.favourite, take.tags, take.trashed) == (
        (0, False, False, (), None)
    )
    assert library.takes.overview(take.sha256) == b"overview"
    request = request_from_json(take.request)
    assert isinstance(request, GenerateRequest)
    assert request.seeds == (7,)


def test_a_take_knows_the_adapters_that_it_was_made_with(library: Library) -> None:
    adapters = ((sha256_of("second"), 0.75), (sha256_of("first"), 1.5))
    take = _add(library, seed=1, adapters=adapters)
    plain = _add(library, seed=2)
    library.close()
    with Library.open(library.folder, write=False) as again:
        assert again.takes.get(take.id).adapters == adapters
        assert again.takes.get(plain.id).adapters == ()


def test_a_take_survives_closing(library: Library) -> None:
    take = _add(library)
    library.takes.set_tags({take.id: ("wood",)})
    kept = library.takes.get(take.id)
    library.close()
    with Library.open(library.folder, write=True) as again:
        assert again.takes.find() == [kept]


def test_no_path_is_stored(library: Library) -> None:
    _add(library)
    for row in library.database.rows("SELECT * FROM takes"):
        assert str(library.folder) not in json.dumps(row)


def test_silence_has_no_loudness(library: Library) -> None:
    take = _add(library, lufs=-math.inf, peak_db=math.nan)
    assert take.lufs == take.peak_db == -math.inf


def test_two_takes_may_share_a_sound(library: Library) -> None:
    first, second = _add(library, sha256="a" * 64), _add(library, seed=2, sha256="a" * 64)
    assert first.id != second.id
    assert first.path == second.path


@pytest.mark.parametrize("sha256", ["", "a" * 63, "A" * 64, "../" + "a" * 61])
def test_a_hash_that_is_none_is_refused(library: Library, sha256: str) -> None:
    with pytest.raises(BadRequest):
        _add(library, sha256=sha256)
    assert library.takes.find() == []


def test_the_sounds_of_a_project_are_those_outside_the_trash(library: Library) -> None:
    library.projects.create("Castle")
    here, gone = _add(library, seed=1), _add(library, seed=2)
    there = _add(library, seed=3, project="Castle")
    library.takes.trash([gone.id])
    assert library.takes.hashes_in(here.project) == {here.sha256}
    assert library.takes.hashes_in("Castle") == {there.sha256}
    with pytest.raises(NotFound):
        library.takes.hashes_in("Nowhere")


def test_unknown_projects_and_parents_are_refused(library: Library) -> None:
    with pytest.raises(NotFound, match="Nowhere"):
        _add(library, project="Nowhere")
    with pytest.raises(NotFound):
        _add(library, parent=99)
    assert library.takes.find() == []


def test_a_seed_of_more_than_64_bits_is_refused(library: Library) -> None:
    with pytest.raises(BadRequest):
        _add(library, seed=2**64)
    assert library.takes.find() == []


@pytest.mark.parametrize(
    "prompt", ["\ud800 half a pair", "nul \x00 inside", "x" * 5000, "שלום 你好 🎛️", "'; DROP--", ""]
)
def test_any_prompt_can_be_kept(library: Library, prompt: str) -> None:
    take = _add(library, prompt, sha256=sha256_of("x"))
    assert library.takes.get(take.id).prompt == prompt.replace("\ud800", "?")
    assert library.takes.index_faults() == []


@pytest.mark.parametrize(
    ("prompt", "title"),
    [
        ("a door", "a door"),
        ("  two\nlines\t here ", "two lines here"),
        ("", "Untitled"),
        ("\x00", "Untitled"),
        ("a very heavy wooden castle door slams shut", "a very heavy wooden castle door slams…"),
        (
            "a big old metal gate, closing, very slowly indeed",
            "a big old metal gate, closing, very…",
        ),
        ("x" * 50, "x" * 40 + "…"),
        ("雨" * 50, "雨" * 40 + "…"),
        ("x" * 39 + "👍🏽👍🏽", "x" * 39 + "…"),
    ],
)
def test_titles_come_from_prompts(library: Library, prompt: str, title: str) -> None:
    assert _add(library, prompt, sha256=sha256_of("x")).title == title


def test_the_job_counts_its_takes(library: Library) -> None:
    library.jobs.enqueue("job", "generate", "{}")
    _add(library, seed=5, index=1)
    _add(library, seed=4, index=0)
    assert library.jobs.get("job").takes == 2
    assert [take.seed for take in library.takes.of_job("job")] == [4, 5]


def test_a_missing_sound_is_told(library: Library) -> None:
    new = new_take()
    take = library.takes.add(new)
    assert take.missing
    put_sound(library, new)
    assert not take.missing


# --- finding --------------------------------------------------------------------------------------


@pytest.mark.parametrize("take", [0, -1, 99, 10**30])
def test_takes_that_do_not_exist(library: Library, take: int) -> None:
    _add(library)
    with pytest.raises(NotFound):
        library.takes.get(take)
    with pytest.raises(NotFound):
        library.takes.rate({take: 1})


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("door", {"heavy door slams", "Door-bell, brass"}),
        ("doo", {"heavy door slams", "Door-bell, brass"}),
        ("HEAVY DO", {"heavy door slams"}),
        ("slams heavy", {"heavy door slams"}),
        ("door heavy rain", set()),
        ("oor", set()),
        ("door-b", {"Door-bell, brass"}),
        ("cafe", {"café ambience"}),
        ("CAFÉ", {"café ambience"}),
        ("雨", {"強い雨の音"}),
        ("雨の", {"強い雨の音"}),
        ("の音", {"強い雨の音"}),
        ("雪", set()),
        ("🔔", {"🔔 bell 👩‍🚒"}),
        ("🔔 be", {"🔔 bell 👩‍🚒"}),
        ("дверь", {"скрипучая дверь"}),
        ("скрип", {"скрипучая дверь"}),
        ("दरव", {"दरवाज़ा बंद"}),
        ("दरवाज़ा", {"दरवाज़ा बंद"}),
        ("toy tones heavy", {"heavy door slams"}),
    ],
)
def test_words_are_found_in_any_script(library: Library, text: str, found: set[str]) -> None:
    prompts = ["heavy door slams", "Door-bell, brass", "café ambience", "強い雨の音"]
    prompts += ["🔔 bell 👩‍🚒", "скрипучая дверь", "दरवाज़ा बंद"]
    for prompt in prompts:
        _add(library, prompt)
    assert set(_found(library, text=text)) == found


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        '"',
        "'",
        '"a',
        "a*",
        "*",
        "a AND",
        "NOT",
        "a OR b",
        "NEAR(a b)",
        "title:",
        "^a",
        "-a",
        "(",
        "a + b",
        "\x00",
        "\ud800",
        "%",
        "a\\",
        "{a}",
        "a" * 5000,
        "a " * 5000,
        "音" * 5000,
        "👩‍🚒",
    ],
)
def test_no_text_is_an_error(library: Library, text: str) -> None:
    _add(library, "nothing of the kind")
    assert len(library.takes.find(TakeQuery(text=text))) in (0, 1)
    assert library.takes.count(TakeQuery(text=text)) in (0, 1)


def test_titles_tags_and_notes_are_found_as_they_change(library: Library) -> None:
    take = _add(library, "a door")
    library.takes.rename({take.id: "Portal"})
    library.takes.set_tags({take.id: ("castle gate", "wood")})
    library.takes.set_notes({take.id: "for the third reel"})
    for text in ("portal", "castle", "gate wood", "reel", "door"):
        assert _found(library, text=text) == ["a door"]
    library.takes.rename({take.id: "Other"})
    assert _found(library, text="portal") == []


def test_filters_hold_together(library: Library) -> None:
    library.projects.create("B")
    a, b, c = _add(library, "a"), _add(library, "b"), _add(library, "c", project="B")
    library.takes.rate({a.id: 3, b.id: 5})
    library.takes.reject({b.id: True})
    library.takes.favourite({c.id: True})
    assert set(_found(library, min_stars=3)) == {"a", "b"}
    assert _found(library, min_stars=3, hide_rejected=True) == ["a"]
    assert _found(library, project="B") == ["c"]
    assert _found(library, project="none") == []
    assert _found(library, favourites=True) == ["c"]
    assert _found(library, favourites=True, project="First project") == []
    assert library.takes.count(TakeQuery(min_stars=3, limit=1)) == 2


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        ("newest", "cba"),
        ("oldest", "abc"),
        ("stars", "bca"),
        ("length", "cab"),
        ("loudness", "acb"),
        ("name", "bac"),
        ("taste", "cba"),
        ("nonsense", "cba"),
    ],
)
def test_orders(library: Library, sort: str, order: str) -> None:
    for prompt, stars, seconds, lufs, title in (
        ("a", 0, 2.0, -10.0, "m"),
        ("b", 4, 1.0, -30.0, "K"),
        ("c", 2, 3.0, -20.0, "z"),
    ):
        take = _add(library, prompt, seconds=seconds, lufs=lufs, title=title)
        library.takes.rate({take.id: stars})
    assert "".join(_found(library, sort=sort)) == order
    assert "".join(_found(library, sort=sort, limit=2)) == order[:2]
    assert _found(library, limit=0) == []


def test_a_large_library_is_searched_whole(library: Library) -> None:
    ids = fill(library, 1200)
    assert [take.id for take in library.takes.find(TakeQuery(sort="oldest"))] == ids
    assert library.takes.count(TakeQuery(text="variation 29")) == 11 * 4


def test_tags_in_use_the_commonest_first(library: Library) -> None:
    a, b, c = (_add(library, seed=seed).id for seed in (1, 2, 3))
    library.takes.set_tags({a: ("wood", "hall"), b: ("wood",), c: ("metal", "metal heavy")})
    library.takes.trash([c])
    assert library.takes.tags() == ["wood", "hall"]


# --- marking --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("verb", "field", "value"),
    [
        ("rate", "stars", 4),
        ("reject", "rejected", True),
        ("favourite", "favourite", True),
        ("rename", "title", "Another name"),
        ("set_tags", "tags", ("wood", "big hall")),
        ("set_notes", "notes", "line one\nline two"),
    ],
)
def test_marking_gives_back_what_undoes_it(
    library: Library, verb: str, field: str, value: Any
) -> None:
    first, second = _add(library, seed=1), _add(library, seed=2)
    mark: Callable[[dict[int, Any]], dict[int, Any]] = getattr(library.takes, verb)
    mark({second.id: value})
    before = mark({first.id: value, second.id: value})
    assert before == {first.id: getattr(first, field), second.id: value}
    assert [getattr(t, field) for t in library.takes.get_many([first.id, second.id])] == [value] * 2
    again = mark(before)
    assert again == {first.id: value, second.id: value}
    assert library.takes.get(first.id) == first
    assert library.takes.index_faults() == []


def test_one_unknown_take_changes_none(library: Library) -> None:
    take = _add(library)
    with pytest.raises(NotFound):
        library.takes.rate({take.id: 2, 99: 2})
    with pytest.raises(NotFound):
        library.takes.trash([take.id, 99])
    assert library.takes.get(take.id) == take


@pytest.mark.parametrize("stars", [-1, 6])
def test_stars_have_bounds(library: Library, stars: int) -> None:
    take = _add(library)
    with pytest.raises(BadRequest):
        library.takes.rate({take.id: stars})


def test_names_and_tags_are_tidied_or_refused(library: Library) -> None:
    take = _add(library).id
    library.takes.rename({take: "  a\nname "})
    library.takes.set_tags({take: [" wood ", "", "Wood", "a\tb"]})
    assert library.takes.get(take).title == "a name"
    assert library.takes.get(take).tags == ("wood", "a b")
    for title in ("", " \n", "x" * 201):
        with pytest.raises(BadRequest):
            library.takes.rename({take: title})
    for tags in (["x" * 61], [str(n) for n in range(65)]):
        with pytest.raises(BadRequest):
            library.takes.set_tags({take: tags})


# --- the trash ------------------------------------------------------------------------------------


def test_the_trash_hides_and_gives_back(library: Library) -> None:
    a, b = _add(library, "a"), _add(library, "b")
    assert library.takes.trash([a.id]) == [a.id]
    assert library.takes.trash([a.id, b.id]) == [b.id]
    assert _found(library) == []
    assert set(_found(library, trashed=True)) == {"a", "b"}
    assert library.takes.get(a.id).trashed is not None
    assert library.takes.restore([a.id, b.id]) == [a.id, b.id]
    assert library.takes.restore([a.id]) == []
    assert library.takes.get(a.id) == a


def test_purging_removes_the_sound_with_its_last_take(library: Library) -> None:
    shared = [new_take(seed=seed, sha256="a" * 64) for seed in (1, 2)]
    put_sound(library, shared[0])
    first, second = (library.takes.add(new, b"o") for new in shared)
    library.takes.trash([first.id])
    assert library.takes.purge() == [first.id]
    assert not second.missing
    assert library.takes.overview("a" * 64) == b"o"
    library.takes.trash([second.id])
    assert library.takes.purge() == [second.id]
    assert second.missing
    assert library.takes.overview("a" * 64) == b""
    assert library.takes.find(TakeQuery(trashed=True)) == []
    assert library.takes.index_faults() == []


def test_purging_spares_what_is_not_in_the_trash(library: Library) -> None:
    a, b = _add(library, "a"), _add(library, "b")
    library.takes.trash([a.id])
    assert library.takes.purge([a.id, b.id]) == [a.id]
    assert _found(library) == ["b"]


def test_a_purged_parent_leaves_its_child(library: Library) -> None:
    parent = _add(library)
    child = _add(library, seed=2, parent=parent.id)
    assert child.parent == parent.id
    library.takes.trash([parent.id])
    library.takes.purge()
    assert library.takes.get(child.id).parent is None


def test_the_number_of_a_purged_take_is_not_used_again(library: Library) -> None:
    take = _add(library)
    library.takes.trash([take.id])
    library.takes.purge()
    assert _add(library, seed=2).id > take.id


def test_a_purge_that_was_cut_off_is_finished(library: Library) -> None:
    kept, gone = new_take(seed=1), new_take(seed=2)
    for new in (kept, gone):
        put_sound(library, new)
    library.takes.add(kept)
    for new in (kept, gone):
        library.database.execute("INSERT INTO discarded VALUES (?)", [new.sha256])
    library.close()
    with Library.open(library.folder, write=True) as again:
        assert again.takes.path_of(kept.sha256).exists()
        assert not again.takes.path_of(gone.sha256).exists()
        assert again.database.value("SELECT count(*) FROM discarded") == 0


def test_a_sound_made_again_is_no_longer_discarded(library: Library) -> None:
    new = new_take()
    library.database.execute("INSERT INTO discarded VALUES (?)", [new.sha256])
    put_sound(library, new)
    take = library.takes.add(new)
    library.takes.remove_discarded_files()
    assert not take.missing


def test_the_search_index_can_be_made_anew(library: Library) -> None:
    take = _add(library, "a door")
    library.database.execute("DELETE FROM takes_text")
    library.database.execute("INSERT INTO takes_text (rowid, words) VALUES (99, 'stray')")
    assert library.takes.index_faults() == [take.id, 99]
    library.takes.rebuild_index()
    assert library.takes.index_faults() == []
    assert _found(library, text="door") == ["a door"]
