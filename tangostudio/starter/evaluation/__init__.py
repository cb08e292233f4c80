"""Measuring the bundled model: where clips come from, what is measured, and the table of it.

Nothing here takes part in making the model.
"""
