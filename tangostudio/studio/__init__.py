"""The application without a face: verbs, state and changes. No Qt, no torch."""
