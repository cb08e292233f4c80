"""Getting weights: download, check, adopt, remove. No torch, no Qt."""
