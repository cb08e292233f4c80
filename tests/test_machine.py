from __future__ import annotations

from tangostudio import machine


def test_free_memory_is_read_where_the_system_tells_it(tmp_path):
    file = tmp_path / "meminfo"
    file.write_text("MemTotal:       4096 kB\nMemAvailable:   2048 kB\n")
    assert machine.free_memory(file) == 2048 * 1024
    assert machine.free_memory(tmp_path / "none") is None


def test_free_disk_is_that_of_the_nearest_folder_that_exists(tmp_path):
    free = machine.free_disk(tmp_path / "not" / "yet" / "made")
    assert free is not None
    assert free > 0


def test_the_machine_is_named_where_the_system_names_it(tmp_path):
    cpuinfo = tmp_path / "cpuinfo"
    cpuinfo.write_text("processor : 0\nmodel name : Fast Chip 9000\n")
    assert machine.processor(cpuinfo) == "Fast Chip 9000"
    assert isinstance(machine.processor(tmp_path / "none"), str)
    card = tmp_path / "gpus" / "0000:01"
    card.mkdir(parents=True)
    (card / "information").write_text("Model: \t\t Big Card\nIRQ: 7\n")
    assert machine.graphics(tmp_path / "gpus") == "Big Card"
    assert machine.graphics(tmp_path / "none") in ("", "Apple GPU")


def test_there_is_a_core_and_no_more_memory_free_than_there_is():
    assert machine.cores() >= 1
    total, free = machine.total_memory(), machine.free_memory()
    assert total is None or free is None or 0 < free <= total
