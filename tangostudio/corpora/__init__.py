"""Own recordings as training sets: found, cleaned, captioned and kept. Knows no networks."""
