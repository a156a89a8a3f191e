"""公示的消息: whom a notice tells what: the firms on it when it starts, the lead unit when it is to be posted or has ended."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from luoqiao.apps.cases.messages import applicant_of
from luoqiao.apps.cases.models import Objection, PublicNotice
from luoqiao.apps.cases.opened import Opened
from luoqiao.core.messages.kind import Kind
from luoqiao.core.messages.notice import Notice, Recipient, desk
from luoqiao.core.parties.actor import Role


def ready_notice(notice: PublicNotice, many: int) -> Notice:
    """A list waits for somebody else to post it."""
    values = {"notice_title": notice.title, "person": notice.prepared_name, "count": f"{many} 件"}
    return _of(notice, Kind.NOTICE_READY, "ready", [_lead(notice), _head(notice)], values)


def started_notices(notice: PublicNotice, cases: Sequence[Opened]) -> tuple[Notice, ...]:
    """Each firm on the list, once."""
    to = tuple(dict.fromkeys(applicant_of(one) for one in cases))
    firms = len({one.row.uscc for one in cases})
    values = {
        "notice_title": notice.title, "from_on": _said(notice.first_on), "until_on": _said(notice.last_on),
        "count": f"{firms} 家企业、{len(cases)} 件",
    }  # fmt: skip
    return (_of(notice, Kind.NOTICE_STARTED, "started", to, values),)


def objection_notice(objection: Objection) -> Notice:
    """The lead unit is told of an objection; never who objects."""
    notice = objection.notice
    values = {
        "notice_title": notice.title, "enterprise": objection.row.enterprise_name,
        "deadline": _said(objection.answer_due_on),
    }  # fmt: skip
    link = f"/notices/{notice.number}/objections/"
    return _of(notice, Kind.NOTICE_OBJECTION, f"objection:{objection.receipt}", [_lead(notice)], values, link)


def passed_notices(notice: PublicNotice, passed: int, removed: int) -> tuple[Notice, ...]:
    """The lead unit is told that the last row is settled; each firm hears of its own case."""
    result = f"{passed} 件无异议" + (f"，{removed} 件已撤下" if removed else "")
    values = {"notice_title": notice.title, "result": result, "next_step": "无异议的已自动转入下一步"}
    return (_of(notice, Kind.NOTICE_PASSED, "passed", [_lead(notice)], values),)


def _of(
    notice: PublicNotice, kind: Kind, key: str, to: Sequence[Recipient], values: dict[str, str], link: str = ""
) -> Notice:
    about = f"notice:{notice.number}"
    return Notice(kind, tuple(to), values, link or f"/notices/{notice.number}/", about, f"{about}:{key}", notice.pack)


def _lead(notice: PublicNotice) -> Recipient:
    return desk(f"{Role.OFFICER.value}@{notice.lead_unit}")


def _head(notice: PublicNotice) -> Recipient:
    return desk(f"{Role.UNIT_HEAD.value}@{notice.lead_unit}")


def _said(on: date | None) -> str:
    return f"{on:%Y-%m-%d}" if on else ""
