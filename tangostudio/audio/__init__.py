"""Sound as numbers and as sound: files, pictures, measurements, edits, playing. No Qt, no torch."""
