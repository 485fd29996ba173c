"""The directory of members' officials: its pages, and what a reader takes along of it."""
