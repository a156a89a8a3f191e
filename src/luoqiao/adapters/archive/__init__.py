"""压缩包: many files as one, the same bytes for the same files."""
