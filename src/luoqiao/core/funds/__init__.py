"""资金: how money is shared out and, later, reserved and paid; amounts are integer fen."""
