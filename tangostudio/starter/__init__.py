"""The recipe of the bundled model: sounds, captions, codec, text, flow. Needs torch to build."""
