"""The journal outside the database: what a restored backup must not bring back.

Others record with `recording.record`, ask `standing`, and lend a `JournalKind`.
"""
