"""Jobs: one request in, events out, in this process or in a worker. No Qt."""
