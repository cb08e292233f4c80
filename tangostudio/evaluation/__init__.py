"""Measuring models: statistics of scores and embeddings, results, and the files that tell of them.

Nothing here makes a sound or loads a network.
"""
