"""列式内核: clauses as one compiled loop over columns of enterprises."""
