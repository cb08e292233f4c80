from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from bootstrapping.lock import alone

PACKAGING = Path(__file__).resolve().parents[2] / "packaging"
HOLD = """
import sys
sys.path.insert(0, sys.argv[1])
from pathlib import Path
from bootstrapping.lock import alone
from bootstrapping.machine import Project
with alone(Project(Path(sys.argv[2]), "Linux")):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such lock")
class TestAlone:
    def hold(self, checkout) -> subprocess.Popen[str]:
        """Another process that holds the lock until its input ends."""
        process = subprocess.Popen(
            [sys.executable, "-c", HOLD, str(PACKAGING), str(checkout.root)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert process.stdout
        assert process.stdout.readline() == "held\n"
        return process

    def test_it_can_be_taken_again_and_again(self, checkout, capsys):
        for _ in range(2):
            with alone(checkout):
                pass
        assert capsys.readouterr().out == ""

    def test_a_second_set_up_says_that_it_waits(self, checkout, monkeypatch, capsys):
        first = self.hold(checkout)
        waited = []

        def wait_no_longer(text: str) -> None:
            waited.append(text)
            first.communicate("")

        monkeypatch.setattr("bootstrapping.lock.say", wait_no_longer)
        with alone(checkout):
            assert first.returncode == 0
        assert "Another set-up is under way" in waited[0]

    def test_it_dies_with_its_process(self, checkout, capsys):
        first = self.hold(checkout)
        first.kill()
        first.communicate()
        with alone(checkout):
            assert capsys.readouterr().out == ""
