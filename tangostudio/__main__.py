"""The program's entry. Light on purpose: a worker process imports this module again when it starts,
so neither Qt nor torch may be imported here."""

from __future__ import annotations

import multiprocessing
import sys


def main() -> int:
    """Run the window, or one command."""
    multiprocessing.freeze_support()
    from tangostudio import app

    return app.main(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
