"""对照: the same work written by hand in other ways, and the exact answer that all of them are counted against."""
