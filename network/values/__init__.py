"""Values: field types, texts, days, periods, lists in words, constraints, refusals."""
