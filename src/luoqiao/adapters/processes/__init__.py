"""进程: what the operating system knows about processes: identity, death of a parent, locks, groups of children."""
