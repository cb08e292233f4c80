"""The ring of reports between the callback and another process."""

from __future__ import annotations

import pytest

from tangostudio.audio.bus import Levels
from tangostudio.audio.reports import RING_BYTES, Report, ReportReader, ReportWriter
from tangostudio.audio.voice import Span, Stamp

PLACES = 256


@pytest.fixture
def ring() -> memoryview:
    return memoryview(bytearray(RING_BYTES))


def test_nothing_was_heard_before_the_first_block(ring: memoryview) -> None:
    reader = ReportReader(ring)
    assert reader.latest == Report()
    assert reader.take_levels() == Levels()


def test_a_report_arrives_as_it_was_written(ring: memoryview) -> None:
    stamp = Stamp(7, 12.5, 3.0, Span(3, 900, loop=True), True, 123.456, rate=0.5)
    levels = Levels((0.5, 1.5), (0.125, 0.25), (0, 9))
    writer, reader = ReportWriter(ring), ReportReader(ring)
    writer.write(Report(stamp, 6, 2, 256, levels))
    assert reader.latest == Report(stamp, 6, 2, 256, levels)
    writer.write(Report(None, 7, 2))
    assert reader.latest == Report(None, 7, 2)


@pytest.mark.parametrize("blocks", [1, PLACES - 1, PLACES, PLACES + 1, 3 * PLACES + 5])
def test_the_last_block_is_found_however_many_were_missed(ring: memoryview, blocks: int) -> None:
    writer, reader = ReportWriter(ring), ReportReader(ring)
    for _round in range(3):
        for number in range(blocks):
            writer.write(Report(finished=number + 1))
        assert reader.latest.finished == blocks


def test_a_report_that_is_being_written_is_not_read(ring: memoryview) -> None:
    writer, reader = ReportWriter(ring), ReportReader(ring)
    writer.write(Report(finished=1))
    assert reader.latest.finished == 1
    before = bytes(ring)
    writer.write(Report(finished=2))
    changed = [at for at in range(RING_BYTES) if ring[at] != before[at]]
    whole = ring[changed[-1]]
    ring[changed[-1]] = before[changed[-1]]  # its last byte has not arrived
    assert reader.latest.finished == 1
    ring[changed[-1]] = whole
    assert reader.latest.finished == 2


def test_levels_add_up_until_they_are_taken(ring: memoryview) -> None:
    writer, reader = ReportWriter(ring), ReportReader(ring)
    writer.write(Report(frames=100, levels=Levels((0.9, 0.1), (0.4, 0.1), (1, 0))))
    writer.write(Report(frames=300, levels=Levels((0.2, 1.2), (0.2, 0.5), (2, 5))))
    writer.write(Report())  # silence counts for nothing
    assert reader.latest.frames == 0
    levels = reader.take_levels()
    assert levels.peaks == (0.9, 1.2)
    assert levels.powers == pytest.approx((0.25, 0.4))
    assert levels.clipped == (3, 5)
    assert reader.take_levels() == Levels()


def test_what_was_read_last_stays_when_the_ring_is_gone(ring: memoryview) -> None:
    writer, reader = ReportWriter(ring), ReportReader(ring)
    writer.write(Report(finished=3))
    assert reader.latest.finished == 3
    reader.close()
    ring.release()
    assert reader.latest.finished == 3
