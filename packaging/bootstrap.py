"""One command from a fresh clone to a running studio: `python3 packaging/bootstrap.py run`.

Standard library only. This file keeps to syntax that any Python 3 can read, so that an old one is
told what it lacks instead of failing on a line it cannot parse; the work is in `bootstrapping/`.
"""

import shutil
import sys

NEEDED = (3, 11)


def _newer_python():
    """The name of a Python on this machine that is new enough, or ""."""
    names = ["python3.%d" % minor for minor in range(14, NEEDED[1] - 1, -1)]
    return next((name for name in names if shutil.which(name)), "")


def _too_old():
    """The sentence for an interpreter that is too old."""
    sentence = (
        "Tango Studio needs Python 3.11 or later; this is Python %d.%d." % sys.version_info[:2]
    )
    newer = _newer_python()
    if newer:
        return sentence + " This machine has %s: run the command with it." % newer
    return sentence + " Install a newer Python and run the command with it."


if sys.version_info < NEEDED:
    sys.exit(_too_old())

from bootstrapping.commands import main  # noqa: E402

if __name__ == "__main__":
    sys.exit(main())
