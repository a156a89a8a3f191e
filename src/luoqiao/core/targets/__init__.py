"""目标与任务: what the programme promises, who answers for it, with what, as frozen values."""
