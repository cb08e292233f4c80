"""A taste travels as one file: it comes back as it was, and nothing else is believed."""

from __future__ import annotations

import hashlib
import io
import json
import pickle
import struct
import zipfile
from collections.abc import Callable
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import tangostudio
from tangostudio.errors import BadRequest, NotFound, StorageError
from tangostudio.export import taste_archive, taste_parts
from tangostudio.export.taste_archive import AdapterParts, TasteContents, read, stand_in, write
from tangostudio.library.votes import Vote
from tangostudio.preference import taste, taste_file
from tests.preference.tastes import NET, embeddings, liking, votes

A, B, C = ("1a" * 32, "2b" * 32, "3c" * 32)
EMBEDDER = "starter-3fa92c01"

VOTE = Vote(
    pair="shown-1", prompt="扉がきしむ\nünd “laut” 🚪", seconds=2.5, take_a=3, take_b=9, sha256_a=A,
    sha256_b=B, left="b", answer="a", heard_a_ms=2100, heard_b_ms=1900, replays=1, response_ms=4000,
    gain_a_db=-1.25, gain_b_db=0.5, round=0, app_version="0.3", created="2026-03-01T10:00:00.000Z",
    id=4,
)  # fmt: skip


def safetensors(values: bytes = b"\0" * 8) -> bytes:
    """The smallest file of one tensor."""
    head = json.dumps({"x": {"dtype": "F32", "shape": [2], "data_offsets": [0, len(values)]}})
    return struct.pack("<Q", len(head)) + head.encode() + values


TENSORS = safetensors()
SHA = hashlib.sha256(TENSORS).hexdigest()
FACTS: dict[str, Any] = {
    "sha256": SHA,
    "name": "helle Türen",
    "model": "starter",
    "model_hash": "4d" * 32,
    "method": "crpo",
    "licence": "Apache-2.0",
    "commercial": "yes",
    "votes": 48,
    "strength": 0.8,
    "about": {"rounds": 5, "notes": ["a", None, 1.5]},
}
DESCRIPTION = json.dumps({"sha256": SHA, "model": "starter", "model_hash": "4d" * 32}).encode()


@pytest.fixture(scope="module")
def learned() -> bytes:
    vectors = embeddings(50)
    return taste_file.pack(taste.fit(votes(liking(vectors), 60), vectors, NET))


@pytest.fixture
def contents(learned: bytes, tmp_path: Path) -> TasteContents:
    (tmp_path / "adapter.safetensors").write_bytes(TENSORS)
    (tmp_path / "adapter.json").write_bytes(DESCRIPTION)
    again = replace(VOTE, id=7, answer="tie", repeat_of=4, take_a=-5, sha256_a=C)
    taken_back = replace(VOTE, id=5, withdrawn=True)
    vectors = {sound: np.arange(4, dtype=np.float32) + i for i, sound in enumerate((A, B, C))}
    adapter = AdapterParts(FACTS, tmp_path / "adapter.safetensors", tmp_path / "adapter.json")
    votes_ = (again, VOTE, taken_back)
    return TasteContents(votes_, {EMBEDDER: vectors, "empty": {}}, learned, (adapter,))


@pytest.fixture
def archive(contents: TasteContents, tmp_path: Path) -> Path:
    path = tmp_path / "mine.tangotaste"
    write(path, contents)
    return path


# --- tampering -------------------------------------------------------------------------------

Members = dict[str, bytes]


def unzipped(path: Path) -> Members:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(path: Path, members: Members) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)


def tampered(path: Path, change: Callable[[Members], object], *, sealed: bool = True) -> None:
    """Change members; sealed, the manifest agrees with what was done, as a forger's would."""
    members = unzipped(path)
    change(members)
    manifest = json.loads(members["manifest.json"])
    if sealed:
        manifest["sha256"] = {
            name: hashlib.sha256(data).hexdigest()
            for name, data in members.items()
            if name != "manifest.json"
        }
        members["manifest.json"] = json.dumps(manifest).encode()
    zipped(path, members)


def refusal(path: Path) -> str:
    with pytest.raises(BadRequest) as caught:
        read(path)
    assert caught.value.hint
    return caught.value.message


def changed_json(members: Members, name: str, change: Callable[[Any], object]) -> None:
    value = json.loads(members[name])
    change(value)
    members[name] = json.dumps(value).encode()


# --- round trip ------------------------------------------------------------------------------


def test_it_comes_back_as_it_was(archive: Path, contents: TasteContents):
    found = read(archive)
    again, first, _ = contents.votes
    assert found.votes == (first, again)
    assert found.taste == contents.taste
    assert found.embeddings.keys() == {EMBEDDER}
    for sound, vector in contents.embeddings[EMBEDDER].items():
        np.testing.assert_array_equal(found.embeddings[EMBEDDER][sound], vector)
    (adapter,) = found.adapters
    assert (adapter.facts, adapter.tensors, adapter.description) == (FACTS, TENSORS, DESCRIPTION)
    assert found.app_version == tangostudio.__version__
    assert found.created.startswith("20")


def test_an_empty_taste_is_one_too(tmp_path: Path):
    write(tmp_path / "empty.tangotaste", TasteContents())
    found = read(tmp_path / "empty.tangotaste")
    assert (found.votes, found.embeddings, found.taste, found.adapters) == ((), {}, None, ())


def test_what_was_read_can_be_written_again(archive: Path, tmp_path: Path):
    write(tmp_path / "copy.tangotaste", read(archive))
    one, other = unzipped(archive), unzipped(tmp_path / "copy.tangotaste")
    assert {**one, "manifest.json": b""} == {**other, "manifest.json": b""}


def test_no_audio_is_in_it(archive: Path):
    assert sorted(unzipped(archive)) == sorted(
        ["manifest.json", "votes.jsonl", "taste.npz", "adapters.json",
         f"embeddings/{EMBEDDER}.npz", f"adapters/{SHA}.safetensors", f"adapters/{SHA}.json"]
    )  # fmt: skip


def test_a_vote_has_every_field_but_its_withdrawal():
    assert taste_parts.VOTE_FIELDS.keys() == {item.name for item in fields(Vote)} - {"withdrawn"}


def test_a_vote_that_repeats_a_withdrawn_one_repeats_none(tmp_path: Path):
    write(tmp_path / "x.tangotaste", TasteContents((replace(VOTE, repeat_of=2),)))
    assert read(tmp_path / "x.tangotaste").votes == (VOTE,)


def test_stand_ins_are_negative_and_steady():
    assert stand_in(A) == stand_in(A) < 0
    assert len({stand_in(sound) for sound in (A, B, C, "0" * 64, "f" * 64)}) == 5
    assert stand_in("0" * 64) == -1
    assert stand_in("f" * 64) >= -(2**63)
    with pytest.raises(BadRequest):
        stand_in("door.wav")


# --- writing ---------------------------------------------------------------------------------


def test_a_file_is_kept_unless_it_may_be_replaced(archive: Path, contents: TasteContents):
    before = archive.read_bytes()
    with pytest.raises(BadRequest, match="nothing is overwritten"):
        write(archive, TasteContents())
    assert archive.read_bytes() == before
    write(archive, TasteContents(), replace=True)
    assert read(archive).votes == ()


@pytest.mark.parametrize(
    "changes",
    [
        {"embeddings": {"../up": {A: np.ones(4)}}},
        {"embeddings": {EMBEDDER: {A: np.full(4, np.nan)}}},
        {"embeddings": {EMBEDDER: {A: np.full(4, 1e9)}}},
        {"embeddings": {EMBEDDER: {A: np.ones(4), B: np.ones(5)}}},
        {"embeddings": {EMBEDDER: {"door": np.ones(4)}}},
        {"votes": (replace(VOTE, answer="left"),)},
        {"adapters": (AdapterParts({**FACTS, "strength": 9.0}, TENSORS, DESCRIPTION),)},
        {"adapters": (AdapterParts({**FACTS, "about": {"x": object()}}, TENSORS, DESCRIPTION),)},
        {"adapters": (AdapterParts(FACTS, safetensors(b"\1" * 8), DESCRIPTION),)},
    ],
)
def test_what_could_not_be_read_again_is_not_written(changes: dict[str, Any], tmp_path: Path):
    with pytest.raises(BadRequest):
        write(tmp_path / "x.tangotaste", TasteContents(**changes))
    assert list(tmp_path.iterdir()) == []


def test_a_missing_adapter_leaves_no_file(contents: TasteContents, tmp_path: Path):
    (tmp_path / "adapter.json").unlink()
    with pytest.raises(StorageError):
        write(tmp_path / "out" / "x.tangotaste", contents)
    assert not list((tmp_path / "out").iterdir())


# --- the zip ---------------------------------------------------------------------------------


def test_no_file_and_no_zip(tmp_path: Path):
    with pytest.raises(NotFound):
        read(tmp_path / "none.tangotaste")
    for data in (b"", b"PK", b"RIFF" * 50, pickle.dumps({"a": 1})):
        (tmp_path / "x.tangotaste").write_bytes(data)
        assert "is not a whole taste" in refusal(tmp_path / "x.tangotaste")


def test_cut_anywhere_it_is_refused(archive: Path):
    data = archive.read_bytes()
    for length in range(0, len(data), 97):
        archive.write_bytes(data[:length])
        refusal(archive)


def test_a_changed_byte_anywhere_is_harmless_or_refused(archive: Path):
    data, good = archive.read_bytes(), read(archive)
    for place in range(0, len(data), 41):
        archive.write_bytes(data[:place] + bytes([data[place] ^ 0xFF]) + data[place + 1 :])
        try:
            found = read(archive)
        except BadRequest:
            continue
        assert (found.votes, found.taste) == (good.votes, good.taste)  # a date or the like


def test_a_changed_member_is_told(archive: Path):
    tampered(archive, lambda m: m.update({"votes.jsonl": m["votes.jsonl"][:-1]}), sealed=False)
    assert refusal(archive).endswith("votes.jsonl was altered.")


@pytest.mark.parametrize("sealed", [True, False])
@pytest.mark.parametrize("name", ["run.py", "embeddings/x.txt", "adapters/x.bin", "votes.json"])
def test_a_member_more_is_refused(archive: Path, name: str, sealed: bool):
    tampered(archive, lambda members: members.update({name: b"{}"}), sealed=sealed)
    assert "is not a whole taste" in refusal(archive)


@pytest.mark.parametrize(
    "name",
    ["../up.json", "/etc/x", "a/../../x", "embeddings/../x.npz", "C:x", "a\\b", "adapters/", ".x"],
)
def test_a_name_that_could_leave_a_folder_is_refused(archive: Path, name: str):
    tampered(archive, lambda members: members.update({name: b"{}"}))
    assert refusal(archive).endswith("it holds a file of an unsafe name.")


def test_a_member_less_is_refused(archive: Path):
    for name in set(unzipped(archive)) - {"manifest.json", "taste.npz"}:
        whole = archive.read_bytes()
        tampered(archive, lambda members, name=name: members.pop(name))
        refusal(archive)
        archive.write_bytes(whole)


def test_a_link_is_refused(archive: Path):
    members = unzipped(archive)
    with zipfile.ZipFile(archive, "w") as target:
        for name, data in members.items():
            item = zipfile.ZipInfo(name)
            item.external_attr = (0o120777 if name == "votes.jsonl" else 0o100644) << 16
            target.writestr(item, data)
    assert refusal(archive).endswith("votes.jsonl is not a plain file.")


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_member_twice_is_refused(archive: Path):
    with zipfile.ZipFile(archive, "a") as target:
        target.writestr("Votes.jsonl", b"")
    assert refusal(archive).endswith("twice.")


def test_a_size_that_is_claimed_or_reached_by_packing_is_refused(archive: Path):
    members = unzipped(archive)
    zipped(archive, {**members, "votes.jsonl": b"\n" * 2_000_000})
    assert refusal(archive).endswith("votes.jsonl is far too large.")
    zipped(archive, members)
    data = bytearray(archive.read_bytes())
    entry = data.index(b"PK\x01\x02")
    struct.pack_into("<I", data, entry + 24, 0xFFFFFFF0)  # uncompressed size in the list
    archive.write_bytes(data)
    assert refusal(archive).endswith("is far too large.")


def test_a_list_of_far_too_many_members_is_not_even_opened(
    archive: Path, monkeypatch: pytest.MonkeyPatch
):
    zipped(archive, {f"embeddings/x{number}.npz": b"" for number in range(1001)})
    opened: list[object] = []
    monkeypatch.setattr(zipfile, "ZipFile", lambda *args: opened.append(args))
    assert refusal(archive).endswith("it lists too many files.")
    assert opened == []


# --- the manifest ----------------------------------------------------------------------------


def test_a_newer_version_is_told_even_with_members_of_other_kinds(archive: Path):
    def newer(members: Members) -> None:
        changed_json(members, "manifest.json", lambda value: value.update(version=2))
        members["opinions.jsonl"] = b"{}"

    tampered(archive, newer)
    assert refusal(archive) == "This taste was made by a newer version of Tango Studio."


@pytest.mark.parametrize(
    "changes",
    [
        {"format": "other"},
        {"version": 0},
        {"version": "1"},
        {"version": True},
        {"sha256": []},
        {"sha256": {"votes.jsonl": 1}},
        {"created": 5},
        {"app_version": "x" * 1000},
        {"counts": {"votes": 3, "embeddings": {EMBEDDER: 3}, "adapters": 1}},
    ],
)
def test_a_wrong_manifest_is_refused(archive: Path, changes: dict[str, Any]):
    tampered(
        archive,
        lambda members: changed_json(members, "manifest.json", lambda v: v.update(changes)),
        sealed=False,
    )
    assert "is not a whole taste" in refusal(archive)


@pytest.mark.parametrize("data", [b"", b"[]", b"\xff", b"[" * 50_000, b'{"a": NaN}'])
def test_a_manifest_that_is_none_is_refused(archive: Path, data: bytes):
    zipped(archive, {**unzipped(archive), "manifest.json": data})
    assert "is not a whole taste" in refusal(archive)


# --- votes -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "changes",
    [
        {"answer": "left"},
        {"answer": 1},
        {"left": "left"},
        {"sha256_a": A.upper()},
        {"sha256_b": "../" + A[3:]},
        {"take_b": 3},
        {"take_a": "3"},
        {"id": 0},
        {"id": True},
        {"id": 1 << 70},
        {"seconds": 0},
        {"seconds": 1e6},
        {"heard_a_ms": -1},
        {"replays": 1.5},
        {"gain_a_db": 900.0},
        {"repeat_of": "4"},
        {"prompt": "x" * 20_000},
        {"prompt": "a\0b"},
        {"prompt": "half \ud800"},
        {"prompt": None},
        {"created": "yesterday"},
        {"withdrawn": False},
    ],
)
def test_a_vote_of_wrong_values_is_refused(archive: Path, changes: dict[str, Any]):
    def change(members: Members) -> None:
        first, second = members["votes.jsonl"].splitlines()
        row = json.dumps(json.loads(first) | changes).encode()
        members["votes.jsonl"] = b"\n".join((row, second))

    tampered(archive, change)
    assert "vote 1 is not valid" in refusal(archive)


@pytest.mark.parametrize("extra", [b"\n", b"{}\n", b"[1]\n", b'{"seconds": 1e999}\n', b"\xff\n"])
def test_a_line_that_is_no_vote_is_refused(archive: Path, extra: bytes):
    tampered(archive, lambda m: m.update({"votes.jsonl": m["votes.jsonl"] + extra}))
    assert "vote 3 is not valid" in refusal(archive)


def test_votes_out_of_order_are_refused(archive: Path):
    def turn(members: Members) -> None:
        members["votes.jsonl"] = b"\n".join(members["votes.jsonl"].splitlines()[::-1])

    tampered(archive, turn)
    assert "out of order" in refusal(archive)


# --- arrays ----------------------------------------------------------------------------------

ROWS = np.arange(12, dtype=np.float16).reshape(3, 4)
HASHES = np.frombuffer(bytes.fromhex(A + B + C), np.uint8).reshape(3, 32)


def npz(save: Callable[..., Any] = np.savez, **arrays: Any) -> bytes:
    stream = io.BytesIO()
    save(stream, **arrays)
    return stream.getvalue()


def claiming(shape: bytes) -> bytes:
    """An npz whose header claims another shape than there are values."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(npz(hashes=HASHES, vectors=ROWS))) as source:
        members = {name: source.read(name) for name in source.namelist()}
    members["vectors.npy"] = members["vectors.npy"].replace(b"(3, 4), }".ljust(len(shape)), shape)
    with zipfile.ZipFile(stream, "w") as target:
        for name, data in members.items():
            target.writestr(name, data)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (npz(hashes=HASHES, vectors=np.array([[{}]] * 3, object)), "not of numbers"),
        (npz(hashes=HASHES, vectors=np.full((3, 4), np.nan, np.float16)), "not finite"),
        (npz(hashes=HASHES, vectors=ROWS.astype(np.float64)), "another type"),
        (npz(hashes=HASHES, vectors=ROWS[:2]), "do not fit"),
        (npz(hashes=HASHES, vectors=ROWS[:, :0]), "do not fit"),
        (npz(hashes=HASHES, vectors=np.zeros((3, 4097), np.float16)), "do not fit"),
        (npz(hashes=HASHES[[0, 0, 1]], vectors=ROWS), "a sound twice"),
        (npz(hashes=HASHES[:, :16], vectors=ROWS), "do not fit"),
        (npz(hashes=HASHES, vectors=ROWS, more=ROWS), "other arrays"),
        (npz(vectors=ROWS), "other arrays"),
        (npz(np.savez_compressed, hashes=HASHES, vectors=ROWS), "compressed"),
        (claiming(b"(999999, 999999), }"), "do not fit"),
        (b"PK\x03\x04", "too short"),
        (pickle.dumps(ROWS), "end is missing"),
    ],
)
def test_embeddings_that_are_none_are_refused(archive: Path, data: bytes, reason: str):
    tampered(archive, lambda members: members.update({f"embeddings/{EMBEDDER}.npz": data}))
    assert f"embeddings/{EMBEDDER}.npz cannot be used" in (message := refusal(archive))
    assert reason in message


def test_the_vectors_of_these_tests_are_read_when_nothing_is_wrong():
    found = taste_parts.unpack_vectors(npz(hashes=HASHES, vectors=ROWS))
    assert list(found) == [A, B, C]
    np.testing.assert_array_equal(found[C], [8, 9, 10, 11])
    turned = npz(hashes=HASHES, vectors=np.asfortranarray(ROWS))
    np.testing.assert_array_equal(taste_parts.unpack_vectors(turned)[B], [4, 5, 6, 7])


def test_a_taste_with_an_object_in_it_is_refused(archive: Path, learned: bytes):
    with np.load(io.BytesIO(learned)) as stored:
        arrays: dict[str, Any] = dict(stored)
    arrays["weights"] = np.array([{}], object)
    tampered(archive, lambda members: members.update({"taste.npz": npz(**arrays)}))
    assert "arrays that are not of numbers" in refusal(archive)
    tampered(archive, lambda members: members.update({"taste.npz": npz(facts=HASHES)}))
    assert "not a whole taste" in refusal(archive)


# --- adapters --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "changes",
    [
        {"sha256": "../../x"},
        {"name": 5},
        {"name": "a\0b"},
        {"model": None},
        {"licence": "x" * 20_000},
        {"commercial": "perhaps"},
        {"votes": -1},
        {"votes": True},
        {"strength": 1.6},
        {"strength": "1"},
        {"about": []},
        {"model_hash": "other"},
    ],
)
def test_an_adapter_of_wrong_facts_is_refused(archive: Path, changes: dict[str, Any]):
    tampered(
        archive,
        lambda members: changed_json(members, "adapters.json", lambda v: v[0].update(changes)),
    )
    assert "an adapter" in refusal(archive)


@pytest.mark.parametrize(
    "data",
    [
        pickle.dumps({"x": [0.0] * 40}),
        npz(x=ROWS),
        b"",
        struct.pack("<Q", 1 << 40) + b"{}",
        struct.pack("<Q", 2) + b"[]",
        struct.pack("<Q", 3) + b"{x}",
        safetensors()[:-1],
        struct.pack("<Q", 7) + b'{"x":1}',
    ],
)
def test_tensors_that_are_no_safetensors_are_refused(archive: Path, data: bytes):
    sha256 = hashlib.sha256(data).hexdigest()

    def change(members: Members) -> None:
        del members[f"adapters/{SHA}.safetensors"], members[f"adapters/{SHA}.json"]
        members[f"adapters/{sha256}.safetensors"] = data
        members[f"adapters/{sha256}.json"] = DESCRIPTION.replace(SHA.encode(), sha256.encode())
        changed_json(members, "adapters.json", lambda value: value[0].update(sha256=sha256))

    tampered(archive, change)
    message = refusal(archive)
    assert "no plain table of numbers" in message or "read as JSON" in message


def test_tensors_of_another_hash_than_their_name_are_refused(archive: Path):
    other = safetensors(b"\1" * 8)
    tampered(archive, lambda members: members.update({f"adapters/{SHA}.safetensors": other}))
    assert "not the one that it is named after" in refusal(archive)


def test_an_adapter_is_listed_once(archive: Path):
    tampered(
        archive, lambda m: changed_json(m, "adapters.json", lambda value: value.append(value[0]))
    )
    assert "listed twice" in refusal(archive)


def test_too_large_a_taste_is_not_written(
    contents: TasteContents, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(taste_archive, "MOST_BYTES", 500)
    with pytest.raises(BadRequest, match="too large"):
        write(tmp_path / "x.tangotaste", contents)
    assert not (tmp_path / "x.tangotaste").exists()
