"""What is held about a person, given out to them, and how long which data are kept."""
