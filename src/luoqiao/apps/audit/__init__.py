"""审计: every change of state leaves an entry that nobody can alter."""
