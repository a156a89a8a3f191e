"""数据库服务: our own supervisor of PostgreSQL, run from the binaries of a wheel whose Python is never imported.

`address` speaks to a server that somebody else runs, `cluster` runs one of our own under the data folder.
"""
