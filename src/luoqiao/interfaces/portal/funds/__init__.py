"""资金的页: budgets, payments, claw-back and the views of the money."""
