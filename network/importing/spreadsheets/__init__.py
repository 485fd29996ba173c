"""Spreadsheets in and out: files of any usual kind as rows, and rows as cells of such files."""
