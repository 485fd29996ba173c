"""Official notifications: written, looked at by a second person, sent, acknowledged, reminded of.

Upper apps may import `kinds` (to lend one of theirs), `writing` and `approval` (to write and submit
it).
"""
