"""What whoever takes over for a member finds: what is open, what was done, the next dates.

Outside users add a `parts.HandoverPart` in their `contributions.py`.
"""
