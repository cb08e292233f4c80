"""Preference tuning: votes and rewards become small changes to a model's weights."""
