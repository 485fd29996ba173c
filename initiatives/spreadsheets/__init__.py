"""Plans and initiatives in spreadsheets."""
