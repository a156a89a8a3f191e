"""上限: how long names and addresses of saved scenarios may be."""

from __future__ import annotations

LONGEST_NAME = 60
LONGEST_QUERY = 4000
LONGEST_FILE_NAME = 200
