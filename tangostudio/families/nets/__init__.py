"""Networks of our own, for what diffusers does not have; they know nothing of cards or jobs."""
