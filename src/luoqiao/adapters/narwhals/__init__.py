"""数据框: the terms of lowered clauses as expressions over frames of Polars, DuckDB and Spark."""
