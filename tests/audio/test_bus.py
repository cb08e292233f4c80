"""The output's last stage: routing, full scale, readings."""

import numpy as np
import pytest

from tangostudio.audio.bus import CHANNELS, Bus, Levels


def _block(left, right, frames=200):
    return np.tile(np.array([[left, right]], np.float32), (frames, 1))


@pytest.mark.parametrize(
    ("channels", "expected"),
    [("stereo", (0.8, 0.2)), ("mono", (0.5, 0.5)), ("left", (0.8, 0.8)), ("right", (0.2, 0.2))],
)
def test_each_choice_of_channels(channels, expected):
    bus = Bus()
    bus.channels = channels
    bus.put_out(_block(0.8, 0.2))
    out = _block(0.8, 0.2)
    bus.put_out(out)
    assert out == pytest.approx(np.tile(expected, (200, 1)), abs=1e-6)


def test_a_change_of_channels_is_smooth():
    bus = Bus()
    heard = []
    for channels in (*CHANNELS, "stereo"):
        bus.channels = channels
        for _ in range(2):
            heard.append(_block(0.8, 0.2))
            bus.put_out(heard[-1])
    assert np.abs(np.diff(np.concatenate(heard), axis=0)).max() < 0.005


def test_full_scale_is_held_and_counted():
    bus = Bus()
    out = _block(0.5, 1.5)
    bus.put_out(out)
    assert out.max() == 1.0
    levels = bus.take_levels()
    assert levels.peaks == pytest.approx((0.5, 1.5))
    assert levels.powers == pytest.approx((0.25, 2.25))
    assert levels.clipped == (0, 200)
    assert bus.take_levels() == Levels()
