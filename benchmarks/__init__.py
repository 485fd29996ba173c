"""What `make bench` measures: one module per app, each figure a ratio of two things in turn."""
