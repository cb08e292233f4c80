"""Preference: which takes to compare. Pure functions of what they are given; no Qt, no torch."""
