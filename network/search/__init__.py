"""The search of the whole portal: its index, which the database keeps, its page and its box."""
