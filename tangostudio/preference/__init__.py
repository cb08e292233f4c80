"""Preference: votes, the taste that they tell of, and what to ask next.

Functions of what they are given; no Qt, no torch, no library.
"""
