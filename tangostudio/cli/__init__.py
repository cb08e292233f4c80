"""The command line: the same studio without a window.

With `--json` every event is one JSON object per line with its type under "event". Exit codes: 0
done, 1 something failed (the last line is `Failed`), 2 wrong usage, 130 interrupted.
"""

from tangostudio.cli.commands import main
from tangostudio.cli.common import DONE, FAILED, INTERRUPTED, USAGE

__all__ = ["DONE", "FAILED", "INTERRUPTED", "USAGE", "main"]
