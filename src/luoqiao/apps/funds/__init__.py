"""资金: budget lines, the ledger, what each tier owes under each case, payment, claw-back. Knows cases by their numbers."""
