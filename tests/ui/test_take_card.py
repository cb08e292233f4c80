import dataclasses

import numpy as np
import pytest
from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QColor, QImage, QPainter, QPixmap

from tangostudio.audio import overview
from tangostudio.ui import take_card, take_words, taste_words, theme
from tangostudio.ui.take_card import CardState, JobCard
from tests.ui.fake_studio import FakeStudio

RECT = QRect(0, 0, 210, take_card.HEIGHT)


@pytest.fixture
def take(tmp_path, qapp):
    made = FakeStudio(tmp_path, 1).take(1041)
    return dataclasses.replace(made, id=7, title="door creak", seconds=2.4, stars=3, lufs=-21.3)


@pytest.fixture
def wave(take, tmp_path):
    blob = FakeStudio(tmp_path, 1).overview(take)
    return take_card.wave_pixmap(blob, take_card.wave_rect(RECT).size(), 1.0)


def paint(take, wave, **state):
    picture = QPixmap(RECT.size())
    picture.fill(QColor(theme.GROUND))
    painter = QPainter(picture)
    take_card.paint_take(painter, RECT, take, wave, CardState(**state))
    painter.end()
    return picture.toImage()


def colours(image):
    image = image.convertToFormat(QImage.Format.Format_RGB32)
    values = np.frombuffer(image.constBits(), np.uint32) & 0xFFFFFF
    return {f"#{value:06x}" for value in np.unique(values)}


def test_drawn_state(take):
    assert take_words.drawn(take) == "★★★ door creak 2.4 s #7"


@pytest.mark.parametrize(
    ("values", "text"),
    [
        ({"stars": 0}, "door creak 2.4 s #7"),
        ({"favourite": True}, "★★★ ♥ door creak 2.4 s #7"),
        ({"rejected": True}, "✕ door creak 2.4 s #7"),
    ],
)
def test_drawn_state_of_flags(take, values, text):
    assert take_words.drawn(dataclasses.replace(take, **values)) == text


def test_spoken(take):
    assert take_words.spoken(take) == "Take 7, door creak, 2.4 seconds, minus 21 LUFS, 3 stars"


def test_spoken_says_what_colours_show(take):
    other = dataclasses.replace(
        take, stars=1, favourite=True, rejected=True, lufs=float("-inf"), path=take.path / "gone"
    )
    assert take_words.spoken(other) == (
        "Take 7, door creak, 2.4 seconds, silent, 1 star, favourite, rejected, "
        "its sound file is missing"
    )


def test_a_selected_card_has_the_accent_as_border(take, wave):
    assert paint(take, wave, selected=True).pixelColor(100, 0).name() == theme.ACCENT
    assert paint(take, wave).pixelColor(100, 0).name() == theme.HAIRLINE


def test_stars_are_as_bright_as_they_are_many(take, wave):
    def bright(stars):
        image = paint(dataclasses.replace(take, stars=stars), wave)
        pixels = [image.pixelColor(x, y).name() for x in range(70) for y in range(86, 108)]
        return pixels.count(theme.STARS)

    assert bright(0) == 0
    assert bright(1) < bright(3) < bright(5)


def test_hover_shows_play(take, wave):
    middle = take_card.wave_rect(RECT).center()
    lit = paint(take, wave, hovered=True).pixelColor(middle.x() - 12, middle.y()).name()
    assert lit == theme.TEXT
    playing = paint(take, wave, hovered=True, playing=True)
    assert playing.pixelColor(middle.x() - 12, middle.y()).name() != theme.TEXT


def test_the_waveform_carries_the_colour(take, wave):
    with_wave, without = colours(paint(take, wave)), colours(paint(take, None))
    assert len(with_wave) > len(without)


def test_a_rejected_card_is_dim(take, wave):
    def brightest(image):
        return max(QColor(name).lightness() for name in colours(image))

    rejected = dataclasses.replace(take, rejected=True)
    assert brightest(paint(rejected, wave)) < brightest(paint(take, wave))


def test_a_damaged_overview_is_an_empty_picture(qapp):
    picture = take_card.wave_pixmap(b"nonsense", QSize(40, 20), 1.0).toImage()
    assert picture.pixelColor(20, 10).alpha() == 0


def test_a_quiet_sound_is_drawn_louder_within_limits(qapp):
    def reach(level):
        rng = np.random.default_rng(1)
        noise = rng.uniform(-level, level, (44100, 1)).astype(np.float32)
        blob = overview.pack(noise, 44100)
        image = take_card.wave_pixmap(blob, QSize(100, 48), 1.0).toImage()
        return sum(any(image.pixelColor(x, y).alpha() > 99 for x in range(100)) for y in range(48))

    assert reach(0.5) >= 46
    assert reach(0.5) > reach(0.1) > reach(0.01)


def test_a_job_card_has_a_bar_as_long_as_its_share(qapp):
    def orange(share):
        picture = QPixmap(RECT.size())
        painter = QPainter(picture)
        card = JobCard("j", "door", "seed 7", "take 1 of 2 · step 4 of 8", "3 s left", share)
        take_card.paint_job(painter, RECT, card, CardState())
        painter.end()
        image = picture.toImage()
        return sum(image.pixelColor(x, 31).name() == theme.ACCENT for x in range(210))

    assert orange(None) == 0
    assert orange(0.5) == pytest.approx(94, abs=4)
    assert orange(1.0) == pytest.approx(188, abs=4)


def test_a_failed_card_shows_its_sentence_in_the_bad_colour(qapp):
    picture = QPixmap(RECT.size())
    painter = QPainter(picture)
    card = JobCard("j", "door", "", "Not enough memory.", "Make fewer.", None, failed=True)
    take_card.paint_job(painter, RECT, card, CardState())
    painter.end()
    names = colours(picture.toImage())
    assert theme.ACCENT not in names
    assert any(QColor(name).red() > 200 > 2 * QColor(name).green() for name in names)


def test_taste_is_drawn_and_said_where_it_is_shown(take, wave):
    assert take_words.drawn(take, 1.24) == "★★★ door creak 2.4 s #7 taste +1.2"
    assert take_words.drawn(take, -0.96) == "★★★ door creak 2.4 s #7 taste \N{MINUS SIGN}1.0"
    assert take_words.spoken(take, -0.96) == (
        "Take 7, door creak, 2.4 seconds, minus 21 LUFS, taste minus 1.0, 3 stars"
    )
    assert paint(take, wave, taste=1.24) != paint(take, wave)
    assert paint(take, wave, taste=1.24) != paint(take, wave, taste=-1.24)


def test_no_minus_before_a_nought():
    assert taste_words.short(-0.04) == "+0.0"
    assert taste_words.spoken(-0.04) == "taste plus 0.0"
    assert taste_words.full(1.24, 0.36) == "+1.2 ± 0.4"
