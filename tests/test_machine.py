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
