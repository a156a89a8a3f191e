"""洛桥 Luoqiao: a policy document that computes."""

__version__ = "0.1.0"
