from pathlib import Path

from PySide6.QtGui import QColor, QGuiApplication, QPixmap

from tangostudio.ui import drag


def test_files_travel_as_a_list_of_addresses(tmp_path):
    paths = [tmp_path / "door creak #7.wav", tmp_path / "戸 “é” 100%.wav"]
    data = drag.mime_data(paths)
    assert [Path(url.toLocalFile()) for url in data.urls()] == paths
    assert data.hasFormat("text/uri-list")
    lines = bytes(data.data("text/uri-list").data()).decode().split("\r\n")
    assert lines[0].startswith("file:///")
    assert "%20" in lines[0]
    assert "%23" in lines[0]


def test_text_is_one_path_a_line(tmp_path):
    paths = [tmp_path / "a.wav", tmp_path / "b.wav"]
    assert drag.mime_data(paths).text().splitlines() == [str(path) for path in paths]


def test_copied_files_are_on_the_clipboard(qapp, tmp_path):
    drag.copy_files([tmp_path / "a.wav"])
    urls = QGuiApplication.clipboard().mimeData().urls()
    assert [Path(url.toLocalFile()) for url in urls] == [tmp_path / "a.wav"]
    drag.let_go_of_clipboard()
    left = QGuiApplication.clipboard().mimeData()
    assert left is None or not left.hasUrls()


def test_the_picture_tells_how_many(qapp):
    wave = QPixmap(100, 40)
    wave.fill(QColor("#00ff00"))
    one, many = (drag.drag_pixmap(wave, count, 2.0) for count in (1, 3))
    assert one.size() == many.size()
    assert one.devicePixelRatio() == 2.0
    assert one.toImage() != many.toImage()
    assert one.toImage() != drag.drag_pixmap(None, 1, 2.0).toImage()
