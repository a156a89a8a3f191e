"""账册: Django tables and use cases, one app per part of the programme."""
