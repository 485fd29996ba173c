"""`make mutate`: which permission checks no test would miss (docs/mutation.md)."""
