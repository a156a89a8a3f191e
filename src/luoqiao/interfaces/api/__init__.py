"""接口: the same answers as the command line and the pages, for programs, under /api/v1."""
