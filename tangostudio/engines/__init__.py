"""Sampling: from a request to finished audio, driven by whoever iterates."""
