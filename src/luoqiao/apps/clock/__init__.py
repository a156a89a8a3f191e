"""时钟: what time it is: the machine's own, or the one that a demonstration sets."""
