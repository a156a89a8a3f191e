"""办理框旁的表单: 督办, 按逾期未补正办结, the way to the form for a clerk who fills it in; each only for whom it is open."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

from luoqiao.apps.cases.queries.case_file import CaseFile
from luoqiao.core.cases.decide import may_lapse, may_submit, supervises
from luoqiao.core.parties.actor import Actor
from luoqiao.interfaces.portal.cases.routes import address
from luoqiao.interfaces.portal.cases.typed import Typed
from luoqiao.interfaces.portal.form_parts import Field
from luoqiao.interfaces.portal.parts import Link


@dataclass(frozen=True, slots=True)
class SideForm:
    """一个旁的表单: where it goes, its heading, its one field, its button."""

    href: str
    deed: str
    label: str
    key: UUID
    field: Field
    button: str
    open: bool


def side_forms(file: CaseFile, actor: Actor, on: date, typed: Typed) -> tuple[SideForm, ...]:
    """The forms that are open to this person now."""
    return tuple(_forms(file, actor, on, typed))


def fill_link(file: CaseFile, actor: Actor) -> Link | None:
    """继续填报 or 代企业补正, for the clerk who may."""
    href = address("cases:form", file.row.number)
    if not href or not may_submit(file.matter, actor):
        return None
    return Link("代企业补正" if file.state.returned else "继续代填", href)


def _forms(file: CaseFile, actor: Actor, on: date, typed: Typed) -> Iterator[SideForm]:
    late = file.deadline is not None and file.deadline.late(on)
    if may_lapse(file.matter, actor, overdue=late):
        yield _form(file, typed, "lapse", "按逾期未补正办结", "reason", "理由", "办结，放开占用的发票")
    if file.state.open and supervises(file.matter, actor):
        yield _form(file, typed, "supervise", "督办", "text", "要求", "发出督办")


def _form(file: CaseFile, typed: Typed, deed: str, label: str, name: str, asked: str, button: str) -> SideForm:
    sent = typed.text("deed") == deed
    field = Field(
        f"{deed}-{name}", name, asked, "long", typed.text(name) if sent else "", error=typed.error("reason") if sent else ""
    )
    return SideForm(address(f"cases:{deed}", file.row.number), deed, label, uuid4(), field, button, sent)
