"""审计链: the form in which entries are chained and exported, and the verifier that stands alone."""
