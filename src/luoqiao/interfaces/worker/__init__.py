"""后台任务: nightly and queued work; each task calls one service."""
