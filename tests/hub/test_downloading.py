"""What the process that downloads does, with the real client, in this process; every fault."""

from __future__ import annotations

import dataclasses
import errno
import os
from pathlib import Path
from typing import Any

import pytest
from huggingface_hub import constants

from tangostudio import machine
from tangostudio.errors import HubError
from tangostudio.hub import client as hub_client
from tangostudio.hub import downloading, holdings, orders, states
from tangostudio.hub.orders import Arrived, Download, News, Waiting, Whole
from tangostudio.hub.parts import Part

from .checkpoints import REPO, card, publish, published, tensors
from .loopback import BLOCK, COMMIT, Hub, closed_port, tag

pytestmark = pytest.mark.usefixtures("client")

NAME = "tangoflux.safetensors"
QUICK = (0.0, 0.0, 0.0)
GOOD = "hf_good"


def order(folder: Path, files: dict[str, bytes], **values: Any) -> Download:
    made = card(files, folder, **values.pop("card", {}))
    values = {"gated": False, "pauses": QUICK, **values}
    return Download(made.name, files=made.files, folder=str(folder), **values)


def run(wanted: Download) -> list[News]:
    return list(downloading.work(wanted))


def refused(wanted: Download) -> HubError:
    with pytest.raises(HubError) as caught:
        run(wanted)
    return caught.value


@pytest.fixture
def one(hub: Hub) -> dict[str, bytes]:
    """A model of one file on the hub."""
    files = {NAME: tensors(200_000)}
    publish(hub, files)
    return files


def test_files_come_small_ones_from_the_hub_and_large_ones_from_its_store(hub, tmp_path):
    files = published()
    publish(hub, files)
    news = run(order(tmp_path, files))
    for name, data in files.items():
        assert (tmp_path / name).read_bytes() == data
    whole = {item.name: item.bytes for item in news if isinstance(item, Whole)}
    assert whole == {name: len(data) for name, data in files.items()}
    stores = {item.path.rpartition("/")[2] for item in hub.asked if item.store}
    assert stores == {NAME, "vae.safetensors"}
    assert hub.sent() == sum(map(len, files.values()))


def test_every_file_is_asked_about_before_any_byte_comes(hub, tmp_path):
    files = published()
    publish(hub, files)
    del hub.files[REPO, "config.json"]
    assert refused(order(tmp_path, files)).problem == states.NOT_THERE
    assert hub.sent() == 0


def test_what_is_fetched_is_of_one_version_even_where_a_branch_is_named(hub, one, tmp_path):
    run(order(tmp_path, one))
    fetched = [item.path for item in hub.asked if item.method == "GET" and not item.store]
    assert fetched == [f"/{REPO}/resolve/{COMMIT}/{NAME}"]


# --- who asks -------------------------------------------------------------------------------------


@pytest.fixture
def gated(hub: Hub, one: dict[str, bytes]) -> dict[str, bytes]:
    hub.gated.add(REPO)
    hub.members[GOOD] = "ann"
    return one


@pytest.mark.parametrize(
    ("token", "kind", "words"),
    [
        ("", states.NO_TOKEN, "Tiny Flux is given only to accounts"),
        ("hf_bad", states.BAD_TOKEN, "does not know the access token that Tiny Flux"),
        (GOOD, states.NOT_ACCEPTED, "has not accepted the licence of Tiny Flux"),
    ],
)
def test_a_gated_model_says_what_is_in_the_way(hub, gated, tmp_path, token, kind, words):
    error = refused(order(tmp_path, gated, gated=True, token=token))
    assert error.problem == kind
    assert words in error.message
    assert error.hint.startswith("Press ")
    assert token not in f"{error.message}{error.hint}" or not token


def test_an_account_that_accepted_the_licence_gets_the_files_and_the_store_no_token(
    hub, gated, tmp_path
):
    hub.accepted.add((GOOD, REPO))
    run(order(tmp_path, gated, gated=True, token=GOOD))
    assert (tmp_path / NAME).read_bytes() == gated[NAME]
    assert {item.token for item in hub.asked if item.store} == {""}
    assert {item.token for item in hub.asked if not item.store} == {GOOD}


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("Please enable access in your fine-grained token settings", states.BAD_TOKEN),
        ("Your request to access this model is awaiting a review", states.NOT_ACCEPTED),
    ],
)
def test_other_refusals_are_told_apart(hub, gated, tmp_path, said, kind):
    headers = {"X-Error-Code": "GatedRepo", "X-Error-Message": said}
    hub.fail(403, method="HEAD", headers=headers)
    error = refused(order(tmp_path, gated, gated=True, token=GOOD))
    assert error.problem == kind
    assert "accepted the licence" not in error.message


def test_a_model_for_everybody_is_asked_for_without_the_token_which_may_be_a_bad_one(
    hub, one, tmp_path
):
    run(order(tmp_path, one, token="hf_old"))
    assert {item.token for item in hub.asked} == {""}


def test_a_model_that_was_gated_later_is_asked_for_with_the_token(hub, gated, tmp_path):
    hub.accepted.add((GOOD, REPO))
    run(order(tmp_path, gated, gated=False, token=GOOD))
    assert (tmp_path / NAME).read_bytes() == gated[NAME]


def test_a_token_is_not_in_the_text_of_an_order():
    text = repr(orders.Download("a", True, (), "/f", "hf_secret"))
    assert "hf_secret" not in text
    assert "hf_secret" not in repr(orders.Knock("a", True, card({}, Path("/")).files, "hf_secret"))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("token", "accepted", "kind", "account"),
    [
        (GOOD, True, None, "ann"),
        (GOOD, False, states.NOT_ACCEPTED, "ann"),
        ("hf_bad", False, states.BAD_TOKEN, ""),
        ("", False, states.NO_TOKEN, ""),
    ],
)
def test_a_knock_tells_what_a_token_opens_and_whose_it_is(
    hub, gated, tmp_path, token, accepted, kind, account
):
    if accepted:
        hub.accepted.add((GOOD, REPO))
    file = card(gated, tmp_path).files[0]
    (answer,) = downloading.work(orders.Knock("Tiny Flux", True, file, token))
    assert isinstance(answer, orders.Answered)
    assert (answer.tested.problem and answer.tested.problem.kind) == kind
    assert answer.tested.account == account
    assert hub.sent() == 0


def test_a_mirror_that_knows_no_accounts_is_asked_for_the_model_alone(hub, gated, tmp_path):
    hub.accepted.add((GOOD, REPO))
    hub.fail(404, path="whoami")
    (answer,) = downloading.work(
        orders.Knock("Tiny Flux", True, card(gated, tmp_path).files[0], GOOD)
    )
    assert answer == orders.Answered(states.Tested(None, ""))


# --- a hub that fails -----------------------------------------------------------------------------


@pytest.mark.parametrize("code", ["RepoNotFound", "RevisionNotFound", "EntryNotFound"])
def test_what_is_not_there_is_told_at_once(hub, one, tmp_path, code):
    hub.fail(404, method="HEAD", headers={"X-Error-Code": code}, times=9)
    error = refused(order(tmp_path, one))
    assert error.problem == states.NOT_THERE
    assert NAME in error.message
    assert len(hub.asked) == 1


@pytest.mark.parametrize("method", ["HEAD", "GET"])
def test_a_hub_that_wants_to_be_left_alone_is_left_alone_once(hub, one, tmp_path, method):
    hub.fail(429, method=method, headers={"Retry-After": "0"})
    news = run(order(tmp_path, one))
    (waiting,) = [item for item in news if isinstance(item, Waiting)]
    assert waiting.problem.kind == states.RATE_LIMITED
    assert (tmp_path / NAME).read_bytes() == one[NAME]


def test_a_hub_that_wants_it_twice_is_told_of(hub, one, tmp_path):
    hub.fail(429, method="HEAD", headers={"Retry-After": "0"}, times=2)
    error = refused(order(tmp_path, one))
    assert error.problem == states.RATE_LIMITED
    assert len(hub.asked) == 2


@pytest.mark.parametrize(
    ("headers", "words"),
    [
        ({"Retry-After": "3600"}, "wait 60 min"),
        ({"RateLimit": '"resolvers";r=0;t=420'}, "wait 7 min"),
    ],
)
def test_a_long_wait_is_told_instead_of_waited(hub, one, tmp_path, headers, words):
    hub.fail(429, method="HEAD", headers=headers)
    assert words in refused(order(tmp_path, one)).message


@pytest.mark.parametrize("status", [500, 503])
@pytest.mark.parametrize("method", ["HEAD", "GET"])
def test_a_failing_hub_is_asked_again(hub, one, tmp_path, status, method):
    hub.fail(status, method=method, times=3)
    news = run(order(tmp_path, one))
    assert [item.problem.kind for item in news if isinstance(item, Waiting)] == [states.SERVER] * 3
    assert (tmp_path / NAME).read_bytes() == one[NAME]


def test_a_hub_that_goes_on_failing_is_told_of_after_growing_pauses(
    hub, one, tmp_path, monkeypatch
):
    slept: list[float] = []
    monkeypatch.setattr(downloading.time, "sleep", slept.append)
    hub.fail(500, method="HEAD", times=99)
    error = refused(order(tmp_path, one, pauses=orders.PAUSES))
    assert error.problem == states.SERVER
    assert "status 500" in error.message
    assert tuple(slept) == orders.PAUSES
    assert sorted(slept) == slept


def test_an_answer_that_makes_no_sense_is_the_hubs_fault(hub, one, tmp_path):
    hub.fail(418, method="HEAD", times=9)
    assert refused(order(tmp_path, one)).problem == states.SERVER
    assert len(hub.asked) == 1


def test_a_cut_connection_is_gone_on_with_where_it_was_cut(hub, one, tmp_path):
    for cut in (3 * BLOCK, 2 * BLOCK + 100, BLOCK):
        hub.fail(cut=cut, path=NAME)
    # The hub itself only sends to the store.
    hub.redirects = False
    news = run(order(tmp_path, one, pauses=(0.0,)))
    assert len([item for item in news if isinstance(item, Waiting)]) == 3
    assert (tmp_path / NAME).read_bytes() == one[NAME]
    assert hub.sent() == len(one[NAME])
    starts = [item.range for item in hub.got()]
    assert starts == ["", *(f"bytes={n}-" for n in (3 * BLOCK, 5 * BLOCK + 100, 6 * BLOCK + 100))]


def test_a_connection_that_is_cut_before_anything_comes_is_told_of_in_the_end(hub, one, tmp_path):
    hub.redirects = False
    hub.fail(cut=0, times=99)
    error = refused(order(tmp_path, one))
    assert error.problem == states.NO_NETWORK
    assert "lost several times while Tiny Flux" in error.message
    assert len([item for item in hub.asked if item.method == "GET"]) == 1 + len(QUICK)


def test_a_connection_that_falls_silent_is_gone_on_with(hub, one, tmp_path, monkeypatch):
    monkeypatch.setattr(constants, "HF_HUB_DOWNLOAD_TIMEOUT", 0.2)
    hub.fail(hold=2 * BLOCK, path=f"{REPO}/{NAME}")
    news = run(order(tmp_path, one))
    hub.go_on.set()
    # A slow machine may fall silent more than once.
    assert {item.problem.kind for item in news if isinstance(item, Waiting)} == {states.NO_NETWORK}
    assert (tmp_path / NAME).read_bytes() == one[NAME]


def test_a_store_that_knows_no_ranges_begins_anew(hub, one, tmp_path):
    hub.redirects = hub.ranges = False
    hub.fail(cut=3 * BLOCK)
    run(order(tmp_path, one))
    assert (tmp_path / NAME).read_bytes() == one[NAME]
    assert hub.sent() == len(one[NAME]) + 3 * BLOCK


@pytest.mark.parametrize("status", [401, 403, 404])
def test_a_store_that_refuses_says_nothing_of_accounts(hub, gated, tmp_path, status):
    hub.accepted.add((GOOD, REPO))
    path = f"/{REPO}/{NAME}"  # of the store; the hub's own has more in it
    hub.fail(status, path=path, times=1 + len(QUICK))
    wanted = order(tmp_path, gated, gated=True, token=GOOD)
    error = refused(wanted)
    assert error.problem == states.NO_NETWORK
    assert f"127.0.0.1, where the hub keeps it, refuses (status {status})" in error.message
    hub.fail(status, path=path)  # a link that was too old: the next one is good
    run(wanted)
    assert (tmp_path / NAME).read_bytes() == gated[NAME]


# --- parts of files -------------------------------------------------------------------------------


def test_a_part_that_was_left_is_gone_on_with(hub, one, tmp_path):
    part = holdings.part_of(tmp_path, NAME, tag(NAME, one[NAME]))
    part.write_bytes(one[NAME][:150_000])
    run(order(tmp_path, one))
    assert (tmp_path / NAME).read_bytes() == one[NAME]
    assert hub.sent() == len(one[NAME]) - 150_000
    assert not part.exists()


def test_a_part_of_another_version_is_thrown_away(hub, one, tmp_path):
    part = holdings.part_of(tmp_path, NAME, "an older tag")
    part.write_bytes(b"x" * 1000)
    run(order(tmp_path, one))
    assert (tmp_path / NAME).read_bytes() == one[NAME]
    assert not part.exists()


def test_a_part_that_is_whole_needs_no_byte_and_one_that_is_longer_begins_anew(hub, one, tmp_path):
    part = holdings.part_of(tmp_path, NAME, tag(NAME, one[NAME]))
    part.write_bytes(one[NAME])
    run(order(tmp_path, one))
    assert hub.sent() == 0
    part.write_bytes(one[NAME] + b"more")
    run(order(tmp_path, one))
    assert hub.sent() == len(one[NAME])
    assert (tmp_path / NAME).read_bytes() == one[NAME]


def test_a_hub_that_does_not_say_how_large_a_file_is_sends_it_whole(
    hub, one, tmp_path, monkeypatch
):
    look = hub_client.look
    monkeypatch.setattr(
        hub_client, "look", lambda *asked: dataclasses.replace(look(*asked), size=None)
    )
    holdings.part_of(tmp_path, NAME, tag(NAME, one[NAME])).write_bytes(one[NAME])
    run(order(tmp_path, one))
    assert (tmp_path / NAME).read_bytes() == one[NAME]
    assert {item.range for item in hub.got()} == {""}


# --- wrong files ----------------------------------------------------------------------------------


def test_a_wrong_file_is_set_aside_and_named_and_the_next_try_begins_anew(hub, one, tmp_path):
    hub.fail(altered=True, path=NAME)
    hub.redirects = False
    error = refused(order(tmp_path, one))
    assert error.problem == states.WRONG_FILE
    assert f"A file of Tiny Flux is wrong: {NAME} is not the published file" in error.message
    aside = tmp_path / f"{NAME}.wrong"
    assert aside.name in error.message
    assert aside.stat().st_size == len(one[NAME])
    assert not (tmp_path / NAME).exists()
    run(order(tmp_path, one))
    assert (tmp_path / NAME).read_bytes() == one[NAME]


@pytest.mark.parametrize("name", [NAME, "config.json"])
def test_where_the_card_knows_no_checksum_the_hubs_own_decides(hub, tmp_path, name):
    files = {name: tensors(50_000)}
    publish(hub, files)
    hub.redirects = False
    unknown = {"card": {"changes": {name: {"sha256": "", "bytes": 0}}}}
    hub.fail(altered=True)
    error = refused(order(tmp_path, files, **unknown))
    assert error.problem == states.WRONG_FILE
    assert f"{name} arrived altered" in error.message
    run(order(tmp_path, files, **unknown))
    assert (tmp_path / name).read_bytes() == files[name]


def test_the_first_digits_of_a_checksum_are_enough(hub, one, tmp_path):
    digits = tag(NAME, one[NAME])[:16]
    run(order(tmp_path, one, card={"changes": {NAME: {"sha256": digits, "bytes": 0}}}))
    wrong = {"changes": {NAME: {"sha256": digits[::-1], "bytes": 0}}}
    error = refused(order(tmp_path / "b", one, card=wrong))
    assert f"begins with {digits}, not {digits[::-1]}" in error.message


def test_another_version_on_the_hub_is_told_of_before_any_byte_comes(hub, one, tmp_path):
    error = refused(order(tmp_path, one, card={"changes": {NAME: {"bytes": 12}}}))
    assert error.problem == states.WRONG_FILE
    assert f"{len(one[NAME]):,} bytes instead of 12" in error.message
    assert hub.sent() == 0


# --- the network ----------------------------------------------------------------------------------


def test_no_network_is_told_of_at_once(hub, one, tmp_path, monkeypatch):
    address = closed_port()
    monkeypatch.setenv("HF_ENDPOINT", address)
    monkeypatch.setattr(downloading.time, "sleep", lambda _seconds: pytest.fail("it waits"))
    error = refused(order(tmp_path, one))
    assert error.problem == states.NO_NETWORK
    assert f"Tiny Flux cannot be fetched: {address} cannot be reached" in error.message


@pytest.mark.parametrize("address", ["ftp://127.0.0.1", "http://[broken"])
def test_an_address_that_is_none_is_told_of(hub, one, tmp_path, monkeypatch, address):
    monkeypatch.setenv("HF_ENDPOINT", address)
    assert refused(order(tmp_path, one)).problem == states.NO_NETWORK


def test_a_network_that_is_lost_on_the_way_is_waited_for(hub, one, tmp_path, monkeypatch):
    hub.redirects = False
    hub.fail(cut=2 * BLOCK)
    addresses = [hub.address, closed_port()]

    def move(_seconds: float) -> None:
        monkeypatch.setenv("HF_ENDPOINT", addresses[-1])
        addresses.reverse()

    monkeypatch.setattr(downloading.time, "sleep", move)
    news = run(order(tmp_path, one))
    kinds = [item.problem.kind for item in news if isinstance(item, Waiting)]
    assert kinds == [states.NO_NETWORK] * 2
    assert (tmp_path / NAME).read_bytes() == one[NAME]


def test_what_answers_but_is_no_hub_is_told_apart(hub, one, tmp_path):
    hub.fail(200, method="HEAD", headers={"ETag": '"a"'})
    error = refused(order(tmp_path, one))
    assert error.problem == states.NO_NETWORK
    assert "is not the hub" in error.message


def test_the_proxy_of_the_environment_is_used(hub, one, tmp_path, monkeypatch):
    hub.redirects = False
    monkeypatch.setenv("HF_ENDPOINT", "http://hub.invalid")
    monkeypatch.setenv("HTTP_PROXY", hub.address)
    monkeypatch.setenv("http_proxy", hub.address)
    run(order(tmp_path, one))
    assert (tmp_path / NAME).read_bytes() == one[NAME]


def test_a_renamed_repository_is_followed(hub, one, tmp_path):
    old = {"changes": {NAME: {"repo": "declare-lab/OldFlux"}}}
    where = f"/{REPO}/resolve/main/{NAME}"
    at = f"/{REPO}/resolve/{COMMIT}/{NAME}"
    headers = {"Content-Length": "0"}
    hub.fail(307, method="HEAD", path="OldFlux", headers={**headers, "Location": where})
    hub.fail(307, method="GET", path="OldFlux", headers={**headers, "Location": at})
    run(order(tmp_path, one, card=old))
    assert (tmp_path / NAME).read_bytes() == one[NAME]


# --- the disk -------------------------------------------------------------------------------------


def test_a_full_disk_is_told_of_before_any_byte_comes(hub, one, tmp_path, monkeypatch):
    monkeypatch.setattr(machine, "free_disk", lambda _folder: 1_000_100_000)
    unknown = {"changes": {NAME: {"bytes": 0}}}
    error = refused(order(tmp_path, one, card=unknown))
    assert error.problem == states.NO_SPACE
    assert "needs 200 KB more and 1.0 GB to spare" in error.message
    assert "has 1.0 GB free" in error.message
    assert hub.sent() == 0
    monkeypatch.setattr(machine, "free_disk", lambda _folder: 1_000_300_000)
    run(order(tmp_path, one, card=unknown))
    assert (tmp_path / NAME).exists()


@pytest.mark.parametrize(
    ("number", "kind"), [(errno.ENOSPC, states.NO_SPACE), (errno.EIO, states.STORAGE)]
)
def test_a_disk_that_fails_on_the_way_is_told_of_and_keeps_what_came(
    hub, one, tmp_path, monkeypatch, number, kind
):
    append = Part.append

    def failing(part: Part, data: bytes) -> None:
        if part.size > 3 * BLOCK:
            raise OSError(number, os.strerror(number))
        append(part, data)

    monkeypatch.setattr(Part, "append", failing)
    assert refused(order(tmp_path, one)).problem == kind
    monkeypatch.setattr(Part, "append", append)
    begun = holdings.begun(tmp_path, NAME)
    assert begun > 3 * BLOCK
    run(order(tmp_path, one))
    assert (tmp_path / NAME).read_bytes() == one[NAME]
    again = hub.got()[-1]
    assert (again.range, again.sent) == (f"bytes={begun}-", len(one[NAME]) - begun)


def test_a_folder_that_cannot_be_made_is_told_of(hub, one, tmp_path):
    (tmp_path / "file").write_bytes(b"")
    error = refused(order(tmp_path / "file" / "folder", one))
    assert error.problem == states.STORAGE
    assert "Tiny Flux cannot be kept" in error.message


def test_news_of_bytes_come_at_most_ten_times_a_second(hub, tmp_path, monkeypatch):
    files = {NAME: tensors(3_000_000)}
    publish(hub, files)
    now = [0.0]

    def passing() -> float:
        now[0] += 0.01
        return now[0]

    monkeypatch.setattr(downloading.time, "monotonic", passing)
    arrived = [item for item in run(order(tmp_path, files)) if isinstance(item, Arrived)]
    assert 1 <= len(arrived) <= now[0] * 10 + 1


def test_an_order_survives_a_pipe(tmp_path):
    import pickle

    wanted = order(tmp_path, published(), token=GOOD)
    assert pickle.loads(pickle.dumps(wanted)) == wanted
