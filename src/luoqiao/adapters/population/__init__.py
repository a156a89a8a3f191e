"""企业总体的列: many enterprises as typed columns, read from and written to files."""
