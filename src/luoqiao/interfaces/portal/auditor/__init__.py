"""审计的页: what an auditor asks of the whole programme; nothing on these pages changes anything."""
