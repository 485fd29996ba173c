"""Loading of reference data and of sample data, and the record of what was loaded."""
