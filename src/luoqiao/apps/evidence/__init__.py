"""证据: facts with pedigree, documents, invoices and what they were used for."""
