"""量速度: each area prints one table — work, n, median, min, max, baseline of the same run."""
