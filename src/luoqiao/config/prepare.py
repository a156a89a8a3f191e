"""准备数据: tables, packs and static files brought to the state of this code; `python -m luoqiao.config.prepare`.

`luoqiao run` starts it only when the fingerprint of the code differs from the one kept in the database.
"""

from __future__ import annotations

import os
import sys

import django
from django.core.management import call_command
from django.utils import timezone

from luoqiao.adapters.environment.options import read_options
from luoqiao.adapters.postgres.preparation import preparing
from luoqiao.core.kernel.errors import DomainError


def main() -> int:
    """Prepare under a lock of the database, so that two programmes on one database do not meet."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "luoqiao.config.settings")
    with preparing(read_options().database_url):
        django.setup()
        call_command("migrate", interactive=False, verbosity=0)
        try:
            _load_packs()
        except DomainError as refused:
            sys.stderr.write(f"洛桥：{refused.message}（{refused.code}）\n")
            return 1
        call_command("collectstatic", interactive=False, verbosity=0, clear=True)
    return 0


def _load_packs() -> None:
    from luoqiao.apps.policy.services import load_packs

    load_packs(timezone.now())


if __name__ == "__main__":
    sys.exit(main())
