"""The pictures of the README, redrawn by `make screenshots`."""
