"""任务登记: every task of the worker is registered here when Django is ready; times are those of Asia/Shanghai."""

from __future__ import annotations

from procrastinate import App, JobContext

KEEP_FINISHED_HOURS = 72


def register(app: App) -> None:
    """登记任务: called once by the queue's own Django app."""

    @app.periodic(cron="30 3 * * *")
    @app.task(name="worker.remove_finished_jobs", queueing_lock="worker.remove_finished_jobs", pass_context=True)
    async def remove_finished_jobs(context: JobContext, timestamp: int) -> None:
        """清理已完成的任务: finished jobs are kept three days for questions, failed ones until someone looked."""
        await context.app.job_manager.delete_old_jobs(nb_hours=KEEP_FINISHED_HOURS, include_failed=False)
