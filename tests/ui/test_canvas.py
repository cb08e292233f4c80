from typing import Any

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QMouseEvent, QPixmap, QWheelEvent
from PySide6.QtWidgets import QApplication

from tangostudio.ui import theme
from tangostudio.ui.canvas import TimeCanvas
from tangostudio.ui.time_axis import TimeAxis
from tangostudio.ui.time_ruler import TimeRuler

WIDTH, HEIGHT = 400, 100
LEFT = Qt.MouseButton.LeftButton


class PlainLayer:
    def picture(self, size, ratio, axis):
        made = QPixmap(round(size.width() * ratio), round(size.height() * ratio))
        made.fill(QColor(theme.CANVAS))
        made.setDevicePixelRatio(ratio)
        return made


@pytest.fixture
def axis(qtbot):
    made: Any = TimeAxis()
    made.show(4.0, 44100)
    made.seeks = []
    made.seek_wanted.connect(made.seeks.append)
    return made


@pytest.fixture
def canvas(qtbot, axis):
    made = TimeCanvas(axis, PlainLayer())
    qtbot.addWidget(made)
    made.resize(WIDTH, HEIGHT)
    made.grab()
    return made


def drag(qtbot, canvas, start, end):
    qtbot.mousePress(canvas, LEFT, pos=QPoint(start, 50))
    for x in (start + (end - start) // 2, end):
        qtbot.mouseMove(canvas, QPoint(x, 50))
    qtbot.mouseRelease(canvas, LEFT, pos=QPoint(end, 50))


def hover(canvas, x):
    none, keys = Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier
    place = QPointF(x, 50)
    QApplication.sendEvent(
        canvas, QMouseEvent(QEvent.Type.MouseMove, place, place, none, none, keys)
    )


def wheel(canvas, x, notches, modifier=Qt.KeyboardModifier.NoModifier):
    event = QWheelEvent(
        QPointF(x, 50), QPointF(x, 50), QPoint(), QPoint(0, 120 * notches),
        Qt.MouseButton.NoButton, modifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(canvas, event)


def test_a_click_seeks(qtbot, canvas, axis):
    qtbot.mouseClick(canvas, LEFT, pos=QPoint(100, 50))
    assert axis.seeks == [pytest.approx(1.0)]
    assert axis.region is None


def test_a_drag_selects_a_region_and_does_not_seek(qtbot, canvas, axis):
    drag(qtbot, canvas, 300, 100)
    assert axis.region == pytest.approx((1.0, 3.0))
    assert axis.seeks == []


@pytest.mark.parametrize(
    ("start", "end", "region"), [(101, 50, (0.5, 3.0)), (299, 350, (1.0, 3.5))]
)
def test_an_end_of_the_region_can_be_moved(qtbot, canvas, axis, start, end, region):
    axis.set_region(1.0, 3.0)
    drag(qtbot, canvas, start, end)
    assert axis.region == pytest.approx(region)


def test_the_mouse_shows_where_an_end_can_be_taken(canvas, axis):
    axis.set_region(1.0, 3.0)
    hover(canvas, 100)
    assert canvas.cursor().shape() == Qt.CursorShape.SizeHorCursor
    hover(canvas, 200)
    assert canvas.cursor().shape() == Qt.CursorShape.ArrowCursor


def test_a_click_outside_lets_the_region_go_inside_keeps_it(qtbot, canvas, axis):
    axis.set_region(1.0, 3.0)
    qtbot.mouseClick(canvas, LEFT, pos=QPoint(200, 50))
    assert axis.region == (1.0, 3.0)
    qtbot.mouseClick(canvas, LEFT, pos=QPoint(380, 50))
    assert axis.region is None
    assert axis.seeks == pytest.approx([2.0, 3.8])


def test_a_double_click_lets_the_region_go(qtbot, canvas, axis):
    axis.set_region(1.0, 3.0)
    qtbot.mouseDClick(canvas, LEFT, pos=QPoint(200, 50))
    assert axis.region is None


def test_ctrl_and_wheel_zoom_at_the_mouse(canvas, axis):
    wheel(canvas, 100, 1, Qt.KeyboardModifier.ControlModifier)
    assert axis.span == pytest.approx(3.2)
    assert axis.seconds_at(100, WIDTH) == pytest.approx(1.0)


def test_the_wheel_pans(canvas, axis):
    axis.set_range(1.0, 2.0)
    wheel(canvas, 100, -1)
    assert (axis.start, axis.end) == pytest.approx((1.1, 2.1))
    wheel(canvas, 100, 2)
    assert axis.start == pytest.approx(0.9)


def test_keys_move_the_playhead(qtbot, canvas, axis):
    axis.set_playhead(2.0)
    for key in (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Home, Qt.Key.Key_End):
        qtbot.keyClick(canvas, key)
    assert axis.seeks == pytest.approx([1.96, 2.04, 0.0, 4.0])


def test_keys_point_at_moments_and_heights(qtbot, canvas, axis):
    places = []
    canvas.keyed.connect(lambda *place: places.append(place))
    axis.set_playhead(2.0)
    for key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown, Qt.Key.Key_Left):
        qtbot.keyClick(canvas, key)
    moments, heights = zip(*places, strict=True)
    assert moments == pytest.approx([2.0, 2.0, 2.0, 1.96])
    assert heights == pytest.approx([0.48, 0.46, 0.48, 0.48])


def test_a_moving_playhead_makes_no_new_picture(canvas, axis):
    made = canvas.pictures_made
    for step in range(20):
        axis.set_playhead(step * 0.2)
        canvas.grab()
    axis.set_region(1.0, 2.0)
    canvas.grab()
    assert canvas.pictures_made == made
    axis.zoom(0.5, 1.0)
    canvas.grab()
    assert canvas.pictures_made == made + 1


def test_the_playhead_is_one_line_in_the_accent(canvas, axis):
    axis.set_playhead(2.0)
    image = canvas.grab().toImage()
    lit = [x for x in range(WIDTH) if image.pixelColor(x, 10).name() == theme.ACCENT]
    assert lit == [200]


def test_a_playhead_out_of_sight_is_hidden(canvas, axis):
    axis.set_playhead(3.5)
    axis.set_range(0.0, 1.0)
    image = canvas.grab().toImage()
    assert all(image.pixelColor(x, 10).name() != theme.ACCENT for x in range(WIDTH))


def test_the_region_is_shaded_between_its_ends(canvas, axis):
    axis.set_region(1.0, 3.0)
    image = canvas.grab().toImage()
    names = [image.pixelColor(x, 10).name() for x in range(WIDTH)]
    assert names[100] == names[300] == theme.ACCENT
    assert names[50] == names[350] == theme.CANVAS
    assert names[200] not in (theme.CANVAS, theme.ACCENT)


def test_an_empty_canvas_ignores_the_mouse(qtbot, canvas, axis):
    axis.show(0.0, 44100)
    drag(qtbot, canvas, 100, 300)
    wheel(canvas, 100, 1)
    assert (axis.seeks, axis.region) == ([], None)
    canvas.grab()


def test_the_ruler_seeks_and_shows_the_visible_part(qtbot, axis):
    ruler = TimeRuler(axis)
    qtbot.addWidget(ruler)
    ruler.resize(WIDTH, ruler.height())
    whole = ruler.grab().toImage()
    axis.set_range(1.0, 2.0)
    zoomed = ruler.grab().toImage()
    bar = [zoomed.pixelColor(x, 0).name() for x in (50, 150, 250)]
    assert bar == [theme.HAIRLINE, theme.QUIET, theme.HAIRLINE]
    assert whole.pixelColor(150, 0) != zoomed.pixelColor(150, 0)
    qtbot.mouseClick(ruler, LEFT, pos=QPoint(200, 8))
    assert axis.seeks == [pytest.approx(1.5)]
