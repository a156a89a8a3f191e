"""证据测试的材料: enterprises, people and invoices, showing only what matters to the test."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from luoqiao.apps.evidence.services import enter_invoice
from luoqiao.apps.parties.models import Enterprise
from luoqiao.core.evidence.invoice import InvoiceKind, StatedInvoice, StatedLine
from luoqiao.core.evidence.invoice_number import InvoiceNumber
from luoqiao.core.parties.actor import Actor, Post, Role

AT = datetime(2023, 6, 12, 1, 41, tzinfo=UTC)
MINE, OTHERS, THIRD = "91350504MA2000019C", "91350504MA20000277", "91350504MA00001700"
TOWN, OTHER_TOWN = "350504002", "350504100"
NUMBER = InvoiceNumber("", "23352000000031880472")


def a_firm(uscc: str = MINE, *, name: str = "", township: str = TOWN, park: str = "") -> Enterprise:
    name = name or f"测试企业{uscc[-4:]}"
    return Enterprise.objects.create(
        uscc=uscc, name=name, search_text=name.lower(), name_order=name.encode("gb18030"), township=township, park=park,
        created_at=AT, changed_at=AT,
    )  # fmt: skip


def agent(uscc: str = MINE, user: int = 11) -> Actor:
    return Actor(user, "林若澄", (Post(Role.ENTERPRISE_AGENT, uscc),))


def clerk(township: str = TOWN, user: int = 21) -> Actor:
    return Actor(user, "苏以宁", (Post(Role.TOWN_CLERK, township),))


def officer(user: int = 31) -> Actor:
    return Actor(user, "陈知行", (Post(Role.OFFICER, "industry_information"),))


def holding(role: Role, place: str = "", user: int = 41) -> Actor:
    return Actor(user, "某人", (Post(role, place),))


def stated(*amounts: int, number: InvoiceNumber = NUMBER, buyer: str = MINE, **other: object) -> StatedInvoice:
    """An invoice with lines of so many fen."""
    lines = tuple(StatedLine(f"第 {no} 项服务", amount) for no, amount in enumerate(amounts or (1_440_000,), 1))
    one = StatedInvoice(
        number, InvoiceKind.SPECIAL, date(2023, 5, 6), buyer, "购方", "91350504MA00004020", "销方",
        sum(line.ex_tax for line in lines), 0, lines,
    )  # fmt: skip
    return replace(one, **other)  # type: ignore[arg-type] # the test names fields of the invoice


def enter(one: StatedInvoice | None = None, uscc: str = MINE, actor: Actor | None = None) -> list[int]:
    """Enter the invoice and give the ids of its lines."""
    entered = enter_invoice(stated=one or stated(), enterprise=uscc, actor=actor or agent(uscc), at=AT)
    return [line.line for line in entered.invoice.lines]
