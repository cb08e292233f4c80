import pytest

from tangostudio.ui.hearing import Hearing


def test_semitones_are_speed_within_two_octaves():
    assert Hearing().rate == 1.0
    assert Hearing(12).rate == pytest.approx(2.0)
    assert Hearing().shifted(-99) == Hearing(-24)
    assert Hearing(-24).rate == pytest.approx(0.25)


def test_the_shuttle_doubles_with_each_press_and_starts_anew_the_other_way():
    hearing = Hearing()
    rates = []
    for way in (1, 1, 1, 1, -1, -1, 1):
        hearing = hearing.shuttled(way)
        rates.append((hearing.rate, hearing.backward))
    assert rates == [(1, False), (2, False), (4, False), (4, False),
                     (1, True), (2, True), (1, False)]  # fmt: skip
    assert Hearing(24, shuttle=3).rate == 4.0
    assert Hearing(reverse=True).shuttled(-1).backward is False
    assert hearing.settled() == Hearing()


def test_as_it_is_does_not_mind_the_shuttle():
    assert Hearing(shuttle=2).as_is
    assert not Hearing(channels="mono").as_is
