"""接着做: what a worker was doing when it was killed is begun again by another, a few times."""

from __future__ import annotations

from procrastinate.exceptions import UniqueViolation
from procrastinate.jobs import Job, Status
from procrastinate.manager import JobManager

SILENT_SECONDS = 30
"""A worker that gives no sign for so long is taken for dead; a living one gives one every ten seconds."""
MOST_ATTEMPTS = 5
"""A job that was lost so often is likely what kills the workers."""


async def take_up_lost_jobs(manager: JobManager) -> int:
    """Put every job of a dead worker back into the queue; how many were lost."""
    lost = tuple(await manager.get_stalled_jobs(seconds_since_heartbeat=SILENT_SECONDS))
    for job in lost:
        await _take_up(manager, job)
    return len(lost)


async def _take_up(manager: JobManager, job: Job) -> None:
    if job.attempts >= MOST_ATTEMPTS:
        await manager.finish_job(job, Status.FAILED, delete_job=False)
        return
    try:
        await manager.retry_job(job)
    except UniqueViolation:
        # Another one of its kind waits already and does the same.
        await manager.finish_job(job, Status.ABORTED, delete_job=True)
