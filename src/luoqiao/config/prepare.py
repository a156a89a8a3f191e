"""准备数据: tables, packs and static files brought to the state of this code; `python -m luoqiao.config.prepare`.

`luoqiao run` starts it only when the fingerprint of the code differs from the one kept in the database.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from itertools import chain
from typing import TypeVar

import django
from django.core.management import call_command
from django.utils import timezone

from luoqiao.adapters.environment.options import read_options
from luoqiao.adapters.postgres.preparation import preparing
from luoqiao.core.kernel.errors import DomainError

Row = TypeVar("Row")


def main() -> int:
    """Prepare under a lock of the database, so that two programmes on one database do not meet."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "luoqiao.config.settings")
    with preparing(read_options().database_url):
        django.setup()
        call_command("migrate", interactive=False, verbosity=0)
        try:
            _load_packs()
            _demonstrate()
        except DomainError as refused:
            sys.stderr.write(f"洛桥：{refused.message}（{refused.code}）\n")
            return 1
        call_command("collectstatic", interactive=False, verbosity=0, clear=True)
    return 0


def _load_packs() -> None:
    from luoqiao.apps.policy.services import load_packs

    load_packs(timezone.now())
    _load_organisation()


def _demonstrate() -> None:
    """The made-up district, where a demonstration was asked for and the database is empty."""
    if os.environ.get("DEMONSTRATION") == "1":
        from luoqiao.interfaces.demonstration.build import build_demonstration

        build_demonstration()


def _load_organisation() -> None:
    """Units, seats, townships, parks, industries, projects and named enterprises of every pack in use.

    Of what several packs name under one code the first pack's wording is kept.
    """
    from luoqiao.apps.parties.services import load_organisation
    from luoqiao.apps.policy.queries import get_pack, list_packs

    packs = [get_pack(version.pack) for version in list_packs()]
    load_organisation(
        units=_each_once(chain.from_iterable(pack.units for pack in packs), "id"),
        seats=_each_once(chain.from_iterable(pack.seats for pack in packs), "id"),
        townships=_each_once(chain.from_iterable(pack.townships.members for pack in packs), "code"),
        parks=_each_once(chain.from_iterable(pack.parks for pack in packs), "code"),
        industries=_each_once(chain.from_iterable(pack.industries for pack in packs), "id"),
        projects=_each_once(chain.from_iterable(pack.roadmap.projects for pack in packs), "id"),
        enterprises=_each_once(chain.from_iterable(pack.roadmap.enterprises for pack in packs), "id"),
        at=timezone.now(),
    )


def _each_once(rows: Iterable[Row], key: str) -> tuple[Row, ...]:
    found: dict[object, Row] = {}
    for row in rows:
        found.setdefault(getattr(row, key), row)
    return tuple(found.values())


if __name__ == "__main__":
    sys.exit(main())
