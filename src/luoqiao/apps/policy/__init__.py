"""政策: programme packs as they were loaded, so that a decision can be recomputed from its version years later."""
