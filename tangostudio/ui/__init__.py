"""The window. The only home of Qt; it asks the studio and shows what changed."""
