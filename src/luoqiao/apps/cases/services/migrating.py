"""换用新流程: one case is moved to the newest version of its procedure, by the head of the lead unit."""

from __future__ import annotations

from luoqiao.apps.cases.history import procedure_of
from luoqiao.apps.cases.opened import Opened
from luoqiao.apps.cases.services.pressing import Happened, Press, press_on
from luoqiao.apps.policy import queries as policy
from luoqiao.core.cases import migration
from luoqiao.core.cases.migration import NoNewVersion
from luoqiao.core.kernel.errors import DomainError


class VersionMovedOn(DomainError):
    """看的时候是另一个版本: a newer version was loaded since the preview."""

    code = "LQ-5563"

    def __init__(self) -> None:
        super().__init__("方案包刚才又载入了新版本，您看到的对照已经过时；没有换用，请重新打开页面再看一次")


def migrate(press: Press, *, digest: str, reason: str) -> Opened:
    """Move the case to the version with this digest, which must be the newest one, as the preview showed it.

    Refuses as `core/cases/migration` does, with VersionMovedOn, NoNewVersion, and as `press_on` does.
    """

    def happens(opened: Opened) -> Happened:
        row = opened.row
        if policy.get_version(row.pack).digest != digest:
            raise VersionMovedOn
        if row.procedure_digest == digest:
            raise NoNewVersion(opened.matter.procedure.name)
        new = procedure_of(row, digest)
        event, post = migration.migrate(opened.matter, press.actor, new, digest=digest, reason=reason)
        row.units = sorted({*row.units, *new.units(opened.matter.parties)} - {""})
        row.save(update_fields=["units"])
        return (event,), post

    return press_on(press, "migrate", {"digest": digest, "reason": reason.strip()}, happens)
