"""证明器: what is claimed of a clause is proved for every input with Z3, or refuted with the smallest case it can find."""
