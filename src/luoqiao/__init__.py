"""洛桥 Luoqiao: a policy document that computes."""
