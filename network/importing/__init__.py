"""Spreadsheets in and out; the loading of reference data and of sample data."""
