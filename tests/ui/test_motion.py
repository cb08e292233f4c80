import pytest
from PySide6.QtWidgets import QApplication, QProxyStyle, QStyle

from tangostudio.settings import Settings
from tangostudio.ui import motion


@pytest.mark.parametrize(("wanted", "system_ms", "calm"), [
    (False, 200, False), (True, 200, True), (False, 0, True),
])  # fmt: skip
def test_the_setting_or_the_system_ends_all_motion(qapp, monkeypatch, wanted, system_ms, calm):
    class System(QProxyStyle):
        def styleHint(self, hint, *rest):
            if hint == QStyle.StyleHint.SH_Widget_Animation_Duration:
                return system_ms
            return super().styleHint(hint, *rest)

    style = System()
    monkeypatch.setattr(QApplication, "style", staticmethod(lambda: style))
    assert motion.is_calm(Settings(reduced_motion=wanted)) is calm
