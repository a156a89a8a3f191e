"""界面: portal, API, command line, worker and gateway."""
