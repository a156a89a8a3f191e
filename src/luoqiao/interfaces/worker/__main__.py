"""任务进程: the worker that `luoqiao run` starts; `python -m luoqiao.interfaces.worker`."""

from __future__ import annotations

import asyncio
import os
import signal

import django

from luoqiao.adapters.processes.parent_death import starter, stop_with_parent

CONCURRENCY = 4
STOP_SECONDS = 3.0
"""The whole programme stops within seconds: a job that needs longer is begun again next time."""


def main() -> None:
    """Work until told to stop."""
    stop_with_parent(signal.SIGTERM, parent=starter())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "luoqiao.config.settings")
    django.setup()
    from procrastinate.contrib.django import app
    from procrastinate.contrib.django.django_connector import DjangoConnector

    connector = app.connector
    if not isinstance(connector, DjangoConnector):
        raise TypeError(f"the queue is not in the database of the site: {connector!r}")
    with app.replace_connector(connector.get_worker_connector()):
        asyncio.run(_work())


async def _work() -> None:
    from procrastinate.contrib.django import app

    async with app.open_async():
        await app.run_worker_async(
            name="worker", concurrency=CONCURRENCY, shutdown_graceful_timeout=STOP_SECONDS, listen_notify=True
        )


if __name__ == "__main__":
    main()
