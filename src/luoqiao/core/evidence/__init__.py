"""证据: what facts, documents and invoices are, and which of them counts."""
