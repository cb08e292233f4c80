"""After installation nothing touches the network; only the process that downloads may."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tangostudio.hub import fetch, states

from .checkpoints import card, publish
from .tiny_flux import CARD, checkpoint

FORBIDDEN = """
import os, socket, sys
asked = []

def refuse(*call, **values):
    asked.append(call)
    raise AssertionError(f"the network was touched: {call}")

socket.socket.connect = socket.socket.connect_ex = socket.socket.sendto = refuse
socket.create_connection = socket.getaddrinfo = socket.gethostbyname = refuse
"""

GENERATE = (
    FORBIDDEN
    + """
from pathlib import Path
from tangostudio import paths
from tangostudio.hub.offline import go_offline
from tangostudio.jobs.run import run_job
from tangostudio.messages import AudioReady, Finished, GenerateRequest

go_offline()
paths.models_dir = lambda: Path(sys.argv[1])
request = GenerateRequest(
    "tiny-flux", "7 8", 0.02, (3,), steps=2, guidance=2.0, sampler="euler", out=sys.argv[2]
)
events = list(run_job("job", request, {}, lambda: False))
print(events[-1])
assert isinstance(events[-1], Finished), events[-1]
assert [event.frames for event in events if isinstance(event, AudioReady)] == [882]
assert asked == [], asked
import huggingface_hub
assert huggingface_hub.constants.HF_HUB_OFFLINE
"""
)


def test_an_installed_model_is_loaded_and_makes_sound_without_any_network(hub, tmp_path):
    files = checkpoint(tmp_path / "made")
    publish(hub, files, "declare-lab/TangoFlux")
    weights, cards, out = (tmp_path / name for name in ("weights", "cards", "out"))
    made = card(files, weights, id="tiny-flux")
    assert list(fetch.fetching(made))[-1].state == states.READY
    hub.close()
    cards.mkdir()
    (cards / "tiny-flux.toml").write_text(CARD + "".join(map(_row, made.files)))
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("HF_HUB_")},
        "TANGOSTUDIO_WEIGHTS": str(weights),
        "PYTHONPATH": os.getcwd(),
    }
    done = subprocess.run(
        [sys.executable, "-c", GENERATE, str(cards), str(out)],
        env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert len(list(out.glob("*.flac"))) == 1


def _row(item) -> str:
    values = {"name": item.name, "bytes": item.bytes, "sha256": item.sha256, "repo": item.repo}
    lines = "\n".join(f"{name} = {json.dumps(value)}" for name, value in values.items())
    return f"\n[[weights.files]]\n{lines}\n"


SWITCHES = """
import os
for name in ("HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE", "HF_HUB_DISABLE_TELEMETRY"):
    os.environ.pop(name, None)
{begin}
import sys
assert "huggingface_hub" not in sys.modules
from huggingface_hub import constants
print(constants.HF_HUB_OFFLINE, constants.HF_HUB_DISABLE_TELEMETRY)
"""

WORKER = """
from multiprocessing import Pipe
from tangostudio.jobs import worker
ours, theirs = Pipe()
ours.send(("exit",))
worker.main(theirs)
"""
COMMAND = """
from tangostudio import cli
cli.main(["models", "--json"])
"""


@pytest.mark.parametrize("begin", [WORKER, COMMAND], ids=["worker", "command"])
def test_workers_and_commands_switch_the_client_off_before_it_is_imported(begin, home):
    done = subprocess.run(
        [sys.executable, "-c", SWITCHES.format(begin=begin)],
        capture_output=True, text=True, check=False, cwd=Path.cwd(),
    )  # fmt: skip
    assert done.stdout.splitlines()[-1:] == ["True True"], done.stderr
