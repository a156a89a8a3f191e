"""Words every part shares: money, text folding, findings and refusals."""
