"""审计的问句: what an auditor looks for over a whole year, one question a module; each answers with frozen findings."""
