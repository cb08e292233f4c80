import pytest

from tangostudio.ui.compare_clock import OwnTime, VotingTime


class Clock:
    now = 100.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


def test_own_time_runs_from_the_vote_until_all_is_ready(clock):
    own = OwnTime(clock)
    own.begin()
    clock.now += 0.042
    own.end()
    clock.now += 9.0
    own.end()
    assert own.ms == pytest.approx([42.0])


def test_own_time_of_a_vote_that_nothing_follows_does_not_count(clock):
    own = OwnTime(clock)
    own.begin()
    own.drop()
    own.end()
    assert own.ms == []


def test_only_the_latest_thousand_are_kept(clock):
    own = OwnTime(clock)
    for number in range(1003):
        own.begin()
        clock.now += number
        own.end()
    assert len(own.ms) == 1000
    assert own.ms[-1] == pytest.approx(1002_000)


def test_voting_tires_after_a_quarter_of_an_hour(clock):
    voting = VotingTime(clock)
    assert not voting.tiring
    for _minute in range(15):
        voting.voted()
        clock.now += 60
    assert not voting.tiring
    voting.voted()
    assert voting.tiring


def test_a_pause_is_a_rest(clock):
    voting = VotingTime(clock)
    for _minute in range(20):
        voting.voted()
        clock.now += 60
    clock.now += 300
    voting.voted()
    assert not voting.tiring
