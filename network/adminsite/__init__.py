"""The Secretariat's admin: its frame, first page, base classes, questions before an action."""
