"""消息的零件: whom a case is about, how it is named, and a notice of an event with what every kind asks for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from django.utils import timezone

from luoqiao.apps.cases.contents import handed_in
from luoqiao.apps.cases.opened import Opened
from luoqiao.apps.policy import queries as policy
from luoqiao.core.cases import events as e
from luoqiao.core.cases.deadline import deadline_of
from luoqiao.core.cases.decide import lead_desk
from luoqiao.core.messages.kind import Kind
from luoqiao.core.messages.notice import Notice, Recipient, desk
from luoqiao.core.parties.actor import Role


def applicant_of(opened: Opened) -> Recipient:
    """Everybody who acts for the enterprise."""
    return desk(f"{Role.ENTERPRISE_AGENT.value}@{opened.row.uscc}")


def lead_of(opened: Opened) -> Recipient:
    """The officers of the lead unit."""
    return desk(lead_desk(opened.matter.parties))


def project_of(opened: Opened) -> str:
    """The project that a case is about, by its name."""
    return opened.row.subject or str(handed_in(opened).form.get("project_name", "")) or opened.row.title


def make_notice(
    opened: Opened, kind: Kind, to: Iterable[Recipient], key: str, values: Mapping[str, str], link: str = ""
) -> Notice:
    """A notice about a case: the values that every kind asks for are filled in here; the others are the caller's."""
    row = opened.row
    common = {"case_number": row.number, "matter": row.title, "enterprise": row.enterprise_name}
    slots = {slot.value for slot in kind.described.slots}
    given = {name: text for name, text in {**common, **values}.items() if name in slots}
    given |= {slot.value: "" for slot in kind.described.may if slot.value not in given}
    about = f"case:{row.number}"
    return Notice(kind, tuple(to), given, link or f"/cases/{row.number}/", about, f"{about}:{key}", row.pack)


def notice_of(
    opened: Opened, kind: Kind, to: Iterable[Recipient], one: e.Recorded, suffix: str = "",
    values: Mapping[str, str] | None = None, link: str = "",
) -> Notice:  # fmt: skip
    """A notice of an event, with the deadline of whoever has to act now."""
    deadline = deadline_of(
        opened.matter.procedure, opened.matter.state, policy.get_calendar(), timezone.get_default_timezone()
    )
    needed = any(slot.value == "deadline" for slot in kind.described.needs)
    said = said_day(deadline.last_on) if deadline else "（没有期限）" if needed else ""
    key = f"{one.event.kind}:{one.seq}{':' + suffix if suffix else ''}"
    return make_notice(opened, kind, to, key, {"deadline": said, **(values or {})}, link)


def said_day(on: date) -> str:
    """2023-06-29."""
    return f"{on:%Y-%m-%d}"


def report_link(opened: Opened) -> str:
    """Where the progress of a project is reported and read."""
    return f"/cases/{opened.row.number}/report/"
