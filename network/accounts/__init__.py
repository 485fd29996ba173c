"""Sign-in by invitation: accounts, second factor, the staff group, who may open a page."""
