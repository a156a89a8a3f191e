"""任务登记: every task of the worker is registered here when Django is ready; times are those of Asia/Shanghai."""

from __future__ import annotations

from procrastinate import App, JobContext

from luoqiao.interfaces.worker import register_import
from luoqiao.interfaces.worker.connections import job_connection
from luoqiao.interfaces.worker.lost_jobs import take_up_lost_jobs

KEEP_FINISHED_HOURS = 72


def register(app: App) -> None:
    """登记任务: called once by the queue's own Django app."""
    register_import.register(app)

    @app.periodic(cron="30 3 * * *")
    @app.task(name="worker.remove_finished_jobs", queueing_lock="worker.remove_finished_jobs", pass_context=True)
    async def remove_finished_jobs(context: JobContext, timestamp: int) -> None:
        """清理已完成的任务: finished jobs are kept three days for questions, failed ones until someone looked."""
        await context.app.job_manager.delete_old_jobs(nb_hours=KEEP_FINISHED_HOURS, include_failed=False)

    @app.periodic(cron="* * * * *")
    @app.task(name="worker.take_up_lost_jobs", queueing_lock="worker.take_up_lost_jobs", pass_context=True)
    async def take_up_jobs(context: JobContext, timestamp: int) -> None:
        """接着做: what a worker was doing when it was killed."""
        await take_up_lost_jobs(context.app.job_manager)

    @app.task(name="outbox.deliver", pass_context=True)
    def deliver_messages(context: JobContext) -> None:
        """送消息: asked for by every transaction that posts one."""
        _deliver(context)

    @app.periodic(cron="* * * * *")
    @app.task(name="outbox.sweep", queueing_lock="outbox.sweep", pass_context=True)
    def sweep_messages(context: JobContext, timestamp: int) -> None:
        """补送消息: what comes due again, and whatever was asked for and lost."""
        _deliver(context)

    @app.periodic(cron="45 3 * * *")
    @app.task(name="evidence.clean_documents", queueing_lock="evidence.clean_documents")
    def clean_documents(timestamp: int) -> None:
        """清理材料: what broken uploads left behind."""
        from luoqiao.interfaces.worker.evidence import clean_documents as clean

        with job_connection():
            clean()

    @app.periodic(cron="* * * * * */10")
    @app.task(name="audit.chain", queueing_lock="audit.chain", pass_context=True)
    def chain(context: JobContext, timestamp: int) -> None:
        """入链: what was recorded since the last time."""
        from luoqiao.apps.audit.chaining import chain_waiting
        from luoqiao.apps.clock.queries import now

        with job_connection():
            chain_waiting(now(), stop=context.should_abort)

    @app.periodic(cron="7 * * * *")
    @app.task(name="audit.seal", queueing_lock="audit.seal")
    def seal(timestamp: int) -> None:
        """封条: the days that ended."""
        from luoqiao.apps.clock.queries import now
        from luoqiao.interfaces.worker.seals import seal_days

        with job_connection():
            seal_days(now())

    @app.periodic(cron="*/5 * * * *")
    @app.task(name="worker.due_work", queueing_lock="worker.due_work")
    def due_work(timestamp: int) -> None:
        """到期的事: what time alone brings about."""
        from luoqiao.apps.clock.queries import now
        from luoqiao.interfaces.worker.due import run_due_work

        with job_connection():
            run_due_work(now())


def _deliver(context: JobContext) -> None:
    """Imported here: the web server registers tasks too and sends nothing."""
    from luoqiao.apps.clock.queries import now
    from luoqiao.interfaces.worker.outbox import deliver, mail_server

    with job_connection():
        deliver(clock=now, server=mail_server(), stop=context.should_abort)
