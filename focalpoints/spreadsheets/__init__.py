"""Members in spreadsheets, how places are named there, and what entries of all kinds share."""
