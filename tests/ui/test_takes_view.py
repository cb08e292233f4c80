import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QPixmap

from tangostudio.ui import take_card, takes_view, theme
from tangostudio.ui.takes_model import TakesModel
from tangostudio.ui.takes_view import GAP, LEAST_WIDTH, Pictures, TakesView
from tests.ui.fake_studio import FakeStudio


@pytest.fixture
def view(qtbot, tmp_path):
    made = TakesView()
    qtbot.addWidget(made)
    made.setModel(TakesModel(FakeStudio(tmp_path, takes=9), made))
    return made


def lay_out(view, width, height=300):
    view.resize(width, height)
    view.grab()
    rects = [view.visualRect(view.model().index(row)) for row in range(9)]
    return [QRect(r.topLeft(), r.bottomRight()).translated(view.viewport().pos()) for r in rects]


@pytest.mark.parametrize("width", [400, 623, 858, 891, 1200, 1401])
def test_cards_fill_the_width_and_keep_the_margins(view, width):
    rects = lay_out(view, width)
    first_row = [rect for rect in rects if rect.top() == rects[0].top()]
    columns = (width - theme.MARGIN * 2 + GAP - 1) // (LEAST_WIDTH + GAP)
    assert len(first_row) == columns
    assert rects[0].left() == theme.MARGIN
    right = width - (first_row[-1].right() + 1 - GAP)
    assert theme.MARGIN <= right <= theme.MARGIN + columns + 1


def test_a_scroll_bar_changes_no_card(view):
    flat, tall = lay_out(view, 858, 300), lay_out(view, 858, 2000)
    assert [rect.left() for rect in flat] == [rect.left() for rect in tall]
    assert not view.verticalScrollBar().isVisibleTo(view)


def test_a_card_is_painted_once(view, monkeypatch):
    painted = []
    paint = take_card.paint_take

    def count(painter, rect, take, *rest):
        painted.append(take.id)
        paint(painter, rect, take, *rest)

    monkeypatch.setattr(takes_view.take_card, "paint_take", count)
    view.resize(858, 300)
    view.grab()
    assert painted
    del painted[:]
    view.grab()
    view.show_playhead(1049, 0.5)
    view.show_playhead(None, 0.0)
    view.grab()
    assert painted == []


def test_the_playhead_is_drawn_on_the_card_that_plays(view):
    rect = lay_out(view, 858)[0]
    before = view.grab().toImage()
    view.show_playhead(1049, 0.5)
    after = view.grab().toImage()
    inside = take_card.wave_rect(rect.adjusted(0, 0, -GAP, -GAP))
    x = inside.left() + inside.width() // 2
    ys = range(inside.top(), inside.bottom())
    lit = {after.pixelColor(x + step, inside.top() + 2).name() for step in (-1, 0, 1)}
    assert theme.ACCENT in lit
    assert any(before.pixel(x, y) != after.pixel(x, y) for y in ys)


def test_pictures_forget_the_longest_unused(qapp):
    pictures = Pictures(most_bytes=3 * 400)
    for key in "abc":
        pictures.put(key, QPixmap(10, 10))
    assert pictures.get("a") is not None
    pictures.put("d", QPixmap(10, 10))
    assert pictures.get("b") is None
    assert pictures.get("a") is not None
    assert len(pictures) == 3
