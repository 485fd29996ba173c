"""The audit trail: history kept by database triggers, and its pages in the admin."""
