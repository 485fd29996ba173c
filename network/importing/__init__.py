"""Loading of reference data and of sample data, and the memory of what was loaded."""
