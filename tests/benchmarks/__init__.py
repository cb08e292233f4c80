"""Speed and endurance, measured on this machine: `make bench`. Nothing here is a test."""
