"""独立验算: the fourteen clauses worked out by hand, apart from the rules under test."""
