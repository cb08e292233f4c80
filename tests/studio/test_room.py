import pytest

from tangostudio import machine
from tangostudio.errors import StorageError
from tangostudio.library import TakeQuery
from tangostudio.studio import room
from tests.studio.house import open_house


@pytest.fixture
def free(monkeypatch):
    def put(count):
        monkeypatch.setattr(machine, "free_disk", lambda _folder: count)

    return put


def test_little_room_is_told_before_it_is_a_problem(free, tmp_path):
    free(1_500_000_000)
    assert room.is_little(tmp_path) == 1_500_000_000
    room.check(tmp_path, 1_000_000)
    free(room.LITTLE)
    assert room.is_little(tmp_path) is None


def test_a_disk_that_does_not_say_stops_nothing(free, tmp_path):
    free(None)
    assert room.is_little(tmp_path) is None
    room.check(tmp_path, 10**15)


def test_work_that_would_fill_the_disk_is_refused_and_nothing_is_queued(free, tmp_path):
    studio = open_house(tmp_path / "library")
    free(room.LEAST + 1_000_000)
    with pytest.raises(StorageError, match="no room") as caught:
        studio.generate(studio.plan("toy", "a bell", takes=16, seconds=10.0))
    assert "Empty the trash" in caught.value.hint
    assert studio.jobs() == []
    free(room.LEAST + 1_000_000_000)
    studio.generate(studio.plan("toy", "a bell", takes=1, seconds=0.5))
    assert len(studio.jobs()) == 1
    assert studio.find(TakeQuery()) == []
    studio.close()
