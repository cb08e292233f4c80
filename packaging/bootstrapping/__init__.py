"""Setting the program up from a checkout, with the standard library alone.

It knows nothing of what the program does: only what it needs installed and how it is started.
"""
