"""Writes of plans and initiatives that are no publication of an entry."""
